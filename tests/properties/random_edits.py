"""Random edits on every journalled class, generated from the mapped classes' metadata."""

import enum
import functools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Float, LargeBinary, Numeric, Table, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Integer

import app.models  # noqa: F401
from app.models.base import Base, JsonText, TermType, UtcDateTime
from app.models.journal import Undo
from app.paths import Profile
from app.storage import migrate, projections
from app.storage.database import Database
from app.storage.guard import journalled_tables
from app.storage.images import image_of
from app.storage.unit_of_work import Context, unit_of_work
from app.terms import Uid
from tests import engines
from tests.storage_support import KEY, context_for

CLASSES: dict[str, Any] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__journalled__
}
State = dict[str, dict[Uid, dict[str, Any]]]


@functools.cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        migrate.create(Path(folder, "empty.db"), KEY)
        return Path(folder, "empty.db").read_bytes()


def examples(in_file: int, on_server: int) -> settings:
    """Return how many examples a test runs on its engine; the server's are fewer, since each asks it a thousand times."""
    count = on_server if isinstance(engines.current(), engines.PostgresTests) else in_file
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))


def copy_empty_database(root: Path, *, in_file: bool = False) -> None:
    """Make a profile with an empty database, without running the migrations for each example."""
    engine = engines.current()
    root.mkdir(exist_ok=True)
    if isinstance(engine, engines.PostgresTests) and not in_file:
        engine.create(Profile(root), KEY).close()
    else:
        Profile(root).database.write_bytes(_empty_database())


@contextmanager
def fresh() -> Iterator[tuple[Database, Context]]:
    """Open an empty database without what areas derive from rows: random rows make no sense to them."""
    with tempfile.TemporaryDirectory() as folder, patch.object(projections, "_registered", {}):
        copy_empty_database(Path(folder))
        with Database.open(Profile(Path(folder)), KEY) as database:
            yield database, context_for(database)


def state_of(session: Session) -> State:
    return {
        name: {row["id"]: image_of(table, dict(row)) for row in session.execute(select(table)).mappings()}
        for name, table in journalled_tables().items()
    }


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


def unique_columns(table: Table) -> set[str]:
    """Return the columns that take part in a unique index or constraint."""
    found = {column.name for column in table.c if column.unique}
    for index in table.indexes:
        found |= {column.name for column in index.columns} if index.unique else set()
    for constraint in table.constraints:
        if type(constraint).__name__ == "UniqueConstraint":
            found |= {column.name for column in getattr(constraint, "columns", ())}
    return found


def value_for(data: st.DataObject, column: Column[Any], present: State, *, unique: bool) -> Any:
    """Draw a value that the column takes; references go to rows that are there."""
    for key in column.foreign_keys:
        ids = sorted(present[key.column.table.name])
        empty = [st.none()] if column.nullable else []
        return data.draw(st.one_of(*empty, st.sampled_from(ids))) if ids else None
    if column.nullable and not unique and data.draw(st.booleans()):
        return None
    kind = column.type
    strategies: list[tuple[tuple[type, ...], Callable[[], st.SearchStrategy[Any]]]] = [
        ((TermType,), lambda: st.sampled_from(list(getattr(kind, "vocabulary", enum.Enum)))),
        ((JsonText,), lambda: json_values.filter(lambda value: value is not None)),
        ((UtcDateTime,), lambda: st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
        ((LargeBinary,), lambda: st.binary(min_size=16, max_size=16)),
        ((Boolean,), st.booleans),
        ((Date,), lambda: st.dates(date(1900, 1, 1), date(2100, 1, 1))),
        ((Float, Numeric), lambda: st.floats(-1e9, 1e9)),
        ((Integer,), lambda: st.integers(-(2**62), 2**62) if unique else st.integers(0, 10**12)),
    ]
    for types, strategy in strategies:
        if isinstance(kind, types):
            return data.draw(strategy())
    return data.draw(st.uuids()).hex[:30] if unique else data.draw(texts)


def values_for(data: st.DataObject, table: Table, present: State, names: set[str]) -> dict[str, Any] | None:
    unique = unique_columns(table)
    values = {
        name: value_for(data, table.c[name], present, unique=name in unique)
        for name in sorted(names - {"id", "row_no"})
    }
    missing = any(values[name] is None and not table.c[name].nullable for name in values)
    return None if missing else values


def attribute_names(cls: Any) -> dict[str, str]:
    """Return the attribute of each column."""
    return {column.name: prop.key for prop in cls.__mapper__.column_attrs for column in prop.columns}


def edit_once(data: st.DataObject, session: Session, present: State) -> None:
    """Insert, change or delete one row, as a service would do it."""
    name = data.draw(st.sampled_from(sorted(CLASSES)), label="table")
    cls, table = CLASSES[name], journalled_tables()[name]
    names = attribute_names(cls)
    row_ids = sorted(present[name])
    what = data.draw(st.sampled_from(["insert", "update", "delete"] if row_ids else ["insert"]), label="edit")
    if what == "insert":
        values = values_for(data, table, present, set(table.c.keys()))
        if values is not None:
            session.add(cls(**{names[key]: value for key, value in values.items()}))
    else:
        row = session.scalars(select(cls).where(cls.id == data.draw(st.sampled_from(row_ids)))).one()
        if what == "delete":
            if not referred_to(session, table, row.id):
                session.delete(row)
        else:
            free = set(table.c.keys()) - {"id", "row_no"}
            chosen = set(data.draw(st.lists(st.sampled_from(sorted(free)), min_size=1, max_size=3, unique=True)))
            for key, value in (values_for(data, table, present, chosen) or {}).items():
                setattr(row, names[key], value)
    session.flush()


def referred_to(session: Session, table: Table, row_id: Uid) -> bool:
    return any(
        session.execute(select(column.table).where(column == row_id).limit(1)).first() is not None
        for other in Base.metadata.sorted_tables
        for column in other.c
        for key in column.foreign_keys
        if key.column.table is table
    )


def random_unit(data: st.DataObject, database: Database, context: Context) -> Uid | None:
    with unit_of_work(database, context) as work:
        for _ in range(data.draw(st.integers(1, 4), label="edits")):
            edit_once(data, work.session, state_of(work.session))
        return work.commit("随机编辑", undo=Undo.UNDOABLE)


def seed_every_class(data: st.DataObject, database: Database, context: Context) -> None:
    """Insert one row of every journalled class, as one operation."""
    with unit_of_work(database, context) as work:
        for name, table in journalled_tables().items():
            values = values_for(data, table, state_of(work.session), set(table.c.keys()))
            assert values is not None, f"no row could be made for {name}"
            names = attribute_names(CLASSES[name])
            work.session.add(CLASSES[name](**{names[key]: value for key, value in values.items()}))
            work.session.flush()
        assert work.commit("每类一行") is not None
