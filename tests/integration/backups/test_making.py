"""Making backups: what is in one, that each was opened and counted, and that trouble leaves no half one."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError, CancelledError, DamagedDatabaseError
from app.models import Attachment, new_uid
from app.rules.backup_thinning import Thinning
from app.storage import backup, backup_place
from app.storage.backup import PlaceGoneError, make_backup, replicate
from app.storage.backup_check import check_backup
from app.storage.backup_set import MANIFEST, BackupSet, sets_in
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.unit_of_work import unit_of_work
from app.terms import AttachmentKind
from tests.backup_support import PAPERS, Firm, files_of, flip
from tests.storage_support import KEY, context_for


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm.make(tmp_path / "律所 数据")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return a folder on another disk."""
    (tmp_path / "U 盘").mkdir()
    return tmp_path / "U 盘" / "律顾台备份"


def _blobs(place: Path) -> list[Path]:
    return [path for path in (place / "blobs").rglob("*") if path.is_file()]


def _complete(one: BackupSet, tmp_path: Path) -> None:
    check_backup(one, KEY, tmp_path / "aside")
    assert not (tmp_path / "aside").exists()


def test_a_backup_holds_database_slots_papers_and_says_what_it_holds(firm: Firm, tmp_path: Path) -> None:
    made = firm.back_up()
    _complete(made, tmp_path)
    assert made.manifest.counts["staff"] == 1
    assert made.manifest.counts["change_set"] == made.manifest.position == 1
    assert made.manifest.at == firm.clock.now()
    assert made.manifest.blobs == len(_blobs(made.place)) == len(PAPERS)
    assert made.profile.slots.read_bytes() == firm.profile.slots.read_bytes()
    with closing(connect(made.profile.database, KEY)) as copy:
        assert copy.execute("SELECT login FROM staff").fetchall() == [("zhoulan",)]


def test_the_manifest_holds_nothing_about_people(firm: Firm) -> None:
    firm.hire("lijing")
    text = (firm.back_up().folder / MANIFEST).read_text("utf-8")
    assert "lijing" not in text
    assert "李静" not in text
    assert "周岚" not in text


def test_papers_are_copied_once_and_only_new_ones_later(firm: Firm) -> None:
    first = firm.back_up()
    before = {path: path.stat().st_ino for path in _blobs(first.place)}
    firm.blobs.put(b"a third paper")
    second = firm.back_up(minutes=30)
    after = {path: path.stat().st_ino for path in _blobs(first.place)}
    assert before.items() <= after.items()
    assert len(after) == len(PAPERS) + 1
    assert (first.manifest.blobs, second.manifest.blobs) == (2, 3)


def test_a_paper_that_is_missing_is_counted_and_the_rest_is_backed_up(firm: Firm, tmp_path: Path) -> None:
    with Database.open(firm.profile, KEY) as database, unit_of_work(database, context_for(database)) as work:
        row = Attachment(
            owner_kind="client",
            owner_id=new_uid(),
            kind=AttachmentKind.OTHER,
            file_name="x",
            media_type="",
            size=1,
            blob_hash="ab" * 32,
        )
        row.added_at = work.now
        work.session.add(row)
        work.commit("添加材料")
    made = firm.back_up()
    assert made.manifest.missing == 1
    _complete(made, tmp_path)


