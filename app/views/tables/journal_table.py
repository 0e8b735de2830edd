"""The journal's list: when, who, what kind, what, on which PC."""

from app.clock import Clock
from app.services.audit.types import JournalEntry, JournalKey
from app.services.container import Services
from app.terms import JournalAction
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column
from app.views.text import moment_text

ICONS = {
    JournalAction.CHANGED: "pencil",
    JournalAction.UNDONE: "undo-2",
    JournalAction.SEEN: "eye",
    JournalAction.FAILED_SIGN_IN: "triangle-alert",
}


def _way_colour(entry: JournalEntry) -> str:
    return "over" if entry.action is JournalAction.FAILED_SIGN_IN else "text2"


class JournalTable(BaseTable[JournalKey, JournalEntry]):
    """Entries of the journal by key.

    Args:
        services: of the opened firm.
        jobs: runs the loader.
        clock: tells what day it is.

    """

    def __init__(self, services: Services, jobs: JobRunner, clock: Clock) -> None:
        def when(entry: JournalEntry) -> str:
            return moment_text(entry.at, clock.now())

        columns: tuple[Column[JournalEntry], ...] = (
            Column("at", "时间", when, 124),
            Column("who", "人员", lambda entry: entry.who, 92, medium=True),
            Column("way", "类别", lambda entry: entry.way, 104, icon=lambda e: ICONS[e.action], colour=_way_colour),
            Column("words", "内容", lambda entry: entry.words, 180, stretch=True),
            Column("pc", "电脑", lambda entry: entry.device, 112, priority=1, colour="text3"),
        )
        super().__init__(columns, jobs, services.audit.entries, lambda entry: entry.key)
