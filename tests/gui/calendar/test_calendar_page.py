"""The calendar's page as an administrator works it: by keyboard, by file, by form; and what others may see of it."""

import json
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.services.calendars.types import Origin
from app.services.setup_types import DEFAULT_SPANS
from app.terms import CalendarStatus, DayKind, Role, Theme
from app.views.components.buttons import Button
from app.views.theme import theme
from tests.gui.calendar.conftest import OpenPage, Stage
from tests.integration.services.support import consultation, register, set_time

TODAY = date(2026, 3, 13)


def year_file(folder: Path, text: str | None = None) -> Path:
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    file = folder / "2027.json"
    file.write_text(text if text is not None else json.dumps({"year": 2027, "days": days}), encoding="utf-8")
    return file


def keys(stage: Stage, *pressed: Qt.Key) -> None:
    stage.page.sheet.setFocus()
    for key in pressed:
        QTest.keyClick(stage.page.sheet, key)


def test_it_opens_on_today_with_what_the_day_is(open_page: OpenPage) -> None:
    stage = open_page()
    assert stage.page.sheet.day == TODAY
    for words in ("2026 年", "2026年3月13日 周五", "工作日", "09:00-12:00、13:30-17:30，共 7 小时", "已公布"):
        assert stage.robot.sees(words), words
    assert "工作日" in stage.page.sheet.accessibleDescription()


def test_the_arrows_move_the_day_and_page_keys_the_year(open_page: OpenPage) -> None:
    stage = open_page()
    key = Qt.Key
    keys(stage, key.Key_Right, key.Key_Down, key.Key_Up, key.Key_Left)
    assert stage.page.sheet.day == TODAY
    keys(stage, key.Key_Home)
    assert stage.page.sheet.day == date(2026, 3, 1)
    keys(stage, key.Key_End)
    assert stage.page.sheet.day == date(2026, 3, 31)
    keys(stage, key.Key_PageDown)
    assert stage.page.sheet.day == date(2027, 3, 31)
    assert stage.robot.sees("2027 年")
    assert stage.robot.sees("推算")
    keys(stage, key.Key_PageUp, key.Key_PageUp)
    assert stage.robot.sees("2025 年")
    keys(stage, key.Key_PageUp, key.Key_Home, key.Key_Left)
    assert stage.page.sheet.day == date(2024, 2, 29)


