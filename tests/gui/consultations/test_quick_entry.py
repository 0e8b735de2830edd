"""F2: a question is registered quickly, once, with checks beside the fields; nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from app.services.clients.types import ClientRef
from app.services.consultations.types import ConsultationRef
from app.terms import Category
from app.views.consultations.quick_entry import QuickEntry
from app.views.jobs import Jobs
from tests.factories import at
from tests.gui.consultations.conftest import Inbox
from tests.gui.robot import Robot

Open = Callable[..., Inbox]
QUESTION = "您好，去年 3 月朋友借我 12 万元，借条只写了名字，还能起诉吗？"


def start(inbox: Inbox) -> tuple[QuickEntry, Robot]:
    """Press F2 and return the form with a robot for it."""
    inbox.robot.root.activateWindow()
    inbox.robot.until(inbox.robot.root.isActiveWindow)
    inbox.page.list.view.setFocus()
    QTest.keySequence(inbox.robot.root, "F2")
    entry = inbox.page.entry
    assert entry is not None, "F2 opens quick entry"
    inbox.robot.until(entry.isActiveWindow)
    return entry, Robot(inbox.robot.qtbot, entry)


def fill(robot: Robot, *, received: str = "", name: str = "滹沱河畔", question: str = QUESTION) -> None:
    """Fill the form as the front desk does."""
    if received:
        robot.type_into("收到时间，时刻", received)
    robot.type_into("微信名", name)
    robot.type_into("类别", "mjjd")
    robot.type_into("问题", question)


def save(entry: QuickEntry) -> None:
    """Press Ctrl+Enter where the focus is."""
    QTest.keyClick(entry.form.question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.clause("S6.2")
def test_typed_in_at_eleven_it_counts_from_ten_past_nine(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    robot.choose("渠道", "微信群")
    fill(robot, received="0910")
    assert robot.sees("今天 15:40 前答复")
    save(entry)
    inbox.sync()
    assert inbox.page.entry is None
    assert inbox.said()[0].startswith("已登记 咨〔2026〕")
    row = inbox.rows()[0]
    assert "还剩 3 小时 10 分" in row[0]
    assert row[1:4] == ["微信群", "滹沱河畔", "民间借贷"]
    assert inbox.page.list.view.current_key() is not None, "the new row is chosen"
    assert inbox.robot.sees("已用 110 / 300 工作分钟")
    assert inbox.robot.sees("刘欣 登记，收到时间按 09:10 补记")


def test_a_deadline_in_a_year_without_published_holidays_says_so(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    inbox.clock.set(at("2027-03-12 11:00"))
    _entry, robot = start(inbox)
    robot.choose("渠道", "微信群")
    robot.wait_for("节假日安排未公布，按推算")
    robot.choose("渠道", "北京法网")
    robot.until(lambda: not robot.sees("节假日安排未公布，按推算"))


def test_wrong_input_says_beside_the_field_what_to_do(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    robot.type_into("电话", "1383117")
    assert entry.form.fields["phone"].error
    robot.type_into("收到时间，时刻", "23:30")
    robot.click("登记")
    assert robot.sees("收到时间不能晚于现在")
    assert robot.sees("请填写类别。")
    assert robot.sees("请填写问题。")
    robot.type_into("电话", "")
    robot.type_into("收到时间，时刻", "10:50")
    robot.type_into("类别", "qt")
    robot.type_into("问题", "想咨询一下")
    robot.click("登记")
    assert robot.sees("请填写咨询人、微信名或电话中的至少一项。")
    assert inbox.services.consultations.inbox.counts(inbox.page.list.filter).waiting == 0


def test_a_second_save_registers_nothing(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    fill(robot)
    save(entry)
    save(entry)
    entry.save()
    assert inbox.services.consultations.inbox.counts(inbox.page.list.filter).waiting == 1


def test_two_quick_enters_register_one_question_while_the_writer_is_busy(open_inbox: Open, jobs: Jobs) -> None:
    inbox = open_inbox("liuxin", threads=True)
    entry, robot = start(inbox)
    fill(robot)
    save(entry)
    save(entry)
    entry.save()
    robot.until(lambda: inbox.page.entry is None)
    robot.until(lambda: not jobs.busy)
    assert inbox.services.consultations.inbox.counts(inbox.page.list.filter).waiting == 1
    inbox.robot.wait_for("待答复 1 件")


def test_a_known_phone_finds_the_client_at_once(open_inbox: Open, client: Callable[..., ClientRef]) -> None:
    ref = client("王海燕", "13831170001")
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    robot.type_into("电话", "138 3117-0001")
    assert robot.sees(f"已有档案：王海燕（{ref.file_no}")
    assert entry.form.asker.value() == "王海燕"
    robot.click("不是这个人")
    assert not robot.sees("已有档案")
    assert entry.form.asker.value() == ""
    robot.type_into("微信名", "燕子")
    robot.type_into("类别", "ldzy")
    robot.type_into("问题", "公司没签合同")
    save(entry)
    inbox.sync()
    assert inbox.robot.sees("关联 王海燕"), "the link is offered again in the panel"
    inbox.robot.click("关联 王海燕")
    inbox.sync()
    assert inbox.robot.sees("打开档案")
    inbox.robot.until(lambda: inbox.rows()[0][2].startswith("王海燕"))


@pytest.mark.clause("S6.3")
def test_an_out_of_hours_question_offers_the_notice_at_once(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    inbox.clock.set(at("2026-03-13 19:20"))
    entry, robot = start(inbox)
    fill(robot)
    save(entry)
    assert robot.sees("收到时不在工作时间")
    robot.click("复制12348提示")
    inbox.sync()
    assert "12348" in QGuiApplication.clipboard().text()
    assert inbox.page.entry is None
    assert "暂停" in inbox.rows()[0][0]


def test_what_was_typed_survives_closing_the_program(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    fill(robot, received="9:10")
    entry.form.files.add_image(picture)
    entry.hide()  # the window goes away without a word: crash, lock, change of user
    entry.keeper.end()
    inbox.page._entry_closed(0)
    again, seen = start(inbox)
    assert seen.sees("没有登记完的内容")
    assert again.form.question.value() == QUESTION
    assert again.form.wechat.value() == "滹沱河畔"
    assert again.form.category.value() is Category.LOAN
    assert again.form.received.exact() == at("2026-03-13 09:10")
    assert len(again.form.files.files()) == 1
    seen.click("清空重填")
    assert again.form.question.value() == ""
    assert inbox.services.drafts.find("consultation.register") is None


def test_escape_asks_only_when_something_was_typed(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert inbox.page.entry is None
    assert inbox.dialogs.asked == []
    entry, robot = start(inbox)
    robot.type_into("咨询人", "张三")
    inbox.dialogs.answer("confirm", False, True)
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert entry.isVisible(), "called off: the form stays"
    assert entry.form.asker.value() == "张三"
    QTest.keyClick(entry, Qt.Key.Key_Escape)
    assert not entry.isVisible()
    assert inbox.services.drafts.find("consultation.register") is None


def test_pictures_from_clipboard_and_disk_become_attachments(open_inbox: Open, tmp_path: Path) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#884422"))
    QApplication.clipboard().setImage(picture)
    entry.form.question.setFocus()
    entry.form.question.paste()
    file = tmp_path / "转账记录.png"
    picture.fill(QColor("#224488"))
    assert picture.save(str(file))
    inbox.dialogs.answer("open_files", [file, tmp_path / "没有这个文件.png"])
    robot.click("选择文件")
    assert robot.sees("读不了“没有这个文件.png”")
    fill(robot)
    save(entry)
    inbox.sync()
    assert inbox.robot.sees("图片1.png")
    assert inbox.robot.sees("转账记录.png")


def test_with_pictures_it_still_fits_the_screen(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    for shade in range(4):
        picture = QImage(60, 40, QImage.Format.Format_RGB32)
        picture.fill(QColor(shade * 40, 80, 120))
        entry.form.files.add_image(picture)
    robot.until(lambda: len(entry.form.files.files()) == 4)
    assert entry.height() <= entry.screen().availableGeometry().height()
    assert entry.go.isVisible()
    robot.click("去掉 图片1.png")
    assert [file.file_name for file in entry.form.files.files()] == ["图片2.png", "图片3.png", "图片4.png"]


def test_sentences_about_mistakes_push_nothing_out_of_sight(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    area, short = entry.findChild(QScrollArea), entry.form.height()
    assert area is not None
    robot.type_into("电话", "1381234")
    entry.save()
    assert robot.sees("请填写类别。")
    robot.until(lambda: entry.form.height() > short, "the sentences have no room")
    robot.until(lambda: area.verticalScrollBar().maximum() == 0, "the form has to be scrolled")
    assert entry.frameGeometry().bottom() <= entry.screen().availableGeometry().bottom()


def test_the_channel_used_last_is_remembered(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, robot = start(inbox)
    robot.choose("渠道", "短信")
    fill(robot)
    save(entry)
    entry, robot = start(inbox)
    assert entry.form.channel.currentText() == "短信"
    assert not robot.sees("群名")


def test_enter_goes_from_field_to_field(open_inbox: Open) -> None:
    inbox = open_inbox("liuxin")
    entry, _ = start(inbox)
    inbox.robot.until(entry.form.asker.hasFocus)
    for expected in (entry.form.phone, entry.form.wechat, entry.form.category):
        QTest.keyClick(QApplication.focusWidget() or entry, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is expected


def test_a_draft_answer_waits_for_its_question(open_inbox: Open, ask: Callable[..., ConsultationRef]) -> None:
    ask(name="第一位")
    ask(name="第二位", received="2026-03-13 09:20")
    inbox = open_inbox()
    inbox.open("第一位")
    inbox.page.panel.composer.area.insertPlainText("写到一半")
    inbox.open("第二位")
    assert inbox.page.panel.composer.text() == ""
    inbox.page.close_panel()
    inbox.open("第一位")
    assert inbox.page.panel.composer.text() == "写到一半"
