"""A firm opened for looking only: on a copy in a folder of its own, so that the file itself is not even touched."""

import shutil
import tempfile
from pathlib import Path
from typing import NoReturn, Self

from sqlalchemy import Engine, event

from app.errors import DamagedDatabaseError, NewerDatabaseError, ReadOnlyError
from app.models.base import new_uid
from app.paths import Profile
from app.storage import migrate
from app.storage.connections import reader_engine
from app.storage.faults import unreadable
from app.storage.sqlcipher import SqlcipherDatabase
from app.storage.write_ahead import has_log, log_of, require_own_log


class ViewedDatabase(SqlcipherDatabase):
    """A database that cannot be written.

    Args:
        profile: where the firm's files lie.
        data_key: opens them.
        copy: the copy to look at; its folder goes when the database is closed.

    """

    is_read_only = True

    def __init__(self, profile: Profile, data_key: bytes, copy: Path) -> None:
        self._copy = copy
        super().__init__(profile, data_key, new_uid())
        self.path = copy

    def _engines(self) -> tuple[Engine, Engine]:
        writer, reader = reader_engine(self._copy, self._key), reader_engine(self._copy, self._key)
        event.listen(writer, "begin", _refuse)
        return writer, reader

    @classmethod
    def look(cls, profile: Profile, data_key: bytes) -> Self:
        """Copy database and log, and open the copy.

        Raises:
            DamagedDatabaseError: not even that can be read.
            NewerDatabaseError: made by another version of the program.

        """
        copy = copy_aside(profile, data_key)
        try:
            _require_present_schema(migrate.revision_of(copy, data_key))
            return cls(profile, data_key, copy)
        except BaseException:
            shutil.rmtree(copy.parent, ignore_errors=True)
            raise

    def let_go(self) -> None:
        """Close every connection and remove the copy."""
        self.reader_engine.dispose()
        self.writer_engine.dispose()
        if not self.is_open:
            shutil.rmtree(self._copy.parent, ignore_errors=True)


def copy_aside(profile: Profile, data_key: bytes) -> Path:
    """Copy the encrypted database, and its log if that is its own, into a fresh temporary folder; return the copy.

    Raises:
        DamagedDatabaseError: there is no file, or it cannot be copied.

    """
    folder = Path(tempfile.mkdtemp(prefix="lvgutai-"))
    copy = folder / profile.database.name
    try:
        shutil.copyfile(profile.database, copy)
        if has_log(profile.database):
            shutil.copyfile(log_of(profile.database), log_of(copy))
            _drop_stray_log(copy, data_key)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise unreadable() from error
    return copy


def _drop_stray_log(copy: Path, data_key: bytes) -> None:
    try:
        require_own_log(copy, data_key)
    except DamagedDatabaseError:
        log_of(copy).unlink()


def _require_present_schema(found: str) -> None:
    if found != migrate.HEAD:
        raise NewerDatabaseError(
            "这份数据是另一个版本的律顾台创建的，不能只读打开。", safe="数据没有改动。", todo="请用抢救导出。"
        )


def _refuse(_connection: object) -> NoReturn:
    raise ReadOnlyError
