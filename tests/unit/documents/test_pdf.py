"""The printed pages: text as in the file, nothing torn apart that belongs together, page numbers, metadata."""

from dataclasses import replace
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from docx.shared import Pt

from app.documents.fonts import MissingGlyphError
from app.documents.model import (
    Block,
    Border,
    Cell,
    Document,
    Edges,
    FieldKind,
    Furniture,
    LineRule,
    PageBreak,
    PageField,
    Paragraph,
    ParagraphFormat,
    Row,
    Section,
    Span,
    Table,
    TextStyle,
)
from app.documents.pages import page_count, page_size, page_texts, pictures
from app.documents.pdf import preview, render, render_document
from app.errors import DocumentError
from tests.unit.documents.conftest import saved

STYLE = TextStyle("宋体", 12)
EXACT = ParagraphFormat(line_rule=LineRule.EXACT, line=20)
SECTION = Section(margins=(72, 72, 72, 72))
LINES_PER_PAGE = int((SECTION.height - 144) // 20)


def line(text: str, **layout: object) -> Paragraph:
    return Paragraph((Span(text, STYLE),), replace(EXACT, **layout), STYLE)  # type: ignore[arg-type]


def pages_of(*blocks: Block, section: Section = SECTION) -> list[list[str]]:
    rendered = render_document(Document((replace(section, blocks=blocks),)))
    return [text.split("\n") if text else [] for text in page_texts(rendered.pdf)]


def filler(count: int) -> list[Block]:
    return [line(f"行{number}") for number in range(count)]


def test_the_text_comes_out_as_it_went_in() -> None:
    text = "甲方：张三&<公司>，￥62,000.00元；𫖯〔2016〕7号“引”…… a@b.cn"
    assert pages_of(line(text)) == [[text]]


def test_a_heading_moves_with_the_text_below_it() -> None:
    first, second = pages_of(*filler(LINES_PER_PAGE - 1), line("第一条", keep_next=True), line("正文"))
    assert (first[-1], second) == (f"行{LINES_PER_PAGE - 2}", ["第一条", "正文"])


def test_neither_the_first_nor_the_last_line_of_a_paragraph_stands_alone() -> None:
    three = line("字" * 37 * 2 + "尾")
    first, second = pages_of(*filler(LINES_PER_PAGE - 1), three)
    assert len(second) == 3
    first, second = pages_of(*filler(LINES_PER_PAGE - 3), line("字" * 37 * 3 + "尾"))
    assert (len(first) - (LINES_PER_PAGE - 3), len(second)) == (2, 2)


def test_a_page_break_inside_a_paragraph_and_before_one() -> None:
    broken = Paragraph((Span("甲", STYLE), PageBreak(), Span("乙", STYLE)), EXACT, STYLE)
    assert pages_of(broken, line("丙", page_break_before=True)) == [["甲"], ["乙"], ["丙"]]


def test_space_above_is_dropped_at_the_top_of_a_page() -> None:
    gap = line("下一页", before=100.0)
    document = Document((replace(SECTION, blocks=(*filler(LINES_PER_PAGE), gap)),))
    assert page_count(render_document(document).pdf) == 2
    second = pictures(render_document(document).pdf, 1.0, range(1, 2))[0]
    first_ink = next(
        y for y in range(second.height) if min(second.rgba[y * second.width * 4 : (y + 1) * second.width * 4]) < 99
    )
    assert first_ink < 72 + 20


def test_the_footer_counts_the_pages() -> None:
    items = (
        Span("第", STYLE),
        PageField(FieldKind.PAGE, STYLE),
        Span("页共", STYLE),
        PageField(FieldKind.PAGES, STYLE),
        Span("页", STYLE),
    )
    section = replace(SECTION, footers=Furniture((Paragraph(items, EXACT, STYLE),)))
    pages = pages_of(*filler(LINES_PER_PAGE + 1), section=section)
    assert [page[-1] for page in pages] == ["第1页共2页", "第2页共2页"]


def test_first_and_even_pages_may_have_their_own_header() -> None:
    heads = Furniture((line("奇"),), (line("首"),), (line("偶"),))
    section = replace(SECTION, headers=heads, first_differs=True, even_differs=True)
    pages = pages_of(*filler(LINES_PER_PAGE * 2 + 1), section=section)
    assert [page[-1] for page in pages] == ["首", "偶", "奇"]


def table(rows: int, *, header: bool = False) -> Table:
    box = Edges(*(Border(0.5),) * 4)
    made = tuple(
        Row((Cell((line(f"格{number}"),), 0, edges=box),), 20, header=header and number == 0) for number in range(rows)
    )
    return Table((200.0,), made)


def test_a_table_breaks_between_rows_and_repeats_its_header() -> None:
    first, second = pages_of(table(LINES_PER_PAGE + 2, header=True))
    assert (first[0], first[-1]) == ("格0", f"格{LINES_PER_PAGE - 1}")
    assert second == ["格0", f"格{LINES_PER_PAGE}", f"格{LINES_PER_PAGE + 1}"]


def test_rows_joined_by_a_vertical_merge_stay_together() -> None:
    merged = Table(
        (100.0, 100.0),
        (
            Row((Cell((line("纵"),), 0, merge="restart"), Cell((line("一"),), 1)), 20),
            Row((Cell((line(""),), 0, merge="continue"), Cell((line("二"),), 1)), 20),
        ),
    )
    _, second = pages_of(*filler(LINES_PER_PAGE - 1), merged)
    assert "".join(second) == "纵一二"


def test_something_longer_than_a_page_is_still_all_there() -> None:
    chain = [line(f"行{number}", keep_next=True) for number in range(LINES_PER_PAGE * 2)]
    pages = pages_of(*chain)
    assert [text for page in pages for text in page] == [f"行{number}" for number in range(LINES_PER_PAGE * 2)]


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text).runs[0].font.size = Pt(12)
    return saved(document)


