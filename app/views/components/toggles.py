"""Check box, toggle switch and segmented control."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.views.components.buttons import PaintedButton
from app.views.components.painting import CENTRE, draw_box, draw_text
from app.views.fonts import BASE, CELL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme


class CheckBox(PaintedButton):
    """A square of 18 with a tick, words beside it."""

    changed = Signal(bool)
    left = Signal()

    def __init__(self, text: str = "", *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setChecked(checked)
        self.toggled.connect(self.changed)
        self.toggled.connect(lambda _on: self.left.emit())

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, on: bool) -> None:
        """Tick or untick."""
        self.setChecked(on)

    def sizeHint(self) -> QSize:
        """Return box and words."""
        px = theme().px
        words = px(6) + metrics(CELL).horizontalAdvance(self.text()) + 2 if self.text() else 0
        return QSize(px(18) + words + 2, px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box, tick and words."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        px = theme().px
        box = QRect(1, (self.height() - px(18)) // 2, px(18), px(18))
        if self.isChecked():
            draw_box(painter, box, "accent", None, 4)
            draw_icon(painter, "check", box, "onaccent", 14)
        else:
            draw_box(painter, box, "hover" if self.hovered else "surface", "field", 4)
        if self.shows_focus:
            ring = "text" if self.isChecked() else "accent"
            draw_box(painter, box, None, ring, 4, width=2)
        words = self.rect().adjusted(px(18 + 6) + 1, 0, 0, 0)
        draw_text(painter, words, self.text(), font(CELL), "text")


class Switch(PaintedButton):
    """On or off, 36×20, with words beside it."""

    changed = Signal(bool)

    def __init__(self, text: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setChecked(on)
        self.toggled.connect(self.changed)

    def value(self) -> bool:
        """Return whether it is on."""
        return self.isChecked()

    def set_value(self, on: bool) -> None:
        """Switch on or off."""
        self.setChecked(on)

    def sizeHint(self) -> QSize:
        """Return switch and words."""
        px = theme().px
        words = px(6) + metrics(BASE, medium=True).horizontalAdvance(self.text()) + 2 if self.text() else 0
        return QSize(px(36) + words, px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob and words."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        px = theme().px
        track = QRect(0, (self.height() - px(20)) // 2, px(36), px(20))
        on = self.isChecked()
        draw_box(painter, track, "accent" if on else "surface", None if on else "field", px(20) / 2)
        gap, side = px(3), px(14)
        x = track.right() + 1 - gap - side if on else track.x() + gap
        draw_box(painter, QRect(x, track.y() + gap, side, side), "onaccent" if on else "field", None, side / 2)
        if self.shows_focus:
            draw_box(painter, track, None, "text" if on else "accent", px(20) / 2, width=2)
        words = self.rect().adjusted(px(36 + 6), 0, 0, 0)
        draw_text(painter, words, self.text(), font(BASE, medium=True), "text")


class _Segment(PaintedButton):
    """One part of a segmented control."""

    def __init__(self, text: str, value: object) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.value = value
        self.first = self.last = False

    def sizeHint(self) -> QSize:
        """Return the words with padding."""
        px = theme().px
        return QSize(px(12) * 2 + metrics(CELL, medium=True).horizontalAdvance(self.text()), px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the part; the outer ones have round corners outside."""
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        painter.setClipRect(self.rect())
        whole = self.rect().adjusted(0 if self.first else -8, 0, 0 if self.last else 8, 0)
        chosen = self.isChecked()
        draw_box(painter, whole, "soft" if chosen else "hover" if self.hovered else "surface", "border2", 6)
        if not self.last:
            painter.setPen(theme().colour("border2"))
            painter.drawLine(self.width() - 1, 1, self.width() - 1, self.height() - 2)
        style = font(CELL, medium=chosen)
        draw_text(painter, self.rect(), self.text(), style, "accent" if chosen else "text2", align=CENTRE)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 4, width=2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the group."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)


class Segmented(QWidget):
    """One of a few choices, side by side; the arrow keys move the choice.

    Args:
        name: accessible name.
        options: (value, words) pairs; the first is chosen.

    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, name: str, options: list[tuple[object, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._parts = [_Segment(words, value) for value, words in options]
        for index, part in enumerate(self._parts):
            part.first, part.last = index == 0, index == len(options) - 1
            self._group.addButton(part, index)
            row.addWidget(part)
        row.addStretch(1)
        self._parts[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def _toggled(self, index: int, on: bool) -> None:
        if on:
            self.changed.emit(self._parts[index].value)
            self.left.emit()

    def value(self) -> Any:
        """Return the chosen value."""
        return self._parts[self._group.checkedId()].value

    def set_value(self, value: object) -> None:
        """Choose a value."""
        for part in self._parts:
            if part.value == value:
                part.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        at = self._group.checkedId() + step
        if step and 0 <= at < len(self._parts):
            self._parts[at].setChecked(True)
            self._parts[at].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
