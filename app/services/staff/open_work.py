"""What somebody still has in hand, and giving it to a colleague."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import ConsultationState, Contract, Staff
from app.services.consultations.intake import assign_event
from app.services.staff.types import OpenWork
from app.storage.unit_of_work import UnitOfWork
from app.terms import ContractState, Stage, Uid


def open_work(session: Session, staff_id: Uid) -> OpenWork:
    """Return how much a member of staff has in hand: consultations that are not closed, drafts of contracts."""
    count = select(func.count()).select_from(ConsultationState).where(*_in_hand(staff_id))
    return OpenWork(session.scalar(count) or 0, len(_drafts(session, staff_id)))


def hand_over(work: UnitOfWork, leaver: Staff, colleague: Staff) -> OpenWork:
    """Assign everything in hand to a colleague, each consultation by an event of its own.

    Raises:
        NotFoundError: the colleague is no active lawyer.

    """
    wanted = select(ConsultationState.consultation_id).where(*_in_hand(leaver.id)).order_by(ConsultationState.row_no)
    consultations = work.session.scalars(wanted).all()
    for consultation_id in consultations:
        assign_event(work, consultation_id, colleague.id)
    drafts = _drafts(work.session, leaver.id)
    for draft in drafts:
        others = [one for one in draft.lawyer_ids if one != colleague.id.hex()]
        draft.lawyer_ids = [colleague.id.hex() if one == leaver.id.hex() else one for one in others]
    return OpenWork(len(consultations), len(drafts))


def _in_hand(staff_id: Uid) -> tuple[ColumnElement[bool], ...]:
    return (
        ConsultationState.assignee_id == staff_id,
        ConsultationState.stage != Stage.CLOSED,
        ConsultationState.is_past.is_(False),
    )


def _drafts(session: Session, staff_id: Uid) -> Sequence[Contract]:
    rows = session.scalars(select(Contract).where(Contract.state == ContractState.DRAFT)).all()
    return [row for row in rows if staff_id.hex() in row.lawyer_ids]
