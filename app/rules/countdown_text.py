"""The words of a countdown: short for the pill in the list, long for the detail and for reminders to paste."""

from datetime import datetime, timedelta, tzinfo
from math import ceil

from app.rules.allowance import Countdown
from app.terms import Channel, ClockKind, Urgency

WEEKDAYS = "一二三四五六日"
NEAR_DAYS = 7
COUNTED_IN_DAYS = 3
AT_ONCE_WORDS = {Channel.PHONE: "立即回拨", Channel.WALK_IN: "立即接待"}


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


def day_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return the day of an instant as people say it: 今天, 明天, 昨天, 周一, 3月16日, 2027年1月4日."""
    day, today = at.astimezone(tz).date(), now.astimezone(tz).date()
    distance = (day - today).days
    near = {-1: "昨天", 0: "今天", 1: "明天"}.get(distance)
    if near:
        return near
    if 0 < distance < NEAR_DAYS:
        return f"周{WEEKDAYS[day.weekday()]}"
    written = f"{day.month}月{day.day}日"
    return written if day.year == today.year else f"{day.year}年{written}"


def moment_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return an instant as people say it, e.g. “今天 15:40”, “周一 09:00”."""
    return f"{day_words(at, now, tz)} {at.astimezone(tz):%H:%M}"


def countdown_words(countdown: Countdown, now: datetime, tz: tzinfo) -> tuple[str, str]:
    """Return the pill's two texts: the state in a word and the rest.

    Args:
        countdown: the state at `now`.
        now: the present instant, aware.
        tz: the firm's time zone.

    """
    if countdown.resumes_at is not None:
        return "", _resumes(countdown.resumes_at, now, tz)
    if countdown.urgency is Urgency.OVERDUE:
        return Urgency.OVERDUE.label, f"超 {_overdue(countdown, now)}"
    if countdown.remaining_minutes is None:
        return _at_once(countdown), _ago(now - countdown.received_at)
    if countdown.clock is ClockKind.NEXT_CHECK_IN:
        return countdown.urgency.label, _check_in(countdown, now, tz)
    left = duration_words(countdown.remaining_minutes)
    return countdown.urgency.label, f"剩 {left}" if countdown.urgency is Urgency.URGENT else left


def remaining_words(countdown: Countdown) -> str:
    """Return the long form: “还剩 1 小时 14 分”, “已超时 34 分”, or what to do where there is no figure."""
    if countdown.urgency is Urgency.OVERDUE:
        return f"已超时 {duration_words(countdown.overdue_minutes, hour='小时', is_over=True)}"
    if countdown.remaining_minutes is None:
        return f"请{_at_once(countdown)}"
    if countdown.clock is ClockKind.NEXT_CHECK_IN:
        return "下次登录时答复"
    return f"还剩 {duration_words(countdown.remaining_minutes, hour='小时')}"


def _overdue(countdown: Countdown, now: datetime) -> str:
    """Return how long past the deadline: by its own clock, and in days once hours say nothing any more."""
    days = (now - countdown.due_at) // timedelta(days=1)
    if days >= COUNTED_IN_DAYS:
        return f"{days} 天"
    return duration_words(countdown.overdue_minutes, is_over=True)


def _resumes(at: datetime, now: datetime, tz: tzinfo) -> str:
    day = day_words(at, now, tz)
    return f"{at.astimezone(tz):%H:%M} 继续" if day == "今天" else f"{day} {at.astimezone(tz):%H:%M} 继续"


def _at_once(countdown: Countdown) -> str:
    return AT_ONCE_WORDS.get(countdown.channel, "立即答复") if countdown.channel else "立即答复"


def _ago(passed: timedelta) -> str:
    minutes = passed / timedelta(minutes=1)
    if minutes < 1:
        return "刚刚"
    if minutes >= 1440:
        return f"{int(minutes // 1440)} 天前"
    return f"{int(minutes // 60)} 时前" if minutes >= 60 else f"{int(minutes)} 分前"


def _check_in(countdown: Countdown, now: datetime, tz: tzinfo) -> str:
    """Return the half day to sign in by, e.g. “周一上午登录”."""
    half = "上午" if countdown.due_at.astimezone(tz).hour <= 12 else "下午"
    return f"{day_words(countdown.due_at, now, tz)}{half}登录"
