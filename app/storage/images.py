"""Images of rows: every column's value as canonical JSON, the same on every engine and device."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Table
from sqlalchemy.types import Date, DateTime, LargeBinary, Numeric, Time

from app.models.base import JsonText, TermType, UtcDateTime

Image: TypeAlias = dict[str, Any]
"""Column name -> JSON value; local row numbers are left out."""

LOCAL_COLUMNS = frozenset({"row_no"})
"""Columns that mean something in this file only: never journalled, never merged."""

INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


def image_of(table: Table, row: Mapping[str, Any]) -> Image:
    """Return the image of a row as read by `select(table)`."""
    return {column.name: encode(row[column.name]) for column in table.c if column.name not in LOCAL_COLUMNS}


def values_of(table: Table, image: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values to write for an image, as the columns' types take them."""
    return {name: decode(table.c[name], value) for name, value in image.items()}


def encode(value: Any) -> Any:
    """Return a stored value as JSON: bytes as hex, instants in UTC with microseconds."""
    match value:
        case bytes():
            return value.hex()
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).strftime(INSTANT)
        case date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def decode(column: ColumnElement[Any], value: Any) -> Any:
    """Return the Python value a column's type takes for a JSON value."""
    kind = column.type
    if value is None or isinstance(kind, JsonText):
        return value
    if isinstance(kind, TermType):
        return kind.vocabulary(value)
    for types, read in _READERS:
        if isinstance(kind, types):
            return read(value)
    return value


_READERS: tuple[tuple[tuple[type, ...], Any], ...] = (
    ((UtcDateTime, DateTime), lambda value: datetime.strptime(value, INSTANT).replace(tzinfo=UTC)),
    ((LargeBinary,), bytes.fromhex),
    ((Date,), date.fromisoformat),
    ((Time,), time.fromisoformat),
    ((Numeric,), lambda value: Decimal(value) if isinstance(value, str) else value),
)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, no escapes of Chinese."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(salt: bytes, text: str) -> str:
    """Return the salted SHA-256 of an image's text, in hex."""
    return hashlib.sha256(salt + text.encode("utf-8", "surrogatepass")).hexdigest()
