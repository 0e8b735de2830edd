"""Wording of dates, times and numbers that every view shares; all times shown in Asia/Shanghai."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def local(at: datetime) -> datetime:
    """Return an aware instant in the time zone users read."""
    return at.astimezone(ZONE)


def clock_text(at: datetime) -> str:
    """Return 14:05."""
    return f"{local(at):%H:%M}"


def weekday_text(day: date) -> str:
    """Return 周五."""
    return f"周{WEEKDAYS[day.weekday()]}"


def day_text(day: date, today: date) -> str:
    """Return 今天, 昨天, 明天, 3月13日 or, in another year, 2025年3月13日."""
    near = {0: "今天", -1: "昨天", 1: "明天"}.get((day - today).days)
    if near:
        return near
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def long_day_text(day: date) -> str:
    """Return 3月13日 周五."""
    return f"{day.month}月{day.day}日 {weekday_text(day)}"


def moment_text(at: datetime, now: datetime, *, bare_today: bool = False) -> str:
    """Return 今天 14:05 or 3月13日 14:05; with `bare_today`, just 14:05 for today (lists)."""
    here, today = local(at), local(now).date()
    if bare_today and here.date() == today:
        return clock_text(at)
    return f"{day_text(here.date(), today)} {here:%H:%M}"


def span_text(minutes: float, *, long: bool = False) -> str:
    """Return 4 时 14 分 (long: 4 小时 14 分); under one minute the seconds, 42 秒; minutes are rounded down."""
    seconds = max(0, int(minutes * 60))
    hour_word = "小时" if long else "时"
    if seconds < 60:
        return f"{seconds} 秒"
    hours, rest = divmod(seconds // 60, 60)
    if not hours:
        return f"{rest} 分"
    return f"{hours} {hour_word} {rest} 分" if rest else f"{hours} {hour_word}"


def count_text(number: int, cap: int | None = None) -> str:
    """Return 3,286; at the cap of a search 2,000+."""
    return f"{cap:,}+" if cap is not None and number >= cap else f"{number:,}"


def yuan_text(fen: int) -> str:
    """Return 55,000 for 5500000 分, 12.50 for 1250 分."""
    whole, rest = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}" if not rest else f"{sign}{whole:,}.{rest:02d}"


def clean_line(text: str) -> str:
    """Return pasted text as one tidy line: full-width letters and digits narrowed, odd spaces joined, ends cut."""
    narrowed = "".join(
        unicodedata.normalize("NFKC", sign) if "０" <= sign <= "９" or "Ａ" <= sign <= "ｚ" else sign for sign in text
    )
    narrowed = re.sub(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e]", "", narrowed)
    return re.sub(r"[\s\u3000]+", " ", narrowed).strip()


def clean_number(text: str) -> str:
    """Return a phone, ID or amount without the spaces, dashes and commas people type; full-width signs narrowed."""
    return re.sub(r"[\s,，\-–—]", "", unicodedata.normalize("NFKC", clean_line(text)))


def start_of_day(day: date) -> datetime:
    """Return midnight of a day in Asia/Shanghai, aware."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def days_after(day: date, count: int) -> date:
    """Return the day `count` days later."""
    return day + timedelta(days=count)
