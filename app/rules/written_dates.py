"""Days and times as clerks write them, read without guessing where two readings are possible.

2024-3-5, 2024.3.5, 2024/03/05, 2024年3月5日, 二〇二四年三月五日, 三月五日 2024, 24.3.5, 20240305, a spreadsheet's serial 45356;
with a time behind: 9:30, 上午9时30分, 下午3点半. The year comes first, as in Chinese; where a figure could as well be a
day, the reading is told as ambiguous.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

EARLIEST: Final = date(1900, 1, 1)
SERIAL_DAY_ZERO: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets, as it counts from March 1900 on."""
SERIALS: Final = range(10_000, 80_000)
"""1927 to 2119: five figures that stand alone can only be a serial."""
_DIGITS: Final = {sign: str(number) for number, sign in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "Ｏ": "0",
}
_CHINESE = re.compile("[零一二三四五六七八九十〇○]+")
_PARTS = re.compile(r"(\d+)[年.\-/~—–、,\s]+(\d+)[月.\-/~—–、,\s]+(\d+)日?号?")
_DAY_FIRST_YEAR_LAST = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?[,\s]*(\d{4})年?")
_MONTH_ONLY = re.compile(r"(\d{4})[年.\-/](\d{1,2})月?(?:份)?")
_TIME = re.compile(
    r"(凌晨|早上|上午|中午|下午|晚上|晚|早)?\s*(?<!\d)(\d{1,2})\s*(?:[:时点])\s*(?:(\d{1,2})|(半|整))?(?:[:分]\s*(\d{1,2})?)?\s*秒?\s*(AM|PM)?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\(（]?(?:星期|周|礼拜)[一二三四五六日天][\)）]?")
AFTERNOON: Final = frozenset({"下午", "晚上", "晚", "中午"})


@dataclass(frozen=True)
class WrittenDay:
    """What a written day says.

    Attributes:
        day: None where nothing was written or it cannot be read.
        at: the time of day, where one is written.
        problem: Chinese sentence saying why it cannot be read; empty otherwise.
        note: how it was read, where another reading is possible too; empty otherwise.

    """

    day: date | None = None
    at: time | None = None
    problem: str = ""
    note: str = ""

    @property
    def is_ambiguous(self) -> bool:
        """Whether the figures allow another day too."""
        return bool(self.note)


def read_day(text: str, today: date) -> WrittenDay:
    """Read a written day, with the time behind it if there is one.

    Args:
        text: as it stands in a cell.
        today: decides the century of years of two figures: none lies more than a year ahead.

    """
    raw = text.strip()
    if not raw:
        return WrittenDay()
    plain, at = _split_time(_plain(raw))
    if not plain:
        return WrittenDay(problem=f"“{raw}”只有时刻，没有日期。")
    found = _read(plain, raw, today)
    if found.day is not None and found.day < EARLIEST:
        return WrittenDay(problem=f"“{raw}”早于 1900 年，请核对。")
    return WrittenDay(found.day, at or found.at, found.problem, found.note)


def _plain(raw: str) -> str:
    """Return the text with half-width figures, Chinese numerals as figures, weekdays left out."""
    plain = unicodedata.normalize("NFKC", raw).replace("T", " ").replace("元年", "1年")
    plain = _WEEKDAY.sub(" ", plain)
    plain = re.sub(r"\s*([年月])\s*", r"\1", re.sub(r"\s+([日号])", r"\1", plain))
    if any(sign in plain for sign in "年月日号"):
        plain = _CHINESE.sub(lambda found: _figures(found[0]), plain)
    return " ".join(plain.split())


def _figures(numeral: str) -> str:
    """Return a Chinese numeral in figures: 二〇二四 is 2024, 二十五 is 25, 十 is 10."""
    if "十" not in numeral:
        return "".join(_DIGITS[sign] for sign in numeral)
    tens, _, ones = numeral.partition("十")
    return f"{_DIGITS.get(tens, '1') if tens else '1'}{_DIGITS.get(ones, '0') if ones else '0'}"


def _split_time(plain: str) -> tuple[str, time | None]:
    found = _TIME.search(plain)
    if found is None:
        return plain, None
    half, hour, minute = found[1] or "", int(found[2]), int(found[3] or (30 if found[4] == "半" else 0))
    if hour < 12 and (half in AFTERNOON or (found[6] or "").upper() == "PM") and not (half == "中午" and hour > 9):
        hour += 12
    if hour > 23 or minute > 59:
        return plain, None
    return plain[: found.start()].strip(" ,"), time(hour, minute)


