"""Refuses every write to a journalled table that the journal would not see."""

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause

from app.models.base import Base

PERMIT = "journal_permit"
_TEXT_WRITE = re.compile(
    r"^\s*(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|merge\s+into|update|delete\s+from|truncate(?:\s+table)?|copy)"
    r"\s+(?:only\s+)?\"?(\w+)",
    re.IGNORECASE,
)


class UnjournalledWriteError(RuntimeError):
    """A defect of the program: rows of a journalled table were to be written past the journal."""


def watch(engine: Engine) -> None:
    """Look at each statement of an engine before it runs."""
    event.listen(engine, "before_execute", _check)


@contextmanager
def permitted(connection: Connection) -> Iterator[None]:
    """Let writes pass which the caller reports to the journal."""
    previous = connection.info.get(PERMIT, False)
    connection.info[PERMIT] = True
    try:
        yield
    finally:
        connection.info[PERMIT] = previous


def is_journalled(table_name: str) -> bool:
    """Return whether changes to a table's rows belong to the journal."""
    return table_name in journalled_tables()


def journalled_tables() -> dict[str, Table]:
    """Return the journalled tables by name, parents before children."""
    return _journalled_tables(len(Base.registry.mappers))


@functools.lru_cache(maxsize=4)
def _journalled_tables(mapped: int) -> dict[str, Table]:  # noqa: ARG001 - the cache's key: classes known so far
    wanted = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__journalled__ and isinstance(mapper.local_table, Table)
    }
    return {table.name: table for table in Base.metadata.sorted_tables if table.name in wanted}


def _check(connection: Connection, statement: Any, *_rest: Any) -> None:
    if connection.info.get(PERMIT):
        return
    name = ""
    if isinstance(statement, UpdateBase):
        name = getattr(statement.table, "name", "")
    elif isinstance(statement, TextClause) and (found := _TEXT_WRITE.match(statement.text)):
        name = found[1]
    if name and is_journalled(name):
        raise UnjournalledWriteError(f"written past the journal: {name}")