def test_writing_goes_on_during_a_backup_and_the_copy_is_of_one_state(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.storage.copying.PAGES_AT_A_TIME", 20)
    hired: list[str] = []

    def told(_done: int, _total: int, text: str) -> None:
        if "复制" in text and len(hired) < 5:
            hired.append(f"person{len(hired)}")
            firm.hire(hired[-1])

    made = make_backup(firm.about(), firm.profile.backups, told)
    assert len(hired) == 5, "the test wrote while the copy was being made"
    assert made.manifest.counts["staff"] == 1
    assert firm.logins() == {"zhoulan", *hired}
    _complete(made, tmp_path)


def test_backups_in_the_same_second_do_not_hide_each_other(firm: Firm) -> None:
    names = {make_backup(firm.about(f"第 {n} 次导入前"), firm.profile.backups).folder.name for n in (1, 2)}
    assert len(names) == 2
    assert [one.manifest.number for one in sets_in(firm.profile.backups)] == [2, 1]


def test_a_backup_made_by_hand_outlives_the_automatic_one_of_the_same_hour(firm: Firm) -> None:
    by_hand = make_backup(firm.about("立即备份"), firm.profile.backups)
    make_backup(firm.about("自动"), firm.profile.backups)
    make_backup(firm.about("自动"), firm.profile.backups)
    assert by_hand.folder.exists()


def test_thinning_takes_old_backups_and_the_papers_only_they_had(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_paper = firm.blobs.put(b"only the first backup has this").hash
    first = firm.back_up()
    (firm.profile.blobs / gone_paper[:2] / gone_paper[2:]).unlink()
    with closing(connect(firm.profile.database, KEY)) as raw:
        raw.execute(
            "INSERT INTO firm_setting (id, key, value) VALUES (x'00', 'backup.thinning', ?)",
            ('{"hourly": 2, "daily": 1, "monthly": 1}',),
        )
    second, third = firm.back_up(hours=1), firm.back_up(hours=1)
    assert third.manifest.thinning == Thinning(2, 1, 1)
    assert [one.folder for one in sets_in(firm.profile.backups)] == [third.folder, second.folder]
    assert not first.folder.exists()
    assert sorted(path.parent.name + path.name for path in _blobs(first.place)) == sorted(third.blob_sizes())
    assert gone_paper not in third.blob_sizes()


def test_papers_stay_while_a_backup_of_another_pc_in_the_same_place_needs_them(
    firm: Firm, tmp_path: Path, stick: Path
) -> None:
    other = Firm.make(tmp_path / "另一台")
    shared = other.back_up(stick)
    rule = Thinning(1, 0, 0)
    old = firm.back_up(stick)
    new = firm.back_up(stick, hours=2)
    backup.remove_sets([old], [new, shared])
    _complete(new, tmp_path)
    _complete(shared, tmp_path)
    assert rule.hourly == 1
    assert {one.folder for one in sets_in(stick)} == {shared.folder, new.folder}


def test_each_pcs_backups_are_thinned_apart(firm: Firm, tmp_path: Path, stick: Path) -> None:
    other = Firm.make(tmp_path / "另一台")
    others = {other.back_up(stick, minutes=-20).folder for _ in range(3)}
    for _ in range(3):
        firm.back_up(stick, minutes=10)
    mine = {one.folder for one in sets_in(stick)} - others
    assert others & {one.folder for one in sets_in(stick)}
    assert max(one.manifest.number for one in sets_in(stick) if one.folder in mine) > 3


def test_a_clock_put_back_does_not_thin_the_newest(firm: Firm) -> None:
    for _ in range(4):
        firm.back_up(days=100)
    late = firm.back_up(days=-900)
    assert late.folder.exists()
    assert firm.back_up(minutes=1).folder.exists()


def test_no_paper_is_removed_while_a_manifest_cannot_be_read(firm: Firm) -> None:
    unreadable, going, staying = firm.back_up(), firm.back_up(hours=1), firm.back_up(hours=1)
    (unreadable.folder / MANIFEST).write_bytes(b"{")
    before = len(_blobs(going.place))
    shutil.rmtree(firm.profile.blobs)
    backup.remove_sets([going], [staying])
    assert len(_blobs(going.place)) == before


# -- a second place


def test_a_backup_is_brought_to_a_second_place_whole(firm: Firm, stick: Path, tmp_path: Path) -> None:
    made = firm.back_up()
    brought = replicate(made, stick)
    assert brought.manifest == made.manifest
    _complete(brought, tmp_path)
    assert replicate(made, stick).folder == brought.folder, "once more changes nothing"


def test_a_damaged_backup_is_not_brought_further(firm: Firm, stick: Path) -> None:
    made = firm.back_up()
    flip(made.profile.database)
    with pytest.raises(AppError, match="已损坏"):
        replicate(made, stick)
    assert sets_in(stick) == []


@pytest.mark.parametrize("call", ["make", "replicate"])
def test_a_place_that_is_not_there_is_told_and_not_made(firm: Firm, tmp_path: Path, call: str) -> None:
    nowhere = tmp_path / "拔出的盘" / "律顾台备份"
    made = firm.back_up()
    with pytest.raises(PlaceGoneError) as caught:
        make_backup(firm.about(), nowhere) if call == "make" else replicate(made, nowhere)
    assert "U 盘" in caught.value.text
    assert not nowhere.parent.exists()


# -- trouble leaves nothing half


def _nothing_half(place: Path, before: dict[str, str]) -> None:
    left = files_of(place, without=("lock", "blobs"))
    assert left == before
    assert not list(place.rglob("*.partial"))


@pytest.mark.parametrize(
    "fault",
    [(errno.ENOSPC, "空间不足"), (errno.EROFS, "只读"), (errno.EACCES, "没有写入权限"), (errno.EIO, "出错")],
)
@pytest.mark.parametrize("failing", ["write_atomically", "copy_checked", "sync_folder"])
def test_a_disk_that_fails_is_told_in_words_and_leaves_no_half_backup(
    firm: Firm, stick: Path, monkeypatch: pytest.MonkeyPatch, fault: tuple[int, str], failing: str
) -> None:
    made = firm.back_up()
    replicate(firm.back_up(hours=1), stick)
    before = files_of(stick, without=("lock", "blobs"))

    def fail(*_: Any) -> None:
        raise OSError(fault[0], os.strerror(fault[0]))

    where: dict[str, tuple[Any, Callable[[], object]]] = {
        "write_atomically": (backup, lambda: make_backup(firm.about(), stick)),
        "copy_checked": (backup, lambda: replicate(made, stick)),
        "sync_folder": (backup_place, lambda: replicate(made, stick)),
    }
    module, call = where[failing]
    with monkeypatch.context() as patch:
        patch.setattr(module, failing, fail)
        with pytest.raises(AppError) as caught:
            call()
    assert fault[1] in caught.value.text
    _nothing_half(stick, before)
    make_backup(firm.about(), stick)


def test_a_stick_taken_out_in_the_middle_is_told(firm: Firm, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_out(done: int, _total: int, text: str) -> None:
        if "复制" in text and done:
            shutil.rmtree(stick)

    monkeypatch.setattr("app.storage.copying.PAGES_AT_A_TIME", 20)
    with pytest.raises(PlaceGoneError, match="找不到备份位置"):
        make_backup(firm.about(), stick, taken_out)
    assert not stick.exists()


def test_no_room_is_told_before_anything_is_written(firm: Firm, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = firm.back_up()
    usage = shutil.disk_usage(stick.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(AppError, match="空间不足"):
        make_backup(firm.about(), stick)
    with pytest.raises(AppError, match="空间不足"):
        replicate(made, stick)
    assert files_of(stick, without=("lock",)) == {}


def test_cancelling_leaves_nothing(firm: Firm) -> None:
    def cancel(_done: int, _total: int, _text: str) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        make_backup(firm.about(), firm.profile.backups, cancel)
    _nothing_half(firm.profile.backups, {})


def test_a_backup_interrupted_by_a_power_cut_is_no_backup_and_is_cleared_by_the_next(firm: Firm) -> None:
    half = firm.profile.backups / ".20260101-000000-abc.partial"
    half.mkdir(parents=True)
    (half / MANIFEST).write_bytes(firm.about().reason.encode())
    assert sets_in(firm.profile.backups) == []
    firm.back_up()
    assert not half.exists()


def test_a_damaged_database_is_not_backed_up_and_older_backups_stay(firm: Firm) -> None:
    kept = firm.back_up()
    firm.profile.database.write_bytes(firm.profile.database.read_bytes()[:-4096] + bytes(4096))
    with pytest.raises(DamagedDatabaseError):
        firm.back_up(minutes=30)
    assert [one.folder for one in sets_in(firm.profile.backups)] == [kept.folder]


def test_two_backups_into_one_place_at_the_same_time_are_refused(firm: Firm) -> None:
    firm.back_up()
    with backup_place.held(firm.profile.backups), pytest.raises(AppError, match="正在进行另一次备份"):
        firm.back_up()


def test_a_slot_file_that_does_not_fit_the_database_is_not_backed_up(firm: Firm) -> None:
    from tests.backup_support import give_slots

    give_slots(firm.profile, key=bytes(32))
    with pytest.raises(AppError, match="数据密钥"):
        firm.back_up()
    assert sets_in(firm.profile.backups) == []


# -- reading a backup through


@pytest.mark.parametrize("part", ["lvgutai.db", "lvgutai.keys", "blobs.txt", "blob"])
@pytest.mark.parametrize("key", [KEY, bytes(32)])
def test_every_changed_or_missing_part_is_found(firm: Firm, tmp_path: Path, part: str, key: bytes) -> None:
    made = firm.back_up()
    check_backup(made, key, tmp_path / "aside")
    path = _blobs(made.place)[0] if part == "blob" else made.folder / part
    path.write_bytes(path.read_bytes()[:-1]) if part == "blob" else flip(path)
    with pytest.raises(DamagedDatabaseError, match="不完整或被改动过"):
        check_backup(made, key, tmp_path / "aside")
    path.unlink()
    with pytest.raises(DamagedDatabaseError, match="不完整或被改动过"):
        check_backup(made, key, tmp_path / "aside")
