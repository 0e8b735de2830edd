"""The countdown's word, figures and spoken text at every state."""

from datetime import UTC, datetime, timedelta

import pytest

from app.terms import Urgency
from app.views.components.pill import paused, running, worded

NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)  # Friday 14:26 in Shanghai
DUE = datetime(2026, 3, 13, 7, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "urgency", "rest"),
    [
        (254, Urgency.CALM, "4 时 14 分"),
        (120.1, Urgency.CALM, "2 时"),
        (120, Urgency.SOON, "2 时"),
        (74, Urgency.SOON, "1 时 14 分"),
        (60, Urgency.URGENT, "剩 1 时"),
        (14, Urgency.URGENT, "剩 14 分"),
        (0.5, Urgency.URGENT, "剩 30 秒"),
        (0, Urgency.URGENT, "剩 0 秒"),
        (-34, Urgency.OVERDUE, "超 34 分"),
    ],
)
def test_states_of_300_minutes(left: float, urgency: Urgency, rest: str) -> None:
    state = running(left, 300, DUE, NOW)
    assert (state.urgency, state.word, state.rest) == (urgency, urgency.label, rest)


def test_it_says_the_deadline() -> None:
    assert running(74, 300, DUE, NOW).spoken == "将到期，还剩 1 小时 14 分，今天 15:40 截止"


def test_an_overdue_bar_is_full() -> None:
    assert running(-1, 300, DUE, NOW).share == 1.0


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "15:26 继续"),
        (18 + 34 / 60, "明天 09:00 继续"),
        (66 + 34 / 60, "周一 09:00 继续"),
        (10 * 24 + 18 + 34 / 60, "3月24日 09:00 继续"),
    ],
)
def test_a_pause_names_when_it_ends(hours: float, words: str) -> None:
    state = paused(NOW + timedelta(hours=hours), 0.4, NOW)
    assert state.rest == words
    assert state.urgency is Urgency.PAUSED


def test_a_pill_without_clock_speaks_its_words() -> None:
    state = worded(Urgency.URGENT, "立即回拨", "7 分前", "phone-missed")
    assert state.spoken == "立即回拨，7 分前"
