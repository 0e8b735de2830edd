"""Databases on the tests' server that are lent to a test and put back into their first state afterwards.

Making a database copies four hundred files and dropping it removes them; putting some hundred rows back is several times
as fast. So each template keeps its rows in a schema of its own, which every copy of it has, with a function that brings
them back. What a test has changed in the tables themselves, or has blown up, is dropped.
"""

from collections import defaultdict

import psycopg
from psycopg import conninfo, sql

from tests.embedded_server import EmbeddedServer

KEPT = "kept_by_the_tests"
MOST_GROWTH = 4_000_000
"""Bytes that deleted rows may leave behind; then a fresh copy is faster."""

_SHAPE = """
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
    SELECT concat_ws(',', attrelid::regclass, attname, atttypid::regtype, attnotnull) AS part
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL
    SELECT concat_ws(',', conrelid::regclass, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
) AS parts
"""


class TemplateDatabases:
    """The databases of one server, by the template they are copies of.

    Args:
        server: running.

    """

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._free: dict[str, list[str]] = defaultdict(list)
        self._first: dict[str, tuple[str, int]] = {}

    def keep(self, template: str) -> str:
        """Let a finished database be a template: note its rows, shape and size; nothing may write to it any more."""
        with self._connect(template) as connection:
            tables = _names(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            counters = _names(
                connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
            )
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(KEPT)))
            for table in tables:
                words = "CREATE TABLE {} AS TABLE {}"
                connection.execute(sql.SQL(words).format(sql.Identifier(KEPT, table), sql.Identifier("public", table)))
            connection.execute(_restoring(connection, tables, counters))
            connection.execute("ANALYZE")
            self._first[template] = self._state(connection)
        return template

    def lend(self, template: str) -> str:
        """Return a database that is as the template is."""
        free = self._free[template]
        return free.pop() if free else self._server.create(template)

    def take_back(self, template: str, name: str) -> None:
        """Put a lent database back into its first state, for the next test, or drop it."""
        self._server.disconnect(name)
        with self._connect(name) as connection:
            (shape, size), (first_shape, first_size) = self._state(connection), self._first[template]
            fit = shape == first_shape and size - first_size < MOST_GROWTH
            if fit:
                connection.execute(sql.SQL("SELECT {}()").format(sql.Identifier(KEPT, "restore")))
        if fit:
            self._free[template].append(name)
        else:
            self._server.drop(name)

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(conninfo.make_conninfo(**self._server.place(name)), autocommit=True)

    @staticmethod
    def _state(connection: psycopg.Connection) -> tuple[str, int]:
        found = connection.execute("SELECT (" + _SHAPE + "), pg_database_size(current_database())").fetchone()
        assert found is not None
        return str(found[0]), int(found[1])


def _names(connection: psycopg.Connection, statement: str) -> list[str]:
    return [str(name) for (name,) in connection.execute(statement.encode())]


def _restoring(connection: psycopg.Connection, tables: list[str], counters: list[str]) -> sql.Composed:
    """Return the statement that makes the function which brings the first rows and counters back."""
    steps: list[sql.Composable] = [sql.SQL("SET LOCAL session_replication_role = replica;")]
    steps += [sql.SQL("DELETE FROM {};").format(sql.Identifier("public", table)) for table in tables]
    for table in tables:
        words = "INSERT INTO {} SELECT * FROM {};"
        steps.append(sql.SQL(words).format(sql.Identifier("public", table), sql.Identifier(KEPT, table)))
    for counter in counters:
        name = sql.Identifier("public", counter)
        last = connection.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(name)).fetchone()
        assert last is not None
        words = "PERFORM setval({}, {}, {});"
        steps.append(sql.SQL(words).format(sql.Literal(f'public."{counter}"'), *map(sql.Literal, last)))
    body = sql.SQL("BEGIN {} END").format(sql.SQL(" ").join(steps)).as_string(connection)
    made = "CREATE FUNCTION {}() RETURNS void LANGUAGE plpgsql AS {}"
    return sql.SQL(made).format(sql.Identifier(KEPT, "restore"), sql.Literal(body))
