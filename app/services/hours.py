"""The firm's working hours on the official calendar, as the services use them."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import Firm
from app.rules.working_time import WorkingCalendar
from app.terms import WorkState


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
    zone: ZoneInfo
    estimated_years: frozenset[int]
    out_of_hours_text: str

    def is_estimated(self, instant: datetime) -> bool:
        """Return whether the instant lies in a year whose holidays are not published yet."""
        return instant.astimezone(self.zone).year in self.estimated_years

    def state(self, instant: datetime) -> WorkState:
        """Return whether the firm works, has lunch or is closed."""
        return self.calendar.state(instant)
