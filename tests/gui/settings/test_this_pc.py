"""What holds on this PC: at once, remembered, and fonts with what they are good for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton

from app.documents.fonts import use_fonts
from app.terms import Theme
from app.views.components.toggles import Switch
from app.views.settings.fonts_page import named_fonts
from app.views.theme import theme
from tests.gui.settings.conftest import OpenSettings
from tests.integration.services.support import create
from tests.unit.documents.font_files import RARE, with_licence, with_rare_character


@pytest.fixture(autouse=True)
def own_fonts() -> Iterator[None]:
    """Take named fonts back after a test."""
    yield
    use_fonts({})


def test_the_look_changes_at_once_and_is_remembered(open_settings: OpenSettings) -> None:
    stage = open_settings("liuxin")
    stage.open("this_pc", "只管这台电脑")
    stage.robot.click("深色")
    stage.robot.choose("文字大小", "125%")
    assert (theme().choice, theme().scale) == (Theme.DARK, 125)
    assert (stage.settings.text("theme"), stage.settings.number("text_scale")) == ("dark", 125)


def test_the_page_follows_what_is_changed_elsewhere(open_settings: OpenSettings) -> None:
    stage = open_settings("liuxin")
    stage.open("this_pc", "只管这台电脑")
    theme().apply(scale=120)
    assert stage.robot.sees("120%")


def test_the_lock_follows_at_once(open_settings: OpenSettings) -> None:
    stage = open_settings("liuxin")
    stage.open("this_pc", "离开多久后锁定")
    heard = QSignalSpy(stage.page.idle_minutes_changed)
    stage.robot.choose("离开多久后锁定", "5 分钟")
    assert heard.count() == 1
    assert heard.at(0) == [5]
    assert stage.settings.number("idle_lock_minutes") == 5


def test_the_login_is_forgotten_when_it_is_not_to_be_remembered(open_settings: OpenSettings) -> None:
    stage = open_settings("liuxin")
    stage.settings.set("last_login", "liuxin")
    stage.open("this_pc", "密码从不记住")
    stage.robot.click("记住", Switch)
    assert stage.settings.text("last_login") == ""
    assert stage.settings.flag("remember_login", default=True) is False


def test_a_named_font_prints_the_names_that_lacked_characters(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    create(stage.services, f"李{RARE}")
    file = with_rare_character(tmp_path / "补字.ttf")
    stage.open("fonts", "这些名字现在印不出来")
    stage.dialogs.answer("open_files", [file])
    stage.robot.click("选择补字字体的文件")
    stage.robot.wait_for(f"补上了这些名字里的字：李{RARE}")
    assert named_fonts(stage.settings) == {"spare": file}
    assert stage.services.fonts.unprintable() == ()
    assert not stage.robot.sees("这些名字现在印不出来")
    stage.robot.click("不再用这个补字字体")
    stage.robot.wait_for("这些名字现在印不出来")
    assert named_fonts(stage.settings) == {}


def test_a_font_that_may_not_be_used_is_refused_and_not_kept(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    stage.open("fonts", "补字字体")
    stage.dialogs.answer("open_files", [with_licence(tmp_path / "限制.ttf", 2)])
    stage.robot.click("选择仿宋的文件")
    stage.robot.wait_for("不允许嵌入")
    assert named_fonts(stage.settings) == {}
    assert not stage.robot.has(QAbstractButton, "不再用这个仿宋")


def test_a_font_that_is_gone_is_said_on_the_page(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    stage.settings.set("document_font_kai", str(tmp_path / "没了.ttf"))
    stage.open("fonts", "找不到字体文件 没了.ttf")
    stage.robot.wait_for("文书暂用自带的字体")
