"""Districts with their division codes, from resources/regions; abolished ones stay, for old identity numbers."""

import csv
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.reading import read_bytes
from app.errors import DataFileError

HEADER = ["code", "name", "city", "current"]


@dataclass(frozen=True)
class Region:
    """A district or county.

    Attributes:
        code: six figures.
        name: e.g. “长安区”.
        city: e.g. “石家庄市”.
        is_current: whether it still exists.

    """

    code: str
    name: str
    city: str
    is_current: bool


def load_regions(folder: Path) -> dict[str, Region]:
    """Return all regions of a folder of CSV files by code."""
    found: dict[str, Region] = {}
    for path in sorted(folder.glob("*.csv"), reverse=True):
        rows = list(csv.reader(read_bytes(path).decode("utf-8").splitlines()))
        if not rows or rows[0] != HEADER:
            raise DataFileError(path.name, "第 1 行", f"应为 {','.join(HEADER)}")
        for line, row in enumerate(rows[1:], start=2):
            if len(row) != len(HEADER) or not (row[0].isdigit() and len(row[0]) == 6) or row[3] not in {"yes", "no"}:
                raise DataFileError(path.name, f"第 {line} 行", f"“{','.join(row)}”看不懂")
            if row[0] in found:
                raise DataFileError(path.name, f"第 {line} 行", f"{row[0]} 写了两次")
            found[row[0]] = Region(row[0], row[1], row[2], row[3] == "yes")
    return found
