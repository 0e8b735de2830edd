"""A day of the calendar in words and marks; no widget."""

from datetime import time

from app.services.calendars.types import DayView, YearView
from app.services.setup_types import Spans
from app.terms import DayKind
from app.views.hours.week import hours_text, minutes_of
from app.views.text import long_day_text

MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班", DayKind.OWN_CLOSED: "停", DayKind.OWN_HOURS: "特"}
"""What stands beside the figure of a day, so that no colour has to be told apart."""
OWN = (DayKind.OWN_CLOSED, DayKind.OWN_HOURS)


def span_text(span: tuple[time, time]) -> str:
    """Return 09:00-12:00; an end at midnight is 24:00."""
    start, end = span
    return f"{start:%H:%M}-{'24:00' if end == time() else f'{end:%H:%M}'}"


def spans_text(spans: Spans) -> str:
    """Return 09:00-12:00、13:30-17:30，共 7 小时; 不上班 for none."""
    if not spans:
        return "不上班"
    return f"{'、'.join(map(span_text, spans))}，共 {hours_text(minutes_of(spans))} 小时"


def kind_text(day: DayView) -> str:
    """Return 节假日：春节, or the kind alone where the day has no name."""
    return f"{day.kind.label}：{day.name}" if day.name else day.kind.label


def day_text(day: DayView) -> str:
    """Return a day in one sentence, for tooltips and screen readers."""
    return f"{day.day.year}年{long_day_text(day.day)}，{kind_text(day)}，{spans_text(day.spans)}"


def counts_text(year: YearView) -> str:
    """Return how many days of each kind a year has."""
    parts = [
        ("工作日", year.count(DayKind.WORKING) + year.count(DayKind.MAKE_UP)),
        ("其中调休上班", year.count(DayKind.MAKE_UP)),
        ("节假日", year.count(DayKind.HOLIDAY)),
        ("本所特别日", year.count(*OWN)),
    ]
    return "　".join(f"{words} {count} 天" for words, count in parts)


def estimate_text(year: int, days_left: int) -> str:
    """Return the warning of a year without a published notice."""
    begins = f"{year} 年还有 {days_left} 天开始" if days_left else f"{year} 年已经开始"
    return f"{begins}，节假日安排未公布，落在这一年的截止时间按推算。通知公布后请导入年份，或逐日修改后标为已公布。"
