"""Building blocks for the one-page sheets the program prints itself: titles, text, tables in one look."""

from collections.abc import Sequence
from datetime import datetime

from app.documents.fonts import MissingGlyphError
from app.documents.model import (
    Align,
    Block,
    Border,
    Cell,
    Document,
    Edges,
    FieldKind,
    Furniture,
    LineRule,
    PageField,
    Paragraph,
    ParagraphFormat,
    Row,
    Section,
    Span,
    Table,
    TextStyle,
)
from app.documents.pdf import render_document

BODY = TextStyle("宋体", 11)
LABEL = TextStyle("黑体", 10.5)
CELL = TextStyle("宋体", 10.5)
NOTE = TextStyle("宋体", 9.5, color="444444")
_TITLE = TextStyle("小标宋", 20)
_HEADING = TextStyle("黑体", 12)
_FOOT = TextStyle("宋体", 9)
_RULE = Border(0.6)
_BOX = Edges(_RULE, _RULE, _RULE, _RULE)
_MARGINS = (73.7, 70.9, 73.7, 62.4)
WIDTH = 595.3 - _MARGINS[0] - _MARGINS[2]
"""Width of the text, points."""


def title(text: str) -> Paragraph:
    """Return a centred title."""
    layout = ParagraphFormat(Align.CENTER, after=12, line_rule=LineRule.EXACT, line=30, keep_next=True)
    return Paragraph((Span(text, _TITLE),), layout, _TITLE)


def heading(text: str) -> Paragraph:
    """Return a heading that stays with what follows."""
    layout = ParagraphFormat(before=12, after=5, line_rule=LineRule.EXACT, line=18, keep_next=True)
    return Paragraph((Span(text, _HEADING),), layout, _HEADING)


def text(words: str, style: TextStyle = BODY, *, indent: bool = True, align: Align = Align.JUSTIFY) -> Paragraph:
    """Return a paragraph of body text."""
    first = style.size * 2 if indent else 0.0
    layout = ParagraphFormat(align, first=first, before=3, after=2, line_rule=LineRule.EXACT, line=style.size * 1.7)
    return Paragraph((Span(words, style),), layout, style)


def cell_text(words: str, style: TextStyle = CELL, align: Align = Align.LEFT) -> Paragraph:
    """Return the paragraph of a table cell."""
    layout = ParagraphFormat(align, line_rule=LineRule.EXACT, line=style.size * 1.5)
    return Paragraph((Span(words, style),), layout, style)


def table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    *,
    header: bool = False,
    labels: Sequence[int] = (),
    right: Sequence[int] = (),
    centred: Sequence[int] = (),
) -> Table:
    """Return a ruled table as wide as the text.

    Args:
        rows: the texts.
        shares: the columns' shares of the width.
        header: the first row is a header.
        labels: columns that hold labels.
        right: right-aligned columns.
        centred: centred columns.

    """
    columns = tuple(WIDTH * share / sum(shares) for share in shares)
    made = []
    for y, texts in enumerate(rows):
        cells = []
        for x, words in enumerate(texts):
            is_label = (header and y == 0) or x in labels
            align = Align.CENTER if (header and y == 0) or x in centred else Align.RIGHT if x in right else Align.LEFT
            block = cell_text(words, LABEL if is_label else CELL, align)
            cells.append(boxed((block,), x, shade="F2F2F2" if is_label else ""))
        made.append(Row(tuple(cells), 22.0, header=header and y == 0))
    return Table(columns, tuple(made))


def boxed(blocks: tuple[Block, ...], column: int, *, shade: str = "") -> Cell:
    """Return a cell with rules on all sides."""
    return Cell(blocks, column, edges=_BOX, margins=(5.4, 2.5, 5.4, 2.5), shade=shade, valign="center")


def sheet_pdf(
    blocks: Sequence[Block], *, name: str, author: str, footer: str = "", created: datetime | None = None
) -> bytes:
    """Return a PDF of blocks on A4 with a footer line.

    Raises:
        MissingGlyphError: no font has some characters; they are named.

    """
    layout = ParagraphFormat(Align.CENTER, line_rule=LineRule.EXACT, line=14)
    pages = (
        Span(f"{footer}　　第 " if footer else "第 ", _FOOT),
        PageField(FieldKind.PAGE, _FOOT),
        Span(" 页　共 ", _FOOT),
        PageField(FieldKind.PAGES, _FOOT),
        Span(" 页", _FOOT),
    )
    foot = Furniture((Paragraph(pages, layout, _FOOT),))
    section = Section(margins=_MARGINS, footers=foot, footer_distance=34, blocks=tuple(blocks))
    rendered = render_document(Document((section,)), title=name, author=author, created=created)
    if rendered.missing:
        raise MissingGlyphError(rendered.missing)
    return rendered.pdf
