"""The firm's working hours on the official calendar, as the services use them."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue, HolidayYear
from app.models import CalendarYear, Firm, FirmDay
from app.rules.allowance import Timeline
from app.rules.day_plan import OwnDay
from app.rules.spans import Summer, load_zone, parse_spans, parse_summer, parse_weekly
from app.rules.working_time import WorkingCalendar
from app.services.setup_types import Spans, SummerForm
from app.terms import ClockKind, WorkState

HOURS_TABLES = frozenset({"firm", "calendar_year", "firm_day"})
"""Whoever keeps working hours reads them anew when one of these changed."""
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

    def is_estimate(self, times: Timeline) -> bool:
        """Return whether a deadline rests on holidays that are not published; a wall clock never does."""
        return times.clock is not ClockKind.WALL and self.is_estimated(times.due_at)

    def state(self, instant: datetime) -> WorkState:
        """Return whether the firm works, has lunch or is closed."""
        return self.calendar.state(instant)


@dataclass(frozen=True)
class Timetable:
    """What the working hours are made of.

    Attributes:
        weekly: weekday (0 = Monday) to spans.
        summer: the summer timetable, if the firm has one.
        catalogue: its calendar years are those in force: delivered, or in their place imported or edited by the firm.
        own: the firm's own days; they go before the official ones.
        hours: what comes of it.

    """

    weekly: Mapping[int, Spans]
    summer: Summer | None
    catalogue: Catalogue
    own: Mapping[date, OwnDay]
    hours: Hours


def load_hours(session: Session) -> Hours:
    """Return the firm's working hours as they stand in the database."""
    return load_timetable(session).hours


def load_timetable(session: Session) -> Timetable:
    """Return the firm's working hours with what they are made of, as it stands in the database."""
    firm = session.scalars(select(Firm).limit(1)).one()
    years = [year_to_json(row) for row in session.scalars(select(CalendarYear).order_by(CalendarYear.year))]
    days = [
        [row.day.isoformat(), row.name, row.spans] for row in session.scalars(select(FirmDay).order_by(FirmDay.day))
    ]
    stored = json.dumps([firm.weekly, firm.summer, years, days], sort_keys=True)
    return _build(stored, firm.timezone, firm.out_of_hours_text)


def year_to_json(row: CalendarYear) -> dict[str, Any]:
    """Return a calendar year of the firm in holiday-cn's form; `parse_year` reads it."""
    return {
        "year": row.year,
        "status": row.status.value,
        "source": row.source,
        "papers": row.papers,
        "days": row.days,
    }


@functools.lru_cache(maxsize=8)
def _build(stored: str, timezone: str, notice: str) -> Timetable:
    weekly_json, summer_json, years, days = json.loads(stored)
    own = {date.fromisoformat(day): OwnDay(name, parse_spans(spans)) for day, name, spans in days}
    catalogue = _catalogue().with_years(msgspec.convert(year, HolidayYear) for year in years)
    weekly, summer = parse_weekly(weekly_json), parse_summer(summer_json)
    return make_timetable(catalogue, own, weekly, summer, timezone=timezone, notice=notice)


def make_timetable(
    catalogue: Catalogue,
    own: Mapping[date, OwnDay],
    weekly: Mapping[int, Spans],
    summer: Summer | None,
    *,
    timezone: str = "Asia/Shanghai",
    notice: str = DEFAULT_NOTICE,
) -> Timetable:
    """Return a timetable from its parts.

    Args:
        catalogue: the calendar years in force.
        own: the firm's own days.
        weekly: weekday (0 = Monday) to spans.
        summer: the summer timetable, if there is one.
        timezone: IANA name of the firm's time zone.
        notice: what is said outside working time (S6.3).

    """
    hours = Hours(
        calendar=catalogue.working_calendar(weekly, summer, timezone, own),
        version=catalogue.calendar_version(weekly, summer, timezone, own),
        zone=load_zone(timezone),
        estimated_years=catalogue.estimated_years,
        out_of_hours_text=notice,
    )
    return Timetable(weekly, summer, catalogue, own, hours)


@functools.cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


def weekly_to_json(weekly: Mapping[int, Spans]) -> dict[str, list[list[str]]]:
    """Return a week as it is stored; `parse_weekly` reads it back."""
    return {str(day): spans_to_json(spans) for day, spans in weekly.items() if spans}


def summer_to_json(summer: SummerForm | None) -> dict[str, Any] | None:
    """Return a summer timetable as it is stored; `parse_summer` reads it back."""
    if summer is None:
        return None
    return {"begins": summer.begins, "ends": summer.ends, "spans": spans_to_json(summer.spans)}


def preview_hours(weekly: Mapping[int, Spans], summer: SummerForm | None) -> Hours:
    """Return working hours that are not stored yet, for the examples of the wizard."""
    return make_timetable(_catalogue(), {}, weekly, parse_summer(summer_to_json(summer))).hours


def spans_to_json(spans: Spans) -> list[list[str]]:
    """Return spans as they are stored; `parse_spans` reads them back."""
    return [[_text(start), "24:00" if end == time() else _text(end)] for start, end in spans]


def _text(moment: time) -> str:
    return f"{moment:%H:%M}"
