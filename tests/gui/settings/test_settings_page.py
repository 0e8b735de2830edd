"""The host of the sections: the rail, its search, and no leaving with something unsaved."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.views.components.fields import SearchField
from app.views.settings.sections import sections
from app.views.shell.navigation import NavItem
from tests.gui.settings.conftest import OpenSettings


def test_the_last_section_is_opened_again(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.robot.click("编号", NavItem)
    stage.robot.wait_for("顾档〔2026〕")
    assert open_settings().page.current_section == "numbering"


def test_every_section_opens_and_says_what_it_is_for(open_settings: OpenSettings) -> None:
    stage = open_settings()
    for section in sections():
        if section.id in stage.page.rail.items:
            assert stage.page.open_section(section.id), section.id
            assert stage.robot.sees(section.title)


def test_a_section_is_found_by_its_words_and_a_setting_by_its_label(open_settings: OpenSettings) -> None:
    stage = open_settings()
    search = stage.robot.find(SearchField, "搜索设置")
    stage.robot.type_into("搜索设置", "生僻字")
    stage.robot.wait_for("文书字体")
    assert not stage.robot.has(NavItem, "编号"), "hits take the place of the sections"
    search.setText("离开多久")
    search.setFocus()
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert stage.page.current_section == "this_pc"
    stage.robot.until(lambda: stage.robot.find(SearchField, "搜索设置").text() == "")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "离开多久后锁定"


def test_nothing_found_is_said(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.robot.type_into("搜索设置", "量子")
    stage.robot.wait_for("没有这样的设置")
    stage.robot.find(SearchField, "搜索设置").clear()
    stage.robot.until(lambda: stage.robot.has(NavItem, "编号"))


def test_the_arrows_move_among_the_sections(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.robot.click("本所资料", NavItem)
    item = stage.robot.find(NavItem, "本所资料")
    item.setFocus()
    names = [one.area.id for one in stage.page.rail.items.values()]
    QTest.keyClick(item, Qt.Key.Key_Down)
    focus = QApplication.focusWidget()
    assert isinstance(focus, NavItem)
    assert focus.area.id == names[names.index("firm") + 1]


def test_a_narrow_window_shows_icons_and_still_searches(open_settings: OpenSettings) -> None:
    stage = open_settings(width=780)
    assert not stage.robot.has(QLineEdit, "搜索设置")
    stage.robot.click("搜索设置（Ctrl+F）")
    assert stage.robot.has(QLineEdit, "搜索设置")


def test_unsaved_changes_hold_back(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("firm", "律所全称")
    stage.robot.type_into("负责人", "周岚")
    stage.dialogs.answer("confirm", False, True)
    assert not stage.page.may_leave()
    assert stage.page.open_section("numbering"), "given up"
    assert stage.page.may_leave(), "nothing is typed there"
    assert stage.services.firm.find().head == "魏东明"


def test_staying_keeps_what_was_typed(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("firm", "律所全称")
    stage.robot.type_into("负责人", "周岚")
    stage.dialogs.answer("confirm", False)
    stage.robot.click("编号", NavItem)
    assert stage.page.current_section == "firm"
    assert stage.robot.find(NavItem, "本所资料").isChecked()
    field = stage.robot.field("负责人")
    assert isinstance(field, QLineEdit)
    assert field.text() == "周岚"
