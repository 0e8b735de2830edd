"""The word mark: 律 in a box, and the name."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.components.labels import Avatar, Label


class Brand(QWidget):
    """The mark of the program."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Avatar("律", size=32, solid=True))
        row.addWidget(Label("律顾台", "title"))
        self.setAccessibleName("律顾台")
