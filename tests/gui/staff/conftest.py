"""The staff page on a real firm in a profile of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QWidget

from app.services.container import Services
from app.settings import Settings
from app.views.actions import Actions
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.staff.page import StaffPage
from tests.factories import act_as
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot


@dataclass
class Stage:
    """A page with everything around it."""

    page: StaffPage
    desk: Desk
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    said: Said

    def names(self) -> list[str]:
        """Return the names in the list."""
        listing = self.page.list.listing
        return [row.name for row in listing.rows] if listing else []


@pytest.fixture
def stage(
    staffed: Services, show: Callable[..., Robot], scripted_dialogs: ScriptedDialogs, app_settings: Settings
) -> Stage:
    """Return the page as the director sees it."""
    act_as(staffed, "weidongming")
    window, said = QWidget(), Said()
    desk = Desk(InlineJobs(window), staffed, scripted_dialogs, said, app_settings, Actions(window))
    page = StaffPage(desk)
    fill_window(window, page)
    return Stage(page, desk, show(window, 1020, 700), staffed, scripted_dialogs, said)
