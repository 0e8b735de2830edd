"""The stored rows of the calendar: a year in place of the delivered one, the firm's own days; found, made, compared."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import select

from app.catalogue import Catalogue, HolidayYear
from app.models import CalendarYear, FirmDay
from app.rules.day_plan import OfficialDay
from app.services.calendars.types import DayChange
from app.storage.unit_of_work import UnitOfWork
from app.terms import CalendarStatus, Uid

NO_DATA = "没有这一年的资料，只按每周的工作时间推算"
EDITED = "（本所有修改）"


def year_in_force(catalogue: Catalogue, year: int) -> HolidayYear:
    """Return a year's arrangement; one without data is an estimate without any day."""
    found = catalogue.years.get(year)
    return found or HolidayYear(year, (), status=CalendarStatus.ESTIMATED, source=NO_DATA)


def holder_of(catalogue: Catalogue, day: date) -> int:
    """Return the year whose arrangement speaks of a day: its own, unless only the next one's notice names it."""
    own, following = year_in_force(catalogue, day.year), year_in_force(catalogue, day.year + 1)
    if any(one.date == day for one in own.days) or all(one.date != day for one in following.days):
        return day.year
    return following.year


def put_year(work: UnitOfWork, year: HolidayYear) -> None:
    """Store a year in place of the delivered one."""
    row = work.session.scalars(select(CalendarYear).where(CalendarYear.year == year.year)).one_or_none()
    if row is None:
        row = CalendarYear(id=_same_everywhere("calendar_year", str(year.year)), year=year.year)
        work.session.add(row)
    row.status = year.status
    row.days = msgspec.to_builtins(year.days)
    row.papers = list(year.papers)
    row.source = year.source
    row.set_at = work.now
    row.set_by = work.context.actor_id


def put_own_day(work: UnitOfWork, day: date, name: str, spans: list[list[str]]) -> None:
    """Store a day of the firm's own."""
    row = work.session.scalars(select(FirmDay).where(FirmDay.day == day)).one_or_none()
    if row is None:
        row = FirmDay(id=_same_everywhere("firm_day", day.isoformat()), day=day)
        work.session.add(row)
    row.name, row.spans, row.set_by = name, spans, work.context.actor_id


def _same_everywhere(table: str, key: str) -> Uid:
    """Return an id that two devices give to the same year or day, so that their work merges field by field."""
    return hashlib.sha256(f"{table}|{key}".encode()).digest()[:16]


def edited(year: HolidayYear, **changes: Any) -> HolidayYear:
    """Return a year with changes by hand; its source says so."""
    source = year.source if year.source.endswith(EDITED) else f"{year.source}{EDITED}"
    return msgspec.structs.replace(year, **{"source": source, **changes})


def changes_between(before: Mapping[date, OfficialDay], after: Mapping[date, OfficialDay]) -> tuple[DayChange, ...]:
    """Return the days of which two calendars say something else, the earliest first."""
    return tuple(
        DayChange(day, official_words(before.get(day)), official_words(after.get(day)))
        for day in sorted(before.keys() | after.keys())
        if before.get(day) != after.get(day)
    )


def official_words(official: OfficialDay | None) -> str:
    """Return what the official calendar says of a day, in words."""
    if official is None:
        return "照常"
    return f"{'放假' if official.is_off else '上班'}（{official.name}）"
