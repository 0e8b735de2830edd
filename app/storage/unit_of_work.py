"""The only way to change the firm's data: one unit of work, one transaction, one journal entry."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import CancelledError
from app.models.base import Base
from app.models.journal import Action, NumberSeries, Undo
from app.storage import guard, journal, projections
from app.storage.database import Database
from app.storage.recorder import MASS_LOAD, JournalSession, Recorder, TouchedRow
from app.terms import Uid

__all__ = ["Context", "Undo", "UnitOfWork", "allow_on_thread", "forbid_on_thread", "reading", "unit_of_work"]

_forbidden_threads: set[int] = set()
_open_units = threading.local()


@dataclass(frozen=True)
class Context:
    """Who acts, from which device, at what time and through which door.

    Args:
        actor_id: the member of staff; None before anybody signed in.
        actor_name: their name as the journal shows it.
        device_id: `Database.device_id`.
        clock: where the time comes from.
        source: "window", "cli", "demo", "merge" or "setup".
        undo_floor: the journal's position at sign-in (`feed.journal_position`); what lies before is not undone.

    """

    actor_id: Uid | None
    actor_name: str
    device_id: Uid
    clock: Clock
    source: str
    undo_floor: int = 0


class UnitOfWork:
    """An open transaction with the write lock held; use `unit_of_work` to get one.

    Attributes:
        session: the SQLAlchemy session; it never leaves the service.
        now: one aware UTC instant for the whole unit.
        context: who acts.

    """

    def __init__(self, database: Database, context: Context) -> None:
        self.context = context
        self.recorder = Recorder()
        self.session: Session = JournalSession(database.writer_engine, self.recorder)
        self._connection = self.session.connection()  # takes the write lock
        self._connection.info[guard.PERMIT] = False
        self.now: datetime = context.clock.now()
        self._took_number = False
        self._baseline = ""
        self._done = False

    def next_number(self, series: str, year: int) -> int:
        """Take the next number of a series in a year: 1, 2, 3 …, without gaps, never given back.

        A unit that took a number is at least `COMPENSATED`: numbers are made void (作废), not undone.
        """
        row = self._series(series, year)
        row.last += 1
        self._took_number = True
        self.session.flush()
        return row.last

    def skip_numbers(self, series: str, year: int, last: int) -> None:
        """Let a series go on after `last`; forward only.

        Raises:
            ValueError: a later number was taken already.

        """
        row = self._series(series, year)
        if last < row.last:
            raise ValueError(f"{series} {year} has reached {row.last}, it cannot go back to {last}")
        row.last = last
        self.session.flush()

    def reserve(self, series: str, year: int, count: int) -> int:
        """Take `count` numbers of a series at once and return the first: for an import, which stays undoable.

        An undo gives them back where none was taken since, and otherwise leaves the series where it is.
        """
        row = self._series(series, year)
        row.last += count
        self.session.flush()
        return row.last - count + 1

    def move_series(self, series: str, year: int, last: int) -> None:
        """Let a series go on after a number seen elsewhere; one that is further on already stays."""
        row = self._series(series, year)
        row.last = max(row.last, last)
        self.session.flush()

    def insert_many(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many rows of one class at once under the journal's eyes; each mapping holds its `id`."""
        if not rows:
            return
        self.session.flush()
        table = model.metadata.tables[model.__tablename__]
        for row in rows:
            self.recorder.inserted(table, row["id"])
        with guard.permitted(self._connection):
            self.session.execute(insert(model), rows)

    def _series(self, series: str, year: int) -> NumberSeries:
        key = hashlib.sha256(f"number_series|{series}|{year}".encode()).digest()[:16]
        row = self.session.get(NumberSeries, key)
        if row is None:
            row = NumberSeries(id=key, series=series, year=year, last=0)
            self.session.add(row)
        return row

    def baseline(self, label: str) -> None:
        """Make this unit a mass load: bulk inserts are allowed, and `commit` writes one journal entry for all.

        Search index and projections are not updated by the commit: the loader fills them in the same unit.
        """
        if len(self.recorder):
            raise RuntimeError("a mass load is declared before the first write")
        self._baseline = label
        self.session.info[MASS_LOAD] = True
        self._connection.info[guard.PERMIT] = True

    def commit(
        self,
        label: str,
        *,
        undo: Undo = Undo.UNDOABLE,
        batch_id: Uid | None = None,
        action: Action = Action.DO,
        undoes: Uid | None = None,
    ) -> Uid | None:
        """Write rows, projections and journal in one transaction.

        Args:
            label: what was done, as the journal and 撤销 show it, e.g. “答复咨询”.
            undo: whether Ctrl+Z may take it back.
            batch_id: sets with the same one are undone together.
            action: undo and redo say so here.
            undoes: the set this one reverses.

        Returns:
            The change set's id; None if nothing changed.

        """
        if self._took_number and undo is Undo.UNDOABLE:
            undo = Undo.COMPENSATED
        who = self.context
        heading = journal.Heading(
            device_id=who.device_id,
            at=self.now,
            actor_id=who.actor_id,
            actor_name=who.actor_name,
            label=label,
            source=who.source,
            undo=Undo.FINAL if self._baseline else undo,
            action=Action.BASELINE if self._baseline else action,
            undoes=undoes,
            batch_id=batch_id,
        )
        return self.finish(lambda touched: self._write(heading, touched))

    def finish(self, write: Callable[[Sequence[TouchedRow]], Uid | None]) -> Uid | None:
        """Commit with whatever `write` puts into the journal; for `commit` and for merges, which keep foreign sets.

        Args:
            write: gets the touched rows after the projections followed them; returns a change set's id.

        """
        if self._done:
            raise RuntimeError("a unit of work commits once")
        self.session.flush()
        touched = [] if self._baseline else self.recorder.collect(self._connection)
        count = len(self.recorder)
        projections.run(self.session, touched)
        if len(self.recorder) != count:
            raise guard.UnjournalledWriteError("a projection wrote a journalled table")
        entry = write(touched)
        self.session.commit()
        self._done = True
        return entry

    def _write(self, heading: journal.Heading, touched: Sequence[TouchedRow]) -> Uid | None:
        if self._baseline:
            return self._write_baseline(heading)
        entry = journal.write(self.session, heading, touched)
        return entry.id if entry else None

    def _write_baseline(self, heading: journal.Heading) -> Uid:
        counts = {
            name: self.session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in guard.journalled_tables().items()
        }
        return journal.write_baseline(self.session, heading, {name: n for name, n in counts.items() if n}).id

    def close(self) -> None:
        """Let go of the write lock; what was not committed is gone."""
        try:
            if not self._done:
                self.session.rollback()
        finally:
            self.session.close()


