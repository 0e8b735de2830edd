"""Restoring: nothing is touched before it is proved, an interruption at any step ends whole, old schemas come along."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import (
    AppError,
    CancelledError,
    DamagedDatabaseError,
    InvalidInputError,
    NewerDatabaseError,
    WrongPasswordError,
)
from app.models.base import Base
from app.models.journal import ChangeSet, Device
from app.paths import Profile
from app.services.backups.restoring import Restoring
from app.storage import backup_set, keys, rekeying, restore
from app.storage.backup import make_backup
from app.storage.backup_set import MANIFEST, BackupSet, read_set
from app.storage.blobs import BlobStore
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.journal import verify_chain
from app.storage.migrations import REVISIONS
from app.storage.unit_of_work import reading
from tests.backup_support import CODE, LOGIN_NAME, PAPERS, PASSWORD, Firm, files_of, flip, kept_firm
from tests.storage_support import KEY, add_staff, context_for

OWN = ("backups", "restore.", "before-restore-")
"""What does not belong to the firm's files in a profile."""


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm.make(tmp_path / "律所 数据")


@pytest.fixture
def made(firm: Firm) -> BackupSet:
    """Return a backup, after which somebody was hired."""
    made = firm.back_up()
    firm.clock.advance(hours=5)
    firm.hire("after-the-backup")
    return made


def _restore(restoring: Restoring, made: BackupSet) -> None:
    restoring.restore(restoring.unlock(made.folder, LOGIN_NAME, PASSWORD))


def test_a_restored_firm_is_as_it_was_and_says_so_in_the_journal(firm: Firm, made: BackupSet) -> None:
    former = firm.profile.device.read_bytes()
    done = firm.restoring.restore(firm.restoring.unlock(made.folder, LOGIN_NAME, PASSWORD))
    assert (done.lost, done.backup.path) == (0, made.folder)
    assert firm.logins() == {LOGIN_NAME}
    assert [firm.blobs.read(ref) for ref in made.blob_sizes()] != []
    assert {firm.blobs.read(ref) for ref in made.blob_sizes()} == set(PAPERS)
    assert firm.profile.device.read_bytes() != former
    with Database.open(firm.profile, KEY) as database, reading(database) as session:
        last = session.scalars(select(ChangeSet).order_by(ChangeSet.local_seq.desc())).first()
        assert last is not None
        assert (last.label, last.actor_name) == ("从备份恢复（2026-03-03 09:10 的备份）", "周岚")
        assert (last.device_id, last.device_seq) == (database.device_id, 1)
        assert session.scalar(select(func.count()).select_from(Device)) == 2
        report = verify_chain(session)
        assert report.ok
        assert made.manifest.heads.items() <= {device.hex(): head for device, head in report.heads.items()}.items()


def test_work_after_a_restore_continues_under_the_new_device(firm: Firm, made: BackupSet) -> None:
    _restore(firm.restoring, made)
    firm.hire("after-the-restore")
    with Database.open(firm.profile, KEY) as database, reading(database) as session:
        assert verify_chain(session).ok
        assert (
            session.scalar(select(func.max(ChangeSet.device_seq)).where(ChangeSet.device_id == database.device_id)) == 2
        )
    assert firm.back_up(minutes=1).manifest.number > made.manifest.number


def test_the_former_files_are_kept_and_can_be_opened(firm: Firm, made: BackupSet) -> None:
    before = files_of(firm.profile.root, without=OWN)
    done = firm.restoring.restore(firm.restoring.unlock(made.folder, LOGIN_NAME, PASSWORD))
    assert done.kept is not None
    assert done.kept.name == "before-restore-20260303-061000"
    assert files_of(done.kept) == before
    with Database.open(Profile(done.kept), KEY) as database, reading(database) as session:
        assert session.scalar(select(func.count()).select_from(ChangeSet)) == 2