def test_the_arrow_over_the_turn_of_the_year_shows_the_next_year(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.go_to_day(date(2026, 12, 31))
    keys(stage, Qt.Key.Key_Right)
    assert stage.page.sheet.day == date(2027, 1, 1)
    assert stage.robot.sees("2027年1月1日 周五")
    assert stage.robot.sees(
        "节假日安排未公布，按推算。来源：依《全国年节及纪念日放假办法》（2024-11-10修订）推算，国务院办公厅通知未公布"
    )


def test_years_out_of_reach_are_not_shown(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.go_to_day(date(2100, 12, 31))
    keys(stage, Qt.Key.Key_Right, Qt.Key.Key_PageDown)
    assert stage.page.sheet.day == date(2100, 12, 31)


@pytest.mark.parametrize("width", [500, 700, 1000, 1400])
def test_every_day_can_be_clicked_at_every_width(open_page: OpenPage, width: int) -> None:
    stage = open_page(width=width)
    sheet = stage.page.sheet
    places = [sheet.rect_of(day.day) for day in stage.services.calendars.year(2026).days]
    assert all(sheet.rect().contains(place) for place in places)
    assert not any(one.intersects(two) for at, one in enumerate(places) for two in places[at + 1 : at + 40])
    wanted = date(2026, 10, 1)
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect_of(wanted).center())
    assert stage.robot.sees("国庆节")
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    assert sheet.day == wanted


def test_marks_tell_the_days_apart_in_both_themes(open_page: OpenPage) -> None:
    stage = open_page()
    sheet = stage.page.sheet

    def look(day: date) -> bytes:
        place = sheet.rect_of(day)
        return bytes(sheet.grab(place).toImage().constBits())

    # Sundays of one figure each: a free day, a make-up day, a holiday, then the firm's own
    for choice in (Theme.LIGHT, Theme.DARK):
        theme().apply(choice, 100)
        plain, holiday = look(date(2026, 8, 4)), look(date(2026, 10, 4))
        make_up = look(date(2026, 1, 4))
        assert len({plain, holiday, make_up}) == 3
    theme().apply(Theme.LIGHT, 100)


# --- own days


def test_enter_makes_the_day_the_firms_own_and_deadlines_follow(open_page: OpenPage) -> None:
    stage = open_page()
    asked = register(stage.services)
    before = consultation(stage.services, asked).timeline.due_at
    stage.page.go_to_day(date(2026, 3, 16))
    keys(stage, Qt.Key.Key_Return)
    stage.robot.click("保存")
    assert stage.robot.sees("请填写名称")
    stage.robot.type_into("名称", "团建")
    stage.robot.click("保存")
    assert stage.said.done == ["已把2026年3月16日设为本所休息，1 件待答复咨询的截止时间已重新计算"]
    assert consultation(stage.services, asked).timeline.due_at > before
    assert stage.robot.sees("本所休息")
    assert stage.robot.sees("不上班")
    stage.robot.click("取消本所特别日")
    assert consultation(stage.services, asked).timeline.due_at == before
    assert stage.robot.sees("工作日")


def test_half_a_day_is_typed_as_one_line_of_hours(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.begin_own_day()
    form = stage.page.day_panel.own_form
    stage.robot.type_into("名称", "半天")
    form.kind.set_value(True)
    form.afternoon.set_value((None, None))
    form.morning.set_value((time(9), None))
    stage.robot.click("保存")
    assert stage.robot.sees("上午的开始和结束都要填，例如 09:00 至 12:00。")
    form.morning.set_value((time(9), time(12)))
    stage.robot.click("保存")
    day = stage.services.calendars.year(2026).on(TODAY)
    assert (day.kind, day.name, day.spans) == (DayKind.OWN_HOURS, "半天", DEFAULT_SPANS[:1])


def test_days_out_of_order_are_refused_beside_the_field(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.begin_own_day()
    stage.robot.type_into("名称", "团建")
    stage.page.day_panel.own_form.last.set_value(date(2026, 3, 1))
    stage.robot.click("保存")
    assert stage.robot.sees("最后一天不能早于第一天，一次最多设 31 天。")
    assert stage.services.calendars.year(2026).count(DayKind.OWN_CLOSED) == 0
    stage.robot.click("取消")
    assert stage.page.sheet.hasFocus()


# --- the official calendar


def test_an_official_day_is_edited_and_the_year_reset(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.go_to_day(date(2026, 10, 7))
    stage.robot.click("修改官方日历")
    stage.page.day_panel.official_form.kind.set_value(DayKind.WORKING)
    stage.robot.click("保存")
    assert stage.said.done == ["已把2026年10月7日改为照常"]
    assert stage.services.calendars.year(2026).origin is Origin.FIRM
    assert stage.robot.sees("由周岚在本所修改")
    stage.dialogs.answer("confirm", True)
    stage.robot.click("恢复原来的安排")
    assert stage.services.calendars.year(2026).on(date(2026, 10, 7)).kind is DayKind.HOLIDAY
    assert not stage.page.source.reset.isVisible()


def test_a_year_is_imported_after_a_look_at_what_changes(open_page: OpenPage, tmp_path: Path) -> None:
    stage = open_page()
    stage.dialogs.answer("open_files", [year_file(tmp_path)])
    stage.robot.click("导入年份…")
    assert stage.robot.sees("有 18 天和现在不同")
    assert stage.robot.sees("放假（春节）")
    assert stage.services.calendars.year(2027).origin is Origin.DELIVERED
    stage.robot.click("采用")
    assert stage.said.done == ["已导入 2027 年节假日安排"]
    assert stage.services.calendars.year(2027).status is CalendarStatus.PUBLISHED
    assert stage.robot.sees("2027 年")
    assert stage.robot.sees("已公布")


def test_a_file_that_was_only_looked_at_changes_nothing(open_page: OpenPage, tmp_path: Path) -> None:
    stage = open_page()
    stage.dialogs.answer("open_files", [year_file(tmp_path)])
    stage.robot.press("Ctrl+I")
    stage.robot.click("不导入")
    assert stage.services.calendars.year(2027).origin is Origin.DELIVERED
    assert stage.page.sheet.hasFocus()


def test_a_year_typed_in_is_marked_as_published_with_its_notice(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.go_to_year(2027)
    stage.dialogs.answer("reason", "国办发明电〔2026〕9号")
    stage.robot.click("标为已公布…")
    assert stage.services.calendars.year(2027).source == "国办发明电〔2026〕9号"
    assert not stage.page.source.confirm.isVisible()


def test_the_page_warns_sixty_days_before_an_unpublished_year(open_page: OpenPage, tmp_path: Path) -> None:
    early = open_page()
    assert not early.page.warning.isVisible()
    set_time(early.services, "2026-11-20 10:00")
    late = open_page()
    assert late.robot.sees("2027 年还有 42 天开始，节假日安排未公布")
    late.dialogs.answer("open_files", [year_file(tmp_path)])
    late.robot.click("导入年份…")
    late.robot.click("采用")
    assert not late.page.warning.isVisible()


# --- hours


def test_other_hours_are_previewed_and_saved(open_page: OpenPage) -> None:
    stage = open_page()
    stage.page.open_record("hours")
    hours = stage.page.hours
    stage.robot.wait_for("当天 15:30 截止")
    assert not hours.save.isEnabled()
    week = hours.table.weekly()
    hours.table.set_weekly({day: ((time(8), time(12)), (time(14), time(17))) for day in week})
    stage.robot.wait_for("当天 16:00 截止")
    stage.robot.click("夏季作息")
    stage.robot.click("保存工作时间")
    assert stage.said.done == ["已修改工作时间"]
    found = stage.services.working_hours.find()
    assert found.weekly[0] == ((time(8), time(12)), (time(14), time(17)))
    assert found.summer is not None
    assert (found.summer.begins, found.summer.spans) == ("06-01", ((time(8), time(12)), (time(14, 30), time(18))))
    assert not hours.save.isEnabled()


def test_hours_typed_and_not_saved_are_asked_about(open_page: OpenPage) -> None:
    stage = open_page()
    assert stage.page.may_leave()
    stage.page.hours.table.set_weekly({0: DEFAULT_SPANS})
    stage.dialogs.answer("confirm", False)
    assert not stage.page.may_leave()
    stage.page.open_record("hours")
    stage.robot.click("不改了")
    assert stage.page.may_leave()
    assert stage.page.hours.table.weekly() == stage.services.working_hours.find().weekly


def test_a_day_typed_and_not_saved_is_asked_about_and_enter_saves_it(open_page: OpenPage) -> None:
    stage = open_page()
    keys(stage, Qt.Key.Key_Return)
    assert stage.page.may_leave()
    stage.robot.type_into("名称", "团建")
    stage.dialogs.answer("confirm", False)
    assert not stage.page.may_leave()
    stage.robot.press("Return", stage.page.day_panel.own_form.name)
    assert not stage.page.day_panel.is_editing
    assert stage.robot.sees("团建")
    assert stage.page.may_leave()


# --- others


def test_who_may_not_manage_the_calendar_looks_at_it_only(open_page: OpenPage) -> None:
    stage = open_page(frozenset({Role.LAWYER}))
    keys(stage, Qt.Key.Key_Return)
    assert stage.robot.sees("2026年3月13日 周五")
    shown = {button.text() for button in stage.page.findChildren(Button) if button.isVisible()}
    assert shown == {"今天"}
    stage.page.open_record("hours")
    assert not stage.page.hours.table.isEnabled()


def test_what_others_change_arrives(open_page: OpenPage) -> None:
    stage = open_page()
    stage.services.calendars.set_own_days(TODAY, TODAY, "搬家", ())
    stage.refresh()
    assert stage.robot.sees("搬家")
    stage.services.history.undo()
    stage.refresh()
    assert not stage.robot.sees("搬家")
