"""The whole workplace on a copied firm: the main window with its pages, real services, a clock that is put on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.container import Services
from app.settings import Settings
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.workplace import Surroundings, Workplace
from tests.factories import FirmTemplate, at, open_services
from tests.gui.robot import Robot


@dataclass
class Seat:
    """One signed-in person in front of the main window."""

    place: Workplace
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    clock: SteppedClock
    profile: Profile

    def sync(self) -> None:
        """Look for changes now, as the window does every second and a half."""
        self.place.look_for_changes()

    def said(self) -> list[str]:
        """Return the messages at the bottom right, oldest first."""
        return [toast.text for toast in self.place.window.toasts.visible_toasts()]


@pytest.fixture
def firm(staffed_template: FirmTemplate, tmp_path: Path) -> Profile:
    """Return the profile of a firm with staff only."""
    return staffed_template.copy_to(tmp_path / "律所")


@pytest.fixture
def morning() -> SteppedClock:
    """Return a clock that stands at Friday 2026-03-13, 11:00."""
    return SteppedClock(at("2026-03-13 11:00"))


@pytest.fixture
def another_seat(firm: Profile, staffed_template: FirmTemplate, morning: SteppedClock) -> Iterator[Services]:
    """Return a second program's services on the same profile; 刘欣 sits there."""
    opened = open_services(firm, staffed_template.data_key, morning, "liuxin")
    yield opened
    opened.close()


@pytest.fixture
def sit(
    firm: Profile, staffed_template: FirmTemplate, morning: SteppedClock, app_settings: Settings, qtbot: QtBot
) -> Iterator[Callable[[str], Seat]]:
    """Return a function that signs somebody in and opens the workplace; who sat there before has left."""
    seats: list[Seat] = []
    accounts = Accounts.of(firm, morning)
    jobs = InlineJobs()

    def stand_up() -> None:
        for seat in seats:
            seat.place.window.hide()
            seat.place.window.close()
            seat.place.window.deleteLater()
            seat.services.close()
        seats.clear()

    def sitting(login: str) -> Seat:
        stand_up()
        services = open_services(firm, staffed_template.data_key, morning, login)
        dialogs = ScriptedDialogs()
        place = Workplace(services, Surroundings(accounts, app_settings, jobs, dialogs), services.firm.hours())
        with qtbot.waitActive(place.window):
            place.start()
            place.window.resize(1366, 768)
            place.window.activateWindow()
        seat = Seat(place, Robot(qtbot, place.window), services, dialogs, morning, firm)
        seats.append(seat)
        return seat

    yield sitting
    stand_up()
