"""Undo, redo, and what changed: all read from the journal."""

from collections.abc import Mapping

from app.services.core import Office, Service, operation, query
from app.storage import undo
from app.storage.feed import ChangeFeed
from app.storage.undo import UndoOutcome
from app.terms import Permission, Uid

__all__ = ["History", "UndoOutcome"]


class History(Service):
    """撤销与重做, for the signed-in person's own work since they signed in.

    Args:
        office: the opened firm.

    """

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._feed = ChangeFeed(office.database)

    @operation(Permission.UNDO_OWN_WORK)
    def undo(self) -> UndoOutcome:
        """Take the last operation back, or say why not."""
        return self._after(undo.undo(self.office.database, self.office.context()))

    @operation(Permission.UNDO_OWN_WORK)
    def redo(self) -> UndoOutcome:
        """Do the operation undone last again, or say why not."""
        return self._after(undo.redo(self.office.database, self.office.context()))

    @query()
    def changes(self) -> Mapping[str, set[Uid]]:
        """Return the ids changed since the last call, by table; an empty set means all rows of that table.

        Read from the journal's tail, so that changes by a command or another seat arrive the same way.
        """
        found = self._feed.poll()
        if "firm" in found:
            self.office.forget_hours()
        return found

    def _after(self, outcome: UndoOutcome) -> UndoOutcome:
        if outcome.ok:
            self.office.forget_hours()
        return outcome
