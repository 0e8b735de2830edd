"""Long columns of row numbers, read without making an object of every row first."""

from array import array
from itertools import chain
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

AT_ONCE = 20_000
"""Rows fetched at a time: the other threads get their turn in between."""


def read_numbers(session: Session, wanted: Select[Any]) -> "array[int]":
    """Return the one whole-number column of a statement, in its order."""
    result = session.connection().execute(wanted)
    cursor: Any = result.cursor
    numbers = array("q")
    while rows := cursor.fetchmany(AT_ONCE):
        numbers.extend(chain.from_iterable(rows))
    result.close()
    return numbers
