"""What a file really is, whatever its name says, and whether its packing is safe to open."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import IO
from xml.parsers import expat

from app.formats.sheets import MOST_COLUMNS, MOST_ROWS, Span, SpreadsheetError, check_size

MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 5000
PIECE = 1 << 20
TAIL = 400
"""Bytes kept from one piece to the next, so that no cell is cut in two."""
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OTHERS = (
    (b"%PDF", " PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"SQLite format 3", "数据库文件"),
)
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,9})\"[^>]*?[^/]>")
PLACE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,9})\"")


class Form(Enum):
    """What a file turned out to be."""

    XLSX = "Excel 工作簿（.xlsx）"
    XLS = "Excel 97-2003 工作簿（.xls）"
    ODS = "OpenDocument 表格（.ods）"
    TEXT = "文本表格"


def form_of(data: bytes) -> Form:
    """Return what a file's content is; its name does not count.

    Raises:
        SpreadsheetError: empty, too large, protected by a password, or no spreadsheet at all.

    """
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise SpreadsheetError("这个文件是空的。", todo="请核对选的文件，或者重新另存一份。")
    if len(data) > MOST_BYTES:
        raise SpreadsheetError(
            f"文件有 {len(data) // 1024 // 1024} MB，最多读 {MOST_BYTES // 1024 // 1024} MB。",
            todo="请去掉表格里的图片，或分成几个文件再导入。",
        )
    if data.startswith(OLE):
        return _ole_form(data)
    if data.startswith(ZIP):
        return _zip_form(data)
    for sign, words in OTHERS:
        if data.startswith(sign):
            raise SpreadsheetError(f"这是{words}，不是表格。", todo="请选 .xlsx、.xls、.ods 或 .csv 文件。")
    _refuse_markup(data)
    return Form.TEXT


def _ole_form(data: bytes) -> Form:
    if _utf16("EncryptedPackage") in data:
        raise SpreadsheetError("这个表格设了打开密码。", todo="请用 Excel 或 WPS 打开，取消密码后另存，再导入。")
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return Form.XLS
    if _utf16("WordDocument") in data:
        raise SpreadsheetError(
            "这是 Word 文档，不是表格。", todo="请把里面的表格复制到 Excel 或 WPS 表格里另存，再导入。"
        )
    raise SpreadsheetError("这个文件不是表格，或已损坏。", todo="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _zip_form(data: bytes) -> Form:
    names = {part.filename for part in _parts(data)}
    if "xl/workbook.xml" in names or any(name.startswith("xl/") for name in names):
        return Form.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Form.ODS
    if any(name.startswith("word/") for name in names):
        raise SpreadsheetError(
            "这是 Word 文档，不是表格。", todo="请把里面的表格复制到 Excel 或 WPS 表格里另存，再导入。"
        )
    raise SpreadsheetError("这是压缩包，不是表格。", todo="请先解压，再选里面的表格文件。")


def _refuse_markup(data: bytes) -> None:
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    resave = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and head.startswith(b"<?xml"):
        raise SpreadsheetError("这是 XML 格式的旧表格。", todo=resave)
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")) or b"<html" in head[:1024]:
        raise SpreadsheetError("这个文件实际是网页，只是名字像表格。", todo=resave)
    if head.startswith(b"{\\rtf"):
        raise SpreadsheetError("这是写字板文档，不是表格。", todo=resave)


# --- what lies in the packing ---


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise broken() from fault
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SpreadsheetError(
            "这个文件解开后过大，没有打开。", todo="请用 Excel 或 WPS 打开，只留需要的表，另存后再导入。"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise SpreadsheetError("这个表格设了打开密码。", todo="请用 Excel 或 WPS 打开，取消密码后另存，再导入。")
    return parts


def broken() -> SpreadsheetError:
    """Return what is said of a file that cannot be read to its end."""
    return SpreadsheetError("这个文件已损坏或不完整，读不出来。", todo="请用 Excel 或 WPS 打开，另存一份后再导入。")


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    kept = b""
    while piece := source.read(PIECE):
        yield kept + piece
        kept = (kept + piece)[-TAIL:]


def check_xlsx(data: bytes) -> None:
    """Unpack every part once, at most as much as it declares, and see how far the cells with content reach.

    The reader lays a sheet out as a full rectangle, so a single cell at the far corner would take all memory.

    Raises:
        SpreadsheetError: broken, or too many rows or columns.

    """
    parts = _parts(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in parts:
                with packed.open(part) as source:
                    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
                    rows = columns = 0
                    for piece in _pieces(source):
                        if is_sheet:
                            rows, columns = _reach(piece, rows, columns)
                            check_size(rows, columns)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
        raise broken() from fault


def _reach(piece: bytes, rows: int, columns: int) -> tuple[int, int]:
    bare = False
    for about, empty in CELL.findall(piece):
        found = PLACE.search(b" " + about)
        if found is None:
            bare = True
        elif not empty:
            rows, columns = max(rows, int(found[2])), max(columns, _column_number(found[1]))
    if bare:  # cells without a place of their own stand in their row, one after the other
        rows = max([rows, *(int(number) for number in ROW.findall(piece))])
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


class _OdsTable:
    """Follows one table's places while its XML is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.spans: list[Span] = []
        self.row = self.column = 0
        self.rows = self.columns = 0
        self.row_repeat = self.cell_repeat = 1


class OdsScan:
    """Reads an .ods sheet's outline: how far its content reaches and which cells are merged."""

    def __init__(self) -> None:
        self.tables: list[_OdsTable] = []

    def read(self, data: bytes) -> dict[str, list[Span]]:
        """Return the merged cells by table name.

        Raises:
            SpreadsheetError: broken, or too many rows or columns.

        """
        _parts(data)
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("content.xml") as source:
                while piece := source.read(PIECE):
                    parser.Parse(piece)
                parser.Parse(b"", True)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, expat.ExpatError, ValueError, OSError) as fault:
            raise broken() from fault
        return {table.name: table.spans for table in self.tables}

    def _refuse(self, *_about: object) -> None:
        raise broken()

    def _start(self, name: str, about: dict[str, str]) -> None:
        if name == "table:table":
            self.tables.append(_OdsTable(about.get("table:name", "")))
        elif not self.tables:
            return
        elif name == "table:table-row":
            table = self.tables[-1]
            table.column, table.row_repeat = 0, int(about.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell(self.tables[-1], about)

    def _cell(self, table: _OdsTable, about: dict[str, str]) -> None:
        table.cell_repeat = int(about.get("table:number-columns-repeated", 1))
        if "office:value-type" in about:
            table.rows = max(table.rows, table.row + table.row_repeat)
            table.columns = max(table.columns, table.column + table.cell_repeat)
            check_size(table.rows, table.columns)
        down, right = (int(about.get(f"table:number-{way}-spanned", 1)) for way in ("rows", "columns"))
        if (down > 1 or right > 1) and table.row < MOST_ROWS and table.column < MOST_COLUMNS:
            table.spans.append(Span(table.row, table.column, table.row + down - 1, table.column + right - 1))

    def _end(self, name: str) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        if name in ("table:table-cell", "table:covered-table-cell"):
            table.column += table.cell_repeat
        elif name == "table:table-row":
            table.row += table.row_repeat
