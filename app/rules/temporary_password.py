"""Temporary passwords: easy to read out and to copy from paper, long enough to stand until the first sign-in."""

import secrets
from typing import Final

SIGNS: Final = "abcdefhjkmnpqrstuvwxy34578"
"""Without signs that are read for one another (0 o, 1 l i, 2 z, 6 b, 9 g)."""
GROUPS: Final = 3
GROUP: Final = 4


def generate() -> str:
    """Return a random password such as “hkw7-m3pd-4cxr” (56 bits)."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
