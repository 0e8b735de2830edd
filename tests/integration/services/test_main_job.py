"""The main job through the services: from a message in the group to a filed contract."""

from dataclasses import replace
from datetime import date

import pytest

from app.documents.pages import page_texts
from app.errors import InvalidInputError, RuleBrokenError
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientFilter, ClientForm, SignUpForm
from app.services.consultations.types import Chip, ConsultationRef, InboxFilter, NewConsultation
from app.services.container import Services
from app.services.contracts.types import ContractForm, FeeForm, MatterForm, PaymentForm
from app.terms import (
    AttachmentKind,
    Category,
    Channel,
    ClientKind,
    FeeVerdict,
    GroupKind,
    IdentityKind,
    LegalAidScreen,
    ReliefReason,
    SignUpChannel,
    Stage,
    Uid,
    Urgency,
)
from tests.factories import act_as, at

LOAN = 1_000_000_00


def register(
    services: Services, received: str = "2026-03-13 09:10", entered: str = "2026-03-13 11:00"
) -> ConsultationRef:
    services.office.clock.set(at(entered))  # type: ignore[attr-defined]
    act_as(services, "liuxin")
    new = NewConsultation(
        channel=Channel.WECHAT_GROUP,
        question="朋友借我 100 万元不还，借条还在，能起诉吗？",
        category=Category.LOAN,
        received_at=at(received),
        source_name="服务群一",
        wechat_name="滹沱河畔",
    )
    return services.consultations.intake.register(new)


def answer_at(services: Services, reference: ConsultationRef, instant: str) -> bool:
    services.office.clock.set(at(instant))  # type: ignore[attr-defined]
    act_as(services, "zhoulan")
    return services.consultations.answering.answer(reference.id, "可以起诉。请先保存借条和转账记录。").is_late


def sign_up(services: Services, reference: ConsultationRef) -> Uid:
    act_as(services, "liuxin")
    person = ClientForm(
        ClientKind.PERSON,
        "赵建平",
        IdentityKind.RESIDENT_ID,
        "11010519491231002X",
        phone="13900000001",
        address="裕华区槐安路 0 号",
    )
    group = SignUpForm(
        SignUpChannel.GROUP,
        date(2026, 3, 13),
        group_kind=GroupKind.WECHAT_GROUP,
        group_name=services.clients.sign_ups.prescribed_group_name(),
        nickname="滹沱河畔",
    )
    shot = (NewAttachment("入群.png", AttachmentKind.SCREENSHOT, b"\x89PNG picture"),)
    return services.clients.sign_ups.sign_up_asker(reference.id, person, group, shot).id


def loan_contract(services: Services, client_id: Uid, fee_fen: int | None) -> ContractForm:
    lawyer = next(person for person in services.staff.lawyers() if person.login == "zhoulan")
    matter = MatterForm(amount_fen=LOAN, cause="民间借贷纠纷", opponent="孙立民", lawyer_ids=(lawyer.id,))
    payments = (PaymentForm("签约之日", fee_fen),) if fee_fen else ()
    fee = FeeForm(fee_fen, ReliefReason.SIGN_UP, "", payments, LegalAidScreen.NOT_ELIGIBLE)
    return ContractForm(client_id, "civil-agency", matter, fee)


@pytest.mark.clause("S6.2")
def test_clock_runs_from_the_message_not_from_typing_it_in(staffed: Services) -> None:
    reference = register(staffed)
    found = staffed.consultations.details.find(reference.id)
    countdown = staffed.countdowns().of(found.timeline)
    assert found.timeline.due_at == at("2026-03-13 15:40")
    assert countdown.used_minutes == pytest.approx(110)
    assert countdown.urgency is Urgency.CALM


@pytest.mark.clause("S6.2")
@pytest.mark.parametrize(("instant", "late"), [("2026-03-13 15:40", False), ("2026-03-13 15:41", True)])
def test_answer_is_judged_by_working_minutes(staffed: Services, instant: str, late: bool) -> None:
    reference = register(staffed)
    assert answer_at(staffed, reference, instant) is late
    found = staffed.consultations.details.find(reference.id)
    assert (found.stage, found.is_late) == (Stage.ANSWERED, late)


