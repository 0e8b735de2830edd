"""The list: order, counts, chips, filters, empty states, selection, keyboard, many rows, long names, narrow windows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.clock import SteppedClock
from app.services.consultations.types import ConsultationRef
from app.terms import Channel, Scheme
from app.views.components.buttons import Chip as ChipButton
from tests.factories import at
from tests.gui.consultations.conftest import Inbox

Open = Callable[..., Inbox]
Ask = Callable[..., ConsultationRef]


def counts(inbox: Inbox) -> list[str]:
    """Return the chips with their counts as a screen reader says them."""
    return [chip.accessibleName() for chip in inbox.page.list.chips.values()]


@pytest.mark.clause("S6.2")
def test_most_urgent_first_with_counts_that_follow_the_clock(open_inbox: Open, ask: Ask) -> None:
    ask(name="今早问的", received="2026-03-13 10:30")
    ask(name="昨天问的", received="2026-03-12 15:00", lawyer="周岚")
    inbox = open_inbox()
    assert [row[2] for row in inbox.rows()] == ["昨天问的", "今早问的"]
    assert counts(inbox) == ["待答复 2", "即将超时 1", "已超时 0", "我的 1", "今日已答 0"]
    assert inbox.robot.sees("待答复 2 件，其中 1 件需要马上处理")
    inbox.clock.set(at("2026-03-13 11:31"))
    inbox.page.beat()
    assert counts(inbox) == ["待答复 2", "即将超时 0", "已超时 1", "我的 1", "今日已答 0"]
    assert inbox.rows()[0][0].startswith("已超时")


def test_alt_and_a_figure_choose_a_chip(open_inbox: Open, ask: Ask) -> None:
    ask(name="我的客户", lawyer="周岚")
    ask(name="别人的")
    inbox = open_inbox()
    inbox.page.list.view.setFocus()
    QTest.keySequence(inbox.page.list.view, "Alt+4")
    inbox.sync()
    assert inbox.robot.find(ChipButton, "我的").isChecked()
    assert [row[2] for row in inbox.rows()] == ["我的客户"]
    QTest.keySequence(inbox.page.list.view, "Alt+1")
    inbox.sync()
    assert len(inbox.rows()) == 2


def test_filters_by_channel_and_scheme(open_inbox: Open, ask: Ask) -> None:
    ask(name="群里的")
    ask(name="北京的", channel=Channel.BEIJING_PLATFORM, source="BJ-40217")
    inbox = open_inbox()
    inbox.page.list.choose_channel(Channel.WECHAT_GROUP)
    inbox.sync()
    assert [row[2] for row in inbox.rows()] == ["群里的"]
    assert counts(inbox)[0] == "待答复 1"
    inbox.page.list.choose_channel(None)
    inbox.page.list.choose_scheme(Scheme.BEIJING)
    inbox.sync()
    assert [row[2] for row in inbox.rows()] == ["北京的"]
    inbox.page.list.choose_channel(Channel.SMS)
    assert inbox.robot.sees("这些条件下没有咨询")
    inbox.robot.click("清除筛选")
    inbox.sync()
    assert len(inbox.rows()) == 2


def test_empty_lists_say_why_and_offer_the_next_step(open_inbox: Open, ask: Ask) -> None:
    inbox = open_inbox("liuxin")
    assert inbox.robot.sees("没有待答复的咨询")
    inbox.robot.click("即将超时")
    assert inbox.robot.sees("没有即将超时的咨询")
    inbox.robot.click("今日已答")
    assert inbox.robot.sees("今天还没有答复过咨询")
    inbox.robot.click("看全部待答复")
    assert inbox.robot.find(ChipButton, "待答复").isChecked()
    empty_button = inbox.page.list._empties[0][1]
    QTest.mouseClick(empty_button, Qt.MouseButton.LeftButton)
    assert inbox.page.entry is not None


def test_the_chosen_question_stays_chosen_when_others_come(open_inbox: Open, ask: Ask) -> None:
    ref = ask(name="第一位")
    inbox = open_inbox()
    inbox.open("第一位")
    inbox.page.panel.composer.area.insertPlainText("写到一半")
    ask(name="更急的", received="2026-03-12 15:00")
    inbox.sync()
    assert [row[2] for row in inbox.rows()] == ["更急的", "第一位"]
    assert inbox.page.list.view.current_key() == ref.row_no
    assert inbox.page.panel.composer.text() == "写到一半"


def test_a_page_just_opened_is_ready_for_the_arrows(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.page.setFocus()
    assert inbox.page.list.view.hasFocus()


def test_arrows_move_enter_opens_escape_closes(open_inbox: Open, ask: Ask) -> None:
    ask(name="第一位", received="2026-03-13 09:10")
    ask(name="第二位", received="2026-03-13 09:20")
    inbox = open_inbox()
    view = inbox.page.list.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert inbox.page.panel.isHidden()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert inbox.page.panel.head.who.text() == "第一位"
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert inbox.page.panel.head.who.text() == "第二位"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert inbox.page.panel.composer.area.hasFocus(), "Enter again goes on in the editor"
    QTest.keyClick(inbox.page.panel.composer.area, Qt.Key.Key_Escape)
    assert inbox.page.panel.isHidden()


def test_a_hundred_and_fifty_questions_come_by_pages(open_inbox: Open, ask: Ask, office_clock: SteppedClock) -> None:
    office_clock.set(at("2026-03-13 14:00"))
    for number in range(150):
        ask(name=f"第{number + 1:03}位", received=at(f"2026-03-13 {9 + number // 60:02}:{number % 60:02}"))
    inbox = open_inbox()
    table = inbox.page.list.waiting.table
    assert inbox.robot.sees("待答复 150 件")
    assert table.rowCount() == 150
    assert table.peek(149) is None, "the last row is not read before it is looked at"
    inbox.page.list.view.setFocus()
    QTest.keyClick(inbox.page.list.view, Qt.Key.Key_End)
    inbox.robot.until(lambda: table.peek(149) is not None)
    assert inbox.rows()[-1][2] == "第150位"


def test_long_names_leave_room_for_everything(open_inbox: Open, ask: Ask) -> None:
    name = "滹沱河畔一位昵称特别特别长的热心市民朋友"
    ask(name=name, source="石家庄市长安区幸福里小区三期业主交流群（五百人）")
    inbox = open_inbox()
    inbox.open(name)
    head, panel = inbox.page.panel.head, inbox.page.panel
    assert panel.geometry().right() < inbox.page.width()
    assert panel.geometry().left() > inbox.page.list.geometry().right()
    assert head.who.toolTip() == name
    assert head.channel.toolTip().startswith("石家庄市长安区")
    assert head.signed.geometry().right() < head.width()
    assert head.who.width() >= 96, "at least six characters of the name can be read"
    assert head.channel.text().startswith("微信群")


def test_in_a_narrow_window_the_panel_takes_the_lists_place(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox(width=855, height=440)
    inbox.open("滹沱河畔")
    assert inbox.page.list.isHidden()
    assert inbox.page.panel.width() == inbox.page.width()
    inbox.robot.click("关闭详情（Esc）")
    assert not inbox.page.list.isHidden()
    assert inbox.page.panel.isHidden()


def test_a_year_without_published_holidays_is_called_an_estimate(open_inbox: Open, ask: Ask) -> None:
    inbox = open_inbox("liuxin")
    inbox.clock.set(at("2027-03-12 11:00"))
    ask(received="2027-03-12 10:00")
    inbox.sync()
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("节假日安排未公布，按推算")
    assert any("节假日安排未公布，按推算" in cell for cell in inbox.rows()[0])


def test_a_deadline_by_the_wall_clock_is_no_estimate(open_inbox: Open, ask: Ask) -> None:
    inbox = open_inbox("liuxin")
    inbox.clock.set(at("2027-03-12 11:00"))
    reference = ask(received="2027-03-12 10:00", channel=Channel.BEIJING_PLATFORM)
    inbox.sync()
    inbox.page.open_record(reference.id)
    assert not inbox.robot.sees("节假日安排未公布，按推算")
    assert not any("按推算" in cell for cell in inbox.rows()[0])


def test_asked_for_by_another_page_it_opens(open_inbox: Open, ask: Ask) -> None:
    ref = ask()
    inbox = open_inbox()
    inbox.page.open_record(ref.id)
    assert inbox.page.panel.head.who.text() == "滹沱河畔"
    assert inbox.page.list.view.current_key() == ref.row_no
