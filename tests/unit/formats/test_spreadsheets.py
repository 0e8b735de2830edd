"""Files of other programs: every usual kind is read, every bad one refused in a sentence that says what to do."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.formats import containers
from app.formats.sheets import MOST_COLUMNS, Spreadsheet, SpreadsheetError
from app.formats.spreadsheets import read_bytes, read_file, read_pasted
from app.formats.xlsx_export import Column, Value, workbook_bytes

NINE_THIRTY = datetime.fromisoformat("2024-03-05 09:30")
DATA = Path(__file__).parents[2] / "data" / "spreadsheets"


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    """Return a workbook as another program writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rows_of(read: Spreadsheet) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the first sheet."""
    return read.sheets[0].rows


def with_part(data: bytes, name: str, text: str) -> bytes:
    """Return a packed file with one part replaced."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, text if part == name else old.read(part))
    return kept.getvalue()


# --- what is read ---


def test_numbers_are_written_out_and_dates_alike() -> None:
    made = xlsx((13800000000, 3.5, date(2024, 3, 5), NINE_THIRTY, True, "001"))
    assert rows_of(read_bytes("a.xlsx", made)) == (
        ("13800000000", "3.5", "2024-03-05", "2024-03-05 09:30", "是", "001"),
    )


def test_a_long_number_that_was_rounded_is_marked_and_one_kept_as_text_is_whole() -> None:
    read = read_bytes("a.xlsx", xlsx((110105194912310020, "11010519491231002X", 123456789012345)))
    assert rows_of(read)[0][1:] == ("11010519491231002X", "123456789012345")
    assert read.sheets[0].lost == {(0, 0)}


@pytest.mark.parametrize(
    ("text", "expected", "lost"),
    [
        ("1.10105E+17", "1.10105E+17", True),
        ("'110105194912310020", "110105194912310020", False),
        ('="0311001"', "0311001", False),
        ("1.5E+3", "1.5E+3", False),
        ("\u200e138\u202c0000", "1380000", False),
    ],
)
def test_marks_of_text_fall_away_and_scientific_figures_are_lost(text: str, expected: str, lost: bool) -> None:
    quoted = text.replace('"', '""')
    read = read_bytes("a.csv", f'姓名,号码\n甲,"{quoted}"\n'.encode())
    assert rows_of(read)[1][1] == expected
    assert bool(read.sheets[0].lost) is lost


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("clients.xlsx", "Excel 工作簿（.xlsx）"),
        ("consultations.xls", "Excel 97-2003 工作簿（.xls）"),
        ("group.ods", "OpenDocument 表格（.ods）"),
        ("register.csv", "文本表格（GB18030，逗号分隔）"),
    ],
)
def test_each_kind_is_told_by_its_content(name: str, form: str, tmp_path: Path) -> None:
    assert read_file(DATA / name).form == form
    disguised = tmp_path / "名单.dat"
    disguised.write_bytes((DATA / name).read_bytes())
    assert read_file(disguised).form == form


def test_merged_cells_are_filled_in_xlsx_and_ods() -> None:
    rows = rows_of(read_file(DATA / "clients.xlsx"))
    assert rows[5][8] == rows[9][8] == "河北衡舟律师事务所律师顾问服务群"
    assert {row[3] for row in rows_of(read_file(DATA / "group.ods"))[1:]} == {"长安区示范路 8 号"}


TABLE = "姓名,备注\n李桂兰,中文，逗号\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("gbk", "GB18030"), ("utf-16", "UTF-16")],
)
def test_encodings_are_told_apart(codec: str, name: str) -> None:
    read = read_bytes("a.csv", TABLE.encode(codec))
    assert rows_of(read)[1] == ("李桂兰", "中文，逗号")
    assert f"（{name}，" in read.form


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_are_told_apart_and_quotes_hold(delimiter: str) -> None:
    quoted = f'"裕华区{delimiter}示范路\n3 号"'
    text = "\n".join(delimiter.join(row) for row in (("姓名", "住址", "电话"), ("甲", quoted, "1"), ("乙", "x", "2")))
    assert rows_of(read_bytes("a.csv", text.encode())) == (
        ("姓名", "住址", "电话"),
        ("甲", f"裕华区{delimiter}示范路\n3 号", "1"),
        ("乙", "x", "2"),
    )


def test_rows_copied_from_a_spreadsheet_are_read() -> None:
    assert rows_of(read_pasted("姓名\t电话\n李,桂兰\t138\n")) == (("姓名", "电话"), ("李,桂兰", "138"))


# --- what is refused ---


def _bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (containers.MOST_UNPACKED + 1))
    return kept.getvalue()


