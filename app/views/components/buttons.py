"""Push buttons, text buttons, icon buttons and filter chips."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.views.components.painting import draw_box, draw_text
from app.views.fonts import BASE, CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.keys import is_enter
from app.views.theme import theme


class Kind(StrEnum):
    """How a button looks; one primary button per area."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    DESTRUCTIVE = "destructive"
    TEXT = "text"
    QUIET = "quiet"


_LOOK = {  # ground, ground on hover, edge, text
    Kind.PRIMARY: ("accent", "accenth", None, "onaccent"),
    Kind.SECONDARY: ("surface", "hover", "border2", "text"),
    Kind.DESTRUCTIVE: ("surface", "hover", "border2", "over"),
    Kind.TEXT: (None, "hover", None, "accent"),
    Kind.QUIET: (None, "hover", None, "text2"),
}


class PaintedButton(QAbstractButton):
    """A button that paints itself: hover, pressed, keyboard focus, disabled."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.hovered = False
        self._by_key = False
        self._pressed_at = -(10**9)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Remember the hover."""
        self.hovered = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hover."""
        self.hovered = False
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus edge only when the keyboard brought the focus here."""
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
        self._by_key = event.reason() in (*keys, Qt.FocusReason.OtherFocusReason)
        super().focusInEvent(event)

    @property
    def shows_focus(self) -> bool:
        """Whether the focus edge is to be drawn."""
        return self.hasFocus() and self._by_key

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again after a change of theme, text size or state."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button as Space does."""
        if is_enter(event) and self.isEnabled():
            if not event.isAutoRepeat():  # a key held down presses no button that came under it
                self.click()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the first press of what may become a double click."""
        self._pressed_at = event.timestamp()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click only where the first one met this button too.

        The first one may have put this button in the place of another: 取消导入 in the place of 导入.
        """
        if event.timestamp() - self._pressed_at <= QGuiApplication.styleHints().mouseDoubleClickInterval():
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its words."""
        return self.sizeHint()


class Button(PaintedButton):
    """A button with icon, words and its shortcut inside the label.

    Args:
        text: the words; what a screen reader says.
        kind: primary, secondary, destructive, text or quiet.
        icon: name of an icon.
        shortcut: shown inside the label (“F2”); the key itself is bound by an action.
        small: 24 high instead of 32.
        icon_after: the icon stands behind the words (下一步 →).

    """

    def __init__(
        self,
        text: str,
        kind: Kind | str = Kind.SECONDARY,
        *,
        icon: str = "",
        shortcut: str = "",
        small: bool = False,
        icon_after: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = Kind(kind)
        self._icon, self._hint, self._small, self._after = icon, shortcut, small, icon_after
        if shortcut:
            self.setToolTip(f"{text}（{shortcut}）")

    def set_words(self, text: str, icon: str | None = None) -> None:
        """Change words and icon."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = self._icon if icon is None else icon
        self.updateGeometry()
        self.update()

    @property
    def _size(self) -> int:
        return SMALL if self._small else BASE

    @property
    def _medium(self) -> bool:
        return self._kind is Kind.PRIMARY or (self._kind is Kind.SECONDARY and not self._small)

    def sizeHint(self) -> QSize:
        """Return words, icon and shortcut with the padding of the look."""
        px = theme().px
        padding = 9 if self._small else 13
        if self._kind in (Kind.TEXT, Kind.QUIET):
            padding = 6 if self._small else 8
        wide = px(padding) * 2 + metrics(self._size, medium=self._medium).horizontalAdvance(self.text())
        wide += px(14 + 4 if self._small else 16 + 8) if self._icon else 0
        wide += px(8) + metrics(SMALL).horizontalAdvance(self._hint) if self._hint else 0
        return QSize(wide, px(24 if self._small else 32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words, shortcut and focus edge."""
        painter = QPainter(self)
        ground, hover, edge, colour = _LOOK[self._kind]
        radius = 4 if self._small else 6
        if not self.isEnabled():
            painter.setOpacity(0.5)
        lit = (self.hovered or self.isDown()) and self.isEnabled()
        draw_box(painter, self.rect(), hover if lit else ground, edge, radius)
        if self.isDown() and self._kind is not Kind.PRIMARY:
            draw_box(painter, self.rect(), "soft", edge, radius)
        self._paint_words(painter, colour)
        if self.shows_focus:
            inner = self._kind is Kind.PRIMARY
            rect = self.rect().adjusted(3, 3, -3, -3) if inner else self.rect()
            draw_box(
                painter,
                rect,
                None,
                "onaccent" if inner else "accent",
                4 if inner else radius,
                width=1.5 if inner else 2,
            )

    def _paint_words(self, painter: QPainter, colour: str) -> None:
        px = theme().px
        words = metrics(self._size, medium=self._medium).horizontalAdvance(self.text())
        icon_size, gap = (14, 4) if self._small else (16, 8)
        icon_room = px(icon_size + gap) if self._icon else 0
        hint_room = px(8) + metrics(SMALL).horizontalAdvance(self._hint) if self._hint else 0
        x = max(px(6), (self.width() - words - icon_room - hint_room) // 2)
        high = self.height()
        words = min(words, self.width() - icon_room - hint_room - px(8))
        if self._icon:
            at = x + words + px(gap) if self._after else x
            draw_icon(painter, self._icon, QRect(at, 0, px(icon_size), high), colour, icon_size)
            x += 0 if self._after else icon_room
        draw_text(painter, QRect(x, 0, words + 2, high), self.text(), font(self._size, medium=self._medium), colour)
        if self._hint:
            if self._kind is Kind.PRIMARY and self.isEnabled():
                painter.setOpacity(0.85)
            after = x + words + px(8) + (icon_room if self._after else 0)
            draw_text(painter, QRect(after, 0, hint_room, high), self._hint, font(SMALL), colour)
            painter.setOpacity(1.0 if self.isEnabled() else 0.5)


class IconButton(PaintedButton):
    """A square button with an icon only; its words are the tooltip and accessible name."""

    def __init__(
        self,
        icon: str,
        text: str,
        *,
        size: int = 32,
        icon_size: int = 16,
        edge: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._size, self._icon_size, self._edge = icon, size, icon_size, edge
        self.setToolTip(text)

    def set_icon(self, icon: str, text: str) -> None:
        """Change icon and words."""
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the square."""
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and focus edge."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        lit = self.hovered and self.isEnabled()
        ground = "hover" if lit else "surface" if self._edge else None
        radius = 4 if self._size < 32 else 6
        draw_box(
            painter, self.rect(), "soft" if self.isChecked() else ground, "border2" if self._edge else None, radius
        )
        draw_icon(painter, self._icon, self.rect(), "accent" if self.isChecked() else "text2", self._icon_size)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", radius, width=2)


class Chip(PaintedButton):
    """A filter with a count: checkable, 28 high, round ends.

    Args:
        text: the filter's word.
        tone: token of the count while not chosen: "text3", "urg" or "over".

    """

    def __init__(
        self, text: str, count: int | str | None = None, *, tone: str = "text3", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self._count, self._tone = "", tone
        self.set_count(count)

    def set_count(self, count: int | str | None) -> None:
        """Show another count; None shows none."""
        self._count = "" if count is None else str(count)
        self.setAccessibleName(f"{self.text()} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return word and count with round ends; the weight of the chosen state, so that nothing jumps."""
        px = theme().px
        wide = px(13) * 2 + metrics(CELL, medium=True).horizontalAdvance(self.text())
        wide += px(6) + metrics(CELL, medium=True).horizontalAdvance(self._count) if self._count else 0
        return QSize(wide, px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill-shaped ground, word and count."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        chosen = self.isChecked()
        ground = "soft" if chosen else "hover" if self.hovered else "surface"
        draw_box(painter, self.rect(), ground, "accent" if chosen else "border2", self.height() / 2)
        word = metrics(CELL, medium=chosen).horizontalAdvance(self.text())
        count = metrics(CELL, medium=True).horizontalAdvance(self._count) + theme().px(6) if self._count else 0
        x = (self.width() - word - count) // 2
        style = font(CELL, medium=chosen)
        draw_text(painter, QRect(x, 0, word + 2, self.height()), self.text(), style, "accent" if chosen else "text2")
        if self._count:
            urgent = self._tone != "text3" and self._count != "0"
            tone = "accent" if chosen else self._tone if urgent else "text3"
            where = QRect(x + word + theme().px(6), 0, count, self.height())
            draw_text(painter, where, self._count, font(CELL, medium=chosen or urgent), tone)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", self.height() / 2, width=2)


class DropButton(PaintedButton):
    """Words with a small arrow that opens a menu or list (全部渠道 ⌄)."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)

    def set_words(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return words and arrow."""
        px = theme().px
        return QSize(px(6) * 2 + metrics(CELL).horizontalAdvance(self.text()) + px(6 + 14), px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and arrow."""
        painter = QPainter(self)
        px = theme().px
        if self.hovered or self.isDown():
            draw_box(painter, self.rect(), "hover", None, 4)
        words = self.rect().adjusted(px(6), 0, -px(6 + 14 + 4), 0)
        draw_text(painter, words, self.text(), font(CELL), "text2")
        arrow = QRect(self.width() - px(6 + 14), 0, px(14), self.height())
        draw_icon(painter, "chevron-down", arrow, "text2", 14)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 4, width=2)