def test_on_a_new_pc_the_recovery_key_is_enough(firm: Firm, made: BackupSet, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(firm.profile.backups, stick)
    shutil.rmtree(firm.profile.root)
    new = Firm(Profile(tmp_path / "新电脑"), firm.clock)
    (found,) = new.restoring.backups_in(stick)
    assert not found.is_own
    done = new.restoring.restore(new.restoring.unlock_with_recovery(found.path, CODE.lower().replace("-", " ")))
    assert done.kept is None
    assert sorted(path.name for path in new.profile.root.iterdir()) == [
        "blobs", "device.json", "lvgutai.db", "lvgutai.keys",
    ]  # fmt: skip
    assert new.logins() == {LOGIN_NAME}
    assert keys.open_with_password(new.profile, LOGIN_NAME, PASSWORD) == KEY
    assert {new.blobs.read(ref) for ref in read_set(found.path).blob_sizes()} == set(PAPERS)
    with Database.open(new.profile, KEY) as database, reading(database) as session:
        assert session.scalars(select(ChangeSet.actor_name).order_by(ChangeSet.local_seq.desc())).first() == "恢复密钥"


@pytest.mark.parametrize("where", ["place", "parent", "profile", "set"])
def test_backups_are_found_where_people_point(firm: Firm, made: BackupSet, tmp_path: Path, where: str) -> None:
    place = tmp_path / "stick" / "律顾台备份"
    shutil.copytree(firm.profile.backups, place)
    folder = {
        "place": place, "parent": place.parent, "profile": firm.profile.root, "set": place / made.folder.name,
    }[where]  # fmt: skip
    assert [one.at for one in firm.restoring.backups_in(folder)] == [made.manifest.at]


def test_a_folder_without_backups_is_told(firm: Firm, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(AppError, match="没有备份"):
        firm.restoring.backups_in(tmp_path / "empty")


def test_the_preview_says_date_counts_and_who_can_open_it(firm: Firm, made: BackupSet) -> None:
    preview = firm.restoring.preview(made.folder)
    assert (preview.logins, preview.is_older_schema) == ((LOGIN_NAME,), False)
    assert preview.backup.count("员工") == 1
    assert preview.backup.at == made.manifest.at


# -- nothing is touched before it is proved


def _untouched(firm: Firm, call: Callable[[], object], error: type[AppError], words: str | None = None) -> AppError:
    before = files_of(firm.profile.root, without=OWN)
    with pytest.raises(error, match=words) as caught:
        call()
    assert files_of(firm.profile.root, without=OWN) == before
    Restoring.finish_interrupted(firm.profile)
    assert files_of(firm.profile.root, without=OWN) == before
    assert not restore.stage_of(firm.profile).root.exists()
    return caught.value


def test_a_wrong_password_touches_nothing_and_waits_grow(firm: Firm, made: BackupSet) -> None:
    restoring = firm.restoring
    for _ in range(2):
        with pytest.raises(WrongPasswordError):
            restoring.unlock(made.folder, LOGIN_NAME, "falsch")
    found = _untouched(firm, lambda: restoring.unlock(made.folder, LOGIN_NAME, "falsch"), WrongPasswordError)
    assert isinstance(found, WrongPasswordError)
    assert found.wait_seconds > 0
    assert not firm.profile.failed_sign_ins.exists()


def test_a_recovery_key_of_another_firm_or_mistyped_touches_nothing(firm: Firm, made: BackupSet) -> None:
    _untouched(firm, lambda: firm.restoring.unlock_with_recovery(made.folder, "7K2M"), InvalidInputError)
    from app.storage import recovery_code

    code = recovery_code.generate()
    _untouched(firm, lambda: firm.restoring.unlock_with_recovery(made.folder, code), WrongPasswordError)


@pytest.mark.parametrize("part", ["lvgutai.db", "lvgutai.keys", "blobs.txt", MANIFEST])
@pytest.mark.parametrize("how", ["flipped", "missing", "cut"])
def test_a_changed_backup_touches_nothing(firm: Firm, made: BackupSet, part: str, how: str) -> None:
    path = made.folder / part
    if how == "flipped":
        flip(path)
    elif how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    _untouched(firm, lambda: _restore(firm.restoring, made), AppError)


def test_a_manifest_with_other_figures_is_noticed_by_its_seal(firm: Firm, made: BackupSet) -> None:
    path = made.folder / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"staff": 1', b'"staff": 9'))
    assert read_set(made.folder).manifest.counts["staff"] == 9
    _untouched(firm, lambda: _restore(firm.restoring, made), DamagedDatabaseError, "说明文件")


def test_a_backup_of_a_newer_version_is_refused(firm: Firm, made: BackupSet, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made.folder / MANIFEST
    path.write_bytes(path.read_bytes().replace(f'"revision": "{REVISIONS[-1]}"'.encode(), b'"revision": "9999"'))
    _untouched(firm, lambda: firm.restoring.preview(made.folder), NewerDatabaseError)
    _untouched(firm, lambda: _restore(firm.restoring, made), NewerDatabaseError)


def test_too_little_room_is_told_before_anything(firm: Firm, made: BackupSet, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(firm.profile.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    _untouched(firm, lambda: _restore(firm.restoring, made), AppError, "空间")


@pytest.mark.parametrize("stop", ["正在读取备份", "正在核对备份", "正在恢复材料", "正在换上恢复的数据"])
def test_cancelling_before_the_swap_touches_nothing(firm: Firm, made: BackupSet, stop: str) -> None:
    def told(_done: int, _total: int, text: str) -> None:
        if text == stop:
            raise CancelledError

    def call() -> None:
        restoring = firm.restoring
        restoring.restore(restoring.unlock(made.folder, LOGIN_NAME, PASSWORD, told), told)

    _untouched(firm, call, CancelledError)


# -- papers


def _a_blob(made: BackupSet) -> tuple[str, Path]:
    name = min(made.blob_sizes())
    return name, made.place / "blobs" / name[:2] / name[2:]


@pytest.mark.parametrize("how", ["flipped", "missing"])
def test_a_paper_damaged_in_the_backup_is_taken_from_this_pc(firm: Firm, made: BackupSet, how: str) -> None:
    name, path = _a_blob(made)
    flip(path) if how == "flipped" else path.unlink()
    done = firm.restoring.restore(firm.restoring.unlock(made.folder, LOGIN_NAME, PASSWORD))
    assert done.lost == 0
    assert firm.blobs.read(name) in PAPERS


def test_a_paper_that_is_nowhere_whole_is_counted_and_the_rest_restored(firm: Firm, made: BackupSet) -> None:
    name, path = _a_blob(made)
    flip(path)
    shutil.rmtree(firm.profile.blobs)
    done = firm.restoring.restore(firm.restoring.unlock(made.folder, LOGIN_NAME, PASSWORD))
    assert done.lost == 1
    assert not firm.blobs.exists(name)
    assert firm.logins() == {LOGIN_NAME}


def test_backups_from_before_a_change_of_the_data_key_are_restored_with_their_papers(firm: Firm) -> None:
    made = firm.back_up()
    with Database.open(firm.profile, KEY) as database:
        add_staff(database, context_for(database, clock=firm.clock), "lijing")
        rekeying.rekey(database, firm.clock.now())
        fresh = database.data_key
        store = BlobStore(firm.profile, fresh, rekeying.retired_identities(database))
        late = store.put(b"sealed to the new key").hash
        for paper in PAPERS:
            store.put(paper)  # the same papers once more: sealed anew on this PC
    later = make_backup(
        type(firm.about())(firm.profile, fresh, firm.clock.now() + timedelta(hours=1), "自动"), firm.profile.backups
    )
    for one, key, papers in ((made, KEY, set(PAPERS)), (later, fresh, {*PAPERS, b"sealed to the new key"})):
        done = firm.restoring.restore(firm.restoring.unlock(one.folder, LOGIN_NAME, PASSWORD))
        assert done.lost == 0
        with Database.open(firm.profile, key) as database:
            store = BlobStore(firm.profile, key, rekeying.retired_identities(database))
            assert {store.read(name) for name in one.blob_sizes()} == papers
    assert late in later.blob_sizes()


# -- every released schema


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_backup_of_every_released_schema_restores(tmp_path: Path, revision: str) -> None:
    old = kept_firm(tmp_path / "old", revision)
    made = old.back_up()
    assert made.manifest.revision == revision
    new = Firm(Profile(tmp_path / "new"), old.clock)
    assert new.restoring.preview(made.folder).is_older_schema == (revision != REVISIONS[-1])
    new.restoring.restore(new.restoring.unlock_with_recovery(made.folder, CODE))
    with closing(connect(made.profile.database, KEY)) as kept:
        then = {name for (name,) in kept.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    with Database.open(new.profile, KEY) as database, reading(database) as session:
        assert database.integrity_check() == ()
        for mapper in Base.registry.mappers:
            table = mapper.class_.__tablename__
            assert table not in then or session.scalars(select(mapper.class_).limit(1)).first(), table
        assert verify_chain(session).ok
    assert not new.profile.backups.exists(), "opened at the present schema already"


# -- a crash at each step


class _CrashError(BaseException):
    """The power goes."""


def _crashes(monkeypatch: pytest.MonkeyPatch, at: int) -> Iterator[int]:
    """Count the steps that change files; stop the program before step `at`."""
    steps = iter(range(1, 10_000))

    def before(real: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*args: Any, **kwargs: Any) -> Any:
            if next(steps) == at:
                raise _CrashError
            return real(*args, **kwargs)

        return stepping

    for module, name in (
        (os, "replace"), (shutil, "rmtree"), (Path, "mkdir"), (Path, "rename"), (Path, "rmdir"), (Path, "unlink"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, before(getattr(module, name)))
    return steps


def _restore_with_a_crash(firm: Firm, made: BackupSet, at: int) -> bool:
    """Restore and crash before a step; return whether there was such a step."""
    with pytest.MonkeyPatch.context() as patch:
        _crashes(patch, at)
        try:
            _restore(firm.restoring, made)
        except _CrashError:
            return True
    return False


def test_a_crash_at_any_step_ends_with_the_old_firm_or_the_restored_one(tmp_path: Path) -> None:
    template = Firm.make(tmp_path / "firm")
    template.back_up()
    template.clock.advance(hours=5)
    template.hire("after-the-backup")
    outcomes, step, went_on = [], 0, True
    while went_on:
        step += 1
        firm = Firm(Profile(tmp_path / "trial"), template.clock)
        shutil.copytree(template.profile.root, firm.profile.root)
        (made,) = backup_set.sets_in(firm.profile.backups)
        went_on = _restore_with_a_crash(firm, made, step)
        with suppress(_CrashError), pytest.MonkeyPatch.context() as patch:
            _crashes(patch, 1 + step % 5)  # and once more while it is being put right
            Restoring.finish_interrupted(firm.profile)
        Restoring.finish_interrupted(firm.profile)
        logins = firm.logins()
        outcomes.append("after-the-backup" not in logins)
        assert logins in ({LOGIN_NAME}, {LOGIN_NAME, "after-the-backup"})
        assert {firm.blobs.read(name) for name in made.blob_sizes()} == set(PAPERS)
        assert keys.open_with_password(firm.profile, LOGIN_NAME, PASSWORD) == KEY
        assert not list(firm.profile.root.glob("restore.*"))
        kept = list(firm.profile.root.glob("before-restore-*"))
        assert len(kept) == int(outcomes[-1])
        shutil.rmtree(firm.profile.root)
    assert outcomes == sorted(outcomes), "from one step on it is finished"
    assert {True, False} == set(outcomes)
    assert step > 20


def test_a_file_that_another_program_holds_is_told_and_the_next_start_goes_on(
    firm: Firm, made: BackupSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = firm.restoring.unlock(made.folder, LOGIN_NAME, PASSWORD)
    real = os.replace

    def held(source: Any, target: Any) -> None:
        if Path(source) == firm.profile.blobs:
            raise PermissionError(13, "held")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        with pytest.raises(AppError, match="占用"):
            firm.restoring.restore(unlocked)
    Restoring.finish_interrupted(firm.profile)
    assert firm.logins() == {LOGIN_NAME}
