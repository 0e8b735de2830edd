"""What the import takes and gives: plain frozen records for screens and commands."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from app.formats.sheets import Spreadsheet
from app.rules.importing.tables import Record
from app.terms import ImportKind, RowVerdict, Uid

Told: TypeAlias = Callable[[int, int, str], None]
"""Gets how far a call is: done, total, a short Chinese text; raises when the user cancelled."""


@dataclass(frozen=True)
class FieldView:
    """A field that a column can be matched to."""

    id: str
    title: str
    required: bool


@dataclass(frozen=True)
class ImportSource:
    """A file that was read.

    Attributes:
        name: of the file.
        form: what it turned out to be, in words.
        sheets: names of its sheets, the likeliest first.
        content: its rows; only handed back.

    """

    name: str
    form: str
    sheets: tuple[str, ...]
    content: Spreadsheet = field(repr=False)


@dataclass(frozen=True)
class ImportTable:
    """The table found in a sheet, with its columns matched as far as possible.

    Attributes:
        kind: what its rows become.
        source: name of the file.
        sheet: name of the sheet.
        headers: of the columns.
        samples: for each column the first few texts in it.
        header_line: row number of the header in the sheet, from 1; 0 without one.
        columns: place of a column -> id of its field.
        is_remembered: the matching is the one used last for these headers.
        left_out: row numbers of totals, footers and repeated headers.
        records: the rows.
        lost: (row number, column) of long numbers that the file holds only rounded.

    """

    kind: ImportKind
    source: str
    sheet: str
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    header_line: int
    columns: Mapping[int, str]
    is_remembered: bool
    left_out: tuple[int, ...]
    records: tuple[Record, ...] = field(repr=False)
    lost: frozenset[tuple[int, int]] = field(repr=False)


@dataclass(frozen=True)
class Cells:
    """One row as its fields name it."""

    line: int
    texts: Mapping[str, str]
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CheckedRow:
    """What would become of a row.

    Attributes:
        line: its row number in the sheet, from 1.
        verdict: new, merged, same or faulty.
        name: who or what it is about.
        about: a word more: telephone, number, opponent.
        said: why, in Chinese; what is added, what stays, what was left aside.

    """

    line: int
    verdict: RowVerdict
    name: str
    about: str
    said: str


@dataclass(frozen=True)
class DryRun:
    """What an import would do; nothing is written.

    Attributes:
        table: what was looked at.
        columns: the matching it was looked at with.
        rows: every row, in the order of the file.

    """

    table: ImportTable
    columns: Mapping[int, str]
    rows: tuple[CheckedRow, ...] = field(repr=False)

    @property
    def counts(self) -> Mapping[RowVerdict, int]:
        """How many rows there are of each verdict."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found.get(verdict, 0) for verdict in RowVerdict}


@dataclass(frozen=True)
class ImportOutcome:
    """What an import came to.

    Attributes:
        counts: rows of each verdict, as they were when written.
        batch_id: what one undo takes back; None where nothing was written.
        cancelled: the user stopped it, and nothing of it is left.
        sentence: Chinese, to be shown as it stands.

    """

    kind: ImportKind
    source: str
    counts: Mapping[RowVerdict, int]
    batch_id: Uid | None
    cancelled: bool
    sentence: str


@dataclass(frozen=True)
class Unfinished:
    """An import that was broken off by a fault of the PC; what it wrote can be taken back."""

    batch_id: Uid
    kind: ImportKind
    source: str
    begun_at: datetime
