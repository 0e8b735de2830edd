"""Bringing a database to this program's schema.

Order of an upgrade: foreign keys off (batch mode rebuilds tables, and with keys on a rebuild deletes children), own
BEGIN, the steps, no dangling reference, commit, foreign keys on.
"""

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from app.errors import DamagedDatabaseError, NewerDatabaseError
from app.storage.connections import APPLICATION_ID, connect, single_engine
from app.storage.faults import plain_words, unreadable
from app.storage.migrations import HEAD, REVISIONS, step

__all__ = ["HEAD", "REVISIONS", "create", "refuse_newer", "revision_of", "run_steps", "upgrade"]


def revision_of(path: Path, key: bytes) -> str:
    """Return the revision a database file is at.

    Raises:
        DamagedDatabaseError: not a database of this program, damaged, or locked with another key.

    """
    with plain_words(), closing(connect(path, key)) as connection:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if ours and known else None
    if row is None:
        raise unreadable()
    return str(row[0])


def refuse_newer(revision: str) -> None:
    """Raise `NewerDatabaseError` for a revision this program has never heard of."""
    if revision not in REVISIONS:
        raise NewerDatabaseError(
            "这份数据由更新版本的律顾台创建，当前版本打不开。",
            safe="程序没有改动它。",
            todo="请安装最新版本后再打开。",
        )


def create(path: Path, key: bytes) -> None:
    """Make a new database file at the present schema, flushed to the disk."""
    with single_engine(path, key, create=True).connect() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        _run(connection, REVISIONS)
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def upgrade(path: Path, key: bytes) -> None:
    """Bring an older database file to the present schema, in one transaction."""
    done = REVISIONS.index(revision_of(path, key))
    with single_engine(path, key).connect() as connection:
        _run(connection, REVISIONS[done + 1 :])


def run_steps(connection: Connection, revisions: Iterable[str]) -> None:
    """Take the steps to each of some revisions within the caller's transaction, on either engine."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - costs start-up time, needed once a version
    from alembic.operations import Operations  # noqa: PLC0415

    with Operations.context(MigrationContext.configure(connection)):
        for revision in revisions:
            step(revision).upgrade()
            _stamp(connection, revision)


def _run(connection: Connection, revisions: Iterable[str]) -> None:
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    run_steps(connection, revisions)
    if dangling := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        connection.rollback()
        raise DamagedDatabaseError(
            f"升级数据库时发现 {len(dangling)} 处记录互相对不上，升级已取消。",
            safe="数据保持升级前的样子。",
            todo="请联系技术支持。",
        )
    connection.commit()
    connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def _stamp(connection: Connection, revision: str) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version "
        "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:revision)"), {"revision": revision})
