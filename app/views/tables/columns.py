"""What a column shows of a row and how it takes its width."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from app.views.components.labels import Tone
from app.views.components.pill import PillState

R = TypeVar("R")


@dataclass(frozen=True)
class TagSpec:
    """A tag or small icon after a cell's text.

    Args:
        text: the word; empty shows the icon alone (已签约).
        tone: the tag's look.
        icon: name of an icon.
        spoken: said by screen readers and shown in the tooltip.

    """

    text: str = ""
    tone: Tone = Tone.NEUTRAL
    icon: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a table.

    Args:
        id: name of the column, stable.
        title: header words.
        text: the cell's words.
        width: pixels at 100 % text, padding included; the least width of a stretching column.
        stretch: takes what is left (one column of a table).
        sort: key handed to `sort_requested`; empty cannot be sorted by.
        priority: 0 always stays; the highest number hides first when the table is narrow.
        icon: icon before the words.
        tag: tag or small icon after the words.
        colour: token of the words, or a function of the row.
        right: right-aligned (numbers, times).
        medium: weight 500.
        pill: countdown pill of a row at an instant; the column then repaints each second.
        second: second line below, for rows of 52.

    """

    id: str
    title: str
    text: Callable[[R], str]
    width: int = 100
    stretch: bool = False
    sort: str = ""
    priority: int = 0
    icon: Callable[[R], str] | None = None
    tag: Callable[[R], TagSpec | None] | None = None
    colour: str | Callable[[R], str] = "text"
    right: bool = False
    medium: bool = False
    pill: Callable[[R, datetime], PillState] | None = None
    second: Callable[[R], str] | None = None

    def colour_of(self, row: R) -> str:
        """Return the token of a row's words."""
        return self.colour if isinstance(self.colour, str) else self.colour(row)