def test_a_missing_character_stops_the_pdf_but_not_the_preview() -> None:
    data = word("甲方：𠮷田")
    with pytest.raises(MissingGlyphError, match="𠮷") as refused:
        render(data, title="合同")
    assert [item.code for item in refused.value.missing] == ["U+20BB7"]
    shown = preview(data, title="合同")
    assert [item.char for item in shown.missing] == ["𠮷"]
    assert page_texts(shown.pdf) == ["甲方：〓田"]


def test_the_file_says_what_it_is_and_when_it_was_made() -> None:
    made = datetime(2026, 3, 5, 1, 2, 3, tzinfo=UTC)
    document = pypdfium2.PdfDocument(render(word("正文"), title="委托代理合同", author="晨律", created=made))
    meta = document.get_metadata_dict()
    document.close()
    assert (meta["Title"], meta["Author"], meta["Creator"]) == ("委托代理合同", "晨律", "律顾台")
    assert meta["CreationDate"].startswith("D:20260305010203")


def test_the_same_file_gives_the_same_pdf() -> None:
    data = word("正文" * 300)
    assert render(data, title="合同") == render(data, title="合同")


def test_fonts_are_embedded_as_subsets() -> None:
    pdf = render(word("正文"), title="合同")
    assert len(pdf) < 40_000
    assert b"/FontFile2" in pdf


def test_pictures_are_pages_at_the_asked_scale() -> None:
    pdf = render(word("正文"), title="合同")
    width, height = page_size(pdf, 0)
    (picture,) = pictures(pdf, 2.0)
    assert (picture.width / 2, picture.height / 2) == pytest.approx((width, height), abs=1)
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert picture.png().startswith(b"\x89PNG")
    assert set(picture.rgba[3::4]) == {255}
    assert pictures(pdf, 1.0, range(5, 9)) == []


def test_what_is_no_pdf_is_refused_in_words() -> None:
    with pytest.raises(DocumentError, match="打不开"):
        pictures(b"no pdf")
