"""What the pill of a countdown shows and says at every state."""

from datetime import datetime, time

import pytest

from app.clock import SteppedClock
from app.services.countdowns import Timeline
from app.services.hours import preview_hours
from app.terms import Channel, ClockKind, Urgency
from app.views.components.pill import PillState
from app.views.countdowns import BLANK, LiveCountdowns
from tests.factories import at

WEEK = {day: ((time(9), time(12)), (time(13, 30), time(17, 30))) for day in range(5)}
STORY = Timeline(
    at("2026-03-13 09:10"),
    at("2026-03-13 13:40"),
    at("2026-03-13 14:40"),
    at("2026-03-13 15:40"),
    300,
    ClockKind.WORKING,
    Channel.WECHAT,
)
"""A question of Friday 09:10 with five working hours."""


def pill(now: str, times: Timeline = STORY) -> PillState:
    live = LiveCountdowns(SteppedClock(at(now)))
    live.set_hours(preview_hours(WEEK, None))
    return live.pill(times, at(now))


@pytest.mark.parametrize(
    ("now", "urgency", "word", "rest"),
    [
        ("2026-03-13 09:56", Urgency.CALM, "平稳", "4 时 14 分"),
        ("2026-03-13 14:26", Urgency.SOON, "将到期", "1 时 14 分"),
        ("2026-03-13 15:26", Urgency.URGENT, "紧急", "剩 14 分"),
        ("2026-03-13 16:14", Urgency.OVERDUE, "已超时", "超 34 分"),
        ("2026-03-16 10:00", Urgency.OVERDUE, "超时", "2 时 50 分"),
        ("2026-03-13 12:30", Urgency.PAUSED, "", "13:30 继续"),
    ],
)
def test_states_of_300_minutes(now: str, urgency: Urgency, word: str, rest: str) -> None:
    state = pill(now)
    assert (state.urgency, state.word, state.rest) == (urgency, word, rest)


def test_it_says_the_deadline() -> None:
    assert pill("2026-03-13 14:26").spoken == "将到期，还剩 1 小时 14 分，今天 15:40 截止"


def test_the_bar_grows_in_steps_that_can_be_seen() -> None:
    first, second = pill("2026-03-13 09:13:00"), pill("2026-03-13 09:13:20")
    assert first == second
    assert pill("2026-03-13 16:14").share == 1.0


def test_a_missed_call_is_answered_at_once() -> None:
    rung = at("2026-03-13 14:00")
    state = pill("2026-03-13 14:07", Timeline(rung, rung, rung, rung, 0, ClockKind.AT_ONCE, Channel.PHONE))
    assert (state.spoken, state.icon) == ("立即回拨，7 分前", "phone-missed")


def test_nothing_is_said_before_the_hours_are_known() -> None:
    now: datetime = at("2026-03-13 14:26")
    assert LiveCountdowns(SteppedClock(now)).pill(STORY, now) == BLANK
