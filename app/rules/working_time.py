"""The working clock: how many working minutes lie between two instants, and when an allowance ends.

Spans are local wall-clock times of a time zone, half-open `[open, close)`; an instant counts as working time when
its local time of day lies in a span of its local date. Inside, everything is whole microseconds of UTC, so that
daylight saving, fractional minutes and long distances stay exact. Calendars never change once made.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from typing import TypeAlias

from app.errors import AppError
from app.rules.spans import (
    DAY_US,
    SECOND_US,
    Offsets,
    Span,
    Summer,
    Weekly,
    day_offsets,
    joined,
    load_zone,
    time_us,
    us_time,
)
from app.terms import WorkState

__all__ = ["CalendarExhaustedError", "Span", "Summer", "Weekly", "WorkingCalendar", "load_zone"]

Chunk: TypeAlias = tuple[list[int], list[int], list[int]]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DATE = date(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
MINUTE_US = 60 * SECOND_US
CHUNK_DAYS = 64
CHUNK_US = CHUNK_DAYS * DAY_US
HORIZON_US = 36_525 * DAY_US
"""How far ahead (100 years) a deadline or an opening is looked for before giving up."""


class CalendarExhaustedError(AppError, ValueError):
    """The calendar has not enough working time ahead to answer."""


class WorkingCalendar:
    """When the firm works: weekly spans, dated exceptions, a time zone.

    Args:
        weekly: weekday (0 = Monday) to spans of local time; a missing weekday is closed; an end of `time(0)` means
            midnight. Spans that overlap count once.
        exceptions: date to its spans in place of the weekly ones (holiday: none; make-up day; half day).
        tz: IANA name of the time zone.
        summer: the summer timetable; exceptions go before it.

    Raises:
        ValueError: a span is empty or backwards, a weekday is not 0 to 6, the zone is unknown.

    """

    __slots__ = ("_chunks", "_exceptions", "_last_exception", "_summer", "_summer_spans", "_weekly", "_zone", "tz")

    def __init__(
        self, weekly: Weekly, exceptions: Mapping[date, Sequence[Span]], tz: str, *, summer: Summer | None = None
    ) -> None:
        if not all(0 <= weekday <= 6 for weekday in weekly):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
        self.tz = tz
        self._zone = load_zone(tz)
        self._weekly = tuple(day_offsets(weekly.get(weekday, ())) for weekday in range(7))
        self._exceptions = {day: day_offsets(spans) for day, spans in exceptions.items()}
        self._last_exception = max((day for day, spans in self._exceptions.items() if spans), default=date.min)
        self._summer = summer
        self._summer_spans = day_offsets(summer.spans) if summer else ()
        self._chunks: dict[int, Chunk] = {}

    # -- questions about one instant

    def is_open(self, at: datetime) -> bool:
        """Return whether the working clock runs at an aware instant."""
        now = _instant(at)
        starts, ends, _ = self._chunk(now // CHUNK_US)
        place = bisect_right(ends, now)
        return place < len(ends) and starts[place] <= now

    def next_opening(self, at: datetime) -> datetime:
        """Return the first instant at or after `at` at which the working clock runs, in the zone of `at`.

        Raises:
            CalendarExhaustedError: there is no opening in the next 100 years.

        """
        now = _instant(at)
        for starts, ends, _ in self._chunks_from(now):
            place = bisect_right(ends, now)
            if place < len(ends):
                return _like(at, max(now, starts[place]))
        raise _exhausted()

    def closes_at(self, at: datetime) -> datetime | None:
        """Return the end of the span that `at` lies in (at the latest local midnight), or None when closed.

        The answer is in the zone of `at`.
        """
        now = _instant(at)
        number = now // CHUNK_US
        starts, ends, _ = self._chunk(number)
        place = bisect_right(ends, now)
        if place == len(ends) or starts[place] > now:
            return None
        midnight = _instant(
            datetime.combine(at.astimezone(self._zone).date() + timedelta(days=1), time(), self._zone).astimezone(UTC)
        )
        end = ends[place]
        while end < midnight and end == (number + 1) * CHUNK_US:
            number += 1
            starts, ends, _ = self._chunk(number)
            if not starts or starts[0] != end:
                break
            end = ends[0]
        return _like(at, min(end, midnight))

    def state(self, at: datetime) -> WorkState:
        """Return open, lunch (between two spans of the same day) or closed."""
        if self.is_open(at):
            return WorkState.OPEN
        local = at.astimezone(self._zone)
        now = time_us(local.time())
        spans = self._spans(local.date())
        if spans and spans[0][1] <= now < spans[-1][0]:
            return WorkState.LUNCH
        return WorkState.CLOSED

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the working spans of a local date, in order; an end of `time(0)` means midnight."""
        return tuple((us_time(start), us_time(end)) for start, end in self._spans(day))

    # -- allowances

    def add(self, start: datetime, minutes: float) -> datetime:
        """Return the earliest instant by which so many working minutes have passed, in the zone of `start`.

        A deadline that falls on a closing instant is that instant (12:00, not 13:30).

        Args:
            start: an aware instant, in or out of working time.
            minutes: working minutes, not negative, may be fractional.

        Raises:
            ValueError: `minutes` is negative or not finite.
            CalendarExhaustedError: the calendar has not so much working time in the next 100 years.

        """
        if not isfinite(minutes) or minutes < 0:
            raise ValueError("minutes must be finite and not negative")
        now = _instant(start)
        left = round(minutes * MINUTE_US)
        if not left:
            return _like(start, now)
        for starts, ends, through in self._chunks_from(now):
            place = bisect_right(ends, now)
            if place == len(ends):
                continue
            target = _worked(starts, ends, through, place, now) + left
            last = bisect_left(through, target, place)
            if last < len(ends):
                return _like(start, ends[last] - (through[last] - target))
            left = target - through[-1]
        raise _exhausted()

    def elapsed_minutes(self, start: datetime, end: datetime) -> float:
        """Return the working minutes between two aware instants; an end before the start gives 0."""
        first, last = _instant(start), _instant(end)
        if last <= first:
            return 0.0
        first_chunk, last_chunk = first // CHUNK_US, last // CHUNK_US
        worked = self._position(last_chunk, last) - self._position(first_chunk, first)
        for number in range(first_chunk, last_chunk):
            through = self._chunk(number)[2]
            worked += through[-1] if through else 0
        return worked / MINUTE_US

    def remaining_minutes(self, start: datetime, allowance: float, now: datetime) -> float:
        """Return the working minutes left of an allowance; negative is how far it is overdue."""
        return allowance - self.elapsed_minutes(start, now)

    # -- inside

    def _spans(self, day: date) -> Offsets:
        found = self._exceptions.get(day)
        if found is not None:
            return found
        weekly = self._weekly[day.weekday()]
        if weekly and self._summer is not None and self._summer.covers(day):
            return self._summer_spans
        return weekly

    def _position(self, number: int, instant: int) -> int:
        """Return the working microseconds from the start of a chunk to an instant in it."""
        starts, ends, through = self._chunk(number)
        return _worked(starts, ends, through, bisect_right(ends, instant), instant)

    def _chunk(self, number: int) -> Chunk:
        """Return the working intervals of a stretch of 64 UTC days: starts, ends, working time up to each end."""
        found = self._chunks.get(number)
        if found is None:
            found = self._chunks[number] = self._build(number)
        return found

    def _chunks_from(self, instant: int) -> Iterator[Chunk]:
        """Yield the chunks from an instant on, up to the horizon or the last possible opening."""
        last = (instant + HORIZON_US) // CHUNK_US
        if not any(self._weekly):
            days = (self._last_exception - EPOCH_DATE).days + 2
            last = min(last, days * DAY_US // CHUNK_US)
        for number in range(instant // CHUNK_US, last + 1):
            yield self._chunk(number)

    def _build(self, number: int) -> Chunk:
        low, high = number * CHUNK_US, (number + 1) * CHUNK_US
        pieces: list[tuple[int, int]] = []
        for begin, end, offset in self._segments(low, high):
            for day in range((begin + offset) // DAY_US, (end + offset - 1) // DAY_US + 1):
                midnight = day * DAY_US - offset
                for opens, closes in self._spans_of_epoch_day(day):
                    start, stop = max(midnight + opens, begin), min(midnight + closes, end)
                    if start < stop:
                        pieces.append((start, stop))
        intervals = joined(pieces)
        through: list[int] = []
        total = 0
        for start, stop in intervals:
            total += stop - start
            through.append(total)
        return [start for start, _ in intervals], [stop for _, stop in intervals], through

    def _spans_of_epoch_day(self, day: int) -> Offsets:
        try:
            return self._spans(EPOCH_DATE + timedelta(days=day))
        except OverflowError:
            return ()

    def _segments(self, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """Yield the stretches of constant UTC offset (begin, end, offset in microseconds) between two instants."""
        begin, offset = low, self._offset(low)
        for probe in range(low + DAY_US // 4, high + 1, DAY_US // 4):
            if self._offset(min(probe, high - 1)) != offset:
                change = self._change(probe - DAY_US // 4, probe, offset)
                yield begin, change, offset
                begin, offset = change, self._offset(change)
        yield begin, high, offset

    def _change(self, before: int, after: int, offset: int) -> int:
        """Return the instant, to the second, between two others at which the offset is `offset` no more."""
        low, high = before // SECOND_US, after // SECOND_US
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset(middle * SECOND_US) == offset:
                low = middle
            else:
                high = middle
        return high * SECOND_US

    def _offset(self, instant: int) -> int:
        try:
            offset = (EPOCH + instant * MICROSECOND).astimezone(self._zone).utcoffset()
        except OverflowError:
            return 0
        return (offset or timedelta()) // MICROSECOND


def _worked(starts: list[int], ends: list[int], through: list[int], place: int, instant: int) -> int:
    """Return the working time of a chunk up to an instant; `place` is the first interval that ends after it."""
    if place == len(ends):
        return through[-1] if through else 0
    rest = ends[place] - max(starts[place], instant)
    return through[place] - rest


def _instant(at: datetime) -> int:
    """Return an aware datetime in microseconds since 1970."""
    try:
        delta = at - EPOCH
    except TypeError as fault:
        raise ValueError("a datetime without a time zone") from fault
    return (delta.days * 86_400 + delta.seconds) * SECOND_US + delta.microseconds


def _like(asked: datetime, instant: int) -> datetime:
    """Return microseconds since 1970 as a datetime in the zone of the instant asked about.

    Not in the calendar's own zone: Python holds a local time in a repeated hour unequal to the same instant in UTC.
    """
    return (EPOCH + instant * MICROSECOND).astimezone(asked.tzinfo)


def _exhausted() -> CalendarExhaustedError:
    return CalendarExhaustedError("工作日历里今后没有足够的工作时间。", todo="请系统管理员核对工作时间和节假日。")
