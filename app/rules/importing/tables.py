"""Finds the table in a sheet: titles above it, the header (of one row or two), the rows, and what only looks like a row."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.rules.importing.fields import UNNEEDED, plain_header

LOOK_AT: Final = 30
"""So many rows from the top may come before the header."""
LONGEST_HEADER: Final = 24
FOOTER: Final = re.compile(
    r"^(合计|总计|小计|共计|累计|本页|以上|制表|填表|审核|统计人|经办|负责人签|注[:：]|备注[:：]|说明[:：]|第\s*\d+\s*页|打印日期|打印时间)"
)
COUNTING: Final = re.compile(r"\d{0,6}")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Record:
    """One row of a table.

    Attributes:
        line: its row number in the sheet, from 1.
        cells: in the order of the headers.

    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The table found in a sheet.

    Attributes:
        headers: one for each column; “第 3 列” where it has none.
        records: its rows.
        header_line: row number of the header in the sheet, from 1; 0 where there is none.
        left_out: row numbers of totals, footers and repeated headers.

    """

    headers: tuple[str, ...]
    records: tuple[Record, ...]
    header_line: int
    left_out: tuple[int, ...] = ()


def find_table(rows: Rows, known: Collection[str], header_line: int | None = None) -> Table:
    """Find header and rows of a sheet.

    Args:
        rows: all rows, of one width.
        known: headers that are known (`fields.all_words`).
        header_line: where the user says the header is, from 1; 0: there is none; None: to be found.

    """
    at = _find_header(rows, known) if header_line is None else header_line - 1
    depth = _depth(rows, at, known)
    headers = _headers(rows, at, depth)
    records: list[Record] = []
    left_out: list[int] = []
    for place in range(at + depth, len(rows)):
        cells = tuple(cell.strip() for cell in rows[place])
        if not any(cells):
            continue
        if _is_footer(cells, headers):
            left_out.append(place + 1)
        else:
            records.append(Record(place + 1, cells))
    return Table(headers, tuple(records), at + 1, tuple(left_out))


def _find_header(rows: Rows, known: Collection[str]) -> int:
    """Return the place of the row that most looks like a header; -1 where none does."""
    best, most = -1, 0.0
    for place, row in enumerate(rows[:LOOK_AT]):
        score = _likeness(row, known)
        if score > most:
            best, most = place, score
    return best


def _likeness(row: Sequence[str], known: Collection[str]) -> float:
    """Return how much a row looks like a header: known words count, long texts and figures count against it."""
    texts = [text for text in row if text.strip()]
    if len(set(texts)) < 2:
        return 0.0  # a title, also where its merged cell fills the row
    plain = {plain_header(text) for text in texts}
    hits = sum(word in known for word in plain)
    near = sum(any(len(other) > 1 and other in word for other in known) for word in plain if word not in known)
    against = sum(len(text) > LONGEST_HEADER or any(char.isdigit() for char in text) for text in texts)
    score = hits + near / 3 - against / 2
    return score if hits + near >= 2 else 0.0


def _depth(rows: Rows, at: int, known: Collection[str]) -> int:
    """Return of how many rows the header is: two where a group's word stands above several columns."""
    if at < 0 or at + 1 >= len(rows):
        return 1
    upper, lower = ([cell.strip() for cell in rows[place]] for place in (at, at + 1))
    repeated = any(left and left == right for left, right in pairwise(upper))
    differing = [low for high, low in zip(upper, lower, strict=True) if low and low != high]
    if not repeated or not differing:
        return 1
    return (
        2 if all(plain_header(text) in known or (len(text) < 8 and not _has_figures(text)) for text in differing) else 1
    )


def _has_figures(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _headers(rows: Rows, at: int, depth: int) -> tuple[str, ...]:
    width = len(rows[0]) if rows else 0
    if at < 0:
        return tuple(f"第 {place} 列" for place in range(1, width + 1))
    upper, lower = rows[at], rows[at + depth - 1]
    words = [" ".join((low or high).split()) for high, low in zip(upper, lower, strict=True)]
    return tuple(word or f"第 {place} 列" for place, word in enumerate(words, start=1))


def _is_footer(cells: tuple[str, ...], headers: tuple[str, ...]) -> bool:
    """Return whether a row only looks like one: a total, a signature, the header once more, a bare number."""
    filled = [cell for cell in cells if cell]
    if FOOTER.match(filled[0].replace(" ", "")) and len(set(filled)) <= max(3, len(headers) // 2):
        return True
    if len(filled) > 1 and sum(cell == header for cell, header in zip(cells, headers, strict=True)) >= len(filled) - 1:
        return True
    counted = {place for place, header in enumerate(headers) if plain_header(header) in UNNEEDED}
    return (
        bool(counted)
        and all(place in counted for place, cell in enumerate(cells) if cell)
        and all(COUNTING.fullmatch(cell) for cell in filled)
    )
