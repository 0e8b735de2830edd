"""Restoring a backup: staged beside the profile's files, proved there, then swapped; what was there is kept.

The stage is `restore.partial` in the profile's folder. Until it holds the file `ready`, an interruption rolls back: the
stage is deleted at the next start. From then on it is finished at the next start: every step may be done again.
"""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.errors import AppError, DamagedDatabaseError, NotFoundError
from app.paths import Profile
from app.storage import migrate
from app.storage.backup_blobs import blob_path, copy_checked
from app.storage.backup_check import bring_and_open
from app.storage.backup_place import SPARE_BYTES, Told, quiet
from app.storage.backup_set import BackupSet, tampered
from app.storage.files import sync_folder, write_atomically

log = logging.getLogger(__name__)

STAGE, DONE = "restore.partial", "restore.done"
READY, EMPTIED = "ready.json", "emptied"
SIDE_FILES = ("-wal", "-shm", "-journal")


def stage_of(profile: Profile) -> Profile:
    """Return where a backup is unpacked and proved before anything of the profile is touched."""
    return Profile(profile.root / STAGE)


def begin(profile: Profile, backup: BackupSet) -> Profile:
    """Clear the stage and bring the backup's slot file there, so that a password can be tried.

    Raises:
        AppError: there is no room for the backup, the folder cannot be written, or the slot file is not the backup's own.

    """
    stage = stage_of(profile)
    with _writable():
        abandon(profile)
        stage.root.mkdir(parents=True)
        if (
            shutil.disk_usage(stage.root).free
            < backup.manifest.database_size + backup.manifest.blob_bytes + SPARE_BYTES
        ):
            raise AppError("磁盘空间不够放下这份备份。", safe="现有资料没有改动。", todo="请腾出空间后再试。")
        content = _read(backup.profile.slots, "密钥文件")
        if hashlib.sha256(content).hexdigest() != backup.manifest.slots_digest:
            raise tampered("密钥文件")
        write_atomically(stage.slots, content)
    return stage


def abandon(profile: Profile) -> None:
    """Throw a stage away that was not made ready."""
    stage = stage_of(profile)
    if not (stage.root / READY).exists():
        shutil.rmtree(stage.root, ignore_errors=True)


def stage_database(backup: BackupSet, stage: Profile, key: bytes, told: Told = quiet) -> None:
    """Bring the database to the stage, open it with the backup's key, and count it against the manifest.

    Raises:
        NewerDatabaseError: made by a newer version of the program.
        DamagedDatabaseError: manifest or database are not as they were written.

    """
    if not backup.manifest.is_sealed_by(key):
        raise tampered("说明文件")
    migrate.refuse_newer(backup.manifest.revision)
    with _writable():
        bring_and_open(backup, key, stage, told)


def stage_blobs(
    backup: BackupSet, stage: Profile, present: Profile, is_sound: Callable[[str], bool], told: Told = quiet
) -> tuple[str, ...]:
    """Bring the backup's blobs to the stage, each opened and checked; return those that are nowhere whole.

    Args:
        backup: whose blobs.
        stage: with the database.
        present: the profile that is there now: what the backup's place lacks may lie there.
        is_sound: opens a staged blob and compares it with its hash.
        told: gets progress; may cancel.

    """
    lost, names = [], sorted(backup.blob_sizes())
    for done, name in enumerate(names):
        told(done, len(names), "正在恢复材料")
        for folder in (backup.place / "blobs", present.blobs):
            if _bring(folder, stage.blobs, name) and is_sound(name):
                break
        else:
            blob_path(stage.blobs, name).unlink(missing_ok=True)
            lost.append(name)
    return tuple(lost)


def is_readable(read: Callable[[str], object], name: str) -> bool:
    """Return whether a blob opens and is what its name says, by a store's `read`."""
    try:
        read(name)
    except (DamagedDatabaseError, NotFoundError):
        return False
    return True


