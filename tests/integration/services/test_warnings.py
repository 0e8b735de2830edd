"""What stands above the pages: a clock that cannot be right, a place that harms data."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import SteppedClock
from app.models import Firm
from app.services.container import Services
from tests.integration.services.support import register


@pytest.fixture
def firm(staffed: Services) -> Services:
    """Return a firm that is no demonstration and was worked in just now."""
    with staffed.office.work() as work:
        work.session.scalars(select(Firm)).one().is_demo = False
        work.commit("转为正式使用")
    return staffed


def _ids(services: Services) -> list[str]:
    return [warning.id for warning in services.warnings.standing()]


def _move(services: Services, by: timedelta) -> None:
    clock = services.office.clock
    assert isinstance(clock, SteppedClock)
    clock.set(clock.now() + by)


def test_an_ordinary_day_says_nothing(firm: Services) -> None:
    assert _ids(firm) == []


def test_a_clock_set_back_a_year_is_said_and_loses_nothing(firm: Services) -> None:
    before = register(firm)
    _move(firm, -timedelta(days=365))
    (warning,) = firm.warnings.standing()
    assert warning.is_grave
    assert "2025-03-13 14:26" in warning.text
    assert "2026-03-13 14:26" in warning.text
    after = register(firm)
    assert _ids(firm) == ["clock"], "one more entry by the wrong clock does not silence it"
    assert firm.history.changes(0).position > firm.office.seated_at
    for reference in (before, after):
        assert firm.consultations.details.find(reference.id).number == reference.number
    assert before.number != after.number
    firm.history.undo()


@pytest.mark.parametrize(("days", "said"), [(60, False), (61, True), (4000, True)])
def test_a_clock_far_ahead_is_asked_about(firm: Services, days: int, said: bool) -> None:
    _move(firm, timedelta(days=days))
    found = firm.warnings.standing()
    assert [(warning.id, warning.is_grave) for warning in found] == ([("clock", False)] if said else [])
    if said:
        assert found[0].answer == "时间没有错"


def test_another_entry_brings_a_vouched_clock_up_again(firm: Services) -> None:
    _move(firm, timedelta(days=365))
    register(firm)
    _move(firm, -timedelta(days=365))
    (first,) = firm.warnings.standing()
    _move(firm, timedelta(days=366))
    register(firm)
    _move(firm, -timedelta(days=366))
    (second,) = firm.warnings.standing()
    assert first.about != second.about


def test_a_sync_folder_is_said_with_its_name(firm: Services) -> None:
    (firm.office.profile.root / ".stfolder").mkdir()
    (warning,) = firm.warnings.standing()
    assert (warning.id, warning.is_grave, warning.answer) == ("place", False, "知道了")
    assert "Syncthing" in warning.text


def test_a_demonstration_may_lie_untouched_for_months(staffed: Services) -> None:
    _move(staffed, timedelta(days=400))
    assert _ids(staffed) == []
