"""Giving a client a file and changing it: checks beside the fields, confirmations in place, drafts, conflicts."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.services.clients.types import ClientFilter, ClientForm, ClientRef
from app.services.container import Services
from app.terms import ClientKind, IdentityKind, Sex
from tests.gui.clients.conftest import OpenPage, Stage

GOOD_ID, WRONG_ID = "11010519491231002X", "110105194912310021"
ODD_CODE = "91350100M000100Y44"
"""A credit code whose check character differs."""
Add = Callable[..., ClientRef]


def find(services: Services, name: str) -> ClientForm:
    """Return the details of the client of this name."""
    number = services.clients.lists.row_numbers(ClientFilter(text=name))[0]
    return services.clients.details.find(services.clients.lists.rows([number])[0].id).form


def begin(open_page: OpenPage) -> Stage:
    """Show the page and begin a new client."""
    stage = open_page()
    stage.robot.click("新建")
    stage.robot.wait_for("新建服务对象")
    return stage


def test_a_wrong_digit_is_told_beside_the_field_and_the_right_number_fills_birth_date_and_sex(
    open_page: OpenPage, services: Services
) -> None:
    stage = begin(open_page)
    robot = stage.robot
    robot.type_into("姓名", "李桂兰")
    robot.type_into("电话", "138 1234 0427")
    robot.type_into("证件号码", WRONG_ID)
    assert "校验" in stage.page.editor.fields.fields["identity_no"].error
    assert robot.sees("对照证件核对")
    robot.type_into("证件号码", GOOD_ID.lower())
    assert not robot.sees("对照证件核对")
    assert stage.page.editor.fields.birth_date.text() == "1949-12-31"
    assert stage.page.editor.fields.sex.currentText() == "女"
    robot.press("Ctrl+S")
    assert stage.said.done == ["已建档：李桂兰（顾档〔2026〕0001）"]
    saved = find(services, "李桂兰")
    assert (saved.birth_date, saved.sex, saved.phone) == (date(1949, 12, 31), Sex.FEMALE, "13812340427")
    assert robot.sees("女，76 岁")
    assert robot.sees("110105********002X")


def test_birth_date_and_sex_can_be_typed_again_once_the_number_changes(open_page: OpenPage) -> None:
    stage = begin(open_page)
    fields = stage.page.editor.fields
    stage.robot.type_into("证件号码", GOOD_ID)
    assert not fields.birth_date.isEnabled()
    stage.robot.type_into("证件号码", "")
    assert fields.birth_date.isEnabled()
    assert fields.sex.isEnabled()


def test_a_wrong_phone_is_told_as_the_field_is_left(open_page: OpenPage) -> None:
    stage = begin(open_page)
    stage.robot.type_into("电话", "1381234")
    assert stage.robot.sees("手机号应为 11 位，现在是 7 位")


def test_saving_without_name_and_contact_says_what_is_missing(open_page: OpenPage) -> None:
    stage = begin(open_page)
    stage.robot.press("Ctrl+S")
    assert stage.robot.sees("请填写姓名。")
    stage.robot.type_into("姓名", "王五")
    stage.robot.press("Ctrl+S")
    assert stage.robot.sees("请至少留一种联系方式")
    assert stage.said.done == []


def test_an_odd_credit_code_is_asked_about_and_saved_when_confirmed(open_page: OpenPage, services: Services) -> None:
    stage = begin(open_page)
    robot = stage.robot
    robot.click("单位")
    assert not robot.has(QLineEdit, "出生日期")
    robot.type_into("单位名称", "石家庄衡水湖文化传播有限公司")
    robot.type_into("电话", "0311-86661234")
    robot.type_into("证件号码", ODD_CODE)
    assert robot.sees("校验位不符")
    robot.press("Ctrl+S")
    assert robot.sees("核对证照原件无误后可以继续保存")
    assert stage.said.done == []
    robot.click("已核对原件，仍然保存")
    assert len(stage.said.done) == 1
    saved = find(services, "石家庄衡水湖文化传播有限公司")
    assert (saved.identity_no, saved.identity_kind) == (ODD_CODE, IdentityKind.CREDIT_CODE)
    assert robot.sees("信用代码")


def test_a_confirmation_does_not_outlive_a_change(open_page: OpenPage) -> None:
    stage = begin(open_page)
    robot = stage.robot
    robot.click("单位")
    robot.type_into("单位名称", "甲公司")
    robot.type_into("电话", "0311-86661234")
    robot.type_into("证件号码", ODD_CODE)
    robot.press("Ctrl+S")
    assert robot.sees("已核对原件，仍然保存")
    robot.type_into("证件号码", "91350100M000100Y45")
    assert not robot.sees("已核对原件，仍然保存")
    robot.press("Ctrl+S")
    assert robot.sees("已核对原件，仍然保存")
    assert stage.said.done == []


def test_the_same_identity_number_is_refused_with_the_other_file(open_page: OpenPage, add: Add) -> None:
    add("李桂兰", identity_kind=IdentityKind.RESIDENT_ID, identity_no=GOOD_ID)
    stage = begin(open_page)
    stage.robot.type_into("姓名", "李桂兰")
    stage.robot.type_into("电话", "13912340427")
    stage.robot.type_into("证件号码", GOOD_ID)
    stage.robot.press("Ctrl+S")
    assert stage.robot.sees("这个证件号已有档案：李桂兰（顾档〔2026〕0001）")


def test_the_same_name_and_phone_is_asked_about(open_page: OpenPage, add: Add, services: Services) -> None:
    add("李桂兰")
    stage = begin(open_page)
    stage.robot.type_into("姓名", "李桂兰")
    stage.robot.type_into("电话", "13812340427")
    stage.robot.press("Ctrl+S")
    assert stage.robot.sees("已有同名同电话的档案：李桂兰（顾档〔2026〕0001）")
    stage.robot.click("不是同一个人，仍然新建")
    assert services.clients.lists.counts().all == 2


def test_district_is_found_by_typing(open_page: OpenPage, services: Services) -> None:
    stage = begin(open_page)
    stage.robot.type_into("姓名", "赵六")
    stage.robot.type_into("电话", "13812340427")
    stage.robot.type_into("区县", "长安区")
    stage.robot.press("Ctrl+S")
    assert find(services, "赵六").district == "130102"
    assert stage.robot.sees("长安区")


def test_esc_asks_only_when_something_was_typed(open_page: OpenPage) -> None:
    stage = begin(open_page)
    stage.robot.press("Esc")
    assert stage.dialogs.asked == []
    assert not stage.page.editor.isVisible()
    stage.robot.click("新建")
    stage.robot.type_into("姓名", "王五")
    stage.dialogs.answer("confirm", False, True)
    stage.robot.press("Esc")
    assert stage.dialogs.asked == [("confirm", "放弃正在新建的档案吗？")]
    assert stage.page.editor.isVisible()
    stage.robot.press("Esc")
    assert not stage.page.editor.isVisible()


def test_only_the_changed_fields_are_written(open_page: OpenPage, add: Add, services: Services) -> None:
    stage = open_page()
    stage.open(add("李桂兰", wechat_name="桂兰"))
    stage.robot.click("编辑")
    stage.robot.type_into("沟通提示", "听力弱，请说慢些")
    stage.robot.press("Ctrl+S")
    assert stage.said.done == ["已保存 李桂兰 的档案"]
    assert stage.robot.sees("听力弱，请说慢些")
    assert find(services, "李桂兰").wechat_name == "桂兰"


def test_a_field_changed_elsewhere_is_a_conflict_and_nothing_typed_is_lost(
    open_page: OpenPage, add: Add, services: Services
) -> None:
    stage = open_page()
    ref = add("李桂兰")
    stage.open(ref)
    stage.robot.click("编辑")
    before = services.clients.details.find(ref.id).form
    theirs = ClientForm(kind=before.kind, name=before.name, phone="13900001111")
    services.clients.files.update(ref.id, theirs, before)
    stage.robot.type_into("电话", "13700002222")
    stage.robot.press("Ctrl+S")
    assert stage.robot.sees("这份档案刚刚被别人改过。您填写的内容都还在")
    assert stage.page.editor.fields.phone.text() == "13700002222"
    assert find(services, "李桂兰").phone == "13900001111"


def test_an_unfinished_form_comes_back_after_a_crash(open_page: OpenPage, services: Services) -> None:
    stage = begin(open_page)
    stage.robot.type_into("姓名", "周小川")
    stage.robot.type_into("证件号码", GOOD_ID)
    stage.page.editor.drafts.flush()  # the typing rested; then the program died
    again = begin(open_page)
    assert again.robot.sees("已恢复 今天 14:26 没有保存的内容")
    assert again.page.editor.fields.name.text() == "周小川"
    assert again.page.editor.fields.birth_date.value() == date(1949, 12, 31)
    again.robot.type_into("电话", "13812340427")
    again.robot.press("Ctrl+S")
    assert services.drafts.find("clients.new") is None
    assert find(services, "周小川").identity_no == GOOD_ID
    stage.page.editor.drafts.drop()


def test_a_restored_draft_can_be_given_up(open_page: OpenPage, add: Add, services: Services) -> None:
    stage = open_page()
    ref = add("李桂兰")
    form = f"clients.edit.{ref.id.hex()}"
    services.drafts.keep(form, {"kind": "person", "name": "李桂兰", "phone": "13812340427", "address": "建安路 5 号"})
    stage.open(ref)
    stage.robot.click("编辑")
    assert stage.page.editor.fields.address.text() == "建安路 5 号"
    stage.robot.click("放弃草稿")
    assert stage.page.editor.fields.address.text() == ""
    assert services.drafts.find(form) is None


@pytest.mark.parametrize(
    ("searched", "field", "value"),
    [("张三", "name", "张三"), ("13812340427", "phone", "13812340427"), (GOOD_ID[:17] + "0", "identity_no", None)],
)
def test_what_was_searched_in_vain_begins_the_new_file(
    open_page: OpenPage, searched: str, field: str, value: str | None
) -> None:
    stage = open_page()
    stage.page.list.search.setText(searched)
    stage.robot.click("新建“")
    assert getattr(stage.page.editor.fields, field).text() == (value or searched)


def test_the_focus_walks_through_the_form_in_reading_order(open_page: OpenPage) -> None:
    stage = begin(open_page)
    walked = []
    stage.page.editor.fields.name.setFocus()
    for _ in range(10):
        focused = QApplication.focusWidget()
        assert focused is not None
        walked.append(focused.accessibleName().replace("，必填", ""))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert walked == [
        "姓名", "电话", "证件", "证件号码", "性别", "出生日期", "其他电话", "微信名", "区县", "详细地址",
    ]  # fmt: skip


def test_switching_to_an_organisation_keeps_the_name(open_page: OpenPage) -> None:
    stage = begin(open_page)
    stage.robot.type_into("姓名", "甲公司")
    stage.robot.click("单位")
    assert stage.page.editor.fields.unit_name.text() == "甲公司"
    assert stage.page.editor.fields.form().kind is ClientKind.ORGANISATION
