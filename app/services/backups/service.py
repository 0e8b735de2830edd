"""备份: now, on closing, before something large; in a second place too; how it stands; how many are kept."""

import logging
import os
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import AppError, CancelledError, InvalidInputError
from app.models import FirmSetting
from app.rules.backup_thinning import Thinning
from app.services.backups import notes as remembered
from app.services.backups.notes import Notes
from app.services.backups.patience import patiently
from app.services.backups.types import (
    BY_HAND,
    FOLDER,
    MAX_INTERVAL,
    MIN_INTERVAL,
    BackupDone,
    BackupStatus,
    BackupView,
    Failure,
    FoundBackups,
    Past,
    RulesForm,
    Told,
    quiet,
    view_of,
)
from app.services.core import Service, labour, operation, query
from app.storage.backup import About, make_backup, remove_sets, replicate, series_of
from app.storage.backup_check import check_backup
from app.storage.backup_facts import INTERVAL_KEY, THINNING_KEY, thinning_from
from app.storage.backup_place import place_errors
from app.storage.backup_set import BackupSet, read_set, sets_in
from app.storage.feed import journal_position
from app.terms import Permission

log = logging.getLogger(__name__)

USUAL_INTERVAL = 30
"""Minutes of change between automatic backups."""
RETRY = timedelta(minutes=5)
"""After a failure the next automatic try waits so long."""


