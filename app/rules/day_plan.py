"""What a day is to the firm, and which year's holidays are not known yet. Pure: the days are handed in."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.spans import Span, Summer, Weekly, make_up_spans
from app.terms import DayKind

WARNING_DAYS = 60
"""So many days before a year begins its missing notice is spoken of."""


@dataclass(frozen=True)
class OfficialDay:
    """A day of the official calendar that differs from the ordinary week: off, or worked in its place (调休)."""

    name: str
    is_off: bool


@dataclass(frozen=True)
class OwnDay:
    """本所特别日: a day on which the firm keeps its own hours; without spans it is closed."""

    name: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class DayPlan:
    """What a day is, why, and when the firm works on it.

    Attributes:
        kind: working day, free day, holiday, make-up day, or one of the firm's own.
        name: of the holiday or of the firm's own day; empty on ordinary days.
        spans: working hours of the day, local time; none means closed.
        is_summer: whether the hours are those of the summer timetable.

    """

    kind: DayKind
    name: str
    spans: tuple[Span, ...]
    is_summer: bool = False


@dataclass(frozen=True)
class UnpublishedYear:
    """A year that begins soon, or has begun, without a published notice; `days_left` is 0 once it has begun."""

    year: int
    days_left: int


def plan_of(
    day: date, weekly: Weekly, summer: Summer | None, official: OfficialDay | None, own: OwnDay | None
) -> DayPlan:
    """Return what a day is: the firm's own day goes before the official calendar, and that before the week.

    Args:
        day: a local date.
        weekly: weekday (0 = Monday) to spans.
        summer: the summer timetable, if the firm has one; make-up days follow it too.
        official: what the official calendar says of the day.
        own: what the firm has set for the day.

    """
    if own is not None:
        return DayPlan(DayKind.OWN_HOURS if own.spans else DayKind.OWN_CLOSED, own.name, own.spans)
    in_summer = summer is not None and summer.covers(day)
    if official is not None and official.is_off:
        return DayPlan(DayKind.HOLIDAY, official.name, ())
    if official is not None:
        spans = make_up_spans(weekly, summer, day)
        return DayPlan(DayKind.MAKE_UP, official.name, spans, bool(spans) and in_summer)
    ordinary = tuple(weekly.get(day.weekday(), ()))
    if not ordinary:
        return DayPlan(DayKind.FREE, "", ())
    return DayPlan(DayKind.WORKING, "", summer.spans if summer is not None and in_summer else ordinary, in_summer)


def exceptions(
    official: Mapping[date, OfficialDay], own: Mapping[date, OwnDay], weekly: Weekly, summer: Summer | None
) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """Yield each day that does not follow the firm's week, with its hours, the earliest first."""
    for day in sorted(official.keys() | own.keys()):
        yield day, plan_of(day, weekly, summer, official.get(day), own.get(day)).spans


def unpublished_year(today: date, published: Container[int]) -> UnpublishedYear | None:
    """Return the year to warn of: this one, or the next from 60 days before it begins; None where all is known.

    Args:
        today: the present day where the firm is.
        published: the years whose notice is known.

    """
    if today.year not in published:
        return UnpublishedYear(today.year, 0)
    coming = date(today.year + 1, 1, 1)
    if coming.year not in published and coming - today <= timedelta(days=WARNING_DAYS):
        return UnpublishedYear(coming.year, (coming - today).days)
    return None
