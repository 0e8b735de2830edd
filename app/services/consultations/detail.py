"""One consultation with its conversation."""

from datetime import timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.models import Client, Consultation, ConsultationEvent, ConsultationState, Staff
from app.services.attachments import views_of
from app.services.clients.lookups import is_signed_up
from app.services.consultations.inbox import asker_of, timeline_of
from app.services.consultations.intake import out_of_hours
from app.services.consultations.texts import event_text
from app.services.consultations.types import ConsultationDetail, EventEntry
from app.services.core import Service, query
from app.terms import ConsultationEventKind, Stage, Uid

Kind = ConsultationEventKind
NOTICEABLE = timedelta(minutes=5)
MESSAGES = frozenset({Kind.RECEIVED, Kind.ANSWERED, Kind.FOLLOW_UP_ASKED})


class Details(Service):
    """咨询详情."""

    @query()
    def find(self, consultation_id: Uid) -> ConsultationDetail:
        """Return a consultation with its events and files.

        Raises:
            NotFoundError: there is none of this id.

        """
        hours = self.office.hours()
        with self.office.reading() as session:
            row = session.scalar(select(Consultation).where(Consultation.id == consultation_id))
            state = session.get(ConsultationState, consultation_id)
            if row is None or state is None:
                raise NotFoundError("这条咨询已经不在了。", todo="请刷新后再看。")
            client = _client(session, state.client_id)
            lawyer = session.get(Staff, state.assignee_id) if state.assignee_id else None
            waiting = state.stage is Stage.WAITING
            due = waiting and not state.notice_sent and out_of_hours(hours, row.scheme, state.received_at)
            return ConsultationDetail(
                id=row.id,
                row_no=row.row_no,
                number=row.number,
                scheme=row.scheme,
                channel=row.channel,
                source_name=row.source_name,
                asker_name=row.asker_name,
                asker=asker_of(row, client.name if client else None),
                phone=row.phone,
                wechat_name=row.wechat_name,
                category=row.category,
                question=row.question,
                received_at=state.received_at,
                entered_at=row.entered_at,
                clock=row.clock,
                allowance_minutes=row.allowance_minutes,
                clause=row.clause,
                stage=state.stage,
                timeline=timeline_of(state),
                is_estimated=state.is_estimated,
                client_id=state.client_id,
                client_name=client.name if client else "",
                is_signed_up=client is not None and is_signed_up(session, client.id),
                assignee_id=state.assignee_id,
                assignee=lawyer.name if lawyer else "",
                answered_at=state.answered_at,
                elapsed_minutes=state.elapsed_minutes,
                is_late=state.is_late,
                notice_due=due,
                events=_entries(session, row, client, hours.zone),
                attachments=views_of(session, "consultation", row.id),
                is_sensitive=row.is_sensitive,
            )


def _client(session: Session, client_id: Uid | None) -> Client | None:
    return session.scalar(select(Client).where(Client.id == client_id)) if client_id else None


def _entries(session: Session, row: Consultation, client: Client | None, zone: tzinfo) -> tuple[EventEntry, ...]:
    wanted = (
        select(ConsultationEvent, Staff.name)
        .outerjoin(Staff, Staff.id == ConsultationEvent.actor_id)
        .where(ConsultationEvent.consultation_id == row.id)
        .order_by(ConsultationEvent.seq)
    )
    found = [(event, name or "") for event, name in session.execute(wanted)]
    withdrawn = _withdrawn([event for event, _ in found])
    return tuple(
        EventEntry(
            kind=event.kind,
            at=event.at,
            recorded_at=event.recorded_at,
            actor=name,
            text=event_text(event, row.question, client.name if client else "", zone),
            is_message=event.kind in MESSAGES,
            is_back_dated=event.recorded_at - event.at > NOTICEABLE and not _is_taken_over(row, event),
            is_withdrawn=event.id in withdrawn,
        )
        for event, name in found
    )


def _is_taken_over(row: Consultation, event: ConsultationEvent) -> bool:
    """Return whether an event came with an old register: everything there was written down elsewhere."""
    return row.is_past and event.recorded_at == row.entered_at


def _withdrawn(events: list[ConsultationEvent]) -> set[Uid]:
    standing: list[Uid] = []
    gone: set[Uid] = set()
    for event in events:
        if event.kind is Kind.ANSWERED:
            standing.append(event.id)
        elif event.kind is Kind.WITHDRAWN and standing:
            gone.add(standing.pop())
    return gone
