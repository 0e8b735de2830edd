"""Word's automatic numbering: the text that stands before a numbered paragraph."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.documents.docx_package import val, w
from app.documents.docx_problems import Problems

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVELS = 9


def chinese_count(number: int) -> str:
    """Return a number below 10,000 as it is counted in headings: 一, 十, 十一, 二十, 一百零五."""
    if number == 0:
        return "零"
    digits = [int(digit) for digit in str(number)]
    text = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit:
            text += _DIGITS[digit] + _UNITS[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零").removeprefix("一") if 10 <= number < 20 else text.rstrip("零")


def _roman(number: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            text, number = text + letters, number - worth
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord("０") + int(digit)) for digit in str(number)),
    "chineseCounting": chinese_count,
    "chineseCountingThousand": chinese_count,
    "japaneseCounting": chinese_count,
    "taiwaneseCounting": chinese_count,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "decimalEnclosedCircle": lambda number: _CIRCLED[number - 1] if number <= len(_CIRCLED) else str(number),
    "decimalEnclosedCircleChinese": lambda number: _CIRCLED[number - 1] if number <= len(_CIRCLED) else str(number),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "none": lambda _number: "",
}


@dataclass(frozen=True, slots=True)
class NumberText:
    """The number of a paragraph.

    Attributes:
        text: e.g. “第三条”.
        follow: what stands between number and text: a tab, a space or nothing.
        paragraph: the level's pPr element.
        run: the level's rPr element.

    """

    text: str
    follow: str
    paragraph: Any
    run: Any


@dataclass(slots=True)
class Numbering:
    """The lists of one document, counting as the document is read."""

    problems: Problems
    _levels: dict[str, dict[int, Any]] = field(default_factory=dict)
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any | None, problems: Problems) -> "Numbering":
        """Read numbering.xml."""
        numbering = cls(problems)
        if root is None:
            return numbering
        abstract = {item.get(w("abstractNumId")): item for item in root.iter(w("abstractNum"))}
        for item in root.findall(w("num")):
            number = item.get(w("numId"))
            target = val(item.find(w("abstractNumId")))
            numbering._abstract[number] = target
            levels = {} if abstract.get(target) is None else _levels(abstract[target])
            for change in item.iter(w("lvlOverride")):
                level = int(change.get(w("ilvl"), "0"))
                start = change.find(w("startOverride"))
                if start is not None:
                    numbering._starts[number, level] = int(val(start, "1"))
                    numbering._abstract[number] = f"{target}/{number}"
                levels.update(_levels(change))
            numbering._levels[number] = levels
        return numbering

    def next(self, properties: Any) -> NumberText | None:
        """Count one paragraph and return its number, None where it has none (numId 0)."""
        number = val(properties.find(w("numId")), "0")
        level = int(val(properties.find(w("ilvl")), "0"))
        element = self._levels.get(number, {}).get(level)
        if number == "0" or element is None:
            return None
        counts = self._counts.setdefault(self._abstract[number], [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else self._start(number, level)
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = 0
        text = self._text(number, element, counts)
        return NumberText(text, val(element.find(w("suff")), "tab"), element.find(w("pPr")), element.find(w("rPr")))

    def _start(self, number: str, level: int) -> int:
        if (number, level) in self._starts:
            return self._starts[number, level]
        return int(val(self._levels[number][level].find(w("start")), "1"))

    def _text(self, number: str, element: Any, counts: list[int]) -> str:
        text = val(element.find(w("lvlText")))
        if val(element.find(w("numFmt"))) == "bullet":
            return {"\uf0b7": "•", "\uf0a7": "▪", "\uf06c": "●", "\uf06e": "■", "\uf0d8": "➢"}.get(text, text)
        for level in range(_LEVELS):
            if f"%{level + 1}" in text:
                count = counts[level] or self._start(number, level)
                text = text.replace(f"%{level + 1}", self._format(number, level, count))
        return text

    def _format(self, number: str, level: int, count: int) -> str:
        element = self._levels[number].get(level)
        name = "decimal" if element is None else val(element.find(w("numFmt")), "decimal")
        if name not in _FORMATS:
            self.problems.add(element, f"编号格式 {name}")
            return str(count)
        return _FORMATS[name](count)


def _levels(parent: Any) -> dict[int, Any]:
    return {int(level.get(w("ilvl"), "0")): level for level in parent.iter(w("lvl"))}
