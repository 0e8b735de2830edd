"""The backup service: both places, what is remembered, what is due, the firm's settings."""

import shutil
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.clock import SteppedClock
from app.errors import AppError, CancelledError, DamagedDatabaseError, InvalidInputError
from app.rules.backup_thinning import Thinning
from app.services.backups import patience, service
from app.services.backups.notes import Notes
from app.services.backups.patience import patiently
from app.services.backups.types import FOLDER, PlaceGoneError, RulesForm
from app.services.container import Services
from app.storage.backup_set import sets_in
from tests.backup_support import flip
from tests.factories import act_as
from tests.integration.services.support import register


@pytest.fixture
def firm(staffed: Services) -> Services:
    """Return the firm with its director in the seat, who may set backups up."""
    act_as(staffed, "weidongming")
    return staffed


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "U 盘").mkdir()
    return tmp_path / "U 盘"


def _later(firm: Services, **parts: float) -> None:
    clock = firm.office.clock
    assert isinstance(clock, SteppedClock)
    clock.advance(**parts)


def test_a_firm_without_a_backup_is_due_at_once_and_then_not(firm: Services) -> None:
    before = firm.backups.status()
    assert (before.first, before.is_changed, before.is_due) == (None, True, True)
    firm.backups.make("自动")
    after = firm.backups.status()
    assert after.first is not None
    assert after.first.at == firm.office.clock.now()
    assert (after.is_changed, after.is_due, after.next_at, after.first_failure) == (False, False, None, None)


def test_a_change_is_backed_up_half_an_hour_after_the_last_backup(firm: Services) -> None:
    firm.backups.make()
    _later(firm, hours=5)
    assert not firm.backups.status().is_due, "nothing changed"
    firm.backups.make()
    register(firm)
    _later(firm, minutes=29)
    waiting = firm.backups.status()
    assert (waiting.is_changed, waiting.is_due) == (True, False)
    _later(firm, minutes=1)
    assert firm.backups.status().is_due


def test_a_clock_put_back_does_not_put_backups_off(firm: Services) -> None:
    firm.backups.make()
    register(firm)
    _later(firm, days=-365)
    assert firm.backups.status().is_due


def test_the_firm_sets_how_often_and_how_many(firm: Services) -> None:
    firm.backups.set_rules(RulesForm(90, Thinning(5, 4, 3)))
    status = firm.backups.status()
    assert (status.interval, status.thinning) == (90, Thinning(5, 4, 3))
    firm.backups.make()
    (made,) = sets_in(firm.office.profile.backups)
    assert made.manifest.thinning == Thinning(5, 4, 3)
    with pytest.raises(InvalidInputError) as caught:
        firm.backups.set_rules(RulesForm(1, Thinning(-1, 4, 3)))
    assert set(caught.value.problems) == {"interval", "hourly"}


def test_a_backup_before_something_large_is_named_after_it(firm: Services) -> None:
    assert firm.backups.before("导入").backup.reason == "导入前"
    assert [one.reason for one in firm.backups.found().first] == ["导入前"]


def test_the_second_place_gets_every_backup_and_is_remembered_on_this_pc(firm: Services, stick: Path) -> None:
    firm.backups.make()
    place = firm.backups.choose_second(stick)
    assert place == stick / FOLDER
    assert firm.backups.status().is_behind
    assert firm.backups.retry_second() == ""
    status = firm.backups.status()
    assert (status.is_behind, status.second_place) == (False, place)
    _later(firm, hours=1)
    register(firm)
    done = firm.backups.make()
    assert done.second_failure == ""
    found = firm.backups.found()
    assert [one.at for one in found.first] == [one.at for one in found.second]
    firm.backups.choose_second(None)
    assert firm.backups.status().second_place is None


def test_a_stick_that_is_away_fails_nothing_and_is_made_up_for_when_it_is_back(firm: Services, stick: Path) -> None:
    firm.backups.choose_second(stick)
    firm.backups.make()
    away = stick.rename(stick.with_name("in a pocket"))
    register(firm)
    _later(firm, hours=1)
    done = firm.backups.make()
    assert "U 盘" in done.second_failure
    status = firm.backups.status()
    assert status.first_failure is None
    assert status.second_failure is not None
    assert status.is_behind
    assert firm.backups.found().second_problem == status.second_failure.text
    away.rename(stick)
    assert firm.backups.retry_second() == ""
    again = firm.backups.status()
    assert (again.second_failure, again.is_behind) == (None, False)


