"""The one tokeniser of the search: what is indexed of a record, and what a typed query asks of the index.

A name becomes single characters; its pinyin and initials start anew at each syllable; numbers are indexed by every
ending of four or more figures. So 张, 张三, zs, zhangsan, san, 1381234 and 0427 all find it. Each engine has one
adapter that writes these terms in its own language.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from app.rules.pinyin import is_han, readings, sort_reading

CHARACTERS, PINYIN, INITIALS, DIGITS = "nm", "py", "ini", "ph"
"""The index's columns."""

BARRIER = "\ue000"
"""Stands between unrelated texts, so that no phrase runs across."""

SHORTEST_ENDING = 4
MOST_SYLLABLES = 30
MOST_READINGS = 16
JOINERS = re.compile(r"(?<=\d)[\s-]+(?=\d)")
NUMBERED = re.compile(r"[\u4e00-\u9fff]{0,4}[〔\[(【](\d{4})[〕\])】]第?(\d+)号?")
"""A file, consultation or contract number as it is printed: 咨〔2026〕0001."""
NOT_ALNUM = re.compile(r"[^0-9a-z]+")


class TermKind(StrEnum):
    """How a term matches."""

    PHRASE = "phrase"
    """All tokens, one directly after the other."""
    PREFIX = "prefix"
    """One token that begins with the given one."""


@dataclass(frozen=True)
class IndexTerms:
    """The texts of a record for the index, tokens separated by single spaces.

    Attributes:
        characters: column `nm`.
        pinyin: column `py`.
        initials: column `ini`.
        digits: column `ph`.

    """

    characters: str
    pinyin: str
    initials: str
    digits: str


@dataclass(frozen=True)
class Term:
    """One condition of a query: it holds when any of the columns matches."""

    kind: TermKind
    columns: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """A typed query: all terms must match; without terms nothing is found."""

    terms: tuple[Term, ...]
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.terms


def index_terms(name: str, phones: Sequence[str], ids: Sequence[str], extra_text: str = "") -> IndexTerms:
    """Return what is indexed of a record.

    Args:
        name: the name, with other names after a space.
        phones: telephone numbers.
        ids: identity, file and other numbers.
        extra_text: further words to be found by their characters, not by pinyin.

    """
    clean = _plain(name)
    characters = _tokens(clean)
    further = _tokens(_plain(extra_text))
    if further:
        characters = [*characters, BARRIER, *further]
    sounds, letters = _sounds(clean)
    return IndexTerms(
        characters=" ".join(characters),
        pinyin=" ".join(sounds),
        initials=" ".join(letters),
        digits=" ".join(dict.fromkeys(ending for number in (*phones, *ids) for ending in _endings(number))),
    )


def parse_query(text: str) -> Query:
    """Return what a typed query asks for; punctuation is ignored.

    Chinese characters are looked for one after the other in names, letters in pinyin, initials and Latin words, figures
    in numbers (and in names such as “3号楼”). A printed number (民代〔2026〕0001) is looked for by its figures.
    """
    plain = JOINERS.sub("", NUMBERED.sub(r" \1\2 ", _plain(text))).replace("ü", "v")
    terms = [term for run in _runs(plain) for term in _run_terms(run)]
    return Query(tuple(dict.fromkeys(terms)), text.strip())


def pinyin_key(name: str) -> str:
    """Return the key that names are sorted by: their syllables, a tab (before any letter), the name itself."""
    words = _plain(name)
    syllables = [sort_reading(char, is_first=place == 0) if is_han(char) else char for place, char in enumerate(words)]
    spaced = "".join(f" {part} " if is_han(char) else part for char, part in zip(words, syllables, strict=True))
    return f"{' '.join(spaced.split())}\t{words}".strip()


def _plain(text: str) -> str:
    """Return text with one width, one case and plain spaces; accents but ü are kept as written."""
    wide = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(wide.lower().split())


def _runs(text: str) -> Iterable[str]:
    """Yield the runs of ideographs and of letters and figures; everything else separates."""
    run, was_han = "", False
    for char in f"{text} ":
        han = is_han(char)
        if run and (not char.isalnum() or han != was_han):
            yield run
            run = ""
        if char.isalnum():
            run, was_han = run + char, han


def _tokens(text: str) -> list[str]:
    return [token for run in _runs(text) for token in (run if is_han(run[0]) else (run,))]


def _run_terms(run: str) -> Iterable[Term]:
    if is_han(run[0]):
        yield Term(TermKind.PHRASE, (CHARACTERS,), tuple(run))
    elif any(char.isdigit() for char in run):
        yield Term(TermKind.PREFIX, (DIGITS, CHARACTERS), (run,))
    else:
        yield Term(TermKind.PREFIX, (INITIALS, PINYIN, CHARACTERS), (run,))


def _sounds(text: str) -> tuple[list[str], list[str]]:
    """Return the pinyin and the initials of each word from each syllable on, for every reading."""
    sounds: dict[str, None] = {}
    letters: dict[str, None] = {}
    for word in text.split():
        units = [readings(token) if is_han(token[0]) else (token,) for token in _tokens(word)]
        heard = [unit for unit in units if unit][:MOST_SYLLABLES]
        for reading in islice(product(*heard), MOST_READINGS):
            for place in range(len(reading)):
                sounds["".join(reading[place:])] = None
                letters["".join(syllable[0] for syllable in reading[place:])] = None
    return list(sounds), list(letters)


def _endings(number: str) -> Iterable[str]:
    """Yield a number and its endings of four or more figures."""
    plain = NOT_ALNUM.sub("", _plain(number))
    if 0 < len(plain) < SHORTEST_ENDING:
        yield plain
    for place in range(len(plain) - SHORTEST_ENDING + 1):
        yield plain[place:]
