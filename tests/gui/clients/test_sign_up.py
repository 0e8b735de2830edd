"""Signing up from the client's file: four ways, their evidence, filing by the administrator, ending."""

from collections.abc import Callable

import pytest

from app.services.attachments import NewAttachment
from app.services.clients.types import ClientRef
from app.services.consultations.types import NewConsultation
from app.services.container import Services
from app.services.demo.pictures import screenshot
from app.terms import AttachmentKind, Category, Channel
from app.views.clients.thumbnail import Thumbnail
from app.views.components.buttons import Button
from app.views.sign_up_evidence import EVIDENCE
from tests.gui.clients.conftest import OpenPage, Stage

Add = Callable[..., ClientRef]
PICTURE = screenshot("群成员列表")


def begin(open_page: OpenPage, ref: ClientRef, login: str = "zhoulan") -> Stage:
    """Open the sign-up form of a client."""
    stage = open_page(login, height=900)
    stage.open(ref)
    stage.click("办理签约")
    return stage


def attach(stage: Stage, data: bytes = PICTURE) -> None:
    """Hand evidence in, as a pasted picture arrives."""
    panel = stage.page.detail.facts.sign_up_panel
    assert panel is not None
    kind, _ = EVIDENCE[panel.evidence.channel()]
    panel.evidence.files.add(NewAttachment("凭据.png", kind, data))


def finish(stage: Stage) -> None:
    """Press the panel's button."""
    stage.click("完成签约")


@pytest.mark.clause("S1")
def test_in_writing_needs_number_and_signed_copy(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    stage = begin(open_page, ref)
    finish(stage)
    stage.robot.wait_for("请填写协议编号。")
    stage.robot.wait_for("请填写凭据。")
    stage.robot.type_into("协议编号", "顾约〔2026〕077")
    attach(stage)
    finish(stage)
    assert stage.said.done == ["李桂兰 已签约（现场书面签约）"]
    stage.robot.wait_for("已签约 2026-03-13")
    stage.robot.wait_for("协议 顾约〔2026〕077")
    stage.robot.wait_for("齐全")
    (sign_up,) = services.clients.details.find(ref.id).sign_ups
    assert sign_up.attachments[0].kind is AttachmentKind.SIGNED_COPY


@pytest.mark.clause("S3.1")
def test_by_group_needs_name_nickname_and_screenshot(open_page: OpenPage, add: Add) -> None:
    stage = begin(open_page, add("李桂兰"))
    stage.robot.choose("签约方式", "入群或关注公众号")
    finish(stage)
    stage.robot.wait_for("请填写对方在群里的昵称。")
    stage.robot.type_into("对方在群里的昵称", "桂兰")
    attach(stage)
    finish(stage)
    stage.robot.wait_for("河北衡舟律师事务所律师顾问服务群，昵称“桂兰”")
    stage.robot.until(lambda: stage.robot.has(Thumbnail, "查看截图 凭据.png"))


@pytest.mark.clause("S4")
def test_by_telephone_counts_only_after_the_administrators_filing(
    open_page: OpenPage, add: Add, services: Services
) -> None:
    ref = add("李桂兰")
    stage = begin(open_page, ref)
    stage.robot.choose("签约方式", "电话咨询")
    finish(stage)
    stage.robot.wait_for("请填写通话时间。")
    stage.robot.type_into("通话时间，日期", "2026-03-13")
    stage.robot.type_into("通话时间，时刻", "10:20")
    attach(stage)
    finish(stage)
    stage.robot.wait_for("电话签约待归档")
    assert not services.clients.details.find(ref.id).is_signed_up
    assert not stage.robot.has(Button, "归档2026-03-13的电话签约"), "only the administrator files it"

    office = open_page("liuxin", height=900)
    office.page.list.chips[next(c for c in office.page.list.chips if c.value == "awaiting_filing")].click()
    assert office.robot.rows("服务对象列表")[0][0].startswith("李桂兰")
    office.open(ref)
    office.click("归档2026-03-13的电话签约")
    assert office.said.done == ["已归档 李桂兰 的电话签约，从现在起生效"]
    office.robot.wait_for("已签约 2026-03-13")
    assert services.clients.details.find(ref.id).is_signed_up


@pytest.mark.clause("S2.1")
def test_by_jifatong_is_offered_where_such_a_consultation_exists(
    open_page: OpenPage, add: Add, services: Services
) -> None:
    ref = add("李桂兰")
    intake = services.consultations.intake
    question = NewConsultation(
        Channel.JIFATONG, "工伤后单位停发工资怎么办？", Category.LABOUR, asker_name="李桂兰", client_id=ref.id
    )
    consultation = intake.register(question)
    stage = begin(open_page, ref)
    finish(stage)
    assert stage.said.done == ["李桂兰 已签约（冀法通咨询）"]
    detail = services.clients.details.find(ref.id)
    assert detail.is_signed_up
    assert detail.jifatong_consultation_id == consultation.id


def test_without_such_a_consultation_jifatong_is_not_offered(open_page: OpenPage, add: Add) -> None:
    stage = begin(open_page, add("李桂兰"))
    panel = stage.page.detail.facts.sign_up_panel
    assert panel is not None
    assert [panel.evidence.way.itemText(at) for at in range(panel.evidence.way.count())] == [
        "现场书面签约",
        "入群或关注公众号",
        "电话咨询",
    ]


def test_esc_closes_the_form_and_the_focus_returns(open_page: OpenPage, add: Add) -> None:
    stage = begin(open_page, add("李桂兰"))
    stage.robot.press("Esc")
    assert stage.page.detail.facts.sign_up_panel is None
    assert stage.page.detail.facts.sign_ups.sign_up_button.hasFocus()


def test_a_sign_up_is_ended_with_a_reason_and_stays_on_file(open_page: OpenPage, add: Add, services: Services) -> None:
    ref = add("李桂兰")
    stage = begin(open_page, ref)
    stage.robot.type_into("协议编号", "顾约〔2026〕077")
    attach(stage)
    finish(stage)
    stage.dialogs.answer("reason", None, "登记有误")
    stage.click("解除2026-03-13的现场书面签约")
    assert services.clients.details.find(ref.id).is_signed_up, "no reason, no end"
    stage.click("解除2026-03-13的现场书面签约")
    stage.robot.wait_for("已解除")
    stage.robot.wait_for("解除：登记有误")
    stage.robot.wait_for("未签约")


def test_evidence_stands_under_materials_with_where_it_belongs(open_page: OpenPage, add: Add) -> None:
    stage = begin(open_page, add("李桂兰"))
    stage.robot.type_into("协议编号", "顾约〔2026〕077")
    attach(stage)
    finish(stage)
    bar = stage.page.detail.tabs
    assert bar.tabText(bar.count() - 1) == "材料 1"
    bar.setCurrentIndex(bar.count() - 1)
    stage.robot.wait_for("签约 S1")
    assert stage.robot.sees("凭据.png")


def test_evidence_opens_large(open_page: OpenPage, add: Add) -> None:
    stage = begin(open_page, add("李桂兰"))
    stage.robot.type_into("协议编号", "顾约〔2026〕077")
    attach(stage)
    finish(stage)
    stage.click("查看签字扫描件 凭据.png")
    sheet = stage.page.detail.boxes.previews.open_sheet
    assert sheet is not None
    assert sheet.windowTitle() == "凭据.png"
    stage.click("关闭")
    assert stage.page.detail.boxes.previews.open_sheet is None
