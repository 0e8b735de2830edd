"""Working hours that are still being chosen: deadlines they would give, what is known of the holidays."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.catalogue import Catalogue
from app.services.hours import Hours, preview_hours
from app.services.setup_types import Spans, SummerForm
from app.terms import CalendarStatus, Channel, Scheme

EXAMPLE_YEAR: Final = 2026
EXAMPLES: Final = ((3, 3, 9, 0), (2, 13, 16, 30), (2, 14, 16, 30))
"""Month, day, hour, minute: an ordinary day, the Friday before a make-up Saturday, that Saturday before 春节."""


@dataclass(frozen=True)
class Example:
    """A question received, and when its answer would be due.

    Attributes:
        received: aware, in the firm's zone.
        due: aware, in the firm's zone.
        why: what the clock passed over, a few words.

    """

    received: datetime
    due: datetime
    why: str


@dataclass(frozen=True)
class HolidayYears:
    """Calendar years of one standing."""

    first: int
    last: int
    is_published: bool


def allowance_minutes(catalogue: Catalogue) -> int:
    """Return the working minutes an answer may take (S6.2)."""
    return catalogue.policy(Channel.WECHAT, Scheme.SHIJIAZHUANG).minutes


def examples(catalogue: Catalogue, weekly: Mapping[int, Spans], summer: SummerForm | None) -> tuple[Example, ...]:
    """Return the deadlines of three known days by the real clock; nothing where no day is worked."""
    return examples_of(catalogue, preview_hours(weekly, summer)) if any(weekly.values()) else ()


def examples_of(catalogue: Catalogue, hours: Hours) -> tuple[Example, ...]:
    """Return the deadlines of three known days by working hours on the calendar they were made of."""
    minutes = allowance_minutes(catalogue)
    found = []
    for month, day, hour, minute in EXAMPLES:
        received = datetime(EXAMPLE_YEAR, month, day, hour, minute, tzinfo=hours.zone)
        due = hours.calendar.add(received, minutes).astimezone(hours.zone)
        found.append(Example(received, due, _why(catalogue, hours, received, due)))
    return tuple(found)


def holiday_years(catalogue: Catalogue) -> tuple[HolidayYears, ...]:
    """Return the known calendar years, neighbours of one standing together."""
    found: list[HolidayYears] = []
    for year in sorted(catalogue.years):
        published = catalogue.years[year].status is CalendarStatus.PUBLISHED
        if found and found[-1].last == year - 1 and found[-1].is_published == published:
            found[-1] = HolidayYears(found[-1].first, year, published)
        else:
            found.append(HolidayYears(year, year, published))
    return tuple(found)


def _why(catalogue: Catalogue, hours: Hours, received: datetime, due: datetime) -> str:
    first, last = received.date(), due.date()
    if first == last:
        return _lunch(hours, received, due)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    holidays = [found.name for day in between if (found := catalogue.holiday(day)) and found.is_off]
    if holidays:
        return f"中间是{holidays[0]}假期"
    made_up = catalogue.holiday(last)
    if made_up is not None and not made_up.is_off and hours.calendar.spans_on(last):
        return f"周{'一二三四五六日'[last.weekday()]}是调休上班日"
    return "跳过不上班的日子" if between else _over_night(hours, first)


def _lunch(hours: Hours, received: datetime, due: datetime) -> str:
    spans = hours.calendar.spans_on(received.date())
    for (_, closes), (opens, _) in itertools.pairwise(spans):
        if received.time() < closes and due.time() > opens:
            return f"跳过午休 {closes:%H:%M} 至 {opens:%H:%M}"
    return "当天办完，没有跨过午休"


def _over_night(hours: Hours, day: date) -> str:
    spans = hours.calendar.spans_on(day)
    return f"{spans[-1][1]:%H:%M} 下班后暂停" if spans else "当天不上班"
