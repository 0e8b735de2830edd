"""Reads a spreadsheet of any usual kind into plain rows: .xlsx, .xls, .ods, .csv, .tsv, or what was copied from one."""

import io
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from app.formats.containers import MOST_BYTES, Form, OdsScan, broken, check_xlsx, form_of
from app.formats.delimited import decode, read_delimited
from app.formats.sheets import MOST_ROWS, Sheet, Span, Spreadsheet, SpreadsheetError, check_size, make_sheet

__all__ = ["Sheet", "Spreadsheet", "SpreadsheetError", "read_bytes", "read_file", "read_pasted"]

PASTED = "粘贴的表格"


def read_file(path: Path) -> Spreadsheet:
    """Read a file from disk.

    Raises:
        SpreadsheetError: it is not there, in use, or no spreadsheet that can be read; in words for the user.

    """
    try:
        with path.open("rb") as source:
            data = source.read(MOST_BYTES + 1)
    except PermissionError as fault:
        raise SpreadsheetError(
            f"打不开“{path.name}”。", todo="请先在 Excel 或 WPS 里关闭它，再导入；也可能您没有读它的权限。"
        ) from fault
    except OSError as fault:
        raise SpreadsheetError(f"找不到或读不了“{path.name}”。", todo="请核对文件还在不在，U 盘有没有拔掉。") from fault
    return read_bytes(path.name, data)


def read_pasted(text: str) -> Spreadsheet:
    """Read rows copied from a spreadsheet (tabs between cells).

    Raises:
        SpreadsheetError: nothing but blanks, or too much.

    """
    if not text.strip():
        raise SpreadsheetError("剪贴板里没有表格。", todo="请先在表格里选中要导入的行（连同表头）复制，再粘贴。")
    sheet, _ = read_delimited(PASTED, text)
    return _spreadsheet(PASTED, "从剪贴板粘贴", [sheet])


def read_bytes(name: str, data: bytes) -> Spreadsheet:
    """Read a file's content.

    Raises:
        SpreadsheetError: see `read_file`.

    """
    form = form_of(data)
    if form is Form.TEXT:
        text, encoding = decode(data)
        sheet, delimiter = read_delimited(Path(name).stem, text)
        return _spreadsheet(name, f"{form.value}（{encoding}，{delimiter}分隔）", [sheet])
    if form is Form.XLSX:
        check_xlsx(data)
    merged = OdsScan().read(data) if form is Form.ODS else {}
    return _spreadsheet(name, form.value, _workbook(data, merged))


def _spreadsheet(name: str, form: str, sheets: list[Sheet]) -> Spreadsheet:
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise SpreadsheetError("表格里没有内容。", todo="请核对选的文件和工作表。")
    return Spreadsheet(name, form, filled)


def _workbook(data: bytes, merged: dict[str, list[Span]]) -> list[Sheet]:
    """Let the library read a workbook; whatever it stumbles over is a broken file, also where it panics."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_sheet(book.get_sheet_by_name(name), merged.get(name)) for name in book.sheet_names]
    except PasswordError as fault:
        raise SpreadsheetError(
            "这个表格设了打开密码。", todo="请用 Excel 或 WPS 打开，取消密码后另存，再导入。"
        ) from fault
    except SpreadsheetError:
        raise
    except (CalamineError, ValueError, OSError, MemoryError, OverflowError) as fault:
        raise broken() from fault
    except BaseException as fault:  # a panic of the library is no Exception
        if type(fault).__name__ == "PanicException":
            raise broken() from fault
        raise


def _sheet(sheet: CalamineSheet, spans: list[Span] | None) -> Sheet:
    check_size(sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    if spans is None:
        ranges = sheet.merged_cell_ranges or []
        spans = [Span(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
    return make_sheet(sheet.name, rows, spans)