@pytest.mark.clause("S6.2")
def test_answer_in_the_lunch_break_after_a_noon_deadline_is_in_time(staffed: Services) -> None:
    reference = register(staffed, "2026-03-12 15:30", "2026-03-12 15:40")  # 120 minutes on Thursday, 180 on Friday
    assert staffed.consultations.details.find(reference.id).timeline.due_at == at("2026-03-13 12:00")
    staffed.office.clock.set(at("2026-03-13 12:40"))  # type: ignore[attr-defined]
    assert list(staffed.consultations.inbox.row_numbers(InboxFilter(Chip.OVERDUE))) == []
    assert not answer_at(staffed, reference, "2026-03-13 12:45")


def test_withdrawn_answer_waits_again_on_its_first_clock(staffed: Services) -> None:
    reference = register(staffed)
    answer_at(staffed, reference, "2026-03-13 14:00")
    staffed.consultations.answering.withdraw(reference.id, "金额写错")
    found = staffed.consultations.details.find(reference.id)
    assert found.stage is Stage.WAITING
    assert found.timeline.due_at == at("2026-03-13 15:40")
    assert [entry.is_withdrawn for entry in found.events if entry.is_message] == [False, True]


@pytest.mark.clause("S3.1")
def test_asker_becomes_a_signed_up_client_with_a_file(staffed: Services) -> None:
    reference = register(staffed)
    client_id = sign_up(staffed, reference)
    file = staffed.clients.details.find(client_id)
    assert file.is_signed_up
    assert file.form.birth_date == date(1949, 12, 31)
    assert [entry.area for entry in file.timeline] == ["clients", "consultations"]
    numbers = staffed.clients.lists.row_numbers(ClientFilter("zjp"))
    assert [row.name for row in staffed.clients.lists.rows(numbers)] == ["赵建平"]
    assert staffed.consultations.details.find(reference.id).is_signed_up


@pytest.mark.clause("S3.1")
def test_sign_up_by_group_needs_its_screenshot(staffed: Services) -> None:
    client = staffed.clients.files.create(ClientForm(ClientKind.PERSON, "钱多多", phone="13900000002"))
    form = SignUpForm(SignUpChannel.GROUP, date(2026, 3, 13), group_kind=GroupKind.QQ_GROUP, nickname="多多")
    with pytest.raises(InvalidInputError) as caught:
        staffed.clients.sign_ups.sign_up(client.id, form)
    assert set(caught.value.problems) == {"group_name", "evidence"}
    assert not staffed.clients.details.find(client.id).is_signed_up


@pytest.mark.clause("S4")
def test_telephone_sign_up_counts_once_the_administrator_filed_it(staffed: Services) -> None:
    act_as(staffed, "liuxin")
    client = staffed.clients.files.create(ClientForm(ClientKind.PERSON, "钱多多", phone="13900000002"))
    form = SignUpForm(SignUpChannel.PHONE, date(2026, 3, 13), called_at=at("2026-03-13 10:00"))
    shot = (NewAttachment("通话.png", AttachmentKind.SCREENSHOT, b"picture"),)
    made = staffed.clients.sign_ups.sign_up(client.id, form, shot)
    assert not staffed.clients.details.find(client.id).is_signed_up
    staffed.clients.sign_ups.file(made)
    assert staffed.clients.details.find(client.id).is_signed_up


@pytest.mark.clause("S9.3")
def test_fee_of_a_signed_up_client_has_to_lie_below_the_guidance(staffed: Services) -> None:
    client_id = sign_up(staffed, register(staffed))
    act_as(staffed, "zhoulan")
    quote = staffed.contracts.quotes.quote(loan_contract(staffed, client_id, 62_000_00))
    assert quote.calculation is not None
    assert [line.fee_fen for line in quote.calculation.lines] == [8_000_00, 54_000_00]
    assert quote.calculation.total_fen == 62_000_00
    assert quote.comparison is not None
    assert quote.comparison.verdict is FeeVerdict.NOT_BELOW
    assert "fee" in quote.problems
    with pytest.raises(RuleBrokenError) as caught:
        staffed.contracts.drafting.file(loan_contract(staffed, client_id, 62_000_00), None)
    assert caught.value.clause == "S9.3"


