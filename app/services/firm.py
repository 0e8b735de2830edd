"""本所: who the firm is, as screens and papers show it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.models import Firm
from app.services.core import Service, query
from app.services.firm_settings.policies import channels_offered
from app.services.hours import Hours
from app.terms import Channel, Scheme, WorkState


@dataclass(frozen=True)
class FirmView:
    """The firm's details."""

    full_name: str
    short_name: str
    address: str
    phones: tuple[str, ...]
    credit_code: str
    head: str
    schemes: tuple[Scheme, ...]
    is_demo: bool
    channels: frozenset[Channel]
    """Where questions are taken today."""


@dataclass(frozen=True)
class WorkStateView:
    """What the clock says now.

    Attributes:
        state: working time, lunch or closed.
        until: when the state ends, aware UTC; None when nothing follows.
        text: e.g. “工作时间 · 至 17:30”, “午休 · 13:30 继续”, “非工作时间 · 请引导 12348”.

    """

    state: WorkState
    until: datetime | None
    text: str


class FirmInfo(Service):
    """本所资料."""

    @query()
    def find(self) -> FirmView:
        """Return the firm's details."""
        today = self.office.today()
        with self.office.reading() as session:
            firm = session.scalars(select(Firm).limit(1)).one()
            return FirmView(
                full_name=firm.full_name,
                short_name=firm.short_name,
                address=firm.address,
                phones=tuple(firm.phones),
                credit_code=firm.credit_code,
                head=firm.head,
                schemes=tuple(Scheme(value) for value in firm.schemes),
                is_demo=firm.is_demo,
                channels=channels_offered(session, self.office.catalogue, today),
            )

    @query()
    def hours(self) -> Hours:
        """Return the working hours; countdowns and the top bar compute from them."""
        return self.office.hours()


def work_state(hours: Hours, now: datetime) -> WorkStateView:
    """Return what the clock says at an instant; cheap, on any thread."""
    state = hours.state(now)
    if state is WorkState.OPEN:
        until = hours.calendar.closes_at(now)
        text = f"{state.label} · 至 {until.astimezone(hours.zone):%H:%M}" if until else state.label
        return WorkStateView(state, until, text)
    until = hours.calendar.next_opening(now)
    if state is WorkState.LUNCH:
        return WorkStateView(state, until, f"{state.label} · {until.astimezone(hours.zone):%H:%M} 继续")
    return WorkStateView(state, until, f"{state.label} · 引导 12348")
