"""Which steps a consultation allows at which stage, through the services; and what each step leaves on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.errors import InvalidInputError, NotFoundError, RuleBrokenError
from app.models import new_uid
from app.rules.consultation_flow import ALLOWED
from app.services.consultations.types import Chip, ConsultationRef, InboxFilter
from app.services.container import Services
from app.terms import Category, Channel, Scheme, Stage, Uid
from app.terms import ConsultationEventKind as Kind
from tests.factories import act_as, at
from tests.integration.services.support import SHOT, consultation, create, register, set_time, staff_id

STEPS: dict[Kind, Callable[[Services, Uid], object]] = {
    Kind.ASSIGNED: lambda s, one: s.consultations.answering.assign(one, staff_id(s, "zhoulan")),
    Kind.NOTICE_SENT: lambda s, one: s.consultations.answering.send_notice(one),
    Kind.REMINDED: lambda s, one: s.consultations.answering.remind(one),
    Kind.ANSWERED: lambda s, one: s.consultations.answering.answer(one, "先拍照固定证据。"),
    Kind.WITHDRAWN: lambda s, one: s.consultations.answering.withdraw(one, "写错了"),
    Kind.FOLLOW_UP_ASKED: lambda s, one: s.consultations.answering.ask_again(one, "对方不认怎么办？"),
    Kind.LINKED: lambda s, one: s.consultations.answering.link(one, create(s).id),
    Kind.CLOSED: lambda s, one: s.consultations.answering.close(one, "重复登记"),
    Kind.CORRECTED: lambda s, one: s.consultations.answering.correct_received(
        one, at("2026-03-13 14:00"), "群消息时间"
    ),
}
TO_REACH: dict[Stage, tuple[Kind, ...]] = {
    Stage.WAITING: (),
    Stage.ANSWERED: (Kind.ANSWERED,),
    Stage.CLOSED: (Kind.ANSWERED, Kind.CLOSED),
}


def kinds(services: Services, reference: ConsultationRef) -> list[Kind]:
    return [entry.kind for entry in consultation(services, reference).events]


def answer(services: Services, reference: ConsultationRef, answered_at: str | None = None) -> bool:
    at_ = at(answered_at) if answered_at else None
    return services.consultations.answering.answer(reference.id, "先拍照固定证据。", at_).is_late


def test_there_is_a_step_for_every_event_but_the_first() -> None:
    assert set(STEPS) == set(Kind) - {Kind.RECEIVED}


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("stage", Stage)
def test_a_step_is_taken_only_where_the_rules_allow_it(staffed: Services, stage: Stage, kind: Kind) -> None:
    reference = register(staffed)
    for step in TO_REACH[stage]:
        STEPS[step](staffed, reference.id)
    before = consultation(staffed, reference)
    assert before.stage is stage
    if kind in ALLOWED[stage]:
        STEPS[kind](staffed, reference.id)
        assert kinds(staffed, reference)[-1] is kind
    else:
        with pytest.raises(RuleBrokenError, match=stage.label):
            STEPS[kind](staffed, reference.id)
        assert consultation(staffed, reference) == before


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_on_a_consultation_that_is_gone_says_so(staffed: Services, kind: Kind) -> None:
    with pytest.raises(NotFoundError):
        STEPS[kind](staffed, new_uid())


# -- registering


def test_numbers_have_no_gaps_even_after_a_refused_registration(staffed: Services) -> None:
    assert register(staffed).number == "咨〔2026〕0001"
    with pytest.raises(InvalidInputError):
        register(staffed, question=" ")
    with pytest.raises(NotFoundError):
        register(staffed, client_id=new_uid())
    assert [register(staffed).number for _ in range(2)] == ["咨〔2026〕0002", "咨〔2026〕0003"]


def test_the_year_of_a_number_is_the_firms_year(staffed: Services) -> None:
    set_time(staffed, "2027-01-01 00:30")  # in UTC it is still 2026
    assert register(staffed).number == "咨〔2027〕0001"


def test_what_is_missing_is_said_field_by_field(staffed: Services) -> None:
    with pytest.raises(InvalidInputError) as caught:
        register(staffed, question="", wechat_name="", phone="12", received="2026-03-13 14:40")
    assert set(caught.value.problems) == {"question", "phone", "received_at"}
    with pytest.raises(InvalidInputError) as caught:
        register(staffed, wechat_name="", received="2025-12-01 09:00")
    assert set(caught.value.problems) == {"asker_name", "received_at"}


def test_a_question_of_the_platform_needs_its_number_only(staffed: Services) -> None:
    reference = register(staffed, channel=Channel.BEIJING_PLATFORM, wechat_name="", source_name="BJ-0001")
    assert consultation(staffed, reference).asker == "BJ-0001"


def test_a_channel_that_the_scheme_does_not_have_is_refused(staffed: Services) -> None:
    with pytest.raises(InvalidInputError) as caught:
        register(staffed, channel=Channel.SMS, scheme=Scheme.BEIJING)
    assert "channel" in caught.value.problems


def test_registering_can_assign_link_and_attach_at_once(staffed: Services) -> None:
    client = create(staffed)
    reference = register(
        staffed, client_id=client.id, assignee_id=staff_id(staffed, "guojing"), attachments=(SHOT,), phone="13900000002"
    )
    found = consultation(staffed, reference)
    assert (found.client_name, found.assignee) == ("钱多多", "郭静")
    assert [file.file_name for file in found.attachments] == [SHOT.file_name]


# -- the asker


def test_a_known_phone_finds_the_client(staffed: Services) -> None:
    client = create(staffed, phone="13900000002", other_phone="0311-86660000")
    for typed in ("139 0000 0002", "+86 13900000002", "（0311）8666 0000"):
        found = staffed.consultations.intake.known_client(typed)
        assert found is not None
        assert (found.id, found.is_signed_up) == (client.id, False)


def test_a_phone_tells_more_than_a_nickname_of_several(staffed: Services) -> None:
    client = create(staffed, phone="13900000002", wechat_name="春暖花开")
    create(staffed, "孙小小", phone="13900000003", wechat_name="春暖花开")
    known = staffed.consultations.intake.known_client
    found = known("13900000002", "春暖花开")
    assert found is not None
    assert found.id == client.id
    assert known("", "春暖花开") is None
    assert known("13900000009", "") is None
    assert known() is None


def test_of_several_with_one_phone_the_nickname_decides(staffed: Services) -> None:
    create(staffed, phone="13900000002", wechat_name="老槐树")
    wife = create(staffed, "李秀英", phone="13900000002", wechat_name="小石头")
    found = staffed.consultations.intake.known_client("13900000002", "小石头")
    assert found is not None
    assert found.id == wife.id
    assert staffed.consultations.intake.known_client("13900000002") is None


def test_linking_moves_the_clients_last_contact(staffed: Services) -> None:
    client = create(staffed)
    set_time(staffed, "2026-03-16 10:00")
    staffed.consultations.answering.link(register(staffed).id, client.id)
    assert staffed.clients.details.find(client.id).last_contact_at == at("2026-03-16 10:00")


# -- assigning and reminding


def test_assignment_can_move_to_another_lawyer(staffed: Services) -> None:
    reference = register(staffed)
    answering = staffed.consultations.answering
    assert answering.assign(reference.id, staff_id(staffed, "guojing")) == "郭静"
    assert answering.assign(reference.id, staff_id(staffed, "hesiyuan")) == "何思远"
    assert consultation(staffed, reference).assignee == "何思远"
    assert list(staffed.consultations.inbox.row_numbers(InboxFilter(Chip.MINE))) == []
    act_as(staffed, "hesiyuan")
    assert list(staffed.consultations.inbox.row_numbers(InboxFilter(Chip.MINE))) == [reference.row_no]


@pytest.mark.parametrize("login", ["liuxin", None])
def test_only_somebody_who_may_answer_is_assigned(staffed: Services, login: str | None) -> None:
    reference = register(staffed)
    whom = staff_id(staffed, login) if login else new_uid()
    with pytest.raises(NotFoundError, match="律师"):
        staffed.consultations.answering.assign(reference.id, whom)
    assert consultation(staffed, reference).assignee_id is None


def test_the_reminder_names_lawyer_number_rest_and_deadline(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 09:10", assignee_id=staff_id(staffed, "guojing"))
    text = staffed.consultations.answering.remind(reference.id)
    assert text.startswith("@郭静 咨〔2026〕0001 还剩 1 小时 14 分（今天 15:40 截止）")
    assert "吊顶" in text


# -- answering


@pytest.mark.clause("S6.2")
def test_a_follow_up_question_runs_on_its_own_clock(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 09:10")
    answer(staffed, reference)
    set_time(staffed, "2026-03-16 10:00")
    staffed.consultations.answering.ask_again(reference.id, "对方不认怎么办？", at("2026-03-16 09:30"), (SHOT,))
    found = consultation(staffed, reference)
    assert (found.stage, found.timeline.due_at) == (Stage.WAITING, at("2026-03-16 16:00"))
    assert len(found.attachments) == 1
    set_time(staffed, "2026-03-16 15:59")
    assert not answer(staffed, reference)
    assert consultation(staffed, reference).elapsed_minutes == pytest.approx(299)


@pytest.mark.parametrize(
    ("text", "received", "field"),
    [
        ("", None, "question"),
        ("怎么办？", "2026-03-13 18:00", "received_at"),
        ("怎么办？", "2026-03-13 09:00", "received_at"),
    ],
)
def test_a_follow_up_question_needs_text_and_a_possible_time(
    staffed: Services, text: str, received: str | None, field: str
) -> None:
    reference = register(staffed, "2026-03-13 09:10")
    answer(staffed, reference)
    with pytest.raises(InvalidInputError) as caught:
        staffed.consultations.answering.ask_again(reference.id, text, at(received) if received else None)
    assert set(caught.value.problems) == {field}


@pytest.mark.parametrize("instant", ["2026-03-13 14:28", "2026-03-13 09:09"])
def test_an_answer_is_sent_neither_in_the_future_nor_before_the_question(staffed: Services, instant: str) -> None:
    reference = register(staffed, "2026-03-13 09:10")
    with pytest.raises(InvalidInputError) as caught:
        answer(staffed, reference, instant)
    assert set(caught.value.problems) == {"answered_at"}
    assert consultation(staffed, reference).stage is Stage.WAITING


def test_an_answer_needs_a_text(staffed: Services) -> None:
    with pytest.raises(InvalidInputError) as caught:
        staffed.consultations.answering.answer(register(staffed).id, "\n ")
    assert set(caught.value.problems) == {"answer"}


def test_a_back_dated_answer_is_marked_as_such(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 09:10")
    answer(staffed, reference, "2026-03-13 13:40")
    received, sent = consultation(staffed, reference).events
    assert (received.is_back_dated, sent.is_back_dated) == (True, True)
    assert sent.recorded_at - sent.at == timedelta(minutes=46)


def test_a_question_typed_in_as_it_comes_is_not_back_dated(staffed: Services) -> None:
    assert [entry.is_back_dated for entry in consultation(staffed, register(staffed)).events] == [False]


@pytest.mark.clause("S6.2")
def test_a_second_answer_adds_but_the_first_is_judged(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 09:10", now="2026-03-13 10:00")
    answer(staffed, reference)
    set_time(staffed, "2026-03-18 10:00")
    answer(staffed, reference)
    found = consultation(staffed, reference)
    assert found.is_late is False
    assert found.elapsed_minutes == pytest.approx(50)
    assert [entry.is_message for entry in found.events] == [True, True, True]


def test_an_answer_moves_the_clients_last_contact(staffed: Services) -> None:
    client = create(staffed)
    reference = register(staffed, client_id=client.id)
    set_time(staffed, "2026-03-16 10:00")
    answer(staffed, reference)
    assert staffed.clients.details.find(client.id).last_contact_at == at("2026-03-16 10:00")


def test_the_outcome_says_when_how_long_and_whether_in_time(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 09:10", now="2026-03-13 14:26")
    outcome = staffed.consultations.answering.answer(reference.id, "先拍照固定证据。")
    assert outcome.sentence == "已复制，并标记为 14:26 发送，用时 3 小时 46 分，时限内"


# -- correcting and closing


@pytest.mark.clause("S6.2")
def test_a_correction_moves_the_deadline_and_keeps_both_figures(staffed: Services) -> None:
    reference = register(staffed, "2026-03-13 10:10")
    staffed.consultations.answering.correct_received(reference.id, at("2026-03-13 09:10"), "群消息时间")
    found = consultation(staffed, reference)
    assert (found.received_at, found.timeline.due_at) == (at("2026-03-13 09:10"), at("2026-03-13 15:40"))
    first, correction = found.events
    assert first.at == at("2026-03-13 10:10")
    for words in ("03-13 10:10", "03-13 09:10", "群消息时间"):
        assert words in correction.text


@pytest.mark.parametrize(("instant", "reason"), [("2026-03-13 15:00", "群消息时间"), ("2026-03-13 09:00", " ")])
def test_a_correction_needs_a_possible_time_and_a_reason(staffed: Services, instant: str, reason: str) -> None:
    reference = register(staffed)
    with pytest.raises(InvalidInputError):
        staffed.consultations.answering.correct_received(reference.id, at(instant), reason)
    assert consultation(staffed, reference).received_at == at("2026-03-13 14:26")


def test_closing_without_an_answer_wants_a_reason(staffed: Services) -> None:
    reference = register(staffed)
    with pytest.raises(InvalidInputError) as caught:
        staffed.consultations.answering.close(reference.id, " ")
    assert set(caught.value.problems) == {"note"}
    staffed.consultations.answering.close(reference.id, "重复登记")
    assert consultation(staffed, reference).events[-1].text == "办结：重复登记"


def test_closing_after_an_answer_wants_none(staffed: Services) -> None:
    reference = register(staffed)
    answer(staffed, reference)
    staffed.consultations.answering.close(reference.id, "")
    found = consultation(staffed, reference)
    assert (found.stage, found.is_late) == (Stage.CLOSED, False)


# -- the notice, and the clocks of the schemes


@pytest.mark.clause("S6.3")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-13 14:26", False),
        ("2026-03-13 12:30", False),  # the lunch break lies within a working day
        ("2026-03-13 19:00", True),
        ("2026-03-14 10:00", True),  # Saturday
        ("2026-02-14 10:00", False),  # a make-up Saturday
    ],
)
def test_the_notice_is_due_out_of_hours_only(staffed: Services, received: str, due: bool) -> None:
    reference = register(staffed, received, now=received)
    assert reference.is_out_of_hours is due
    assert consultation(staffed, reference).notice_due is due


@pytest.mark.clause("S6.3")
def test_the_notice_is_due_until_it_or_an_answer_is_sent(staffed: Services) -> None:
    first, second = (register(staffed, now="2026-03-13 20:00") for _ in range(2))
    assert "12348" in staffed.consultations.answering.send_notice(first.id)
    answer(staffed, second)
    assert [consultation(staffed, one).notice_due for one in (first, second)] == [False, False]
    assert kinds(staffed, first)[-1] is Kind.NOTICE_SENT


@pytest.mark.clause("S6.3")
@pytest.mark.clause("B2")
def test_the_platform_knows_no_notice_and_runs_on_clock_minutes(staffed: Services) -> None:
    reference = register(
        staffed, now="2026-03-13 19:00", channel=Channel.BEIJING_PLATFORM, source_name="BJ-0001", category=Category.LOAN
    )
    found = consultation(staffed, reference)
    assert not reference.is_out_of_hours
    assert not found.notice_due
    assert (found.scheme, found.clause) == (Scheme.BEIJING, "B2")
    assert found.timeline.due_at == at("2026-03-14 00:00")
    set_time(staffed, "2026-03-14 00:01")
    assert answer(staffed, reference)


@pytest.mark.clause("S2.2")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-13 09:30", "2026-03-13 12:00"),
        ("2026-03-13 12:30", "2026-03-13 17:30"),
        ("2026-03-13 18:00", "2026-03-16 12:00"),
    ],
)
def test_a_question_of_the_app_is_due_at_the_next_check_in(staffed: Services, received: str, due: str) -> None:
    reference = register(staffed, now=received, channel=Channel.JIFATONG)
    assert consultation(staffed, reference).timeline.due_at == at(due)
