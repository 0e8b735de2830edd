"""A folder that holds backups: this PC's own, a USB stick's, a network folder's.

<place>/blobs/ab/cdef…              encrypted blob files, shared by all backups of the place
<place>/20260313-062600-1a2b3c/     one backup: database, slot file, list of blobs, manifest
<place>/.….partial/                 being written, or left by an interruption: never a backup
"""

import errno
import importlib
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeAlias

from app.errors import AppError
from app.storage.files import sync_folder

log = logging.getLogger(__name__)

Told: TypeAlias = Callable[[int, int, str], object]
"""Gets (done, total, Chinese text); raises `CancelledError` when the user cancelled."""

PARTIAL = ".partial"
LOCKED_AT = 1 << 30
SPARE_BYTES = 32 * 1024 * 1024
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SHUT = {errno.EROFS, errno.EACCES, errno.EPERM}
SAFE = "本机的资料不受影响，没有留下半份备份。"


class PlaceGoneError(AppError):
    """The folder is not there: a stick was taken out, a network is down. Worth trying again."""


def gone(place: Path) -> PlaceGoneError:
    """Return the error for a folder that cannot be found."""
    return PlaceGoneError(
        f"找不到备份位置：{place}", safe=SAFE, todo="请插好 U 盘或连上网络文件夹，恢复连接后会自动补上备份。"
    )


def full(place: Path) -> AppError:
    """Return the error for a folder without room."""
    return AppError(f"备份位置的空间不足：{place}", safe=SAFE, todo="请腾出空间，或换一个备份位置。")


def quiet(done: int, total: int, text: str) -> None:
    """Tell nobody."""


@contextmanager
def place_errors(place: Path) -> Iterator[None]:
    """Raise the user's sentence in place of what the operating system says about the folder."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full(place) from error
        if not place.is_dir():
            raise gone(place) from error
        if error.errno in _SHUT:
            raise AppError(
                f"备份位置写不进去：{place}", safe=SAFE, todo="它是只读的，或没有写入权限；请检查后再试。"
            ) from error
        raise AppError(f"读写备份位置时出错：{place}", safe=SAFE, todo="请检查磁盘、U 盘或网络后再试。") from error
    except AppError as error:
        if not isinstance(error, PlaceGoneError) and not place.is_dir():
            raise gone(place) from error
        raise


def require_room(place: Path, needed: int) -> None:
    """Raise `AppError` where the disk has less than `needed` bytes and a little to spare."""
    if shutil.disk_usage(place).free < needed + SPARE_BYTES:
        raise full(place)


@contextmanager
def held(place: Path) -> Iterator[None]:
    """Hold the folder against a second backup at the same time, by this program or by another PC.

    Where a network drive knows no locks, it goes without.

    Raises:
        AppError: another backup is being written there.

    """
    with (place / "lock").open("a+b") as file:
        if not _lock(file):
            raise AppError("这个位置正在进行另一次备份。", safe="本机的资料不受影响。", todo="请等它完成后再试。")
        for left in place.glob(f".*{PARTIAL}"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt: Any = importlib.import_module("msvcrt")
            file.seek(LOCKED_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl: Any = importlib.import_module("fcntl")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}
    return True


@contextmanager
def written_aside(place: Path, name: str) -> Iterator[Path]:
    """Give an empty folder that becomes `place/name` at the end; whatever goes wrong, it is taken away again."""
    partial, final = place / f".{name}{PARTIAL}", place / name
    partial.mkdir()
    try:
        yield partial
        sync_folder(partial)
        os.replace(partial, final)  # noqa: PTH105 - atomic on all three systems
        sync_folder(place)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def take_away(folder: Path) -> None:
    """Delete a backup: it stops being one at once, whatever interrupts the rest."""
    aside = folder.with_name(f".{folder.name}{PARTIAL}")
    with suppress(OSError):
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
