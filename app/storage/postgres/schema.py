"""Bringing a PostgreSQL database to this program's schema: the same steps as for the encrypted file.

Everything happens in one transaction, which the server undoes whole where a step fails.
"""

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from app.models.base import Base
from app.storage import migrate
from app.storage.postgres.connections import WRITE_LOCK

NO_SCHEMA = ""
"""The revision of a database that is still empty."""

_IMMEDIATE_REFERENCES = text(
    "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint "
    "WHERE contype = 'f' AND NOT condeferred AND connamespace = current_schema()::regnamespace"
)


def revision_of(engine: Engine) -> str:
    """Return the revision a database is at; `NO_SCHEMA` for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return NO_SCHEMA
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def is_empty(engine: Engine) -> bool:
    """Return whether a database has no table yet."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def upgrade(engine: Engine) -> None:
    """Bring an empty or older database to the present schema, in one transaction; another PC's upgrade is waited for."""
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})"))
        found = revision_of_connection(connection)
        done = migrate.REVISIONS.index(found) + 1 if found else 0
        migrate.run_steps(connection, migrate.REVISIONS[done:])
        for table, name in connection.execute(_IMMEDIATE_REFERENCES).all():
            connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"))


def revision_of_connection(connection: Connection) -> str:
    """Return the revision as an open transaction sees it."""
    if not inspect(connection).has_table("alembic_version"):
        return NO_SCHEMA
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def mapped_metadata() -> MetaData:
    """Return what the mapped classes describe, with references as they are on this engine: checked at the commit."""
    copy = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        for constraint in table.to_metadata(copy).foreign_key_constraints:
            constraint.deferrable, constraint.initially = True, "DEFERRED"
    return copy
