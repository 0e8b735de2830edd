"""Put the blocks of a document onto pages.

Everything becomes slabs: pieces of page that are never cut (a line, or lines that belong together, or a table row).
Pages are then filled slab by slab; a slab that must stay with the next one (headings, signature blocks, orphans and
widows) moves with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.documents.fonts import FontBook, MissingCharacter
from app.documents.layout_tables import table_slabs
from app.documents.model import (
    Block,
    Border,
    Document,
    FieldKind,
    Furniture,
    Inline,
    PageBreak,
    PageField,
    Paragraph,
    Section,
    Table,
)
from app.documents.slabs import Column, Placed, Rule, Slab, line_slab
from app.documents.zh_paragraph import ZhParagraph

_HELD_SHARE = 0.4
"""How much of a page the end of an overlong chain may take with it to the next page."""


@dataclass(slots=True)
class Page:
    """A filled page: what is drawn where, and the section it belongs to."""

    section: Section
    number: int = 0
    placed: list[Placed] = field(default_factory=list)


class Layout:
    """Lays out one document.

    Args:
        book: the fonts.

    Attributes:
        missing: after `pages`, the characters no font has.

    """

    def __init__(self, book: FontBook) -> None:
        self.missing: dict[str, MissingCharacter] = {}
        self._book = book

    def pages(self, document: Document) -> list[Page]:
        """Return the pages of a document with headers and footers."""
        pages: list[Page] = []
        for section in document.sections:
            self._fill(section, pages)
        for number, page in enumerate(pages, start=1):
            page.number = number
        for page in pages:
            self._furnish(
                page, len(pages), first=page.number == 1 or pages[page.number - 2].section is not page.section
            )
        return pages

    def _fill(self, section: Section, pages: list[Page]) -> None:
        left, _, right, _ = section.margins
        column = Column(self._book, section.width - left - right, section.pitch, self.missing)
        filler = _Filler(section, self._top(section, column), section.height - self._foot(section, column))
        if section.continuous and pages and pages[-1].placed:
            filler.page, filler.y = pages[-1], max(item.y + item.slab.height for item in pages[-1].placed)
        else:
            pages.append(filler.page)
        filler.pages = pages
        for chain in _chains(block_slabs(section.blocks, column)):
            filler.place(chain)

    def _top(self, section: Section, column: Column) -> float:
        return max(section.margins[1], section.header_distance + self._tallest(section.headers, column))

    def _foot(self, section: Section, column: Column) -> float:
        return max(section.margins[3], section.footer_distance + self._tallest(section.footers, column))

    @staticmethod
    def _tallest(furniture: Furniture, column: Column) -> float:
        kinds = (furniture.default, furniture.first, furniture.even)
        return max((_height(block_slabs(blocks, column)) for blocks in kinds if blocks), default=0.0)

    def _furnish(self, page: Page, total: int, *, first: bool) -> None:
        """Draw header and footer, now that the number of pages is known."""
        section = page.section
        left, _, right, _ = section.margins

        def number(item: PageField) -> str:
            return str(page.number if item.kind is FieldKind.PAGE else total)

        column = Column(self._book, section.width - left - right, section.pitch, self.missing, number)
        for furniture, is_footer in ((section.headers, False), (section.footers, True)):
            blocks = _chosen(furniture, section, page.number, first=first)
            slabs = list(block_slabs(blocks or (), column))
            y = section.height - section.footer_distance - _height(slabs) if is_footer else section.header_distance
            for slab in slabs:
                y += slab.before
                page.placed.append(Placed(left, y, slab))
                y += slab.height + slab.after


def _chosen(furniture: Furniture, section: Section, number: int, *, first: bool) -> tuple[Block, ...] | None:
    if first and section.first_differs:
        return furniture.first
    if section.even_differs and number % 2 == 0:
        return furniture.even
    return furniture.default


def _height(slabs: "Sequence[Slab] | Iterator[Slab]") -> float:
    return sum(slab.before + slab.height + slab.after for slab in slabs)


@dataclass(slots=True)
class _Filler:
    """Places chains of slabs from top to bottom, opening pages as needed."""

    section: Section
    top: float
    bottom: float
    pages: list[Page] = field(default_factory=list)
    page: Page = field(init=False)
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.page = Page(self.section)
        self.y = self.top

    def place(self, chain: list[Slab]) -> None:
        """Place slabs that belong together, on the next page if they do not fit here but would there."""
        needed = _height(chain) - chain[-1].after
        if needed > self.bottom - self.top and len(chain) > 1:
            self._place_long(chain)
            return
        fresh = self.y <= self.top
        if (chain[0].new_page and not fresh) or (
            not fresh and self.y + needed > self.bottom and needed - chain[0].before <= self.bottom - self.top
        ):
            self._turn()
        if self.y <= self.top:
            self._repeat(chain[0])
        for slab in chain:
            self._put(slab)

    def _place_long(self, chain: list[Slab]) -> None:
        """Place a chain higher than a page: only its end, e.g. a signature block with text above it, holds together."""
        cut, height = len(chain) - 1, _height(chain[-1:])
        while height + _height(chain[cut - 1 : cut]) <= (self.bottom - self.top) * _HELD_SHARE:
            cut -= 1
            height += _height(chain[cut : cut + 1])
        for slab in chain[:cut]:
            self.place([slab])
        self.place(chain[cut:])

    def _put(self, slab: Slab) -> None:
        before = slab.before if self.y > self.top or slab.new_page or len(self.pages) == 1 else 0.0
        if self.y + before + slab.height > self.bottom and self.y > self.top:
            self._turn()
            before = 0.0
            self._repeat(slab)
        self.y += before
        self.page.placed.append(Placed(self.section.margins[0], self.y, slab))
        self.y += slab.height + slab.after

    def _repeat(self, slab: Slab) -> None:
        """Draw a table's header row again above a row that begins a page."""
        if slab.repeat is not None and slab.repeat is not slab:
            self._put(slab.repeat)

    def _turn(self) -> None:
        self.page = Page(self.section)
        self.pages.append(self.page)
        self.y = self.top


