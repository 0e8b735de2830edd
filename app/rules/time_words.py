"""The words of days, instants and spans of time, the same on screens, in reminders and in reports."""

from datetime import date, datetime, tzinfo
from math import ceil

WEEKDAYS = tuple(f"周{sign}" for sign in "一二三四五六日")
"""Monday first, as Python counts."""
NEAR_DAYS = 7


def weekday_words(day: date) -> str:
    """Return e.g. “周五”."""
    return WEEKDAYS[day.weekday()]


def day_words(day: date, today: date) -> str:
    """Return a day as people say it: 今天, 明天, 昨天, 周一 of the days ahead, 3月16日, 2027年1月4日."""
    distance = (day - today).days
    near = {-1: "昨天", 0: "今天", 1: "明天"}.get(distance)
    if near:
        return near
    if 0 < distance < NEAR_DAYS:
        return weekday_words(day)
    written = f"{day.month}月{day.day}日"
    return written if day.year == today.year else f"{day.year}年{written}"


def moment_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return an instant as people say it, e.g. “今天 15:40”, “周一 09:00”."""
    here = at.astimezone(tz)
    return f"{day_words(here.date(), now.astimezone(tz).date())} {here:%H:%M}"


def duration_words(minutes: float, *, hour: str = "时", is_over: bool = False) -> str:
    """Return e.g. “1 时 14 分”, “2 时 05 分”, “14 分”; seconds only under one minute.

    Args:
        minutes: how long, not negative.
        hour: the word for an hour.
        is_over: round down (time that has passed) instead of up (time that is left), so that the figure always
            equals the deadline less the clock on the wall.

    """
    if minutes < 1:
        seconds = int(minutes * 60) if is_over else min(59, ceil(minutes * 60))
        return f"{seconds} 秒"
    whole = int(minutes) if is_over else ceil(minutes)
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} 分"
    return f"{hours} {hour} {rest:02d} 分" if rest else f"{hours} {hour}"
