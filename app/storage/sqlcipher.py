"""The encrypted file: created once, upgraded after a verified copy, never overwritten."""

import logging
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, text

from app.clock import SystemClock
from app.errors import AppError
from app.paths import Profile
from app.storage import migrate
from app.storage.backup import About, make_backup
from app.storage.connections import reader_engine, single_engine, writer_engine
from app.storage.copying import Told, copy_database, remove_files
from app.storage.database import Database
from app.storage.device import device_id, renew_device_id
from app.storage.faults import plain_words
from app.storage.files import put_in_place
from app.storage.reencryption import nobody_writes, reencrypt
from app.storage.write_ahead import look, require_own_log

log = logging.getLogger(__name__)


class SqlcipherDatabase(Database):
    """One firm's database in an encrypted file of its own."""

    def _engines(self) -> tuple[Engine, Engine]:
        return writer_engine(self.path, self._key), reader_engine(self.path, self._key)

    @classmethod
    def make(cls, profile: Profile, data_key: bytes) -> Self:
        """Make the file of a new profile and open it; see `Database.create`."""
        path = profile.database
        if path.exists():
            raise AppError("这个文件夹里已有数据库。", safe="原有数据没有改动。", todo="请直接登录，或另选一个文件夹。")
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".new")
        remove_files(partial)  # left by an interrupted set-up, never held data
        migrate.create(partial, data_key)
        put_in_place(partial, path)
        return cls(profile, data_key, renew_device_id(profile))

    @classmethod
    def enter(cls, profile: Profile, data_key: bytes) -> Self:
        """Open the file, upgrading an older one after a backup of it was made."""
        require_own_log(profile.database, data_key)
        found = migrate.revision_of(profile.database, data_key)
        if found != migrate.HEAD:
            migrate.refuse_newer(found)
            make_backup(About(profile, data_key, SystemClock().now(), "升级前"), profile.backups)
            migrate.upgrade(profile.database, data_key)
        return cls(profile, data_key, device_id(profile))

    def let_go(self) -> None:
        """Let go of the file; the last one to do so empties the write-ahead log.

        No statistics are gathered for the planner: those of a small firm would turn look-ups into whole scans once the
        firm has grown, and without any the indexes are used as they were made to be.
        """
        self.reader_engine.dispose()
        self.writer_engine.dispose()

    def write_rekeyed(self, target: Path, fresh: bytes, now: datetime) -> None:
        """Copy the file and encrypt the copy anew; readers go on, nobody writes; see `Database.write_rekeyed`."""
        with nobody_writes(self.path, self._key):
            copy_database(self.path, self._key, target)
            reencrypt(target, self._key, fresh, now)

    def has_all(self, target: Path, fresh: bytes) -> bool:
        """Compare the journals of both files: another process may have written after the copy was made."""
        return _journal_end(self.path, self._key) == _journal_end(target, fresh)

    def integrity_check(self) -> tuple[str, ...]:
        """Return what is wrong with the file, page by page and reference by reference; empty means sound."""
        problems: list[str] = []
        with self.gate.reading(), single_engine(self.path, self._key).connect() as connection:
            for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
                rows = connection.execute(text(f"PRAGMA {pragma}")).all()
                problems += [" ".join(map(str, row)) for row in rows if row[0] != "ok"]
                if problems:
                    break  # the later checks would only stumble over the same page
        return tuple(problems)

    def copy_to(self, target: Path, told: Told | None = None) -> None:
        """Write a verified copy of the present state under the same key; see `Database.copy_to`."""
        with self.gate.reading():
            copy_database(self.path, self._key, target, told)


def _journal_end(path: Path, key: bytes) -> int | None:
    """Return the number of the last entry of a closed database file's journal."""
    with plain_words(), closing(look(path, key, "immutable=1")) as connection:
        number: int | None = connection.execute("SELECT max(local_seq) FROM change_set").fetchone()[0]
    return number
