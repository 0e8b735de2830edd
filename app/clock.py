"""The only place that asks for the time."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


class SteppedClock:
    """A clock that stands where it is put: for tests, the tour and the demo firm.

    Args:
        start: an aware instant.

    """

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant the clock stands at, aware, in UTC."""
        with self._lock:
            return self._now

    def set(self, instant: datetime) -> None:
        """Put the clock to an aware instant."""
        with self._lock:
            self._now = instant.astimezone(UTC)

    def advance(self, **parts: float) -> None:
        """Move the clock by a `timedelta(**parts)`."""
        with self._lock:
            self._now += timedelta(**parts)


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for measuring durations."""
    return time.monotonic()
