"""What backups and restoring say to windows and commands: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from app.rules.backup_thinning import Thinning
from app.storage.backup_place import PlaceGoneError, Told, quiet
from app.storage.backup_set import BackupSet

__all__ = [
    "AUTOMATIC",
    "BY_HAND",
    "CLOSING",
    "FOLDER",
    "MAX_INTERVAL",
    "MIN_INTERVAL",
    "BackupDone",
    "BackupStatus",
    "BackupView",
    "Failure",
    "FoundBackups",
    "Past",
    "PlaceGoneError",
    "RestorePreview",
    "Restored",
    "RulesForm",
    "Told",
    "quiet",
    "thinning",
    "view_of",
]

LABELS: Mapping[str, str] = {
    "client": "服务对象",
    "consultation": "咨询",
    "contract": "合同",
    "attachment": "材料",
    "staff": "员工",
    "past_matter": "以往案件",
    "change_set": "操作记录",
}
"""The counted tables in the order and words in which people read them."""

FOLDER = "律顾台备份"
"""What is made in a chosen second place, so that a stick's other files stay apart."""
AUTOMATIC, CLOSING, BY_HAND = "自动", "退出时", "立即备份"
"""Why a backup was made; before something large it is named after that: 导入前."""
MIN_INTERVAL, MAX_INTERVAL = 5, 24 * 60
"""Minutes."""

Counts: TypeAlias = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class BackupView:
    """One backup as a list shows it.

    Attributes:
        path: its folder.
        at: when, aware UTC.
        reason: why, e.g. 自动, 退出时, 立即备份, 导入前.
        counts: (words, rows) of the main tables.
        size: bytes of database and papers.
        missing: papers that records name and that were nowhere to be found.
        device_name: the PC it was made on.
        is_own: made by this PC for this firm's folder.
        program: version that made it.

    """

    path: Path
    at: datetime
    reason: str
    counts: Counts
    size: int
    missing: int
    device_name: str
    is_own: bool
    program: str

    def count(self, words: str) -> int:
        """Return the rows of a main table by its words; 0 where the backup does not speak of it."""
        return dict(self.counts).get(words, 0)


@dataclass(frozen=True)
class Past:
    """A backup that succeeded: when, and at which position of the journal."""

    at: datetime
    position: int
    number: int
    name: str


@dataclass(frozen=True)
class Failure:
    """A backup that failed: when, and the sentence for the user."""

    at: datetime
    text: str


@dataclass(frozen=True)
class BackupStatus:
    """How safe the data is now.

    Attributes:
        first: the last backup on this PC; None if there never was one.
        second: the last one in the second place.
        first_failure: why the last try here failed; None after a success.
        second_failure: likewise for the second place.
        second_place: the second place; None where none is chosen.
        is_changed: something was written since the last backup here.
        is_behind: the second place lacks the last backup.
        next_at: when the next automatic one is due; None while nothing changed.
        is_due: now.
        interval: minutes between automatic backups.
        thinning: how many are kept.

    """

    first: Past | None
    second: Past | None
    first_failure: Failure | None
    second_failure: Failure | None
    second_place: Path | None
    is_changed: bool
    is_behind: bool
    next_at: datetime | None
    is_due: bool
    interval: int
    thinning: Thinning


@dataclass(frozen=True)
class BackupDone:
    """What came of one backup.

    Attributes:
        backup: the one on this PC.
        second_failure: why it did not reach the second place; empty if it did or there is none.

    """

    backup: BackupView
    second_failure: str


@dataclass(frozen=True)
class FoundBackups:
    """The backups of both places, newest first.

    Attributes:
        first: on this PC.
        second: in the second place.
        second_problem: why the second place could not be read; empty if it could or there is none.

    """

    first: tuple[BackupView, ...]
    second: tuple[BackupView, ...]
    second_problem: str


@dataclass(frozen=True)
class RulesForm:
    """What the firm sets: minutes between automatic backups, and how many are kept."""

    interval: int
    thinning: Thinning


@dataclass(frozen=True)
class RestorePreview:
    """A backup before its password is known: what it says of itself.

    Attributes:
        backup: date, counts, size.
        logins: who can open it.
        is_older_schema: it is brought to this version's form on the way.

    """

    backup: BackupView
    logins: tuple[str, ...]
    is_older_schema: bool


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        backup: which one.
        kept: where the former files lie; None on a new PC.
        lost: papers that were nowhere whole.

    """

    backup: BackupView
    kept: Path | None
    lost: int


def thinning(hourly: int, daily: int, monthly: int) -> Thinning:
    """Return how many backups are kept, for windows, which know no rules."""
    return Thinning(hourly, daily, monthly)


def view_of(one: BackupSet, series: str) -> BackupView:
    """Return a backup as lists show it; `series` is this PC's own."""
    manifest = one.manifest
    counts = tuple((words, manifest.counts[table]) for table, words in LABELS.items() if table in manifest.counts)
    return BackupView(
        path=one.folder,
        at=manifest.at,
        reason=manifest.reason,
        counts=counts,
        size=manifest.database_size + manifest.blob_bytes,
        missing=manifest.missing,
        device_name=manifest.device_name,
        is_own=manifest.series == series,
        program=manifest.program,
    )
