"""Verified copies: written by the engine's backup call, then opened and counted."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import AppError
from app.storage.connections import connect
from app.storage.faults import plain_words
from app.storage.files import put_in_place

if TYPE_CHECKING:
    from app.storage.database import Database

PAGES_AT_A_TIME = 2000
"""8 MB; between two such steps a copy can be cancelled and writers get their turn."""
Told = Callable[[int, int, str], object]
"""Gets (done, total, Chinese text); raises `CancelledError` when the user cancelled."""


def verified_copy(database: "Database", to: Path) -> None:
    """Write a copy of an open database and check it.

    Args:
        database: the one to copy; it stays in use.
        to: the file to make; must not exist.

    Raises:
        AppError: the copy could not be written or does not equal the original; nothing is left at `to`.

    """
    database.copy_to(to)


def copy_database(path: Path, key: bytes, to: Path, told: Told | None = None) -> dict[str, int]:
    """Copy the file at `path`, readable with the same key, to the new file `to`; return the rows of each table.

    Raises:
        AppError: `to` exists, cannot be written, or does not equal the original.
        CancelledError: `told` raised it; nothing is left.

    """
    to.parent.mkdir(parents=True, exist_ok=True)
    if to.exists():
        raise AppError(f"已有同名文件 {to.name}，没有覆盖。", todo="请换一个文件名。")
    partial = to.with_name(to.name + ".partial")
    remove_files(partial)
    try:
        with plain_words():
            expected = _write(path, key, partial, told)
            if told is not None:
                told(0, 0, "正在核对副本")
            verify(partial, key, expected)
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        put_in_place(partial, to)
    except OSError as error:
        raise AppError(
            "副本没有写成。", safe="原有数据没有改动。", todo="请检查磁盘空间和文件夹权限后再试。"
        ) from error
    finally:
        remove_files(partial)
    return expected


def _write(path: Path, key: bytes, partial: Path, told: Told | None) -> dict[str, int]:
    """Copy and return the rows of each table as they stood in the copied state.

    The source's transaction sees one state throughout, however many commits go by: a copy never starts over.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        if told is not None:
            told(total - remaining, total, "正在复制数据库")

    with closing(connect(path, key)) as source, closing(connect(partial, key, create=True)) as target:
        target.execute("PRAGMA journal_mode = DELETE")
        source.execute("BEGIN")
        expected = count_rows(source)
        source.backup(target, pages=PAGES_AT_A_TIME, progress=step)
        source.execute("COMMIT")
    return expected


def verify(partial: Path, key: bytes, expected: dict[str, int]) -> None:
    """Check a closed database file page by page and table by table; raise `AppError` where it is not as expected."""
    with closing(connect(partial, key)) as copy:
        broken = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        whole = not broken and sound and count_rows(copy) == expected
        copy.execute("PRAGMA journal_mode = DELETE")
    if not whole:
        raise AppError("副本与原数据不一致，已丢弃。", safe="原有数据没有改动。", todo="请检查磁盘后再试。")


def count_rows(connection: Any) -> dict[str, int]:
    """Return the rows of each table."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def remove_files(path: Path) -> None:
    """Delete a copy of no value together with its side files."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