class Backups(Service):
    """备份."""

    # --- making ---

    @labour(Permission.MAKE_BACKUP)
    def make(self, reason: str = BY_HAND, progress: Told = quiet) -> BackupDone:
        """Back up on this PC and then into the second place.

        A second place that cannot be reached does not fail the backup: it is tried again when it comes back.

        Args:
            reason: shown in the list.
            progress: gets (done, total, text); may cancel.

        Raises:
            AppError: no backup was made on this PC; why is in the status too. The second place was tried all the same.

        """
        try:
            made = self._make_first(reason, progress)
        except CancelledError:
            raise
        except AppError as error:
            self._fail(error)
            self._make_second_alone(reason, progress)
            raise
        self._succeed(made)
        return BackupDone(self._view(made), self._bring_to_second(made, progress))

    @labour(Permission.MAKE_BACKUP)
    def before(self, what: str, progress: Told = quiet) -> BackupDone:
        """Back up before something large, e.g. `before("导入")`.

        Raises:
            AppError: no backup could be made; the large thing should not begin.

        """
        return self.make(f"{what}前", progress)

    @labour(Permission.MAKE_BACKUP)
    def make_in(self, place: Path, progress: Told = quiet) -> BackupView:
        """Back up into any folder, once, without remembering it.

        Raises:
            AppError: it could not be written there.

        """
        return self._view(make_backup(self._about(BY_HAND), place, progress))

    @labour(Permission.MAKE_BACKUP)
    def retry_second(self, progress: Told = quiet) -> str:
        """Bring the newest backup of this PC to the second place; return why it failed, or an empty text."""
        newest = self._newest()
        return self._bring_to_second(newest, progress) if newest is not None else ""

    # --- looking ---

    @query(Permission.MAKE_BACKUP)
    def status(self) -> BackupStatus:
        """Return how safe the data is now."""
        known = Notes.read(self.office.profile)
        with self.office.reading() as session:
            interval, thinning = _rules(session)
        changed = known.first is None or journal_position(self.office.database) != known.first.position
        next_at = self._next(known, interval) if changed else None
        return BackupStatus(
            first=known.first,
            second=known.second,
            first_failure=known.first_failure,
            second_failure=known.second_failure,
            second_place=known.second_place,
            is_changed=changed,
            is_behind=known.second_place is not None and known.first is not None and not _same(known),
            next_at=next_at,
            is_due=next_at is not None and next_at <= self.office.clock.now(),
            interval=interval,
            thinning=thinning,
        )

    @labour(Permission.MAKE_BACKUP)
    def found(self) -> FoundBackups:
        """Return the backups of both places, newest first."""
        first = self._views(self.office.profile.backups)
        place = Notes.read(self.office.profile).second_place
        if place is None:
            return FoundBackups(first, (), "")
        try:
            return FoundBackups(first, patiently(lambda _told: self._views(place), place, quiet), "")
        except AppError as error:
            return FoundBackups(first, (), error.text)

    @labour(Permission.MAKE_BACKUP)
    def check(self, path: Path, progress: Told = quiet) -> BackupView:
        """Read a backup through: every file against its digest, the database opened and counted where its key is ours.

        Raises:
            DamagedDatabaseError: what is not as it was written.

        """
        backup = read_set(path)
        with place_errors(backup.place):
            check_backup(backup, self.office.database.data_key, self.office.profile.root / "check.partial", progress)
        return self._view(backup)

    # --- settings ---

    @labour(Permission.RESTORE_BACKUP)
    def remove(self, path: Path) -> None:
        """Delete a backup of this PC or of the second place by hand, and the papers only it had.

        Raises:
            AppError: it is the newest of its place; that one stays.

        """
        going = read_set(path)
        with place_errors(going.place):
            every = sets_in(going.place)
            if every and every[0].folder == going.folder:
                raise AppError("最新的一份备份不能删除。", safe="没有删除任何内容。")
            remove_sets([going], [one for one in every if one.folder != going.folder])

    @labour(Permission.RESTORE_BACKUP)
    def choose_second(self, folder: Path | None) -> Path | None:
        """Use a folder as second place from now on, or none; return the folder made in it.

        Raises:
            AppError: it cannot be written, or lies inside the firm's own folder.

        """
        place = None if folder is None else self._place_in(folder)
        if place is not None:
            with place_errors(place.parent):
                place.mkdir(exist_ok=True)
                (place / f"try-{os.urandom(4).hex()}").touch()
                for trial in place.glob("try-*"):
                    trial.unlink()
        remembered.change(
            self.office.profile, lambda known: replace(known, second_place=place, second=None, second_failure=None)
        )
        return place

    @operation(Permission.RESTORE_BACKUP)
    def set_rules(self, form: RulesForm) -> None:
        """Let the firm back up so often and keep so many.

        Raises:
            InvalidInputError: a figure is out of range.

        """
        problems = form.thinning.problems
        if not MIN_INTERVAL <= form.interval <= MAX_INTERVAL:
            problems["interval"] = f"请填写 {MIN_INTERVAL} 到 {MAX_INTERVAL} 之间的分钟数。"
        if problems:
            raise InvalidInputError(problems)
        with self.office.work() as work:
            _store(work.session, INTERVAL_KEY, form.interval)
            _store(work.session, THINNING_KEY, dict(vars(form.thinning)))
            work.commit("修改备份设置")

    # --- inside ---

    def _about(self, reason: str) -> About:
        office = self.office
        above = Notes.read(office.profile).highest
        copy = office.database.copy_to
        return About(office.profile, office.database.data_key, office.clock.now(), reason, above, copy)

    def _make_first(self, reason: str, progress: Told) -> BackupSet:
        return make_backup(self._about(reason), self.office.profile.backups, progress)

    def _make_second_alone(self, reason: str, progress: Told) -> None:
        """Try the second place where this PC's own disk failed: it may be full."""
        place = Notes.read(self.office.profile).second_place
        if place is None:
            return
        try:
            about = self._about(reason)
            self._succeed(patiently(partial(make_backup, about, place), place, progress), in_second=True)
        except AppError as error:
            self._fail(error, in_second=True)

    def _bring_to_second(self, made: BackupSet, progress: Told) -> str:
        place = Notes.read(self.office.profile).second_place
        if place is None:
            return ""
        try:
            brought = patiently(partial(replicate, made, place), place, progress)
        except CancelledError:
            raise
        except AppError as error:
            self._fail(error, in_second=True)
            return error.text
        self._succeed(brought, in_second=True)
        return ""

    def _succeed(self, made: BackupSet, *, in_second: bool = False) -> None:
        manifest = made.manifest
        past = Past(manifest.at, manifest.position, manifest.number, made.folder.name)
        remembered.succeeded(self.office.profile, past, in_second=in_second)

    def _fail(self, error: AppError, *, in_second: bool = False) -> None:
        log.warning("a backup failed: %s place", "second" if in_second else "first")
        remembered.failed(self.office.profile, Failure(self.office.clock.now(), error.text), in_second=in_second)

    def _newest(self) -> BackupSet | None:
        own = series_of(self.office.profile)
        mine = [one for one in sets_in(self.office.profile.backups) if one.manifest.series == own]
        return max(mine, key=lambda one: one.manifest.number, default=None)

    def _views(self, place: Path) -> tuple[BackupView, ...]:
        with place_errors(place):
            if not place.is_dir() and place != self.office.profile.backups:
                raise FileNotFoundError(place)
            return tuple(self._view(one) for one in sets_in(place))

    def _view(self, one: BackupSet) -> BackupView:
        return view_of(one, series_of(self.office.profile))

    def _place_in(self, folder: Path) -> Path:
        place = folder if folder.name == FOLDER else folder / FOLDER
        if place.resolve().is_relative_to(self.office.profile.root.resolve()):
            raise AppError(
                "第二个备份位置不能放在资料文件夹里面。", safe="没有更改。", todo="请选择 U 盘或网络文件夹。"
            )
        return place

    def _next(self, known: Notes, interval: int) -> datetime:
        """Return when the next backup is due; a PC clock put back never puts it off."""
        now = self.office.clock.now()
        if known.first_failure is not None and known.first_failure.at <= now:
            return known.first_failure.at + RETRY
        if known.first is None or known.first.at > now:
            return now
        return known.first.at + timedelta(minutes=interval)


def _same(known: Notes) -> bool:
    return known.first is not None and known.second is not None and known.first.name == known.second.name


def _rules(session: Session) -> tuple[int, Thinning]:
    wanted = select(FirmSetting.key, FirmSetting.value).where(FirmSetting.key.in_((INTERVAL_KEY, THINNING_KEY)))
    found: dict[str, Any] = {row.key: row.value for row in session.execute(wanted)}
    minutes = found.get(INTERVAL_KEY)
    sound = isinstance(minutes, int) and MIN_INTERVAL <= minutes <= MAX_INTERVAL
    return minutes if isinstance(minutes, int) and sound else USUAL_INTERVAL, thinning_from(found.get(THINNING_KEY))


def _store(session: Session, key: str, value: object) -> None:
    row = session.scalars(select(FirmSetting).where(FirmSetting.key == key)).first()
    if row is None:
        session.add(FirmSetting(key=key, value=value))
    else:
        row.value = value
