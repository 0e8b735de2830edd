"""The full-text index of one kind of record, as each engine keeps it: the one place where the steps' dialects differ."""

from alembic import op


def make(kind: str) -> None:
    """Make the index of a kind, e.g. "client".

    On SQLite a contentless FTS5 table over pre-tokenised text. On PostgreSQL a table of the same row numbers with the
    terms as lexemes (see `app.storage.postgres.search`); new entries go straight into the GIN index, so that no search
    has to read a list of pending ones.
    """
    table = f"search_{kind}"
    if op.get_context().dialect.name != "postgresql":
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5("
            "nm, py, ini, ph, content='', contentless_delete=1, tokenize='ascii', prefix='1')"
        )
        return
    columns = "row_no BIGINT PRIMARY KEY, nm VARCHAR NOT NULL, ph VARCHAR NOT NULL, terms TSVECTOR NOT NULL"
    op.execute(f"CREATE TABLE {table} ({columns})")
    op.execute(f"CREATE INDEX ix_{table}_terms ON {table} USING gin (terms) WITH (fastupdate = off)")
