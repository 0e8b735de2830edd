"""How the firm's numbers are written: 咨〔2026〕0001 and the like, from a pattern with year, number and firm.

A series counts 1, 2, 3 … anew each year and never gives a number back, so a pattern has to show year and number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 40
"""Characters a number may have, as stored."""
_FIELD = re.compile(r"\{(year|firm|number(?::0([1-9]))?)\}")
_WORDS = {"{year}": "{年份}", "{firm}": "{简称}", "{number}": "{顺序号}"}
_DIGITS = "一二三四五六七八九"
_PREVIEW_YEAR, _PREVIEW_NUMBER = 2026, 99_999


@dataclass(frozen=True)
class Series:
    """One kind of number.

    Attributes:
        key: under which the last number taken is kept.
        label: what it numbers.
        about: one sentence on where it appears.
        default: the pattern while the firm has set none.
        shares: series with the same word here must never give the same number.

    """

    key: str
    label: str
    about: str
    default: str
    shares: str


CLIENT: Final = Series(
    "client", "服务对象档案号", "建档时自动编号，印在档案和导出的表格里。", "顾档〔{year}〕{number:04}", "client"
)
CONSULTATION: Final = Series(
    "consultation",
    "咨询编号",
    "登记咨询时自动编号，操作日志和履约材料都引用它。",
    "咨〔{year}〕{number:04}",
    "consultation",
)
MANDATE: Final = Series(
    "contract.民代", "委托代理合同号", "合同归档时编号，印在委托代理合同上。", "民代〔{year}〕{number:04}", "contract"
)
AGREEMENT: Final = Series(
    "contract.顾约", "签约协议号", "律师顾问协议归档时编号，书面签约以它为据。", "顾约〔{year}〕{number:04}", "contract"
)
SERIES: Final[Mapping[str, Series]] = {one.key: one for one in (CLIENT, CONSULTATION, MANDATE, AGREEMENT)}


def write_number(pattern: str, *, year: int, number: int, firm: str) -> str:
    """Return a number as the pattern writes it.

    Args:
        pattern: with {year}, {number} or {number:04}, and {firm}.
        year: the year it is taken in.
        number: counted within the series and year, from 1.
        firm: the firm's short name.

    """

    def fill(found: re.Match[str]) -> str:
        if found[1] == "year":
            return str(year)
        return firm if found[1] == "firm" else f"{number:0{found[2] or 1}d}"

    return _FIELD.sub(fill, pattern)


def pattern_in_words(pattern: str) -> str:
    """Return a pattern as people read and type it: 咨〔{年份}〕{四位顺序号}."""
    for field, words in _WORDS.items():
        pattern = pattern.replace(field, words)
    return re.sub(r"\{number:0([1-9])\}", lambda found: f"{{{_DIGITS[int(found[1]) - 1]}位顺序号}}", pattern)


def pattern_from_words(typed: str) -> str:
    """Return the pattern people typed in words; wide braces and 4 for 四 are understood, other braces stay as they are."""
    typed = typed.replace("｛", "{").replace("｝", "}")
    typed = re.sub(r"\{\s*([^{}]*?)\s*\}", r"{\1}", typed)
    for field, words in _WORDS.items():
        typed = typed.replace(words, field)
    typed = re.sub(r"\{([1-9])位顺序号\}", r"{number:0\1}", typed)
    return re.sub(rf"\{{([{_DIGITS}])位顺序号\}}", lambda found: f"{{number:0{_DIGITS.index(found[1]) + 1}}}", typed)


def problem_of_pattern(pattern: str, *, firm: str = "") -> str:
    """Return what to do about a pattern, one Chinese sentence, or an empty text.

    Args:
        pattern: as typed.
        firm: the firm's short name; a long one may make the number too long.

    """
    fields = [found[1].partition(":")[0] for found in _FIELD.finditer(pattern)]
    rest = _FIELD.sub("\n", pattern)
    if "{" in rest or "}" in rest:
        return "花括号里只能是 {年份}、{顺序号}、{四位顺序号} 或 {简称}，请核对。"
    if fields.count("number") != 1:
        return "请写上一个 {顺序号}；要补足四位就写 {四位顺序号}。"
    if fields.count("year") != 1:
        return "请写上一个 {年份}：顺序号每年从 1 开始，没有年份会重号。"
    if re.search(r"\d\s*\{number|\{number[^}]*\}\s*\d|\{year\}\{number\}|\{number[^}]*\}\{year\}", pattern):
        return "顺序号前后请隔一个字或符号，紧挨着数字会分不清。"
    if len(write_number(pattern, year=_PREVIEW_YEAR, number=_PREVIEW_NUMBER, firm=firm)) > LONGEST:
        return f"编号最长 {LONGEST} 个字，请缩短。"
    return ""


def clashing_series(patterns: Mapping[str, str], firm: str) -> tuple[str, str] | None:
    """Return two series of one register whose patterns could give the same number; None if there are none.

    Args:
        patterns: pattern by the series' key, of all series.
        firm: the firm's short name.

    """
    seen: dict[tuple[str, str], str] = {}
    for key, pattern in patterns.items():
        plain = re.sub(r"\{number[^}]*\}", "{number}", pattern).replace("{firm}", firm)
        place = (SERIES[key].shares, "".join(plain.split()))
        if place in seen:
            return seen[place], key
        seen[place] = key
    return None


def problem_of_next(wanted: int, last: int) -> str:
    """Return what to do about the next number typed, or an empty text: it goes forward, never back.

    Args:
        wanted: the number to be given next.
        last: the last one given this year; 0 if none was.

    """
    if wanted <= last:
        return f"{last} 号已经用过，下一个只能往后设，请填 {last + 1} 或更大的数。"
    return "" if wanted <= _PREVIEW_NUMBER else f"下一个号最大 {_PREVIEW_NUMBER}，请核对。"
