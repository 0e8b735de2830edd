"""Whatever the calendar says, the clock, the page and the rule agree; whatever is edited, judged questions stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue import Catalogue, Holiday, HolidayYear
from app.clock import SteppedClock
from app.rules.day_plan import OwnDay, plan_of
from app.rules.spans import Span, Summer
from app.services import health
from app.services.container import Services
from app.services.setup_types import SummerForm
from app.terms import DayKind, Role, Uid
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services
from tests.integration.services.support import register

CATALOGUE = Catalogue.load()
FIRST = date(2027, 1, 1)
MORNING = (time(9), time(12))
HOURS = ((MORNING,), (MORNING, (time(13, 30), time(17, 30))), ((time(8), time(9)), (time(20), time())))
spans = st.sampled_from(HOURS)
days = st.integers(0, 364).map(lambda n: FIRST + timedelta(days=n))
month_days = days.map(lambda day: (day.month, day.day))
weeks = st.dictionaries(st.integers(0, 6), spans, max_size=7)
summers = st.none() | st.builds(Summer, month_days, month_days, spans)
own_days = st.dictionaries(days, st.builds(OwnDay, st.just("特别"), st.just(()) | spans), max_size=20)
official = st.dictionaries(days, st.booleans(), max_size=40)


@given(weeks, summers, official, own_days)
def test_the_clock_works_exactly_the_spans_that_the_plan_shows(
    week: Mapping[int, tuple[Span, ...]], summer: Summer | None, off: dict[date, bool], own: dict[date, OwnDay]
) -> None:
    year = HolidayYear(2027, tuple(Holiday("节", day, is_off) for day, is_off in off.items()))
    catalogue = CATALOGUE.with_years([year])
    calendar = catalogue.working_calendar(week, summer, "Asia/Shanghai", own)
    for n in range(365):
        day = FIRST + timedelta(days=n)
        plan = plan_of(day, week, summer, catalogue.holiday(day), own.get(day))
        assert calendar.spans_on(day) == plan.spans


@given(official, official)
def test_a_days_own_year_is_right_of_days_that_two_years_name(one: dict[date, bool], two: dict[date, bool]) -> None:
    own = HolidayYear(2027, tuple(Holiday("本年", day, is_off) for day, is_off in one.items()))
    other = HolidayYear(2028, tuple(Holiday("下年", day, is_off) for day, is_off in two.items()))
    for years in ([own, other], [other, own]):
        found = CATALOGUE.with_years(years).holidays
        assert all(found[day].name == "本年" for day in one)
        assert all(found[day].name == "下年" for day in two.keys() - one.keys())


@dataclass(frozen=True)
class Firm:
    """A firm with questions that were judged and questions that wait."""

    services: Services
    judged: tuple[Uid, ...]
    waiting: tuple[Uid, ...]


@pytest.fixture(scope="module")
def firm(staffed_template: FirmTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """Return a firm with three questions that were judged and five that wait."""
    profile = staffed_template.copy_to(tmp_path_factory.mktemp("calendar") / "firm")
    services = open_services(profile, staffed_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    services.office.seat(replace(services.actor, roles=frozenset(Role)))
    made = [register(services, f"2026-03-13 {hour:02d}:10").id for hour in range(7, 15)]
    for one in made[:2]:
        services.consultations.answering.answer(one, "请先保存证据。")
    services.consultations.answering.close(made[2], "重复登记")
    yield Firm(services, tuple(made[:3]), tuple(made[3:]))
    services.close()


@dataclass(frozen=True)
class OwnDayEdit:
    """The firm's own day."""

    day: date
    spans: tuple[Span, ...]

    def run(self, services: Services) -> None:
        """Do it."""
        services.calendars.set_own_days(self.day, self.day, "特别", self.spans)


@dataclass(frozen=True)
class OfficialEdit:
    """A day of the official calendar: off, made up, or nothing special."""

    day: date
    kind: DayKind | None

    def run(self, services: Services) -> None:
        """Do it."""
        if self.kind is None:
            services.calendars.clear_official_day(self.day)
        else:
            services.calendars.set_official_day(self.day, self.kind, "节")


@dataclass(frozen=True)
class HoursEdit:
    """Another week, another summer."""

    weekdays: frozenset[int]
    spans: tuple[Span, ...]
    summer: SummerForm | None

    def run(self, services: Services) -> None:
        """Do it."""
        services.working_hours.save(dict.fromkeys(self.weekdays, self.spans), self.summer)


class UndoEdit:
    """The last one taken back, if there is one."""

    def run(self, services: Services) -> None:
        """Do it."""
        services.history.undo()


near = st.integers(0, 12).map(lambda n: date(2026, 3, 9) + timedelta(days=n))
in_march = st.builds(SummerForm, st.just("03-01"), near.map(lambda day: f"{day:%m-%d}"), spans)
edits = st.one_of(
    st.builds(OwnDayEdit, near, st.just(()) | spans),
    st.builds(OfficialEdit, near, st.sampled_from((DayKind.HOLIDAY, DayKind.MAKE_UP, None))),
    st.builds(HoursEdit, st.frozensets(st.integers(0, 6), min_size=1), spans, st.none() | in_march),
    st.builds(UndoEdit),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(wanted=st.lists(edits, min_size=1, max_size=5))
def test_what_waits_follows_every_edit_and_what_was_judged_follows_none(
    firm: Firm, wanted: list[OwnDayEdit | OfficialEdit | HoursEdit | UndoEdit]
) -> None:
    services = firm.services
    judged = [services.consultations.details.find(one).timeline for one in firm.judged]
    for edit in wanted:
        edit.run(services)
        calendar = services.office.hours().calendar
        for one in firm.waiting:
            found = services.consultations.details.find(one).timeline
            assert found.due_at == calendar.add(found.received_at, found.minutes)
        assert [services.consultations.details.find(one).timeline for one in firm.judged] == judged
    assert all(finding.is_fine for finding in health.examine(services.office))
