"""One page picture on the desk: sharp at the screen's device ratio, scrolled, zoomed."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.services.contracts.types import PagePicture
from app.views.components.painting import Painted
from app.views.theme import theme

PAGE_WIDTH = 595
"""Width of A4 in points: at 100 % a point is a pixel."""
MARGIN = 24
MOST_FITTED = 760
STEPS = (0.5, 0.6, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)


class _Sheet(Painted):
    """The desk and the page on it."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: QImage | None = None
        self.page_size = QSize(PAGE_WIDTH, PAGE_WIDTH * 297 // 210)

    def page_rect(self) -> QRect:
        """Return where the page lies."""
        wide, high = self.page_size.width(), self.page_size.height()
        return QRect((self.width() - wide) // 2, MARGIN * 2 // 3, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint desk, page edge and picture."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("desk"))
        page = self.page_rect()
        painter.fillRect(page, theme().colour("paper"))
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, self.picture)
        painter.setPen(theme().colour("border2"))
        painter.drawRect(page.adjusted(-1, -1, 0, 0))


class SheetView(QScrollArea):
    """Shows a page picture; keeps the old one until the new one is there."""

    width_changed = Signal()
    """The page wants a picture of another width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom: float | None = None
        self._ratio = 297 / 210
        self._sheet = _Sheet()
        self.setWidget(self._sheet)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("合同预览")
        self.viewport().setAutoFillBackground(False)

    @property
    def zoom(self) -> float:
        """The scale on show: 1.0 is a pixel per point."""
        if self._zoom is not None:
            return self._zoom
        room = self.viewport().width() - 2 * MARGIN
        return max(0.3, min(room, theme().px(MOST_FITTED)) / PAGE_WIDTH)

    @property
    def wanted_width(self) -> int:
        """Width of the picture in device pixels."""
        return round(PAGE_WIDTH * self.zoom * self.devicePixelRatioF())

    @property
    def has_picture(self) -> bool:
        """Whether a page is on show."""
        return self._sheet.picture is not None

    def step_zoom(self, step: int) -> None:
        """Zoom in (1) or out (-1) to the next step."""
        now = self.zoom
        further = [value for value in STEPS if (value > now + 0.01 if step > 0 else value < now - 0.01)]
        if further:
            self._zoom = further[0] if step > 0 else further[-1]
            self._lay_out()
            self.width_changed.emit()

    def fit(self) -> None:
        """Follow the room there is again."""
        self._zoom = None
        self._lay_out()
        self.width_changed.emit()

    def show_picture(self, picture: PagePicture) -> None:
        """Show a page."""
        image = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888)
        self._sheet.picture = image.copy()
        self._ratio = picture.height / picture.width
        self._lay_out()

    def to_top(self) -> None:
        """Show the page's head."""
        self.verticalScrollBar().setValue(0)

    def scroll_page(self, step: int) -> bool:
        """Scroll by a screenful; False at the end of the page."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step * max(40, self.viewport().height() - 60))
        return bar.value() != before

    def _lay_out(self) -> None:
        wide = round(PAGE_WIDTH * self.zoom)
        self._sheet.page_size = QSize(wide, round(wide * self._ratio))
        room = self.viewport().size()
        self._sheet.resize(
            max(room.width(), wide + 2 * MARGIN), max(room.height(), self._sheet.page_size.height() + MARGIN * 4 // 3)
        )
        self._sheet.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room."""
        super().resizeEvent(event)
        self._lay_out()
        if self._zoom is None:
            self.width_changed.emit()
