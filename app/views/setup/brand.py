"""The word mark, and the promise on where the data lies."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.views.components.labels import Avatar, Icon, Label
from app.views.components.painting import Painted, draw_text
from app.views.fonts import TITLE, font
from app.views.theme import theme

NAME = "律顾台"
PROMISE = "资料只存在这台电脑上，全部加密。"


class _Name(Painted):
    """The name, in the weight that only the word mark has."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room of the name."""
        return QSize(QFontMetrics(font(TITLE, bold=True)).horizontalAdvance(NAME) + 4, theme().px(TITLE + 8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name."""
        draw_text(QPainter(self), self.rect(), NAME, font(TITLE, bold=True), "text")


class Brand(QWidget):
    """The mark of the program: 律 in a box, and the name."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Avatar("律", size=32, solid=True))
        row.addWidget(_Name())
        row.addStretch(1)
        self.setAccessibleName(NAME)


class Promise(QWidget):
    """A shield and one sentence on where the data lies.

    Args:
        text: the sentence.
        wrap: break it into lines, for a narrow rail.

    """

    def __init__(self, text: str = PROMISE, *, wrap: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("shield-check", "text3", 16, line=18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, "hint", wrap=wrap), 1)