def _lying() -> bytes:
    """Return a file whose part is longer than it declares."""
    data = bytearray(xlsx(("姓名",) * 100))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    return bytes(data)


def _far_cell(place: str) -> bytes:
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>'
    return with_part(xlsx(("姓名",)), "xl/worksheets/sheet1.xml", sheet)


def _ods(body: str, head: str = "") -> bytes:
    names = (
        "office=urn:oasis:names:tc:opendocument:xmlns:office:1.0 table=urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    )
    spaces = " ".join(f'xmlns:{one.partition("=")[0]}="{one.partition("=")[2]}"' for one in names.split())
    text = f'<?xml version="1.0"?>{head}<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="a">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", text)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        packed.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
    return kept.getvalue()


CELL = '<table:table-cell office:value-type="float" office:value="1"{}/>'
WIDE = CELL.format(' table:number-columns-repeated="900"')
TALL = f'<table:table-row table:number-rows-repeated="1000000">{CELL.format("")}</table:table-row>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf\r\n  ", "空的"),
        (b"%PDF-1.7 ...", "PDF 文件"),
        (b"\x89PNG\r\n", "图片"),
        (b"<html><body><table><tr><td>\xe5\xa7\x93", "网页"),
        ("﻿<!DOCTYPE html><table>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "XML 格式的旧表格"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word 文档"),
        (OLE + "Workbook".encode("utf-16-le"), "已损坏"),
        (OLE, "不是表格，或已损坏"),
        (b"PK\x03\x04 not really", "已损坏"),
        (xlsx(("姓名",))[:-300], "已损坏"),
        (with_part(xlsx(("姓名",)), "xl/workbook.xml", "<workbook><sheets>"), "已损坏"),
        (_bomb(), "过大"),
        (_lying(), "已损坏"),
        (_far_cell("XFD9"), "列"),
        (_far_cell("A1048576"), "行"),
        (_ods(TALL), "行"),
        (_ods(f"<table:table-row>{WIDE}</table:table-row>"), "列"),
        (_ods(f"<table:table-row>{CELL.format('')}</table:table-row>", LAUGHS), "已损坏"),
        (_ods("<table:table-row><table:table-cell/></table:table-row>"), "没有内容"),
        (b"a,b\n\xff\xff\x80,1", "读不出来"),
        (xlsx(("",)), "没有内容"),
        (",".join("x" * (MOST_COLUMNS + 1)).encode(), "列"),
    ],
)
def test_bad_files_are_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(SpreadsheetError) as caught:
        read_bytes("名单.xlsx", data)
    assert words in caught.value.what
    assert "没有导入任何资料。" in caught.value.text
    assert caught.value.todo


def test_a_packed_word_document_is_named() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    with pytest.raises(SpreadsheetError, match="Word 文档"):
        read_bytes("名单.xlsx", kept.getvalue())


def test_a_file_that_is_gone_or_closed_to_us_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError, match=r"名单\.xlsx"):
        read_file(tmp_path / "名单.xlsx")


def test_a_sheet_formatted_to_its_last_row_is_read() -> None:
    sheet = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row></sheetData></worksheet>'
    read = read_bytes("a.xlsx", with_part(xlsx(("姓名",)), "xl/worksheets/sheet1.xml", sheet))
    assert rows_of(read) == (("1",),)


# --- what is written ---


def test_exported_text_stays_text_and_runs_nothing() -> None:
    cells = ["=1+1", "+86 138", "-5", "@x", "\t=1", "11010519491231002X", "0001"]
    made = workbook_bytes("名[单]:*?/\\", [Column("号", 20)], [[cell] for cell in cells])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    for row, text in zip(sheet.iter_rows(min_row=2), cells, strict=True):
        assert (row[0].value, row[0].data_type, row[0].number_format) == (text.lstrip("\t"), "s", "@")
        assert row[0].quotePrefix is text.lstrip("\t").startswith(("=", "+", "-", "@"))
    assert sheet.freeze_panes == "A2"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")


def test_what_is_written_is_read_back() -> None:
    rows: list[list[Value]] = [
        ["=甲", date(2024, 3, 5), NINE_THIRTY, 1234.5, None],
        ["乙\x00\n二", None, None, None, "x"],
    ]
    read = read_bytes("a.xlsx", workbook_bytes("表", [Column(text) for text in "abcde"], rows))
    assert rows_of(read)[1:] == (
        ("=甲", "2024-03-05", "2024-03-05 09:30", "1234.5", ""),
        ("乙\n二", "", "", "", "x"),
    )


def test_writing_can_be_stopped() -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def told(done: int) -> None:
        if done >= 400:
            raise Stop

    with pytest.raises(Stop):
        workbook_bytes("表", [Column("a")], (["x"] for _ in range(1000)), told)
