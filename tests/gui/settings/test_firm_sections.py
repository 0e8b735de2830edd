"""The firm's own settings as its people meet them: typed, checked, saved, refused, read only."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from app.terms import Channel, Scheme
from app.views.components.toggles import CheckBox, Switch
from tests.gui.settings.conftest import OpenSettings, Stage
from tests.integration.services.support import create, register


def text_of(stage: Stage, label: str) -> str:
    """Return what stands in a field."""
    field = stage.robot.field(label)
    assert isinstance(field, (QLineEdit, QPlainTextEdit))
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_the_firms_details_are_saved_by_ctrl_s(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("firm", "统一群名")
    assert not stage.is_enabled("保存")
    stage.robot.type_into("简称", "衡舟所")
    assert stage.is_enabled("保存")
    stage.robot.press("Ctrl+S")
    assert stage.said.done == ["已保存：本所资料"]
    assert stage.services.firm.find().short_name == "衡舟所"
    assert not stage.is_enabled("保存")


def test_a_wrong_value_is_said_as_the_field_is_left_and_not_saved(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("firm", "统一群名")
    stage.robot.type_into("律所全称", "衡舟")
    stage.robot.wait_for("以“律师事务所”结尾")
    stage.robot.click("保存")
    assert stage.said.done == []
    stage.robot.click("放弃修改")
    assert text_of(stage, "律所全称") == "河北衡舟律师事务所"


def test_who_may_not_change_reads_and_is_told_whom_to_ask(open_settings: OpenSettings) -> None:
    stage = open_settings("liuxin")
    stage.open("firm", "修改请找主任、系统管理员")
    field = stage.robot.field("负责人")
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly()
    assert not stage.robot.has(QAbstractButton, "保存")
    stage.open("channels", "S6.2 规定")
    assert not stage.robot.find(CheckBox, "开通微信群").isEnabled()


def test_leaving_a_scheme_asks_about_its_open_questions(open_settings: OpenSettings) -> None:
    stage = open_settings()
    register(stage.services, channel=Channel.BEIJING_PLATFORM, source_name="BJ-1")
    stage.open("schemes", "平台值班")
    stage.robot.click("北京法网驻场", CheckBox)
    assert not stage.robot.find(Switch, "本机构承担平台值班").isEnabled()
    stage.dialogs.answer("confirm", False, True)
    stage.robot.click("保存")
    assert "1 件待答复" in stage.dialogs.asked[-1][1]
    assert Scheme.BEIJING in stage.services.firm.find().schemes
    stage.robot.click("保存")
    assert stage.services.firm.find().schemes == (Scheme.SHIJIAZHUANG,)


@pytest.mark.clause("S6.2")
def test_a_laxer_allowance_is_refused_beside_its_line(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("channels", "S6.2 规定：300 工作分钟内答复")
    stage.robot.type_into("微信的时限，分钟", "480")
    stage.robot.wait_for("本所的时限只能更严")
    stage.robot.click("保存")
    assert stage.said.done == []
    stage.robot.type_into("微信的时限，分钟", "120")
    stage.robot.click("保存")
    assert stage.said.done == ["已保存：渠道与时限"]
    assert register(stage.services, channel=Channel.WECHAT).timeline.minutes == 120
    stage.robot.click("全部恢复为石家庄律师顾问的时限")
    assert text_of(stage, "微信的时限，分钟") == "300"
    stage.robot.click("放弃修改")
    assert text_of(stage, "微信的时限，分钟") == "120"


def test_the_notice_has_to_name_the_hotline(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("notices", "非工作时间提示语")
    stage.robot.type_into("非工作时间提示语", "下班了")
    stage.robot.wait_for("要有 12348")
    stage.robot.click("用程序自带的文字")
    assert "12348" in text_of(stage, "非工作时间提示语")


def test_the_next_number_is_shown_while_typing(open_settings: OpenSettings) -> None:
    stage = open_settings()
    create(stage.services)
    stage.open("numbering", "下一个：顾档〔2026〕0002")
    assert text_of(stage, "服务对象档案号的写法") == "顾档〔{年份}〕{四位顺序号}"
    stage.robot.type_into("服务对象档案号的写法", "{简称}{年份}-{三位顺序号}")
    stage.robot.wait_for("下一个：衡舟律所2026-002")
    stage.robot.type_into("服务对象档案号的下一个号", "1")
    stage.robot.wait_for("1 号已经用过")
    stage.robot.type_into("服务对象档案号的下一个号", "40")
    stage.robot.click("保存")
    assert create(stage.services, "孙小满", phone="13900000003").file_no == "衡舟律所2026-040"


def test_a_pattern_without_a_year_is_refused(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("numbering", "下一个：咨")
    stage.robot.type_into("咨询编号的写法", "咨{顺序号}")
    stage.robot.wait_for("没有年份会重号")
    stage.robot.wait_for("写法有误")


def test_prices_are_typed_as_people_type_them(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("prices", "法律顾问")
    stage.robot.type_into("法律顾问", "2万")
    stage.robot.click("保存")
    stage.robot.wait_for("2026-03-13 起 20,000 元（魏东明）")
    assert text_of(stage, "法律顾问") == "20,000"
    stage.robot.type_into("法律顾问", "")
    stage.robot.click("保存")
    stage.robot.wait_for("不能留空")


def test_prices_are_read_only_for_who_may_not_set_them(open_settings: OpenSettings) -> None:
    stage = open_settings("zhoulan")
    stage.open("prices", "修改请找主任")
    assert not stage.robot.has(QAbstractButton, "保存")


def test_what_somebody_else_changed_comes_in_or_is_told(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("notices", "非工作时间提示语")
    stage.services.firm_settings.details.save_notice("请打 12348。")
    stage.page.on_changes({"firm": set()})
    assert text_of(stage, "非工作时间提示语") == "请打 12348。"
    stage.robot.type_into("非工作时间提示语", "我在改 12348")
    stage.page.on_changes({"firm": set()})
    stage.robot.wait_for("刚被别人改过")
    assert text_of(stage, "非工作时间提示语") == "我在改 12348"


def test_settings_are_exported_and_imported_row_by_row(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    file = tmp_path / "设置.json"
    stage.open("transfer", "先逐项列出会改什么")
    stage.dialogs.answer("save_file", file)
    stage.robot.click("导出设置")
    assert stage.said.done == ["已导出到 设置.json"]
    details = stage.services.firm_settings.details
    before = details.details()
    details.save_notice("请打 12348。")
    stage.services.firm_settings.prices.save({"advisor": 20_000_00})
    form = details.details()
    details.save_details(type(form)(**{**form.__dict__, "head": "周岚"}), form)
    stage.dialogs.answer("open_files", [file])
    stage.robot.click("选择设置文件")
    stage.robot.wait_for("与现在不同 2 项")
    stage.robot.wait_for("周岚 → 魏东明")
    stage.robot.click("非工作时间提示语", CheckBox)
    stage.robot.click("导入 1 项")
    assert details.details() == before
    assert details.notice() == "请打 12348。"
    assert stage.services.history.undo().ok
    assert details.details().head == "周岚"


def test_a_file_that_is_none_is_said_and_changes_nothing(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    (tmp_path / "坏.json").write_text("不是", "utf-8")
    stage.open("transfer", "先逐项列出会改什么")
    stage.dialogs.answer("open_files", [tmp_path / "坏.json"])
    stage.robot.click("选择设置文件")
    stage.robot.wait_for("不是设置文件")
    assert not stage.robot.sees("导入前请核对")
