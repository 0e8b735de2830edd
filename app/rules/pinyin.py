"""Pinyin of Chinese characters without tones: every reading that a name may have, and the one it sorts by.

pypinyin knows no surname readings (单 shan, 仇 qiu, 曾 zeng …); the table here does. The library is imported at first
use, since that takes a tenth of a second.
"""

from functools import lru_cache
from typing import Final

READINGS: Final[dict[str, tuple[str, ...]]] = {
    char: tuple(readings.split())
    for char, readings in (
        ("单", "shan dan chan"),
        ("仇", "qiu chou"),
        ("曾", "zeng ceng"),
        ("查", "zha cha"),
        ("区", "ou qu"),
        ("朴", "piao pu"),
        ("盖", "ge gai"),
        ("乐", "yue le"),
        ("覃", "qin tan"),
        ("解", "xie jie"),
        ("尉", "wei yu"),
        ("任", "ren"),
        ("华", "hua"),
        ("缪", "miao mou"),
        ("翟", "zhai di"),
        ("种", "chong zhong"),
        ("洗", "xian xi"),
        ("员", "yun yuan"),
        ("折", "she zhe"),
        ("黑", "he hei"),
        ("盛", "sheng cheng"),
        ("万", "wan mo"),
        ("俟", "qi si"),
        ("长", "zhang chang"),
        ("澹", "tan dan"),
        ("能", "nai neng"),
        ("秘", "bi mi"),
        ("郇", "xun huan"),
        ("隗", "wei kui"),
        ("郗", "xi chi"),
        ("召", "shao zhao"),
        ("谌", "chen shen"),
        ("车", "che ju"),
        ("祭", "zhai ji"),
        ("繁", "po fan"),
        ("瞿", "qu ju"),
        ("句", "gou ju"),
        ("牟", "mu mou"),
        ("宓", "mi fu"),
        ("都", "du dou"),
        ("贾", "jia gu"),
        ("柏", "bai bo"),
        ("卜", "bu bo"),
        ("薄", "bo bao"),
        ("莘", "shen xin"),
        ("沈", "shen chen"),
        ("褚", "chu"),
        ("阚", "kan"),
        ("冼", "xian"),
        ("令", "ling"),
        ("参", "shen can"),
        ("晟", "sheng cheng"),
        ("茜", "qian xi"),
        ("行", "xing hang"),
        ("朝", "chao zhao"),
        ("重", "chong zhong"),
        ("传", "chuan zhuan"),
        ("藏", "zang cang"),
        ("蔚", "wei yu"),
        ("强", "qiang jiang"),
        ("调", "diao tiao"),
        ("会", "hui kuai"),
        ("厦", "xia sha"),
        ("大", "da dai"),
    )
}
"""Characters read in more than one way in names; the surname's reading first."""


def is_han(char: str) -> bool:
    """Return whether a character is a Chinese ideograph (unified, extension or compatibility)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF
    )


@lru_cache(maxsize=32_768)
def readings(char: str) -> tuple[str, ...]:
    """Return all readings of an ideograph, ü as v, as u and as yu (passport style); empty when it has none."""
    found = READINGS.get(char) or ((_reading(char),) if _reading(char) else ())
    return tuple(dict.fromkeys(spelling for reading in found for spelling in _spellings(reading)))


@lru_cache(maxsize=32_768)
def sort_reading(char: str, *, is_first: bool) -> str:
    """Return the one reading a name is sorted by: of a surname its own, else the usual one; itself when none."""
    if is_first and char in READINGS:
        return READINGS[char][0]
    return _reading(char) or char


@lru_cache(maxsize=32_768)
def _reading(char: str) -> str:
    """Return the usual reading, or nothing for a character without one."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - imported at first use, it costs 0.1 s

    found = lazy_pinyin(char, style=Style.NORMAL, errors="ignore")
    return str(found[0]) if found else ""


def _spellings(reading: str) -> tuple[str, ...]:
    if "v" not in reading:
        return (reading,)
    return reading, reading.replace("v", "u"), reading.replace("v", "yu")
