"""Pages of a PDF with page navigation and zoom; the pictures are made in worker threads."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.container import Services
from app.services.contracts.types import PagePicture
from app.views.components.buttons import IconButton
from app.views.components.feedback import Banner, Busy
from app.views.components.labels import Label, Panel, divider
from app.views.contracts.sheet_view import SheetView
from app.views.jobs import JobRunner


class PageViewer(QWidget):
    """Pages of a PDF with page navigation and zoom."""

    def __init__(self, services: Services, jobs: JobRunner, *, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._jobs = services, jobs
        self._key = f"contract-pages-{id(self)}"
        self.pdf = b""
        self.page, self.page_count = 0, 0
        self._back = IconButton("chevron-left", "上一页（PgUp）", edge=True)
        self._on = IconButton("chevron-right", "下一页（PgDn）", edge=True)
        self._place = Label("", "cell")
        self._smaller = IconButton("minus", "缩小", edge=True)
        self._larger = IconButton("plus", "放大", edge=True)
        self._scale = Label("", "cell")
        self.busy = Busy("正在生成预览…")
        self.busy.hide()
        self._note = Label(note, "hint")
        self.banner = Banner("", "soon")
        self.banner.hide()
        self.sheet = SheetView()
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(60)
        self._lay_out()
        self._connect()
        self._tell()

    def _lay_out(self) -> None:
        bar = Panel("surface", margin=(16, 4, 16, 4), horizontal=True)
        self.bar = bar.body
        for widget in (self._back, self._place, self._on):
            bar.body.addWidget(widget)
        bar.body.addWidget(self.busy)
        bar.body.addStretch(1)
        for widget in (self._smaller, self._scale, self._larger):
            bar.body.addWidget(widget)
        if self._note.text():
            bar.body.addSpacing(12)
            bar.body.addWidget(self._note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(bar)
        rows.addWidget(divider())
        rows.addWidget(self.banner)
        rows.addWidget(self.sheet, 1)

    def _connect(self) -> None:
        self._back.clicked.connect(lambda: self.go(self.page - 1))
        self._on.clicked.connect(lambda: self.go(self.page + 1))
        self._smaller.clicked.connect(lambda: self.sheet.step_zoom(-1))
        self._larger.clicked.connect(lambda: self.sheet.step_zoom(1))
        self.sheet.width_changed.connect(self._on_width)
        self._resized.timeout.connect(self._draw)

    def show_pdf(self, pdf: bytes, page_count: int) -> None:
        """Show the pages of a PDF; stays on the same page where it still exists."""
        self.pdf, self.page_count = pdf, page_count
        self.page = min(self.page, max(0, page_count - 1))
        self._tell()
        self._draw()

    def go(self, page: int) -> None:
        """Go to a page (0 is the first)."""
        if 0 <= page < self.page_count and page != self.page:
            self.page = page
            self._tell()
            self.sheet.to_top()
            self._draw()

    def turn(self, step: int) -> None:
        """PgUp (-1) and PgDn (1): scroll within the page, then go to the next one."""
        if not self.sheet.scroll_page(step):
            self.go(self.page + step)

    def say(self, sentence: str, kind: str = "soon") -> None:
        """Show a sentence above the page; "" takes it away."""
        self.banner.show_text(sentence, kind)

    def _on_width(self) -> None:
        self._tell()
        self._resized.start()

    def _draw(self) -> None:
        if not self.pdf:
            return
        papers = self._services.contracts.papers
        self._jobs.run(
            papers.page_picture, self.pdf, self.page, self.sheet.wanted_width, done=self._drawn, key=self._key
        )

    def _drawn(self, picture: PagePicture) -> None:
        self.sheet.show_picture(picture)

    def _tell(self) -> None:
        many = self.page_count
        self._place.setText(f"第 {self.page + 1} 页，共 {many} 页" if many else "还没有页面")
        self._scale.setText(f"{self.sheet.zoom * 100:.0f}%")
        self._back.setEnabled(self.page > 0)
        self._on.setEnabled(self.page + 1 < many)
