"""Text tables: .csv and .tsv as Excel, WPS and other programs of the last twenty years wrote them."""

import csv
import io
from collections.abc import Sequence
from statistics import median

from app.formats.sheets import MOST_ROWS, Sheet, SpreadsheetError, check_size, make_sheet

DELIMITERS = {",": "逗号", "\t": "制表符", ";": "分号", "，": "中文逗号", "|": "竖线"}
SAMPLE = 40
LONGEST_CELL = 100_000
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"), (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"))


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding: told by its mark, else UTF-8, else GB18030.

    Text in GB18030 (and GBK, GB2312) is hardly ever valid UTF-8 by chance, so the stricter one is tried first.

    Raises:
        SpreadsheetError: neither fits.

    """
    for mark, codec, name in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as fault:
                raise _unreadable() from fault
    for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise _unreadable()


def _unreadable() -> SpreadsheetError:
    return SpreadsheetError(
        "文件里的文字读不出来，既不是 UTF-8 也不是 GB18030。", todo="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
    )


def read_delimited(name: str, text: str) -> tuple[Sheet, str]:
    """Return the rows of a text table and the word for what separates its columns.

    Raises:
        SpreadsheetError: a quotation that never ends, or too many rows.

    """
    delimiter = sniff(text)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = _rows(text, delimiter)
    except csv.Error as fault:
        raise SpreadsheetError(
            "文件里有没有配对的引号，或者某一格过长。", todo="请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
        ) from fault
    finally:
        csv.field_size_limit(before)
    return make_sheet(name, rows), DELIMITERS[delimiter]


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            check_size(len(rows), len(row))
    return rows


def sniff(text: str) -> str:
    """Return what separates the columns: what stands equally often in most of the first lines, outside quotes."""
    lines = _first_lines(text)
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [_count(line, delimiter) for line in lines]
        filled = [count for count in counts if count]
        if not filled:
            continue
        usual = median(filled)
        agreeing = sum(count == usual for count in counts) / len(counts)
        score = agreeing * min(usual, 30) * (0.5 if delimiter in "，|" else 1)
        if score > most:
            best, most = delimiter, score
    return best


def _first_lines(text: str) -> Sequence[str]:
    lines = [line for line in text[:200_000].splitlines() if line.strip()]
    return lines[:SAMPLE]


def _count(line: str, delimiter: str) -> int:
    count, quoted = 0, False
    for char in line:
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            count += 1
    return count
