"""Whether the write-ahead log beside a database is its own, asked before the first connection that may write.

SQLite takes any log of this name for the database's own: even a failed opening copies its pages over the database when the
connection is closed. A log left behind by a copy that was put back, or brought along by a sync program, would destroy it.
"""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app.errors import StrayLogError

HEADER_BYTES = 32
"""A log of no more than its header holds nothing."""
DIGEST_CHARACTERS = 64
LATEST = 50
"""So many of the newest change sets are compared with their predecessors."""

_NEWEST = "SELECT local_seq, digest FROM change_set ORDER BY local_seq DESC LIMIT 1"
_BROKEN = """
    SELECT count(*) FROM (SELECT * FROM change_set ORDER BY local_seq DESC LIMIT ?) AS newer
    WHERE device_seq > 1 AND NOT EXISTS (
        SELECT 1 FROM change_set AS older WHERE older.device_id = newer.device_id
        AND older.device_seq = newer.device_seq - 1 AND older.digest = newer.previous_digest)
"""
_WRITTEN = """
    SELECT c.table_name, c.row_id, c.operation FROM change AS c JOIN change_set AS s ON s.id = c.change_set_id
    WHERE s.local_seq > (SELECT max(local_seq) FROM change_set) - ? AND c.row_id IS NOT NULL
    AND s.id NOT IN (SELECT change_set_id FROM applied_set) ORDER BY s.local_seq, c.ordinal
"""
QUICK_BYTES = 64 * 1024 * 1024
"""A database up to this size is looked through page by page before its log is taken; that takes less than a second."""


def log_of(path: Path) -> Path:
    """Return where the write-ahead log of a database lies."""
    return path.with_name(path.name + "-wal")


def has_log(path: Path) -> bool:
    """Return whether there is a log with something in it."""
    log = log_of(path)
    return log.is_file() and log.stat().st_size > HEADER_BYTES


def require_own_log(path: Path, key: bytes) -> None:
    """Look at database and log through connections that cannot write.

    Raises:
        StrayLogError: the log belongs to another database, or to this one at another time; nothing was touched.

    """
    if has_log(path) and not _is_own(path, key):
        raise StrayLogError(
            "数据库旁边的日志文件（-wal）不是这份数据的，可能是复制或同步文件时带来的。",
            safe="数据库没有改动，请不要删除任何文件。",
            todo="可以先移开这个日志文件再打开，或从备份恢复。",
        )


def set_log_aside(path: Path) -> Path:
    """Give the log (and the index beside it) another name and return it; nothing is deleted."""
    log, number = log_of(path), 1
    while (aside := log.with_name(f"{log.name}.{number}")).exists():
        number += 1
    log.rename(aside)
    index = path.with_name(path.name + "-shm")
    if index.exists():
        index.rename(index.with_name(f"{index.name}.{number}"))
    return aside


def _is_own(path: Path, key: bytes) -> bool:
    """Compare the newest journal entries with the log and without it."""
    without = _newest(path, key, "immutable=1")
    try:
        with closing(look(path, key, "mode=ro")) as connection:
            if connection.execute(_BROKEN, (LATEST,)).fetchone()[0] or not _is_whole(connection, path):
                return False
            if without is None:
                return True  # killed while the log was being copied into the database, or no journal yet
            found = connection.execute("SELECT digest FROM change_set WHERE local_seq = ?", without[:1]).fetchone()
            return found is not None and found[0] == without[1]
    except dbapi2.Error:
        return without is None and _newest(path, key, "mode=ro") is not None


def _is_whole(connection: Any, path: Path) -> bool:
    """Return whether the latest rows of the journal are there, and in a small database every page fits."""
    latest = {(name, row_id): operation for name, row_id, operation in connection.execute(_WRITTEN, (LATEST,))}
    for (name, row_id), operation in latest.items():
        found = connection.execute(f'SELECT count(*) FROM "{name}" WHERE id = ?', (row_id,)).fetchone()  # noqa: S608
        if found[0] != (operation != "delete"):
            return False
    if path.stat().st_size > QUICK_BYTES:
        return True
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def _newest(path: Path, key: bytes, how: str) -> tuple[int, str] | None:
    """Return number and digest of the newest change set; None where they cannot be read or make no sense."""
    with suppress(dbapi2.Error), closing(look(path, key, how)) as connection:
        row = connection.execute(_NEWEST).fetchone()
        if row and isinstance(row[0], int) and isinstance(row[1], str) and len(row[1]) == DIGEST_CHARACTERS:
            whole = connection.execute(_BROKEN, (LATEST,)).fetchone()[0] == 0
            return (row[0], row[1]) if whole else None
    return None


def look(path: Path, key: bytes, how: str) -> Any:
    """Open a raw connection that cannot write: `how` is "mode=ro", or "immutable=1" to pass the log over."""
    connection = dbapi2.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA query_only = ON")
    except dbapi2.Error:
        connection.close()
        raise
    return connection
