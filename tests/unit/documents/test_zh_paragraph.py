"""Chinese lines: marks stay where they belong, justified lines are full, tabs reach their stops."""

import pytest

from app.documents.fonts import FontBook
from app.documents.model import Align, LineRule, PageField, ParagraphFormat, Span, TabStop, TextStyle
from app.documents.model import FieldKind as Field
from app.documents.zh_paragraph import ZhParagraph

BOOK = FontBook()
STYLE = TextStyle("宋体", 12)


def paragraph(text: str, **layout: object) -> ZhParagraph:
    return ZhParagraph([Span(text, STYLE)], ParagraphFormat(**layout), book=BOOK)  # type: ignore[arg-type]


def texts(setter: ZhParagraph, width: float) -> list[str]:
    return [setter.text[line.start : line.end] for line in setter.lines(width)]


def test_a_comma_does_not_begin_a_line() -> None:
    assert texts(paragraph("甲乙丙丁戊己，庚辛"), 12 * 6) == ["甲乙丙丁戊", "己，庚辛"]


def test_a_mark_with_an_empty_right_half_is_squeezed_into_the_line() -> None:
    assert texts(paragraph("甲乙丙丁戊己，庚辛"), 12 * 6.5) == ["甲乙丙丁戊己，", "庚辛"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert texts(paragraph("甲乙丙丁戊（己庚）"), 12 * 6) == ["甲乙丙丁戊", "（己庚）"]


def test_a_doubled_dash_is_not_torn_apart() -> None:
    assert texts(paragraph("甲乙丙丁戊——己"), 12 * 6) == ["甲乙丙丁戊", "——己"]


@pytest.mark.parametrize("word", ["lvgutai@example.com", "62,000.50", "31130000MD00000003"])
def test_a_latin_word_or_number_stays_whole(word: str) -> None:
    lines = texts(paragraph(f"甲乙丙丁戊己庚{word}辛"), 12 * 11)
    assert any(word in line for line in lines)
    assert len(lines) > 1


def test_a_word_wider_than_the_line_is_cut_rather_than_overrun() -> None:
    setter = paragraph("a" * 60)
    assert all(line.width <= 100.01 for line in setter.lines(100))


def test_justified_lines_are_exactly_as_wide_as_the_column_except_the_last() -> None:
    setter = paragraph("合同自双方签字或者盖章之日起生效，" * 6, align=Align.JUSTIFY)
    *full, last = setter.lines(301)
    assert [round(line.width, 2) for line in full] == [301.0] * len(full)
    assert last.width < 301


def test_the_first_line_is_indented_by_two_characters() -> None:
    first, second, *_ = paragraph("甲" * 30, first=24).lines(12 * 10)
    assert (first.pieces[0].x, first.end - first.start) == (24, 8)
    assert (second.pieces[0].x, second.end - second.start) == (0, 10)


def test_a_hanging_indent_moves_the_following_lines() -> None:
    first, second, *_ = paragraph("甲" * 30, left=24, first=-24).lines(12 * 10)
    assert (first.pieces[0].x, second.pieces[0].x) == (0, 24)


@pytest.mark.parametrize(("align", "left"), [(Align.LEFT, 0.0), (Align.CENTER, 30.0), (Align.RIGHT, 60.0)])
def test_alignment_moves_the_line(align: Align, left: float) -> None:
    (line,) = paragraph("甲乙丙丁戊", align=align).lines(120)
    assert line.pieces[0].x == pytest.approx(left)


def test_a_line_break_begins_a_line_and_an_empty_last_line_is_kept() -> None:
    assert texts(paragraph("甲\n乙\n"), 120) == ["甲\n", "乙\n", ""]


def test_a_tab_reaches_its_stop_and_a_right_stop_aligns_what_follows() -> None:
    setter = paragraph("费用\t元\t62,000", tabs=(TabStop(60), TabStop(200, "right", "dot")))
    (line,) = setter.lines(240)
    assert line.pieces[1].x == pytest.approx(60)
    assert line.pieces[2].x + line.pieces[2].width == pytest.approx(200)
    assert [leader.kind for leader in line.leaders] == ["none", "dot"]


def test_runs_of_different_look_keep_their_own_size_and_the_line_is_as_high_as_the_largest() -> None:
    big = TextStyle("黑体", 22, bold=True)
    setter = ZhParagraph([Span("小", STYLE), Span("大", big)], ParagraphFormat(), book=BOOK)
    (line,) = setter.lines(200)
    assert [(piece.text, piece.style.size) for piece in line.pieces] == [("小", 12), ("大", 22)]
    assert line.height == pytest.approx(22 * 1.3)


def test_an_exact_line_spacing_is_exact() -> None:
    assert {line.height for line in paragraph("甲" * 40, line_rule=LineRule.EXACT, line=21.5).lines(120)} == {21.5}


def test_page_fields_are_written_as_told() -> None:
    field = PageField(Field.PAGE, STYLE)
    setter = ZhParagraph([Span("第", STYLE), field, Span("页", STYLE)], book=BOOK, number=lambda _: "12")
    assert setter.text == "第12页"


def test_a_character_no_font_has_is_marked_and_reported() -> None:
    missing: dict[str, object] = {}
    setter = ZhParagraph([Span("𠮷田", STYLE)], book=BOOK, missing=missing)  # type: ignore[arg-type]
    assert setter.text == "〓田"
    assert list(missing) == ["𠮷"]


def test_marks_that_meet_do_not_leave_a_hole() -> None:
    (meeting,) = paragraph("甲），乙").lines(200)
    (apart,) = paragraph("甲）乙，").lines(200)
    assert meeting.width == pytest.approx(apart.width - 6, abs=0.1)


def test_an_underlined_blank_is_drawn_to_its_tab_stop() -> None:
    underlined = TextStyle("宋体", 12, underline=True)
    items = [Span("签字：", STYLE), Span("\t", underlined)]
    (line,) = ZhParagraph(items, ParagraphFormat(tabs=(TabStop(150),)), book=BOOK).lines(200)
    (leader,) = line.leaders
    assert leader.style.underline
    assert leader.x + leader.width == pytest.approx(150)
