"""The full-text index of one kind of record, as each engine keeps it: the one place where the steps' dialects differ."""

from alembic import op

from app.rules.search_terms import index_terms
from app.storage.fts5 import Fts5

AT_ONCE = 5000
"""Records indexed at a time."""


def make(kind: str, prefixes: str = "1") -> None:
    """Make the index of a kind, e.g. "client".

    On SQLite a contentless FTS5 table over pre-tokenised text. On PostgreSQL a table of the same row numbers with the
    terms as lexemes (see `app.storage.postgres.search`); new entries go straight into the GIN index, so that no search
    has to read a list of pending ones.

    Args:
        kind: what it finds.
        prefixes: lengths of beginnings that SQLite keeps lists for, e.g. "1 2 3"; PostgreSQL needs none.

    """
    table = f"search_{kind}"
    if op.get_context().dialect.name != "postgresql":
        op.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5("
            "nm, py, ini, ph, content='', contentless_delete=1, "
            f"tokenize='ascii', prefix='{prefixes}')"
        )
        return
    columns = "row_no BIGINT PRIMARY KEY, nm VARCHAR NOT NULL, ph VARCHAR NOT NULL, terms TSVECTOR NOT NULL"
    op.execute(f"CREATE TABLE {table} ({columns})")
    op.execute(f"CREATE INDEX ix_{table}_terms ON {table} USING gin (terms) WITH (fastupdate = off)")


def keep_more_prefixes_of_clients() -> None:
    """Give SQLite's client index lists for beginnings of two and three characters, and index every client anew.

    Two or three letters of pinyin begin thousands of names (ADR 0013).
    """
    if op.get_context().dialect.name == "postgresql":
        return
    op.execute("DROP TABLE search_client")
    make("client", "1 2 3")
    connection = op.get_bind()
    columns = "row_no, name, wechat_name, phone, other_phone, identity_no, file_no"
    clients = connection.exec_driver_sql(f"SELECT {columns} FROM client ORDER BY row_no")  # noqa: S608 - fixed words
    for rows in clients.partitions(AT_ONCE):
        entries = [
            (
                row.row_no,
                index_terms(
                    f"{row.name} {row.wechat_name}".strip(),
                    [number for number in (row.phone, row.other_phone) if number],
                    [number for number in (row.identity_no, row.file_no) if number],
                ),
            )
            for row in rows
        ]
        Fts5().write(connection, "search_client", entries)
