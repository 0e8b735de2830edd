"""How a long overdue question is told: in days, once hours say nothing any more."""

from datetime import UTC, datetime, time, timedelta

import pytest

from app.rules.allowance import Policy, countdown, timeline
from app.rules.countdown_text import countdown_words
from app.rules.spans import load_zone
from app.rules.working_time import WorkingCalendar
from app.terms import Channel, ClockKind, Scheme

ZONE = load_zone("Asia/Shanghai")
CALENDAR = WorkingCalendar({day: [(time(9), time(17))] for day in range(5)}, {}, "Asia/Shanghai")
RECEIVED = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
"""Tuesday 09:00; 300 minutes later it is 14:00."""
POLICY = Policy(Channel.SMS, Scheme.SHIJIAZHUANG, ClockKind.WORKING, 300)


@pytest.mark.parametrize(
    ("after_due", "words"),
    [
        (timedelta(minutes=34), "超 34 分"),
        (timedelta(hours=20), "超 4 时"),
        (timedelta(days=2, hours=23), "超 23 时"),
        (timedelta(days=3), "超 3 天"),
        (timedelta(days=250), "超 250 天"),
    ],
)
def test_overdue_is_told_in_working_time_and_after_three_days_in_days(after_due: timedelta, words: str) -> None:
    times = timeline(POLICY, CALENDAR, RECEIVED)
    now = times.due_at + after_due
    assert countdown_words(countdown(times, CALENDAR, now), now, ZONE) == ("已超时", words)
