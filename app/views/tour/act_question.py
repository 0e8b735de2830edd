"""Act one: a message of 09:10 is typed in at 11:00, stands in the inbox with its time, and is answered in time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.services.demo.build import PASSWORD
from app.views.consultations.quick_entry import QuickEntry
from app.views.shell.search_box import SearchBox
from app.views.tour.hand import Hand
from app.views.tour.people import ASKER, chat_screenshot
from app.views.tour.stage import Stage, at

if TYPE_CHECKING:
    from app.views.tour.guide import Guide

INBOX = "咨询"


def play(guide: "Guide") -> None:
    """Play the act."""
    stage = guide.stage
    with guide.step("建立演示律所，人员和案件全部虚构"):
        stage.found_firm("liuxin")
    with guide.step("打开登录窗口", "登录"):
        stage.open_door()
    with guide.step("11:00 前台刘欣登录，看到收件箱", "收件箱"):
        hand = stage.sign_in("liuxin")
        hand.wait_for("刘欣")
        hand.wait_for("待答复")
    with guide.step("按 F2 登记群里 09:10 的消息，附上截图", "登记咨询"):
        fill_entry(stage)
    with guide.step("登记后按 300 工作分钟计时：09:10 起，15:40 前答复", "已登记"):
        save_entry(stage)
    with guide.step("切换用户：律师周岚登录，领办这件咨询", "律师领办"):
        take_over(stage)
    with guide.step("写答复；锁定再解锁，没写完的还在", "写答复"):
        write_answer(stage, guide)
    with guide.step("复制答复并标记已发送，判为时限内", "已答复"):
        send_answer(stage, guide)


def fill_entry(stage: Stage) -> None:
    """Fill quick entry as the front desk does, in front of the open form."""
    stage.hand.press("F2")
    stage.settle()
    hand = stage.before(stage.hand.find(QuickEntry, "登记咨询"))
    hand.choose("渠道", "微信群")
    hand.type_into("收到时间，时刻", "0910")
    hand.type_into("微信名", ASKER.nickname)
    hand.type_into("类别", "mjjd")
    hand.type_into("群名", "河北衡舟律师事务所律师顾问服务群")
    hand.type_into("问题", ASKER.question)
    shot = chat_screenshot(stage.root / "群消息.png", (ASKER.question,))
    stage.dialogs.answer("open_files", [shot])
    hand.click("选择文件")
    hand.wait_for("群消息.png")
    hand.wait_for("今天 15:40 前答复")


def save_entry(stage: Stage) -> None:
    """Press Ctrl+Enter and look where the question stands."""
    hand = Hand(stage.seat.window)
    QTest.keyClick(hand.field("问题"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.wait_for("已登记 咨〔2026〕")
    hand.wait_for("已用 110 / 300 工作分钟")
    hand.wait_for("还剩 3 小时 10 分")
    hand.wait_for("15:40")
    hand.wait_for("收到时间按 09:10 补记")
    hand.until(
        lambda: "还剩 3 小时 10 分" in row_of(hand, INBOX, ASKER.nickname), "列表里这一行没有写还剩 3 小时 10 分。"
    )


def row_of(hand: Hand, table: str, words: str) -> str:
    """Return the row of a table that contains these words, as one text."""
    rows = ("　".join(row) for row in hand.rows(table))
    return next((row for row in rows if words in row), "")


def take_over(stage: Stage) -> None:
    """Sign in as the lawyer, open the question and take it."""
    stage.clock.set(at("2026-03-13 11:20"))
    command(stage.hand, "切换用户")
    hand = stage.sign_in("zhoulan")
    hand.wait_for("周岚")
    hand.click_row(INBOX, ASKER.nickname, twice=True)
    hand.wait_for("已用 130 / 300 工作分钟")
    hand.click("指派")
    hand.pick("周岚")
    hand.wait_for("主办 周岚")


def write_answer(stage: Stage, guide: "Guide") -> None:
    """Write the answer; leave the desk locked in between."""
    hand = stage.hand
    hand.type_into("答复内容", ASKER.answer)
    hand.press("Ctrl+L")
    hand.wait_for("没有写完的内容都还在")
    guide.picture("已锁定")
    guide.expect(not stage.seat.window.content.isEnabled(), "锁定后窗口不能操作")
    unlock(stage)
    guide.expect(hand.sees(ASKER.answer), "解锁后答复的草稿还在")


def unlock(stage: Stage) -> None:
    """Unlock with the password."""
    lock = Hand(stage.seat.window.lock)
    lock.type_into("密码", PASSWORD)
    lock.click("解锁")
    lock.until(lambda: not stage.seat.window.lock.locked, "输入密码后没有解锁。")


def send_answer(stage: Stage, guide: "Guide") -> None:
    """Copy and mark as sent."""
    hand = stage.hand
    hand.click("复制答复并标记已发送")
    hand.wait_for("时限内")
    guide.expect(QGuiApplication.clipboard().text() == ASKER.answer, "剪贴板里是答复全文")
    hand.wait_for("撤回")


def search(hand: Hand, words: str) -> SearchBox:
    """Type into the global search as Ctrl+K opens it; return it with its results."""
    hand.press("Ctrl+K")
    box = hand.find(SearchBox, "搜索")
    hand.until(box.hasFocus, "按 Ctrl+K 后不能输入搜索的内容。")
    box.clear()
    box.insert(words)
    box.textEdited.emit(words)
    hand.until(box.list.isVisible, "没有出现搜索结果。")
    return box


def command(hand: Hand, words: str) -> None:
    """Run an action by the global search."""
    QTest.keyClick(search(hand, words), Qt.Key.Key_Return)
