"""The printed recovery code: 32 Crockford base32 characters, the last one a check character (ISO 7064, hybrid)."""

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 32
GROUP = 4
_VALUE = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def generate() -> str:
    """Return a fresh code of 155 random bits, e.g. `7K2M-…`, eight groups of four."""
    values = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return _grouped([*values, _check_value(values)])


def parse(typed: str) -> str | None:
    """Return the code as it was printed, or None if something is mistyped.

    Lower and full-width letters, spaces and dashes anywhere, O for 0 and I or L for 1 are understood.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = [c for c in plain if c.isalnum()]
    if len(letters) != LENGTH or any(c not in _VALUE for c in letters):
        return None
    values = [_VALUE[c] for c in letters]
    return _grouped(values) if _check_value(values[:-1]) == values[-1] else None


def _grouped(values: list[int]) -> str:
    text = "".join(ALPHABET[value] for value in values)
    return "-".join(text[i : i + GROUP] for i in range(0, len(text), GROUP))


def _check_value(values: list[int]) -> int:
    size = len(ALPHABET)
    product = size
    for value in values:
        total = (product + value) % size or size
        product = (total * 2) % (size + 1)
    return (size + 1 - product) % size
