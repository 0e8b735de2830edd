"""What the cards of the sign-in window share: one button, closed while a password is checked or has to wait."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.labels import Label, Panel
from app.views.theme import theme

CARD = 380
BEAT = 200
"""Milliseconds between looks at the clock while waiting."""


class DoorCard(Panel):
    """A card with fields and one primary button over the whole width.

    Args:
        title: the heading.
        seconds: a clock that never jumps.

    """

    def __init__(self, title: str, seconds: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__("card", margin=24, spacing=12, parent=parent)
        self.setAccessibleName(title)
        self._seconds = seconds
        self._resize()
        theme().changed.connect(self._resize)
        self.body.addWidget(Label(title, "panel"))
        self._until, self._waits_for = 0.0, ""
        self._is_busy = False
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._look)
        self._words = ""
        self.go = Button("", Kind.PRIMARY)

    def _resize(self) -> None:
        self.setFixedWidth(theme().px(CARD))

    def offer(self, words: str, icon: str, submit: Callable[[], None]) -> None:
        """Add the button."""
        self._words = words
        self.go = Button(words, Kind.PRIMARY, icon=icon)
        self.go.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go.clicked.connect(submit)
        self.body.addWidget(self.go)

    def link(self, words: str, wanted: SignalInstance) -> None:
        """Add a text button below."""
        button = Button(words, Kind.TEXT, small=True)
        button.clicked.connect(lambda _checked=False: wanted.emit())
        self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)

    def set_busy(self, *, busy: bool) -> None:
        """Close the button while the password is checked."""
        self._is_busy = busy
        self._show()

    def wait(self, seconds: int, login: str = "") -> None:
        """Keep the button closed for some seconds and count them down.

        Args:
            seconds: how long; 0 opens it at once.
            login: whom the wait concerns.

        """
        self._until, self._waits_for = self._seconds() + seconds, login
        if seconds:
            self._beat.start()
        self._show()

    def wait_concerns(self, login: str) -> None:
        """Open the button when another login is typed than the one that has to wait."""
        if login != self._waits_for and self._beat.isActive():
            self._end()

    @property
    def seconds_left(self) -> int:
        """How long the wait still is, in whole seconds."""
        return max(0, math.ceil(self._until - self._seconds())) if self._beat.isActive() else 0

    def wait_is_over(self) -> None:
        """Say that it can be tried again."""

    def _look(self) -> None:
        if self._until > self._seconds():
            self._show()
            return
        self._end()
        self.wait_is_over()

    def _end(self) -> None:
        self._beat.stop()
        self._show()

    def _show(self) -> None:
        left = self.seconds_left
        self.go.setEnabled(not self._is_busy and not left)
        words = "正在打开…" if self._is_busy else f"请等 {left} 秒" if left else self._words
        if words != self.go.text():
            self.go.set_words(words)
