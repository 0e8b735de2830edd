"""Writes tables as .xlsx: numbers of people and papers as text, nothing that a spreadsheet would run as a formula."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.formats.columns import Column, Value

__all__ = ["Column", "Value", "workbook_bytes"]

DAY_FORMAT, MOMENT_FORMAT, MONEY_FORMAT, TEXT_FORMAT = "yyyy年m月d日", "yyyy-mm-dd hh:mm", "#,##0.00", "@"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell may not begin with, or a spreadsheet takes it for a formula."""
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 32_000
FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
TELL_EACH = 200


def workbook_bytes(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    told: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Return one sheet as the bytes of an .xlsx file.

    Args:
        title: name of the sheet.
        columns: headers, frozen at the top.
        rows: in the order of the columns. Text stays text, figures and all; numbers are amounts in 元; instants
            must be in the zone they are to be read in.
        told: gets the number of rows written so far, now and then; may raise to stop.

    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(FORBIDDEN_IN_TITLE.sub(" ", title)[:31])
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = "A2"
    try:
        sheet.append([_header(sheet, column.title) for column in columns])
        count = _write(sheet, rows, told)
    except BaseException:  # also when stopped: the library keeps what was written so far in a file of its own
        sheet.close()
        sheet._writer.cleanup()
        raise
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _write(sheet: Any, rows: Iterable[Sequence[Value]], told: Callable[[int], None]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        sheet.append([_cell(sheet, value) for value in row])
        if count % TELL_EACH == 0:
            told(count)
    return count


def _header(sheet: Any, title: str) -> Any:
    cell = _cell(sheet, title)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF4")
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    cell: Any
    match value:
        case datetime():
            cell = WriteOnlyCell(sheet, value.replace(tzinfo=None, second=0, microsecond=0))
            cell.number_format = MOMENT_FORMAT
        case date():
            cell = WriteOnlyCell(sheet)
            cell.value = value
            cell.number_format = DAY_FORMAT
        case int() | float():
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = MONEY_FORMAT
        case _:
            cell = _text_cell(sheet, value or "")
    return cell


def _text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that stays text whatever it begins with: typed as text, formatted as text, quoted where needed."""
    clean = UNWRITABLE.sub("", text).lstrip("\t\r")[:LONGEST_TEXT]
    cell: Any = WriteOnlyCell(sheet, "")
    cell.value = clean
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    if clean.startswith(DANGEROUS):
        cell.quotePrefix = True
    if "\n" in clean:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
