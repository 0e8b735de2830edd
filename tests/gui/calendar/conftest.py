"""The calendar's page on a real firm."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtWidgets import QWidget

from app.services.container import Services
from app.settings import Settings
from app.terms import Role
from app.views.actions import Actions
from app.views.calendar.page import CalendarPage
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot

ADMIN = frozenset({Role.ADVISOR_ADMIN})


@dataclass
class Stage:
    """A page with everything around it."""

    page: CalendarPage
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    said: Said
    seen: int

    def refresh(self) -> None:
        """Bring in what changed, as the window does from the change feed."""
        news = self.services.history.changes(self.seen)
        self.seen = news.position
        self.page.on_changes(news.tables)


OpenPage = Callable[..., Stage]


@pytest.fixture
def open_page(
    staffed: Services, show: Callable[..., Robot], scripted_dialogs: ScriptedDialogs, app_settings: Settings
) -> OpenPage:
    """Return a function that shows the page for somebody with these roles."""

    def opening(
        roles: frozenset[Role] = ADMIN, width: int = 1000, height: int = 660, jobs: Jobs | None = None
    ) -> Stage:
        staffed.office.seat(replace(staffed.actor, roles=roles))
        window, said = QWidget(), Said()
        desk = Desk(jobs or InlineJobs(window), staffed, scripted_dialogs, said, app_settings, Actions(window))
        page = CalendarPage(desk)
        fill_window(window, page)
        robot = show(window, width, height)
        return Stage(page, robot, staffed, scripted_dialogs, said, staffed.office.seated_at)

    return opening
