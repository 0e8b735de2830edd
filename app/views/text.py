"""Dates, times and counts as every view shows them, in Asia/Shanghai; typed text made tidy."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.clock import Clock
from app.services.wording import moment_words, weekday_words

ZONE = ZoneInfo("Asia/Shanghai")


def local(at: datetime) -> datetime:
    """Return an aware instant in the time zone users read."""
    return at.astimezone(ZONE)


def today(clock: Clock) -> date:
    """Return the present day where users are."""
    return local(clock.now()).date()


def clock_text(at: datetime) -> str:
    """Return 14:05."""
    return f"{local(at):%H:%M}"


def long_day_text(day: date) -> str:
    """Return 3月13日 周五."""
    return f"{day.month}月{day.day}日 {weekday_words(day)}"


def moment_text(at: datetime, now: datetime, *, bare_today: bool = False) -> str:
    """Return 今天 14:05 or 3月13日 14:05; with `bare_today`, just 14:05 for today (lists)."""
    if bare_today and local(at).date() == local(now).date():
        return clock_text(at)
    return moment_words(at, now, ZONE)


def count_text(number: int, cap: int | None = None) -> str:
    """Return 3,286; at the cap of a search 2,000+."""
    return f"{cap:,}+" if cap is not None and number >= cap else f"{number:,}"


def clean_line(text: str) -> str:
    """Return pasted text as one tidy line: full-width letters and digits narrowed, odd spaces joined, ends cut."""
    narrowed = "".join(
        unicodedata.normalize("NFKC", sign) if "０" <= sign <= "９" or "Ａ" <= sign <= "ｚ" else sign for sign in text
    )
    narrowed = re.sub(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e]", "", narrowed)
    return re.sub(r"[\s\u3000]+", " ", narrowed).strip()
