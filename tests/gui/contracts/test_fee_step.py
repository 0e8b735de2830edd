"""The fee of a contract: shown line by line, compared as it is typed, refused where S9.3 forbids it."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.terms import MatterClass, ReliefReason
from tests.factories import act_as
from tests.gui.contracts.conftest import AddClient, OpenPage


@pytest.mark.clause("S9.3")
def test_guidance_of_a_loan_dispute_is_shown_line_by_line(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter("100万")
    for words in ("10 万元以下（含）", "8%", "8,000", "10 万元至 100 万元（含）", "6%", "54,000", "62,000", "已核实"):
        stage.robot.wait_for(words)
    assert stage.robot.sees("冀律协〔2016〕7号 第四条")


@pytest.mark.clause("S9.3")
@pytest.mark.parametrize("typed", ["62000", "62,000", "6.2万", "70000"])
def test_fee_not_below_the_guidance_cannot_go_on(open_page: OpenPage, add_client: AddClient, typed: str) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee(typed)
    stage.screened()
    assert stage.robot.sees("没有低于指导意见")
    assert stage.robot.sees("签约服务对象的收费须低于指导意见（S9.3），请调低。")
    assert not stage.robot.find(QAbstractButton, "下一步：条款与预览").isEnabled()
    stage.robot.press("Return", stage.wizard.fee.fee)
    assert stage.wizard.current == "fee"


@pytest.mark.clause("S9.3")
def test_fee_below_the_guidance_goes_on_with_its_share_and_words(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee("55000")
    assert stage.robot.sees("低于指导意见 11.3%")
    assert stage.robot.sees("少 7,000 元")
    assert stage.robot.sees("伍万伍仟元整")
    assert stage.robot.sees("签约优惠，无需批准")
    stage.screened()
    stage.robot.press("Return", stage.wizard.fee.fee)
    assert stage.wizard.current == "terms"


@pytest.mark.clause("S9.2")
def test_legal_aid_screen_is_asked_for_before_going_on(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee("55000")
    stage.click("下一步：条款与预览")
    assert stage.wizard.current == "fee"
    assert stage.robot.sees("请先做法律援助条件筛查并告知当事人（S9.2）。")


@pytest.mark.clause("S9.3")
def test_client_who_is_not_signed_up_is_free_in_the_fee(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client(signed_up=False))
    stage.matter()
    stage.fee("80000")
    stage.screened()
    assert stage.robot.sees("未签约，不要求低于")
    assert "签约服务对象优惠" not in [
        stage.wizard.fee.reason.itemText(i) for i in range(stage.wizard.fee.reason.count())
    ]
    stage.click("下一步：条款与预览")
    assert stage.wizard.current == "terms"


@pytest.mark.clause("S9.3")
def test_range_matter_needs_the_published_price_which_the_director_sets_in_place(
    open_page: OpenPage, add_client: AddClient
) -> None:
    client_id = add_client()
    stage = open_page("weidongming")
    stage.page.draft_for(client_id)
    wizard = stage.wizard
    stage.click("不涉及财产")
    stage.robot.type_into("案由", "离婚纠纷")
    stage.robot.type_into("对方当事人", "孙立民")
    stage.robot.choose("承办律师", "周岚")
    stage.click("下一步：收费")
    stage.robot.wait_for("3,000 至 30,000")
    stage.fee("5000")
    assert stage.robot.sees("指导意见只给出 3,000 元至 30,000 元 的区间")
    assert not stage.robot.find(QAbstractButton, "下一步：条款与预览").isEnabled()
    stage.robot.type_into("本所公示价（每件）", "8000")
    stage.click("设为公示价")
    stage.robot.wait_for("低于本所公示价 37.5%")
    assert not stage.robot.sees("低于指导意见")
    stage.screened()
    stage.click("下一步：条款与预览")
    assert wizard.current == "terms"


@pytest.mark.clause("S9.3")
def test_guided_class_is_never_called_below_the_guidance(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.robot.choose("案件类别", MatterClass.GUIDED_LIVELIHOOD.label)
    stage.matter("5万")
    stage.fee("3000")
    assert stage.robot.sees("依据待核实")
    assert stage.robot.sees("还没有设定，请主任登录后在这里设定。")
    assert not stage.robot.sees("低于指导意见 ")


@pytest.mark.clause("S9.1")
def test_reduction_beyond_the_discount_waits_for_the_director(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.to_filing()
    stage.robot.press("Alt+Left")
    stage.robot.press("Alt+Left")
    stage.robot.choose("减免理由", ReliefReason.RELIEF_GROUP.label)
    stage.robot.wait_for("待主任批准")
    stage.click("下一步：条款与预览")
    stage.click("下一步：保存归档")
    stage.robot.wait_for("这项减免需要主任批准后才能归档。")
    assert not stage.robot.find(QAbstractButton, "归档").isEnabled()
    act_as(stage.services, "weidongming")
    contract_id = stage.wizard.autosave.contract_id
    assert contract_id is not None
    stage.services.contracts.drafting.approve(contract_id)
    act_as(stage.services, "zhoulan")
    stage.page.on_changes({"contract": {contract_id}})
    stage.robot.wait_for("各项齐全，可以归档")
    stage.robot.press("Alt+Left")
    stage.robot.press("Alt+Left")
    stage.robot.wait_for("今天 14:26 同意")
    assert stage.robot.sees("魏东明")


@pytest.mark.clause("S9.1")
def test_director_approves_in_place(open_page: OpenPage, add_client: AddClient) -> None:
    client_id = add_client()
    stage = open_page("weidongming")
    stage.page.draft_for(client_id)
    stage.matter()
    stage.fee("30000")
    stage.robot.choose("减免理由", ReliefReason.PUBLIC_INTEREST.label)
    stage.click("批准")
    stage.robot.wait_for("今天 14:26 同意")
    stage.fee("20000")
    stage.robot.wait_for("待主任批准")


def test_instalments_have_to_add_up_to_the_fee(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee("55000")
    stage.screened()
    assert [row.value().amount_fen for row in stage.wizard.fee.payments.rows] == [55_000_00]
    stage.click("各付一半")
    assert [row.value().amount_fen for row in stage.wizard.fee.payments.rows] == [27_500_00, 27_500_00]
    stage.wizard.fee.payments.rows[0].amount.setText("20000")
    stage.wizard.fee.payments.rows[0].amount.textEdited.emit("20000")
    stage.robot.wait_for("各期合计 47,500 元，与律师服务费 55,000 元不一致。")
    stage.click("下一步：条款与预览")
    assert stage.wizard.current == "fee"
    stage.click("一次付清")
    stage.click("下一步：条款与预览")
    assert stage.wizard.current == "terms"


@pytest.mark.parametrize("wrong", ["abc", "-5", "1.234", "1,00"])
def test_an_amount_that_cannot_be_read_is_told_beside_its_field(
    open_page: OpenPage, add_client: AddClient, wrong: str
) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.robot.type_into("案由", "民间借贷纠纷")
    stage.robot.type_into("对方当事人", "孙立民")
    stage.robot.choose("承办律师", "周岚")
    stage.robot.type_into("标的额", wrong)
    stage.click("下一步：收费")
    assert stage.wizard.current == "matter"
    assert stage.wizard.matter.fields["amount"].error
    stage.robot.type_into("标的额", "100万")
    assert stage.robot.find(type(stage.wizard.matter.amount), "标的额").text() == "1,000,000"
    assert stage.robot.sees("壹佰万元整")
    stage.click("下一步：收费")
    assert stage.wizard.current == "fee"


def test_calculation_sheet_of_the_draft_is_shown_and_left_again(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee("55000")
    stage.robot.until(lambda: stage.wizard.preview.page_count > 1)
    stage.click("计算单")
    stage.robot.wait_for("第 1 页，共 1 页")
    stage.click("回到合同")
    stage.robot.until(lambda: stage.wizard.preview.page_count > 1)
