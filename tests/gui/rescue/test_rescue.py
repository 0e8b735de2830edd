"""Data that does not open: the window at the door and its ways on, on the whole program with its threads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Program
from app.clock import SteppedClock
from app.errors import AppError
from app.services.demo.build import PASSWORD
from app.settings import Settings
from app.views.dialogs import QtDialogs
from app.views.rescue.window import RescueWindow
from tests.drills import file_faults
from tests.drills.file_faults import Damage, fingerprint
from tests.factories import FirmTemplate
from tests.gui.robot import Robot

LONG = 30_000


@pytest.fixture
def damage(peopled_template: FirmTemplate, tmp_path: Path) -> Damage:
    """Return a firm of twelve clients, to be damaged."""
    (tmp_path / "scratch").mkdir()
    return Damage(peopled_template.copy_to(tmp_path / "律所"), peopled_template, Random(5), tmp_path / "scratch")


@pytest.fixture
def start(
    damage: Damage, friday_clock: SteppedClock, app_settings: Settings, qtbot: QtBot
) -> Iterator[Callable[[], Program]]:
    """Return a function that starts the program on the damaged firm."""
    programs: list[Program] = []

    def starting() -> Program:
        program = Program(damage.profile, friday_clock, app_settings)
        programs.append(program)
        program.start()
        qtbot.waitUntil(lambda: program.accounts is not None, timeout=LONG)
        return program

    yield starting
    for program in programs:
        if program.workplace is not None:
            program.workplace.window.close()
        program.close()
        for window in (program.sign_in, program.rescue, program.workplace and program.workplace.window):
            if isinstance(window, QWidget):
                window.blockSignals(True)
                window.close()
                window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _rescue_of(program: Program, qtbot: QtBot) -> tuple[RescueWindow, Robot]:
    """Sign in and return the window that stands at the door instead."""
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)
    qtbot.waitUntil(lambda: program.rescue is not None, timeout=LONG)
    assert program.rescue is not None
    return program.rescue, Robot(qtbot, program.rescue)


def test_a_damaged_firm_is_looked_at_and_not_changed(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot
) -> None:
    file_faults.flipped_first(damage)
    damaged = fingerprint(damage.database)
    program = start()
    window, robot = _rescue_of(program, qtbot)
    assert program.sign_in is not None
    assert not program.sign_in.isVisible()
    assert robot.sees("请不要删除或覆盖原文件")
    robot.click("只读打开")
    qtbot.waitUntil(lambda: robot.sees("打不开") and not program.jobs.busy, timeout=LONG)
    assert program.workplace is None, "not even a copy of it can be read"
    assert window.isVisible()
    robot.click("返回登录")
    assert program.sign_in.isVisible()
    assert fingerprint(damage.database) == damaged


def test_a_stray_log_is_set_aside_and_the_desk_opens(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot
) -> None:
    file_faults.anothers_log(damage)
    program = start()
    _window, robot = _rescue_of(program, qtbot)
    assert robot.sees("不是这份数据的")
    robot.click("移开日志后打开")
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=LONG)
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=LONG)
    assert program.rescue is None
    assert list(damage.profile.root.glob("*-wal.1"))


def test_looking_only_is_said_above_every_page_and_nothing_can_be_saved(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot
) -> None:
    file_faults.anothers_log(damage)
    before = fingerprint(damage.database)
    program = start()
    _window, robot = _rescue_of(program, qtbot)
    robot.click("只读打开")
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=LONG)
    assert program.workplace is not None
    desk = Robot(qtbot, program.workplace.window)
    qtbot.waitUntil(lambda: desk.sees("只读查看：现在看到的是副本"), timeout=LONG)
    assert fingerprint(damage.database) == before


def test_salvage_says_where_it_lies_and_what_is_missing(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_faults.flipped_first(damage)
    monkeypatch.setattr(QtDialogs, "folder", lambda _self, _parent, _title: tmp_path / "桌面")
    program = start()
    _window, robot = _rescue_of(program, qtbot)
    robot.click("抢救导出")
    qtbot.waitUntil(lambda: robot.sees("已存到") or robot.sees("没有写完"), timeout=LONG)
    assert robot.sees("请从备份恢复记录")
    (made,) = (tmp_path / "桌面").iterdir()
    assert (made / "抢救报告.txt").is_file()


def test_without_the_slot_file_only_what_needs_no_key_is_offered(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_faults.slots_missing(damage)
    program = start()
    qtbot.waitUntil(lambda: program.rescue is not None, timeout=LONG)
    assert program.rescue is not None
    robot = Robot(qtbot, program.rescue)
    assert robot.sees("密钥文件缺失或损坏")
    assert not robot.sees("只读打开")
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    program.rescue.close()
    assert quits, "closing the window ends the program"


def test_a_clock_set_back_a_year_is_said_until_somebody_vouches_for_it(
    start: Callable[[], Program], damage: Damage, friday_clock: SteppedClock, qtbot: QtBot, app_settings: Settings
) -> None:
    friday_clock.set(friday_clock.now().replace(year=2025))
    program = start()
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=LONG)
    assert program.workplace is not None
    desk = Robot(qtbot, program.workplace.window)
    qtbot.waitUntil(lambda: desk.sees("电脑时间可能不对"), timeout=LONG)
    desk.click("时间没有错")
    assert not desk.sees("电脑时间可能不对")
    assert app_settings.text("put_away.clock")


def test_a_sync_folder_is_said_once_on_this_pc(start: Callable[[], Program], damage: Damage, qtbot: QtBot) -> None:
    (damage.profile.root / ".nutstore").mkdir()
    program = start()
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=LONG)
    assert program.workplace is not None
    desk = Robot(qtbot, program.workplace.window)
    qtbot.waitUntil(lambda: desk.sees("坚果云"), timeout=LONG)
    desk.click("知道了")
    assert not desk.sees("坚果云")
    program.workplace._look_around()
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=LONG)
    assert not desk.sees("坚果云")


def test_a_folder_that_cannot_be_written_is_opened_for_looking(
    start: Callable[[], Program], damage: Damage, qtbot: QtBot
) -> None:
    before = {path: fingerprint(path) for path in damage.profile.root.rglob("*") if path.is_file()}
    program = start()
    program.look_only = AppError("数据文件夹不能写入。")
    assert program.sign_in is not None
    program.sign_in.sign_in_requested.emit("zhoulan", PASSWORD)
    qtbot.waitUntil(lambda: program.workplace is not None, timeout=LONG)
    assert program.workplace is not None
    desk = Robot(qtbot, program.workplace.window)
    qtbot.waitUntil(lambda: desk.sees("只读查看"), timeout=LONG)
    program.workplace.window.close()
    assert {path: fingerprint(path) for path in before} == before
