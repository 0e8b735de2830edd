"""Whether a firm's data is whole: compared with what was promised, with its own journal, and with a full rebuild."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from app.models import Client, Consultation, Contract
from app.models.journal import Change, ChangeSet, NumberSeries, Operation
from app.services.core import Office
from app.services.health import examine
from app.services.search_index import index_clients, index_consultations, index_contracts
from app.storage import search
from app.storage.guard import journalled_tables
from app.storage.images import image_of

NUMBERED: dict[str, type[Consultation | Contract]] = {"consultation": Consultation, "contract": Contract}


@dataclass
class Promises:
    """What was told to be committed.

    Args:
        acks: change set's local number -> its digest.
        numbers: (series, record's id) -> number.

    """

    acks: dict[int, str] = field(default_factory=dict)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Starting:
    """A firm before the drill: its newest change set and how many rows each table had."""

    seq: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, office: Office) -> "Starting":
        """Take the present state."""
        with office.reading() as session:
            return cls(session.scalar(select(func.max(ChangeSet.local_seq))) or 0, _counts(session))


def lost(office: Office, promises: Promises) -> list[str]:
    """Return the acknowledged changes that are not there any more."""
    with office.reading() as session:
        there = {row.local_seq: row.digest for row in session.execute(select(ChangeSet.local_seq, ChangeSet.digest))}
        gone = [f"change set {seq} is gone" for seq, digest in promises.acks.items() if there.get(seq) != digest]
        for (series, hexed), number in promises.numbers.items():
            table = NUMBERED[series]
            found = session.scalar(select(table.number).where(table.id == bytes.fromhex(hexed)))
            if found != number:
                gone.append(f"{series} {number} is now {found}")
    return gone


def unsound(office: Office) -> list[str]:
    """Return what is wrong with pages, journal, projections and papers."""
    return [finding.text for finding in examine(office) if not finding.is_fine]


def wrong(office: Office, start: Starting) -> list[str]:
    """Return what is not whole: all that, the rows against the journal, the numbers, the index against a new one."""
    found = unsound(office)
    with office.reading() as session:
        found += list(_half_changes(session, start)) + list(_numbers(session))
    return found + _index(office)


def _half_changes(session: Session, start: Starting) -> Iterator[str]:
    """Replay the journal since the start and compare with the rows as they stand."""
    expected, grown = _replayed(session, start.seq)
    counts = _counts(session)
    for name, table in journalled_tables().items():
        if counts[name] != start.counts[name] + grown[name]:
            yield f"{name} has {counts[name]} rows, the journal says {start.counts[name] + grown[name]}"
        ids = [row_id for owner, row_id in expected if owner == name]
        if not ids:
            continue
        rows = {row["id"]: row for row in session.execute(select(table).where(table.c.id.in_(ids))).mappings()}
        for row_id in ids:
            image, row = expected[name, row_id], rows.get(row_id)
            there = image_of(table, dict(row)) if row is not None else None
            if (there is None) != (image is None) or any(there[c] != v for c, v in (image or {}).items() if there):
                yield f"a row of {name} is not as the journal says"


def _replayed(session: Session, floor: int) -> tuple[dict[tuple[str, bytes], dict[str, Any] | None], Counter[str]]:
    expected: dict[tuple[str, bytes], dict[str, Any] | None] = {}
    grown: Counter[str] = Counter()
    changes = session.execute(
        select(Change.table_name, Change.row_id, Change.operation, Change.after)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(ChangeSet.local_seq > floor)
        .order_by(ChangeSet.local_seq, Change.ordinal)
    )
    for name, row_id, operation, after in changes:
        assert row_id is not None, "a mass load is no part of the drill"
        grown[name] += {Operation.INSERT.value: 1, Operation.DELETE.value: -1}.get(operation, 0)
        if operation == Operation.DELETE.value:
            expected[name, row_id] = None
        else:
            expected[name, row_id] = {**(expected.get((name, row_id)) or {}), **json.loads(after or "{}")}
    return expected, grown


def _counts(session: Session) -> dict[str, int]:
    tables = journalled_tables()
    counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables.values()]
    return dict(zip(tables, session.execute(select(*counted)).one(), strict=True))


def _numbers(session: Session) -> Iterator[str]:
    """Compare the numbers given with the series: none twice, none past the last."""
    for table in NUMBERED.values():
        given = [number for number in session.scalars(select(table.number)) if number]
        if len(given) != len(set(given)):
            yield f"a number of {table.__tablename__} was given twice"
    for series in session.scalars(select(NumberSeries)):
        if series.series == "consultation" and series.last != _highest(session, series.year):
            yield f"the series {series.series} stands at {series.last}, the highest number is another"


def _highest(session: Session, year: int) -> int:
    numbers = session.scalars(select(Consultation.number)).all()
    return max((int(number[-4:]) for number in numbers if str(year) in number), default=0)


def _index(office: Office) -> list[str]:
    """Build the search index anew, compare word by word with the one that was there, and roll back."""
    with office.work() as work:
        connection = work.session.connection()
        before = _vocabulary(connection)
        search.clear(work.session)
        index_clients(work.session, work.session.scalars(select(Client.id)).all())
        index_consultations(work.session, work.session.scalars(select(Consultation)).all())
        index_contracts(work.session, work.session.scalars(select(Contract.id)).all())
        after = _vocabulary(connection)
    return [f"the search index of {kind} is not as rebuilt" for kind in search.KINDS if before[kind] != after[kind]]


def _vocabulary(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    for kind, table in zip(search.KINDS, search.TABLES, strict=True):
        connection.execute(text(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', '{table}', 'instance')"))
        rows = connection.execute(text('SELECT doc, col, "offset", term FROM temp.words ORDER BY 1, 2, 3, 4'))
        found[kind] = [tuple(row) for row in rows]
        connection.execute(text("DROP TABLE temp.words"))
    return found
