"""What the books of the three kinds have in common: a book judges rows against the firm's records and writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Firm
from app.rules import numbering
from app.services.firm_settings.registry import pattern_key, value_of
from app.services.importing.types import Cells, CheckedRow
from app.storage.unit_of_work import UnitOfWork
from app.terms import RowVerdict

R = TypeVar("R")
T = TypeVar("T")


@dataclass
class Judged(Generic[R, T]):
    """A row with its verdict.

    Attributes:
        line: its row number in the sheet.
        row: what was read.
        verdict: what would become of it.
        said: why, part by part.
        target: what it belongs to: an entry of the book; None for a faulty row.
        name: who or what it is about.
        about: a word more.

    """

    line: int
    row: R
    verdict: RowVerdict
    name: str
    about: str
    said: list[str] = field(default_factory=list)
    target: T | None = None
    added: Any = None

    def checked(self) -> CheckedRow:
        """Return the verdict for the screen."""
        said = "；".join(part.rstrip("。") for part in self.said if part)
        return CheckedRow(self.line, self.verdict, self.name, self.about, f"{said}。" if said else "")


@dataclass(frozen=True)
class Surroundings:
    """What judging needs to know of the firm."""

    today: date
    zone: tzinfo
    districts: dict[str, str]


class Book(Protocol):
    """Judges rows of one kind, and writes them."""

    def judge(self, session: Session, cells: Sequence[Cells]) -> list[Any]:
        """Return a verdict for each row; rows judged before by this book count as if they were written."""
        ...

    def write(self, work: UnitOfWork, judged: Sequence[Any]) -> None:
        """Write what was judged in this unit of work."""
        ...

    def numbers(self, cells: Iterable[Cells]) -> list[str]:
        """Return the numbers a register gives its rows."""
        ...


class Numbers:
    """Takes many numbers of a series at once, written as the firm writes them."""

    def __init__(self, work: UnitOfWork, series: numbering.Series, year: int, count: int) -> None:
        self._pattern = value_of(work.session, pattern_key(series.key))
        self._firm = work.session.scalars(select(Firm.short_name)).first() or ""
        self._year = year
        self._next = work.reserve(series.key, year, count) if count else 1

    def take(self) -> str:
        """Return the next one."""
        self._next += 1
        return numbering.write_number(self._pattern, year=self._year, number=self._next - 1, firm=self._firm)


def noon(day: date, zone: tzinfo) -> datetime:
    """Return the middle of a day, for records that know only the day."""
    return datetime.combine(day, time(12, 0), zone)
