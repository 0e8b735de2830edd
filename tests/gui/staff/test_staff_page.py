"""员工 as an administrator uses it: adding, changing, leave, passwords, leaving, the appointment."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage

from app.errors import WrongPasswordError
from app.services.accounts import Accounts
from app.services.demo.build import PASSWORD
from app.services.staff.types import NewPassword, StaffFilter
from app.terms import Role
from app.views.own_login import OwnPasswordSheet, OwnPhonesSheet
from tests.factories import act_as
from tests.gui.robot import Robot
from tests.gui.staff.conftest import Stage
from tests.integration.services.support import register, staff_id

NEW = "滹沱河畔的风 2026"


def _add(stage: Stage) -> NewPassword:
    robot = stage.robot
    robot.press("Ctrl+N")
    robot.type_into("姓名", "吴晓月")
    robot.click("律师")
    robot.type_into("执业证号", "11301202099000009")
    robot.press("Ctrl+Return", stage.page.editor.licence)
    robot.wait_for("吴晓月的临时密码")
    return NewPassword(b"", "吴晓月", "wuxiaoyue", stage.page.password.password)


def test_a_new_member_gets_a_temporary_password_that_opens_the_firm(stage: Stage) -> None:
    made = _add(stage)
    assert not stage.page.may_leave()
    assert "只显示这一次" in stage.said.errors[-1]
    stage.robot.click("复制")
    assert QGuiApplication.clipboard().text() == f"登录名：wuxiaoyue\n临时密码：{made.password}"
    stage.robot.click("完成")
    assert stage.page.may_leave()
    assert stage.page.password.password == ""
    assert "吴晓月" in stage.names()
    services = stage.services
    services.close()
    office = Accounts.of(services.office.profile, services.office.clock).sign_in("wuxiaoyue", made.password)
    assert office.actor.roles == {Role.LAWYER}
    office.database.close()


def test_the_login_sheet_is_saved_and_printed(stage: Stage, tmp_path: Path) -> None:
    _add(stage)
    stage.dialogs.answer("save_file", tmp_path / "登录信息单.pdf")
    stage.dialogs.answer("print_pages", True)
    stage.robot.click("保存为 PDF")
    stage.robot.wait_for("已保存为 登录信息单.pdf")
    assert (tmp_path / "登录信息单.pdf").read_bytes().startswith(b"%PDF")
    stage.robot.click("打印")
    stage.robot.wait_for("已送去打印")


def test_what_is_wrong_stands_beside_its_field_and_leaving_is_asked_about(stage: Stage) -> None:
    stage.robot.click("新增员工")
    stage.robot.type_into("姓名", "周岚")
    assert stage.page.editor.login.value() == "zhoulan"
    stage.robot.click("律师")
    stage.robot.click("新增并生成临时密码")
    assert "周岚用着这个登录名" in stage.page.editor.fields["login"].error
    stage.dialogs.answer("confirm", False, True)
    assert not stage.page.may_leave()
    stage.robot.press("Esc", stage.page.editor.name)
    assert stage.page.right.currentWidget() is stage.page.detail
    assert len(stage.names()) == 6


def test_a_suggested_login_takes_its_complaint_away_and_roles_are_to_be_chosen(stage: Stage) -> None:
    stage.robot.click("新增员工")
    stage.robot.click("新增并生成临时密码")
    fields = stage.page.editor.fields
    assert (fields["login"].error, fields["roles"].error) == ("请填写登录名。", "请选择角色。")
    stage.robot.type_into("姓名", "吴晓月")
    assert (fields["login"].value(), fields["login"].error) == ("wuxiaoyue", "")


def test_a_record_is_changed_by_keyboard(stage: Stage) -> None:
    robot = stage.robot
    robot.click_row("员工列表", "郭静")
    robot.press("Ctrl+E", stage.page.list.view)
    assert stage.page.editor.login.isReadOnly()
    robot.type_into("语言和方言", "普通话、手语 英语")
    robot.click("婚姻家庭")
    robot.press("Ctrl+Return", stage.page.editor.languages)
    robot.wait_for("普通话、手语、英语")
    assert stage.said.done[-1].startswith("员工资料已保存")
    assert robot.sees("婚姻家庭、侵权损害、交通事故")


def test_the_list_is_searched_and_filtered(stage: Stage) -> None:
    stage.robot.type_into("搜索员工", "gj")
    stage.robot.until(lambda: stage.names() == ["郭静"])
    stage.page.list.search.clear()
    stage.robot.press("Alt+2", stage.page.list.search)
    stage.robot.until(lambda: stage.names() == [])
    assert stage.robot.sees("没有已离职的员工")


def test_leave_is_noted_changed_and_removed(stage: Stage) -> None:
    robot = stage.robot
    robot.click_row("员工列表", "刘欣")
    robot.click("登记请假")
    robot.choose("类型", "出差")
    robot.type_into("备注", "赴保定阅卷")
    robot.click("保存")
    robot.wait_for("赴保定阅卷")
    row = next(row for row in stage.services.staff.lists.listing(StaffFilter()).rows if row.name == "刘欣")
    assert row.away == "出差，至 今天 17:30"
    robot.click("登记请假")
    robot.click("保存")
    assert "重叠" in stage.page.leave.fields["begins_at"].error
    robot.press("Esc", stage.page.leave.note)
    robot.click("修改这次请假")
    robot.type_into("备注", "改为线上阅卷")
    robot.click("保存")
    robot.wait_for("改为线上阅卷")
    robot.click("删除这次请假")
    robot.wait_for("没有登记请假")


def test_a_leaver_hands_over_and_is_listed_as_gone(stage: Stage) -> None:
    reference = register(stage.services, assignee_id=staff_id(stage.services, "hesiyuan"))
    old = stage.services.office.database.data_key
    robot = stage.robot
    stage.page.on_changes({"staff": set()})
    robot.click_row("员工列表", "何思远")
    robot.wait_for("1 件咨询")
    robot.click("停用…")
    robot.click("停用")
    assert stage.page.leaving.fields["colleague"].error
    robot.choose("由谁接手", "郭静")
    robot.click("停用")
    assert stage.said.done[-1] == "已停用 何思远，已移交 1 件咨询，数据密钥已更换"
    robot.until(lambda: stage.names() == ["何思远"])
    robot.wait_for("2026-03-13 离职")
    assert stage.services.consultations.details.find(reference.id).assignee_id == staff_id(stage.services, "guojing")
    assert stage.services.office.database.data_key != old
    stage.dialogs.answer("confirm", True)
    robot.click("恢复在职")
    robot.wait_for("何思远的临时密码")
    robot.click("完成")
    assert "何思远" in stage.names()


def test_nobody_disables_themselves(stage: Stage) -> None:
    stage.robot.click_row("员工列表", "魏东明")
    assert not stage.page.detail.disable.isVisible()
    stage.robot.click_row("员工列表", "周岚")
    assert stage.page.detail.disable.isVisible()


def test_a_data_key_that_is_due_is_offered_to_be_changed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    database = stage.services.office.database
    stage.services.staff.logins.reset(staff_id(stage.services, "hesiyuan"))
    stage.page.on_changes({"staff": set()})
    assert not stage.page.list.key.isVisible()

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(database), "write_rekeyed", full)
        stage.robot.click_row("员工列表", "何思远")
        stage.robot.click("停用…")
        stage.robot.click("停用")
    assert "数据密钥没有更换" in stage.said.errors[-1]
    stage.dialogs.answer("confirm", True)
    stage.robot.click("现在更换")
    assert stage.said.done[-1] == "数据密钥已更换"
    assert not stage.page.list.key.isVisible()


def test_a_photo_is_shown_and_taken_away(stage: Stage, tmp_path: Path) -> None:
    picture = QImage(40, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    assert picture.save(str(tmp_path / "face.png"))
    stage.dialogs.answer("open_files", [tmp_path / "face.png"])
    stage.robot.click_row("员工列表", "周岚")
    stage.robot.click("换照片")
    assert stage.page.detail.photo.has_picture
    stage.robot.click("删除照片")
    assert not stage.page.detail.photo.has_picture


@pytest.mark.clause("S5.0")
def test_the_administrator_of_the_programme_is_appointed_and_missed(stage: Stage) -> None:
    robot = stage.robot
    robot.wait_for("刘欣，自")
    robot.click("另行任命")
    robot.choose("任命谁", "郭静")
    robot.press("Ctrl+Return", stage.page.appoint.note)
    robot.wait_for("郭静，自 2026-03-13 起")
    assert robot.sees("以前：刘欣")
    robot.click("结束任命")
    robot.press("Ctrl+Return", stage.page.end_post.ends_on)
    robot.wait_for("还没有有效的任命")


def test_a_reset_password_is_given_out_once(stage: Stage) -> None:
    stage.robot.click_row("员工列表", "周岚")
    stage.dialogs.answer("confirm", False, True)
    stage.robot.click("重置密码")
    assert stage.page.right.currentWidget() is stage.page.detail
    stage.robot.click("重置密码")
    stage.robot.wait_for("周岚的临时密码")
    door = Accounts.of(stage.services.office.profile, stage.services.office.clock)
    door.check_password("zhoulan", stage.page.password.password)
    with pytest.raises(WrongPasswordError):
        door.check_password("zhoulan", PASSWORD)
    stage.robot.click("完成")


def test_ones_own_password_and_phones(stage: Stage) -> None:
    act_as(stage.services, "zhoulan")
    sheet = OwnPasswordSheet(stage.page, stage.desk)
    sheet.show()
    robot = Robot(stage.robot.qtbot, sheet)
    robot.type_into("原密码", "wrong one")
    robot.type_into("新密码", NEW)
    robot.type_into("确认新密码", NEW + "!")
    robot.click("修改密码")
    assert robot.sees("两次输入的密码不一样")
    robot.type_into("确认新密码", NEW)
    robot.click("修改密码")
    assert robot.sees("原密码不正确")
    robot.type_into("原密码", PASSWORD)
    robot.click("修改密码")
    assert not sheet.isVisible()
    Accounts.of(stage.services.office.profile, stage.services.office.clock).check_password("zhoulan", NEW)
    phones = OwnPhonesSheet(stage.page, stage.desk, stage.services.staff.files.own_phones())
    phones.show()
    hand = Robot(stage.robot.qtbot, phones)
    hand.type_into("电话", "139 0000 0007")
    hand.click("保存电话")
    assert not phones.isVisible()
    assert stage.services.staff.files.own_phones()[0].number == "13900000007"
