"""Another seat's change of the calendar reaches the window: the countdown, the clock above, the warning below."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.services.container import Services
from app.services.setup_types import DEFAULT_SPANS
from app.terms import Role
from tests.factories import at
from tests.gui.story.conftest import Seat
from tests.gui.story.test_seat import ask

Sit = Callable[[str], Seat]
WARNING = "2027 年节假日安排未公布，请在设置的日历里导入"
YEAR = b'{"year": 2027, "days": [{"name": "x", "date": "2027-01-01", "isOffDay": true}]}'


def test_a_day_off_set_at_another_seat_stops_the_clock_here(sit: Sit, another_seat: Services) -> None:
    ask(another_seat, "滹沱河畔")
    seat = sit("zhoulan")
    today = date(2026, 3, 13)
    assert "还剩" in seat.robot.rows("咨询")[0][0]
    another_seat.calendars.set_own_days(today, today, "停电", ())
    seat.sync()
    seat.robot.until(lambda: "周一 09:00" in seat.robot.rows("咨询")[0][0])
    assert "非工作时间" in seat.place.window.top.work.words
    another_seat.calendars.set_own_days(today, today, "来电了", DEFAULT_SPANS)
    seat.sync()
    seat.robot.until(lambda: "还剩" in seat.robot.rows("咨询")[0][0])


def test_those_who_keep_the_calendar_are_reminded_of_an_unpublished_year(sit: Sit, another_seat: Services) -> None:
    another_seat.office.seat(replace(another_seat.actor, roles=frozenset(Role)))
    another_seat.office.clock.set(at("2026-11-20 10:00"))  # type: ignore[attr-defined]
    seat = sit("liuxin")
    assert seat.robot.sees(WARNING)
    another_seat.calendars.import_year(YEAR, "2027.json")
    seat.sync()
    assert not seat.robot.sees(WARNING)


def test_others_are_not(sit: Sit, another_seat: Services) -> None:
    another_seat.office.clock.set(at("2026-11-20 10:00"))  # type: ignore[attr-defined]
    assert not sit("guojing").robot.sees(WARNING)
