"""Databases and contexts for tests of everything that stores."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Date, Float, Integer, LargeBinary
from sqlalchemy.orm import Mapper

from app.clock import Clock, SteppedClock
from app.models import Staff
from app.models.base import Base, JsonText, TermType, UtcDateTime, new_uid
from app.paths import Profile
from app.storage.database import Database
from app.storage.unit_of_work import Context, unit_of_work
from app.terms import Uid

KEY = bytes(range(32))
START = datetime(2026, 3, 3, 1, 10, tzinfo=UTC)
"""Tuesday 09:10 in Shanghai."""


def new_database(root: Path, key: bytes = KEY) -> Database:
    """Make and open a database in a fresh profile."""
    return Database.create(Profile(root), key)


def context_for(
    database: Database, *, actor_id: Uid | None = b"\x01" * 16, name: str = "王芳", clock: Clock | None = None
) -> Context:
    """Return a context of somebody at this database's device."""
    return Context(actor_id, name, database.device_id, clock or SteppedClock(START), "cli")


def staff(login: str, name: str = "李静") -> Staff:
    """Return an unsaved member of staff."""
    return Staff(id=new_uid(), login=login, name=name, roles=["lawyer"])


def add_staff(database: Database, context: Context, login: str, name: str = "李静") -> Uid:
    """Store a member of staff as one undoable operation and return the id."""
    with unit_of_work(database, context) as work:
        person = staff(login, name)
        work.session.add(person)
        work.commit("新增员工")
        return person.id


WRITTEN_BY_THE_COMMIT = ("change_set", "change", "device")
WRITTEN_BY_A_MERGE = ("applied_set", "merge_conflict")


def fill_every_table(root: Path) -> None:
    """Make a database with at least one row of every mapped class; references point to the one row there is."""
    ids = {table.name: new_uid() for table in Base.metadata.sorted_tables}
    classes: dict[str, Any] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    with new_database(root) as database:
        context = context_for(database)
        with unit_of_work(database, context) as work:
            for name, cls in classes.items():
                if name not in (*WRITTEN_BY_THE_COMMIT, *WRITTEN_BY_A_MERGE):
                    work.session.add(cls(**_sample(cls.__mapper__, ids)))
            entry = work.commit("每表一行")
        with unit_of_work(database, context) as work:
            for name in WRITTEN_BY_A_MERGE:
                work.session.add(classes[name](**_sample(classes[name].__mapper__, ids | {"change_set": entry})))
            work.commit("合并")


def _sample(mapper: Mapper[Any], ids: dict[str, Any]) -> dict[str, Any]:
    """Return a value for each attribute but those that the database numbers itself."""
    table = mapper.local_table
    values: dict[str, Any] = {}
    for attribute in mapper.column_attrs:
        column = attribute.columns[0]
        key = next(iter(column.foreign_keys), None)
        if key is not None:
            values[attribute.key] = ids[key.column.table.name]
        elif column.name == "id":
            values[attribute.key] = ids[getattr(table, "name", "")]
        elif not (column.primary_key and isinstance(column.type, Integer) and column.autoincrement is not False):
            values[attribute.key] = _sample_value(column)
    return values


def _sample_value(column: ColumnElement[Any]) -> Any:
    kind = column.type
    if isinstance(kind, TermType):
        members: dict[str, Any] = kind.vocabulary.__members__
        return next(iter(members.values()))
    samples: list[tuple[type, Any]] = [
        (UtcDateTime, START),
        (JsonText, {"a": ["一", 1, None]}),
        (LargeBinary, bytes(16)),
        (Boolean, True),
        (Date, START.date()),
        (Float, 1.5),
        (Integer, 1),
    ]
    return next((value for of, value in samples if isinstance(kind, of)), "文")
