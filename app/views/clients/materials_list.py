"""材料: every file kept for a client, newest first, with where it belongs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.clients.materials import MaterialView
from app.views.clients.sections import clear
from app.views.clients.thumbnail import FileBoxes, size_text
from app.views.components.labels import ElidedLabel, Label
from app.views.desk import Desk
from app.views.text import moment_text


class MaterialsList(QScrollArea):
    """The files of a client.

    Args:
        desk: what pages work with.
        boxes: makes the thumbnails.

    """

    def __init__(self, desk: Desk, boxes: FileBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._boxes = desk, boxes
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setProperty("plain", "true")
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(16, 12, 16, 16)
        self._rows.setSpacing(10)
        self.setWidget(content)

    def show_materials(self, materials: Sequence[MaterialView]) -> None:
        """Show other files."""
        clear(self._rows)
        for material in materials:
            self._rows.addWidget(self._row(material))
        self._rows.addStretch(1)

    def _row(self, material: MaterialView) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._boxes.make(material.file))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(material.file.file_name, 14, medium=True))
        about = f"{material.file.kind.label}，{size_text(material.file.size)}　{material.origin}"
        words.addWidget(ElidedLabel(about, 12, "text2"))
        row.addLayout(words, 1)
        row.addWidget(Label(moment_text(material.file.added_at, self._desk.now()), "hint"))
        return line
