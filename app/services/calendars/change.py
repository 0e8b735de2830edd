"""One change of working time: written, the hours kept so far forgotten, the deadlines that moved counted."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ConsultationState
from app.services.calendars.types import CalendarOutcome
from app.services.core import Office
from app.storage.unit_of_work import UnitOfWork
from app.terms import Stage, Uid


def change(office: Office, label: str, write: Callable[[UnitOfWork], None]) -> CalendarOutcome:
    """Run a change of working time as one operation that can be undone.

    Args:
        office: the opened firm.
        label: what is done, as the journal and 撤销 show it; begins with a verb.
        write: changes the rows.

    """
    before = _due(office)
    with office.work() as work:
        write(work)
        work.commit(label)
    office.forget_hours()
    after = _due(office)
    moved = sum(owner in after and after[owner] != due for owner, due in before.items())
    return CalendarOutcome(f"已{label}", moved)


def _due(office: Office) -> dict[Uid, object]:
    """Return when each waiting question falls due."""
    with office.reading() as session:
        return dict(_waiting(session))


def _waiting(session: Session) -> list[tuple[Uid, object]]:
    wanted = select(ConsultationState.consultation_id, ConsultationState.due_at)
    found = session.execute(wanted.where(ConsultationState.stage == Stage.WAITING))
    return [(owner, due) for owner, due in found]
