"""Finds the numbers of the firm's own series in a register, so that the next ones go on after them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

MOST: Final = 99_999
_FIELD = re.compile(r"\{(year|firm|number(?::0[1-9])?)\}")
_OPEN, _CLOSE = "[〔\\[(（【［]", "[〕\\])）】］]"


def highest(texts: Iterable[str], patterns: Mapping[str, str], firm: str) -> dict[tuple[str, int], int]:
    """Return the highest number seen of each series and year.

    Args:
        texts: numbers as the register writes them.
        patterns: how the firm writes each series, by its key: “民代〔{year}〕{number:04}”.
        firm: the firm's short name.

    """
    readers = {series: _reader(pattern, firm) for series, pattern in patterns.items()}
    found: dict[tuple[str, int], int] = {}
    for text in texts:
        plain = "".join(text.split())
        for series, reader in readers.items():
            if match := reader.fullmatch(plain):
                place, number = (series, int(match["year"])), int(match["number"])
                if number <= MOST:
                    found[place] = max(found.get(place, 0), number)
    return found


def _reader(pattern: str, firm: str) -> re.Pattern[str]:
    """Return what reads a number back; any kind of bracket passes for another."""
    parts: list[str] = []
    end = 0
    compact = "".join(pattern.split())
    for field in _FIELD.finditer(compact):
        parts.append(_literal(compact[end : field.start()]))
        name = field[1].partition(":")[0]
        parts.append(
            {"year": r"(?P<year>\d{4})", "number": r"第?0*(?P<number>\d{1,6})号?", "firm": re.escape(firm)}[name]
        )
        end = field.end()
    parts.append(_literal(compact[end:]))
    return re.compile("".join(parts))


def _literal(text: str) -> str:
    return "".join(_sign(sign) for sign in text)


def _sign(sign: str) -> str:
    wide = unicodedata.normalize("NFKC", sign)
    if wide in "〔[(【":
        return _OPEN
    if wide in "〕])】":
        return _CLOSE
    return re.escape(sign)
