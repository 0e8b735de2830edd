"""The firm's working hours on the official calendar, as the services use them."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import Firm
from app.rules.spans import load_zone, parse_summer, parse_weekly
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
    stored = json.dumps([firm.weekly, firm.summer], sort_keys=True)
    return _build(stored, firm.timezone, firm.out_of_hours_text)


@functools.lru_cache(maxsize=8)
def _build(stored: str, timezone: str, notice: str) -> Hours:
    weekly_json, summer_json = json.loads(stored)
    weekly, summer = parse_weekly(weekly_json), parse_summer(summer_json)
    catalogue = _catalogue()
    return Hours(
        calendar=catalogue.working_calendar(weekly, summer, timezone),
        version=catalogue.calendar_version(weekly, summer, timezone),
        zone=load_zone(timezone),
        estimated_years=catalogue.estimated_years,
        out_of_hours_text=notice,
    )


@functools.cache
def _catalogue() -> Catalogue:
    return Catalogue.load()


def weekly_to_json(weekly: Mapping[int, Spans]) -> dict[str, list[list[str]]]:
    """Return a week as it is stored; `parse_weekly` reads it back."""
    return {str(day): _spans_to_json(spans) for day, spans in weekly.items() if spans}


def summer_to_json(summer: SummerForm | None) -> dict[str, Any] | None:
    """Return a summer timetable as it is stored; `parse_summer` reads it back."""
    if summer is None:
        return None
    return {"begins": summer.begins, "ends": summer.ends, "spans": _spans_to_json(summer.spans)}


def preview_hours(weekly: Mapping[int, Spans], summer: SummerForm | None) -> Hours:
    """Return working hours that are not stored yet, for the examples of the wizard."""
    stored = json.dumps([weekly_to_json(weekly), summer_to_json(summer)], sort_keys=True)
    return _build(stored, "Asia/Shanghai", DEFAULT_NOTICE)


def _spans_to_json(spans: Spans) -> list[list[str]]:
    return [[_text(start), "24:00" if end == time() else _text(end)] for start, end in spans]


def _text(moment: time) -> str:
    return f"{moment:%H:%M}"
