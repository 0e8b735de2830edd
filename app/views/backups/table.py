"""The list of backups: when, why, how much, where, on which PC."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.clock import Clock
from app.services.backups.types import BackupView, FoundBackups
from app.views.backups.words import size_words
from app.views.components.labels import Tone
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column, TagSpec
from app.views.text import count_text, moment_text


@dataclass(frozen=True)
class BackupRow:
    """A backup and the places that hold it."""

    backup: BackupView
    in_first: bool
    in_second: bool

    @property
    def key(self) -> str:
        """Its folder's path: tells it from all others."""
        return str(self.backup.path)

    @property
    def places(self) -> str:
        """The words of the places."""
        return "、".join(["本机"] * self.in_first + ["第二位置"] * self.in_second) or "所选文件夹"


def rows_of(found: FoundBackups) -> list[BackupRow]:
    """Return one row for each backup, whichever place holds it, newest first."""
    second = {one.path.name: one for one in found.second}
    rows = [BackupRow(one, in_first=True, in_second=one.path.name in second) for one in found.first]
    here = {one.path.name for one in found.first}
    rows += [BackupRow(one, in_first=False, in_second=True) for one in found.second if one.path.name not in here]
    return sorted(rows, key=lambda row: row.backup.at, reverse=True)


def _missing(row: BackupRow) -> TagSpec | None:
    count = row.backup.missing
    return TagSpec(f"缺材料 {count}", Tone.SOON, "triangle-alert", f"有 {count} 份材料的文件找不到") if count else None


class BackupTable(BaseTable[str, BackupRow]):
    """Rows that are all at hand."""

    def __init__(self, jobs: JobRunner, clock: Clock, parent: QObject | None = None) -> None:
        self._at_hand: dict[str, BackupRow] = {}

        def when(row: BackupRow) -> str:
            return moment_text(row.backup.at, clock.now())

        def counted(words: str, priority: int) -> Column[BackupRow]:
            return Column(
                words, words, lambda row: count_text(row.backup.count(words)), 84, right=True, priority=priority
            )

        columns: Sequence[Column[BackupRow]] = (
            Column("at", "时间", when, 130, medium=True),
            Column("reason", "原因", lambda row: row.backup.reason, 120, stretch=True, tag=_missing),
            counted("服务对象", 1),
            counted("咨询", 1),
            counted("合同", 3),
            Column("size", "大小", lambda row: size_words(row.backup.size), 84, right=True, priority=2),
            Column("gap", "", lambda _row: "", 16),
            Column("places", "位置", lambda row: row.places, 120, colour="text2"),
            Column("pc", "电脑", lambda row: row.backup.device_name, 110, priority=4, colour="text3"),
        )
        super().__init__(columns, jobs, self._find, lambda row: row.key, parent)

    def show_rows(self, rows: Sequence[BackupRow]) -> None:
        """Show other backups."""
        self._at_hand = {row.key: row for row in rows}
        self.set_keys(list(self._at_hand), rows=list(rows))

    def backup_at(self, key: object) -> BackupRow | None:
        """Return a backup by its key."""
        return self._at_hand.get(str(key))

    def _find(self, keys: list[str]) -> Iterable[BackupRow]:
        return [self._at_hand[key] for key in keys if key in self._at_hand]
