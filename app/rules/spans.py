"""Spans of local working time: a day's hours, the summer timetable, and how the firm's stored hours are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Span: TypeAlias = tuple[time, time]
Weekly: TypeAlias = Mapping[int, Sequence[Span]]
Offsets: TypeAlias = tuple[tuple[int, int], ...]
"""Spans in microseconds after local midnight."""

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Summer:
    """夏令作息: other spans on the firm's working days between two days of every year, both included.

    Attributes:
        begins: (month, day).
        ends: (month, day); before `begins` means over the turn of the year.
        spans: the hours of each weekday that has hours in the ordinary week.

    """

    begins: tuple[int, int]
    ends: tuple[int, int]
    spans: tuple[Span, ...]

    def covers(self, day: date) -> bool:
        """Return whether the summer timetable holds on a day."""
        point = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= point <= self.ends
        return point >= self.begins or point <= self.ends


def load_zone(name: str) -> tzinfo:
    """Return a time zone by its IANA name.

    China has one zone without daylight saving, so it works even on a PC without the time zone database.

    Raises:
        ValueError: there is no such zone.

    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        if name == "Asia/Shanghai":
            return timezone(timedelta(hours=8), "CST")
        raise ValueError(f"unknown time zone {name!r}") from fault


def time_us(moment: time) -> int:
    """Return a local time in microseconds after midnight."""
    if moment.tzinfo is not None:
        raise ValueError("spans are local times without a time zone")
    return ((moment.hour * 60 + moment.minute) * 60 + moment.second) * SECOND_US + moment.microsecond


def us_time(microseconds: int) -> time:
    """Return microseconds after midnight as a local time; a whole day is `time(0)`."""
    return (MIDNIGHT + timedelta(microseconds=microseconds % DAY_US)).time()


def joined(spans: Sequence[tuple[int, int]]) -> Offsets:
    """Sort spans and join those that touch or overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def day_offsets(spans: Sequence[Span]) -> Offsets:
    """Return a day's spans in microseconds after its midnight, sorted, joined and checked."""
    found = [(time_us(start), time_us(end) or DAY_US) for start, end in spans]
    for start, end in found:
        if end <= start:
            raise ValueError(f"a span must end after it starts: {us_time(start)} to {us_time(end)}")
    return joined(found)


def make_up_spans(weekly: Weekly, summer: Summer | None, day: date) -> tuple[Span, ...]:
    """Return the hours of a make-up day (调休上班): those of a Monday, or of the first weekday that has hours."""
    ordinary = next((tuple(weekly[weekday]) for weekday in range(7) if weekly.get(weekday)), ())
    if ordinary and summer is not None and summer.covers(day):
        return summer.spans
    return ordinary


def parse_weekly(stored: Mapping[str, Sequence[Sequence[str]]]) -> dict[int, tuple[Span, ...]]:
    """Read a week as it is stored: {"0": [["09:00", "12:00"], ["13:30", "17:30"]], …}; "24:00" ends at midnight."""
    return {int(weekday): parse_spans(spans) for weekday, spans in stored.items()}


def parse_summer(stored: Mapping[str, Any] | None) -> Summer | None:
    """Read a summer timetable as it is stored: {"begins": "06-01", "ends": "08-31", "spans": [["09:00", …]]}."""
    if not stored:
        return None
    begins, ends = (_month_day(str(stored[key])) for key in ("begins", "ends"))
    return Summer(begins, ends, parse_spans(stored["spans"]))


def parse_spans(stored: Sequence[Sequence[str]]) -> tuple[Span, ...]:
    """Read spans of text like ["09:00", "12:00"]."""
    return tuple((_clock_time(start), _clock_time(end)) for start, end in stored)


def _clock_time(text: str) -> time:
    return time() if text == "24:00" else time.fromisoformat(text)


def _month_day(text: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2024-{text}")  # a leap year, so that 02-29 is a day
    return day.month, day.day
