"""Moving a firm from its encrypted file onto a server, row by row as they are, local row numbers too."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, select, text

from app.models.base import Base

ROWS = 5000
"""Rows held in memory at a time."""


def move(file: Engine, server: Engine) -> None:
    """Copy every row of a firm into the empty tables of a server's database, in one transaction.

    The search index is not among them: a contentless index cannot be read. Rebuild it from the records afterwards.

    Args:
        file: reads the encrypted file.
        server: writes the database, which is at the present schema.

    """
    with file.connect() as source, server.begin() as target:
        for table in Base.metadata.sorted_tables:
            _load(source, target, table)
            _go_on_counting(target, table)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as target:
        target.execute(text("ANALYZE"))


def load_rows(target: Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    """Write rows by the server's COPY, the fastest way in.

    Args:
        target: in a transaction.
        table: its name.
        columns: their names.
        rows: values as the driver takes them.

    """
    names = ", ".join(f'"{name}"' for name in columns)
    driver: Any = target.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _load(source: Connection, target: Connection, table: Table) -> None:
    writers = [_writer(column, target) for column in table.c]
    with source.execution_options(stream_results=True, max_row_buffer=ROWS).execute(select(table)) as result:
        rows = ([write(value) for write, value in zip(writers, row, strict=True)] for row in result)
        load_rows(target, table.name, table.c.keys(), rows)


def _writer(column: Column[Any], target: Connection) -> Callable[[Any], Any]:
    """Return what turns a value into what the driver takes for a column."""
    processor = column.type.dialect_impl(target.dialect).bind_processor(target.dialect)
    return processor or (lambda value: value)


def _go_on_counting(target: Connection, table: Table) -> None:
    """Let the server number the next row after the last one that came."""
    column = table.autoincrement_column
    if column is None:
        return
    wanted = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
    last = f'(SELECT max("{column.name}") FROM "{table.name}")'  # noqa: S608 - our own names
    target.execute(text(f"SELECT setval({wanted}, coalesce({last}, 1), {last} IS NOT NULL)"))
