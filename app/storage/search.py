"""Full-text search: one adapter per engine, chosen by the session's dialect, over the terms of `app.rules.search_terms`.

The index lies outside the journal and can be rebuilt from the records at any time. It knows records by their local row
numbers.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.rules.search_terms import IndexTerms, Query, Term, TermKind

KINDS = ("client", "consultation", "contract", "past_matter")
"""What can be searched, by table name; each kind has an index of its own."""

TABLES = tuple(f"search_{kind}" for kind in KINDS)
MOST_HITS = 2000


class SearchAdapter(Protocol):
    """What an engine has to offer."""

    def index(self, session: Session, kind: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        ...

    def remove(self, session: Session, kind: str, row_no: int) -> None:
        """Forget a row; one that was never indexed is no error."""
        ...

    def clear(self, session: Session, kind: str) -> None:
        """Forget all rows of a kind."""
        ...

    def search(self, session: Session, kind: str, query: Query, limit: int) -> list[int]:
        """Return the numbers of the rows that match all terms, newest first."""
        ...


class Fts5:
    """SQLite's FTS5: contentless tables over pre-tokenised text."""

    def index(self, session: Session, kind: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        statement = text(
            f"INSERT OR REPLACE INTO {_table(kind)} (rowid, nm, py, ini, ph) VALUES (:row_no, :nm, :py, :ini, :ph)"  # noqa: S608
        )
        rows = [
            {"row_no": row_no, "nm": t.characters, "py": t.pinyin, "ini": t.initials, "ph": t.digits}
            for row_no, t in entries
        ]
        session.connection().execute(statement, rows)

    def remove(self, session: Session, kind: str, row_no: int) -> None:
        """Forget a row; one that was never indexed is no error."""
        session.connection().execute(text(f"DELETE FROM {_table(kind)} WHERE rowid = :row_no"), {"row_no": row_no})  # noqa: S608

    def clear(self, session: Session, kind: str) -> None:
        """Forget all rows of a kind."""
        session.connection().execute(text(f"INSERT INTO {_table(kind)} ({_table(kind)}) VALUES ('delete-all')"))  # noqa: S608

    def search(self, session: Session, kind: str, query: Query, limit: int) -> list[int]:
        """Return the numbers of the rows that match all terms, newest first."""
        table = _table(kind)
        statement = text(
            f"SELECT rowid FROM {table} WHERE {table} MATCH :match ORDER BY rowid DESC LIMIT :limit"  # noqa: S608
        )
        match = " AND ".join(_fts5_condition(term) for term in query.terms)
        return list(session.connection().execute(statement, {"match": match, "limit": limit}).scalars().all())


_ADAPTERS: dict[str, SearchAdapter] = {"sqlite": Fts5()}


def index(session: Session, kind: str, row_no: int, terms: IndexTerms) -> None:
    """Index one row, replacing what was indexed of it before.

    Args:
        session: of a unit of work.
        kind: one of `KINDS`.
        row_no: the record's local row number.
        terms: from `index_terms`.

    """
    _adapter(session).index(session, kind, [(row_no, terms)])


def index_many(session: Session, kind: str, entries: Iterable[tuple[int, IndexTerms]]) -> None:
    """Index many rows (row number, terms) at once."""
    rows = list(entries)
    if rows:
        _adapter(session).index(session, kind, rows)


def remove(session: Session, kind: str, row_no: int) -> None:
    """Forget a row; one that was never indexed is no error."""
    _adapter(session).remove(session, kind, row_no)


def clear(session: Session) -> None:
    """Forget everything, before it is indexed anew."""
    for kind in KINDS:
        _adapter(session).clear(session, kind)


def search(session: Session, kind: str, query: Query, limit: int = MOST_HITS) -> list[int]:
    """Return the row numbers that match all terms of a query, newest first, at most `limit`; none for an empty one."""
    return [] if query.is_empty else _adapter(session).search(session, kind, query, limit)


def _adapter(session: Session) -> SearchAdapter:
    return _ADAPTERS[session.get_bind().dialect.name]


def _table(kind: str) -> str:
    return TABLES[KINDS.index(kind)]


def _fts5_condition(term: Term) -> str:
    """Write a term in FTS5's query language."""
    phrase = '"' + " ".join(term.tokens).replace('"', '""') + '"'
    star = " *" if term.kind is TermKind.PREFIX else ""
    return f"{{{' '.join(term.columns)}}} : {phrase}{star}"
