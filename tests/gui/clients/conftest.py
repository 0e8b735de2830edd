"""The clients' page on a real firm in a profile of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.clock import SteppedClock
from app.services.clients.types import ClientForm, ClientRef
from app.services.container import Services
from app.settings import Settings
from app.terms import ClientKind, Role
from app.views.actions import Actions
from app.views.clients.page import ClientsPage
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, act_as, open_services
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot


@dataclass
class Stage:
    """A page with everything around it."""

    page: ClientsPage
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    said: Said
    seen: int

    def open(self, ref: ClientRef) -> None:
        """Show a client's file."""
        self.page.open_record(ref.id)
        self.robot.wait_for(ref.file_no)

    def click(self, words: str) -> None:
        """Click a button as soon as it is on show."""
        self.robot.until(lambda: self.robot.has(QAbstractButton, words), f"no button {words}")
        self.robot.click(words)

    def refresh(self) -> None:
        """Bring in what changed, as the window does from the change feed."""
        news = self.services.history.changes(self.seen)
        self.seen = news.position
        self.page.on_changes(news.tables)


OpenPage = Callable[..., Stage]


@pytest.fixture
def services(staffed_template: FirmTemplate, tmp_path: Path) -> Iterator[Services]:
    """Return the services of a fresh copy; 周岚, a lawyer, has the seat."""
    profile = staffed_template.copy_to(tmp_path / "律所")
    opened = open_services(profile, staffed_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    yield opened
    opened.close()


@pytest.fixture
def add(services: Services) -> Callable[..., ClientRef]:
    """Return a function that gives a client a file."""

    def adding(name: str, phone: str = "13812340427", **more: object) -> ClientRef:
        kind = more.pop("kind", ClientKind.PERSON)
        return services.clients.files.create(ClientForm(kind=kind, name=name, phone=phone, **more))  # type: ignore[arg-type]

    return adding


@pytest.fixture
def open_page(
    services: Services, show: Callable[..., Robot], scripted_dialogs: ScriptedDialogs, app_settings: Settings
) -> Iterator[OpenPage]:
    """Return a function that shows the page for somebody of the firm."""
    pages: list[ClientsPage] = []

    def opening(
        login: str = "zhoulan",
        jobs: InlineJobs | Jobs | None = None,
        width: int = 1206,
        height: int = 640,
        roles: frozenset[Role] = frozenset(),
    ) -> Stage:
        act_as(services, login)
        if roles:
            services.office.seat(replace(services.actor, roles=roles))
        window, said = QWidget(), Said()
        actions = Actions(window)
        desk = Desk(jobs or InlineJobs(window), services, scripted_dialogs, said, app_settings, actions)
        page = ClientsPage(desk)
        fill_window(window, page)
        robot = show(window, width, height)
        pages.append(page)
        return Stage(page, robot, services, scripted_dialogs, said, services.office.seated_at)

    yield opening
    for page in pages:
        page.may_leave()
