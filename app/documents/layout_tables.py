"""Set tables: column widths as given, row heights from the cells, vertical merges, borders, repeated header rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.documents.model import Align, Block, Border, Cell, Paragraph, Row, Table
from app.documents.slabs import Column, Placed, Rule, Shade, Slab

BlockSlabs = Callable[[Sequence[Block], Column], Iterator[Slab]]
_Content = dict[int, list[Slab]]


def table_slabs(table: Table, column: Column, block_slabs: BlockSlabs) -> list[Slab]:
    """Return one slab per table row; rows joined by a vertical merge stay together.

    Args:
        table: the table.
        column: where it stands.
        block_slabs: sets the blocks inside a cell.

    """
    left = _left(table, column)
    contents = [_contents(row, table, column, block_slabs) for row in table.rows]
    heights = _heights(table, contents)
    slabs = [_row_slab(table, index, contents, heights, left) for index in range(len(table.rows))]
    header = slabs[0] if table.rows and table.rows[0].header else None
    for slab, row in zip(slabs, table.rows, strict=True):
        slab.repeat = header
        slab.keep_next = _keeps_next(row) or row.header
    for index, row in enumerate(table.rows[1:], start=1):
        if any(cell.merge == "continue" for cell in row.cells):
            slabs[index - 1].keep_next = True
    return slabs


def _left(table: Table, column: Column) -> float:
    spare = column.width - sum(table.columns)
    if table.align is Align.CENTER:
        return spare / 2
    if table.align is Align.RIGHT:
        return spare
    return table.indent


def _keeps_next(row: Row) -> bool:
    """Word keeps a row with the next one when its paragraphs say so."""
    first = row.cells[0].blocks[0] if row.cells and row.cells[0].blocks else None
    return isinstance(first, Paragraph) and first.format.keep_next


def _cell_width(cell: Cell, table: Table) -> float:
    return sum(table.columns[cell.column : cell.column + cell.span])


def _contents(row: Row, table: Table, column: Column, block_slabs: BlockSlabs) -> _Content:
    contents: _Content = {}
    for cell in row.cells:
        if cell.merge != "continue":
            width = _cell_width(cell, table) - cell.margins[0] - cell.margins[2]
            contents[cell.column] = list(block_slabs(cell.blocks, replace(column, width=max(width, 1.0))))
    return contents


def _content_height(slabs: list[Slab]) -> float:
    return sum(slab.before + slab.height + slab.after for slab in slabs)


def _needed(cell: Cell, content: _Content) -> float:
    return _content_height(content[cell.column]) + cell.margins[1] + cell.margins[3]


def _heights(table: Table, contents: list[_Content]) -> list[float]:
    heights = []
    for row, content in zip(table.rows, contents, strict=True):
        own = [_needed(cell, content) for cell in row.cells if cell.merge == ""]
        heights.append(row.height if row.exact else max([row.height, *own]))
    for index, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.merge == "restart":
                last = _merge_end(table, index, cell.column)
                lacking = _needed(cell, contents[index]) - sum(heights[index : last + 1])
                heights[last] += max(lacking, 0.0)
    return heights


def _merge_end(table: Table, index: int, column: int) -> int:
    while index + 1 < len(table.rows) and any(
        cell.column == column and cell.merge == "continue" for cell in table.rows[index + 1].cells
    ):
        index += 1
    return index


def _row_slab(table: Table, index: int, contents: list[_Content], heights: list[float], left: float) -> Slab:
    row, height = table.rows[index], heights[index]
    slab = Slab(height)
    for cell in row.cells:
        x = left + sum(table.columns[: cell.column])
        width = _cell_width(cell, table)
        last = _merge_end(table, index, cell.column) if cell.merge == "restart" else index
        whole = sum(heights[index : last + 1])
        if cell.shade and cell.merge != "continue":
            slab.shades.append(Shade(x, 0.0, width, whole, cell.shade))
        _draw_edges(slab, cell, x, width, height, closes=last == index or cell.merge != "restart")
        if cell.merge != "continue":
            _put_content(slab, cell, contents[index][cell.column], x, whole)
    return slab


def _put_content(slab: Slab, cell: Cell, content: list[Slab], x: float, height: float) -> None:
    spare = height - _content_height(content) - cell.margins[1] - cell.margins[3]
    y = cell.margins[1] + {"center": max(spare, 0.0) / 2, "bottom": max(spare, 0.0)}.get(cell.valign, 0.0)
    for inner in content:
        y += inner.before
        slab.inner.append(Placed(x + cell.margins[0], y, inner))
        y += inner.height + inner.after


def _draw_edges(slab: Slab, cell: Cell, x: float, width: float, height: float, *, closes: bool) -> None:
    edges = cell.edges
    wanted: list[tuple[Border, tuple[float, float, float, float]]] = [
        (edges.left, (x, 0.0, x, height)),
        (edges.right, (x + width, 0.0, x + width, height)),
    ]
    if cell.merge != "continue":
        wanted.append((edges.top, (x, 0.0, x + width, 0.0)))
    if closes:
        wanted.append((edges.bottom, (x, height, x + width, height)))
    slab.rules += [Rule(*line, border) for border, line in wanted if border.width]
