"""Reading a backup through: every file against its digest; the database opened and counted where its key is at hand."""

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

from app.paths import Profile
from app.storage.backup_blobs import copy_checked, lacking, sizes_in
from app.storage.backup_facts import facts_of
from app.storage.backup_place import Told, quiet
from app.storage.backup_set import BackupSet, digest_of_file, tampered
from app.storage.connections import connect
from app.storage.faults import plain_words


def check_backup(backup: BackupSet, key: bytes, aside: Path, told: Told = quiet) -> None:
    """Raise `DamagedDatabaseError` where a backup is not as it was written.

    Args:
        backup: which one.
        key: a data key; where the backup is sealed with another (it was changed since), digests alone are compared.
        aside: a folder to be made for the copy that is opened: a backup itself is never opened for writing.
        told: gets progress; may cancel.

    """
    manifest = backup.manifest
    if manifest.slots_digest and _digest(backup.profile.slots) != manifest.slots_digest:
        raise tampered("密钥文件")
    if lacking(backup.blob_sizes(), sizes_in(backup.place / "blobs")):
        raise tampered("材料")
    if not manifest.is_sealed_by(key):
        told(0, 0, "正在核对备份")
        if not backup.profile.database.is_file() or digest_of_file(backup.profile.database) != manifest.database_digest:
            raise tampered("数据库")
        return
    shutil.rmtree(aside, ignore_errors=True)
    try:
        bring_and_open(backup, key, Profile(aside), told)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def bring_and_open(backup: BackupSet, key: bytes, aside: Profile, told: Told) -> None:
    """Copy a backup's database aside, compare its digest, open it, prove its pages and count its rows.

    Raises:
        DamagedDatabaseError: it is not as it was written.
        OSError: it cannot be read, or not be written aside.

    """
    manifest = backup.manifest
    if not backup.profile.database.is_file():
        raise tampered("数据库")
    if copy_checked(backup.profile.database, aside.database, told, "正在读取备份") != manifest.database_digest:
        raise tampered("数据库")
    told(0, 0, "正在核对备份")
    with plain_words(), closing(connect(aside.database, key)) as copy:
        broken = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = not broken and copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        facts = facts_of(copy)
    if not sound or (facts.revision, facts.counts, facts.heads) != (manifest.revision, manifest.counts, manifest.heads):
        raise tampered("数据库")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
