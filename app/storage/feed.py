"""The change feed: which rows changed since the last look, read from the journal's tail.

It sees every commit to the file, by this program, the command line or another process alike, and goes by the local
sequence of commits, never by time.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models.journal import Change, ChangeSet
from app.storage.database import Database
from app.storage.unit_of_work import reading
from app.terms import Uid


class ChangeFeed:
    """One listener's place in the journal; starts at the present end.

    Args:
        database: an open one.

    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen = journal_position(database)

    def poll(self) -> dict[str, set[Uid]]:
        """Return the ids of the rows changed since the last call, by table name; see `changes_after`."""
        self._seen, changed = changes_after(self._database, self._seen)
        return changed


def changes_after(database: Database, seen: int) -> tuple[int, dict[str, set[Uid]]]:
    """Return the journal's newest position, and the ids of the rows changed after an earlier one, by table name.

    Whoever asks keeps the position, so that an answer that got lost on its way is given again. Nothing changed: an empty
    mapping. A table with an empty set was loaded in bulk: all of its rows may have changed.
    """
    with reading(database) as session:
        newest = _position(session)
        if newest <= seen:
            return seen, {}
        rows = session.execute(
            select(Change.table_name, Change.row_id)
            .join(ChangeSet, Change.change_set_id == ChangeSet.id)
            .where(ChangeSet.local_seq > seen, ChangeSet.local_seq <= newest)
        ).all()
    changed: dict[str, set[Uid]] = {}
    in_bulk = {table for table, row_id in rows if row_id is None}
    for table, row_id in rows:
        ids = changed.setdefault(table, set())
        if row_id is not None and table not in in_bulk:
            ids.add(row_id)
    return newest, changed


def journal_position(database: Database) -> int:
    """Return the local number of the newest change set; 0 for an empty journal."""
    with reading(database) as session:
        return _position(session)


def _position(session: Session) -> int:
    return session.scalar(select(func.max(ChangeSet.local_seq))) or 0
