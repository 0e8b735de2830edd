"""A large card to choose: title, one sentence, and what it brings, line by line."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.views.components.buttons import PaintedButton
from app.views.components.labels import Icon, Label
from app.views.components.painting import draw_box
from app.views.icons import draw_icon
from app.views.keys import is_enter
from app.views.theme import theme

MARK = 20


class ChoiceCard(PaintedButton):
    """A card that is chosen or not; Space chooses, Enter goes on in the wizard.

    Args:
        title: what is chosen; what a screen reader says.
        about: one sentence.
        lines: (icon, words, grey remark at the right).
        exclusive: one of several (a round mark) instead of any number (a tick box).

    """

    def __init__(
        self, title: str, about: str, lines: Sequence[tuple[str, str, str]] = (), *, exclusive: bool = False
    ) -> None:
        super().__init__(title)
        self._exclusive = exclusive
        self.setCheckable(True)
        self.setAccessibleDescription(about)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        head = Label(title, "panel")
        head.setContentsMargins(theme().px(MARK + 10), 0, 0, 0)
        rows.addWidget(head)
        rows.addWidget(Label(about, "label", wrap=True))
        for icon, words, remark in lines:
            rows.addWidget(_line(icon, words, remark))
        rows.addStretch(1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the room of everything in the card."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        """Let the card become narrow: its sentences wrap."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, edge and mark."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        chosen = self.isChecked()
        draw_box(painter, self.rect(), "hover" if self.hovered and self.isEnabled() else "surface", "border2", 8)
        if chosen or self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 8, width=2)
        side = theme().px(MARK)
        mark = QRect(20, 16 + (theme().px(24) - side) // 2, side, side)
        radius = side / 2 if self._exclusive else 4
        if chosen:
            draw_box(painter, mark, "accent", None, radius)
            draw_icon(painter, "check", mark, "onaccent", 14)
        else:
            draw_box(painter, mark, "surface", "field", radius)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the wizard."""
        if is_enter(event):
            event.ignore()
            return
        super().keyPressEvent(event)


def _line(icon: str, words: str, remark: str) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Icon(icon, "text2", 16, line=20), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words, "cell", wrap=True), 1)
    if remark:
        row.addWidget(Label(remark, "hint"), 0, Qt.AlignmentFlag.AlignTop)
    return whole
