"""Short messages at the bottom right: what was done with one way back, or what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.clock import Clock
from app.errors import AppError
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.labels import Icon, Label, Panel
from app.views.fonts import CELL, font, metrics
from app.views.theme import theme

SECONDS = 6
KEPT = 50


@dataclass(frozen=True)
class Said:
    """One message of the status list."""

    at: datetime
    text: str
    error: bool


ERRORS_AT_ONCE = 3


class Toast(Panel):
    """One message; leaves after 6 s unless hovered or focused, an error stays until closed."""

    gone = Signal(object)

    def __init__(
        self,
        text: str,
        *,
        strong: str = "",
        error: bool = False,
        action: str = "",
        done: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(
            "over" if error else "toast", margin=(12, 7, 8 if error else 12, 7), spacing=8, horizontal=True
        )
        self.text, self.error = strong + text, error
        self.setAccessibleName(self.text)
        self.setMinimumWidth(theme().px(320))
        icon = Icon("circle-alert", "over", line=24) if error else Icon("circle-check", "ok", line=24)
        self.body.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        if strong:
            words.addWidget(self._line(strong, "cellstrong"), 0, Qt.AlignmentFlag.AlignLeft)
        if text:
            words.addWidget(self._line(text, "cell"), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(words, 1)
        self._button: Button | None = None
        if action and done is not None:
            self._button = Button(action, Kind.TEXT, small=True)
            self._button.clicked.connect(lambda _checked=False: self._act(done))
            self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        if error:
            close = IconButton("x", "关闭提示", size=22, icon_size=14)
            close.clicked.connect(self.leave)
            self.body.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self._time_is_up)
        if not error:
            self._timer.start()

    def _line(self, text: str, role: str) -> Label:
        """Return a label as wide as its text, wrapped beyond 400; its height is fixed so that nothing is cut."""
        room, needed = theme().px(400), metrics(CELL, medium=role == "cellstrong").horizontalAdvance(text) + 4
        label = Label(text, role, wrap=needed > room)
        label.setFont(font(CELL, medium=role == "cellstrong"))
        label.setFixedWidth(min(room, needed))
        label.setFixedHeight(max(label.heightForWidth(room), theme().px(24)))
        return label

    def _act(self, done: Callable[[], object]) -> None:
        self.leave()
        done()

    def _time_is_up(self) -> None:
        if self.underMouse() or (self._button is not None and self._button.hasFocus()):
            self._timer.start()
        else:
            self.leave()

    def leave(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
        self.gone.emit(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while hovered."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count the seconds anew."""
        super().leaveEvent(event)
        if not self.error and self.isVisible():
            self._timer.start()


class Toasts(QWidget):
    """Where messages appear: at the bottom right of `host`, above the status bar and the row of a page's buttons.

    One message of what was done stands at a time, the newest; earlier ones are in the status bar's list.

    Args:
        host: the window's content.
        clock: dates the status list.
        above: pixels kept free below (the status bar and a footer, whose button is pressed next).

    """

    said = Signal(object)

    def __init__(self, host: QWidget, clock: Clock, above: int = 24 + 56) -> None:
        super().__init__(host)
        self._host, self._clock, self._above = host, clock, above
        self.history: list[Said] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        host.installEventFilter(self)
        self.hide()

    def show_done(self, text: str, *, action: str = "", done: Callable[[], object] | None = None) -> Toast:
        """Say what was done, with one text action (撤回)."""
        return self._add(Toast(text, action=action, done=done))

    def show_error(self, error: AppError | str, *, action: str = "", done: Callable[[], object] | None = None) -> Toast:
        """Say what happened, what is safe, what to do; stays until closed."""
        if isinstance(error, str):
            return self._add(Toast(error, error=True, action=action, done=done))
        return self._add(Toast(error.safe + error.todo, strong=error.what, error=True, action=action, done=done))

    def visible_toasts(self) -> list[Toast]:
        """Return the messages on show, oldest first."""
        found = []
        for index in range(self._rows.count()):
            item = self._rows.itemAt(index)
            widget = item.widget() if item is not None else None
            if isinstance(widget, Toast):
                found.append(widget)
        return found

    def _add(self, toast: Toast) -> Toast:
        for other in self._outdated(toast):
            self._remove(other)
        entry = Said(self._clock.now(), toast.text, toast.error)
        self.history = [*self.history[-KEPT + 1 :], entry]
        toast.gone.connect(self._remove)
        self._rows.addWidget(toast, 0, Qt.AlignmentFlag.AlignRight)
        self.show()
        toast.show()
        self._place()
        self.said.emit(entry)
        return toast

    def _outdated(self, toast: Toast) -> list[Toast]:
        """Return what gives way to a new message: the same words, the earlier message of its kind."""
        alike = [other for other in self.visible_toasts() if other.error == toast.error]
        most = ERRORS_AT_ONCE - 1 if toast.error else 0
        kept = alike[-most:] if most else []
        return [other for other in alike if other not in kept or other.text == toast.text]

    def _remove(self, toast: Toast) -> None:
        toast.hide()
        self._rows.removeWidget(toast)
        toast.deleteLater()
        self._place()
        if not self.visible_toasts():
            self.hide()

    def _place(self) -> None:
        self._rows.activate()
        hint = self._rows.sizeHint()
        wide = min(hint.width(), self._host.width() - 32)
        top = self._host.height() - theme().px(self._above) - hint.height() - 12
        self.setGeometry(self._host.width() - wide - 16, top, wide, hint.height())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the window."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
