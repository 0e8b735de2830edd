"""The settings on a real firm in a profile of its own."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.services.container import Services
from app.settings import Settings
from app.views.actions import Actions
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.settings.page import SettingsPage
from tests.factories import act_as
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot


@dataclass
class Stage:
    """The settings with everything around them."""

    page: SettingsPage
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    said: Said
    settings: Settings

    def open(self, section: str, words: str) -> None:
        """Open a section and wait until it shows some words."""
        self.page.open_record(section)
        self.robot.wait_for(words)

    def is_enabled(self, words: str) -> bool:
        """Return whether a button can be pressed."""
        return self.robot.find(QAbstractButton, words).isEnabled()


OpenSettings = Callable[..., Stage]


@pytest.fixture
def open_settings(
    staffed: Services, show: Callable[..., Robot], scripted_dialogs: ScriptedDialogs, app_settings: Settings
) -> OpenSettings:
    """Return a function that shows the settings to somebody of the firm; by default the director."""

    def opening(login: str = "weidongming", width: int = 1206, height: int = 640) -> Stage:
        act_as(staffed, login)
        window, said = QWidget(), Said()
        desk = Desk(InlineJobs(window), staffed, scripted_dialogs, said, app_settings, Actions(window))
        page = SettingsPage(desk)
        fill_window(window, page)
        return Stage(page, show(window, width, height), staffed, scripted_dialogs, said, app_settings)

    return opening
