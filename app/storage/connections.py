"""Keyed connections: one writer and a small pool of read-only ones, on one SQLCipher file."""

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool, Pool, QueuePool
from sqlcipher3 import dbapi2

from app.storage.faults import translate, unreadable
from app.storage.write_ahead import has_log, look

KEY_BYTES = 32
APPLICATION_ID = 0x4C564754
"""“LVGT” in the file's (encrypted) header: tells our database from another program's."""

BUSY_SECONDS = 15
CACHE_KIB, READER_CACHE_KIB = 32 * 1024, 8 * 1024
"""Pages kept in the clear by each connection. A reader's four times bigger cache saves a tenth of a search, for 25 MB."""


def connect(path: Path, key: bytes, *, read_only: bool = False, create: bool = False) -> Any:
    """Open one raw connection and prove its key.

    Args:
        path: the database file; without `create` it must exist.
        key: 32 bytes.
        read_only: refuse every write on this connection.
        create: make the file.

    Raises:
        DamagedDatabaseError: not our file, damaged, or another key.

    """
    if len(key) != KEY_BYTES:
        raise ValueError("the data key has 32 bytes")
    mode = "rwc" if create else "rw"
    if not create and (not path.is_file() or path.stat().st_size == 0):
        raise unreadable()
    if not create and has_log(path):
        _prove_unwritten(path, key)
    connection = dbapi2.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=256,
    )
    try:
        _prepare(connection, key, read_only=read_only)
    except dbapi2.Error as error:
        connection.close()
        raise translate(error) or unreadable() from error
    return connection


def _prove_unwritten(path: Path, key: bytes) -> None:
    """Prove the key on a connection that cannot write: closing one that can would copy the log over the database."""
    try:
        with closing(look(path, key, "mode=ro")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.Error as error:
        raise translate(error) or unreadable() from error


def _prepare(connection: Any, key: bytes, *, read_only: bool) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB if read_only else CACHE_KIB}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def writer_engine(path: Path, key: bytes) -> Engine:
    """Return an engine with exactly one connection, whose transactions take the write lock at once."""
    engine = _engine(path, key, read_only=False, pool={"pool_size": 1, "max_overflow": 0, "pool_timeout": 60})
    event.listen(engine, "begin", _begin_writing)
    return engine


def _begin_writing(connection: Connection) -> None:
    """Take the write lock at once; references are checked at the commit, so that rows may come in any order."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def reader_engine(path: Path, key: bytes) -> Engine:
    """Return an engine whose connections cannot write; each transaction sees one state of the data."""
    pool = {"pool_size": 2, "max_overflow": 6, "pool_timeout": 60, "pool_use_lifo": True}
    engine = _engine(path, key, read_only=True, pool=pool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def single_engine(path: Path, key: bytes, *, create: bool = False) -> Engine:
    """Return an engine for a migration or a check: no pool, no automatic BEGIN."""
    return _engine(path, key, read_only=False, pool={}, pool_class=NullPool, create=create)


def _engine(
    path: Path,
    key: bytes,
    *,
    read_only: bool,
    pool: dict[str, Any],
    pool_class: type[Pool] = QueuePool,
    create: bool = False,
) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key, read_only=read_only, create=create),
        poolclass=pool_class,
        **pool,
    )
    event.listen(engine, "handle_error", _speak_plainly)
    return engine


def _speak_plainly(context: ExceptionContext) -> None:
    """Raise the user's sentence instead of the driver's where there is one."""
    if plain := translate(context.original_exception):
        raise plain from context.original_exception
