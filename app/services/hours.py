"""The firm's working hours on the official calendar, as the services use them."""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import Firm
from app.rules.working_time import WorkingCalendar
from app.services.setup_types import Spans, SummerForm
from app.terms import WorkState

DEFAULT_NOTICE = (
    "您好，现在是非工作时间。急事请拨打 12348 公共法律服务热线；您的问题已记下，我们会在工作时间按顺序答复。"
)


@dataclass(frozen=True)
class Hours:
    """Working time, its version, and what is said outside it.

    Attributes:
        calendar: the clock that deadlines run on.
        version: which data and hours it was built from; kept with every judged answer.
        zone: the firm's time zone.
        estimated_years: years whose holiday notice is not published; deadlines in them are estimates.
        out_of_hours_text: the 12348 notice (S6.3).

    """

    calendar: WorkingCalendar
    version: str
    zone: tzinfo
    estimated_years: frozenset[int]
    out_of_hours_text: str

    def is_estimated(self, instant: datetime) -> bool:
        """Return whether the instant lies in a year whose holidays are not published yet."""
        return instant.astimezone(self.zone).year in self.estimated_years

    def state(self, instant: datetime) -> WorkState:
        """Return whether the firm works, has lunch or is closed."""
        return self.calendar.state(instant)


def load_hours(session: Session) -> Hours:
    """Return the firm's working hours as they stand in the database."""
    firm = session.scalars(select(Firm).limit(1)).one()
    return _build(
        json.dumps(firm.weekly, sort_keys=True),
        json.dumps(firm.summer, sort_keys=True),
        firm.timezone,
        firm.out_of_hours_text,
    )
