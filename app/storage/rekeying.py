"""Another data key for the whole firm: after somebody left, what they may have copied opens nothing that comes later.

The database is copied, re-encrypted beside the one in use, checked, and put in its place while the program runs. After a
crash at any step the database opens with the key in force or with the pending one, and `settle` tidies up.
Blobs are not re-encrypted: the key they were sealed to is kept inside the database.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select

from app.errors import AppError, DamagedDatabaseError
from app.models import BlobKey, new_uid
from app.paths import Profile
from app.storage import copying, keys
from app.storage.blobs import blob_identity
from app.storage.connections import connect, single_engine
from app.storage.database import Database
from app.storage.faults import plain_words
from app.storage.files import put_in_place
from app.storage.keys import DataKeys
from app.storage.unit_of_work import reading


def rekey(database: Database, now: datetime, leaving: Sequence[str] = ()) -> None:
    """Re-encrypt an open database under a fresh data key; it stays in use, readers wait while the files change places.

    Afterwards `Database.data_key` is the fresh one; the caller hands it to `BlobStore.change_key`.

    Args:
        database: an open one.
        now: when, for the record of retired blob keys.
        leaving: logins that the fresh key is not sealed to; their slots go.

    Raises:
        AppError: it could not be done; database, slots and key are as before.

    """
    profile, old, fresh = database.profile, database.data_key, keys.new_data_key()
    beside = beside_of(profile)
    copying.remove_files(beside)
    try:
        with database.gate.writing():
            with _nobody_writes(database):
                copying.copy_database(database.path, old, beside)
                reencrypt(beside, old, fresh, now)
            keys.begin_rekey(profile, old, fresh, leaving)
            _swap(database, beside, fresh)
            keys.finish_rekey(profile, fresh)
    except OSError as error:
        raise _not_done() from error
    finally:
        copying.remove_files(beside)


def _swap(database: Database, beside: Path, fresh: bytes) -> None:
    """Put the re-encrypted file in place; where that fails, the pending key is forgotten."""
    with database.gate.alone():
        database.let_go()
        try:
            _refuse_company(database.path)
            put_in_place(beside, database.path)
        except (OSError, AppError):
            database.take_up(database.data_key)
            keys.drop_pending(database.profile)
            raise
        database.take_up(fresh)


def settle(profile: Profile, found: DataKeys) -> bytes:
    """Return the key that opens the database, and end an interrupted rekeying if there is one.

    Raises:
        DamagedDatabaseError: neither key opens it; nothing was changed.

    """
    if found.pending is None:
        return found.sealed
    if _opens(profile.database, found.sealed):
        keys.drop_pending(profile)
        copying.remove_files(beside_of(profile))
        return found.sealed
    connect(profile.database, found.pending).close()
    keys.finish_rekey(profile, found.pending)
    return found.pending


def retired_identities(database: Database) -> tuple[str, ...]:
    """Return the keys that earlier blobs are sealed to, newest first."""
    with reading(database) as session:
        return tuple(session.scalars(select(BlobKey.identity).order_by(BlobKey.retired_at.desc(), BlobKey.id)))


def last_rekeyed(database: Database) -> datetime | None:
    """Return when the data key was changed last; None if never."""
    with reading(database) as session:
        return session.scalar(select(BlobKey.retired_at).order_by(BlobKey.retired_at.desc()).limit(1))


def beside_of(profile: Profile) -> Path:
    """Return where the re-encrypted copy is written."""
    return profile.database.with_name(profile.database.name + ".rekeyed")


def reencrypt(copy: Path, old: bytes, fresh: bytes, now: datetime) -> None:
    """Encrypt a closed copy anew, keep the old blob key inside it, and check every page and table.

    Raises:
        AppError: it does not hold what it held.

    """
    with plain_words():
        with single_engine(copy, old).begin() as writing:
            writing.execute(insert(BlobKey).values(id=new_uid(), identity=blob_identity(old), retired_at=now))
        with closing(connect(copy, old)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # a write-ahead log would keep pages under the old key
            expected = copying.count_rows(connection)
            connection.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"")
        copying.verify(copy, fresh, expected)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def _nobody_writes(database: Database) -> Iterator[None]:
    """Hold the write lock, so that nothing another process commits is left out of the copy."""
    with closing(connect(database.path, database.data_key)) as connection, plain_words():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def _refuse_company(path: Path) -> None:
    """Refuse while another process has the database open: its write-ahead log belongs to the old file."""
    if path.with_name(path.name + "-wal").exists():
        raise AppError("另一个程序正打开着数据库，数据密钥没有更换。", safe="资料没有改动。", todo="请关闭它以后再试。")


def _opens(path: Path, key: bytes) -> bool:
    try:
        connect(path, key).close()
    except DamagedDatabaseError:
        return False
    return True


def _not_done() -> AppError:
    return AppError(
        "数据密钥没有更换：文件夹写不进去。", safe="资料没有改动，仍用原来的密钥。", todo="请检查磁盘空间后再试。"
    )
