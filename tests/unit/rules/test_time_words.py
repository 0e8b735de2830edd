"""Days, instants and spans read as a Chinese front desk says them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.rules.time_words import day_words, duration_words, moment_words

FRIDAY = date(2026, 3, 13)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 13), "今天"),
        (date(2026, 3, 12), "昨天"),
        (date(2026, 3, 14), "明天"),
        (date(2026, 3, 16), "周一"),
        (date(2026, 3, 19), "周四"),
        (date(2026, 3, 20), "3月20日"),
        (date(2026, 3, 11), "3月11日"),
        (date(2025, 11, 20), "2025年11月20日"),
        (date(2027, 1, 4), "2027年1月4日"),
    ],
)
def test_near_days_have_names(day: date, words: str) -> None:
    assert day_words(day, FRIDAY) == words


def test_the_day_of_an_instant_is_the_zones() -> None:
    evening = datetime(2026, 3, 12, 17, 30, tzinfo=UTC)  # already the 13th in Shanghai
    assert moment_words(evening, datetime(2026, 3, 13, 6, 26, tzinfo=UTC), ZoneInfo("Asia/Shanghai")) == "今天 01:30"


@pytest.mark.parametrize(
    ("minutes", "left", "passed"),
    [
        (0, "0 秒", "0 秒"),
        (0.5, "30 秒", "30 秒"),
        (0.999, "59 秒", "59 秒"),
        (1, "1 分", "1 分"),
        (1.5, "2 分", "1 分"),
        (59.2, "1 时", "59 分"),
        (65, "1 时 05 分", "1 时 05 分"),
        (300, "5 时", "5 时"),
    ],
)
def test_time_left_is_rounded_up_and_time_passed_down(minutes: float, left: str, passed: str) -> None:
    assert duration_words(minutes) == left
    assert duration_words(minutes, is_over=True) == passed
