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

    def seconds(self) -> float:
        """Return seconds since some moment in this PC's present run; nobody can put them forward or back."""
        ...


class SystemClock:
    """The PC's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Return seconds since the PC was started or thereabouts."""
        return monotonic()


class SteppedClock:
    """A clock that stands where it is put: for tests, the tour and the demo firm.

    Args:
        start: an aware instant.

    """

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._now = start.astimezone(UTC)
        self._passed = 0.0

    def now(self) -> datetime:
        """Return the instant the clock stands at, aware, in UTC."""
        with self._lock:
            return self._now

    def seconds(self) -> float:
        """Return how much time was let pass by `advance`, in seconds."""
        with self._lock:
            return self._passed

    def set(self, instant: datetime) -> None:
        """Put the clock to an aware instant, as a hand does: no time passes."""
        with self._lock:
            self._now = instant.astimezone(UTC)

    def advance(self, **parts: float) -> None:
        """Let a `timedelta(**parts)` pass."""
        with self._lock:
            self._now += timedelta(**parts)
            self._passed += max(0.0, timedelta(**parts).total_seconds())


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for measuring durations."""
    return time.monotonic()
