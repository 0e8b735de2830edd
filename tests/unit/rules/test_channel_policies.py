"""A firm's own allowance is within the scheme's, by its clause."""

import pytest

from app.rules.allowance import Policy
from app.rules.channel_policies import clocks_allowed, problem_of_policy, problem_of_warnings, words_of
from app.terms import Channel, ClockKind, Scheme

WRITTEN = Policy(Channel.WECHAT, Scheme.SHIJIAZHUANG, ClockKind.WORKING, 300, "S6.2")
PLATFORM = Policy(Channel.BEIJING_PLATFORM, Scheme.BEIJING, ClockKind.WALL, 300, "B2")
APP = Policy(Channel.JIFATONG, Scheme.SHIJIAZHUANG, ClockKind.NEXT_CHECK_IN, 0, "S2.2")
PHONE = Policy(Channel.PHONE, Scheme.SHIJIAZHUANG, ClockKind.AT_ONCE, 0, "S6.1")


@pytest.mark.clause("S6.2")
def test_written_questions_may_be_answered_faster_not_slower() -> None:
    assert problem_of_policy(WRITTEN, ClockKind.WORKING, 300) == ""
    assert problem_of_policy(WRITTEN, ClockKind.WALL, 120) == "", "minutes of the clock pass at least as fast"
    refused = problem_of_policy(WRITTEN, ClockKind.WORKING, 301)
    assert "S6.2" in refused
    assert "301" in refused
    assert "大于 0" in problem_of_policy(WRITTEN, ClockKind.WORKING, 0)


@pytest.mark.clause("B2")
def test_the_platform_may_not_run_on_working_time() -> None:
    assert clocks_allowed(PLATFORM) == (ClockKind.WALL,)
    assert "B2" in problem_of_policy(PLATFORM, ClockKind.WORKING, 60)


@pytest.mark.clause("S2.2")
def test_the_app_stays_with_the_next_check_in() -> None:
    assert problem_of_policy(APP, ClockKind.NEXT_CHECK_IN, 0) == ""
    assert "S2.2" in problem_of_policy(APP, ClockKind.WORKING, 30)
    assert "S2.2" in problem_of_policy(APP, ClockKind.NEXT_CHECK_IN, 30)


@pytest.mark.clause("S6.1")
def test_calls_are_at_once_with_a_figure_of_the_firm_at_most() -> None:
    assert problem_of_policy(PHONE, ClockKind.AT_ONCE, 0) == problem_of_policy(PHONE, ClockKind.AT_ONCE, 30) == ""
    assert "S6.1" in problem_of_policy(PHONE, ClockKind.AT_ONCE, 61)


def test_warnings_come_in_their_order() -> None:
    assert problem_of_warnings(0.5, 0.5) == ""
    assert "早于" in problem_of_warnings(0.8, 0.6)
    assert "1%" in problem_of_warnings(0, 0.5)


def test_limits_are_said_in_words() -> None:
    assert [words_of(one) for one in (WRITTEN, PLATFORM, APP, PHONE)] == [
        "300 工作分钟内答复",
        "300 分钟内答复（连续计时）",
        "在当前半个工作日结束前答复",
        "即时解答",
    ]
