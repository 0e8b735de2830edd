"""The first-run wizard as a stranger to the program goes through it, with real accounts on an empty profile."""

from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.paths import Profile
from app.services.accounts import Accounts, Door
from app.services.container import Services
from app.services.core import Office
from app.terms import Role, Scheme
from app.views.components.toggles import CheckBox, Switch
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from app.views.setup.wizard import Wizard
from tests.gui.robot import Robot
from tests.gui.setup.steps import FULL_NAME, PASSWORD, code_of, fill_firm, fill_user, to_start, type_back

Show = Callable[..., Robot]


@pytest.fixture
def handed_over(wizard: Wizard) -> Iterator[list[Office]]:
    """Return the offices the wizard hands over; closed after the test."""
    offices: list[Office] = []
    wizard.finished.connect(offices.append)
    yield offices
    for office in offices:
        office.database.close()


def test_a_firm_is_set_up_from_the_first_name_to_the_opened_office(
    robot: Robot, wizard: Wizard, accounts: Accounts, handed_over: list[Office]
) -> None:
    fill_firm(robot)
    assert robot.sees("第 2 步，共 6 步")
    fill_user(robot)
    type_back(robot, wizard)
    robot.click("石家庄律师顾问")
    robot.click("北京法网驻场")
    robot.click("下一步")
    robot.click("夏季作息", Switch)
    robot.click("下一步")
    assert robot.sees("每周 35 小时，有夏季作息")
    assert accounts.door() is Door.FIRST_RUN
    robot.click("完成设置")
    assert robot.sees("衡舟律所已经设置好")
    robot.click("打开律顾台")
    (office,) = handed_over
    firm = Services(office).firm.find()
    assert (firm.full_name, firm.short_name, firm.head, firm.is_demo) == (FULL_NAME, "衡舟律所", "魏东明", False)
    assert firm.schemes == (Scheme.SHIJIAZHUANG, Scheme.BEIJING)
    assert office.actor.roles == {Role.LAWYER, Role.SYSTEM_ADMIN}
    assert office.actor.login == "zhoulan"
    assert accounts.door() is Door.SIGN_IN
    assert Services(office).clients.lists.counts().all == 0


def test_the_wizard_works_with_real_threads(
    accounts: Accounts, jobs: Jobs, scripted_dialogs: ScriptedDialogs, show: Show
) -> None:
    wizard = Wizard(accounts, jobs, scripted_dialogs)
    robot = show(wizard, 1280, 680)
    fill_firm(robot)
    fill_user(robot)
    assert robot.sees("正在生成恢复密钥")
    assert not wizard.next.isEnabled()
    robot.until(lambda: wizard.next.isEnabled() and not wizard.flow.needs_keys)
    type_back(robot, wizard)
    robot.click("北京法网驻场")
    robot.click("下一步")
    robot.click("下一步")
    robot.click("完成设置")
    assert not wizard.close(), "closing in the middle of the set-up is refused"
    robot.wait_for("已经设置好")
    closed: list[bool] = []
    wizard.closed.connect(lambda: closed.append(True))
    assert wizard.close()
    assert closed
    assert accounts.door() is Door.SIGN_IN


def test_enter_goes_on_and_alt_left_goes_back(robot: Robot, wizard: Wizard) -> None:
    robot.type_into("律所全称", FULL_NAME)
    field = robot.field("负责人")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert robot.sees("第 2 步，共 6 步")
    assert robot.field("姓名").hasFocus()
    robot.press("Alt+Left")
    assert robot.sees("第 1 步，共 6 步")
    assert wizard.firm.full_name.value() == FULL_NAME


def test_each_field_of_the_firm_says_what_to_do_when_it_is_left(robot: Robot) -> None:
    robot.type_into("律所全称", "河北衡舟律所")
    assert robot.sees("请填写执业许可证上的全称，以“律师事务所”结尾。")
    robot.type_into("统一社会信用代码", "3113")
    assert robot.sees("统一社会信用代码应为 18 位，现在是 4 位，请核对。")
    robot.type_into("电话", "80000000")
    assert robot.sees("固定电话请加区号")
    robot.click("下一步")
    assert robot.sees("第 1 步，共 6 步")
    assert robot.field("律所全称").hasFocus()


def test_several_telephones_are_taken_and_one_is_dropped(robot: Robot, wizard: Wizard) -> None:
    robot.type_into("电话", "0311-80000000")
    robot.click("再加一个电话")
    robot.type_into("电话 2", "13000000001")
    robot.click("再加一个电话")
    robot.type_into("电话 3", "12348")
    assert wizard.firm.phones.value() == ["0311-80000000", "13000000001", "12348"]
    wizard.firm.phones.set_value(["0311-80000000", "12348"])
    robot.click("去掉这个电话")
    assert wizard.firm.phones.value() == ["0311-80000000"]


