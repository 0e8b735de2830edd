"""What the columns of a written table are, and what stands in them."""

from dataclasses import dataclass
from datetime import date, datetime

Value = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Column:
    """One column: its header and its width in characters."""

    title: str
    width: int = 14
