"""The words of a countdown: short for the pill in the list, long for the detail and for reminders to paste."""

from datetime import datetime, timedelta, tzinfo

from app.rules.allowance import Countdown
from app.rules.time_words import day_words, duration_words
from app.terms import Channel, ClockKind, Urgency

COUNTED_IN_DAYS = 3
AT_ONCE_WORDS = {Channel.PHONE: "立即回拨", Channel.WALK_IN: "立即接待"}


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
    day = _day(at, now, tz)
    return f"{at.astimezone(tz):%H:%M} 继续" if day == "今天" else f"{day} {at.astimezone(tz):%H:%M} 继续"


def _day(at: datetime, now: datetime, tz: tzinfo) -> str:
    return day_words(at.astimezone(tz).date(), now.astimezone(tz).date())


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
    """Return the half day to sign in by, e.g. “周一上午登录”; short enough to stand beside the longer words."""
    half = "上午" if countdown.due_at.astimezone(tz).hour <= 12 else "下午"
    day = _day(countdown.due_at, now, tz)
    if day == "今天":
        return f"{half}登录"
    return f"{day}{half}登录" if countdown.urgency is Urgency.CALM else f"{day}{half}"
