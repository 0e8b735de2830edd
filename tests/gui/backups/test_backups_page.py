"""备份与恢复 in 设置: back up, second place, check, delete, restore asked for; the watch and its line in the status bar."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.services.backups.types import FOLDER
from app.services.container import Services
from app.settings import Settings
from app.views.actions import Actions
from app.views.backups.page import BackupsPage
from app.views.backups.watch import BackupWatch
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.shell.status_bar import StatusBar
from tests.factories import act_as
from tests.gui.desks import Said
from tests.gui.robot import Robot
from tests.integration.services.support import register

Show = Callable[..., Robot]


class Bench:
    """The page on a real firm."""

    def __init__(self, services: Services, dialogs: ScriptedDialogs, settings: Settings) -> None:
        self.services, self.dialogs, self.said, self.jobs = services, dialogs, Said(), InlineJobs()
        from PySide6.QtWidgets import QWidget

        self.owner = QWidget()
        desk = Desk(self.jobs, services, dialogs, self.said, settings, Actions(self.owner))
        self.page = BackupsPage(desk)
        self.jobs.error_occurred.connect(self.said.show_error)

    def later(self, **parts: float) -> None:
        clock = self.services.office.clock
        assert isinstance(clock, SteppedClock)
        clock.advance(**parts)


@pytest.fixture
def bench(peopled: Services, scripted_dialogs: ScriptedDialogs, app_settings: Settings) -> Iterator[Bench]:
    act_as(peopled, "weidongming")
    made = Bench(peopled, scripted_dialogs, app_settings)
    yield made
    made.owner.deleteLater()


def test_backing_up_shows_when_and_lists_it_with_its_counts(bench: Bench, show: Show) -> None:
    robot = show(bench.page)
    assert robot.sees("这台电脑上还没有备份")
    robot.click("立即备份")
    assert robot.sees("上次备份：今天 14:26")
    assert robot.sees("资料和备份一致")
    ((when, reason, clients, *_),) = robot.rows("备份列表")
    assert (when, clients) == ("今天 14:26", "12")
    assert reason.startswith("立即备份")
    assert "服务对象 12" in bench.said.done[-1]


def test_a_change_says_when_the_next_backup_comes(bench: Bench, show: Show) -> None:
    bench.services.backups.make()
    register(bench.services)
    assert show(bench.page).sees("今天 14:56 自动备份")


def test_a_second_place_is_chosen_filled_and_given_up(bench: Bench, show: Show, tmp_path: Path) -> None:
    (tmp_path / "U 盘").mkdir()
    robot = show(bench.page)
    robot.click("立即备份")
    bench.dialogs.answer("folder", tmp_path / "U 盘")
    robot.click("选择文件夹")
    assert robot.sees(str(tmp_path / "U 盘" / FOLDER))
    assert robot.sees("上次成功：今天 14:26")
    assert any("本机、第二位置" in cell for row in robot.rows("备份列表") for cell in row)
    robot.click("不再用第二个备份位置")
    assert robot.sees("没有选择")


def test_a_stick_that_is_away_is_said_and_can_be_made_up_for(bench: Bench, show: Show, tmp_path: Path) -> None:
    stick = tmp_path / "U 盘"
    stick.mkdir()
    bench.services.backups.choose_second(stick)
    away = stick.rename(tmp_path / "away")
    robot = show(bench.page)
    robot.click("立即备份")
    assert "U 盘" in bench.said.errors[-1]
    assert robot.sees("没有成功：找不到备份位置")
    away.rename(stick)
    robot.click("现在补上")
    assert not robot.sees("没有成功")


def test_a_backup_is_checked_and_an_old_one_deleted_after_asking(bench: Bench, show: Show) -> None:
    bench.services.backups.before("导入")
    bench.later(hours=1)
    bench.services.backups.make()
    robot = show(bench.page)
    robot.click_row("备份列表", "导入前")
    robot.click("重新核对")
    assert "的备份完好" in bench.said.done[-1]
    bench.dialogs.answer("confirm", False, True)
    robot.click("删除")
    assert len(robot.rows("备份列表")) == 2
    robot.click("删除")
    assert len(robot.rows("备份列表")) == 1


def test_restoring_is_asked_for_after_a_question(bench: Bench, show: Show, qtbot: QtBot) -> None:
    made = bench.services.backups.make().backup
    robot = show(bench.page)
    robot.click_row("备份列表", "立即备份")
    bench.dialogs.answer("confirm", True)
    with qtbot.waitSignal(bench.page.restore_requested) as asked:
        robot.click("恢复这份备份")
    assert asked.args == [made.path]


def test_the_firms_figures_are_saved_and_checked(bench: Bench, show: Show) -> None:
    robot = show(bench.page, 1206, 900)
    robot.type_into("按小时保留", "很多")
    robot.click("保存间隔与保留")
    assert robot.sees("请填写整数")
    robot.type_into("按小时保留", "24")
    robot.type_into("有改动时每隔", "2")
    robot.click("保存间隔与保留")
    assert robot.sees("5 到 1440 之间")
    robot.type_into("有改动时每隔", "60")
    robot.click("保存间隔与保留")
    status = bench.services.backups.status()
    assert (status.interval, status.thinning.hourly) == (60, 24)


def test_whoever_may_not_restore_sees_how_it_stands_and_may_back_up(
    peopled: Services, scripted_dialogs: ScriptedDialogs, app_settings: Settings, show: Show
) -> None:
    act_as(peopled, "liuxin")
    bench = Bench(peopled, scripted_dialogs, app_settings)
    robot = show(bench.page)
    robot.click("立即备份")
    assert robot.rows("备份列表")
    for hidden in ("恢复这份备份", "从别处恢复", "删除", "选择文件夹", "保存间隔与保留"):
        assert not robot.sees(hidden), hidden
    bench.owner.deleteLater()


# -- the watch


@pytest.fixture
def watch(bench: Bench, show: Show) -> Iterator[tuple[BackupWatch, Robot, list[str]]]:
    bar, opened = StatusBar(), []
    made = BackupWatch(bench.services, bench.jobs, bar, lambda: opened.append("page"), bar)
    yield made, show(bar, 1206, 24), opened
    made.stop()


def test_the_watch_backs_up_by_itself_and_says_so(bench: Bench, watch: tuple[BackupWatch, Robot, list[str]]) -> None:
    made, robot, opened = watch
    made.start()
    robot.wait_for("还没有备份")
    made.look()
    robot.wait_for("已备份 14:26")
    assert [one.reason for one in bench.services.backups.found().first] == ["自动"]
    register(bench.services)
    bench.later(minutes=29)
    made.look()
    assert len(bench.services.backups.found().first) == 1
    bench.later(minutes=31)
    made.look()
    robot.wait_for("已备份 15:26")
    assert len(bench.services.backups.found().first) == 2
    robot.click("已备份 15:26")
    assert opened == ["page"]


def test_a_failure_stands_in_the_status_bar_until_it_is_over(
    bench: Bench, watch: tuple[BackupWatch, Robot, list[str]]
) -> None:
    made, robot, _ = watch
    folder = bench.services.office.profile.backups
    folder.write_bytes(b"in the way")
    made.start()
    made.look()
    robot.wait_for("备份失败")
    folder.unlink()
    made.look()
    robot.wait_for("备份失败")  # not tried again at every beat
    bench.later(minutes=5)
    made.look()
    robot.wait_for("已备份 14:31")


def test_a_second_place_that_comes_back_is_filled(
    bench: Bench, watch: tuple[BackupWatch, Robot, list[str]], tmp_path: Path
) -> None:
    made, robot, _ = watch
    stick = tmp_path / "U 盘"
    stick.mkdir()
    bench.services.backups.choose_second(stick)
    away = stick.rename(tmp_path / "away")
    made.start()
    made.look()
    robot.wait_for("第二位置还没有")
    away.rename(stick)
    bench.later(minutes=5)
    made.look()
    made.look()
    robot.wait_for("已备份 14:26")
    assert not robot.sees("第二位置还没有")
    assert bench.services.backups.status().second is not None
