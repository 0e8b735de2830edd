"""An opened profile database: created once, upgraded after a verified copy, never overwritten."""

import logging
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, text
from sqlcipher3 import dbapi2

from app.errors import AppError
from app.paths import Profile
from app.storage import guard, migrate
from app.storage.connections import reader_engine, single_engine, writer_engine
from app.storage.copying import copy_database, free_name
from app.storage.device import device_id, renew_device_id
from app.storage.files import put_in_place
from app.terms import Uid

log = logging.getLogger(__name__)


class Database:
    """One firm's database, open.

    Use `Database.create` or `Database.open`; as a context manager it closes itself.

    Args:
        profile: where its files lie.
        data_key: the 32 bytes that open it.
        device: under which id this PC writes the journal.

    """

    def __init__(self, profile: Profile, data_key: bytes, device: Uid) -> None:
        self.profile = profile
        self.path: Path = profile.database
        self.device_id: Uid = device
        self._key = data_key
        self.is_open = True
        self.writer_engine: Engine = writer_engine(self.path, data_key)
        self.reader_engine: Engine = reader_engine(self.path, data_key)
        guard.watch(self.writer_engine)

    @classmethod
    def create(cls, profile: Profile, data_key: bytes) -> Self:
        """Make the database of a new profile and open it.

        Raises:
            AppError: there is one already; it is left alone.

        """
        path = profile.database
        if path.exists():
            raise AppError("这个文件夹里已有数据库。", safe="原有数据没有改动。", todo="请直接登录，或另选一个文件夹。")
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".new")
        remove_database_files(partial)  # left by an interrupted set-up, never held data
        migrate.create(partial, data_key)
        put_in_place(partial, path)
        return cls(profile, data_key, renew_device_id(profile))

    @classmethod
    def open(cls, profile: Profile, data_key: bytes) -> Self:
        """Open the database, upgrading an older one after a verified copy was put into the backups folder.

        Raises:
            NewerDatabaseError: made by a newer version of the program; untouched.
            DamagedDatabaseError: damaged, foreign or locked with another key; untouched.

        """
        found = migrate.revision_of(profile.database, data_key)
        if found != migrate.HEAD:
            migrate.refuse_newer(found)
            copy = free_name(profile.backups / f"before-upgrade-from-{found}.db")
            copy_database(profile.database, data_key, copy)
            migrate.upgrade(profile.database, data_key)
        return cls(profile, data_key, device_id(profile))

    def close(self) -> None:
        """Refresh the planner's statistics and let go of the file; the last one to do so empties the write-ahead log."""
        self.is_open = False
        self.reader_engine.dispose()
        try:
            with closing(self.writer_engine.raw_connection()) as writer:
                writer.cursor().execute("PRAGMA optimize")
        except (dbapi2.Error, AppError):
            log.warning("the planner's statistics could not be refreshed")  # a damaged page; readers are told of it
        finally:
            self.writer_engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def integrity_check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, page by page and reference by reference; empty means sound."""
        problems: list[str] = []
        with single_engine(self.path, self._key).connect() as connection:
            for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
                rows = connection.execute(text(f"PRAGMA {pragma}")).all()
                problems += [" ".join(map(str, row)) for row in rows if row[0] != "ok"]
                if problems:
                    break  # the later checks would only stumble over the same page
        return tuple(problems)

    def copy_to(self, target: Path) -> None:
        """Write a verified copy of the present state under the same key; `target` must not exist."""
        copy_database(self.path, self._key, target)


def remove_database_files(path: Path) -> None:
    """Delete a database file of no value together with its side files."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
