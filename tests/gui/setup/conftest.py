"""The door on a real profile: accounts, wizard, sign-in window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.paths import Profile
from app.services.accounts import Accounts
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs
from app.views.setup.wizard import Wizard
from tests.gui.robot import Robot


@pytest.fixture
def accounts(profile: Profile, friday_clock: SteppedClock) -> Accounts:
    """Return the door of an empty profile."""
    return Accounts.of(profile, friday_clock)


@pytest.fixture
def wizard(accounts: Accounts, inline_jobs: InlineJobs, scripted_dialogs: ScriptedDialogs) -> Iterator[Wizard]:
    """Return the wizard, closed after the test whatever was typed."""
    made = Wizard(accounts, inline_jobs, scripted_dialogs)
    yield made
    scripted_dialogs.answer("confirm", True)
    made.close()


@pytest.fixture
def robot(wizard: Wizard, qtbot: QtBot) -> Robot:
    """Return a user in front of the wizard; the wizard's own fixture closes it."""
    wizard.resize(1366, 768)
    with qtbot.waitActive(wizard):
        wizard.show()
        wizard.activateWindow()
    return Robot(qtbot, wizard)
