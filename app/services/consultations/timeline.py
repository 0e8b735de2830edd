"""The consultations of a client for the timeline."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Consultation, ConsultationState, Staff
from app.rules.time_words import duration_words
from app.services.areas import TimelineEntry
from app.services.consultations.inbox import timeline_of
from app.services.consultations.texts import shorten
from app.terms import Stage, Uid


def consultation_entries(session: Session, client_id: Uid) -> list[TimelineEntry]:
    """Return a client's consultations, each with its verdict or its running allowance."""
    wanted = (
        select(Consultation, ConsultationState, Staff.name)
        .join(ConsultationState, ConsultationState.consultation_id == Consultation.id)
        .outerjoin(Staff, Staff.id == ConsultationState.assignee_id)
        .where(ConsultationState.client_id == client_id)
    )
    return [_entry(row, state, lawyer or "") for row, state, lawyer in session.execute(wanted)]


def _entry(row: Consultation, state: ConsultationState, lawyer: str) -> TimelineEntry:
    title = f"{row.channel.label}咨询：{shorten(row.question, 24)}"
    if state.stage is Stage.WAITING:
        line = f"主办 {lawyer}，待答复" if lawyer else "待指派"
        return TimelineEntry("consultations", row.id, row.received_at, title, line, running=timeline_of(state))
    if state.is_late is None:
        return TimelineEntry("consultations", row.id, row.received_at, title, state.stage.label)
    line = f"{lawyer} 答复，用时 {duration_words(state.elapsed_minutes or 0, is_over=True)}".strip()
    tag, tone = ("超时", "overdue") if state.is_late else ("时限内", "ok")
    return TimelineEntry("consultations", row.id, row.received_at, title, line, tag=tag, tag_tone=tone)
