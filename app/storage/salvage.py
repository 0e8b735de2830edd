"""Takes out of a damaged database what can still be read: row by row, past the pages that cannot.

A page whose check value is wrong ends the connection, so a fresh one is opened behind it. Works on a copy.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.storage.write_ahead import look

log = logging.getLogger(__name__)

BATCH = 500
FURTHEST = 1 << 62
FIRST_STEP = 1
SKIPPED = ("search_", "sqlite_", "alembic_")
"""What can be made anew, and what is the engine's own."""


@dataclass
class TableReport:
    """How reading one table went.

    Args:
        name: the table.
        rows: how many were read.
        gaps: stretches of row numbers (from, to, both counted) in which something could not be read.

    """

    name: str
    rows: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)


Row = dict[str, Any]
Take = Callable[[str, Row], None]


class Reader:
    """Reads the tables of one file.

    Args:
        path: a copy of the damaged database.
        key: opens it.

    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._connection: Any = None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with suppress(dbapi2.Error):
                self._connection.close()
            self._connection = None

    def tables(self) -> dict[str, list[str]]:
        """Return the tables with their columns; empty where not even the list of tables can be read."""
        found = self._ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        names = [name for (name,) in found or [] if not name.startswith(SKIPPED)]
        columns = {name: self._ask(f'PRAGMA table_info("{name}")') or [] for name in names}
        return {name: [column[1] for column in columns[name]] for name in names if columns[name]}

    def rows(self, name: str, columns: list[str], report: TableReport) -> Iterator[Row]:
        """Yield every row that can be read, and note the gaps."""
        listed = ", ".join(f'"{column}"' for column in columns)
        statement = f'SELECT rowid, {listed} FROM "{name}" WHERE rowid > ? ORDER BY rowid LIMIT ?'  # noqa: S608
        last, batch = -1, BATCH
        while True:
            found = self._ask(statement, (last, batch))
            if found is None and batch > 1:
                batch = 1  # one by one up to the damage
            elif found is None:
                beyond = self._beyond(statement, last)
                report.gaps.append((last + 1, beyond))
                if beyond >= FURTHEST:
                    return
                last, batch = beyond, BATCH
            elif not found:
                return
            else:
                for row_no, *values in found:
                    report.rows += 1
                    last = row_no
                    yield dict(zip(columns, values, strict=True))

    def _beyond(self, statement: str, last: int) -> int:
        """Return the least number from which reading goes on: doubled steps out, halved steps back."""
        step = FIRST_STEP
        while self._ask(statement, (last + step, 1)) is None:
            step *= 2
            if last + step >= FURTHEST:
                return FURTHEST
        unreadable, readable = last + step // 2, last + step
        while readable - unreadable > 1:
            middle = (unreadable + readable) // 2
            if self._ask(statement, (middle, 1)) is None:
                unreadable = middle
            else:
                readable = middle
        return readable

    def _ask(self, statement: str, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]] | None:
        """Return the rows, or None where a page on the way cannot be read."""
        try:
            if self._connection is None:
                self._connection = look(self._path, self._key, "mode=ro")
                self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            found: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
        except dbapi2.Error:
            self.close()
            return None
        return found
