"""The inbox: which consultations stand behind a chip, in order of urgency, and their rows on demand."""

from array import array
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from app.models import Client, Consultation, ConsultationState, Staff
from app.rules.allowance import Timeline
from app.services import visibility
from app.services.clients.lookups import effective_sign_up
from app.services.consultations.texts import shorten
from app.services.consultations.types import Chip, InboxCounts, InboxFilter, InboxRow
from app.services.core import Service, query
from app.storage.numbers import read_numbers
from app.storage.recorder import chunks
from app.terms import Channel, ClockKind, Stage, WorkState

State = ConsultationState


class Inbox(Service):
    """咨询收件箱."""

    @query()
    def counts(self, chosen: InboxFilter) -> InboxCounts:
        """Return how many stand behind each chip, within the channel and scheme chosen."""
        with self.office.reading() as session:
            return InboxCounts(**{chip.value: self._count(session, chip, chosen) for chip in Chip})

    @query()
    def urgent_count(self) -> int:
        """Return how many questions need someone at once: overdue, or over 80 % used."""
        now = self.office.clock.now()
        with self.office.reading() as session:
            wanted = and_(State.stage == Stage.WAITING, State.urgent_at <= now)
            return session.scalar(select(func.count()).select_from(State).where(wanted)) or 0

    @query()
    def row_numbers(self, chosen: InboxFilter) -> "array[int]":
        """Return the row numbers behind a chip: most urgent first and paused last, or newest first."""
        with self.office.reading() as session:
            wanted = select(State.row_no).where(*self._conditions(chosen.chip, chosen))
            return read_numbers(session, visibility.only_seen(session, self._ordered(wanted, chosen), State))

    @query()
    def first_page(self, chosen: InboxFilter, most: int) -> tuple["array[int]", list[InboxRow]]:
        """Return the row numbers behind a chip with the first `most` rows, so that a screen paints in one go."""
        numbers = self.row_numbers(chosen)
        return numbers, self.rows(numbers[:most])

    @query()
    def rows(self, row_numbers: Sequence[int]) -> list[InboxRow]:
        """Return the rows of given numbers, in that order; numbers that are gone are left out."""
        with self.office.reading() as session:
            found = {row.row_no: row for chunk in chunks(row_numbers) for row in _rows(session, chunk)}
        return [found[number] for number in row_numbers if number in found]

    def _count(self, session: Session, chip: Chip, chosen: InboxFilter) -> int:
        conditions = self._conditions(chip, chosen)
        return session.scalar(select(func.count()).select_from(State).where(*conditions)) or 0

    def _conditions(self, chip: Chip, chosen: InboxFilter) -> list[ColumnElement[bool]]:
        now = self.office.clock.now()
        conditions: list[ColumnElement[bool]] = []
        if chip is Chip.ANSWERED:
            conditions += [State.stage != Stage.WAITING, State.answered_at >= self._today(now)]
        else:
            conditions.append(State.stage == Stage.WAITING)
        if chip is Chip.SOON:
            conditions += [State.soon_at <= now, State.late_after >= now]
        elif chip is Chip.OVERDUE:
            conditions.append(State.late_after < now)
        elif chip is Chip.MINE:
            conditions.append(State.assignee_id == self.office.actor.staff_id)
        if chosen.channel is not None:
            conditions.append(State.channel == chosen.channel)
        if chosen.scheme is not None:
            conditions.append(State.scheme == chosen.scheme)
        return conditions

    def _ordered(self, wanted: Select[int], chosen: InboxFilter) -> Select[int]:
        if chosen.chip is Chip.ANSWERED:
            return wanted.order_by(State.answered_at.desc(), State.row_no)
        if chosen.newest_first:
            return wanted.order_by(State.received_at.desc(), State.row_no.desc())
        now = self.office.clock.now()
        if self.office.hours().state(now) is WorkState.OPEN:
            return wanted.order_by(State.due_at, State.row_no)
        stops = State.clock.in_((ClockKind.WORKING, ClockKind.AT_ONCE))
        paused = case((and_(stops, State.late_after >= now), 1), else_=0)
        return wanted.order_by(paused, State.due_at, State.row_no)

    def _today(self, now: datetime) -> datetime:
        local = now.astimezone(self.office.hours().zone)
        return datetime.combine(local.date(), time(0), local.tzinfo)


def timeline_of(state: ConsultationState) -> Timeline:
    """Return the instants of a running or finished allowance."""
    return Timeline(
        received_at=state.received_at,
        soon_at=state.soon_at,
        urgent_at=state.urgent_at,
        due_at=state.due_at,
        minutes=state.allowance_minutes,
        clock=state.clock,
        channel=state.channel,
        is_estimated=state.is_estimated,
    )


def asker_of(consultation: Consultation, client_name: str | None) -> str:
    """Return the name shown for an asker: the client's, the asker's, the WeChat name or the phone's tail."""
    if client_name:
        return client_name
    if consultation.asker_name or consultation.wechat_name:
        return consultation.asker_name or consultation.wechat_name
    if consultation.channel is Channel.BEIJING_PLATFORM and consultation.source_name:
        return consultation.source_name
    return f"尾号 {consultation.phone[-4:]}" if consultation.phone else "未留姓名"


def _rows(session: Session, row_numbers: Sequence[int]) -> list[InboxRow]:
    signed_up = effective_sign_up(State.client_id).label("signed_up")
    wanted = (
        select(Consultation, State, Client.name, Staff.name, signed_up)
        .join(State, State.consultation_id == Consultation.id)
        .outerjoin(Client, Client.id == State.client_id)
        .outerjoin(Staff, Staff.id == State.assignee_id)
        .where(Consultation.row_no.in_(row_numbers))
    )
    return [
        InboxRow(
            row_no=consultation.row_no,
            id=consultation.id,
            number=consultation.number,
            channel=consultation.channel,
            source_name=consultation.source_name,
            scheme=consultation.scheme,
            asker=asker_of(consultation, client_name),
            is_signed_up=bool(is_signed_up),
            category=consultation.category,
            summary=shorten(consultation.question, 80),
            assignee_id=state.assignee_id,
            assignee=lawyer or "",
            stage=state.stage,
            timeline=timeline_of(state),
            answered_at=state.answered_at,
            is_late=state.is_late,
            elapsed_minutes=state.elapsed_minutes,
            is_sensitive=state.is_sensitive,
        )
        for consultation, state, client_name, lawyer, is_signed_up in session.execute(wanted)
    ]
