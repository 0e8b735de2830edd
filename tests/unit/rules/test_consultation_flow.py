"""Where a consultation stands, derived from its events."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.consultation_flow import ALLOWED, Event, derive
from app.terms import ConsultationEventKind as Kind
from app.terms import Stage

RECEIVED = datetime(2026, 3, 13, 1, 10, tzinfo=UTC)
CORRECTED = RECEIVED - timedelta(minutes=30)
LAWYER, CLIENT = bytes(range(16)), bytes(range(16, 32))


def event(kind: Kind, minute: int = 0, **details: Any) -> Event:
    fitting: dict[Kind, dict[str, Any]] = {
        Kind.ASSIGNED: {"assignee_id": LAWYER.hex()},
        Kind.LINKED: {"client_id": CLIENT.hex()},
        Kind.ANSWERED: {"elapsed_minutes": float(minute), "is_late": minute > 300},
        Kind.CORRECTED: {"received_at": CORRECTED.isoformat()},
    }
    return Event(kind, RECEIVED + timedelta(minutes=minute), LAWYER, {**fitting.get(kind, {}), **details})


def history(*kinds: Kind) -> list[Event]:
    return [event(kind, minute) for minute, kind in enumerate((Kind.RECEIVED, *kinds))]


def lawful(choices: Sequence[int]) -> list[Event]:
    """Return a history in which each event is one of those allowed at its place."""
    events = history()
    for choice in choices:
        allowed = sorted(ALLOWED[derive(RECEIVED, events).stage])
        events.append(event(allowed[choice % len(allowed)], len(events)))
    return events


HISTORIES = st.lists(st.integers(0, 20), max_size=12).map(lawful)


def test_a_new_question_waits_for_nobody_in_particular() -> None:
    found = derive(RECEIVED, history())
    assert (found.stage, found.clock_start, found.assignee_id, found.client_id) == (Stage.WAITING, RECEIVED, None, None)


@pytest.mark.parametrize(
    ("kinds", "stage"),
    [
        ((Kind.ASSIGNED, Kind.REMINDED, Kind.NOTICE_SENT, Kind.LINKED, Kind.CORRECTED), Stage.WAITING),
        ((Kind.ANSWERED,), Stage.ANSWERED),
        ((Kind.ANSWERED, Kind.WITHDRAWN), Stage.WAITING),
        ((Kind.ANSWERED, Kind.ANSWERED, Kind.WITHDRAWN), Stage.ANSWERED),
        ((Kind.ANSWERED, Kind.ANSWERED, Kind.WITHDRAWN, Kind.WITHDRAWN), Stage.WAITING),
        ((Kind.ANSWERED, Kind.FOLLOW_UP_ASKED), Stage.WAITING),
        ((Kind.ANSWERED, Kind.CLOSED), Stage.CLOSED),
        ((Kind.CLOSED, Kind.LINKED), Stage.CLOSED),
        ((Kind.CLOSED, Kind.FOLLOW_UP_ASKED), Stage.WAITING),
    ],
)
def test_stage_after(kinds: tuple[Kind, ...], stage: Stage) -> None:
    assert derive(RECEIVED, history(*kinds)).stage is stage


def test_the_first_answer_is_the_one_that_is_judged() -> None:
    found = derive(RECEIVED, [event(Kind.RECEIVED), event(Kind.ANSWERED, 100), event(Kind.ANSWERED, 400)])
    assert (found.elapsed_minutes, found.is_late) == (100.0, False)


def test_a_withdrawn_answer_leaves_no_verdict() -> None:
    found = derive(RECEIVED, [event(Kind.RECEIVED), event(Kind.ANSWERED, 100), event(Kind.WITHDRAWN, 110)])
    assert (found.answered_at, found.elapsed_minutes, found.is_late) == (None, None, None)
    assert found.clock_start == RECEIVED


def test_a_follow_up_question_has_a_clock_and_a_notice_of_its_own() -> None:
    asked = event(Kind.FOLLOW_UP_ASKED, 120)
    found = derive(RECEIVED, [*history(Kind.NOTICE_SENT, Kind.ANSWERED), asked])
    assert (found.clock_start, found.notice_sent, found.answered_at) == (asked.at, False, None)


def test_a_correction_moves_the_clock_for_good() -> None:
    found = derive(RECEIVED, history(Kind.CORRECTED, Kind.ANSWERED, Kind.WITHDRAWN))
    assert found.clock_start == CORRECTED


def test_the_last_assignment_and_link_count() -> None:
    other = bytes(16)
    events = [*history(Kind.ASSIGNED, Kind.LINKED), event(Kind.ASSIGNED, 9, assignee_id=other.hex())]
    found = derive(RECEIVED, events)
    assert (found.assignee_id, found.client_id) == (other, CLIENT)


def test_every_stage_says_what_may_follow_and_nothing_is_received_twice() -> None:
    assert set(ALLOWED) == set(Stage)
    assert [stage for stage, kinds in ALLOWED.items() if Kind.RECEIVED in kinds] == []


def test_every_event_can_happen_somewhere() -> None:
    assert set().union(*ALLOWED.values()) == set(Kind) - {Kind.RECEIVED}


@given(HISTORIES)
def test_an_answer_stands_exactly_while_it_is_not_withdrawn_or_asked_beyond(events: list[Event]) -> None:
    standing = 0
    for one in events:
        if one.kind is Kind.ANSWERED:
            standing += 1
        elif one.kind is Kind.WITHDRAWN:
            standing -= 1
        elif one.kind is Kind.FOLLOW_UP_ASKED:
            standing = 0
    found = derive(RECEIVED, events)
    assert standing >= 0
    assert (found.answered_at is not None) == (standing > 0)
    assert (found.stage is Stage.ANSWERED) <= (standing > 0)
