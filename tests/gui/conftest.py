"""What tests of windows have: the application in its look, a runner, a robot; windows left open fail."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.terms import Theme
from app.views.application import make_application
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from app.views.theme import theme
from app.views.ticker import ticker
from tests.gui.robot import Robot


@pytest.fixture
def app_settings(tmp_path: Path) -> Settings:
    """Return the settings of an empty profile."""
    return Settings(tmp_path / "settings.json")


@pytest.fixture(autouse=True)
def application(qapp: QApplication, app_settings: Settings) -> Iterator[QApplication]:
    """Give the application its fonts and the light theme at 100 %; no window and no beat may be left."""
    made = make_application(app_settings)
    if theme().choice is not Theme.LIGHT or theme().scale != 100:
        theme().apply(Theme.LIGHT, 100)
    before = set(qapp.topLevelWidgets())
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in qapp.topLevelWidgets() if widget not in before and widget.isVisible()]
    names = [f"{type(widget).__name__} {widget.windowTitle() or widget.accessibleName()}" for widget in left]
    for widget in left:
        widget.close()
    assert not names, f"windows left open: {names}"
    assert not ticker().running, "somebody still listens to the seconds"


@pytest.fixture
def inline_jobs() -> InlineJobs:
    """Return a runner that runs at once."""
    return InlineJobs()


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    """Return the program's runner with its threads; ended after the test."""
    made = Jobs()
    yield made
    made.closing()


@pytest.fixture
def scripted_dialogs() -> ScriptedDialogs:
    """Return dialogs whose answers the test gives beforehand."""
    return ScriptedDialogs()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., Robot]]:
    """Return a function that shows a widget in a window and gives a robot for it; closed after the test."""
    shown: list[QWidget] = []

    def showing(widget: QWidget, width: int = 1206, height: int = 640) -> Robot:
        widget.resize(width, height)
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        shown.append(widget)
        return Robot(qtbot, widget)

    yield showing
    for widget in shown:
        widget.hide()