def test_an_unusual_credit_code_has_to_be_confirmed(robot: Robot, wizard: Wizard) -> None:
    robot.type_into("统一社会信用代码", "31130000MD00000001")
    assert robot.sees("校验位不符")
    fill_firm(robot)
    assert robot.sees("请核对代码")
    robot.click("已与执业许可证核对，按此填写", CheckBox)
    robot.click("下一步")
    assert robot.sees("第 2 步，共 6 步")
    assert wizard.flow.firm is not None
    assert wizard.flow.firm.credit_code == "31130000MD00000001"


def test_the_users_step_suggests_checks_and_judges(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    robot.type_into("姓名", "单小芳")
    assert wizard.user.login.value() == "shanxiaofang"
    robot.type_into("密码", "12345678")
    assert robot.sees("这个密码太常见")
    robot.type_into("密码", PASSWORD)
    assert wizard.user.meter.word in ("一般", "较强", "很强")
    robot.type_into("确认密码", PASSWORD[:-1])
    assert robot.sees("两次输入的密码不一样")
    robot.type_into("确认密码", PASSWORD)
    robot.click("下一步")
    assert robot.sees("请选择这位用户在所里的角色")
    assert not robot.has(QLineEdit, "执业证号")
    robot.click("一人律所：全部都是我")
    robot.type_into("执业证号", "1130120199900000")
    assert robot.sees("执业证号应为 17 位，现在是 16 位，请核对。")
    robot.click("下一步")
    assert robot.sees("第 2 步，共 6 步")
    robot.type_into("执业证号", "11301201999000001")
    robot.click("下一步")
    assert robot.sees("第 3 步，共 6 步")
    assert wizard.flow.user is not None
    assert wizard.flow.user.roles == frozenset(Role)


def test_the_recovery_key_is_covered_while_typed_and_typed_back_tolerantly(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    fill_user(robot)
    code = code_of(wizard)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 8
    robot.click("下一步")
    assert robot.sees("请把恢复密钥输一遍。")
    wrong = "-".join([*groups[:2], "0000" if groups[2] != "0000" else "1111", *groups[3:]])
    robot.type_into("把恢复密钥输一遍", wrong)
    assert robot.sees("第 3 组与恢复密钥不一致，请对照重新输入。")
    assert wizard.recovery.grid.is_covered
    assert not any(group in wizard.recovery.grid.accessibleName() for group in groups)
    robot.click("下一步")
    assert robot.sees("第 3 步，共 6 步")
    robot.click("再看一眼")
    assert code_of(wizard) == code
    robot.type_into("把恢复密钥输一遍", code.replace("-", " ").lower())
    robot.click("下一步")
    assert robot.sees("第 4 步，共 6 步")


def test_the_recovery_key_is_saved_as_pdf_and_printed(
    robot: Robot, wizard: Wizard, scripted_dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    fill_firm(robot)
    fill_user(robot)
    target = tmp_path / "密钥.pdf"
    scripted_dialogs.answer("save_file", target)
    robot.click("保存为 PDF")
    assert target.read_bytes().startswith(b"%PDF")
    assert robot.sees("已保存为 密钥.pdf")
    scripted_dialogs.answer("print_pages", True)
    robot.click("打印")
    assert robot.sees("已送去打印")
    scripted_dialogs.answer("save_file", tmp_path / "没有这个文件夹" / "密钥.pdf")
    robot.click("保存为 PDF")
    assert robot.sees("没有存成，恢复密钥还在屏幕上")


def test_another_password_makes_another_key_and_says_so(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    fill_user(robot)
    first = code_of(wizard)
    type_back(robot, wizard)
    robot.press("Alt+Left")
    assert code_of(wizard) == first
    robot.press("Alt+Left")
    fill_user(robot, "另一句好记的话 2026")
    assert robot.sees("第 3 步，共 6 步")
    assert code_of(wizard) != first
    assert robot.sees("恢复密钥已重新生成")
    assert wizard.recovery.typed.text() == ""


def test_a_scheme_has_to_be_chosen(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    fill_user(robot)
    type_back(robot, wizard)
    robot.click("下一步")
    assert robot.sees("请至少选择一个参加的方案。")
    robot.click("北京法网驻场")
    robot.click("下一步")
    assert wizard.flow.schemes == (Scheme.BEIJING,)


def test_working_hours_are_checked_and_their_deadlines_follow(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    fill_user(robot)
    type_back(robot, wizard)
    robot.click("石家庄律师顾问")
    robot.click("下一步")
    assert robot.sees("当天 15:30 截止")
    assert robot.sees("2月14日 周六 14:30 截止")
    assert robot.sees("2月24日 周二 14:30 截止")
    robot.type_into("周二上午开始", "8:30")
    assert robot.sees("每周 35.5 小时")
    robot.wait_for("当天 15:30 截止")
    robot.type_into("周二上午结束", "8:00")
    assert robot.sees("周二上午的结束时间要晚于开始时间。")
    robot.click("下一步")
    assert robot.sees("第 5 步，共 6 步")
    robot.click("周一的时间用于全部工作日")
    assert not robot.sees("要晚于开始时间")
    robot.type_into("周一上午开始", "8:00")
    robot.click("周一的时间用于全部工作日")
    assert robot.sees("每周 40 小时，全天按 480 分钟计")
    robot.click("夏季作息", Switch)
    robot.type_into("夏季开始", "五一")
    assert robot.sees("请写成 6月1日 这样的日期。")
    robot.type_into("夏季开始", "0615")
    robot.click("下一步")
    hours = wizard.flow.hours
    assert hours is not None
    assert hours.weekly[4] == ((time(8), time(12)), (time(13, 30), time(17, 30)))
    assert hours.summer is not None
    assert (hours.summer.begins, hours.summer.ends) == ("06-15", "08-31")
    assert hours.summer.spans == ((time(8), time(12)), (time(14, 30), time(18)))


def test_no_working_day_at_all_is_refused(robot: Robot, wizard: Wizard) -> None:
    fill_firm(robot)
    fill_user(robot)
    type_back(robot, wizard)
    robot.click("石家庄律师顾问")
    robot.click("下一步")
    for name in ("周一", "周二", "周三", "周四", "周五"):
        robot.click(name, CheckBox)
    assert robot.sees("请至少选择一个工作日。")
    robot.wait_for("先选好工作日")
    robot.click("下一步")
    assert robot.sees("第 5 步，共 6 步")


def test_demo_data_fill_the_firm_that_was_typed(robot: Robot, wizard: Wizard, handed_over: list[Office]) -> None:
    to_start(robot, wizard)
    robot.click("演示数据")
    robot.click("完成设置")
    robot.click("打开律顾台")
    services = Services(handed_over[0])
    firm = services.firm.find()
    assert firm.full_name == FULL_NAME
    assert firm.is_demo
    assert services.clients.lists.counts().all == 40
    assert services.office.actor.name == "周岚"
    names = [person.name for person in services.staff.everyone()]
    assert names.count("周岚") == 1
    assert "刘欣" in names


def test_closing_asks_only_when_something_was_typed_and_leaves_nothing_behind(
    robot: Robot, wizard: Wizard, accounts: Accounts, profile: Profile, scripted_dialogs: ScriptedDialogs
) -> None:
    fill_firm(robot)
    fill_user(robot)
    scripted_dialogs.answer("confirm", False)
    robot.press("Esc")
    assert scripted_dialogs.asked == [("confirm", "放弃这次设置？")]
    assert wizard.isVisible()
    scripted_dialogs.answer("confirm", True)
    robot.press("Esc")
    assert not wizard.isVisible()
    assert accounts.door() is Door.FIRST_RUN
    assert [path for path in profile.root.rglob("*") if path.is_file()] == []


def test_an_untouched_wizard_closes_without_a_question(
    robot: Robot, wizard: Wizard, scripted_dialogs: ScriptedDialogs
) -> None:
    robot.press("Esc")
    assert not wizard.isVisible()
    assert scripted_dialogs.asked == []


def test_the_steps_fit_small_windows(robot: Robot, wizard: Wizard) -> None:
    to_start(robot, wizard)
    for width, height in ((1280, 680), (911, 512)):
        wizard.resize(width, height)
        for step, page in wizard.pages.items():
            wizard.flow.step = step
            wizard._show_step()
            QApplication.processEvents()
            assert page.width() <= page.visibleRegion().boundingRect().width(), f"{step.name} is cut at {width}"


def test_a_place_that_harms_data_is_said_before_anything_is_typed(
    profile: Profile, accounts: Accounts, inline_jobs: InlineJobs, scripted_dialogs: ScriptedDialogs, qtbot: QtBot
) -> None:
    profile.root.mkdir(parents=True)
    (profile.root.parent / ".dropbox").mkdir()
    wizard = Wizard(accounts, inline_jobs, scripted_dialogs)
    wizard.show()
    robot = Robot(qtbot, wizard)
    assert robot.sees("“Dropbox”的同步目录")
    assert robot.sees("移到不同步的位置")
    wizard.close()
