"""Working hours, calendar years and the firm's own days in a settings file: as many as there are."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import HolidayYear
from app.catalogue.calendars import parse_year
from app.errors import InvalidInputError
from app.models import CalendarYear, FirmDay
from app.rules.spans import parse_spans, parse_summer, parse_weekly
from app.services.calendars.rows import put_own_day, put_year
from app.services.firm_settings.details import find_firm
from app.services.firm_settings.transfer_item import Ground, Item, need
from app.storage.unit_of_work import UnitOfWork
from app.terms import CalendarStatus, Permission


def hours_items(ground: Ground) -> Iterator[Item]:
    """Return the items of the week and of the summer timetable."""
    may = Permission.MANAGE_CALENDAR
    firm = ground.firm
    yield Item("hours", "weekly", "每周工作时间", firm.weekly, _week_words, _check_week, _put_week, may)
    yield Item("hours", "summer", "夏季作息", firm.summer, _summer_words, parse_summer, _put_summer, may)


def _check_week(value: Any) -> None:
    if not any(parse_weekly(value).values()) or not set(parse_weekly(value)) <= set(range(7)):
        raise InvalidInputError({"weekly": "每周至少要有一个工作日。"})


def _week_words(value: Any) -> str:
    days = "一二三四五六日"
    return "；".join(f"周{days[int(day)]} {_spans_words(spans)}" for day, spans in sorted(value.items()) if spans)


def _spans_words(spans: Any) -> str:
    return "、".join(f"{start}–{end}" for start, end in spans) or "不上班"


def _summer_words(value: Any) -> str:
    return f"{value['begins']} 至 {value['ends']} {_spans_words(value['spans'])}" if value else "没有"


def _put_week(work: UnitOfWork, value: Any) -> None:
    find_firm(work.session).weekly = {str(day): spans for day, spans in value.items() if spans}


def _put_summer(work: UnitOfWork, value: Any) -> None:
    find_firm(work.session).summer = value or None


def year_item(session: Session, key: str) -> Item:
    """Return the item of a calendar year; `now` is the firm's own arrangement of it."""
    row = session.scalar(select(CalendarYear).where(CalendarYear.year == int(key)))
    now = None if row is None else _year_json(row)
    return Item(
        "calendar_years",
        key,
        f"{int(key)} 年节假日",
        now,
        lambda value: f"{len(value['days'])} 天，{CalendarStatus(value['status']).label}，{value['source']}",
        lambda value: _year(key, value),
        lambda work, value: put_year(work, _year(key, value)),
        Permission.MANAGE_CALENDAR,
    )


def day_item(session: Session, key: str) -> Item:
    """Return the item of a day of the firm's own."""
    day = date.fromisoformat(key)
    row = session.scalar(select(FirmDay).where(FirmDay.day == day))
    now = None if row is None else {"name": row.name, "spans": row.spans}
    return Item(
        "firm_days",
        key,
        f"本所特别日 {day.isoformat()}",
        now,
        lambda value: f"{value['name']}，{_spans_words(value['spans'])}",
        _check_day,
        lambda work, value: put_own_day(work, day, value["name"], value["spans"]),
        Permission.MANAGE_CALENDAR,
    )


def calendar_items(session: Session) -> Iterator[Item]:
    """Return the items of every year and day the firm has set."""
    for year in session.scalars(select(CalendarYear.year).order_by(CalendarYear.year)):
        yield year_item(session, str(year))
    for day in session.scalars(select(FirmDay.day).order_by(FirmDay.day)):
        yield day_item(session, day.isoformat())


def _year_json(row: CalendarYear) -> dict[str, Any]:
    return {"status": row.status.value, "days": row.days, "papers": row.papers, "source": row.source}


def _year(key: str, value: Any) -> HolidayYear:
    need(value, dict)
    return parse_year(json.dumps({"year": int(key), **value}).encode(), f"{key}.json")


def _check_day(value: Any) -> None:
    need(value["name"], str)
    parse_spans(value["spans"])
