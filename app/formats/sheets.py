"""What reading a spreadsheet gives: plain rows of text, with the places where the file itself has lost figures."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite

from app.errors import AppError

MOST_ROWS, MOST_COLUMNS = 100_000, 200
EXACT = 10**15
"""Spreadsheets keep 15 figures of a number; a longer one has lost its end."""
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?(\d{2,3})")
FORMULA_TEXT = re.compile(r'="((?:[^"]|"")*)"')


class SpreadsheetError(AppError):
    """A file cannot be read as a spreadsheet; nothing was taken over."""

    def __init__(self, what: str, *, todo: str = "") -> None:
        super().__init__(what, safe="没有导入任何资料。", todo=todo)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file.

    Attributes:
        name: of the sheet.
        rows: every row from the first on, all of one width; cells are text, "" where empty.
        lost: (row, column), from 0, of long numbers that the file holds only rounded.

    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    lost: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Spreadsheet:
    """A file that was read.

    Attributes:
        name: of the file.
        form: what it turned out to be, in words: “Excel 工作簿（.xlsx）”, “文本表格（GB18030，逗号分隔）”.
        sheets: those that hold anything.

    """

    name: str
    form: str
    sheets: tuple[Sheet, ...]


def cell_text(value: object) -> tuple[str, bool]:
    """Return a cell's value as text, and whether the file has lost figures of it.

    Whole numbers are written out, dates as 2024-03-05, instants as 2024-03-05 09:30.
    """
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number_text(value)
    return _plain_text(value), False


def _plain_text(value: object) -> str:
    match value:
        case bool():
            text = "是" if value else "否"
        case datetime():
            plain = value.replace(tzinfo=None)
            text = plain.date().isoformat() if plain.time() == time(0) else f"{plain:%Y-%m-%d %H:%M}"
        case date():
            text = value.isoformat()
        case time():
            text = f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            text = f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            text = ""
    return text


def _number_text(value: float) -> tuple[str, bool]:
    if not isfinite(value):
        return "", False
    if value != int(value):
        return f"{value:.15g}", False
    whole = int(value)
    return str(whole), abs(whole) >= EXACT


def text_of(raw: str) -> tuple[str, bool]:
    """Return typed text without the marks that only say “this is text”, and whether figures were lost."""
    text = "".join(char for char in raw if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cf"}).strip()
    if found := FORMULA_TEXT.fullmatch(text):
        text = found[1].replace('""', '"').strip()
    if len(text) > 1 and text[0] in "'’‘" and (text[1].isalnum() or text[1] in "+=-@"):
        text = text[1:]
    found = SCIENTIFIC.fullmatch(text)
    return text, int(found[1]) >= len(str(EXACT)) - 1 if found else False


def make_sheet(name: str, values: Sequence[Sequence[object]], merged: Sequence["Span"] = ()) -> Sheet:
    """Make a sheet of cell values: texts, equal widths, merged cells filled, empty rows at the end left out.

    Raises:
        SpreadsheetError: more rows or columns than anybody keeps by hand.

    """
    width = max((len(row) for row in values), default=0)
    check_size(len(values), width)
    lost: set[tuple[int, int]] = set()
    rows: list[list[str]] = []
    for number, row in enumerate(values):
        cells = [""] * width
        for place, value in enumerate(row):
            cells[place], is_lost = cell_text(value)
            if is_lost:
                lost.add((number, place))
        rows.append(cells)
    for span in merged:
        _fill(rows, span)
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(name, tuple(tuple(row) for row in rows), frozenset(lost))


@dataclass(frozen=True)
class Span:
    """A merged cell: its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


def _fill(rows: list[list[str]], span: Span) -> None:
    """Write a merged cell's text into every place it covers."""
    if span.top >= len(rows) or span.left >= len(rows[span.top]):
        return
    text = rows[span.top][span.left]
    for row in rows[span.top : span.bottom + 1]:
        for place in range(span.left, min(span.right + 1, len(row))):
            row[place] = row[place] or text


def check_size(rows: int, columns: int) -> None:
    """Refuse a sheet that is larger than anybody keeps by hand.

    Raises:
        SpreadsheetError: it is.

    """
    if rows > MOST_ROWS:
        raise SpreadsheetError(f"表格有 {rows:,} 行，一次最多读 {MOST_ROWS:,} 行。", todo="请分成几个文件再导入。")
    if columns > MOST_COLUMNS:
        raise SpreadsheetError(
            f"表格有 {columns:,} 列，最多读 {MOST_COLUMNS} 列。", todo="请删掉右边用不到的列，另存后再导入。"
        )
