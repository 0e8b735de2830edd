"""What a day is to the firm: its own days before the official calendar, that before the week."""

from datetime import date, time

import pytest

from app.rules.day_plan import DayPlan, OfficialDay, OwnDay, UnpublishedYear, plan_of, unpublished_year
from app.rules.spans import Summer
from app.terms import DayKind

DAY = ((time(9), time(12)), (time(13, 30), time(17, 30)))
HOT = ((time(9), time(12)), (time(15), time(18)))
SHORT = ((time(9), time(12)),)
WEEK = dict.fromkeys(range(5), DAY)
SUMMER = Summer((6, 1), (9, 30), HOT)
TUESDAY, SATURDAY, SUMMER_SUNDAY = date(2026, 3, 3), date(2026, 3, 7), date(2026, 9, 20)


@pytest.mark.parametrize(
    ("day", "official", "own", "plan"),
    [
        (TUESDAY, None, None, DayPlan(DayKind.WORKING, "", DAY)),
        (SATURDAY, None, None, DayPlan(DayKind.FREE, "", ())),
        (TUESDAY, OfficialDay("春节", True), None, DayPlan(DayKind.HOLIDAY, "春节", ())),
        (SATURDAY, OfficialDay("春节", False), None, DayPlan(DayKind.MAKE_UP, "春节", DAY)),
        (TUESDAY, OfficialDay("春节", True), OwnDay("值班", SHORT), DayPlan(DayKind.OWN_HOURS, "值班", SHORT)),
        (SATURDAY, OfficialDay("春节", False), OwnDay("团建"), DayPlan(DayKind.OWN_CLOSED, "团建", ())),
        (date(2026, 6, 1), None, None, DayPlan(DayKind.WORKING, "", HOT, is_summer=True)),
        (date(2026, 5, 29), None, None, DayPlan(DayKind.WORKING, "", DAY)),
        (SUMMER_SUNDAY, OfficialDay("国庆节", False), None, DayPlan(DayKind.MAKE_UP, "国庆节", HOT, is_summer=True)),
        (date(2026, 6, 6), None, None, DayPlan(DayKind.FREE, "", ())),
        (date(2026, 6, 1), None, OwnDay("半天", SHORT), DayPlan(DayKind.OWN_HOURS, "半天", SHORT)),
    ],
)
def test_own_days_go_before_official_ones_and_those_before_the_week(
    day: date, official: OfficialDay | None, own: OwnDay | None, plan: DayPlan
) -> None:
    assert plan_of(day, WEEK, SUMMER, official, own) == plan


def test_a_make_up_day_of_a_firm_without_hours_stays_closed() -> None:
    found = plan_of(SUMMER_SUNDAY, {}, SUMMER, OfficialDay("国庆节", False), None)
    assert (found.kind, found.spans, found.is_summer) == (DayKind.MAKE_UP, (), False)


@pytest.mark.parametrize(
    ("today", "published", "found"),
    [
        (date(2026, 11, 1), {2026}, None),
        (date(2026, 11, 2), {2026}, UnpublishedYear(2027, 60)),
        (date(2026, 12, 31), {2026}, UnpublishedYear(2027, 1)),
        (date(2026, 12, 31), {2026, 2027}, None),
        (date(2027, 1, 1), {2026}, UnpublishedYear(2027, 0)),
        (date(2027, 12, 20), {2026}, UnpublishedYear(2027, 0)),
        (date(2027, 12, 20), {2027}, UnpublishedYear(2028, 12)),
    ],
)
def test_the_warning_begins_sixty_days_before_and_stays_while_the_notice_is_missing(
    today: date, published: set[int], found: UnpublishedYear | None
) -> None:
    assert unpublished_year(today, published) == found
