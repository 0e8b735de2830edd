"""The search adapter of the encrypted file: contentless FTS5 tables over pre-tokenised text."""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from app.rules.search_terms import IndexTerms, Query, Term, TermKind


class Fts5:
    """SQLite's FTS5: contentless tables over pre-tokenised text."""

    def index(self, session: Session, table: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows, replacing what was indexed of them before."""
        self.write(session.connection(), table, entries)

    def write(self, connection: Connection, table: str, entries: Sequence[tuple[int, IndexTerms]]) -> None:
        """Index rows over a plain connection."""
        statement = text(
            f"INSERT OR REPLACE INTO {table} (rowid, nm, py, ini, ph) VALUES (:row_no, :nm, :py, :ini, :ph)"  # noqa: S608
        )
        rows = [
            {"row_no": row_no, "nm": t.characters, "py": t.pinyin, "ini": t.initials, "ph": t.digits}
            for row_no, t in entries
        ]
        connection.execute(statement, rows)

    def remove(self, session: Session, table: str, row_no: int) -> None:
        """Forget a row; one that was never indexed is no error."""
        session.connection().execute(text(f"DELETE FROM {table} WHERE rowid = :row_no"), {"row_no": row_no})  # noqa: S608

    def clear(self, session: Session, table: str) -> None:
        """Forget all rows of a kind."""
        session.connection().execute(text(f"INSERT INTO {table} ({table}) VALUES ('delete-all')"))  # noqa: S608

    def search(self, session: Session, table: str, query: Query, limit: int) -> list[int]:
        """Return the numbers of the rows that match all terms, newest first."""
        statement = text(
            f"SELECT rowid FROM {table} WHERE {table} MATCH :match ORDER BY rowid DESC LIMIT :limit"  # noqa: S608
        )
        match = " AND ".join(_fts5_condition(term) for term in query.terms)
        return list(session.connection().execute(statement, {"match": match, "limit": limit}).scalars().all())


def _fts5_condition(term: Term) -> str:
    """Write a term in FTS5's query language."""
    phrase = '"' + " ".join(term.tokens).replace('"', '""') + '"'
    star = " *" if term.kind is TermKind.PREFIX else ""
    return f"{{{' '.join(term.columns)}}} : {phrase}{star}"
