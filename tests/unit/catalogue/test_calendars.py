"""Holidays as data: every day of 2024 to 2026 against an independent source, 2027 as an estimate, imports."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from app.catalogue import Catalogue, HolidayYear, parse_year
from app.errors import DataFileError
from app.rules.spans import Summer, parse_summer, parse_weekly
from app.terms import CalendarStatus, WorkState

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((time(9), time(12)), (time(13, 30), time(17, 30)))
WEEK = dict.fromkeys(range(5), DAY)
CATALOGUE = Catalogue.load()
CALENDAR = CATALOGUE.working_calendar(WEEK, None, "Asia/Shanghai")


def imported() -> HolidayYear:
    """Return a year as an administrator imports it from holiday-cn."""
    text = """{"$schema": "x", "year": 2027, "papers": ["y"], "days": [
        {"name": "春节", "date": "2027-02-08", "isOffDay": true},
        {"name": "春节", "date": "2027-02-20", "isOffDay": false}]}"""
    return parse_year(text.encode(), "2027.json")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    ours = {day: bool(CALENDAR.spans_on(day)) for day in days}
    theirs = {day: chinese_calendar.is_workday(day) for day in days}
    assert ours == theirs
    assert not CATALOGUE.is_estimated(days[0])
    assert CATALOGUE.years[year].source.startswith("国务院办公厅")


@pytest.mark.clause("S6.2")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-03 09:00", "2026-03-03 15:30"),
        ("2026-02-13 16:30", "2026-02-14 14:30"),
        ("2026-02-14 16:30", "2026-02-24 14:30"),
    ],
)
def test_five_working_hours_on_the_official_calendar(start: str, due: str) -> None:
    assert CALENDAR.add(at(start), 300) == at(due)


def test_2027_runs_on_the_statutes_days_and_says_so() -> None:
    year = CATALOGUE.years[2027]
    assert year.status is CalendarStatus.ESTIMATED
    assert "推算" in year.source
    assert CATALOGUE.is_estimated(date(2027, 5, 3))
    assert CALENDAR.spans_on(date(2027, 2, 8)) == ()
    assert CALENDAR.spans_on(date(2027, 2, 11)) == DAY
    assert all(day.is_off for day in year.days)


def test_years_without_any_data_are_estimates_too() -> None:
    assert {2023, 2027, 2028} <= CATALOGUE.estimated_years
    assert not {2024, 2025, 2026} & CATALOGUE.estimated_years
    assert CATALOGUE.is_estimated(date(2150, 1, 1))


def test_a_holiday_has_its_name() -> None:
    found = CATALOGUE.holiday(date(2026, 2, 17))
    assert found is not None
    assert (found.name, found.is_off) == ("春节", True)
    assert CATALOGUE.holiday(date(2026, 3, 3)) is None


def test_a_make_up_day_has_a_mondays_hours_also_in_summer() -> None:
    week = {**WEEK, 0: ((time(8), time(12)),), 6: ((time(10), time(11)),)}
    summer = Summer((5, 1), (9, 30), ((time(8), time(12)), (time(15), time(18))))
    calendar = CATALOGUE.working_calendar(week, summer, "Asia/Shanghai")
    assert calendar.spans_on(date(2026, 2, 14)) == ((time(8), time(12)),)
    assert calendar.spans_on(date(2026, 9, 20)) == summer.spans
    assert calendar.spans_on(date(2026, 10, 10)) == ((time(8), time(12)),)
    assert calendar.spans_on(date(2026, 6, 19)) == ()
    assert calendar.state(at("2026-09-20 13:00")) is WorkState.LUNCH


def test_the_version_changes_with_data_and_hours_and_with_nothing_else() -> None:
    version = CATALOGUE.calendar_version(WEEK, None, "Asia/Shanghai")
    assert version == Catalogue.load().calendar_version({**WEEK}, None, "Asia/Shanghai")
    assert len(version) == 12
    summer = Summer((6, 1), (8, 31), DAY)
    others = {
        CATALOGUE.calendar_version({**WEEK, 5: DAY[:1]}, None, "Asia/Shanghai"),
        CATALOGUE.calendar_version(WEEK, summer, "Asia/Shanghai"),
        CATALOGUE.calendar_version(WEEK, None, "Asia/Urumqi"),
        CATALOGUE.with_years([imported()]).calendar_version(WEEK, None, "Asia/Shanghai"),
    }
    assert len(others - {version}) == 4


def test_an_imported_year_replaces_the_estimate() -> None:
    catalogue = CATALOGUE.with_years([imported()])
    calendar = catalogue.working_calendar(WEEK, None, "Asia/Shanghai")
    assert not catalogue.is_estimated(date(2027, 2, 8))
    assert calendar.spans_on(date(2027, 2, 8)) == ()
    assert calendar.spans_on(date(2027, 2, 20)) == DAY
    assert calendar.spans_on(date(2027, 5, 3)) == DAY
    assert catalogue.holiday(date(2026, 2, 17)) is not None


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (b"{", "格式", "JSON"),
        (b'{"year": 2027}', "顶层", "缺少 days"),
        (b'{"year": 2027, "days": []}', "days", "还没有公布"),
        (b'{"year": 2027, "days": [{"name": "x", "date": "2027-13-01", "isOffDay": true}]}', "days[0].date", "date"),
        (b'{"year": 2027, "days": [{"name": "x", "date": "2026-10-01", "isOffDay": true}]}', "days[0].date", "不属于"),
        (b'{"year": 2027, "days": [{"name": "x", "date": "2028-01-01", "isOffDay": true}]}', "days[0].date", "不属于"),
        (
            b"""{"year": 2027, "days": [{"name": "x", "date": "2027-10-01", "isOffDay": true},
            {"name": "x", "date": "2027-10-01", "isOffDay": false}]}""",
            "days[1].date",
            "写了两次",
        ),
    ],
)
def test_a_wrong_import_names_file_key_and_problem(text: bytes, key: str, problem: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_year(text, "2027.json")
    assert (caught.value.file, caught.value.key) == ("2027.json", key)
    assert problem in caught.value.what


def test_stored_hours_are_read() -> None:
    assert parse_weekly({"0": [["09:00", "12:00"], ["13:30", "17:30"]], "5": [["22:00", "24:00"]]}) == {
        0: DAY,
        5: ((time(22), time(0)),),
    }
    stored = {"begins": "06-01", "ends": "08-31", "spans": [["09:00", "12:00"]]}
    assert parse_summer(stored) == Summer((6, 1), (8, 31), ((time(9), time(12)),))
    assert parse_summer(None) is None
