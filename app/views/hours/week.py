"""A week of working hours as a table holds it, without its widgets: spans, sums, sentences."""

from dataclasses import dataclass
from datetime import date, time

from app.services.setup_types import Spans
from app.services.wording import WEEKDAYS
from app.views.text import clean_line

Half = tuple[time | None, time | None]
EMPTY: Half = (None, None)
MIDNIGHT = 24 * 60
NOON = time(12)


@dataclass(frozen=True)
class DayHours:
    """One weekday: whether it is worked, its morning and its afternoon; a half without times is free."""

    weekday: int
    is_worked: bool
    morning: Half = EMPTY
    afternoon: Half = EMPTY

    @property
    def name(self) -> str:
        """周一."""
        return WEEKDAYS[self.weekday]

    @property
    def spans(self) -> Spans:
        """The spans as the services take them; none while something is wrong."""
        if not self.is_worked or self.problem():
            return ()
        return tuple((start, end) for start, end in (self.morning, self.afternoon) if start and end is not None)

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return minutes_of(self.spans)

    def problem(self) -> str:
        """Return the sentence for what is wrong, or nothing."""
        if not self.is_worked:
            return ""
        if self.morning == EMPTY and self.afternoon == EMPTY:
            return f"{self.name}还没有填时间；不上班请取消勾选。"
        return (
            half_problem(f"{self.name}上午", self.morning)
            or half_problem(f"{self.name}下午", self.afternoon)
            or order_problem(self.name, self.morning, self.afternoon)
        )


def halves_of(spans: Spans) -> tuple[Half, Half]:
    """Return a day's spans as morning and afternoon; a single one that begins before noon is the morning."""
    if len(spans) == 1:
        return (spans[0], EMPTY) if spans[0][0] < NOON else (EMPTY, spans[0])
    return (spans[0], spans[-1]) if spans else (EMPTY, EMPTY)


def half_problem(name: str, half: Half) -> str:
    """Return what is wrong with one half of a day, or nothing."""
    start, end = half
    if half == EMPTY:
        return ""
    if start is None or end is None:
        return f"{name}的开始和结束都要填，例如 09:00 至 12:00。"
    return "" if end_minute(end) > minute(start) else f"{name}的结束时间要晚于开始时间。"


def order_problem(name: str, morning: Half, afternoon: Half) -> str:
    """Return what is wrong with the order of two halves, or nothing."""
    closes, opens = morning[1], afternoon[0]
    if closes is None or opens is None or minute(opens) >= end_minute(closes):
        return ""
    return f"{name}下午要在上午结束以后开始。"


def minute(at: time) -> int:
    """Return minutes after midnight."""
    return at.hour * 60 + at.minute


def end_minute(at: time) -> int:
    """Return minutes after midnight of an end; 00:00 is the end of the day."""
    return minute(at) or MIDNIGHT


def minutes_of(spans: Spans) -> int:
    """Return the working minutes of spans."""
    return sum(end_minute(end) - minute(start) for start, end in spans)


def hours_text(minutes: int) -> str:
    """Return 7 for 420 minutes, 7.5 for 450, 7.25 for 435."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def week_text(days: list[DayHours]) -> str:
    """Return 每周 35 小时，全天按 420 分钟计, without the second half where the days differ."""
    worked = [day.minutes for day in days if day.is_worked]
    whole = f"每周 {hours_text(sum(worked))} 小时"
    return f"{whole}，全天按 {worked[0]} 分钟计" if worked and len(set(worked)) == 1 else whole


def axis_of(days: list[DayHours]) -> tuple[int, int]:
    """Return first and last hour of the bars: 8 to 19, more where a day is longer."""
    spans = [span for day in days for span in day.spans]
    first = min([8, *(start.hour for start, _ in spans)])
    last = max([19, *(-(-end_minute(end) // 60) for _, end in spans)])
    return first, last


def read_month_day(text: str) -> tuple[int, int] | None:
    """Return month and day of 6月1日, 6-1, 6.1, 06/01 or 0601; None if unreadable."""
    plain = clean_line(text).replace(" ", "").replace("月", "-").rstrip("日号")
    plain = plain.replace(".", "-").replace("/", "-")
    if plain.isdecimal() and len(plain) == 4:
        plain = f"{plain[:2]}-{plain[2:]}"
    month, _, day = plain.partition("-")
    if not (month.isdecimal() and day.isdecimal()):
        return None
    try:
        return date(2024, int(month), int(day)).month, int(day)  # a leap year, so that 2月29日 is a day
    except ValueError:
        return None
