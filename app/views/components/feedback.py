"""Empty states, banners, progress and steps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.labels import Icon, Label, Panel
from app.views.components.painting import CENTRE, Painted, draw_bar, draw_box, draw_text
from app.views.fonts import CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme


class EmptyState(QWidget):
    """Why a list is empty, what comes, and one small button for the next step."""

    def __init__(
        self, icon: str, why: str, what: str = "", *, button: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 8, 16, 8)
        rows.setSpacing(4)
        centre = Qt.AlignmentFlag.AlignHCenter
        rows.addStretch(1)
        self._icon = Icon(icon, "text3", 24)
        self._why, self._what = Label(why, "head"), Label(what, "label")
        rows.addWidget(self._icon, 0, centre)
        rows.addSpacing(2)
        rows.addWidget(self._why, 0, centre)
        rows.addWidget(self._what, 0, centre)
        self._what.setVisible(bool(what))
        if button is not None:
            rows.addSpacing(2)
            rows.addWidget(button, 0, centre)
        rows.addStretch(1)

    def set_words(self, why: str, what: str = "", icon: str = "") -> None:
        """Show other sentences."""
        self._why.setText(why)
        self._what.setText(what)
        self._what.setVisible(bool(what))
        if icon:
            self._icon.set_icon(icon, "text3")


BANNERS = {
    "ok": ("ok", "circle-check", "ok"),
    "soon": ("soon", "triangle-alert", "soon"),
    "urgent": ("urgent", "triangle-alert", "urg"),
    "error": ("over", "circle-alert", "over"),
    "info": ("soft", "info", "accent"),
}


class Banner(Panel):
    """A sentence with an icon on a coloured ground, inside a page.

    Args:
        text: one sentence.
        kind: ok, soon, urgent, error or info.
        action: words of one text button.
        done: what the button does.

    """

    def __init__(
        self,
        text: str,
        kind: str = "info",
        *,
        action: str = "",
        done: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        ground, icon, colour = BANNERS[kind]
        super().__init__(ground, margin=(12, 8, 8, 8), horizontal=True, parent=parent)
        self._icon = Icon(icon, colour, line=20)
        self._label = Label(text, "cell", wrap=True)
        self.body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._label, 1)
        if action and done is not None:
            button = Button(action, Kind.TEXT, small=True)
            button.clicked.connect(lambda _checked=False: done())
            self.body.addWidget(button)
        self.setAccessibleName(text)

    def show_text(self, text: str, kind: str | None = None) -> None:
        """Show another sentence; "" hides the banner."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if kind:
            ground, icon, colour = BANNERS[kind]
            self.set_ground(ground)
            self._icon.set_icon(icon, colour)


class ThinBar(Painted):
    """A 4 px bar of the used share with ticks (60 and 80 %)."""

    def __init__(
        self, share: float = 0.0, colour: str = "calmbar", ticks: Sequence[float] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._share, self._colour, self._ticks = share, colour, tuple(ticks)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, colour: str) -> None:
        """Show another share (0 to 1) in a token's colour."""
        if (share, colour) != (self._share, self._colour):
            self._share, self._colour = share, colour
            self.update()

    def sizeHint(self) -> QSize:
        """Return the bar with room for the ticks."""
        return QSize(64, theme().px(10 if self._ticks else 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, share and ticks."""
        painter = QPainter(self)
        high = theme().px(4)
        bar = QRect(0, (self.height() - high) // 2, self.width(), high)
        draw_bar(painter, bar, self._share, self._colour)
        painter.setPen(theme().colour("text2"))
        for tick in self._ticks:
            x = round(tick * self.width())
            painter.drawLine(x, 0, x, self.height())


class Busy(Painted):
    """A turning ring with words; turns only while it is visible."""

    def __init__(self, words: str = "正在读取…", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._size, self._turn = words, size, 0
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._step)

    def set_words(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def _step(self) -> None:
        self._turn = (self._turn + 30) % 360
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to turn."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        super().hideEvent(event)
        self._timer.stop()

    def sizeHint(self) -> QSize:
        """Return ring and words."""
        words = theme().px(8) + metrics(CELL).horizontalAdvance(self._words) + 2 if self._words else 0
        return QSize(theme().px(self._size) + words, theme().px(max(20, self._size)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme().px(self._size)
        ring = QRect(1, (self.height() - side) // 2 + 1, side - 2, side - 2)
        painter.setPen(QPen(theme().colour("track"), 2))
        painter.drawEllipse(ring)
        painter.setPen(QPen(theme().colour("accent"), 2, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, -self._turn * 16, 90 * 16)
        draw_text(painter, self.rect().adjusted(side + theme().px(8), 0, 0, 0), self._words, font(CELL), "text2")


class Stepper(Painted):
    """Steps of a task side by side: done with a tick, the current one solid, later ones as a ring.

    Args:
        names: words of each step.
        vertical: one below the other (the first-run wizard's rail).

    """

    def __init__(self, names: Sequence[str], *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._vertical = list(names), vertical
        self.current = 0
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if vertical else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Go to a step (from 0)."""
        self.current = index
        self.setAccessibleName(f"第 {index + 1} 步，共 {len(self._names)} 步：{self._names[index]}")
        self.update()

    def _width(self, name: str) -> int:
        return theme().px(22 + 8) + metrics(CELL, medium=True).horizontalAdvance(name)

    def sizeHint(self) -> QSize:
        """Return the room of all steps."""
        px = theme().px
        if self._vertical:
            return QSize(max(map(self._width, self._names)) + px(8), px(44) * len(self._names))
        return QSize(sum(map(self._width, self._names)) + px(28 + 20) * (len(self._names) - 1) + 4, px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circles, words and lines between."""
        painter = QPainter(self)
        px = theme().px
        x, y = 0, 0
        for index, name in enumerate(self._names):
            high = px(44) if self._vertical else self.height()
            self._paint_step(painter, QRect(x, y, self.width() - x, high), index, name)
            if self._vertical:
                y += high
                continue
            x += self._width(name) + px(10)
            if index + 1 < len(self._names):
                painter.setPen(theme().colour("border2"))
                painter.drawLine(x, high // 2, x + px(28), high // 2)
                x += px(28 + 10)

    def _paint_step(self, painter: QPainter, rect: QRect, index: int, name: str) -> None:
        px = theme().px
        side = px(24 if self._vertical else 22)
        circle = QRect(rect.x(), rect.y() + (rect.height() - side) // 2, side, side)
        done, now = index < self.current, index == self.current
        edge = None if now else "accent" if done else "border2"
        draw_box(painter, circle, "accent" if now else "surface" if done else None, edge, side / 2)
        if done:
            draw_icon(painter, "check", circle, "accent", 14)
        else:
            digit = "onaccent" if now else "text3"
            draw_text(painter, circle, str(index + 1), font(SMALL, medium=now), digit, align=CENTRE)
        words = rect.adjusted(side + px(12 if self._vertical else 8), 0, 0, 0)
        colour = "accent" if now else "text2" if done else "text3"
        draw_text(painter, words, name, font(14 if self._vertical else CELL, medium=now), colour)
