"""Sees every row a session writes and keeps how it was before, once per row and unit of work."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, event, select
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, UOWTransaction, object_session

from app.models.base import Base, new_uid
from app.storage import guard
from app.terms import Uid

RECORDER = "recorder"
MASS_LOAD = "mass_load"
CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True)
class TouchedRow:
    """A row as it was before the unit of work and as it is now; None where it was or is not there.

    The mappings hold every column by name, local row numbers too.
    """

    table: Table
    id: Uid
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class Recorder:
    """The rows one unit of work has touched, in the order it touched them."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, Uid], Mapping[str, Any] | None] = {}

    def __len__(self) -> int:
        return len(self._before)

    def touch(self, connection: Connection, table: Table, row_id: Uid) -> None:
        """Read a row before it is written for the first time."""
        key = (table.name, row_id)
        if key not in self._before:
            self._before[key] = read_row(connection, table, row_id)

    def noted(self, table: Table, row_id: Uid, row: Mapping[str, Any] | None) -> None:
        """Note how a row stands that the caller has just read and is about to write; None where it is not there."""
        self._before.setdefault((table.name, row_id), row)

    def inserted(self, table: Table, row_id: Uid) -> None:
        """Note a row that was not there before."""
        self._before.setdefault((table.name, row_id), None)

    def collect(self, connection: Connection) -> list[TouchedRow]:
        """Read the touched rows as they are now; those left as they were are not among them."""
        tables = guard.journalled_tables()
        wanted: dict[str, list[Uid]] = {}
        for name, row_id in self._before:
            wanted.setdefault(name, []).append(row_id)
        now = {name: read_rows(connection, tables[name], ids) for name, ids in wanted.items()}
        touched = (
            TouchedRow(tables[name], row_id, before, now[name].get(row_id))
            for (name, row_id), before in self._before.items()
        )
        return [row for row in touched if row.before != row.after]


def read_row(connection: Connection, table: Table, row_id: Uid) -> Mapping[str, Any] | None:
    """Return a row by its id as stored at this moment of the transaction."""
    row = connection.execute(select(table).where(table.c.id == row_id)).mappings().one_or_none()
    return None if row is None else dict(row)


def read_rows(connection: Connection, table: Table, ids: Iterable[Uid]) -> dict[Uid, Mapping[str, Any]]:
    """Return rows by id; those that are not there are left out."""
    found: dict[Uid, Mapping[str, Any]] = {}
    for chunk in chunks(ids):
        rows = connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
        found.update((row["id"], dict(row)) for row in rows)
    return found


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut into lists of at most `size`, so that no statement has too many parameters."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


def _recorder_for(target: Base) -> Recorder | None:
    if not target.__journalled__:
        return None
    session = object_session(target)
    recorder = session.info.get(RECORDER) if session else None
    if not isinstance(recorder, Recorder):
        raise guard.UnjournalledWriteError(f"written outside a unit of work: {type(target).__name__}")
    return recorder


@event.listens_for(Base, "before_insert", propagate=True)
def _give_id(_mapper: Mapper[Any], _connection: Connection, target: Any) -> None:
    if _recorder_for(target) is not None and target.id is None:
        target.id = new_uid()


@event.listens_for(Base, "after_insert", propagate=True)
def _note_insert(mapper: Mapper[Any], _connection: Connection, target: Any) -> None:
    if (recorder := _recorder_for(target)) is not None:
        recorder.inserted(_table(mapper), target.id)


@event.listens_for(Base, "before_update", propagate=True)
@event.listens_for(Base, "before_delete", propagate=True)
def _note_write(mapper: Mapper[Any], connection: Connection, target: Any) -> None:
    if (recorder := _recorder_for(target)) is not None:
        recorder.touch(connection, _table(mapper), target.id)


def _table(mapper: Mapper[Any]) -> Table:
    table = mapper.local_table
    if not isinstance(table, Table):
        raise TypeError("journalled classes are mapped to plain tables")
    return table


class JournalSession(Session):
    """A session whose flushes a recorder sees and which may therefore write journalled rows.

    Args:
        bind: the writer's engine.
        recorder: keeps what is touched.

    """

    def __init__(self, bind: Engine, recorder: Recorder) -> None:
        super().__init__(bind, expire_on_commit=False, info={RECORDER: recorder})


@event.listens_for(JournalSession, "before_flush")
def _permit(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    session.connection().info[guard.PERMIT] = True


@event.listens_for(JournalSession, "after_flush")
def _forbid(session: Session, _context: UOWTransaction) -> None:
    session.connection().info[guard.PERMIT] = session.info.get(MASS_LOAD, False)


@event.listens_for(JournalSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    """Refuse ORM-wide INSERT, UPDATE and DELETE of journalled classes: no mapper event would see their rows."""
    writes = state.is_insert or state.is_update or state.is_delete
    if not writes or state.session.connection().info.get(guard.PERMIT):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_.__journalled__:
        raise guard.UnjournalledWriteError(f"bulk write past the journal: {mapper.class_.__name__}")
