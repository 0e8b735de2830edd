"""Full-text search: one adapter per engine, chosen by the session's dialect, over the terms of `app.rules.search_terms`.

The index lies outside the journal and can be rebuilt from the records at any time. It knows records by their local row
numbers.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from app.rules.search_terms import IndexTerms, Query
from app.storage.fts5 import Fts5
from app.storage.postgres.lexemes import Lexemes

KINDS = ("client", "consultation", "contract", "past_matter")
"""What can be searched, by table name; each kind has an index of its own."""

TABLES = tuple(f"search_{kind}" for kind in KINDS)
MOST_HITS = 2000


class SearchAdapter(Protocol):
    """What an engine has to offer; `table` is the index of one kind."""

    def index(self, session: Session, table: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        ...

    def remove(self, session: Session, table: str, row_no: int) -> None:
        """Forget a row; one that was never indexed is no error."""
        ...

    def clear(self, session: Session, table: str) -> None:
        """Forget all rows of a kind."""
        ...

    def search(self, session: Session, table: str, query: Query, limit: int) -> list[int]:
        """Return the numbers of the rows that match all terms, newest first."""
        ...


_ADAPTERS: dict[str, SearchAdapter] = {"sqlite": Fts5(), "postgresql": Lexemes()}


def index(session: Session, kind: str, row_no: int, terms: IndexTerms) -> None:
    """Index one row, replacing what was indexed of it before.

    Args:
        session: of a unit of work.
        kind: one of `KINDS`.
        row_no: the record's local row number.
        terms: from `index_terms`.

    """
    _adapter(session).index(session, table_of(kind), [(row_no, terms)])


def index_many(session: Session, kind: str, entries: Iterable[tuple[int, IndexTerms]]) -> None:
    """Index many rows (row number, terms) at once."""
    rows = list(entries)
    if rows:
        _adapter(session).index(session, table_of(kind), rows)


def remove(session: Session, kind: str, row_no: int) -> None:
    """Forget a row; one that was never indexed is no error."""
    _adapter(session).remove(session, table_of(kind), row_no)


def clear(session: Session) -> None:
    """Forget everything, before it is indexed anew."""
    for kind in KINDS:
        _adapter(session).clear(session, table_of(kind))


def search(session: Session, kind: str, query: Query, limit: int = MOST_HITS) -> list[int]:
    """Return the row numbers that match all terms of a query, newest first, at most `limit`; none for an empty one."""
    return [] if query.is_empty else _adapter(session).search(session, table_of(kind), query, limit)


def _adapter(session: Session) -> SearchAdapter:
    return _ADAPTERS[session.get_bind().dialect.name]


def table_of(kind: str) -> str:
    """Return the table that holds the index of a kind."""
    return TABLES[KINDS.index(kind)]