@pytest.mark.clause("S9.3")
def test_contract_is_filed_with_number_papers_and_hash(staffed: Services) -> None:
    client_id = sign_up(staffed, register(staffed))
    act_as(staffed, "zhoulan")
    form = loan_contract(staffed, client_id, 55_000_00)
    assert staffed.contracts.drafting.problems(form) == {}
    filed = staffed.contracts.drafting.file(form, None)
    assert filed.number == "民代〔2026〕0001"
    pdf = staffed.contracts.register.paper(filed.id, as_pdf=True)
    text = "".join(page_texts(pdf)).replace("\n", "")
    for words in (filed.number, "赵建平", "孙立民", "62,000", "55,000", "伍万伍仟元整"):
        assert words in text
    assert staffed.contracts.register.paper(filed.id, as_pdf=False)[:2] == b"PK"
    assert "已归档" in [entry.tag for entry in staffed.clients.details.find(client_id).timeline]


@pytest.mark.clause("S9.1")
def test_reduction_beyond_the_sign_up_discount_wants_the_director(staffed: Services) -> None:
    client_id = sign_up(staffed, register(staffed))
    act_as(staffed, "zhoulan")
    plain = loan_contract(staffed, client_id, 30_000_00)
    fee = FeeForm(30_000_00, ReliefReason.RELIEF_GROUP, "低保户", plain.fee.payments, LegalAidScreen.TOLD)
    form = ContractForm(client_id, plain.template, plain.matter, fee)
    drafted = staffed.contracts.drafting.save(form)
    with pytest.raises(RuleBrokenError):
        staffed.contracts.drafting.file(form, drafted)
    act_as(staffed, "weidongming")
    staffed.contracts.drafting.approve(drafted)
    act_as(staffed, "zhoulan")
    assert staffed.contracts.drafting.file(form, drafted).number


def test_edit_is_undone_and_redone_by_name(staffed: Services) -> None:
    form = ClientForm(ClientKind.PERSON, "钱多多", phone="13900000002")
    client = staffed.clients.files.create(form)
    changed = ClientForm(ClientKind.PERSON, "钱夺夺", phone="13900000002")
    staffed.clients.files.update(client.id, changed, staffed.clients.details.find(client.id).form)
    outcome = staffed.history.undo()
    assert outcome.ok
    assert outcome.label == "修改服务对象 钱夺夺"
    assert staffed.clients.details.find(client.id).form.name == "钱多多"
    assert list(staffed.clients.lists.row_numbers(ClientFilter("夺夺"))) == []
    assert staffed.history.redo().ok
    assert staffed.clients.details.find(client.id).form.name == "钱夺夺"


def test_undo_passes_over_drafts_saved_by_the_program(staffed: Services) -> None:
    client_id = sign_up(staffed, register(staffed))
    act_as(staffed, "zhoulan")
    before = staffed.clients.details.find(client_id).form
    staffed.clients.files.update(client_id, replace(before, care_notes="听力弱"), before)
    drafted = staffed.contracts.drafting.save(loan_contract(staffed, client_id, None))
    assert staffed.history.undo().label == "修改服务对象 赵建平"
    assert staffed.clients.details.find(client_id).form.care_notes == ""
    assert staffed.contracts.register.find(drafted).form.matter.cause == "民间借贷纠纷"


def test_preview_before_the_fee_is_agreed_shows_a_line_to_write_on(staffed: Services) -> None:
    client_id = sign_up(staffed, register(staffed))
    papers = staffed.contracts.papers
    preview = papers.preview(papers.compose(loan_contract(staffed, client_id, None)))
    text = "".join(page_texts(preview.pdf)).replace("\n", "")
    assert "律师费为人民币＿＿＿＿＿＿（￥＿＿＿＿＿＿" in text
    assert "零元" not in text
    assert "依据待核实" not in text
