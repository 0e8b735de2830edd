"""Contracts from draft to paper: what is kept, numbered, filed, made void; and that nothing is ever half filed."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.documents.docx_reader import read_docx
from app.documents.pages import page_texts
from app.errors import AppError, DocumentError, InvalidInputError, NotFoundError, RuleBrokenError
from app.models import new_uid
from app.services.clients.types import ReliefForm
from app.services.container import Services
from app.services.contracts.file_names import file_stem
from app.services.contracts.register import ContractChip
from app.services.contracts.types import ContractForm, MatterForm, MemberForm, TermsForm
from app.terms import Authority, ClientKind, ContractState, IdentityKind, MatterStage, ReliefGroup
from tests.factories import act_as, at
from tests.integration.services.support import (
    contracting_client,
    create,
    file_mandate,
    mandate,
    set_time,
    sign_up,
    staff_id,
)

AWKWARD = "龘<b>&\"'"


def plain(text: str) -> str:
    return "".join(text.split())


def pdf_text(services: Services, contract_id: bytes) -> str:
    return plain("".join(page_texts(services.contracts.register.paper(contract_id, as_pdf=True))))


def family_form(services: Services, client_id: bytes, **terms: Any) -> ContractForm:
    fields: dict[str, Any] = {"members": (MemberForm("孙小小", "女儿"),), "begins_on": date(2026, 3, 13), **terms}
    matter = MatterForm(lawyer_ids=(staff_id(services, "zhoulan"),))
    return ContractForm(client_id, "family-advisor", matter, terms=TermsForm(**fields))


# -- drafts


def test_a_draft_comes_back_as_it_was_saved_and_changed(staffed: Services) -> None:
    client = contracting_client(staffed)
    first = mandate(staffed, client.id)
    drafted = staffed.contracts.drafting.save(first)
    assert staffed.contracts.register.find(drafted).form == first
    changed = mandate(
        staffed,
        client.id,
        terms=TermsForm(date(2026, 3, 20), Authority.SPECIAL, ("代为和解",), "裕华区人民法院", 3, extra_clauses="一式"),
    )
    assert staffed.contracts.drafting.save(changed, drafted) == drafted
    assert staffed.contracts.register.find(drafted).form == changed


def test_a_draft_saved_by_the_way_is_not_what_undo_takes_back(staffed: Services) -> None:
    client = contracting_client(staffed)
    staffed.clients.files.add_relief(client.id, ReliefForm(ReliefGroup.ELDERLY))
    drafted = staffed.contracts.drafting.save(mandate(staffed, client.id))
    assert staffed.history.undo().label == "为 赵建平 登记减免对象 老年人"
    assert staffed.contracts.register.find(drafted).state is ContractState.DRAFT


def test_an_unfinished_draft_is_kept(staffed: Services) -> None:
    empty = ContractForm(create(staffed).id, "civil-agency")
    assert staffed.contracts.register.find(staffed.contracts.drafting.save(empty)).form == empty


def test_a_draft_given_up_is_gone_and_can_come_back(staffed: Services) -> None:
    client = contracting_client(staffed)
    drafted = staffed.contracts.drafting.save(mandate(staffed, client.id))
    staffed.contracts.drafting.discard(drafted)
    with pytest.raises(NotFoundError):
        staffed.contracts.register.find(drafted)
    assert staffed.history.undo().ok
    assert staffed.contracts.register.find(drafted).state is ContractState.DRAFT


# -- what a contract asks for


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lawyer_ids": ()}, "lawyers"),
        ({"cause": " "}, "cause"),
        ({"opponent": ""}, "opponent"),
        ({"amount_fen": None}, "amount"),
        ({"stage": None}, "stage"),
    ],
)
def test_the_matter_step_says_what_is_missing(staffed: Services, changes: dict[str, Any], field: str) -> None:
    form = mandate(staffed, contracting_client(staffed).id, matter=changes)
    assert field in staffed.contracts.drafting.problems(form)
    with pytest.raises(InvalidInputError) as caught:
        file_mandate(staffed, form)
    assert field in caught.value.problems


@pytest.mark.parametrize("missing", ["address", "phone", "identity_no"])
def test_a_file_without_what_a_contract_needs_is_named(staffed: Services, missing: str) -> None:
    client = contracting_client(staffed, wechat_name="小石头", **{missing: ""})
    found = staffed.contracts.drafting.problems(mandate(staffed, client.id))
    assert "赵建平" in found["client"]


def test_an_organisation_needs_somebody_who_signs_for_it(staffed: Services) -> None:
    client = contracting_client(
        staffed,
        "石家庄衡舟粮油店",
        kind=ClientKind.ORGANISATION,
        identity_kind=IdentityKind.OTHER,
        identity_no="冀〔2026〕1",
    )
    assert "法定代表人" in staffed.contracts.drafting.problems(mandate(staffed, client.id))["client"]


# -- filing


def test_papers_are_kept_under_their_hashes_and_never_change(staffed: Services) -> None:
    client = contracting_client(staffed)
    filed = file_mandate(staffed, mandate(staffed, client.id))
    pdf, docx = (staffed.contracts.register.paper(filed.id, as_pdf=as_pdf) for as_pdf in (True, False))
    assert (hashlib.sha256(pdf).hexdigest(), hashlib.sha256(docx).hexdigest()) == (filed.pdf_hash, filed.docx_hash)
    found = staffed.contracts.register.find(filed.id)
    assert (found.pdf_hash, found.docx_hash, found.filed_by) == (filed.pdf_hash, filed.docx_hash, "周岚")
    assert (found.filed_at, found.form.terms.contract_date) == (at("2026-03-13 14:26"), date(2026, 3, 13))
    assert filed.number in plain(read_docx(docx).text)


@pytest.mark.clause("S9.3")
def test_the_calculation_sheet_is_kept_with_the_contract(staffed: Services) -> None:
    client = contracting_client(staffed)
    sign_up(staffed, client.id)
    filed = file_mandate(staffed, mandate(staffed, client.id))
    (sheet,) = staffed.contracts.register.find(filed.id).attachments
    assert sheet.file_name == f"收费计算单 {filed.number}.pdf"
    _, content = staffed.attachments.read(sheet.id)
    text = plain("".join(page_texts(content)))
    for words in (filed.number, "62,000", "55,000", "冀律协〔2016〕7号", "周岚"):
        assert words in text


@pytest.mark.parametrize("change", ["save", "discard", "approve", "file"])
def test_a_filed_contract_is_not_changed_any_more(staffed: Services, change: str) -> None:
    form = mandate(staffed, contracting_client(staffed).id)
    filed = file_mandate(staffed, form)
    drafting = staffed.contracts.drafting
    attempts: dict[str, Callable[[], object]] = {
        "save": lambda: drafting.save(form, filed.id),
        "discard": lambda: drafting.discard(filed.id),
        "approve": lambda: drafting.approve(filed.id),
        "file": lambda: drafting.file(form, filed.id),
    }
    act_as(staffed, "weidongming")
    with pytest.raises(RuleBrokenError, match="已归档"):
        attempts[change]()
    act_as(staffed, "zhoulan")
    assert not staffed.history.undo().ok


def test_a_filed_contract_is_made_void_with_a_reason_and_keeps_number_and_papers(staffed: Services) -> None:
    filed = file_mandate(staffed, mandate(staffed, contracting_client(staffed).id))
    with pytest.raises(InvalidInputError):
        staffed.contracts.drafting.void(filed.id, "")
    staffed.contracts.drafting.void(filed.id, "当事人撤回委托")
    found = staffed.contracts.register.find(filed.id)
    assert (found.state, found.voided_reason, found.number) == (ContractState.VOIDED, "当事人撤回委托", filed.number)
    assert staffed.contracts.register.paper(filed.id, as_pdf=True)[:5] == b"%PDF-"
    with pytest.raises(RuleBrokenError):
        staffed.contracts.drafting.void(filed.id, "再作废一次")
    with pytest.raises(NotFoundError):
        staffed.contracts.drafting.void(new_uid(), "没有这份")


def test_each_kind_of_contract_and_each_year_counts_for_itself(staffed: Services) -> None:
    client = contracting_client(staffed)
    form, family = mandate(staffed, client.id), family_form(staffed, client.id)
    numbers = [file_mandate(staffed, one).number for one in (form, family, form)]
    assert numbers == ["民代〔2026〕0001", "顾约〔2026〕0001", "民代〔2026〕0002"]
    set_time(staffed, "2027-01-01 00:10")  # in UTC it is still 2026
    assert file_mandate(staffed, form).number == "民代〔2027〕0001"


def test_a_character_that_no_font_has_is_named_and_nothing_is_half_filed(staffed: Services) -> None:
    client = contracting_client(staffed)
    drafted = staffed.contracts.drafting.save(mandate(staffed, client.id))
    odd = mandate(staffed, client.id, matter={"opponent": "孙𠮷"})
    paper = staffed.contracts.papers.compose(odd)
    assert ["𠮷" in name for name in staffed.contracts.papers.preview(paper).missing_characters] == [True]
    with pytest.raises(DocumentError, match="𠮷"):
        staffed.contracts.drafting.file(odd, drafted)
    found = staffed.contracts.register.find(drafted)
    assert (found.state, found.number, found.pdf_hash, found.attachments) == (ContractState.DRAFT, "", "", ())
    assert found.form.matter.opponent == "孙立民"
    assert file_mandate(staffed, mandate(staffed, client.id)).number == "民代〔2026〕0001"


def test_awkward_characters_reach_both_papers_whole(staffed: Services) -> None:
    client = contracting_client(staffed, f"赵{AWKWARD}平", address=f"槐安路{AWKWARD}号")
    form = mandate(
        staffed,
        client.id,
        matter={"opponent": f"孙{AWKWARD}民"},
        terms=TermsForm(court=f"裕华{AWKWARD}法院", extra_clauses=f"第一条{AWKWARD}\n第二条 {{{{ 1 }}}}"),
    )
    filed = file_mandate(staffed, form)
    docx = plain(read_docx(staffed.contracts.register.paper(filed.id, as_pdf=False)).text)
    pdf = pdf_text(staffed, filed.id)
    for words in (f"赵{AWKWARD}平", f"槐安路{AWKWARD}号", f"孙{AWKWARD}民", f"第一条{AWKWARD}", "{{1}}"):
        assert words in docx
        assert words in pdf


# -- the family advisor agreement


def test_a_family_advisor_agreement_is_filed_with_its_members_and_terms(staffed: Services) -> None:
    client = contracting_client(staffed)
    filed = file_mandate(staffed, family_form(staffed, client.id, allows_push=True))
    text = pdf_text(staffed, filed.id)
    wanted = (
        "赵建平",
        "孙小小",
        "女儿",
        "2026年3月13日",
        "2027年3月12日",
        "河北衡舟律师事务所律师顾问服务群",
        "刘欣",
        "周岚",
    )
    assert [words for words in wanted if words not in text] == []
    assert staffed.contracts.register.find(filed.id).attachments == ()


def test_a_term_from_leap_day_ends_the_day_before_it_would_return(staffed: Services) -> None:
    client = contracting_client(staffed)
    paper = staffed.contracts.papers.compose(family_form(staffed, client.id, begins_on=date(2028, 2, 29)))
    assert paper.values["term"] == {"start": date(2028, 2, 29), "end": date(2029, 2, 28)}


# -- previews, lists and files


def test_a_draft_shows_masked_numbers_and_lines_to_write_on(staffed: Services) -> None:
    client = contracting_client(staffed)
    drafted = mandate(staffed, client.id, matter={"opponent": "", "cause": ""})
    paper = staffed.contracts.papers.compose(drafted)
    text = plain("".join(page_texts(staffed.contracts.papers.preview(paper).pdf)))
    assert "110105********002X" in text
    assert "11010519491231002X" not in text
    assert "（归档时自动编号）" in text
    assert "＿＿＿" in text


def test_the_sheet_of_a_draft_wants_something_to_calculate(staffed: Services) -> None:
    form = mandate(staffed, contracting_client(staffed).id, None, matter={"amount_fen": None})
    papers = staffed.contracts.papers
    with pytest.raises(DocumentError) as caught:
        papers.sheet(papers.compose(form), form)
    assert "标的额" in caught.value.todo


def test_templates_say_which_one_asks_for_a_fee(staffed: Services) -> None:
    found = {template.slug: template.is_agency for template in staffed.contracts.papers.templates()}
    assert found == {"civil-agency": True, "family-advisor": False}


def test_the_register_lists_newest_first_and_counts_by_state(staffed: Services) -> None:
    client = contracting_client(staffed)
    form = mandate(staffed, client.id)
    filed = file_mandate(staffed, form)
    drafted = staffed.contracts.drafting.save(form)
    register = staffed.contracts.register
    counts = register.counts()
    assert [counts[chip] for chip in ContractChip] == [2, 1, 1, 0]
    assert [row.id for row in register.rows(register.row_numbers(ContractChip.ALL))] == [drafted, filed.id]
    (row,) = register.rows(register.row_numbers(ContractChip.FILED))
    assert (row.number, row.client, row.cause, row.fee_fen) == (filed.number, "赵建平", "民间借贷纠纷", 55_000_00)
    with pytest.raises(NotFoundError):
        register.paper(drafted, as_pdf=True)


def test_a_paper_is_written_where_it_is_wanted_or_the_reason_said(staffed: Services, tmp_path: Path) -> None:
    write = staffed.contracts.drafting.write_file
    assert write(b"%PDF", tmp_path / "合同.pdf").read_bytes() == b"%PDF"
    with pytest.raises(AppError) as caught:
        write(b"%PDF", tmp_path / "合同.pdf" / "里面.pdf")
    assert "没有丢失" in caught.value.safe


@pytest.mark.parametrize(
    ("number", "client", "stem"),
    [
        ("民代〔2026〕0001", "赵建平", "民代〔2026〕0001 赵建平 合同"),
        ("", 'a/b\\c:d*e?"f<g>h|i\n', "a_b_c_d_e__f_g_h_i_ 合同"),
        ("民代〔2026〕0001", "长" * 90, "民代〔2026〕0001 " + "长" * 67),
    ],
)
def test_file_names_suit_every_system(number: str, client: str, stem: str) -> None:
    assert file_stem(number, client, "合同") == stem


def test_an_instance_of_law_is_named_by_its_stage(staffed: Services) -> None:
    client = contracting_client(staffed)
    form = mandate(staffed, client.id, matter={"stage": MatterStage.SECOND_INSTANCE})
    assert "二审" in pdf_text(staffed, file_mandate(staffed, form).id)


def test_a_page_is_found_by_words_whatever_its_line_breaks(staffed: Services) -> None:
    client = contracting_client(staffed)
    papers = staffed.contracts.papers
    preview = papers.preview(papers.compose(mandate(staffed, client.id)))
    texts = [plain(text) for text in page_texts(preview.pdf)]
    page = papers.page_with(preview.pdf, "乙方（受托人） 河北衡舟律师事务所")
    assert page is not None
    assert "乙方（受托人）河北衡舟律师事务所" in texts[page]
    assert papers.page_with(preview.pdf, "没有这句话") is None
