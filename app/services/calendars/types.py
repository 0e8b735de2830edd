"""What the calendar's services take and give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.rules.day_plan import UnpublishedYear
from app.services.hours_preview import Example
from app.services.setup_types import Spans, SummerForm
from app.terms import CalendarStatus, DayKind

__all__ = [
    "YEARS",
    "CalendarOutcome",
    "DayChange",
    "DayView",
    "Example",
    "HoursView",
    "Origin",
    "UnpublishedYear",
    "YearImport",
    "YearView",
]

YEARS = range(2000, 2101)
"""The years that may be looked at and edited."""


class Origin(StrEnum):
    """Where a year's arrangement comes from."""

    DELIVERED = "delivered"
    FIRM = "firm"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class DayView:
    """One day.

    Attributes:
        day: the local date.
        kind: what it is to the firm.
        name: of the holiday or of the firm's own day; empty on ordinary days.
        spans: working hours, local time; none means closed.
        is_summer: the hours are those of the summer timetable.
        official: what the official calendar says beneath an own day of the firm; None for an ordinary day.
        official_name: the name it says it by.

    """

    day: date
    kind: DayKind
    name: str
    spans: Spans
    is_summer: bool
    official: DayKind | None
    official_name: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the firm has set the day."""
        return self.kind in (DayKind.OWN_CLOSED, DayKind.OWN_HOURS)


@dataclass(frozen=True)
class YearView:
    """A year at a glance.

    Attributes:
        year: the calendar year.
        status: published, or estimated.
        source: the notice, or what an estimate rests on.
        papers: addresses of the notices.
        origin: delivered with the program, the firm's own, or no data at all.
        set_at: when the firm's own was set, aware UTC.
        set_by: the name of who set it.
        is_delivered: whether the program brought an arrangement of the year.
        days: every day from 1 January to 31 December.
        version: the name of the whole calendar that deadlines are computed by.

    """

    year: int
    status: CalendarStatus
    source: str
    papers: tuple[str, ...]
    origin: Origin
    set_at: datetime | None
    set_by: str
    is_delivered: bool
    days: tuple[DayView, ...]
    version: str

    def count(self, *kinds: DayKind) -> int:
        """Return how many days are of these kinds."""
        return sum(day.kind in kinds for day in self.days)

    def on(self, day: date) -> DayView:
        """Return one of the year's days."""
        return self.days[(day - date(self.year, 1, 1)).days]


@dataclass(frozen=True)
class DayChange:
    """A day that an import would change; the words are such as 放假（春节） or 照常."""

    day: date
    before: str
    after: str


@dataclass(frozen=True)
class YearImport:
    """A file that was read, and what would become of it; nothing is written yet."""

    year: int
    status: CalendarStatus
    source: str
    papers: tuple[str, ...]
    days_off: int
    make_up_days: int
    changes: tuple[DayChange, ...]
    status_before: CalendarStatus
    replaces_own: bool
    """The firm has edited or imported the year before."""


@dataclass(frozen=True)
class CalendarOutcome:
    """What was done, and how many waiting questions fall due at another instant now."""

    done: str
    moved: int

    @property
    def sentence(self) -> str:
        """The words for the toast."""
        return f"{self.done}，{self.moved} 件待答复咨询的截止时间已重新计算" if self.moved else self.done


@dataclass(frozen=True)
class HoursView:
    """The firm's weekly hours and its summer timetable."""

    weekly: Mapping[int, Spans]
    summer: SummerForm | None
