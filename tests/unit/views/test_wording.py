"""Dates, spans and figures read as a Chinese front desk writes them."""

from datetime import UTC, date, datetime, time

import pytest

from app.views.components.moments import read_date, read_time
from app.views.text import clean_line, count_text, long_day_text, moment_text

FRIDAY = date(2026, 3, 13)
NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


def test_long_day() -> None:
    assert long_day_text(FRIDAY) == "3月13日 周五"


def test_instants_are_shown_in_shanghai() -> None:
    evening = datetime(2026, 3, 12, 17, 30, tzinfo=UTC)  # already the 13th in Shanghai
    assert moment_text(evening, NOW) == "今天 01:30"
    assert moment_text(evening, NOW, bare_today=True) == "01:30"
    assert moment_text(datetime(2026, 3, 12, 7, 52, tzinfo=UTC), NOW, bare_today=True) == "昨天 15:52"


def test_counts_stop_at_the_cap() -> None:
    assert count_text(3286) == "3,286"
    assert count_text(2000, 2000) == "2,000+"


def test_pasted_text_is_tidied() -> None:
    assert clean_line("　李桂兰\u200b \n 电话１３８") == "李桂兰 电话138"
    assert clean_line("第二条，甲方：") == "第二条，甲方："  # Chinese punctuation stays


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("今天", FRIDAY),
        ("昨天", date(2026, 3, 12)),
        ("3-5", date(2026, 3, 5)),
        ("3月5日", date(2026, 3, 5)),
        ("2025.11.20", date(2025, 11, 20)),
        ("20251120", date(2025, 11, 20)),
        ("２０２５年１１月２０日", date(2025, 11, 20)),
        ("2026-02-30", None),
        ("下周", None),
        ("", None),
    ],
)
def test_typed_days(typed: str, meant: date | None) -> None:
    assert read_date(typed, FRIDAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9：30", time(9, 30)),
        ("9点半", time(9, 30)),
        ("14点05分", time(14, 5)),
        ("9点", time(9)),
        ("24:00", None),
        ("9:75", None),
        ("早上", None),
    ],
)
def test_typed_times(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant
