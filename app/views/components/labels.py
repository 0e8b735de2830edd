"""Text labels, tags, avatar boxes, dividers, cards and panels."""

from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.views.components.painting import CENTRE, Painted, draw_box, draw_text, restyle
from app.views.fonts import SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme


class Label(QLabel):
    """Text in one of the roles of the look.

    Args:
        text: plain text.
        role: wizard, title, subpage, panel, head, body2, cell, cellstrong, label, note, hint, small, error, axis; empty is base text.
        tone: text2, text3, accent, ok, soon, urgent, over; empty keeps the role's colour.
        wrap: break into lines.
        selectable: can be marked and copied.

    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        tone: str = "",
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def set_tone(self, tone: str) -> None:
        """Change the colour role."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(Painted):
    """One line that is cut with … where the room ends; the whole text stands in the tooltip."""

    def __init__(
        self,
        text: str = "",
        size: int = 14,
        colour: str = "text",
        *,
        medium: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._size, self._colour, self._medium = "", size, colour, medium
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the room of the whole text."""
        measures = metrics(self._size, medium=self._medium)
        return QSize(measures.horizontalAdvance(self._text) + 2, theme().px(self._size + 6))

    def minimumSizeHint(self) -> QSize:
        """Return the room of two characters."""
        return QSize(theme().px(self._size * 2), theme().px(self._size + 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        draw_text(QPainter(self), self.rect(), self._text, font(self._size, medium=self._medium), self._colour)


class Tone(StrEnum):
    """The looks of a tag."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    OK = "ok"
    SOON = "soon"
    URGENT = "urgent"
    OVERDUE = "overdue"


TONES: dict[Tone, tuple[str | None, str | None, str]] = {  # ground, edge, text
    Tone.NEUTRAL: (None, "border2", "text2"),
    Tone.ACCENT: ("soft", "softb", "accent"),
    Tone.OK: ("okbg", None, "ok"),
    Tone.SOON: ("soonbg", None, "soon"),
    Tone.URGENT: ("urgbg", None, "urg"),
    Tone.OVERDUE: ("overfill", None, "onover"),
}


def tag_width(text: str, icon: str = "") -> int:
    """Return how wide `draw_tag` draws."""
    px = theme().px
    return px(6) * 2 + metrics(SMALL).horizontalAdvance(text) + (px(14 + 4) if icon else 0)


def draw_tag(painter: QPainter, rect: QRect, text: str, tone: Tone = Tone.NEUTRAL, icon: str = "") -> None:
    """Draw a tag over the whole rectangle (20 high at 100 %)."""
    ground, edge, colour = TONES[tone]
    px = theme().px
    draw_box(painter, rect, ground, edge, 4)
    words = rect.adjusted(px(6), 0, -px(5), 0)
    if icon:
        draw_icon(painter, icon, QRect(words.x(), rect.y(), px(14), rect.height()), colour, 14)
        words.adjust(px(18), 0, 0, 0)
    draw_text(painter, words, text, font(SMALL), colour)


class Tag(Painted):
    """A word in a small box, never clickable: 20 high, radius 4."""

    def __init__(
        self, text: str, tone: Tone | str = Tone.NEUTRAL, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._tone, self._icon = text, Tone(tone), icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_tag(self, text: str, tone: Tone | str = Tone.NEUTRAL, icon: str = "") -> None:
        """Show another word."""
        self._text, self._tone, self._icon = text, Tone(tone), icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the word."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return the room of the word."""
        return QSize(tag_width(self._text, self._icon), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tag."""
        draw_tag(QPainter(self), self.rect(), self._text, self._tone, self._icon)


class Icon(Painted):
    """An icon as a widget; decorative, so it has no accessible name unless given one.

    Args:
        name: the icon.
        colour: a token.
        size: pixels at 100 % text.
        line: height of the line of text beside it, in which it is centred.

    """

    def __init__(
        self, name: str, colour: str = "text2", size: int = 16, *, line: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size, self._line = name, colour, size, max(line, size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, colour: str = "text2") -> None:
        """Show another icon."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square, as high as the line of text it stands beside."""
        return QSize(theme().px(self._size), theme().px(self._line))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        draw_icon(QPainter(self), self._name, self.rect(), self._colour, self._size)


class Avatar(Painted):
    """A box with one character: a person (soft) or the word mark (solid)."""

    def __init__(self, text: str, *, size: int = 28, solid: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._size, self._solid = text[:1], size, solid
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show the first character of another name."""
        self._text = text[:1]
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square."""
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "accent" if self._solid else "soft", None, 6)
        letter = font(self._size * 4 // 7 if self._solid else self._size // 2, medium=not self._solid, bold=self._solid)
        draw_text(painter, self.rect(), self._text, letter, "onaccent" if self._solid else "accent", align=CENTRE)


def divider(*, vertical: bool = False) -> QFrame:
    """Return a 1 px line."""
    line = QFrame()
    line.setProperty("line", "v" if vertical else "h")
    return line


class Panel(QFrame):
    """A ground to put things on.

    Args:
        ground: card, surface, surface2, bg, nav, box, ok, soon, urgent, over, soft or desk.
        margin: padding in pixels, one number or (left, top, right, bottom).
        spacing: pixels between children.
        horizontal: children side by side.

    """

    def __init__(
        self,
        ground: str = "card",
        *,
        margin: int | tuple[int, int, int, int] = 16,
        spacing: int = 8,
        horizontal: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body: QBoxLayout = QHBoxLayout(self) if horizontal else QVBoxLayout(self)
        self.body.setContentsMargins(*(margin if isinstance(margin, tuple) else (margin,) * 4))
        self.body.setSpacing(spacing)

    def set_ground(self, ground: str) -> None:
        """Change the ground."""
        self.setProperty("ground", ground)
        restyle(self)
