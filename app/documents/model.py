"""What a page is made of: the part of Word this program prints, as plain values. Lengths are points (1/72 inch)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """How the lines of a paragraph stand."""

    LEFT = "left"
    RIGHT = "right"
    CENTER = "center"
    JUSTIFY = "justify"
    DISTRIBUTE = "distribute"


class LineRule(StrEnum):
    """How line spacing is given: a multiple of the natural height, a least height, or an exact one."""

    AUTO = "auto"
    AT_LEAST = "atLeast"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a piece of text looks.

    Attributes:
        font: the East Asian font name as in Word, e.g. 仿宋_GB2312.
        rise: how far above the line, as a share of the size (superscript, subscript).
        spacing: extra room after each character, points.

    """

    font: str = "宋体"
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    color: str = "000000"
    rise: float = 0.0
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look. A tab is the character U+0009, a line break U+000A."""

    text: str
    style: TextStyle = TextStyle()


class FieldKind(StrEnum):
    """Fields whose value only the finished layout knows."""

    PAGE = "PAGE"
    PAGES = "NUMPAGES"


@dataclass(frozen=True, slots=True)
class PageField:
    """A page number or the number of pages."""

    kind: FieldKind
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Picture:
    """An image standing in the line like a character."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page break inside a paragraph."""


Inline: TypeAlias = Span | PageField | Picture | PageBreak


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop, measured from the left margin.

    Attributes:
        align: left, center, right (decimal counts as right).
        leader: none, dot, hyphen, underscore, middleDot.

    """

    position: float
    align: str = "left"
    leader: str = "none"


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The layout of a paragraph. `first` is added to `left` for the first line and may be negative (hanging)."""

    align: Align = Align.LEFT
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    line_rule: LineRule = LineRule.AUTO
    line: float = 1.0
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    tabs: tuple[TabStop, ...] = ()
    border_bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    items: tuple[Inline, ...] = ()
    format: ParagraphFormat = ParagraphFormat()
    mark: TextStyle = TextStyle()

    @property
    def text(self) -> str:
        """The text without fields and pictures."""
        return "".join(item.text for item in self.items if isinstance(item, Span))


@dataclass(frozen=True, slots=True)
class Border:
    """A rule at a cell's edge; width 0 is none."""

    width: float = 0.0
    color: str = "000000"


NO_BORDER = Border()


@dataclass(frozen=True, slots=True)
class Edges:
    """The four rules of a cell, or with widths the four margins."""

    top: Border = NO_BORDER
    bottom: Border = NO_BORDER
    left: Border = NO_BORDER
    right: Border = NO_BORDER


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell.

    Attributes:
        column: index of its first grid column.
        span: how many grid columns it covers.
        merge: "" ordinary, "restart" begins a vertical merge, "continue" is covered by the cell above.
        margins: left, top, right, bottom.

    """

    blocks: "tuple[Block, ...]"
    column: int
    span: int = 1
    merge: str = ""
    edges: Edges = Edges()
    margins: tuple[float, float, float, float] = (5.4, 0.0, 5.4, 0.0)
    shade: str = ""
    valign: str = "top"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `height` is exact when `exact`, otherwise the least; 0 means as high as its cells."""

    cells: tuple[Cell, ...]
    height: float = 0.0
    exact: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with fixed column widths."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    indent: float = 0.0
    align: Align = Align.LEFT


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Furniture:
    """The headers or footers of a section; None means there is none."""

    default: tuple[Block, ...] | None = None
    first: tuple[Block, ...] | None = None
    even: tuple[Block, ...] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one size. Margins are left, top, right, bottom; `pitch` is the line grid, 0 for none."""

    width: float = 595.3
    height: float = 841.9
    margins: tuple[float, float, float, float] = (72.0, 72.0, 72.0, 72.0)
    header_distance: float = 36.0
    footer_distance: float = 36.0
    headers: Furniture = Furniture()
    footers: Furniture = Furniture()
    first_differs: bool = False
    even_differs: bool = False
    pitch: float = 0.0
    continuous: bool = False
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    sections: tuple[Section, ...]
    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All text in reading order, one line per paragraph, without headers and footers."""
        return "\n".join(line for section in self.sections for line in _lines(section.blocks))


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [line for row in block.rows for cell in row.cells for line in _lines(cell.blocks)]
    return lines
