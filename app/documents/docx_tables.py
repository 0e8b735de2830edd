"""Read Word tables: grid, merges, borders, margins, shading, row heights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.documents.docx_package import on, val, w
from app.documents.docx_problems import Problems
from app.documents.docx_styles import Styles, twips
from app.documents.model import NO_BORDER, Align, Block, Border, Cell, Edges, Row, Table

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SAME = {"start": "left", "end": "right"}
_DEFAULT_MARGINS = {"left": 5.4, "top": 0.0, "right": 5.4, "bottom": 0.0}

Borders = dict[str, Border]
ReadBlocks = Callable[[Any], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all cells of a table share."""

    borders: Borders
    margins: dict[str, float]
    rows: int
    columns: int
    problems: Problems
    read_blocks: ReadBlocks


def read_table(element: Any, styles: Styles, problems: Problems, read_blocks: ReadBlocks) -> Table:
    """Read a w:tbl element.

    Args:
        element: the table.
        styles: for its table style.
        problems: collects what is not printed.
        read_blocks: reads the blocks inside a cell.

    """
    properties = element.find(w("tblPr"))
    if properties is not None and properties.find(w("tblpPr")) is not None:
        problems.add(properties.find(w("tblpPr")))
    columns = tuple(twips(column, "w") for column in element.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))
    row_elements = element.findall(w("tr"))
    frame = _Frame(
        {**_style_borders(properties, styles), **_borders(_child(properties, "tblBorders"))},
        {**_DEFAULT_MARGINS, **_style_margins(properties, styles), **_margins(_child(properties, "tblCellMar"))},
        len(row_elements),
        len(columns),
        problems,
        read_blocks,
    )
    rows = tuple(_row(row, index, frame) for index, row in enumerate(row_elements))
    align = {"center": Align.CENTER, "right": Align.RIGHT, "end": Align.RIGHT}
    indent = _child(properties, "tblInd")
    return Table(
        columns,
        rows,
        0.0 if indent is None else twips(indent, "w"),
        align.get(val(_child(properties, "jc")), Align.LEFT),
    )


def _child(element: Any | None, name: str) -> Any | None:
    return None if element is None else element.find(w(name))


def _style_chain(properties: Any | None, styles: Styles) -> list[Any]:
    chain: list[Any] = []
    element = styles.element(val(_child(properties, "tblStyle")))
    while element is not None:
        chain.insert(0, element)
        element = styles.element(val(element.find(w("basedOn"))))
    return chain


def _style_borders(properties: Any | None, styles: Styles) -> Borders:
    found: Borders = {}
    for element in _style_chain(properties, styles):
        found |= _borders(element.find(f"{w('tblPr')}/{w('tblBorders')}"))
    return found


def _style_margins(properties: Any | None, styles: Styles) -> dict[str, float]:
    found: dict[str, float] = {}
    for element in _style_chain(properties, styles):
        found |= _margins(element.find(f"{w('tblPr')}/{w('tblCellMar')}"))
    return found


def _side(child: Any) -> str:
    name = str(child.tag).rpartition("}")[2]
    return _SAME.get(name, name)


def _borders(element: Any | None) -> Borders:
    found: Borders = {}
    for child in () if element is None else element:
        if _side(child) in _SIDES:
            color = child.get(w("color"), "auto")
            width = 0.0 if val(child) in {"nil", "none"} else float(child.get(w("sz"), "4")) / 8
            found[_side(child)] = Border(width, "000000" if color == "auto" else color)
    return found


def _margins(element: Any | None) -> dict[str, float]:
    return {_side(child): twips(child, "w") for child in (() if element is None else element)}


def _row(element: Any, index: int, frame: _Frame) -> Row:
    properties = element.find(w("trPr"))
    height = _child(properties, "trHeight")
    before = _child(properties, "gridBefore")
    column = int(val(before, "0"))
    cells: list[Cell] = []
    for cell in _cell_elements(element):
        cells.append(_cell(cell, index, column, frame))
        column += cells[-1].span
    return Row(
        tuple(cells),
        0.0 if height is None else twips(height, "val"),
        exact=height is not None and height.get(w("hRule")) == "exact",
        header=on(_child(properties, "tblHeader")),
    )


def _cell_elements(row: Any) -> Sequence[Any]:
    """Return the cells of a row, also those inside content controls."""
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def _cell(element: Any, index: int, column: int, frame: _Frame) -> Cell:
    properties = element.find(w("tcPr"))
    span = int(val(_child(properties, "gridSpan"), "1"))
    merge = _child(properties, "vMerge")
    for name in ("hMerge", "textDirection"):
        found = _child(properties, name)
        if found is not None and val(found) != "lrTb":
            frame.problems.add(found)
    shade = _child(properties, "shd")
    fill = "auto" if shade is None else shade.get(w("fill"), "auto")
    margins = {**frame.margins, **_margins(_child(properties, "tcMar"))}
    return Cell(
        frame.read_blocks(element),
        column,
        span,
        "" if merge is None else val(merge, "continue"),
        _edges(_borders(_child(properties, "tcBorders")), index, column, span, frame),
        (margins["left"], margins["top"], margins["right"], margins["bottom"]),
        "" if fill in {"auto", "FFFFFF"} else fill,
        val(_child(properties, "vAlign"), "top"),
    )


def _edges(own: Borders, index: int, column: int, span: int, frame: _Frame) -> Edges:
    """Return a cell's rules: its own, else the table's outer or inner ones."""
    table = frame.borders
    outer = {
        "top": "top" if index == 0 else "insideH",
        "bottom": "bottom" if index == frame.rows - 1 else "insideH",
        "left": "left" if column == 0 else "insideV",
        "right": "right" if column + span >= frame.columns else "insideV",
    }
    return Edges(**{side: own.get(side, table.get(name, NO_BORDER)) for side, name in outer.items()})
