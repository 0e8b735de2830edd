"""Another data key for the whole firm: after somebody left, what they may have copied opens nothing that comes later.

The database is copied, re-encrypted beside the one in use, checked, and put in its place while the program runs. After a
crash at any step the database opens with the key in force or with the pending one, and `settle` tidies up.
Blobs are not re-encrypted: the key they were sealed to is kept inside the database.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.errors import AppError
from app.models import BlobKey
from app.paths import Profile
from app.storage import copying, keys
from app.storage.database import Database
from app.storage.faults import unreadable
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
            database.write_rekeyed(beside, fresh, now)
            keys.begin_rekey(profile, old, fresh, leaving)
            _swap(database, beside, fresh)
            _finish(profile, fresh)
    except OSError as error:
        raise _not_done() from error
    finally:
        copying.remove_files(beside)


def _finish(profile: Profile, fresh: bytes) -> None:
    """Make the fresh key the sealed one; where the disk refuses that, the next opening does it."""
    try:
        keys.finish_rekey(profile, fresh)
    except AppError as error:
        raise AppError(
            "数据密钥已经更换，但密钥文件还没有收尾。",
            safe="资料没有改动。",
            todo="请检查磁盘空间，然后退出并重新登录，程序会自动完成。",
        ) from error


def _swap(database: Database, beside: Path, fresh: bytes) -> None:
    """Put the re-encrypted file in place; where that fails, the pending key is forgotten."""
    with database.gate.alone():
        database.let_go()
        try:
            _refuse_company(database.path)
            if not database.has_all(beside, fresh):
                raise _company()
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
    if Database.fits(profile, found.sealed):
        keys.drop_pending(profile)
        copying.remove_files(beside_of(profile))
        return found.sealed
    if not Database.fits(profile, found.pending):
        raise unreadable()
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


def _refuse_company(path: Path) -> None:
    """Refuse while another process has the database open: its write-ahead log belongs to the old file.

    One that came and went since the copy was made left its entries in the journal: `Database.has_all` finds them.
    """
    if path.with_name(path.name + "-wal").exists():
        raise _company()


def _company() -> AppError:
    return AppError("另一个程序正打开着数据库，数据密钥没有更换。", safe="资料没有改动。", todo="请关闭它以后再试。")


def _not_done() -> AppError:
    return AppError(
        "数据密钥没有更换：文件夹写不进去。", safe="资料没有改动，仍用原来的密钥。", todo="请检查磁盘空间后再试。"
    )
