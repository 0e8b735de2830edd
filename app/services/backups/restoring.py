"""恢复: from choosing a backup to the files in force, without an open firm; at the sign-in window and on a new PC."""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select

from app.clock import Clock
from app.errors import AppError
from app.models import FirmSetting, Staff
from app.paths import Profile
from app.rules.spans import load_zone
from app.services.backups.notes import Notes
from app.services.backups.types import FOLDER, BackupView, Restored, RestorePreview, Told, quiet, view_of
from app.storage import keys, migrate, rekeying, restore
from app.storage.backup import ZONE, series_of
from app.storage.backup_place import place_errors
from app.storage.backup_set import BackupSet, read_set, sets_in, tampered
from app.storage.blobs import BlobStore
from app.storage.connections import connect
from app.storage.device import renew_device_id
from app.storage.keys import DataKeys
from app.storage.slots import same_login
from app.storage.sqlcipher import SqlcipherDatabase
from app.storage.unit_of_work import Context, Undo, unit_of_work

RESTORED_KEY = "backup.restored"
RECOVERY = "恢复密钥"

__all__ = ["Restoring", "Unlocked"]


@dataclass(frozen=True)
class Unlocked:
    """A backup that was opened and counted on the stage, ready to be restored.

    Attributes:
        backup: which one.
        login: whose password opened it; empty for the recovery key.

    """

    backup: BackupView
    login: str
    found: DataKeys
    key: bytes


