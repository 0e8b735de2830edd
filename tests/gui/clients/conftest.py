"""The clients' page on a real firm in a profile of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.clock import SteppedClock
from app.errors import AppError
from app.services.clients.types import ClientForm, ClientRef
from app.services.container import Services
from app.settings import Settings
from app.terms import ClientKind, Role
from app.views.actions import Actions
from app.views.clients.page import ClientsPage
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, act_as, make_template, open_services
from tests.gui.robot import Robot


@dataclass
class Said:
    """The window's messages, kept instead of shown."""

    done: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def show_done(self, text: str, *, action: str = "", done: Callable[[], object] | None = None) -> object:  # noqa: ARG002 - not shown here
        """Keep what was done."""
        self.done.append(text)
        return None

    def show_error(
        self,
        error: AppError | str,
        *,
        action: str = "",  # noqa: ARG002 - not shown here
        done: Callable[[], object] | None = None,  # noqa: ARG002
    ) -> object:
        """Keep what went wrong."""
        self.errors.append(error if isinstance(error, str) else error.text)
        return None


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


@pytest.fixture(scope="session")
def empty_firm(tmp_path_factory: pytest.TempPathFactory) -> FirmTemplate:
    """Return the invented firm with its staff and nobody else."""
    return make_template(tmp_path_factory.mktemp("firm") / "profile", 0)


@pytest.fixture
def services(empty_firm: FirmTemplate, tmp_path: Path) -> Iterator[Services]:
    """Return the services of a fresh copy; 周岚, a lawyer, has the seat."""
    profile = empty_firm.copy_to(tmp_path / "律所")
    opened = open_services(profile, empty_firm.data_key, SteppedClock(FRIDAY_AFTERNOON))
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
        rows = QVBoxLayout(window)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(page)
        robot = show(window, width, height)
        pages.append(page)
        return Stage(page, robot, services, scripted_dialogs, said, services.office.seated_at)

    yield opening
    for page in pages:
        page.may_leave()
