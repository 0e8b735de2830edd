"""For developers: what a database at one schema lacks to match the mapped classes, as Alembic operations."""

from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

import app.models
import app.models.journal  # noqa: F401 - both register the mapped classes
from app.models.base import Base, JsonText, TermType, UtcDateTime
from app.storage.connections import single_engine
from app.storage.locator import Place
from app.storage.postgres.connections import single_engine as server_engine
from app.storage.postgres.schema import mapped_metadata
from app.storage.search import TABLES as SEARCH_TABLES


def is_mapped(_item: SchemaItem, name: str | None, kind: str, _reflected: bool, _compared: SchemaItem | None) -> bool:
    """Return False for the full-text tables and their shadow tables, which no mapped class describes."""
    return not (kind == "table" and name and name.startswith(SEARCH_TABLES))


def differences(path: Path, key: bytes) -> MigrationScript:
    """Compare a database file with the mapped classes."""
    with single_engine(path, key, create=True).connect() as connection:
        return produce_migrations(_context(connection), Base.metadata)


def upgrade_code(path: Path, key: bytes) -> str:
    """Return the body of `upgrade()` that would make a database file match the mapped classes."""
    operations = differences(path, key).upgrade_ops
    if operations is None or operations.is_empty():
        return ""
    with single_engine(path, key).connect() as connection:
        return render_python_code(
            operations, render_as_batch=True, render_item=_render_plainly, migration_context=_context(connection)
        )


def server_differences(place: Place) -> list[Any]:
    """Return what a server's database lacks to match the mapped classes, types as wide as they are there."""
    engine = server_engine(place)
    wide = engine.dialect.type_compiler_instance
    engine.dialect.type_compiler_instance = PGTypeCompiler(engine.dialect)  # the catalogue's functions take no BIGINT

    def differs(_context: Any, _found: Any, _mapped: Any, found: TypeEngine[Any], mapped: TypeEngine[Any]) -> bool:
        return wide.process(found) != wide.process(mapped)

    with engine.connect() as connection:
        options = {"include_object": is_mapped, "compare_type": differs}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), mapped_metadata()))


def _context(connection: Connection) -> MigrationContext:
    options = {"include_object": is_mapped, "compare_type": True, "render_as_batch": True}
    return MigrationContext.configure(connection, opts=options)


def _render_plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are stored as: a migration must not change when a vocabulary does."""
    if kind != "type":
        return False
    if isinstance(item, TermType):
        return "sa.String(length=40)"
    if isinstance(item, JsonText):
        return "sa.Text()"
    return "UtcDateTime()" if isinstance(item, UtcDateTime) else False
