"""Whatever the text and the width: no line overruns, no character is lost, marks stay where they may stand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.documents.fonts import FontBook
from app.documents.kinsoku import may_break, never_ends, never_starts
from app.documents.model import Align, ParagraphFormat, Span, TabStop, TextStyle
from app.documents.zh_paragraph import Line, ZhParagraph

BOOK = FontBook()
SIZE = 12.0
STYLES = [TextStyle("宋体", SIZE), TextStyle("黑体", SIZE, bold=True), TextStyle("楷体", SIZE, underline=True)]

IDEOGRAPHS = st.sampled_from("合同自双方签字或者盖章之日起生效律师费龘喆堃镕")
CLOSING = st.sampled_from("，。、；：？！）》】”’％·")
OPENING = st.sampled_from("（《【“‘￥")
LATIN = st.text("abcXYZ0123456789.-@", min_size=1, max_size=9)
CHINESE = st.lists(IDEOGRAPHS, min_size=1, max_size=8).map("".join)
QUOTED = st.tuples(OPENING, CHINESE, CLOSING).map("".join)
SENTENCE = st.lists(st.one_of(CHINESE, LATIN, QUOTED, st.tuples(CHINESE, CLOSING).map("".join)), max_size=14).map(
    "".join
)
ANYTHING = st.text(
    st.one_of(IDEOGRAPHS, CLOSING, OPENING, st.sampled_from("ab1 .,—…\n\t"), st.characters(categories=["L", "P", "N"])),
    max_size=80,
)
WIDTHS = st.floats(SIZE * 3, SIZE * 40)
ALIGNS = st.sampled_from(list(Align))


def setter(text: str, align: Align = Align.JUSTIFY, cuts: tuple[int, int] = (0, 0)) -> ZhParagraph:
    first, second = sorted(cut % (len(text) + 1) for cut in cuts)
    pieces = (text[:first], text[first:second], text[second:])
    items = [Span(piece, style) for piece, style in zip(pieces, STYLES, strict=True)]
    return ZhParagraph(items, ParagraphFormat(align, tabs=(TabStop(90, "right", "dot"),)), book=BOOK)


def cluster_fits(paragraph: ZhParagraph, at: int, room: float) -> bool:
    """Return whether the piece around a place that may not be broken would fit a line of its own."""
    text, start, end = paragraph.text, at, at
    while start > 0 and not may_break(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and (end == at or not may_break(text[end - 1], text[end])):
        end += 1
    piece = ZhParagraph([Span(text[start:end], STYLES[1])], book=BOOK)
    return piece.lines(10_000.0)[0].width <= room - SIZE


@given(text=ANYTHING, width=WIDTHS, align=ALIGNS, cuts=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_no_character_is_lost_and_no_line_overruns(
    text: str, width: float, align: Align, cuts: tuple[int, int]
) -> None:
    paragraph = setter(text, align, cuts)
    lines = paragraph.lines(width)
    assert "".join(paragraph.text[line.start : line.end] for line in lines) == paragraph.text
    for line in lines:
        drawn = "".join(piece.text for piece in line.pieces)
        kept = paragraph.text[line.start : line.end].replace("\t", "").replace("\n", "")
        assert drawn.rstrip(" ") == kept.rstrip(" ")
        assert line.width <= width + 0.02 or not_shrinkable(paragraph, line)


def not_shrinkable(paragraph: ZhParagraph, line: Line) -> bool:
    """Return whether nothing helps: one character wider than the column, or underlined spaces at a line's end."""
    return len(paragraph.text[line.start : line.end].rstrip(" \n")) <= 1 or paragraph.text[line.end - 1] == " "


@given(text=SENTENCE, width=WIDTHS)
def test_marks_stand_neither_first_nor_last_where_they_must_not(text: str, width: float) -> None:
    paragraph = setter(text)
    lines = paragraph.lines(width)
    for before, line in pairwise(lines):
        first, last = paragraph.text[line.start], paragraph.text[before.end - 1]
        if never_starts(first) or never_ends(last):
            assert not cluster_fits(paragraph, line.start, width)


@given(text=SENTENCE.filter(lambda text: len(text) > 30), width=st.floats(SIZE * 15, SIZE * 30))
def test_justified_lines_fill_the_column(text: str, width: float) -> None:
    for line in setter(text).lines(width)[:-1]:
        assert abs(line.width - width) < 0.02 or len(line.pieces[0].text) < 12
