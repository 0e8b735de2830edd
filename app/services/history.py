"""Undo, redo, and what changed: all read from the journal."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.services import visibility
from app.services.core import Service, operation, query
from app.services.hours import HOURS_TABLES
from app.storage import undo
from app.storage.feed import changes_after
from app.storage.undo import UndoOutcome
from app.terms import Permission, Uid

__all__ = ["Changes", "History", "UndoOutcome"]


@dataclass(frozen=True)
class Changes:
    """What changed since a position of the journal.

    Attributes:
        position: where the journal stands now; to be given with the next question.
        tables: the ids changed, by table; an empty set means all rows of that table.

    """

    position: int
    tables: Mapping[str, set[Uid]]


class History(Service):
    """撤销与重做, for the signed-in person's own work since they signed in."""

    @operation(Permission.UNDO_OWN_WORK)
    def undo(self) -> UndoOutcome:
        """Take the last operation back, or say why not."""
        return self._after(undo.undo(self.office.database, self.office.context()), "撤销")

    @operation(Permission.UNDO_OWN_WORK)
    def redo(self) -> UndoOutcome:
        """Do the operation undone last again, or say why not."""
        return self._after(undo.redo(self.office.database, self.office.context()), "重做")

    @query()
    def changes(self, seen: int) -> Changes:
        """Return what changed since a position: `Office.seated_at`, then the one of the last answer that arrived.

        Read from the journal's tail, so that changes by a command or another seat arrive the same way.
        """
        position, tables = changes_after(self.office.database, seen)
        if not HOURS_TABLES.isdisjoint(tables):
            self.office.forget_hours()
        if not tables or self.office.actor.viewer.sees_sensitive:
            return Changes(position, tables)
        with self.office.reading_everything() as session:
            return Changes(position, visibility.without_hidden(session, self.office.actor.viewer, tables))

    def _after(self, outcome: UndoOutcome, word: str) -> UndoOutcome:
        """Say nothing of a matter that was hidden from the person since."""
        if outcome.ok:
            self.office.forget_hours()
        with self.office.reading_everything() as session:
            hidden = visibility.is_hidden_entry(session, self.office.actor.viewer, outcome.entries)
        if not hidden:
            return outcome
        if outcome.ok:
            return UndoOutcome("上一步操作", ok=True, sentence=f"已{word}上一步操作。")
        return UndoOutcome("", ok=False, sentence=f"没有可以{word}的操作。")
