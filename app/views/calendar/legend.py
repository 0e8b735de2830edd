"""What the marks in the year mean."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from app.views.calendar.words import MARKS
from app.views.calendar.year_sheet import LOOKS
from app.views.components.painting import CENTRE, LEFT, Painted, draw_box, draw_text
from app.views.fonts import AXIS, SMALL, font, metrics
from app.views.theme import theme

BOX, GAP = 18, 14


class Legend(Painted):
    """休 节假日, 班 调休上班, 停 本所休息, 特 本所特别时间."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("图例：" + "，".join(f"{mark} {kind.label}" for kind, mark in MARKS.items()))

    def sizeHint(self) -> QSize:
        """Return the room of all marks with their words."""
        px = theme().px
        words = sum(metrics(SMALL).horizontalAdvance(kind.label) + px(BOX + 5 + GAP) for kind in MARKS)
        return QSize(words, px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint boxes and words."""
        painter, px, left = QPainter(self), theme().px, 0
        for kind, mark in MARKS.items():
            ground, edge, dashed, colour = LOOKS[kind]
            box = QRect(left, (self.height() - px(BOX)) // 2, px(BOX), px(BOX))
            draw_box(painter, box, ground, edge, 4, dashed=dashed)
            draw_text(painter, box, mark, font(AXIS), colour, align=CENTRE)
            wide = metrics(SMALL).horizontalAdvance(kind.label) + 2
            words = QRect(box.right() + px(5), 0, wide, self.height())
            draw_text(painter, words, kind.label, font(SMALL), "text2", align=LEFT)
            left = words.right() + px(GAP)
