"""Restoring in windows: step by step, wrong passwords, from settings to the sign-in window, on a new PC; closing backs up."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Program
from app.clock import SteppedClock
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.backups.types import Restored
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.settings import Settings
from app.storage.backup_set import sets_in
from app.views.backups import closing
from app.views.backups.closing import ClosingBackup
from app.views.backups.restore_window import RestoreWindow
from app.views.dialogs import QtDialogs, ScriptedDialogs
from app.views.jobs import InlineJobs
from tests.factories import FirmTemplate, open_services
from tests.gui.robot import Robot
from tests.integration.services.support import register

Show = Callable[..., Robot]
LONG = 30_000


@pytest.fixture
def firm(peopled_template: FirmTemplate, tmp_path: Path, friday_clock: SteppedClock) -> Profile:
    """Return a firm with a backup, after which a question was registered."""
    profile = peopled_template.copy_to(tmp_path / "律所")
    services = open_services(profile, peopled_template.data_key, friday_clock)
    services.backups.before("导入")
    register(services)
    services.close()
    return profile


def _questions(profile: Profile, clock: SteppedClock) -> int:
    office = Accounts.of(profile, clock).sign_in("zhoulan", PASSWORD)
    try:
        with office.reading() as session:
            from sqlalchemy import func, select

            from app.models import Consultation

            return session.scalar(select(func.count()).select_from(Consultation)) or 0
    finally:
        office.database.close()


@pytest.fixture
def window(firm: Profile, friday_clock: SteppedClock, scripted_dialogs: ScriptedDialogs) -> RestoreWindow:
    restoring = Accounts.of(firm, friday_clock).restoring()
    return RestoreWindow(restoring, InlineJobs(), scripted_dialogs, friday_clock)


def test_a_backup_is_chosen_opened_compared_and_restored(
    window: RestoreWindow, firm: Profile, friday_clock: SteppedClock, show: Show, qtbot: QtBot
) -> None:
    before = _questions(firm, friday_clock)
    robot = show(window, 980, 640)
    ((when, reason, clients, *_),) = robot.rows("备份列表")
    assert (when, reason, clients) == ("今天 14:26", "导入前", "12")
    robot.click("下一步")
    assert robot.sees("今天 14:26 的备份")
    robot.type_into("备份当时的密码", "falsch")
    robot.click("下一步")
    assert robot.sees("登录名或密码不正确")
    robot.type_into("备份当时的密码", PASSWORD)
    robot.click("下一步")
    assert robot.sees("备份已打开并逐项核对")
    assert _questions(firm, friday_clock) == before, "nothing is changed yet"
    robot.click("恢复这份备份")
    assert robot.sees("已恢复")
    assert robot.sees("before-restore-20260313")
    with qtbot.waitSignal(window.restored) as told:
        robot.click("去登录")
    assert isinstance(told.args[0], Restored)
    assert _questions(firm, friday_clock) == before - 1


def test_closing_before_the_end_changes_nothing(
    window: RestoreWindow, firm: Profile, friday_clock: SteppedClock, show: Show, qtbot: QtBot
) -> None:
    before = _questions(firm, friday_clock)
    robot = show(window, 980, 640)
    robot.click("下一步")
    robot.type_into("备份当时的密码", PASSWORD)
    robot.press("Return")
    assert robot.sees("核对后恢复")
    with qtbot.waitSignal(window.closed):
        robot.click("取消")
    assert not (firm.root / "restore.partial").exists()
    assert _questions(firm, friday_clock) == before


def test_backups_in_another_folder_are_found_and_a_damaged_one_is_told(
    window: RestoreWindow, firm: Profile, scripted_dialogs: ScriptedDialogs, show: Show, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    stick = tmp_path / "U 盘" / "律顾台备份"
    shutil.copytree(firm.backups, stick)
    robot = show(window, 980, 640)
    scripted_dialogs.answer("folder", tmp_path / "empty", stick.parent)
    robot.click("打开备份文件夹")
    assert robot.sees("这个文件夹里没有备份")
    robot.click("打开备份文件夹")
    assert len(robot.rows("备份列表")) == 1
    robot.click("下一步")
    (path,) = stick.glob("*/lvgutai.db")
    path.write_bytes(path.read_bytes()[:-5])
    robot.type_into("备份当时的密码", PASSWORD)
    robot.click("下一步")
    assert robot.sees("不完整或被改动过")


def test_the_recovery_key_opens_a_backup_and_a_mistyped_one_is_told(window: RestoreWindow, show: Show) -> None:
    robot = show(window, 980, 640)
    robot.click("下一步")
    robot.click("恢复密钥")
    robot.type_into("恢复密钥", "7K2M")
    robot.click("下一步")
    assert robot.sees("8 组、每组 4 个字符")


# -- the whole program


@pytest.fixture
def start(
    friday_clock: SteppedClock, app_settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Profile], Program]]:
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    programs: list[Program] = []

    def starting(profile: Profile) -> Program:
        program = Program(profile, friday_clock, app_settings)
        programs.append(program)
        program.start()
        qtbot.waitUntil(lambda: program.accounts is not None, timeout=LONG)
        return program

    yield starting
    for program in programs:
        if program.workplace is not None:
            program.workplace.window.close()
        program.close()
        for window in (program.sign_in, program.wizard, program.workplace and program.workplace.window):
            if isinstance(window, QWidget):
                window.blockSignals(True)
                window.close()
                window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _enter(program: Program, qtbot: QtBot) -> None:
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)
    qtbot.waitUntil(lambda: program.workplace is not None and program.sign_in is None, timeout=LONG)
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=LONG)


def _restore(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.restoring is not None, timeout=LONG)
    window = program.restoring
    assert window is not None
    robot = Robot(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.choose.chosen()), timeout=LONG)
    robot.click("下一步")
    robot.wait_for("备份当时的密码")
    window.opening.login.set_value("zhoulan")
    robot.type_into("备份当时的密码", PASSWORD)
    robot.click("下一步")
    qtbot.waitUntil(lambda: robot.sees("备份已打开并逐项核对"), timeout=LONG)
    robot.click("恢复这份备份")
    qtbot.waitUntil(lambda: robot.sees("去登录"), timeout=LONG)
    robot.click("去登录")


def test_from_settings_the_firm_is_closed_restored_and_signed_in_to_again(
    start: Callable[[Profile], Program], firm: Profile, qtbot: QtBot
) -> None:
    program = start(firm)
    _enter(program, qtbot)
    assert program.workplace is not None
    (first, *_) = [one for one in sets_in(firm.backups) if one.manifest.reason == "导入前"]
    program.workplace.restore(first.folder)
    _restore(program, qtbot)
    assert sets_in(firm.backups)[0].manifest.reason == "恢复前"
    _enter(program, qtbot)
    labels: list[str] = []

    def read() -> None:
        services = program.services
        assert services is not None
        with services.office.reading() as session:
            from sqlalchemy import select

            from app.models.journal import ChangeSet

            labels.extend(session.scalars(select(ChangeSet.label).order_by(ChangeSet.local_seq.desc()).limit(1)))

    program.jobs.run(read, lane="read")
    qtbot.waitUntil(lambda: bool(labels))
    assert labels == ["从备份恢复（2026-03-13 14:26 的备份）"]


def test_on_a_new_pc_the_first_run_leads_to_a_backup(
    start: Callable[[Profile], Program], firm: Profile, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QtDialogs, "folder", lambda *_: firm.backups)
    new = Profile(tmp_path / "新电脑")
    program = start(new)
    qtbot.waitUntil(lambda: program.wizard is not None, timeout=LONG)
    assert program.wizard is not None
    Robot(qtbot, program.wizard).click("从备份恢复")
    assert program.restoring is not None
    Robot(qtbot, program.restoring).click("打开备份文件夹")
    _restore(program, qtbot)
    _enter(program, qtbot)
    assert new.database.exists()


def test_at_the_door_restoring_can_be_called_off(
    start: Callable[[Profile], Program], firm: Profile, qtbot: QtBot
) -> None:
    program = start(firm)
    qtbot.waitUntil(lambda: program.sign_in is not None and not program.jobs.busy, timeout=LONG)
    assert program.sign_in is not None
    Robot(qtbot, program.sign_in).click("从备份恢复")
    assert program.restoring is not None
    assert not program.sign_in.isVisible()
    program.restoring.close()
    qtbot.waitUntil(lambda: program.restoring is None and program.sign_in is not None and program.sign_in.isVisible())


def test_closing_the_window_backs_up_what_changed(
    start: Callable[[Profile], Program], firm: Profile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    program = start(firm)
    _enter(program, qtbot)
    assert program.workplace is not None
    program.workplace.window.close()
    qtbot.waitUntil(lambda: bool(quits), timeout=LONG)
    assert sets_in(firm.backups)[0].manifest.reason in {"退出时", "自动"}


# -- closing


def test_a_long_backup_on_closing_shows_itself_and_may_be_skipped(
    peopled: Services, jobs: object, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from app.services.backups import service
    from app.views.jobs import Jobs

    assert isinstance(jobs, Jobs)
    started = threading.Event()

    def slow(_self: object, _reason: str, progress: Callable[[int, int, str], object]) -> None:
        while True:
            progress(1, 10, "正在复制数据库")
            started.set()

    monkeypatch.setattr(closing, "SHOWN_AFTER_MS", 10)
    monkeypatch.setattr(service.Backups, "_make_first", slow)
    window = ClosingBackup(peopled.backups, jobs)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(lambda: window.isVisible() and started.is_set())
    robot = Robot(qtbot, window)
    robot.wait_for("正在复制数据库")
    with qtbot.waitSignal(window.finished):
        robot.click("不等了，直接退出")
    assert not window.isVisible()


def test_a_failing_backup_does_not_hold_the_program_back(peopled: Services, qtbot: QtBot) -> None:
    peopled.office.profile.backups.write_bytes(b"in the way")
    window = ClosingBackup(peopled.backups, InlineJobs())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.finished):
        window.start()
    assert peopled.backups.status().first_failure is not None


def test_the_status_bar_follows_a_backup_made_on_the_page(
    start: Callable[[Profile], Program], firm: Profile, qtbot: QtBot
) -> None:
    program = start(firm)
    _enter(program, qtbot)
    assert program.workplace is not None
    window = program.workplace.window
    window.open_area("settings", "backups")
    robot = Robot(qtbot, window)
    firm.backup_notes.unlink()
    robot.click("立即备份")
    qtbot.waitUntil(lambda: robot.sees("已备份 14:26"), timeout=LONG)
