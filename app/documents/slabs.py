"""Pieces of page that are never cut, and where they lie."""

from dataclasses import dataclass, field

from app.documents.fonts import FontBook, MissingCharacter
from app.documents.model import Border
from app.documents.zh_paragraph import Line, Number


@dataclass(frozen=True, slots=True)
class Column:
    """Where text is set: fonts, width in points, the section's line grid, and what page fields say."""

    book: FontBook
    width: float
    pitch: float = 0.0
    missing: dict[str, MissingCharacter] = field(default_factory=dict)
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line between two points of a slab, measured from its top left corner downwards."""

    x0: float
    y0: float
    x1: float
    y1: float
    border: Border


@dataclass(frozen=True, slots=True)
class Shade:
    """A filled rectangle of a slab."""

    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(slots=True, eq=False)
class Slab:
    """A piece of page that is never cut.

    Attributes:
        before: room above, dropped at the top of a page.
        after: room below.
        keep_next: must stand on the same page as the next slab.
        new_page: begins a page.
        repeat: a slab (table header row) drawn again where this one begins a page.
        inner: slabs inside, each with its own place.

    """

    height: float
    before: float = 0.0
    after: float = 0.0
    keep_next: bool = False
    new_page: bool = False
    line: Line | None = None
    inner: "list[Placed]" = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    repeat: "Slab | None" = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A slab with its place: from the left and top edge of the page or of the slab it lies in."""

    x: float
    y: float
    slab: Slab


def line_slab(line: Line) -> Slab:
    """Return the slab of one line of text."""
    return Slab(line.height, line=line)
