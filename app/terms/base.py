"""What every vocabulary is made of, and the plainest value types."""

from enum import StrEnum
from typing import Self, TypeAlias

Uid: TypeAlias = bytes
"""A UUIDv7 as 16 bytes: the identity of every record on every device."""

Fen: TypeAlias = int
"""Money in 分 (1/100 元)."""


class Term(StrEnum):
    """A stored value with the Chinese word users see for it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
