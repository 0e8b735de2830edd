"""Where a consultation stands: derived from its events, so that no later edit can rewrite it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.terms import ConsultationEventKind as Kind
from app.terms import Stage, Uid


@dataclass(frozen=True)
class Event:
    """One event as the derivation needs it; `at` is an aware instant."""

    kind: Kind
    at: datetime
    actor_id: Uid | None
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """What the events of one consultation add up to.

    Attributes:
        stage: where it stands.
        clock_start: the asker's last message that waits, or waited, for an answer.
        assignee_id: the lawyer it is assigned to.
        client_id: the client it belongs to.
        answered_at: when the first standing answer was sent; later ones add to it and are not judged.
        elapsed_minutes: what that answer took, by the clock of its policy.
        is_late: whether that was more than the allowance.
        notice_sent: whether the out-of-hours notice was sent (S6.3).
        judged: the details of the event that ended the waiting: the first standing answer, or the closing without one.

    """

    stage: Stage
    clock_start: datetime
    assignee_id: Uid | None = None
    client_id: Uid | None = None
    answered_at: datetime | None = None
    elapsed_minutes: float | None = None
    is_late: bool | None = None
    notice_sent: bool = False
    judged: Mapping[str, Any] | None = None


ALLOWED: Final[Mapping[Stage, frozenset[Kind]]] = {
    Stage.WAITING: frozenset(
        {Kind.ASSIGNED, Kind.NOTICE_SENT, Kind.REMINDED, Kind.ANSWERED, Kind.LINKED, Kind.CLOSED, Kind.CORRECTED}
    ),
    Stage.ANSWERED: frozenset(
        {Kind.ASSIGNED, Kind.WITHDRAWN, Kind.FOLLOW_UP_ASKED, Kind.LINKED, Kind.CLOSED, Kind.ANSWERED}
    ),
    Stage.CLOSED: frozenset({Kind.LINKED, Kind.FOLLOW_UP_ASKED}),
}
"""Which events may follow in which stage."""


def derive(received_at: datetime, events: Iterable[Event]) -> Standing:
    """Add up the events of one consultation, oldest first.

    Args:
        received_at: when the firm got the question, aware.
        events: in the order they were recorded.

    """
    state = _Running(received_at)
    for event in events:
        state.take(event)
    return state.standing()


class _Running:
    """The derivation while it walks over the events."""

    def __init__(self, received_at: datetime) -> None:
        self.clock_start = received_at
        self.answers: list[Event] = []
        self.stage = Stage.WAITING
        self.assignee: Uid | None = None
        self.client: Uid | None = None
        self.notice_sent = False
        self.closing: Event | None = None

    def take(self, event: Event) -> None:
        match event.kind:
            case Kind.ASSIGNED:
                self.assignee = _uid(event.details.get("assignee_id"))
            case Kind.LINKED:
                self.client = _uid(event.details.get("client_id"))
            case Kind.NOTICE_SENT:
                self.notice_sent = True
            case Kind.ANSWERED:
                self.answers.append(event)
                self.stage = Stage.ANSWERED
            case Kind.WITHDRAWN:
                self.answers = self.answers[:-1]
                self.stage = Stage.ANSWERED if self.answers else Stage.WAITING
            case Kind.FOLLOW_UP_ASKED:
                self.clock_start = event.at
                self.answers = []
                self.notice_sent = False
                self.stage = Stage.WAITING
            case Kind.CORRECTED:
                self.clock_start = datetime.fromisoformat(event.details["received_at"])
            case Kind.CLOSED:
                self.stage = Stage.CLOSED
                self.closing = event
            case Kind.RECEIVED | Kind.REMINDED:
                pass

    def standing(self) -> Standing:
        first = self.answers[0] if self.answers else None
        ending = None if self.stage is Stage.WAITING else first or self.closing
        return Standing(
            stage=self.stage,
            clock_start=self.clock_start,
            assignee_id=self.assignee,
            client_id=self.client,
            answered_at=first.at if first else None,
            elapsed_minutes=first.details.get("elapsed_minutes") if first else None,
            is_late=first.details.get("is_late") if first else None,
            notice_sent=self.notice_sent,
            judged=ending.details if ending else None,
        )


def _uid(text: str | None) -> Uid | None:
    return bytes.fromhex(text) if text else None