@contextmanager
def unit_of_work(database: Database, context: Context) -> Iterator[UnitOfWork]:
    """Open a unit of work; it rolls back unless `commit` was called.

    Raises:
        RuntimeError: on a thread that must not wait for the database, or inside another unit (defects).
        CancelledError: the database was closed meanwhile.

    """
    _require_use(database)
    if getattr(_open_units, "count", 0):
        raise RuntimeError("a unit of work must not be opened inside another one")
    _open_units.count = 1
    try:
        with database.gate.writing():
            work = UnitOfWork(database, context)
            try:
                yield work
            finally:
                work.close()
    finally:
        _open_units.count = 0


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """Open a session on the read-only connection; it sees one state of the data throughout.

    Raises:
        RuntimeError: on a thread that must not wait for the database (a defect).

    """
    _require_use(database)
    with database.gate.reading(), Session(database.reader_engine, expire_on_commit=False, autoflush=False) as session:
        yield session


def _require_use(database: Database) -> None:
    if threading.get_ident() in _forbidden_threads:
        raise RuntimeError("a unit of work must not be opened on the window's thread, nor anything read")
    if not database.is_open:
        raise CancelledError  # a late call for a window that is gone; a connection now would keep the file open


def forbid_on_thread(thread_id: int) -> None:
    """Let nobody wait for a database on this thread (`threading.get_ident()`): the window declares its own."""
    _forbidden_threads.add(thread_id)


def allow_on_thread(thread_id: int) -> None:
    """Take a declaration back: the window was closed, or a test is over."""
    _forbidden_threads.discard(thread_id)