def _read(plain: str, raw: str, today: date) -> WrittenDay:
    if found := _DAY_FIRST_YEAR_LAST.fullmatch(plain):
        return _of(int(found[3]), int(found[1]), int(found[2]), raw)
    if found := _PARTS.fullmatch(plain):
        return _of_parts((found[1], found[2], found[3]), raw, today)
    if found := _MONTH_ONLY.fullmatch(plain):
        return WrittenDay(problem=f"“{raw}”只有年月，没有日，请补全。")
    if plain.replace(".", "", 1).isdecimal():
        return _of_figures(plain, raw, today)
    return WrittenDay(problem=f"看不懂日期“{raw}”，请写成 2024-3-5 这样。")


def _of(year: int, month: int, day: int, raw: str, note: str = "") -> WrittenDay:
    made = _date(year, month, day)
    return WrittenDay(made, note=note) if made else WrittenDay(problem=f"“{raw}”不是真实的日期，请核对。")


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_figures(plain: str, raw: str, today: date) -> WrittenDay:
    if len(plain) == 8 and plain.isdecimal():
        return _of(int(plain[:4]), int(plain[4:6]), int(plain[6:]), raw)
    if len(plain) == 6 and plain.isdecimal():
        return _of_parts((plain[:2], plain[2:4], plain[4:]), raw, today)
    whole, _, part = plain.partition(".")
    if len(whole) == 5 and int(whole) in SERIALS:
        minutes = round(float(f"0.{part or 0}") * 24 * 60)
        moment = datetime.combine(SERIAL_DAY_ZERO, time(0)) + timedelta(days=int(whole), minutes=minutes)
        return WrittenDay(moment.date(), moment.time() if minutes else None)
    return WrittenDay(problem=f"看不懂日期“{raw}”，请写成 2024-3-5 这样。")


def _of_parts(parts: tuple[str, str, str], raw: str, today: date) -> WrittenDay:
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _of(first, second, third, raw)
    if len(parts[2]) == 4:
        return _year_last(first, second, third, raw)
    if any(len(part) > 2 for part in parts):
        return WrittenDay(problem=f"看不懂日期“{raw}”，请写成 2024-3-5 这样。")
    return _two_figures(parts, raw, today)


def _year_last(first: int, second: int, year: int, raw: str) -> WrittenDay:
    """Read 3/5/2024, which is in March or in May: nobody can tell."""
    readings = {made for made in (_date(year, first, second), _date(year, second, first)) if made}
    if len(readings) == 2:
        words = "或".join(f"{day.month}月{day.day}日" for day in sorted(readings))
        return WrittenDay(problem=f"“{raw}”有两种读法（{words}），请写成 {year}-{first}-{second} 这样，年份在前。")
    return WrittenDay(readings.pop()) if readings else WrittenDay(problem=f"“{raw}”不是真实的日期，请核对。")


def _two_figures(parts: tuple[str, str, str], raw: str, today: date) -> WrittenDay:
    """Read 24.3.5 year first, by habit; named where the last figure may be the year, refused for 5.3.24 and 31.5.24."""
    first, second, third = (int(part) for part in parts)
    year_first = _date(_century(first, today), second, third)
    others = (_date(_century(third, today), second, first), _date(_century(third, today), first, second))
    year_last = {made for made in others if made and made != year_first}
    is_habit = len(parts[0]) == 2 and year_first is not None and year_first.year >= 2000
    if year_first is not None and (is_habit or not year_last):
        note = f"“{raw}”按 {year_first:%Y-%m-%d} 读" if year_last else ""
        return WrittenDay(year_first, note=note)
    if len(year_last) == 1 and year_first is None:
        day = year_last.pop()
        return WrittenDay(day, note=f"“{raw}”按 {day:%Y-%m-%d} 读")
    if year_last:
        return WrittenDay(problem=f"“{raw}”有两种读法，请写成 2024-3-5 这样，年份在前。")
    return WrittenDay(problem=f"“{raw}”不是真实的日期，请核对。")


def _century(year: int, today: date) -> int:
    """Return the year of two figures: none lies more than a year ahead."""
    return 2000 + year if 2000 + year <= today.year + 1 else 1900 + year
