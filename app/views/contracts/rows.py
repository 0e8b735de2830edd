"""A line of a small list that is typed row by row."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.components.buttons import IconButton
from app.views.components.fields import TextField
from app.views.components.labels import Label
from app.views.theme import theme

MOST_ROWS = 12


class Row(QWidget):
    """Two inputs and a button that takes the row away."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, first: TextField, second: QWidget, *, second_width: int, aside: str = "") -> None:
        super().__init__()
        self.first, self.second = first, second
        self.remove = IconButton("trash-2", "删除这一行", size=28)
        self.remove.clicked.connect(lambda _checked=False: self.removed.emit(self))
        self.aside = Label(aside, "hint")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(first, 1)
        line.addWidget(second)
        second.setFixedWidth(theme().px(second_width))
        line.addWidget(self.aside)
        line.addWidget(self.remove)
