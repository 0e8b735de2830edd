"""The countdown pill: state, icon, word, rest and a thin bar of the used share."""

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from app.terms import Urgency
from app.views.components.painting import RIGHT, draw_bar, draw_box, draw_text
from app.views.fonts import SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme

WIDTH, HEIGHT = 140, 28
_LOOK = {  # ground, edge, text, bar, track, icon
    Urgency.CALM: ("surface2", "border", "text2", "calmbar", "track", "clock"),
    Urgency.SOON: ("soonbg", None, "soon", "soonbar", None, "hourglass"),
    Urgency.URGENT: ("urgbg", None, "urg", "urgbar", None, "flame"),
    Urgency.OVERDUE: ("overfill", None, "onover", "onover", None, "circle-alert"),
    Urgency.PAUSED: (None, "border2", "text3", "calmbar", "track", "pause"),
}
BAR = {
    Urgency.CALM: "calmbar",
    Urgency.SOON: "soonbar",
    Urgency.URGENT: "urgbar",
    Urgency.OVERDUE: "overbar",
    Urgency.PAUSED: "calmbar",
}
TEXT = {
    Urgency.CALM: "text2",
    Urgency.SOON: "soon",
    Urgency.URGENT: "urg",
    Urgency.OVERDUE: "over",
    Urgency.PAUSED: "text3",
}
ICON = {state: look[5] for state, look in _LOOK.items()}


@dataclass(frozen=True)
class PillState:
    """What a pill shows at one instant.

    Args:
        urgency: decides colours and icon.
        word: 平稳, 将到期 …; a paused pill shows only `rest`.
        rest: “1 时 14 分”, “超 34 分”, “周一 09:00 继续”.
        share: used part of the allowance, 0 to 1; None draws no bar.
        spoken: the accessible text.
        icon: another icon than the state's own.

    """

    urgency: Urgency
    word: str
    rest: str
    share: float | None
    spoken: str
    icon: str = ""


def draw_pill(painter: QPainter, rect: QRect, state: PillState) -> None:
    """Draw a pill over the whole rectangle (140×28 at 100 %)."""
    ground, edge, colour, bar, track, icon = _LOOK[state.urgency]
    px = theme().px
    draw_box(painter, rect, ground, edge, 6, dashed=state.urgency is Urgency.PAUSED)
    line = rect.adjusted(px(8), 0, -px(8), -px(4))
    draw_icon(painter, state.icon or icon, QRect(line.x(), line.y(), px(14), line.height()), colour, 14)
    words = line.adjusted(px(18), 0, 0, 0)
    if state.urgency is Urgency.PAUSED:
        draw_text(painter, words, state.rest, font(SMALL), colour)
    else:
        draw_text(painter, words, state.rest, font(SMALL), colour, align=RIGHT)
        rest = metrics(SMALL).horizontalAdvance(state.rest)
        word = words.adjusted(0, 0, -rest - px(4) if rest else 0, 0)
        draw_text(painter, word, state.word, font(SMALL, medium=True), colour)
    _draw_pill_bar(painter, rect, state, bar, track)


def _draw_pill_bar(painter: QPainter, rect: QRect, state: PillState, bar: str, track: str | None) -> None:
    px = theme().px
    where = QRect(rect.x() + px(8), rect.bottom() + 1 - px(3) - px(2), rect.width() - 2 * px(8), px(2))
    if track is None:
        painter.save()
        painter.setOpacity(painter.opacity() * 0.3)
        draw_bar(painter, where, 1.0, bar, None)
        painter.restore()
    draw_bar(painter, where, state.share or 0.0, bar, track)
