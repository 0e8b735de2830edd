"""Days, instants and spans of time in words, for screens (which cannot see the rules themselves)."""

from app.rules.permissions import roles_with
from app.rules.time_words import WEEKDAYS, day_words, duration_words, moment_words, weekday_words
from app.terms import Permission

__all__ = ["ESTIMATED", "WEEKDAYS", "day_words", "moment_words", "passed_words", "weekday_words", "who_may"]

ESTIMATED = "节假日安排未公布，按推算"
"""Stands with every deadline in a year whose notice is not published."""


def who_may(permission: Permission) -> str:
    """Return the roles that carry a permission: “主任、系统管理员”."""
    return "、".join(role.label for role in roles_with(permission))


def passed_words(minutes: float, *, hour: str = "时") -> str:
    """Return how long something took, rounded down: “4 时 14 分”, with hour="小时" “4 小时 14 分”, or “42 秒”."""
    return duration_words(minutes, hour=hour, is_over=True)
