"""Reading Word: styles, numbering, tables and fields as they are; anything else is named, never dropped."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from app.documents.docx_numbering import chinese_count
from app.documents.docx_problems import UnsupportedElementError
from app.documents.docx_reader import find_unsupported, read_docx
from app.documents.model import Align, Document, LineRule, PageBreak, PageField, Paragraph, Picture, Span, Table
from app.errors import DocumentError
from tests.unit.documents.conftest import saved

Word = docx.document.Document
W = nsdecls("w")


def read(document: Word) -> Document:
    return read_docx(saved(document))


def blocks(document: Word) -> tuple[Paragraph | Table, ...]:
    return read(document).sections[0].blocks


def only(document: Word) -> Paragraph:
    (block,) = blocks(document)
    assert isinstance(block, Paragraph)
    return block


def test_run_looks_come_from_the_run_over_its_style_over_the_defaults() -> None:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(14)
    paragraph = document.add_paragraph()
    run = paragraph.add_run("字")
    run.bold = run.underline = True
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    plain = paragraph.add_run("常")
    plain.font.superscript = True
    first, second = (item for item in only(document).items if isinstance(item, Span))
    assert (first.style.font, first.style.size, first.style.bold, first.style.underline) == (
        "仿宋_GB2312",
        14,
        True,
        True,
    )
    assert (second.style.bold, second.style.rise > 0) == (False, True)


def test_paragraph_layout_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("字")
    layout = paragraph.paragraph_format
    layout.alignment, layout.line_spacing, layout.space_before = WD_ALIGN_PARAGRAPH.JUSTIFY, Pt(22), Pt(6)
    layout.keep_with_next, layout.left_indent = True, Pt(10)
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    paragraph.runs[0].font.size = Pt(12)
    form = only(document).format
    assert (form.align, form.line_rule, form.line, form.before) == (Align.JUSTIFY, LineRule.EXACT, 22, 6)
    assert (form.keep_next, form.left, form.first) == (True, 10, 24)


def test_line_breaks_tabs_and_page_breaks_are_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲\t乙\n丙")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("丁")
    items = only(document).items
    assert [item.text for item in items if isinstance(item, Span)] == ["甲\t乙\n丙", "丁"]
    assert isinstance(items[1], PageBreak)


def test_page_fields_are_fields_and_their_stored_results_are_not_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("第")
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> NUMPAGES </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>9</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    paragraph._p.append(parse_xml(f'<w:fldSimple {W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    items = only(document).items
    assert [item.kind.value for item in items if isinstance(item, PageField)] == ["NUMPAGES", "PAGE"]
    assert only(document).text == "第"


def test_numbered_paragraphs_count() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("丙", style="List Bullet")
    assert read(document).text.split("\n") == ["1.\t甲", "2.\t乙", "•\t丙"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十"), (0, "零")],
)
def test_chinese_numbers_are_counted_as_in_headings(number: int, words: str) -> None:
    assert chinese_count(number) == words


def test_tables_keep_merges_widths_and_borders() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "纵"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "横"
    (read_table,) = blocks(document)
    assert isinstance(read_table, Table)
    assert [[(cell.span, cell.merge) for cell in row.cells] for row in read_table.rows] == [
        [(1, "restart"), (1, ""), (1, "")],
        [(1, "continue"), (1, ""), (1, "")],
        [(1, ""), (2, "")],
    ]
    assert sum(read_table.columns) == pytest.approx(432, abs=1)
    assert all(cell.edges.top.width == 0.5 for cell in read_table.rows[0].cells)


def test_a_picture_in_the_line_is_read_with_its_size() -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(buffer, "PNG")
    document = docx.Document()
    document.add_paragraph().add_run().add_picture(io.BytesIO(buffer.getvalue()), Pt(30), Pt(20))
    (picture,) = only(document).items
    assert isinstance(picture, Picture)
    assert (picture.data, picture.width, picture.height) == (buffer.getvalue(), 30, 20)


def test_each_section_has_its_own_page_and_inherits_headers() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("甲")
    section = document.add_section()
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("乙")
    first, second = read(document).sections
    assert (first.width < first.height, second.width > second.height) == (True, True)
    assert first.headers.default == second.headers.default
    assert [section.blocks[0] for section in (first, second)] != []


def _anchor(document: Word) -> None:
    run = document.add_paragraph("合同正文第一段").add_run()
    xml = f"<w:drawing {nsdecls('w', 'wp')}><wp:anchor/></w:drawing>"
    run._r.append(parse_xml(xml))


def _with(xml: str) -> Callable[[Word], None]:
    def change(document: Word) -> None:
        document.add_paragraph("合同正文第一段")._p.append(parse_xml(xml))

    return change


def _columns(document: Word) -> None:
    document.sections[0]._sectPr.append(parse_xml(f'<w:cols {W} w:num="2"/>'))
    document.sections[0]._sectPr.remove(document.sections[0]._sectPr.find(qn("w:cols")))


def _emphasis(document: Word) -> None:
    document.add_paragraph().add_run("重").font.element.get_or_add_rPr().append(parse_xml(f'<w:em {W} w:val="dot"/>'))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (_anchor, "浮动图片"),
        (_with(f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>新</w:t></w:r></w:ins>'), "修订痕迹（插入）"),
        (_with(f'<w:del {W} w:id="1" w:author="a"/>'), "修订痕迹（删除）"),
        (_with(f'<w:r {W}><w:footnoteReference w:id="1"/></w:r>'), "脚注"),
        (_with(f"<w:r {W}><w:pict/></w:r>"), "旧式图形或文本框（VML）"),
        (_with(f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), "符号字体里的字符"),
        (_with(f'<w:fldSimple {W} w:instr="DATE"/>'), "域 DATE"),
        (_with(f'<w:commentRangeStart {W} w:id="0"/>'), "批注"),
        (_columns, "分栏"),
        (_emphasis, "着重号"),
        (_with(f"<w:neverHeardOf {W}/>"), "元素 neverHeardOf"),
    ],
)
def test_what_is_outside_the_subset_is_named(change: Callable[[Word], None], name: str) -> None:
    document = docx.Document()
    change(document)
    with pytest.raises(UnsupportedElementError) as refused:
        read(document)
    assert [element.name for element in refused.value.elements] == [name]
    assert name in refused.value.text
    assert any(name in found for found in find_unsupported(saved(document)))


def test_the_place_of_an_unsupported_element_is_told() -> None:
    document = docx.Document()
    _anchor(document)
    assert find_unsupported(saved(document)) == ["浮动图片（在“合同正文第一段”附近）"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.4"])
def test_what_is_no_word_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DocumentError, match="不是 Word 文档"):
        read_docx(data)


def test_a_word_file_without_its_main_part_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "no word")
    with pytest.raises(DocumentError, match="不是 Word 文档"):
        read_docx(buffer.getvalue())
