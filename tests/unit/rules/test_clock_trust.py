"""A clock behind the journal is wrong; one far ahead of it is asked about."""

from datetime import UTC, datetime, timedelta

import pytest

from app.rules.clock_trust import ClockFault, judge_clock

NEWEST = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moved", "fault"),
    [
        (timedelta(days=-365), ClockFault.BEHIND),
        (timedelta(minutes=-5, seconds=-1), ClockFault.BEHIND),
        (timedelta(minutes=-5), None),
        (timedelta(0), None),
        (timedelta(days=60), None),
        (timedelta(days=60, seconds=1), ClockFault.AHEAD),
        (timedelta(days=3650), ClockFault.AHEAD),
    ],
)
def test_the_newest_entry_judges_the_clock(moved: timedelta, fault: ClockFault | None) -> None:
    doubt = judge_clock(NEWEST + moved, NEWEST)
    assert (doubt.fault if doubt else None) == fault
    if doubt:
        assert doubt.is_certain == (fault is ClockFault.BEHIND)


def test_an_empty_journal_says_nothing_about_the_clock() -> None:
    assert judge_clock(NEWEST, None) is None