def _chains(slabs: Iterator[Slab]) -> Iterator[list[Slab]]:
    chain: list[Slab] = []
    for slab in slabs:
        if slab.new_page and chain:
            yield chain
            chain = []
        chain.append(slab)
        if not slab.keep_next:
            yield chain
            chain = []
    if chain:
        yield chain


def block_slabs(blocks: Sequence[Block], column: Column) -> Iterator[Slab]:
    """Turn blocks into slabs for a column."""
    for block in blocks:
        if isinstance(block, Table):
            yield from table_slabs(block, column, block_slabs)
        else:
            yield from _paragraph_slabs(block, column)


def _paragraph_slabs(paragraph: Paragraph, column: Column) -> Iterator[Slab]:
    for index, part in enumerate(_split_at_page_breaks(paragraph)):
        slabs = _lines(part, column)
        if index or part.format.page_break_before:
            slabs[0].new_page = True
        yield from slabs


def _split_at_page_breaks(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut a paragraph at its page breaks; a break that ends the paragraph only moves what comes after it."""
    part: list[Inline] = []
    for item in paragraph.items:
        if isinstance(item, PageBreak):
            yield replace(paragraph, items=tuple(part), format=replace(paragraph.format, after=0.0))
            part = []
        else:
            part.append(item)
    yield replace(paragraph, items=tuple(part))


def _lines(paragraph: Paragraph, column: Column) -> list[Slab]:
    form = paragraph.format
    setter = ZhParagraph(
        paragraph.items,
        form,
        book=column.book,
        number=column.number,
        missing=column.missing,
        pitch=column.pitch,
        mark=paragraph.mark,
    )
    slabs = [line_slab(line) for line in setter.lines(column.width)]
    slabs[0].before = form.before
    slabs[-1].after = form.after
    if form.border_bottom:
        bottom = slabs[-1].height
        edge = Border(form.border_bottom)
        slabs[-1].rules.append(Rule(form.left, bottom, column.width - form.right, bottom, edge))
    for index, slab in enumerate(slabs[:-1]):
        near_an_end = index == 0 or index == len(slabs) - 2
        slab.keep_next = form.keep_lines or (form.widow_control and near_an_end)
    slabs[-1].keep_next = form.keep_next
    return slabs


BlockSlabs = Callable[[Sequence[Block], Column], Iterator[Slab]]
