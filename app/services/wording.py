"""Days, instants and spans of time in words, for screens (which cannot see the rules themselves)."""

from app.rules.time_words import WEEKDAYS, day_words, duration_words, moment_words, weekday_words

__all__ = ["WEEKDAYS", "day_words", "moment_words", "passed_words", "weekday_words"]


def passed_words(minutes: float, *, hour: str = "时") -> str:
    """Return how long something took, rounded down: “4 时 14 分”, with hour="小时" “4 小时 14 分”, or “42 秒”."""
    return duration_words(minutes, hour=hour, is_over=True)
