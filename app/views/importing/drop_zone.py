"""Where a spreadsheet is dropped, picked or pasted."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.labels import Icon, Label, Panel
from app.views.desk import Desk
from app.views.theme import theme

PATTERNS = "表格 (*.xlsx *.xls *.ods *.csv *.tsv *.txt);;全部文件 (*)"
HIGH = 168


class DropZone(Panel):
    """Takes one spreadsheet: by drag and drop, from the file dialog, or from the clipboard.

    Args:
        desk: what the window gives.

    """

    file_chosen = Signal(object)
    """Path of a file."""
    pasted = Signal(str)
    """Rows copied from a spreadsheet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("box", margin=(24, 20, 24, 20), spacing=6, parent=parent)
        self._desk = desk
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(theme().px(HIGH))
        centre = Qt.AlignmentFlag.AlignHCenter
        self.pick = Button("选择文件", Kind.PRIMARY, icon="folder-open")
        self.paste = Button("粘贴表格", icon="clipboard-paste", shortcut="Ctrl+V")
        self.body.addStretch(1)
        self.body.addWidget(Icon("file-spreadsheet", "text3", 28), 0, centre)
        self.body.addWidget(Label("把表格拖到这里", "head"), 0, centre)
        self.body.addWidget(Label(".xlsx、.xls、.ods、.csv 都可以，表头上面有标题也没关系。", "label"), 0, centre)
        self.body.addSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.pick)
        line.addWidget(self.paste)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.pick.clicked.connect(lambda _checked=False: self.choose())
        self.paste.clicked.connect(lambda _checked=False: self.take_clipboard())

    def choose(self) -> None:
        """Let the user pick a file."""
        found = self._desk.dialogs.open_files(self, "选择要导入的表格", PATTERNS)
        if found:
            self.file_chosen.emit(found[0])

    def take_clipboard(self) -> None:
        """Take what the clipboard holds: a copied file, or copied rows."""
        held = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
        if files:
            self.file_chosen.emit(files[0])
        else:
            self.pasted.emit(held.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if event.mimeData().hasUrls():
            self.set_ground("soft")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self.set_ground("box")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that is dropped."""
        self.set_ground("box")
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.file_chosen.emit(files[0])
