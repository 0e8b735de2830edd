"""Connections to a PostgreSQL server: one writer and a small pool of read-only ones, as the encrypted file has them."""

from typing import Any

import psycopg
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool, Pool, QueuePool
from sqlalchemy.types import Float, Integer, String

from app.storage.locator import Place
from app.storage.postgres.faults import translate, unreachable

WRITE_LOCK = 0x4C564754
"""“LVGT”: the advisory lock that whoever writes holds until the commit, so that writers take turns on all PCs."""

BUSY_SECONDS = 15
CONNECT_SECONDS = 10

SESSION = {
    "timezone": "UTC",
    "lock_timeout": f"{BUSY_SECONDS}s",
    "plan_cache_mode": "force_custom_plan",  # a plan for any search term would be wrong for nearly all
    "jit": "off",
    "work_mem": "32MB",
    "random_page_cost": "1.1",
    "client_min_messages": "error",
}


class TextWithoutNul(StrDumper):
    """Sends text without the one character that PostgreSQL cannot hold."""

    def dump(self, obj: str) -> Any:
        """Return the text as the server takes it."""
        return super().dump(obj.replace("\0", "") if "\0" in obj else obj)


class WideTypes(PGTypeCompiler):
    """Writes column types without the limits that the encrypted file does not have either.

    There a VARCHAR takes a text of any length and an INTEGER 64 bits; what was typed there must fit here.
    """

    def visit_VARCHAR(self, type_: String, **kw: Any) -> str:  # noqa: ARG002, N802 - SQLAlchemy's names
        """Return the type of a text."""
        return "VARCHAR"

    def visit_FLOAT(self, type_: Float[Any], **kw: Any) -> str:  # noqa: ARG002, N802 - SQLAlchemy's names
        """Return the type of a measured number."""
        return "DOUBLE PRECISION"

    def visit_DOUBLE_PRECISION(self, type_: Float[Any], **kw: Any) -> str:  # noqa: ARG002, N802 - SQLAlchemy's names
        """Return the type of a measured number as the server names it."""
        return "DOUBLE PRECISION"

    def visit_INTEGER(self, type_: Integer, **kw: Any) -> str:  # noqa: ARG002, N802 - SQLAlchemy's names
        """Return the type of a whole number."""
        return "BIGINT"


def connect(place: Place, *, read_only: bool = False) -> psycopg.Connection:
    """Open one raw connection.

    Raises:
        AppError: the server cannot be reached, or does not let this PC in.

    """
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    given: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, "application_name": "lvgutai", **place}
    try:
        connection = psycopg.connect(**given, options=options)
    except psycopg.Error as error:
        raise (translate(error) if error.sqlstate else None) or unreachable() from error
    connection.adapters.register_dumper(str, TextWithoutNul)
    connection.read_only = read_only
    if read_only:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection


def writer_engine(place: Place) -> Engine:
    """Return an engine with exactly one connection, whose transactions take the firm's write lock at once.

    References are checked at the commit, so that rows may come in any order: the schema's foreign keys are deferred.
    """
    engine = _engine(place, read_only=False, pool={"pool_size": 1, "max_overflow": 0, "pool_timeout": 60})
    event.listen(engine, "begin", _begin_writing)
    return engine


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def reader_engine(place: Place) -> Engine:
    """Return an engine whose connections cannot write; each transaction sees one state of the data."""
    pool = {"pool_size": 2, "max_overflow": 6, "pool_timeout": 60, "pool_use_lifo": True}
    return _engine(place, read_only=True, pool=pool)


def single_engine(place: Place) -> Engine:
    """Return an engine for a migration or a check: no pool."""
    return _engine(place, read_only=False, pool={}, pool_class=NullPool)


def _engine(place: Place, *, read_only: bool, pool: dict[str, Any], pool_class: type[Pool] = QueuePool) -> Engine:
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(place, read_only=read_only),
        poolclass=pool_class,
        pool_pre_ping=pool_class is QueuePool,  # a server that was restarted costs nobody an error
        use_native_hstore=False,
        **pool,
    )
    engine.dialect.type_compiler_instance = WideTypes(engine.dialect)
    event.listen(engine, "handle_error", _speak_plainly)
    return engine


def _speak_plainly(context: ExceptionContext) -> None:
    """Raise the user's sentence instead of the driver's where there is one."""
    if plain := translate(context.original_exception):
        raise plain from context.original_exception
