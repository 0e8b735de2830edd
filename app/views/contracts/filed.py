"""What is shown of a filed contract: number, hashes, and the ways its papers leave the program."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Label
from app.views.components.painting import restyle
from app.views.contracts.outlet import Outlet, Papers
from app.views.desk import Desk
from app.views.theme import theme


class Facts(QWidget):
    """Words and what they are, line by line."""

    def __init__(self, *, label_width: int = 88, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show other facts; those without words are left out."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for line, (name, words) in enumerate((name, words) for name, words in facts if words):
            label = Label(name, "label")
            label.setFixedWidth(theme().px(self._label_width))
            self._grid.addWidget(label, line, 0, top)
            self._grid.addWidget(Label(words, "cell", wrap=True, selectable=True), line, 1, top)


class HashLines(QWidget):
    """The SHA-256 of both files, to be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        self._labels = {}
        for name in (".docx", "PDF"):
            rows.addWidget(Label(f"{name} 的 SHA-256", "hint"))
            value = Label("", "small", wrap=True, selectable=True)
            value.setAccessibleName(f"{name} 的 SHA-256")
            self._labels[name] = value
            rows.addWidget(value)

    def set_hashes(self, docx: str, pdf: str) -> None:
        """Show both, in groups of eight so that people can compare them."""
        for name, value in ((".docx", docx), ("PDF", pdf)):
            self._labels[name].setText(" ".join(value[at : at + 8] for at in range(0, len(value), 8)))
            restyle(self._labels[name])


class PaperButtons(QWidget):
    """另存, 打印, 打开文件夹, and where the files went."""

    def __init__(self, desk: Desk, outlet: Outlet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._outlet = desk, outlet
        self._papers: Papers | None = None
        self.save = Button("另存 .docx 和 PDF", Kind.PRIMARY, icon="download")
        self.print = Button("打印", icon="printer", shortcut="Ctrl+P")
        self.elsewhere = Button("换个文件夹", Kind.TEXT, small=True)
        self.folder = Button("打开文件夹", Kind.TEXT, small=True, icon="folder-open")
        self.said = Banner("", "ok")
        self.said.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.save, self.print):
            line.addWidget(button)
        line.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(4)
        for button in (self.elsewhere, self.folder):
            below.addWidget(button)
        below.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(line)
        rows.addLayout(below)
        rows.addWidget(self.said)
        self.save.clicked.connect(lambda _checked=False: self._save(elsewhere=False))
        self.elsewhere.clicked.connect(lambda _checked=False: self._save(elsewhere=True))
        self.folder.clicked.connect(lambda _checked=False: outlet.open_folder())
        self.print.clicked.connect(lambda _checked=False: self.print_now())
        outlet.saved.connect(self._saved)
        outlet.failed.connect(self._failed)

    def show_papers(self, papers: Papers | None) -> None:
        """Offer the papers of a filed contract."""
        self._papers = papers
        self.said.hide()
        self._show_folder()

    def print_now(self) -> None:
        """Print, as Ctrl+P does."""
        if self._papers is not None:
            self._outlet.print_papers(self._papers)

    def _save(self, *, elsewhere: bool) -> None:
        if self._papers is not None:
            self._outlet.save(self._papers, elsewhere=elsewhere)

    def _saved(self, folder: Path) -> None:
        stem = self._papers.file_stem if self._papers is not None else ""
        self.said.show_text(f"已存成 {stem}.docx 和 .pdf，在 {folder}", "ok")
        self._show_folder()

    def _failed(self, error: AppError) -> None:
        self.said.show_text(error.text, "error")
        self._show_folder()

    def _show_folder(self) -> None:
        folder = self._outlet.folder
        self.folder.setVisible(folder is not None)
        self.elsewhere.setVisible(folder is not None)
        self.save.setToolTip(f"存到 {folder}" if folder is not None else "选一个文件夹，一次存好两个文件")
