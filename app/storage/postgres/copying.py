"""Copying a firm from a server into an encrypted file: a backup that any PC opens without the server."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, Table, func, insert, select, text

from app.errors import AppError
from app.models.base import Base
from app.storage import connections, migrate
from app.storage.copying import Told, remove_files
from app.storage.files import put_in_place
from app.storage.fts5 import Fts5
from app.storage.postgres.lexemes import terms_of
from app.storage.search import TABLES

ROWS = 2000
"""Rows held in memory at a time."""


def copy_to_file(server: Engine, to: Path, key: bytes, told: Told | None = None) -> None:
    """Write every row and the search index into a new encrypted file and compare the numbers of rows.

    Args:
        server: reads one state of the data throughout a transaction.
        to: must not exist.
        key: opens the file.
        told: gets progress by tables; may cancel.

    Raises:
        AppError: `to` exists, cannot be written, or does not equal the original; nothing is left at `to`.
        CancelledError: `told` raised it; likewise.

    """
    to.parent.mkdir(parents=True, exist_ok=True)
    if to.exists():
        raise AppError(f"已有同名文件 {to.name}，没有覆盖。", todo="请换一个文件名。")
    partial = to.with_name(to.name + ".partial")
    remove_files(partial)
    try:
        migrate.create(partial, key)
        _fill(server, connections.writer_engine(partial, key), told)
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        put_in_place(partial, to)
    except OSError as error:
        raise AppError(
            "副本没有写成。", safe="原有数据没有改动。", todo="请检查磁盘空间和文件夹权限后再试。"
        ) from error
    finally:
        remove_files(partial)


def _fill(server: Engine, file: Engine, told: Told | None) -> None:
    tables = Base.metadata.sorted_tables
    try:
        with server.connect() as source, file.begin() as target:
            for done, table in enumerate(tables):
                if told is not None:
                    told(done, len(tables), "正在复制数据库")
                _copy_rows(source, target, table)
            for index in TABLES:
                _copy_index(source, target, index)
            if _counts(source) != _counts(target):
                raise AppError("副本与原数据不一致，已丢弃。", safe="原有数据没有改动。", todo="请稍后再试。")
    finally:
        file.dispose()  # the last one to leave the file empties its write-ahead log into it


def _copy_rows(source: Connection, target: Connection, table: Table) -> None:
    for rows in _parts(source, select(table)):
        target.execute(insert(table), [dict(row._mapping) for row in rows])


def _copy_index(source: Connection, target: Connection, table: str) -> None:
    wanted = text(f"SELECT row_no, nm, ph, tsvector_to_array(terms) FROM {table}")  # noqa: S608 - one of our own names
    for rows in _parts(source, wanted):
        Fts5().write(target, table, [(row[0], terms_of(row[1], row[2], row[3])) for row in rows])


def _parts(source: Connection, statement: Executable) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    with source.execution_options(stream_results=True, max_row_buffer=ROWS).execute(statement) as result:
        yield from result.partitions(ROWS)


def _counts(connection: Connection) -> dict[str, int | None]:
    tables = Base.metadata.sorted_tables
    return {table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables}
