"""When the question reached the firm: now unless said otherwise, never later than now."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.components.buttons import Button
from app.views.components.moments import MomentField
from app.views.text import local

STEPS = ((0, "刚刚"), (10, "10 分钟前"), (30, "半小时前"), (60, "1 小时前"))
TOLERANCE = timedelta(minutes=1)


class ReceivedField(QWidget):
    """Day, time of day, and buttons for “a while ago”; an input for `FormField`.

    Args:
        now: the present instant.

    """

    changed = Signal()
    left = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._touched = False
        self._shown = now()
        self._moment = MomentField(now, now())
        self.day, self.time = self._moment.day, self._moment.time
        self._moment.changed.connect(self._typed)
        self._moment.left.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._moment, 1)
        for minutes, words in STEPS:
            button = Button(words, small=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, minutes=minutes: self.go_back(minutes))
            row.addWidget(button)
        self.setFocusProxy(self.time)

    def setAccessibleName(self, name: str) -> None:
        """Name the parts."""
        super().setAccessibleName(name)
        self._moment.setAccessibleName(name.removesuffix("，必填"))

    def _typed(self) -> None:
        self._touched = True
        self.changed.emit()

    def go_back(self, minutes: int) -> None:
        """Put the time so many minutes before now; 0 follows the clock again."""
        self._touched = minutes > 0
        self._shown = self._now() - timedelta(minutes=minutes)
        self._moment.set_value(self._shown)
        self.changed.emit()
        self.left.emit()

    def follow(self) -> bool:
        """Show the present minute while nobody touched the time; return whether it changed."""
        now = self._now()
        if self._touched or f"{local(now):%H:%M}" == f"{local(self._shown):%H:%M}":
            return False
        self._shown = now
        self._moment.set_value(now)
        return True

    def reset(self) -> None:
        """Follow the clock again."""
        self._touched = False
        self._shown = self._now()
        self._moment.set_value(self._shown)

    def set_exact(self, at: datetime) -> None:
        """Show an instant that was typed earlier."""
        self._touched = True
        self._moment.set_value(at)

    def exact(self) -> datetime | None:
        """Return the instant that was typed, aware; None means now."""
        return self._moment.value() if self._touched else None

    def value(self) -> datetime | None:
        """Return the instant, aware."""
        return self._moment.value() if self._touched else self._now()

    def unreadable(self) -> str:
        """Return what is wrong with the time."""
        if problem := self._moment.unreadable():
            return problem
        at = self._moment.value()
        if at is None:
            return "请填写收到时间。"
        if at > self._now() + TOLERANCE:
            return "收到时间不能晚于现在，请核对日期和时间。"
        return ""
