"""Notices which records are really looked at, and hands them to the access log a few at a time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.access import Opened
from app.terms import AccessWay, Uid
from app.views.desk import Desk

LOOKED_AT_MS = 2_000
"""A record that was on show for so long counts as opened; a selection that moves on does not."""
BATCH_MS = 5_000


def note(desk: Desk, table: str, record_id: Uid | None, way: AccessWay, about: str = "") -> None:
    """Tell the access log at once that a paper was printed or saved, a file opened, data taken out.

    Args:
        desk: clock, jobs, services.
        table: kind of the record, e.g. "contract".
        record_id: which one; None where it was many at once.
        way: how.
        about: what was taken out in a few words, e.g. “服务对象 312 行”.

    """
    desk.jobs.run(desk.services.access.note, (Opened(table, record_id, desk.now(), way, about),))


class AccessWatch(QObject):
    """Watches one pane that shows one record at a time.

    Args:
        desk: clock, jobs, services.
        pane: counts only while it can be seen.
        table: "client", "consultation" or "contract".

    """

    def __init__(self, desk: Desk, pane: QWidget, table: str) -> None:
        super().__init__(pane)
        self._desk, self._pane, self._table = desk, pane, table
        self._waiting: Opened | None = None
        self._shown: Uid | None = None
        self._looked_at: tuple[Opened, ...] = ()
        self._look = self._timer(LOOKED_AT_MS, self._counts)
        self._batch = self._timer(BATCH_MS, self.flush)
        pane.installEventFilter(self)

    def _timer(self, milliseconds: int, done: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(done)
        return timer

    def show(self, record_id: Uid | None) -> None:
        """Say which record is on show now; the same one read again is still the same look."""
        if record_id == self._shown:
            return
        self._shown = record_id
        self._waiting = Opened(self._table, record_id, self._desk.now()) if record_id is not None else None
        self._begin()

    def has_seen(self, record_id: Uid) -> bool:
        """Return whether the record on show is this one and counts as opened."""
        return self._shown == record_id and self._waiting is None

    def flush(self) -> None:
        """Hand over what was looked at."""
        self._batch.stop()
        opened, self._looked_at = self._looked_at, ()
        if opened:
            jobs, note = self._desk.jobs, self._desk.services.access.note
            jobs.run(note, opened, failed=lambda error: self._again(opened, error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count only what can be seen; hand over when the pane goes away."""
        if event.type() == QEvent.Type.Show:
            self._begin()
        elif event.type() == QEvent.Type.Hide:
            self._look.stop()
            self.flush()
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        self._look.stop()
        if self._waiting is not None and self._pane.isVisible():
            self._look.start()

    def _counts(self) -> None:
        if self._waiting is not None:
            self._looked_at += (self._waiting,)
            self._waiting = None
            self._batch.start()

    def _again(self, opened: tuple[Opened, ...], _error: AppError) -> None:
        """Keep what could not be written for the next time."""
        self._looked_at = opened + self._looked_at
        self._batch.start()
