"""The wizard's examples come from the real clock."""

from datetime import time

import pytest

from app.catalogue import Catalogue
from app.services.hours_preview import Example, allowance_minutes, examples, holiday_years
from app.services.setup_types import DEFAULT_WEEKLY, Spans, SummerForm

MORNINGS: dict[int, Spans] = dict.fromkeys(range(5), ((time(9), time(12)),))
THROUGH: dict[int, Spans] = dict.fromkeys(range(5), ((time(9), time(17)),))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


def lines(found: tuple[Example, ...]) -> list[str]:
    return [f"{one.due:%m-%d %H:%M} {one.why}" for one in found]


@pytest.mark.clause("S6.2")
def test_the_three_examples_of_the_ordinary_week(catalogue: Catalogue) -> None:
    assert allowance_minutes(catalogue) == 300
    assert lines(examples(catalogue, DEFAULT_WEEKLY, None)) == [
        "03-03 15:30 跳过午休 12:00 至 13:30",
        "02-14 14:30 周六是调休上班日",
        "02-24 14:30 中间是春节假期",
    ]


def test_other_hours_give_other_deadlines_and_reasons(catalogue: Catalogue) -> None:
    assert lines(examples(catalogue, MORNINGS, None))[0] == "03-04 11:00 12:00 下班后暂停"
    assert lines(examples(catalogue, THROUGH, None))[0] == "03-03 14:00 当天办完，没有跨过午休"
    saturdays: dict[int, Spans] = {5: ((time(9), time(17)),)}
    assert lines(examples(catalogue, saturdays, None))[0] == "03-07 14:00 跳过不上班的日子"


def test_the_summer_does_not_touch_the_winter_examples(catalogue: Catalogue) -> None:
    summer = SummerForm("06-01", "08-31", ((time(9), time(12)), (time(14, 30), time(18))))
    assert examples(catalogue, DEFAULT_WEEKLY, summer) == examples(catalogue, DEFAULT_WEEKLY, None)


def test_a_week_without_work_has_no_deadlines(catalogue: Catalogue) -> None:
    assert examples(catalogue, {}, None) == ()


def test_years_of_one_standing_stand_together(catalogue: Catalogue) -> None:
    found = [(years.first, years.last, years.is_published) for years in holiday_years(catalogue)]
    assert found == [(2024, 2026, True), (2027, 2027, False)]
