"""The journal and the table of permissions on a real firm in a profile of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtWidgets import QWidget

from app.services.container import Services
from app.settings import Settings
from app.terms import Role
from app.views.actions import Actions
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from tests.factories import act_as
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot


@dataclass
class Seat:
    """A desk, what it said and what it was asked."""

    desk: Desk
    said: Said
    dialogs: ScriptedDialogs
    show: Callable[..., Robot]

    def put(self, page: QWidget, width: int = 1206, height: int = 640) -> Robot:
        """Show a page in the window."""
        window = page.window() if page.parent() else QWidget()
        fill_window(window, page)
        return self.show(window, width, height)


@pytest.fixture
def seat(
    staffed: Services, show: Callable[..., Robot], scripted_dialogs: ScriptedDialogs, app_settings: Settings
) -> Callable[..., Seat]:
    """Return a function that gives somebody of the firm a desk."""
    owners: list[QWidget] = []

    def seating(login: str = "weidongming", roles: frozenset[Role] = frozenset()) -> Seat:
        act_as(staffed, login)
        if roles:
            staffed.office.seat(replace(staffed.actor, roles=roles))
        owner, said = QWidget(), Said()
        owners.append(owner)
        desk = Desk(InlineJobs(owner), staffed, scripted_dialogs, said, app_settings, Actions(owner))
        return Seat(desk, said, scripted_dialogs, show)

    return seating
