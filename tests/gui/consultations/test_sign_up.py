"""From a consultation to a signed-up client in one step, by the ways that fit the channel."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services.clients.types import ClientRef
from app.services.consultations.types import ConsultationRef
from app.terms import Channel, SignUpState
from app.views.sign_up_form import SignUpPanel
from tests.gui.consultations.conftest import Inbox

Open = Callable[..., Inbox]
Ask = Callable[..., ConsultationRef]
GROUP = "河北衡舟律师事务所律师顾问服务群"


def copy_picture() -> None:
    """Put a screenshot on the clipboard."""
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#446688"))
    QApplication.clipboard().setImage(picture)


def panel_of(inbox: Inbox) -> SignUpPanel:
    """Return the sign-up form on show."""
    return inbox.page.panel.findChildren(SignUpPanel)[-1]


@pytest.mark.clause("S3.1")
def test_by_joining_the_group(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    assert inbox.robot.sees("未签约")
    inbox.robot.click("签约为服务对象")
    panel = panel_of(inbox)
    assert panel.evidence.group_name.value() == GROUP
    assert panel.evidence.nickname.value() == "滹沱河畔"
    inbox.robot.click("完成签约")
    assert inbox.robot.sees("请填写姓名。")
    assert inbox.robot.sees("请填写凭据。")
    inbox.robot.type_into("姓名", "李桂兰")
    copy_picture()
    inbox.robot.click("粘贴截图")
    inbox.robot.click("完成签约")
    inbox.sync()
    assert inbox.said() == ["李桂兰 已签约（入群或关注公众号）"]
    assert inbox.robot.sees("已签约")
    inbox.robot.until(lambda: inbox.rows()[0][2] == "李桂兰，已签约")


@pytest.mark.clause("S3.2")
def test_another_group_name_is_asked_about_by_name(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    inbox.robot.click("签约为服务对象")
    inbox.robot.type_into("姓名", "李桂兰")
    inbox.robot.type_into("群名", "普法交流群")
    copy_picture()
    inbox.robot.click("粘贴截图")
    inbox.dialogs.answer("confirm", False, True)
    inbox.robot.click("完成签约")
    assert inbox.said() == []
    assert GROUP in inbox.dialogs.asked[0][1]
    inbox.robot.click("完成签约")
    inbox.sync()
    assert inbox.said() == ["李桂兰 已签约（入群或关注公众号）"]


@pytest.mark.clause("S4")
def test_by_telephone_it_waits_for_filing(open_inbox: Open, ask: Ask) -> None:
    ref = ask(channel=Channel.PHONE, name="", phone="13831170009")
    inbox = open_inbox("liuxin")
    inbox.open("0009")
    inbox.robot.click("签约为服务对象")
    panel = panel_of(inbox)
    assert inbox.robot.sees("通话时间和通话记录截图")
    inbox.robot.type_into("姓名", "郑文静")
    copy_picture()
    panel.evidence.files.paste()
    panel.save()
    inbox.sync()
    assert inbox.said() == ["郑文静 已签约（电话咨询），等管理员归档后生效"]
    assert inbox.robot.sees("未签约"), "it counts only once it is filed"
    client_id = inbox.services.consultations.details.find(ref.id).client_id
    assert client_id is not None
    states = [view.state for view in inbox.services.clients.details.find(client_id).sign_ups]
    assert states == [SignUpState.AWAITING_FILING]


@pytest.mark.clause("S1")
def test_in_writing_it_wants_number_and_scan(open_inbox: Open, ask: Ask) -> None:
    ask(channel=Channel.WALK_IN, name="杨志刚")
    inbox = open_inbox("liuxin")
    inbox.open("杨志刚")
    inbox.robot.click("签约为服务对象")
    panel = panel_of(inbox)
    inbox.robot.type_into("姓名", "杨志刚")
    panel.save()
    assert inbox.robot.sees("请填写协议编号。")
    assert not inbox.robot.sees("对方在群里的昵称")
    inbox.robot.type_into("协议编号", "顾协〔2026〕012")
    copy_picture()
    panel.evidence.files.paste()
    panel.save()
    inbox.sync()
    assert inbox.said() == ["杨志刚 已签约（现场书面签约）"]


@pytest.mark.clause("S2.1")
def test_through_jifatong_the_consultation_is_the_evidence(open_inbox: Open, ask: Ask) -> None:
    ask(channel=Channel.JIFATONG, name="", phone="13831176621")
    inbox = open_inbox("liuxin")
    inbox.open("6621")
    inbox.robot.click("签约为服务对象")
    assert inbox.robot.sees("以这条咨询为据")
    assert not inbox.robot.sees("选择文件")
    inbox.robot.type_into("姓名", "周志远")
    inbox.robot.click("完成签约")
    inbox.sync()
    assert inbox.said() == ["周志远 已签约（冀法通咨询）"]


def test_somebody_who_has_a_file_is_not_entered_twice(
    open_inbox: Open, ask: Ask, client: Callable[..., ClientRef]
) -> None:
    ref = client("李桂兰", "13831170002", "滹沱河畔")
    asked = ask()
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    inbox.robot.click("签约为服务对象")
    assert inbox.robot.sees(f"李桂兰（{ref.file_no}）一致")
    inbox.robot.click("用这份档案")
    assert not inbox.robot.sees("姓名")
    copy_picture()
    inbox.robot.click("粘贴截图")
    inbox.robot.click("完成签约")
    inbox.sync()
    assert inbox.services.consultations.details.find(asked.id).client_id == ref.id
    opened: list[bytes] = []
    inbox.page.client_requested.connect(opened.append)
    QTest.mouseClick(inbox.page.panel.bar.file, Qt.MouseButton.LeftButton)
    assert opened == [ref.id]


def test_going_back_changes_nothing(open_inbox: Open, ask: Ask) -> None:
    ask()
    inbox = open_inbox("liuxin")
    inbox.open("滹沱河畔")
    inbox.robot.click("签约为服务对象")
    inbox.robot.type_into("姓名", "李桂兰")
    inbox.robot.click("返回")
    assert inbox.robot.sees("往来记录")
    assert inbox.robot.sees("未签约")
