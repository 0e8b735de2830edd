"""The contract list: chips with counts, the tag of a waiting approval, opening, beginning with a client."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.services.contracts.types import ContractForm
from app.terms import ReliefReason
from tests.factories import act_as
from tests.gui.contracts.conftest import AddClient, OpenPage

LoanForm = Callable[..., ContractForm]


def test_empty_list_says_why_and_offers_the_next_step(open_page: OpenPage, add_client: AddClient) -> None:
    add_client()
    stage = open_page()
    assert stage.robot.sees("还没有合同")
    stage.robot.press("Ctrl+N")
    stage.robot.wait_for("先选服务对象")
    stage.robot.type_into("输入姓名", "zjp")
    stage.robot.until(lambda: [row[0] for row in stage.robot.rows("选择服务对象")] == ["赵建平，已签约"])
    stage.robot.press("Return", stage.page.picker.search)
    assert stage.wizard.form.client_id


def test_a_page_just_opened_is_ready_for_the_arrows(open_page: OpenPage, add_client: AddClient) -> None:
    add_client()
    stage = open_page()
    stage.page.setFocus()
    assert stage.page.list.view.hasFocus()


def test_nobody_found_is_said(open_page: OpenPage, add_client: AddClient) -> None:
    add_client()
    stage = open_page()
    stage.page.choose_client()
    stage.robot.type_into("输入姓名", "查无此人")
    stage.robot.wait_for("没有找到这位服务对象")
    stage.robot.press("Esc")
    stage.robot.press("Esc")
    assert stage.page.stack.currentWidget() is stage.page.list


def test_chips_filter_and_count(open_page: OpenPage, add_client: AddClient, loan_form: LoanForm) -> None:
    client_id = add_client()
    drafting = open_page().services.contracts.drafting
    drafting.file(loan_form(client_id), None)
    drafting.save(loan_form(client_id, cause="买卖合同纠纷"))
    void = drafting.file(loan_form(client_id, cause="房屋租赁合同纠纷"), None)
    drafting.void(void.id, "重签")
    stage = open_page()
    assert stage.robot.sees("3 份")
    for chip, cause in (("起草中 1", "买卖合同纠纷"), ("已归档 1", "民间借贷纠纷"), ("已作废 1", "房屋租赁合同纠纷")):
        stage.click(chip)
        assert [row[3] for row in stage.robot.rows("合同列表")] == [cause]
    stage.click("全部 3")
    assert len(stage.robot.rows("合同列表")) == 3


@pytest.mark.clause("S9.1")
def test_draft_that_waits_for_the_director_is_marked(
    open_page: OpenPage, add_client: AddClient, loan_form: LoanForm
) -> None:
    client_id = add_client()
    stage = open_page()
    form = loan_form(client_id, 30_000_00)
    form = replace(form, fee=replace(form.fee, relief_reason=ReliefReason.RELIEF_GROUP, relief_note="低保户"))
    draft = stage.services.contracts.drafting.save(form)
    stage.page.on_changes({"contract": {draft}})
    stage.robot.wait_for("起草中，减免待主任批准")
    act_as(stage.services, "weidongming")
    stage.services.contracts.drafting.approve(draft)
    stage.page.on_changes({"contract": {draft}})
    stage.robot.until(lambda: not stage.robot.sees("减免待主任批准"))


def test_enter_opens_the_filed_contract_and_esc_comes_back(
    open_page: OpenPage, add_client: AddClient, loan_form: LoanForm
) -> None:
    client_id = add_client()
    open_page().services.contracts.drafting.file(loan_form(client_id), None)
    stage = open_page()
    stage.robot.click_row("合同列表", "民代〔2026〕0001")
    stage.robot.press("Return", stage.page.list.view)
    stage.robot.wait_for("SHA-256")
    stage.robot.press("Esc")
    stage.robot.wait_for("合同列表")
