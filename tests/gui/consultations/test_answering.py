"""A lawyer answers: in time, late, over the lunch break, withdrawn, by somebody without permission."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.services.consultations.types import Chip, ConsultationRef
from app.terms import Channel
from app.views.jobs import Jobs
from tests.factories import at
from tests.gui.consultations.conftest import Inbox

Open = Callable[..., Inbox]
Ask = Callable[..., ConsultationRef]
ANSWER = "您好，借条写明金额和双方姓名就可以起诉。"


def write(inbox: Inbox, text: str = ANSWER) -> None:
    inbox.page.panel.composer.area.setFocus()
    inbox.page.panel.composer.area.insertPlainText(text)


def press_send(inbox: Inbox) -> None:
    area = inbox.page.panel.composer.area
    QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.clause("S6.2")
def test_an_answer_in_time_is_copied_marked_and_judged(open_inbox: Open, ask: Ask) -> None:
    ref = ask()
    inbox = open_inbox()
    assert inbox.robot.sees("待答复 1 件")
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("还剩 3 小时 10 分")
    assert inbox.robot.sees("已用 110 / 300 工作分钟")
    assert inbox.robot.sees("今天 15:40 截止")
    inbox.clock.set(at("2026-03-13 15:40"))
    write(inbox)
    inbox.robot.click("复制答复并标记已发送")
    inbox.sync()
    assert QGuiApplication.clipboard().text() == ANSWER
    assert inbox.said() == ["已复制，并标记为 15:40 发送，用时 5 小时，时限内"]
    assert inbox.robot.sees("时限内")
    assert inbox.rows() == []
    inbox.page.list.choose_chip(Chip.ANSWERED)
    inbox.sync()
    assert inbox.rows()[0][0] == "5 时"
    assert "时限内" in inbox.rows()[0][1]
    assert inbox.services.consultations.details.find(ref.id).is_late is False


@pytest.mark.clause("S6.2")
def test_a_late_answer_is_called_late(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.clock.set(at("2026-03-13 15:41"))
    inbox.page.reload()
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("已超时 1 分")
    write(inbox)
    press_send(inbox)
    inbox.sync()
    assert inbox.said()[-1].endswith("已超时")
    assert inbox.robot.sees("超时")
    assert inbox.robot.sees("用时 5 小时 01 分")


@pytest.mark.clause("S6.2")
def test_an_answer_in_the_lunch_break_after_a_noon_deadline_is_in_time(open_inbox: Open, ask: Ask) -> None:
    ask(received="2026-03-12 15:30")  # 120 minutes until 17:30, 180 until noon
    inbox = open_inbox()
    inbox.clock.set(at("2026-03-13 12:40"))
    inbox.page.beat()
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("今天 12:00 截止")
    write(inbox)
    press_send(inbox)
    assert inbox.said()[-1] == "已复制，并标记为 12:40 发送，用时 5 小时，时限内"


def test_the_moment_it_was_really_sent_can_be_given_but_not_in_the_future(open_inbox: Open, ask: Ask) -> None:
    ref = ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    write(inbox)
    inbox.robot.click("实际发送时间：现在")
    inbox.robot.type_into("实际发送时间，时刻", "11:30")
    inbox.robot.click("复制答复并标记已发送")
    assert inbox.robot.sees("发送时间不能晚于现在")
    inbox.robot.type_into("实际发送时间，时刻", "9:05")
    inbox.robot.click("复制答复并标记已发送")
    assert inbox.robot.sees("发送时间早于收到时间")
    assert inbox.services.consultations.details.find(ref.id).answered_at is None
    inbox.robot.type_into("实际发送时间，时刻", "10:20")
    inbox.robot.click("复制答复并标记已发送")
    inbox.sync()
    assert inbox.said() == ["已复制，并标记为 10:20 发送，用时 1 小时 10 分，时限内"]
    assert inbox.robot.sees("周岚 记录，发送时间按 10:20 补记")


def test_sending_without_words_says_what_to_do(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    inbox.robot.click("复制答复并标记已发送")
    assert inbox.robot.sees("请先写好答复内容。")
    assert inbox.said() == []


def test_a_second_enter_does_not_answer_twice(open_inbox: Open, ask: Ask) -> None:
    ref = ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    write(inbox)
    press_send(inbox)
    press_send(inbox)
    kinds = [event.kind.value for event in inbox.services.consultations.details.find(ref.id).events]
    assert kinds.count("answered") == 1


def test_two_clicks_answer_once_while_the_writer_is_busy(open_inbox: Open, ask: Ask, jobs: Jobs) -> None:
    ref = ask()
    inbox = open_inbox(threads=True)
    inbox.robot.until(lambda: bool(inbox.rows()) and "滹沱河畔" in inbox.rows()[0])
    inbox.open("滹沱河畔")
    inbox.robot.until(inbox.page.panel.composer.isVisible)
    write(inbox)
    press_send(inbox)
    press_send(inbox)
    inbox.robot.wait_for("时限内")
    inbox.robot.until(lambda: not jobs.busy)
    kinds = [event.kind.value for event in inbox.services.consultations.details.find(ref.id).events]
    assert kinds.count("answered") == 1
    assert inbox.services.drafts.find(f"consultation.answer:{ref.id.hex()}") is None


def test_the_message_takes_the_answer_back_with_its_words(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    write(inbox)
    press_send(inbox)
    inbox.robot.click("撤回")
    inbox.sync()
    assert inbox.robot.sees("待答复 1 件")
    assert inbox.page.panel.composer.text() == ANSWER
    assert inbox.robot.sees("周岚 答复（已撤回）")
    assert inbox.robot.sees("已用 110 / 300 工作分钟")


def test_withdrawing_later_asks_for_a_reason_and_keeps_it(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    write(inbox)
    press_send(inbox)
    inbox.dialogs.answer("reason", None, "发错了人")
    inbox.robot.click("撤回答复")
    assert inbox.robot.has(type(inbox.page.panel.footer.withdraw), "撤回答复"), "called off: still answered"
    inbox.robot.click("撤回答复")
    assert inbox.robot.sees("撤回上一条答复：发错了人")
    assert inbox.robot.sees("还剩 3 小时 10 分")


def test_the_front_desk_sees_who_answers_and_no_dead_button(open_inbox: Open, ask: Ask) -> None:
    ask(lawyer="郭静")
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("答复由律师办理，主办 郭静。")
    assert not inbox.robot.sees("复制答复并标记已发送")
    assert inbox.page.panel.composer.isHidden()
    assert inbox.robot.sees("转派")


@pytest.mark.clause("S6.3")
def test_a_question_out_of_hours_wants_the_notice_until_it_was_copied(open_inbox: Open, ask: Ask) -> None:
    ask(received="2026-03-12 20:10")
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("先引导 12348")
    inbox.robot.click("复制12348提示")
    assert "12348" in QGuiApplication.clipboard().text()
    assert inbox.said() == ["已复制 12348 提示，请粘贴给咨询人"]
    assert not inbox.robot.sees("先引导 12348")
    assert inbox.robot.sees("刘欣 发送 12348 提示")


def test_a_further_question_runs_anew_and_closing_needs_a_reason(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    write(inbox)
    press_send(inbox)
    inbox.clock.set(at("2026-03-13 14:00"))
    inbox.robot.click("登记追问")
    inbox.robot.click("登记追问")
    assert inbox.robot.sees("请填写追问内容。")
    inbox.robot.type_into("追问内容", "那利息能要吗？")
    inbox.robot.click("登记追问")
    inbox.sync()
    assert inbox.robot.sees("那利息能要吗？")
    assert inbox.robot.sees("已用 0 / 300 工作分钟")
    inbox.dialogs.answer("reason", "重复登记")
    inbox.robot.click("办结")
    inbox.sync()
    assert inbox.said()[-1].endswith("已办结")
    assert inbox.robot.sees("没有待答复的咨询")


def test_correcting_the_receipt_needs_a_reason_and_moves_the_deadline(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    inbox.robot.click("更正收到时间")
    inbox.robot.type_into("收到时间，时刻", "10:10")
    inbox.robot.click("更正")
    assert inbox.robot.sees("请填写更正依据。")
    inbox.robot.type_into("更正依据", "按群消息时间")
    inbox.robot.click("更正")
    inbox.sync()
    assert inbox.robot.sees("今天 16:40 截止")
    inbox.robot.wait_for("改为 03-13 10:10：按群消息时间")


def test_assigning_from_the_menu(open_inbox: Open, ask: Ask) -> None:
    ask(lawyer="郭静")
    inbox = open_inbox()
    inbox.open("滹沱河畔")
    footer = inbox.page.panel.footer
    footer.fill_menu()
    entries = {entry.text(): entry for entry in footer.menu.actions()}
    assert not entries["郭静（现在主办）"].isEnabled()
    entries["陈启明"].trigger()
    inbox.sync()
    assert inbox.said() == ["已指派给 陈启明"]
    assert inbox.robot.sees("主办 陈启明")
    inbox.robot.until(lambda: "陈启明" in inbox.rows()[0])


def test_the_reminder_names_lawyer_and_remaining_time(open_inbox: Open, ask: Ask) -> None:
    ask(lawyer="郭静", channel=Channel.WECHAT)
    inbox = open_inbox("liuxin")
    assert not inbox.page.list.remind.isEnabled()
    inbox.open("滹沱河畔")
    inbox.robot.click("提醒语")
    text = QGuiApplication.clipboard().text()
    assert text.startswith("@郭静 ")
    assert "还剩 3 小时 10 分" in text
    assert "今天 15:40" in text
    assert inbox.said() == ["已复制提醒语，请粘贴到律师的微信"]
