"""Change sets as plain values: how they travel from one device's journal to another's, word for word."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.models.journal import Change, ChangeSet
from app.storage.database import Database
from app.storage.images import decode, encode
from app.storage.unit_of_work import reading
from app.terms import Uid

PlainSet: TypeAlias = dict[str, Any]
"""A change set with its changes under "changes"; JSON values only."""

LOCAL = {"local_seq", "number", "change_set_id"}
"""Columns that mean something in one file only, or follow from where the value stands."""


def known_sets(database: Database) -> dict[Uid, int]:
    """Return, for each device in the journal, the number of its last change set."""
    with reading(database) as session:
        rows = session.execute(
            select(ChangeSet.device_id, func.max(ChangeSet.device_seq)).group_by(ChangeSet.device_id)
        ).all()
    return {device: last for device, last in rows}  # noqa: C416 - rows are no plain tuples


def read_sets(database: Database, after: Mapping[Uid, int]) -> list[PlainSet]:
    """Return the change sets that another file lacks, in the order in which this file got them.

    Args:
        database: the sending one.
        after: `known_sets` of the receiving one.

    """
    lacking = or_(
        ChangeSet.device_id.not_in(list(after)),
        *((ChangeSet.device_id == device) & (ChangeSet.device_seq > last) for device, last in after.items()),
    )
    statement = select(ChangeSet).where(lacking).order_by(ChangeSet.local_seq).options(selectinload(ChangeSet.changes))
    with reading(database) as session:
        return [_plain(entry) for entry in session.scalars(statement)]


def _plain(entry: ChangeSet) -> PlainSet:
    return {**_columns(entry), "changes": [_columns(change) for change in entry.changes]}


def _columns(row: ChangeSet | Change) -> dict[str, Any]:
    return {c.name: encode(getattr(row, c.name)) for c in row.__table__.columns if c.name not in LOCAL}


def to_entry(plain: Mapping[str, Any]) -> ChangeSet:
    """Return the unsaved change set that a plain one stands for."""
    entry = ChangeSet(**_values(ChangeSet, plain))
    entry.changes = [Change(**_values(Change, change)) for change in plain["changes"]]
    return entry


def _values(cls: type[ChangeSet] | type[Change], plain: Mapping[str, Any]) -> dict[str, Any]:
    columns = [c for c in cls.__table__.columns if c.name not in LOCAL]
    return {column.name: decode(column, plain[column.name]) for column in columns}
