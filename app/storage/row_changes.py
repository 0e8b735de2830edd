"""What change sets did to rows, and putting rows into a given state under the journal's eyes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, update
from sqlalchemy.orm import Session

from app.models.journal import Change
from app.storage import guard
from app.storage.images import Image, encode, values_of
from app.storage.recorder import Recorder, chunks, read_rows
from app.terms import Uid


@dataclass(frozen=True)
class RowChange:
    """The net effect on one row.

    Args:
        table: a journalled table.
        id: the row.
        before: None if the row was not there; else the whole row (deleted) or the changed columns.
        after: None if the row is gone; else the whole row (inserted) or the changed columns.
        is_broken: between the changes this is the net effect of, somebody else wrote the same columns.

    """

    table: Table
    id: Uid
    before: Image | None
    after: Image | None
    is_broken: bool = False

    @property
    def inverse(self) -> "RowChange":
        """The change that takes this one back."""
        return replace(self, before=self.after, after=self.before)

    def then(self, later: "RowChange") -> "RowChange":
        """Return the net effect of this change followed by a later one to the same row."""
        before, after = self.before, later.after
        if before is not None and later.before is not None:
            before = {**later.before, **before}
        if after is not None and self.after is not None:
            after = {**self.after, **after}
        broken = self.is_broken or later.is_broken or not _follows(self.after, later.before)
        return replace(self, before=before, after=after, is_broken=broken)


def read_changes(changes: Iterable[Change]) -> list[RowChange] | None:
    """Return what stored changes did, row by row in order, coalesced; None if an image has been erased."""
    tables = guard.journalled_tables()
    net: dict[tuple[str, Uid], RowChange] = {}
    for change in changes:
        if change.row_id is None or change.salt is None:
            return None
        row = RowChange(tables[change.table_name], change.row_id, _parsed(change.before), _parsed(change.after))
        key = (change.table_name, change.row_id)
        net[key] = net[key].then(row) if key in net else row
    return [row for row in net.values() if row.before != row.after]


def _follows(after: Image | None, before: Image | None) -> bool:
    """Return whether a change begins where the one before it left the row."""
    if after is None or before is None:
        return after is None and before is None
    return all(after[name] == value for name, value in before.items() if name in after)


def _parsed(text: str | None) -> Image | None:
    if text is None:
        return None
    image: Image = json.loads(text)
    return image


def is_state(row: Mapping[str, Any] | None, image: Image | None) -> bool:
    """Return whether a stored row is in the state an image describes."""
    if row is None or image is None:
        return row is None and image is None
    return all(encode(row[name]) == value for name, value in image.items())


def put_rows(session: Session, recorder: Recorder, wanted: Iterable[RowChange]) -> None:
    """Write each change's `after`: first what goes, then what changes, then what comes.

    References are checked at the commit, so that rows may come in any order.
    """
    connection = session.connection()
    order = {name: place for place, name in enumerate(guard.journalled_tables())}
    goes: list[RowChange] = []
    changes: list[RowChange] = []
    comes: list[RowChange] = []
    rows = list(wanted)
    there = stored_rows(connection, rows)
    for row in rows:
        stands = there.get((row.table.name, row.id))
        recorder.noted(row.table, row.id, stands)
        (goes if row.after is None else changes if stands is not None else comes).append(row)
    goes.sort(key=lambda row: -order[row.table.name])
    comes.sort(key=lambda row: order[row.table.name])
    with guard.permitted(connection):
        for table, group in groupby(goes, key=lambda row: row.table):
            for chunk in chunks(row.id for row in group):
                connection.execute(delete(table).where(table.c.id.in_(chunk)))
        for row in changes:
            values = values_of(row.table, row.after or {})
            connection.execute(update(row.table).where(row.table.c.id == row.id).values(values))
        for table, group in groupby(comes, key=lambda row: row.table):
            for _, alike in groupby(group, key=lambda row: tuple(row.after or ())):
                connection.execute(insert(table), [values_of(table, row.after or {}) for row in alike])


def stored_rows(connection: Connection, rows: Iterable[RowChange]) -> dict[tuple[str, Uid], Mapping[str, Any]]:
    """Return the rows of some changes as they are stored now, by table name and id."""
    wanted: dict[str, list[RowChange]] = {}
    for row in rows:
        wanted.setdefault(row.table.name, []).append(row)
    return {
        (name, row_id): stored
        for name, group in wanted.items()
        for row_id, stored in read_rows(connection, group[0].table, [row.id for row in group]).items()
    }
