"""The working clock: the examples of the scheme, the closing instant, lunch, holidays, and impossible calendars."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.errors import AppError
from app.rules.working_time import Summer, WorkingCalendar
from app.terms import WorkState

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = (time(9), time(12))
AFTERNOON = (time(13, 30), time(17, 30))
DAY = (MORNING, AFTERNOON)
WEEK = dict.fromkeys(range(5), DAY)
SPRING_FESTIVAL = {date(2026, 2, 15) + timedelta(days=n): () for n in range(9)}
EXCEPTIONS = {**SPRING_FESTIVAL, date(2026, 2, 14): DAY, date(2026, 2, 28): DAY}


@pytest.fixture
def calendar() -> WorkingCalendar:
    return WorkingCalendar(WEEK, EXCEPTIONS, "Asia/Shanghai")


def at(day: str, clock: str = "00:00") -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=SHANGHAI)


@pytest.mark.clause("S6.2")
@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (at("2026-03-03", "09:00"), 300, at("2026-03-03", "15:30")),
        (at("2026-02-13", "16:30"), 300, at("2026-02-14", "14:30")),
        (at("2026-02-14", "16:30"), 300, at("2026-02-24", "14:30")),
        (at("2026-03-03", "09:00"), 180, at("2026-03-03", "12:00")),
        (at("2026-03-03", "12:00"), 1, at("2026-03-03", "13:31")),
        (at("2026-03-03", "12:40"), 240, at("2026-03-03", "17:30")),
        (at("2026-03-06", "17:30"), 0.5, at("2026-03-09", "09:00:30")),
        (at("2026-03-03", "09:00:15"), 0.25, at("2026-03-03", "09:00:30")),
        (at("2026-03-07", "03:00"), 0, at("2026-03-07", "03:00")),
    ],
)
def test_a_deadline_is_the_earliest_instant_by_which_the_minutes_have_passed(
    calendar: WorkingCalendar, start: datetime, minutes: float, due: datetime
) -> None:
    assert calendar.add(start, minutes) == due
    assert calendar.add(start.astimezone(UTC), minutes) == due


def test_answers_are_aware_and_in_the_zone_of_the_question(calendar: WorkingCalendar) -> None:
    from_utc = calendar.add(datetime(2026, 3, 3, 1, 0, tzinfo=UTC), 300)
    assert (from_utc.tzinfo, from_utc.hour, from_utc.minute) == (UTC, 7, 30)
    from_shanghai = calendar.add(at("2026-03-03", "09:00"), 300)
    assert (from_shanghai.tzinfo, from_shanghai.hour, from_shanghai.minute) == (SHANGHAI, 15, 30)
    opening, closing = calendar.next_opening(from_utc), calendar.closes_at(from_utc)
    assert opening.tzinfo is UTC
    assert closing == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@pytest.mark.clause("S6.2")
def test_an_answer_in_the_lunch_break_after_a_noon_deadline_is_in_time(calendar: WorkingCalendar) -> None:
    start = at("2026-03-03", "09:00")
    assert calendar.elapsed_minutes(start, at("2026-03-03", "13:29:59")) == 180
    assert calendar.elapsed_minutes(start, at("2026-03-03", "13:30:01")) > 180


def test_elapsed_counts_working_time_only(calendar: WorkingCalendar) -> None:
    assert calendar.elapsed_minutes(at("2026-02-13", "16:30"), at("2026-02-24", "09:30")) == 60 + 420 + 30
    assert calendar.elapsed_minutes(at("2026-03-03", "09:00"), at("2026-03-03", "09:00:30")) == 0.5
    assert calendar.elapsed_minutes(at("2026-03-03", "11:00"), at("2026-03-03", "09:00")) == 0
    assert calendar.elapsed_minutes(at("2026-03-07", "00:00"), at("2026-03-08", "23:59")) == 0


def test_remaining_goes_below_zero_when_overdue(calendar: WorkingCalendar) -> None:
    start = at("2026-03-03", "09:00")
    assert calendar.remaining_minutes(start, 300, at("2026-03-03", "14:16")) == 74
    assert calendar.remaining_minutes(start, 300, at("2026-03-03", "16:04")) == -34


def test_spans_are_half_open(calendar: WorkingCalendar) -> None:
    assert calendar.is_open(at("2026-03-03", "09:00"))
    assert calendar.is_open(at("2026-03-03", "11:59:59"))
    assert not calendar.is_open(at("2026-03-03", "12:00"))
    assert not calendar.is_open(at("2026-02-16", "10:00"))
    assert calendar.is_open(at("2026-02-14", "10:00"))


def test_next_opening_is_now_when_open(calendar: WorkingCalendar) -> None:
    assert calendar.next_opening(at("2026-03-03", "10:00")) == at("2026-03-03", "10:00")
    assert calendar.next_opening(at("2026-03-03", "12:00")) == at("2026-03-03", "13:30")
    assert calendar.next_opening(at("2026-02-14", "17:30")) == at("2026-02-24", "09:00")


def test_closes_at_is_the_end_of_the_present_span(calendar: WorkingCalendar) -> None:
    assert calendar.closes_at(at("2026-03-03", "10:00")) == at("2026-03-03", "12:00")
    assert calendar.closes_at(at("2026-03-03", "13:30")) == at("2026-03-03", "17:30")
    assert calendar.closes_at(at("2026-03-03", "12:00")) is None


@pytest.mark.clause("S6.3")
@pytest.mark.parametrize(
    ("clock", "state"),
    [
        ("08:59:59", WorkState.CLOSED),
        ("09:00", WorkState.OPEN),
        ("12:00", WorkState.LUNCH),
        ("13:29:59", WorkState.LUNCH),
        ("13:30", WorkState.OPEN),
        ("17:30", WorkState.CLOSED),
    ],
)
def test_lunch_lies_between_two_spans_of_a_day(calendar: WorkingCalendar, clock: str, state: WorkState) -> None:
    assert calendar.state(at("2026-03-03", clock)) is state


def test_a_holiday_has_no_lunch(calendar: WorkingCalendar) -> None:
    assert calendar.state(at("2026-02-17", "12:30")) is WorkState.CLOSED


def test_spans_on_a_day(calendar: WorkingCalendar) -> None:
    assert calendar.spans_on(date(2026, 3, 3)) == DAY
    assert calendar.spans_on(date(2026, 2, 16)) == ()
    assert calendar.spans_on(date(2026, 3, 7)) == ()


def test_midnight_as_an_end_runs_into_the_next_day() -> None:
    calendar = WorkingCalendar({0: [(time(22), time(0))], 1: [(time(0), time(2))]}, {}, "Asia/Shanghai")
    assert calendar.add(at("2026-03-02", "23:00"), 90) == at("2026-03-03", "00:30")
    assert calendar.closes_at(at("2026-03-02", "23:00")) == at("2026-03-03", "00:00")
    assert calendar.spans_on(date(2026, 3, 2)) == ((time(22), time(0)),)


def test_round_the_clock_closes_at_midnight_and_counts_every_minute() -> None:
    calendar = WorkingCalendar(dict.fromkeys(range(7), ((time(0), time(0)),)), {}, "Asia/Shanghai")
    for hour in (0, 7, 8, 23):
        assert calendar.closes_at(at("2026-03-02", f"{hour:02}:30")) == at("2026-03-03")
    assert calendar.elapsed_minutes(at("2025-01-01"), at("2026-01-01")) == 365 * 1440
    assert calendar.add(at("2025-01-01"), 365 * 1440) == at("2026-01-01")


def test_overlapping_spans_count_once() -> None:
    calendar = WorkingCalendar({0: [(time(10), time(12)), (time(9), time(11))]}, {}, "Asia/Shanghai")
    assert calendar.spans_on(date(2026, 3, 2)) == ((time(9), time(12)),)
    assert calendar.elapsed_minutes(at("2026-03-02"), at("2026-03-03")) == 180


def test_the_summer_timetable_changes_only_working_days_and_yields_to_exceptions() -> None:
    summer = Summer((6, 1), (8, 31), ((time(9), time(12)), (time(14, 30), time(18))))
    calendar = WorkingCalendar(WEEK, {date(2026, 6, 19): ()}, "Asia/Shanghai", summer=summer)
    assert calendar.spans_on(date(2026, 5, 29))[1] == AFTERNOON
    assert calendar.spans_on(date(2026, 6, 1))[1] == (time(14, 30), time(18))
    assert calendar.spans_on(date(2026, 8, 31))[1] == (time(14, 30), time(18))
    assert calendar.spans_on(date(2026, 9, 1))[1] == AFTERNOON
    assert calendar.spans_on(date(2026, 6, 6)) == ()
    assert calendar.spans_on(date(2026, 6, 19)) == ()
    assert calendar.state(at("2026-07-01", "14:00")) is WorkState.LUNCH


def test_a_season_may_run_over_the_turn_of_the_year() -> None:
    winter = Summer((12, 1), (2, 15), ((time(9), time(16)),))
    calendar = WorkingCalendar(WEEK, {}, "Asia/Shanghai", summer=winter)
    assert calendar.spans_on(date(2026, 1, 5)) == ((time(9), time(16)),)
    assert calendar.spans_on(date(2026, 12, 1)) == ((time(9), time(16)),)
    assert calendar.spans_on(date(2026, 3, 2)) == DAY


def test_a_calendar_without_any_opening_says_so_instead_of_hanging() -> None:
    never = WorkingCalendar({}, {}, "Asia/Shanghai")
    with pytest.raises(ValueError, match="工作日历"):
        never.add(at("2026-03-02"), 1)
    with pytest.raises(AppError):
        never.next_opening(at("2026-03-02"))
    assert never.elapsed_minutes(at("2026-03-02"), at("2036-03-02")) == 0
    assert never.add(at("2026-03-02"), 0) == at("2026-03-02")


def test_exceptions_alone_are_used_up() -> None:
    once = WorkingCalendar({}, {date(2026, 3, 3): [MORNING]}, "Asia/Shanghai")
    assert once.next_opening(at("2026-03-01")) == at("2026-03-03", "09:00")
    assert once.add(at("2026-03-01"), 180) == at("2026-03-03", "12:00")
    with pytest.raises(ValueError, match="工作日历"):
        once.add(at("2026-03-01"), 181)
    with pytest.raises(ValueError, match="工作日历"):
        once.next_opening(at("2026-03-03", "12:00"))


def test_a_hundred_years_are_the_limit(calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="工作日历"):
        calendar.add(at("2026-03-02"), 1e9)


@pytest.mark.parametrize("minutes", [-1, float("nan"), float("inf")])
def test_nonsense_minutes_are_refused(calendar: WorkingCalendar, minutes: float) -> None:
    with pytest.raises(ValueError, match="minutes"):
        calendar.add(at("2026-03-02"), minutes)


def test_naive_instants_are_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar.add(datetime(2026, 3, 2, 9), 1)  # noqa: DTZ001 - the point of the test


def test_wrong_calendars_are_refused() -> None:
    with pytest.raises(ValueError, match="span"):
        WorkingCalendar({0: [(time(12), time(9))]}, {}, "Asia/Shanghai")
    with pytest.raises(ValueError, match="weekday"):
        WorkingCalendar({7: [MORNING]}, {}, "Asia/Shanghai")
    with pytest.raises(ValueError, match="zone"):
        WorkingCalendar({}, {}, "Asia/Nowhere")
    with pytest.raises(ValueError, match="zone"):
        WorkingCalendar({0: [(time(9, tzinfo=UTC), time(12))]}, {}, "Asia/Shanghai")


def test_an_hour_skipped_by_daylight_saving_is_not_worked_and_a_repeated_one_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    calendar = WorkingCalendar({6: [(time(1), time(4))]}, {}, "Europe/Berlin")
    spring = datetime(2026, 3, 29, tzinfo=berlin)
    autumn = datetime(2026, 10, 25, tzinfo=berlin)
    assert calendar.elapsed_minutes(spring, spring + timedelta(days=1)) == 120
    assert calendar.elapsed_minutes(autumn, autumn + timedelta(days=1)) == 240
    assert calendar.add(spring, 120) == datetime(2026, 3, 29, 4, tzinfo=berlin)
    assert calendar.closes_at(datetime(2026, 10, 25, 2, 30, tzinfo=berlin)) == datetime(2026, 10, 25, 4, tzinfo=berlin)


def test_a_deadline_in_a_repeated_hour_is_the_right_one_of_the_two() -> None:
    calendar = WorkingCalendar(dict.fromkeys(range(7), ((time(0), time(0)),)), {}, "America/New_York")
    start = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    assert calendar.add(start, 60) == datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
    assert calendar.add(start, 120) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    local = calendar.add(start.astimezone(ZoneInfo("America/New_York")), 120)
    assert (local.hour, local.fold) == (1, 1)