def test_when_this_pcs_disk_is_full_the_second_place_is_still_used(
    firm: Services, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm.backups.choose_second(stick)

    def full(_backups: object, _reason: str, _progress: object) -> None:
        raise AppError("备份位置的空间不足。")

    with monkeypatch.context() as patch:
        patch.setattr(service.Backups, "_make_first", full)
        with pytest.raises(AppError, match="空间不足"):
            firm.backups.make()
    status = firm.backups.status()
    assert status.first_failure is not None
    assert status.second is not None
    assert status.next_at == firm.office.clock.now() + timedelta(minutes=5), "not tried again at every beat"
    firm.backups.make()
    assert firm.backups.status().first_failure is None


def test_a_damaged_database_fails_the_backup_and_the_older_one_stays(firm: Services) -> None:
    kept = firm.backups.make().backup
    path = firm.office.profile.database
    firm.office.database.close()
    path.write_bytes(path.read_bytes()[:-4096] + bytes(4096))
    with pytest.raises(AppError) as caught:
        firm.backups.make()
    assert [one.path for one in firm.backups.found().first] == [kept.path]
    failure = Notes.read(firm.office.profile).first_failure
    assert failure is not None
    assert failure.text == caught.value.text


def test_a_second_place_inside_the_firms_folder_or_read_only_is_refused(firm: Services, stick: Path) -> None:
    with pytest.raises(AppError, match="资料文件夹里面"):
        firm.backups.choose_second(firm.office.profile.root)
    (stick / FOLDER).write_bytes(b"a file stands in the way")
    with pytest.raises(AppError):
        firm.backups.choose_second(stick)
    assert firm.backups.status().second_place is None


def test_a_backup_is_read_through_on_demand(firm: Services) -> None:
    made = firm.backups.make().backup
    assert firm.backups.check(made.path).at == made.at
    flip(made.path / "lvgutai.db")
    with pytest.raises(DamagedDatabaseError, match="数据库"):
        firm.backups.check(made.path)


def test_an_older_backup_can_be_deleted_but_never_the_newest(firm: Services) -> None:
    old = firm.backups.before("导入").backup
    _later(firm, hours=1)
    new = firm.backups.make().backup
    firm.backups.remove(old.path)
    assert [one.path for one in firm.backups.found().first] == [new.path]
    with pytest.raises(AppError, match="最新"):
        firm.backups.remove(new.path)


def test_notes_that_are_broken_or_gone_cost_only_the_memory(firm: Services) -> None:
    firm.backups.make()
    firm.office.profile.backup_notes.write_text("{", "utf-8")
    assert firm.backups.status().is_due
    firm.backups.make()
    assert not firm.backups.status().is_due


def test_numbers_go_on_when_the_folder_of_backups_was_emptied(firm: Services, stick: Path) -> None:
    firm.backups.choose_second(stick)
    for _ in range(3):
        _later(firm, hours=1)
        firm.backups.make()
    shutil.rmtree(firm.office.profile.backups)
    _later(firm, hours=1)
    firm.backups.make()
    assert max(one.manifest.number for one in sets_in(stick / FOLDER)) == 4


# -- waiting for a place


def test_a_place_that_hangs_is_given_up(tmp_path: Path) -> None:
    answer = threading.Event()
    try:
        with pytest.raises(PlaceGoneError):
            patiently(lambda _told: answer.wait(30), tmp_path, lambda *_: None, stall=0.05)
    finally:
        answer.set()


def test_a_place_that_is_slow_but_speaks_is_waited_for(tmp_path: Path) -> None:
    told: list[int] = []

    def slow(report: Callable[[int, int, str], object]) -> str:
        for step in range(5):
            threading.Event().wait(0.02)
            report(step, 5, "")
        return "done"

    assert patiently(slow, tmp_path, lambda done, _total, _text: told.append(done), stall=5) == "done"
    assert told == [0, 1, 2, 3, 4]
    assert patience.STALL_SECONDS >= 30


def test_cancelling_ends_the_work_at_its_next_report(tmp_path: Path) -> None:
    ended = threading.Event()

    def work(report: Callable[[int, int, str], object]) -> None:
        try:
            while True:
                report(0, 0, "")
        finally:
            ended.set()

    def cancel(*_: object) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        patiently(work, tmp_path, cancel, stall=5)
    assert ended.wait(5)
