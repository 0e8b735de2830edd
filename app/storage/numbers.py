"""Row numbers by the hundred thousand: read in their order, ranked by the names behind them."""

from array import array
from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

AT_ONCE = 20_000
"""Numbers handled at a time: the other threads get their turn in between."""
_whole_numbers = msgspec.json.Decoder(list[int])
_BY_NUMBER_AND_NAME = "INDEXED BY ix_client_row_no_name"
"""SQLite would read whole clients, each on a page of its own; this index holds a hundred and fifty names on a page."""


def read_numbers(session: Session, wanted: Select[Any]) -> "array[int]":
    """Return the one whole-number column of a statement, in its order.

    The engine joins the numbers into one value: a million rows handed over one by one take twice the time.
    """
    if session.get_bind().dialect.name == "sqlite":
        ordered = wanted.limit(-1).subquery()  # with a limit the order of the inner statement is kept
        joined = session.connection().execute(select(func.group_concat(ordered.c[0]))).scalar()
        return _parsed(joined or "")
    joined = session.connection().execute(select(func.array(wanted.scalar_subquery()))).scalar()
    return array("q", joined or ())


def _parsed(joined: str) -> "array[int]":
    """Read numbers with commas between them, some at a time."""
    numbers = array("q")
    start = 0
    while start < len(joined):
        end = joined.find(",", start + 8 * AT_ONCE)
        end = len(joined) if end < 0 else end
        numbers.extend(_whole_numbers.decode(f"[{joined[start:end]}]"))
        start = end + 1
    return numbers


def listed(numbers: Iterable[int]) -> str:
    """Return whole numbers as they stand in a statement of SQLite's: two thousand parameters would cost 10 ms."""
    return ",".join(str(int(number)) for number in numbers)


def ranked_clients(session: Session, numbers: Iterable[int], plain: str, limit: int) -> list[int]:
    """Return clients as they match a text: exact names first, then those beginning with it, then short ones.

    The database sorts: the window's thread runs on meanwhile.
    """
    given: dict[str, Any] = {"plain": plain, "most": len(plain), "limit": limit}
    best = "ORDER BY name <> :plain, substr(name, 1, :most) <> :plain, length(name), name, row_no LIMIT :limit"
    if session.get_bind().dialect.name == "sqlite":
        these = f"{_BY_NUMBER_AND_NAME} WHERE row_no IN ({listed(numbers)})"
        statement = text(f"SELECT row_no FROM client {these} {best}")  # noqa: S608 - integers only
        return list(session.connection().execute(statement, given).scalars())
    given["numbers"] = list(numbers)
    statement = text(f"SELECT ARRAY(SELECT row_no FROM client WHERE row_no = ANY(CAST(:numbers AS bigint[])) {best})")  # noqa: S608 - our own words
    return list(session.connection().execute(statement, given).scalar_one())