class Restoring:
    """Restores backups into one profile; nobody may have its database open during `restore`.

    Args:
        profile: where the firm's data lies, or is to lie.
        clock: gives the present instant.
        source: what the journal says changes come from.

    """

    def __init__(self, profile: Profile, clock: Clock, source: str = "window") -> None:
        self.profile, self._clock, self._source = profile, clock, source
        self._on_stage: Path | None = None

    @classmethod
    def finish_interrupted(cls, profile: Profile) -> Path | None:
        """Finish or roll back a restore that was interrupted; see `restore.finish_interrupted`."""
        return restore.finish_interrupted(profile)

    def usual_places(self) -> tuple[Path, ...]:
        """Return the folders this PC backs up to, those that can be reached."""
        second = Notes.read(self.profile).second_place
        places = [self.profile.backups, *([second] if second else [])]
        return tuple(place for place in places if place.is_dir())

    def backups_in(self, folder: Path) -> tuple[BackupView, ...]:
        """Return the backups of a folder, newest first: it may be a backup itself, hold some, or hold their folder.

        Raises:
            AppError: it cannot be read, or there is none.

        """
        with place_errors(folder):
            if (folder / "manifest.json").is_file():
                return (self._view(read_set(folder)),)
            for place in (folder, folder / FOLDER, folder / "backups"):
                if found := sets_in(place):
                    return tuple(self._view(one) for one in found)
        raise AppError(
            f"这个文件夹里没有备份：{folder}",
            safe="没有改动任何内容。",
            todo=f"请选择“{FOLDER}”文件夹，或其中的一份备份。",
        )

    def preview(self, path: Path) -> RestorePreview:
        """Return what a backup says of itself, before anybody's password.

        Raises:
            NewerDatabaseError: made by a newer version of the program.
            DamagedDatabaseError: it is incomplete.

        """
        backup = read_set(path)
        migrate.refuse_newer(backup.manifest.revision)
        if not backup.manifest.slots_digest:
            raise tampered("密钥文件")
        logins = tuple(keys.logins(backup.profile))
        return RestorePreview(self._view(backup), logins, backup.manifest.revision != migrate.HEAD)

    def unlock(self, path: Path, login: str, password: str, progress: Told = quiet) -> Unlocked:
        """Open a backup with a password of its time, and count it; nothing of the profile is touched.

        Raises:
            WrongPasswordError: login and password do not fit; says how long to wait.
            DamagedDatabaseError: the backup is not as it was written.
            NewerDatabaseError: made by a newer version of the program.

        """
        backup, stage = self._staged(path)
        found = keys.keys_with_password(stage, login.strip(), password, clock=self._clock)
        return self._counted(backup, found, login.strip(), progress)

    def unlock_with_recovery(self, path: Path, code: str, progress: Told = quiet) -> Unlocked:
        """Open a backup with the recovery key of its time; see `unlock`.

        Raises:
            InvalidInputError: the key was mistyped.

        """
        backup, stage = self._staged(path)
        return self._counted(backup, keys.keys_with_recovery(stage, code, clock=self._clock), "", progress)

    def restore(self, unlocked: Unlocked, progress: Told = quiet) -> Restored:
        """Restore an unlocked backup: papers, this version's form, a new device id, a word in the journal, then the swap.

        Until the swap begins, a fault or an interruption leaves the profile as it is; afterwards it is finished at the
        next start at the latest.

        Raises:
            AppError: why it was not restored.
            CancelledError: the user cancelled before the swap.

        """
        backup, stage = read_set(unlocked.backup.path), restore.stage_of(self.profile)
        key = rekeying.settle(stage, unlocked.found)
        if backup.manifest.revision != migrate.HEAD:
            progress(0, 0, "正在升级备份中的数据")
            migrate.upgrade(stage.database, key)
        lost = self._fill(unlocked, backup, stage, key, progress)
        progress(0, 0, "正在换上恢复的数据")
        restore.make_ready(self.profile, self._clock.now())
        kept = restore.swap(self.profile)
        self._on_stage = None
        return Restored(unlocked.backup, kept if kept.is_dir() else None, len(lost))

    def abandon(self) -> None:
        """Forget a backup that was unlocked and is not to be restored."""
        restore.abandon(self.profile)
        self._on_stage = None

    # --- inside ---

    def _view(self, one: BackupSet) -> BackupView:
        return view_of(one, series_of(self.profile))

    def _staged(self, path: Path) -> tuple[BackupSet, Profile]:
        """Bring the slot file to the stage once: a second try there still knows how many passwords were wrong."""
        backup = read_set(path)
        migrate.refuse_newer(backup.manifest.revision)
        if self._on_stage != path:
            restore.begin(self.profile, backup)
            self._on_stage = path
        return backup, restore.stage_of(self.profile)

    def _counted(self, backup: BackupSet, found: DataKeys, login: str, progress: Told) -> Unlocked:
        fitting = [key for key in (found.sealed, found.pending) if key and backup.manifest.is_sealed_by(key)]
        if not fitting:
            raise tampered("说明文件")
        restore.stage_database(backup, restore.stage_of(self.profile), fitting[0], progress)
        return Unlocked(self._view(backup), login, found, fitting[0])

    def _fill(
        self, unlocked: Unlocked, backup: BackupSet, stage: Profile, key: bytes, progress: Told
    ) -> tuple[str, ...]:
        """Complete the stage: papers, device id, journal; return the papers that are lost."""
        database = SqlcipherDatabase(stage, key, renew_device_id(stage, home=self.profile))
        try:
            store = BlobStore(stage, key, rekeying.retired_identities(database))
            is_sound = partial(restore.is_readable, store.read)
            lost = restore.stage_blobs(backup, stage, self.profile, is_sound, progress)
            self._journal(database, unlocked, len(lost))
        finally:
            database.close()
        with closing(connect(stage.database, key)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # everything in one file before it is moved
        return lost

    def _journal(self, database: SqlcipherDatabase, unlocked: Unlocked, lost: int) -> None:
        """Write the first entry under the new device id: its chain begins here, the former devices' chains stay whole."""
        at = unlocked.backup.at
        with unit_of_work(database, self._context(database, unlocked)) as work:
            row = work.session.scalars(select(FirmSetting).where(FirmSetting.key == RESTORED_KEY)).first()
            if row is None:
                row = FirmSetting(key=RESTORED_KEY, value=None)
                work.session.add(row)
            row.value = {"backup": at.isoformat(), "restored": work.now.isoformat(), "lost_papers": lost}
            local = at.astimezone(load_zone(ZONE))
            work.commit(f"从备份恢复（{local:%Y-%m-%d %H:%M} 的备份）", undo=Undo.FINAL)

    def _context(self, database: SqlcipherDatabase, unlocked: Unlocked) -> Context:
        actor_id, name = None, RECOVERY
        if unlocked.login:
            with database.reader_engine.connect() as connection:
                for row in connection.execute(select(Staff.id, Staff.login, Staff.name)):
                    if same_login(row.login, unlocked.login):
                        actor_id, name = row.id, row.name
        return Context(actor_id, name, database.device_id, self._clock, self._source)
