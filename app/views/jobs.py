"""Runs service calls off the UI thread: one writer, one reader, a pool; results come back to the UI thread."""

import itertools
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.clock import monotonic
from app.errors import AppError, CancelledError
from app.views.job import Job, JobRunner, Lane, Progress, alive, is_long, lane_of, takes_progress

log = logging.getLogger(__name__)
T = TypeVar("T")
SWITCH_SECONDS = 0.0005
"""So long a worker may keep the interpreter while the window waits for it; Python's own 0.005 makes typing jerk."""
SLOW = 0.3
"""Seconds after which the shell shows that something runs."""


__all__ = ["InlineJobs", "Job", "JobRunner", "Jobs", "Lane", "Progress"]


class _Base(QObject):
    """What both runners share: making jobs and delivering their results."""

    error_occurred = Signal(object)
    """AppError of a call without `failed`: the shell shows a toast."""
    written = Signal()
    """A call of the writer thread has ended well: the change feed is worth a look at once."""
    unexpected = Signal(object)
    """An exception that is a defect of the program: goes to the crash file, the user reads a calm sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._by_key: dict[str, Job] = {}

    def _make(
        self, fn: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object], lane: Lane | None
    ) -> Job:
        number = next(self._numbers)
        progress = Progress(partial(self._told, number))
        if takes_progress(fn) and "progress" not in kwargs:
            kwargs = {**kwargs, "progress": progress}
        job = Job(number, lane_of(fn) or lane or "work", partial(fn, *args, **kwargs), progress)
        job.is_long = is_long(fn)
        return job

    def _told(self, number: int, done: int, total: int, text: str) -> None:
        raise NotImplementedError

    def _supersede(self, key: str | None, job: Job) -> None:
        if key is None:
            return
        older = self._by_key.get(key)
        if older is not None:
            older.cancel()
        self._by_key[key] = job

    def _deliver(self, job: Job, result: object, error: BaseException | None) -> None:
        self._hand_over(job, result, error)
        if error is None and (job.lane == "write" or job.is_long):
            self.written.emit()

    def _hand_over(self, job: Job, result: object, error: BaseException | None) -> None:
        if job.dropped:
            return
        if error is None:
            if job.done is not None and alive(job.done):
                job.done(result)
        elif isinstance(error, CancelledError):
            return
        elif isinstance(error, AppError):
            self._deliver_error(job, error)
        else:
            log.error("unexpected error in a job", exc_info=error)
            self.unexpected.emit(error)
            calm = AppError(
                "程序内部出错，这一步没有完成。", safe="已保存的资料不受影响。", todo="请再试一次；仍不行请联系管理员。"
            )
            self._deliver_error(job, calm)

    def _deliver_error(self, job: Job, error: AppError) -> None:
        if job.failed is None:
            self.error_occurred.emit(error)
        elif alive(job.failed):
            job.failed(error)


class Jobs(_Base):
    """The program's runner. Make it in the UI thread; call `closing()` before the program ends."""

    slow_changed = Signal(object)
    """List of (number, label, done, total) of what has run longer than 0.3 s; empty when all is quick."""
    _finished = Signal(object, object, object)
    _reported = Signal(int, int, int, str)

    def __init__(self, parent: QObject | None = None, *, pool: int | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._active: dict[int, Job] = {}
        self._parts: dict[int, tuple[int, int]] = {}
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._finished.connect(self._on_finished, queued)
        self._reported.connect(self._on_reported, queued)
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._show_slow)
        workers = pool or max(2, min(4, (os.cpu_count() or 2) - 1))
        self._queues: dict[Lane, queue.SimpleQueue[Job | None]] = {
            "write": queue.SimpleQueue(),
            "read": queue.SimpleQueue(),
            "work": queue.SimpleQueue(),
        }
        names: list[tuple[Lane, str]] = [("write", "writer"), ("read", "reader")]
        names += [("work", f"pool-{index}") for index in range(1, workers + 1)]
        self._threads = [(lane, threading.Thread(target=self._loop, args=(lane,), name=name)) for lane, name in names]
        for _, thread in self._threads:
            thread.start()

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
        """Run `fn(*args, **kwargs)` in its thread; see `JobRunner.run`."""
        job = self._make(fn, args, kwargs, lane)
        job.done, job.failed, job.reported, job.label = done, failed, progress, label
        if self._closed:
            job.dropped = True
            return job
        self._supersede(key, job)
        self._active[job.number] = job
        self._queues[job.lane].put(job)
        if not self._watch.isActive():
            self._watch.start()
        return job

    @property
    def busy(self) -> bool:
        """Whether any call is queued or running."""
        return bool(self._active)

    def cancel(self, number: int) -> None:
        """Cancel a call shown by `slow_changed`."""
        job = self._active.get(number)
        if job is not None and job.lane != "write" and not job.is_long:
            job.cancel()
        elif job is not None:
            job.progress.cancel()

    def stop_running(self) -> None:
        """Ask all but the writes to stop at their next report and drop what they bring: whoever asked for it has left."""
        for job in self._active.values():
            if job.lane != "write":
                job.cancel()

    def closing(self) -> None:
        """Wait for every queued write, drop everything else, end the threads. Nothing is delivered afterwards."""
        if self._closed:
            return
        self._closed = True
        self._watch.stop()
        self.stop_running()
        for lane, _ in self._threads:
            self._queues[lane].put(None)
        for _, thread in self._threads:
            thread.join()

    def _loop(self, lane: Lane) -> None:
        jobs = self._queues[lane]
        while (job := jobs.get()) is not None:
            if job.dropped and lane != "write":
                self._emit(job, None, CancelledError())
                continue
            try:
                result = job.call()
            except BaseException as error:  # noqa: BLE001 - handed to the UI thread, which tells defects from known errors
                self._emit(job, None, error)
            else:
                self._emit(job, result, None)
            del job

    def _emit(self, job: Job, result: object, error: BaseException | None) -> None:
        if shiboken6.isValid(self):
            self._finished.emit(job, result, error)

    def _told(self, number: int, done: int, total: int, text: str) -> None:
        if shiboken6.isValid(self):
            self._reported.emit(number, done, total, text)

    def _on_finished(self, job: Job, result: object, error: BaseException | None) -> None:
        self._active.pop(job.number, None)
        self._parts.pop(job.number, None)
        for key in [key for key, newest in self._by_key.items() if newest is job]:
            del self._by_key[key]
        if job.shown or not self._active:
            self._show_slow()
        if not self._closed:
            self._deliver(job, result, error)

    def _on_reported(self, number: int, done: int, total: int, text: str) -> None:
        job = self._active.get(number)
        if job is None or job.dropped or self._closed:
            return
        self._parts[number] = (done, total)
        job.label = text or job.label
        if job.reported is not None and alive(job.reported):
            job.reported(done, total, text)

    def _show_slow(self) -> None:
        if not self._active:
            self._watch.stop()
        now = monotonic()
        slow = [job for job in self._active.values() if not job.dropped and now - job.started > SLOW]
        for job in slow:
            job.shown = True
        self.slow_changed.emit([(job.number, job.label, *self._parts.get(job.number, (0, 0))) for job in slow])


class InlineJobs(_Base):
    """Runs every call at once in the calling thread: for tests and the tour."""

    slow_changed = Signal(object)

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
        """Run `fn(*args, **kwargs)` now; see `JobRunner.run`."""
        job = self._make(fn, args, kwargs, lane)
        job.done, job.failed, job.reported, job.label = done, failed, progress, label
        self._supersede(key, job)
        self._now = job
        try:
            result = job.call()
        except Exception as error:  # noqa: BLE001 - same division into known errors and defects as in `Jobs`
            self._deliver(job, None, error)
        else:
            self._deliver(job, result, None)
        return job

    def _told(self, number: int, done: int, total: int, text: str) -> None:  # noqa: ARG002 - one call at a time
        if self._now.reported is not None and alive(self._now.reported):
            self._now.reported(done, total, text)

    def cancel(self, number: int) -> None:
        """Nothing runs in the background, so there is nothing to cancel."""

    @property
    def busy(self) -> bool:
        """Always false: calls end before `run` returns."""
        return False

    def closing(self) -> None:
        """Nothing to wait for."""
