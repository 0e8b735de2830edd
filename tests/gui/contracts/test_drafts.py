"""A contract that is being drawn up is kept all the time, and its pages follow what is typed."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.documents.pages import page_texts
from app.errors import AppError
from app.services.contracts.register import ContractChip
from app.terms import ContractState
from app.views.components.toggles import CheckBox
from app.views.jobs import Jobs
from tests.gui.contracts.conftest import AddClient, OpenPage, Stage


def drafts(stage: Stage) -> list[object]:
    """Return the ids of the drafts on record."""
    register = stage.services.contracts.register
    return [row.id for row in register.rows(list(register.row_numbers(ContractChip.DRAFT)))]


def test_nothing_typed_leaves_no_draft(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.robot.press("Esc")
    assert stage.page.wizard is None
    assert drafts(stage) == []


def test_draft_is_kept_by_itself_and_goes_on_where_it_stood(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.robot.wait_for("草稿已自动保存 14:26")
    stage.fee("55000")
    stage.robot.press("Esc")
    stage.robot.until(lambda: stage.page.wizard is None)
    assert len(drafts(stage)) == 1
    assert [cell for cell in stage.robot.rows("合同列表")[0] if cell in ("赵建平", "55,000", "起草中")] == [
        "赵建平",
        "55,000",
        "起草中",
    ]
    stage.robot.click_row("合同列表", "赵建平", twice=True)
    stage.robot.until(lambda: stage.page.wizard is not None)
    assert stage.robot.find(type(stage.wizard.matter.amount), "标的额").text() == "1,000,000"
    stage.click("下一步：收费")
    assert stage.wizard.fee.fee.text() == "55,000"
    assert len(drafts(stage)) == 1


def test_fast_typing_makes_one_draft_only(open_page: OpenPage, add_client: AddClient, jobs: Jobs) -> None:
    stage = open_page(jobs=jobs)
    stage.page.draft_for(add_client())
    stage.robot.until(lambda: stage.page.wizard is not None)
    wizard = stage.wizard
    for opponent in ("孙", "孙立", "孙立民"):
        stage.robot.type_into("对方当事人", opponent)
        wizard.autosave.flush()
    stage.robot.until(lambda: not wizard.autosave.is_dirty and not jobs.busy)
    assert len(drafts(stage)) == 1
    assert wizard.autosave.contract_id is not None
    assert stage.services.contracts.register.find(wizard.autosave.contract_id).form.matter.opponent == "孙立民"


def test_a_new_contract_begins_in_its_first_empty_field(open_page: OpenPage, add_client: AddClient) -> None:
    client_id = add_client()
    stage = open_page()
    stage.page.draft_for(client_id)
    cause = stage.robot.field("案由")
    stage.robot.until(cause.hasFocus, "the cursor waits elsewhere")


def test_something_unreadable_is_asked_about_before_leaving(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.robot.type_into("标的额", "abc")
    stage.dialogs.answer("confirm", False)
    stage.robot.press("Esc")
    assert stage.page.wizard is not None
    stage.dialogs.answer("confirm", True)
    stage.robot.press("Esc")
    assert stage.page.wizard is None


def test_draft_is_given_up_after_asking(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.dialogs.answer("confirm", True)
    stage.click("放弃草稿")
    assert drafts(stage) == []
    assert stage.page.wizard is None


def test_pages_follow_the_typing_in_worker_threads(open_page: OpenPage, add_client: AddClient, jobs: Jobs) -> None:
    stage = open_page(jobs=jobs)
    stage.page.draft_for(add_client())
    stage.robot.until(lambda: stage.page.wizard is not None and stage.wizard.preview.sheet.has_picture)
    preview = stage.wizard.preview
    stage.robot.type_into("对方当事人", "孙立民")
    papers = stage.services.contracts.papers
    stage.robot.until(lambda: papers.page_with(preview.pdf, "孙立民") is not None)
    assert papers.page_with(preview.pdf, "11010519491231002X") is None, "the identity number is masked"
    stage.robot.until(lambda: not jobs.busy)


def test_preview_is_turned_and_zoomed_by_key_and_button(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    preview = stage.wizard.preview
    assert stage.robot.sees(f"第 1 页，共 {preview.page_count} 页")
    while preview.page == 0:
        stage.robot.press("PgDown")
    assert stage.robot.sees(f"第 2 页，共 {preview.page_count} 页")
    before = preview.sheet.zoom
    stage.click("放大")
    assert preview.sheet.zoom > before


def test_narrow_window_lets_form_and_preview_take_turns(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page(width=855, height=400)
    stage.page.draft_for(add_client())
    assert not stage.wizard.preview.isVisible()
    stage.click("看预览")
    assert stage.wizard.preview.isVisible()
    assert not stage.robot.sees("对方当事人")
    stage.click("看表单")
    assert stage.robot.sees("对方当事人")


@pytest.mark.clause("S1")
def test_family_agreement_has_no_fee_step(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.click("律师顾问协议（个人家庭）")
    stage.robot.choose("承办律师", "周岚")
    stage.click("添加成员")
    stage.robot.type_into("家庭成员姓名", "刘兰芝")
    stage.robot.type_into("与服务对象的关系", "配偶")
    stage.click("下一步：条款与预览")
    assert not stage.robot.sees("代理权限")
    stage.robot.click("同意接收推送", CheckBox)
    stage.click("下一步：保存归档")
    stage.click("归档")
    stage.robot.wait_for("已归档，编号 顾约〔2026〕0001")
    assert stage.wizard.filed is not None
    pdf = stage.services.contracts.register.paper(stage.wizard.filed.id, as_pdf=True)
    text = "".join(page_texts(pdf))
    push = text.split("推送和活动通知。")[1]
    assert push.index("■") < push.index("□"), "agreed to"
    assert "□\u3000同意拍摄和录制" in text, "only what was ticked is agreed to"
    assert stage.services.contracts.papers.page_with(pdf, "刘兰芝") is not None
    assert stage.services.contracts.register.find(stage.wizard.filed.id).state is ContractState.FILED


def test_special_authority_without_named_powers_is_not_filed(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.matter()
    stage.fee("55000")
    stage.screened()
    stage.click("下一步：条款与预览")
    stage.click("特别授权")
    stage.click("下一步：保存归档")
    stage.robot.wait_for("请勾选特别授权的具体事项。")
    assert not stage.robot.find(QAbstractButton, "归档").isEnabled()
    stage.click("去条款与预览")
    stage.click("进行和解、调解")
    stage.click("下一步：保存归档")
    stage.robot.wait_for("各项齐全，可以归档")


def test_a_draft_that_cannot_be_kept_is_told_and_tried_again(
    open_page: OpenPage, add_client: AddClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    drafting = stage.services.contracts.drafting

    def full(_form: object, _contract_id: object = None) -> bytes:
        raise AppError("磁盘已满。", safe="已存的资料不受影响。")

    with monkeypatch.context() as patched:
        patched.setattr(drafting, "save", full)
        stage.robot.type_into("对方当事人", "孙立民")
        stage.wizard.autosave.flush()
        assert stage.robot.sees("草稿没有存成：磁盘已满。")
        stage.to_filing()
        stage.click("归档")
        stage.robot.wait_for("磁盘已满。已存的资料不受影响。")
        assert drafts(stage) == []
    stage.click("归档")
    stage.robot.wait_for("已归档，编号")


def test_what_changed_in_the_file_arrives_on_the_pages(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    client_id = add_client()
    stage.page.draft_for(client_id)
    form = stage.services.clients.details.find(client_id).form
    stage.services.clients.files.update(client_id, replace(form, address="新华区和平西路 0 号"), form)
    stage.page.on_changes({"client": {client_id}})
    papers, preview = stage.services.contracts.papers, stage.wizard.preview
    stage.robot.until(lambda: papers.page_with(preview.pdf, "新华区和平西路") == 0)
