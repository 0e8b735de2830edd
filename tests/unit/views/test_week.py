"""The week of the wizard's table: spans, sums and sentences."""

from datetime import time

import pytest

from app.services.setup_types import Spans
from app.views.hours.week import EMPTY, DayHours, Half, axis_of, halves_of, hours_text, read_month_day, week_text

MORNING: Half = (time(9), time(12))
AFTERNOON: Half = (time(13, 30), time(17, 30))


def day(morning: Half = MORNING, afternoon: Half = AFTERNOON, *, worked: bool = True, weekday: int = 0) -> DayHours:
    return DayHours(weekday, worked, morning, afternoon)


def test_an_ordinary_day_has_seven_hours() -> None:
    assert day().spans == (MORNING, AFTERNOON)
    assert day().minutes == 420
    assert day().problem() == ""


def test_a_free_day_has_none_whatever_its_fields_say() -> None:
    assert day(worked=False).spans == ()
    assert day((time(9), None), worked=False).problem() == ""


def test_half_a_day_may_be_free() -> None:
    assert day(afternoon=EMPTY).minutes == 180
    assert day(morning=EMPTY).minutes == 240


def test_an_afternoon_may_end_at_midnight() -> None:
    late = day(afternoon=(time(20), time(0)))
    assert late.minutes == 180 + 240
    assert axis_of([late]) == (8, 24)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (day(EMPTY, EMPTY), "周一还没有填时间"),
        (day((time(9), None)), "周一上午的开始和结束都要填"),
        (day((None, time(12))), "周一上午的开始和结束都要填"),
        (day(afternoon=(time(17, 30), time(13, 30))), "周一下午的结束时间要晚于开始时间"),
        (day((time(9), time(9))), "周一上午的结束时间要晚于开始时间"),
        (day((time(9), time(14)), weekday=2), "周三下午要在上午结束以后开始"),
    ],
)
def test_what_is_wrong_is_said_and_counts_nothing(wrong: DayHours, words: str) -> None:
    assert words in wrong.problem()
    assert wrong.minutes == 0


def test_the_weeks_sum_names_the_day_only_where_all_are_alike() -> None:
    week = [day(weekday=n) for n in range(5)]
    assert week_text(week) == "每周 35 小时，全天按 420 分钟计"
    assert week_text([*week[:4], day(afternoon=EMPTY, weekday=4)]) == "每周 31 小时"
    assert week_text([day(worked=False)]) == "每周 0 小时"


def test_hours_read_as_people_write_them() -> None:
    assert [hours_text(minutes) for minutes in (420, 450, 435, 0)] == ["7", "7.5", "7.25", "0"]


@pytest.mark.parametrize("text", ["6月1日", "6-1", "6.1", "06/01", "0601", " 6 月 1 日 ", "６月１日", "6月1号"])
def test_a_day_of_the_year_is_understood(text: str) -> None:
    assert read_month_day(text) == (6, 1)


@pytest.mark.parametrize("text", ["", "五一", "13-1", "2月30日", "6", "6-1-1"])
def test_what_is_no_day_of_the_year_is_not(text: str) -> None:
    assert read_month_day(text) is None


@pytest.mark.parametrize(
    ("spans", "halves"),
    [
        ((), (EMPTY, EMPTY)),
        ((MORNING, AFTERNOON), (MORNING, AFTERNOON)),
        ((MORNING,), (MORNING, EMPTY)),
        ((AFTERNOON,), (EMPTY, AFTERNOON)),
        (((time(9), time(17)),), ((time(9), time(17)), EMPTY)),
    ],
)
def test_stored_spans_are_shown_as_morning_and_afternoon(spans: Spans, halves: tuple[Half, Half]) -> None:
    assert halves_of(spans) == halves
