"""One call of a service on its way: progress, cancelling, and which thread it asks for."""

import inspect
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from app.clock import monotonic
from app.errors import AppError, CancelledError

T = TypeVar("T")
Lane = Literal["write", "read", "work"]


class Progress:
    """Handed to a call that takes `progress`: tells how far it is and raises when the user cancelled."""

    def __init__(self, told: Callable[[int, int, str], None]) -> None:
        self._told = told
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user has cancelled."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the call to stop at its next report."""
        self._cancelled.set()

    def __call__(self, done: int, total: int = 0, text: str = "") -> None:
        """Report `done` of `total` (0: unknown) with a short Chinese text.

        Raises:
            CancelledError: the user cancelled.

        """
        if self.cancelled:
            raise CancelledError
        self._told(done, total, text)


class Job:
    """One running call; `cancel()` drops its result and asks it to stop."""

    def __init__(self, number: int, lane: Lane, call: Callable[[], object], progress: Progress) -> None:
        self.number, self.lane, self.call, self.progress = number, lane, call, progress
        self.started = monotonic()
        self.done: Callable[[Any], object] | None = None
        self.failed: Callable[[AppError], object] | None = None
        self.reported: Callable[[int, int, str], object] | None = None
        self.label = ""
        self.dropped = False
        self.shown = False
        self.is_long = False
        """It writes in short units and puts things right when it is cancelled, so its end is told all the same."""

    def cancel(self) -> None:
        """Drop the result; a call that has not begun never begins, unless it writes."""
        self.dropped = True
        self.progress.cancel()


class JobRunner(Protocol):
    """What pages need to know of a runner: `Jobs` in the program, `InlineJobs` in tests."""

    def run(
        self,
        fn: Callable[..., T],
        *args: object,
        done: Callable[[T], object] | None = None,
        failed: Callable[[AppError], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        key: str | None = None,
        lane: Lane | None = None,
        label: str = "",
        **kwargs: object,
    ) -> Job:
        """Run `fn(*args, **kwargs)` in its thread.

        Args:
            fn: a service method (its `__service__.mode` names the thread) or any function (pool).
            args: handed on.
            done: gets the result, in the UI thread.
            failed: gets an `AppError`, in the UI thread; without it the error is shown as a toast.
            progress: gets (done, total, text), in the UI thread; the call itself must take `progress`.
            key: a newer call with the same key supersedes the older one, whose result is dropped.
            lane: thread for functions without metadata: "write", "read" or "work".
            label: Chinese words for the progress display, e.g. “正在生成合同”.
            kwargs: handed on.

        """
        ...


def lane_of(fn: Callable[..., object]) -> Lane | None:
    """Return the thread a service method declares, or None."""
    while isinstance(fn, partial):
        fn = fn.func
    mode = getattr(getattr(fn, "__service__", None), "mode", None)
    return mode if mode in ("write", "read", "work") else None


def is_long(fn: Callable[..., object]) -> bool:
    """Return whether a service method declares that it takes its time with the database, in short units of work."""
    while isinstance(fn, partial):
        fn = fn.func
    return getattr(getattr(fn, "__service__", None), "mode", None) == "long"


def takes_progress(fn: Callable[..., object]) -> bool:
    """Return whether a call has a parameter named `progress`."""
    try:
        return "progress" in inspect.signature(fn).parameters
    except (TypeError, ValueError):
        return False


def alive(callback: Callable[..., object] | None) -> bool:
    """Return whether a callback may still be called: the widget it belongs to exists."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
