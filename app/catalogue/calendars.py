"""Official holidays year by year, in holiday-cn's JSON form with status and source."""

import codecs
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from app.catalogue.reading import read_bytes, read_json
from app.errors import DataFileError
from app.rules.day_plan import OfficialDay
from app.terms import CalendarStatus

YEAR_DIGITS = 4


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

    A byte order mark is passed over, as are fields that nobody here needs.

    Raises:
        DataFileError: wrong form, several years, a day of another year, a day twice, or a published year without any
            day.

    """
    data = data.removeprefix(codecs.BOM_UTF8)
    _check_form(data, file)
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


def _check_form(data: bytes, file: str) -> None:
    """Tell the forms that are met beside holiday-cn's from each other: several years, a bare list, older ones.

    Raises:
        DataFileError: one of those.

    """
    found: Any = read_json(data, file, object)
    keys = found if isinstance(found, dict) else ()
    if several := sorted(key for key in keys if key.isdecimal() and len(key) == YEAR_DIGITS):
        raise DataFileError(file, "顶层", f"装了 {'、'.join(several)} 年；一次导入一年，请用每年一个文件的版本")
    if isinstance(found, list):
        several = sorted({str(one["year"]) for one in found if isinstance(one, dict) and "year" in one})
        words = f"装了 {'、'.join(several)} 年；一次导入一年" if several else "只有一列日子，没有 year 和 days"
        raise DataFileError(file, "顶层", f"{words}，请用每年一个文件的版本")
    if isinstance(found, dict) and "year" not in found:
        raise DataFileError(file, "顶层", "没有 year 和 days，不是 holiday-cn 的格式，或是较旧的版本")
    days = found.get("days") if isinstance(found, dict) else None
    days = days if isinstance(days, list) else []
    if any(isinstance(day, dict) and "date" in day and "isOffDay" not in day for day in days):
        raise DataFileError(file, "days", "没有 isOffDay，看不出是放假还是调休上班，可能是较旧的版本")


def load_years(folder: Path) -> dict[int, HolidayYear]:
    """Return all years of a folder of <year>.json files."""
    years = {}
    for path in sorted(folder.glob("*.json")):
        found = parse_year(read_bytes(path), path.name)
        if path.stem != str(found.year):
            raise DataFileError(path.name, "year", f"是 {found.year}，和文件名不一致")
        years[found.year] = found
    return years


def official_days(years: Mapping[int, HolidayYear]) -> dict[date, OfficialDay]:
    """Return the days of the years that differ from the ordinary week.

    Where two years speak of a day (the end of December before a New Year that is bridged), its own year is right.
    """
    found: dict[date, OfficialDay] = {}
    for year in sorted(years):
        for day in years[year].days:
            if day.date not in found or day.date.year == year:
                found[day.date] = OfficialDay(day.name, day.is_off)
    return found