def _bring(folder: Path, target: Path, name: str) -> bool:
    try:
        copy_checked(blob_path(folder, name), blob_path(target, name))
    except FileNotFoundError:
        return False
    except OSError as error:
        raise AppError(
            "恢复材料时读写出错。", safe="现有资料没有改动。", todo="请检查磁盘和备份位置后再试。"
        ) from error
    return True


# -- the swap


def make_ready(profile: Profile, now: datetime) -> None:
    """Declare the stage whole: from here on the restore is finished, whatever happens.

    Its database must be closed, without side files.
    """
    stage = stage_of(profile)
    stage.failed_sign_ins.unlink(missing_ok=True)
    with stage.database.open("r+b") as file:
        os.fsync(file.fileno())
    sync_folder(stage.root)
    kept = _free(profile.root, f"before-restore-{now.astimezone(UTC):%Y%m%d-%H%M%S}")
    write_atomically(stage.root / READY, json.dumps({"kept": kept}).encode())


def _free(root: Path, name: str) -> str:
    number = 1
    while (root / (tried := name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return tried


def finish_interrupted(profile: Profile) -> Path | None:
    """Finish a restore whose stage was ready, throw one away that was not; return where the former files are kept.

    Raises:
        AppError: the files cannot be moved (another program has them open); trying again later goes on from here.

    """
    shutil.rmtree(profile.root / DONE, ignore_errors=True)
    ready = _ready(profile)
    if ready is None:
        abandon(profile)
        return None
    return swap(profile)


def _ready(profile: Profile) -> dict[str, Any] | None:
    try:
        content = json.loads((stage_of(profile).root / READY).read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("kept"), str) else None


def swap(profile: Profile) -> Path:
    """Put the staged files in force; the former ones move into a folder with the date.

    Nobody may have the database open. Every step may be repeated: first the old files out, then the new ones in.

    Raises:
        AppError: a file cannot be moved. Nothing is lost; the next start goes on.

    """
    stage, ready = stage_of(profile).root, _ready(profile)
    if ready is None:
        raise ValueError("the stage is not ready")
    kept = profile.root / Path(ready["kept"]).name
    shutil.rmtree(profile.root / DONE, ignore_errors=True)
    try:
        if not (stage / EMPTIED).exists():
            kept.mkdir(exist_ok=True)
            _move(profile.root, kept, _data_names(profile))
            write_atomically(stage / EMPTIED, b"")
        _move(stage, profile.root, [profile.blobs.name, profile.device.name, profile.database.name, profile.slots.name])
        stage.rename(profile.root / DONE)
        sync_folder(profile.root)
        with suppress(OSError):
            kept.rmdir()  # on a new PC nothing was there to be kept
    except OSError as error:
        raise AppError(
            "恢复还差最后一步：有文件正被其他程序占用。",
            safe="备份和原来的资料都完好。",
            todo="请关闭其他程序（如杀毒软件、网盘同步）后重新打开律顾台，会自动完成。",
        ) from error
    shutil.rmtree(profile.root / DONE, ignore_errors=True)
    return kept


def _data_names(profile: Profile) -> list[str]:
    """Return the names of what belongs together; the database's side files go with it."""
    database = profile.database.name
    files = (profile.slots, profile.device, profile.failed_sign_ins, profile.blobs)
    return [*(database + suffix for suffix in SIDE_FILES), database, *(path.name for path in files)]


def _move(source: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        if (source / name).exists():
            os.replace(source / name, target / name)  # noqa: PTH105 - atomic on all three systems
    sync_folder(target)
    sync_folder(source)


def _read(path: Path, part: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise tampered(part) from error


@contextmanager
def _writable() -> Iterator[None]:
    """Say in a sentence that the backup could not be read any more, or the profile's folder not be written."""
    try:
        yield
    except OSError as error:
        raise AppError(
            "恢复没有完成：读不到备份，或数据文件夹写不进去。",
            safe="现有资料没有改动。",
            todo="请检查 U 盘或网络是否还连着、磁盘空间和文件夹权限，然后再试。",
        ) from error
