"""What every mapped class shares: the registry, column types and identity."""

import json
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import uuid_utils
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.terms import Term, Uid

T = TypeVar("T", bound=Term)


def new_uid() -> Uid:
    """Return a fresh UUIDv7 as 16 bytes; later ones sort after earlier ones."""
    return uuid_utils.uuid7().bytes


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC with microseconds; naive ones are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Use the engine's native aware type where it has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Turn an aware instant into what the engine stores."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime refused")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn what the engine stored into an aware UTC instant."""
        if value is None or isinstance(value, datetime):
            return value
        return datetime.fromisoformat(value)  # a tenth of the time of strptime


class TermType(TypeDecorator[T], Generic[T]):
    """A member of one of the vocabularies in `app.terms`, stored by value.

    Args:
        vocabulary: the enum class.

    """

    impl = String
    cache_ok = True

    def __init__(self, vocabulary: type[T]) -> None:
        self.vocabulary = vocabulary
        super().__init__(40)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store the value of the member."""
        return None if value is None else str(self.vocabulary(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> T | None:  # noqa: ARG002
        """Give the member back."""
        return None if value is None else self.vocabulary(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as canonical text; replace it whole, never edit it in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Store canonical JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Parse it back."""
        return None if value is None else json.loads(value)


class Base(DeclarativeBase):
    """Root of the mapped classes.

    `__journalled__` is False only for what can be rebuilt or is nobody's work: search index, projections,
    drafts, access log, the journal itself.
    """

    __journalled__ = True

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Identified:
    """A record known by its UUIDv7 on every device."""

    id: Mapped[Uid] = mapped_column(LargeBinary(16), primary_key=True, default=new_uid)


class Searchable:
    """A record with an identity for all devices and a local row number for the full-text index.

    The row number is local to this file: it is never merged and never journalled.
    """

    row_no: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[Uid] = mapped_column(LargeBinary(16), unique=True, nullable=False, default=new_uid)
