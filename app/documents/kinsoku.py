"""Where a line of Chinese text may be broken (避头尾): closing marks never begin a line, opening marks never end one.

The rules are those of GB/T 15834-2011 as word processors apply them; Latin words, numbers and codes stay in one piece.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

_NO_START = frozenset("、。，．,.!?;:！？；：％‰%℃°′″～·・•々ヽヾゝゞー›»ˉˇ／/|｜\\")
_NO_END = frozenset("￥¥＄$£€＃#№§")
_CLOSING = frozenset(("Pe", "Pf"))
_OPENING = frozenset(("Ps", "Pi"))
_PAIRED = frozenset("—…⋯－")
_HALF_BLANK = frozenset("、。，．！？；：）〕］｝〉》」』】〗”’")
_GLUE = frozenset("\u200d\u2060\ufeff\u00a0")
_WIDE_QUOTES = frozenset("“”‘’…—·")


@lru_cache(maxsize=16384)
def never_starts(char: str) -> bool:
    """Whether a character must not stand first in a line."""
    return char in _NO_START or unicodedata.category(char) in _CLOSING


@lru_cache(maxsize=16384)
def never_ends(char: str) -> bool:
    """Whether a character must not stand last in a line."""
    return char in _NO_END or unicodedata.category(char) in _OPENING


@lru_cache(maxsize=16384)
def is_wide(char: str) -> bool:
    """Whether a character is set on the Chinese square (ideographs, full-width marks, pictographs)."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFF60
        or code > 0xFFFF
        or (char in _WIDE_QUOTES)
    )


@lru_cache(maxsize=16384)
def is_ideograph(char: str) -> bool:
    """Whether a character is a Chinese character (and not a mark)."""
    return is_wide(char) and unicodedata.category(char) in {"Lo", "Nl"}


@lru_cache(maxsize=16384)
def is_word(char: str) -> bool:
    """Whether a character belongs to a Latin word, a number or a code."""
    return not is_wide(char) and not char.isspace()


@lru_cache(maxsize=16384)
def sticks_to_previous(char: str) -> bool:
    """Whether a character modifies the one before it: accents, variation selectors, skin tones, joiners."""
    return char in _GLUE or unicodedata.category(char).startswith("M") or 0x1F3FB <= ord(char) <= 0x1F3FF


def is_half_blank(char: str) -> bool:
    """Whether the right half of a full-width mark is empty, so that it may be squeezed at the end of a line."""
    return char in _HALF_BLANK


AUTO_SPACE = 0.16
"""Room between Chinese and Latin, as a share of the size; no space character is added to the text."""


class Kind(IntEnum):
    """What a character is for the spacing around it."""

    OTHER = 0
    IDEOGRAPH = 1
    ALPHANUMERIC = 2
    CLOSING = 3
    OPENING = 4


class _Kinds(dict[str, Kind]):
    """The kind of each character, found out when first asked."""

    def __missing__(self, char: str) -> Kind:
        if is_ideograph(char):
            kind = Kind.IDEOGRAPH
        elif char.isalnum() and not is_wide(char):
            kind = Kind.ALPHANUMERIC
        elif is_half_blank(char):
            kind = Kind.CLOSING
        else:
            opening = is_wide(char) and unicodedata.category(char) in _OPENING
            kind = Kind.OPENING if opening else Kind.OTHER
        self[char] = kind
        return kind


KINDS: Mapping[str, Kind] = _Kinds()
BETWEEN: Mapping[tuple[Kind, Kind], float] = {
    (Kind.IDEOGRAPH, Kind.ALPHANUMERIC): AUTO_SPACE,
    (Kind.ALPHANUMERIC, Kind.IDEOGRAPH): AUTO_SPACE,
    (Kind.CLOSING, Kind.CLOSING): -0.5,
    (Kind.CLOSING, Kind.OPENING): -0.5,
    (Kind.OPENING, Kind.OPENING): -0.5,
}
"""Room between two kinds as a share of the size; two full-width marks leave a hole that is closed by half a square."""


@lru_cache(maxsize=65536)
def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after in {" ", "\t"} or sticks_to_previous(after) or before in _GLUE:
        return False
    if never_starts(after) or never_ends(before):
        return False
    if before in {" ", "\t"}:
        return True
    if before == after and before in _PAIRED:
        return False
    return not (is_word(before) and is_word(after))


def break_points(text: str | Sequence[str]) -> list[bool]:
    """Return, for each index, whether a line may begin there."""
    points = [False] * len(text)
    for index in range(1, len(text)):
        points[index] = may_break(text[index - 1], text[index])
    return points
