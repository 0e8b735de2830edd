"""Official holidays year by year, in holiday-cn's JSON form with status and source."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from app.catalogue.reading import read_bytes, read_json
from app.errors import DataFileError
from app.rules.spans import Span, Summer, Weekly, make_up_spans
from app.terms import CalendarStatus


class Holiday(msgspec.Struct, frozen=True, rename={"is_off": "isOffDay"}):
    """One day that differs from the ordinary week: off, or a make-up day that is worked (调休)."""

    name: str
    date: date
    is_off: bool


class HolidayYear(msgspec.Struct, frozen=True):
    """A year's arrangement.

    Attributes:
        year: the calendar year.
        days: days off and make-up days.
        papers: addresses of the notices.
        status: published, or estimated from the statute while the notice is not out.
        source: the notice, or what the estimate rests on.

    """

    year: int
    days: tuple[Holiday, ...]
    papers: tuple[str, ...] = ()
    status: CalendarStatus = CalendarStatus.PUBLISHED
    source: str = ""


def parse_year(data: bytes, file: str) -> HolidayYear:
    """Return a year from holiday-cn JSON, as delivered or imported by an administrator.

    Raises:
        DataFileError: wrong form, a day of another year, a day twice, or a published year without any day.

    """
    found = read_json(data, file, HolidayYear)
    seen: set[date] = set()
    for number, day in enumerate(found.days):
        key = f"days[{number}].date"
        # holiday-cn lists the last days of December before a New Year that is bridged.
        if day.date.year != found.year and day.date.isoformat() < f"{found.year - 1}-12-20":
            raise DataFileError(file, key, f"{day.date.isoformat()} 不属于 {found.year} 年")
        if day.date.year > found.year:
            raise DataFileError(file, key, f"{day.date.isoformat()} 不属于 {found.year} 年")
        if day.date in seen:
            raise DataFileError(file, key, f"{day.date.isoformat()} 写了两次")
        seen.add(day.date)
    if found.status is CalendarStatus.PUBLISHED and not found.days:
        raise DataFileError(file, "days", f"{found.year} 年没有任何一天，通知可能还没有公布")
    return found


def load_years(folder: Path) -> dict[int, HolidayYear]:
    """Return all years of a folder of <year>.json files."""
    years = {}
    for path in sorted(folder.glob("*.json")):
        found = parse_year(read_bytes(path), path.name)
        if path.stem != str(found.year):
            raise DataFileError(path.name, "year", f"是 {found.year}，和文件名不一致")
        years[found.year] = found
    return years


def exceptions(
    years: Mapping[int, HolidayYear], weekly: Weekly, summer: Summer | None
) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """Yield the days of the years that differ from the firm's week, with their hours."""
    for year in sorted(years):
        for day in years[year].days:
            yield day.date, () if day.is_off else make_up_spans(weekly, summer, day.date)
