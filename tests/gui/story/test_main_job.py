"""The main job through the real window: from a message in the group to a filed contract, by what is on show."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.documents.pages import page_texts
from app.views.consultations.quick_entry import QuickEntry
from tests.factories import at
from tests.gui.robot import Robot
from tests.gui.story.conftest import Seat

Sit = Callable[[str], Seat]
QUESTION = "朋友 2024 年借我 100 万元，借条还在，现在拖着不还，我能起诉吗？"
ANSWER = "您好。有借条和转账记录的，可以向借款人住所地的法院起诉。"
NICKNAME, NAME = "槐安路赵姨", "赵桂平"


def copy_screenshot() -> None:
    """Put a picture on the clipboard."""
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#446688"))
    QApplication.clipboard().setImage(picture)


def open_entry(seat: Seat) -> Robot:
    """Press F2 and return a robot for the form."""
    seat.robot.press("F2")
    return Robot(seat.robot.qtbot, seat.robot.find(QuickEntry, "登记咨询"))


def register(seat: Seat) -> None:
    """Type in at 11:00 what came at 09:10."""
    entry = open_entry(seat)
    entry.choose("渠道", "微信群")
    entry.type_into("收到时间，时刻", "0910")
    entry.type_into("微信名", NICKNAME)
    entry.type_into("类别", "mjjd")
    entry.type_into("问题", QUESTION)
    copy_screenshot()
    entry.click("粘贴截图")
    assert entry.sees("今天 15:40 前答复")
    QTest.keyClick(entry.field("问题"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def answer(seat: Seat) -> None:
    """Write and send the answer."""
    seat.robot.click_row("咨询", NICKNAME, twice=True)
    seat.robot.type_into("答复内容", ANSWER)
    seat.robot.click("复制答复并标记已发送")


def sign_up(seat: Seat) -> None:
    """Sign the asker up with the screenshot of the group, then open the file."""
    seat.robot.click("签约为服务对象")
    seat.robot.type_into("姓名", NAME)
    seat.robot.type_into("电话", "13900000001")
    copy_screenshot()
    seat.robot.click("粘贴截图")
    seat.robot.click("完成签约")
    Robot(seat.robot.qtbot, seat.place.window.toasts).click("打开档案")


def complete_file(seat: Seat) -> None:
    """Add identity number and address."""
    seat.robot.press("Ctrl+E")
    seat.robot.type_into("证件号码", "11010519491231002X")
    seat.robot.type_into("详细地址", "裕华区槐安路 0 号")
    seat.robot.press("Ctrl+S")


def fill_matter(seat: Seat) -> None:
    """Begin the contract over a loan of a million."""
    seat.robot.click("起草合同")
    seat.robot.type_into("案由", "民间借贷纠纷")
    seat.robot.type_into("标的额", "100万")
    seat.robot.type_into("对方当事人", "孙立民")
    seat.robot.choose("承办律师", "周岚")
    seat.robot.click("下一步：收费")


@pytest.mark.clause("S6.2")
def test_a_message_of_ten_past_nine_is_answered_in_time(sit: Sit) -> None:
    desk = sit("liuxin")
    register(desk)
    (row,) = desk.robot.rows("咨询")
    assert "还剩 3 小时 10 分" in row[0]
    assert desk.robot.sees("已用 110 / 300 工作分钟")
    assert desk.robot.sees("今天 15:40 截止")
    desk.clock.set(at("2026-03-13 15:40"))
    lawyer = sit("zhoulan")
    answer(lawyer)
    assert QGuiApplication.clipboard().text() == ANSWER
    assert lawyer.robot.sees("时限内")
    assert not lawyer.robot.sees("超时答复")


@pytest.mark.clause("S9.3")
def test_from_the_question_to_the_filed_contract(sit: Sit, tmp_path: Path) -> None:
    register(sit("liuxin"))
    seat = sit("zhoulan")
    robot = seat.robot
    answer(seat)
    sign_up(seat)
    assert seat.place.window.current_area == "clients"
    assert robot.sees(NAME)
    assert robot.sees("已签约 2026-03-13")
    complete_file(seat)
    assert robot.sees("1949-12-31")
    fill_matter(seat)
    robot.wait_for("62,000")
    assert robot.sees("54,000")
    robot.type_into("本阶段律师服务费", "62000")
    robot.wait_for("与指导意见 62,000 元相同。签约服务对象的收费须低于指导意见（S9.3），请调低。")
    go_on = robot.find(QAbstractButton, "下一步：条款与预览")
    assert not go_on.isEnabled()
    robot.type_into("本阶段律师服务费", "55000")
    robot.wait_for("少 7,000 元")
    robot.choose("法律援助条件筛查", "不符合条件，已告知")
    robot.until(go_on.isEnabled)
    robot.click("下一步：条款与预览")
    robot.click("下一步：保存归档")
    robot.wait_for("各项齐全，可以归档")
    robot.click("归档")
    robot.wait_for("已归档，编号 民代〔2026〕0001")
    seat.dialogs.answer("folder", tmp_path)
    robot.click("另存 .docx 和 PDF")
    robot.wait_for("已存成")
    (pdf,) = tmp_path.glob("*.pdf")
    text = "".join("".join(page_texts(pdf.read_bytes())).split())
    for words in ("民代〔2026〕0001", NAME, "孙立民", "55,000"):
        assert words in text
    robot.click("完成")
    robot.until(lambda: any(NAME in "".join(row) for row in robot.rows("合同列表")))
    robot.press("Ctrl+2")
    for words in ("合同：民间借贷纠纷", "签约：微信群", "微信群咨询"):
        robot.wait_for(words)


def test_an_edit_of_the_file_is_undone_by_name(sit: Sit) -> None:
    register(sit("liuxin"))
    seat = sit("zhoulan")
    answer(seat)
    sign_up(seat)
    seat.robot.press("Ctrl+E")
    seat.robot.type_into("电话", "13900000002")
    seat.robot.press("Ctrl+S")
    assert seat.robot.sees("139****0002")
    seat.robot.press("Ctrl+Z")
    assert f"已撤销：修改服务对象 {NAME}" in seat.said()
    assert seat.robot.sees("139****0001")
    seat.robot.click("重做")
    assert seat.robot.sees("139****0002")


def test_the_answer_is_taken_back_by_its_message(sit: Sit) -> None:
    register(sit("liuxin"))
    seat = sit("zhoulan")
    answer(seat)
    assert seat.services.consultations.inbox.urgent_count() == 0
    seat.robot.click("撤回")
    assert seat.said()[-1].startswith("已撤回答复，恢复待答复")
    assert seat.robot.sees("还剩 3 小时 10 分"), "the first clock goes on"
    assert seat.robot.sees("复制答复并标记已发送")
