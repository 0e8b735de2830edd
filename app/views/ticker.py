"""One timer for everything that moves with the clock: a beat each second while somebody listens."""

from functools import cache

from PySide6.QtCore import QObject, QTimer, Signal


class Ticker(QObject):
    """Emits `second`; runs only while it is started by at least one listener."""

    second = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.second)
        self._listeners = 0

    def start(self) -> None:
        """Count one more listener."""
        self._listeners += 1
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Count one listener less; with none the timer rests."""
        self._listeners = max(0, self._listeners - 1)
        if not self._listeners:
            self._timer.stop()

    @property
    def running(self) -> bool:
        """Whether the timer beats."""
        return self._timer.isActive()


@cache
def ticker() -> Ticker:
    """Return the one ticker of the program."""
    return Ticker()
