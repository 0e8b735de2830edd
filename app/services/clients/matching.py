"""Which clients match what was typed, best first."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.rules.identifiers import clean_digits
from app.rules.search_terms import SHORTEST_ENDING, Query
from app.storage import search
from app.storage.numbers import ranked_clients

MOST_HITS = 2000

_BEGINS = " UNION ALL ".join(
    f"SELECT * FROM (SELECT row_no FROM client WHERE {column} >= :low AND {column} < :high LIMIT :most) AS by_{column}"  # noqa: S608
    for column in ("phone", "other_phone", "identity_no", "name")
)
_EXACT = " UNION ALL ".join(
    f"SELECT * FROM (SELECT row_no FROM client WHERE {column} = :{given} LIMIT :most) AS by_{column}"  # noqa: S608
    for column, given in (("name", "plain"), ("wechat_name", "plain"), ("phone", "digits"), ("identity_no", "digits"))
)


def matching_row_numbers(session: Session, wanted: Query, typed: str) -> list[int]:
    """Return the row numbers of clients that match a search: exact names first, then prefixes, then short ones."""
    plain, digits = typed.strip(), clean_digits(typed)
    if plain.isascii() and plain.isdecimal() and len(plain) < SHORTEST_ENDING:
        numbers = _beginning_with(session, plain)
    else:
        numbers = set(search.search(session, "client", wanted, MOST_HITS))
    given = {"plain": plain, "digits": digits or plain, "most": MOST_HITS}
    numbers.update(session.connection().execute(text(_EXACT), given).scalars())
    return ranked_clients(session, numbers, plain, MOST_HITS) if numbers else []


def _beginning_with(session: Session, digits: str) -> set[int]:
    """Return the clients whose phone, identity number or name begins with a few figures, the newest if too many.

    So few figures stand in nearly every indexed number; the plain indexes answer at once where the full text would have
    to join most of its lists.
    """
    after = digits[:-1] + chr(ord(digits[-1]) + 1)
    given = {"low": digits, "high": after, "most": MOST_HITS}
    found = set(session.connection().execute(text(_BEGINS), given).scalars())
    return found if len(found) <= MOST_HITS else set(sorted(found, reverse=True)[:MOST_HITS])
