"""The inbox on a real office: staff only at first, a clock that stands still, scripted dialogs, real messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from app.clock import SteppedClock
from app.services.attachments import NewAttachment
from app.services.clients.types import ClientForm, ClientRef
from app.services.consultations.types import ConsultationRef, NewConsultation
from app.services.container import Services
from app.settings import Settings
from app.terms import Category, Channel, ClientKind
from app.views.actions import Actions
from app.views.consultations.page import ConsultationsPage
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from app.views.shell.toasts import Toasts
from tests.factories import FirmTemplate, act_as, at, open_services
from tests.gui.desks import fill_window
from tests.gui.robot import Robot


@pytest.fixture
def office_clock() -> SteppedClock:
    """Return a clock that stands at Friday 2026-03-13, 11:00."""
    return SteppedClock(at("2026-03-13 11:00"))


@pytest.fixture
def services(staffed_template: FirmTemplate, tmp_path: Path, office_clock: SteppedClock) -> Iterator[Services]:
    """Return the services of the firm; 周岚, a lawyer, is signed in."""
    profile = staffed_template.copy_to(tmp_path / "律所 数据")
    opened = open_services(profile, staffed_template.data_key, office_clock)
    yield opened
    opened.close()


@dataclass
class Inbox:
    """The page in a window, and what a test needs around it."""

    page: ConsultationsPage
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    toasts: Toasts
    clock: SteppedClock
    settings: Settings
    seen: int

    def sync(self) -> None:
        """Tell the page what changed, as the window does after every commit."""
        news = self.services.history.changes(self.seen)
        self.seen = news.position
        self.page.on_changes(news.tables)
        self.robot.until(self._rows_are_here)

    def _rows_are_here(self) -> bool:
        view = self.page.list.view
        view.viewport().grab()
        return all(view.table.peek(row) is not None for row in range(min(3, view.table.rowCount())))

    def said(self) -> list[str]:
        """Return the messages at the bottom right, oldest first."""
        return [toast.text for toast in self.toasts.visible_toasts()]

    def rows(self) -> list[list[str]]:
        """Return the visible rows, cell by cell."""
        return self.robot.rows(self.page.list.view.accessibleName())

    def open(self, words: str) -> None:
        """Click the row that contains these words."""
        self.robot.click_row(self.page.list.view.accessibleName(), words)


@pytest.fixture
def ask(services: Services) -> Callable[..., ConsultationRef]:
    """Return a function that registers a question straight through the service."""

    def asking(
        question: str = "借条只写了名字没有身份证号，还能起诉吗？",
        received: str | datetime = "2026-03-13 09:10",
        channel: Channel = Channel.WECHAT_GROUP,
        name: str = "滹沱河畔",
        *,
        phone: str = "",
        source: str = "服务群一",
        lawyer: str = "",
        files: tuple[NewAttachment, ...] = (),
    ) -> ConsultationRef:
        staff = {person.name: person.id for person in services.staff.everyone()}
        return services.consultations.intake.register(
            NewConsultation(
                channel=channel,
                question=question,
                category=Category.LOAN,
                received_at=at(received) if isinstance(received, str) else received,
                source_name=source,
                wechat_name=name,
                phone=phone,
                assignee_id=staff[lawyer] if lawyer else None,
                attachments=files,
            )
        )

    return asking


@pytest.fixture
def client(services: Services) -> Callable[..., ClientRef]:
    """Return a function that opens a client's file."""

    def opening(name: str = "王海燕", phone: str = "13831170001", wechat: str = "") -> ClientRef:
        return services.clients.files.create(ClientForm(ClientKind.PERSON, name, phone=phone, wechat_name=wechat))

    return opening


@pytest.fixture
def open_inbox(  # noqa: PLR0917 - pytest hands fixtures over by name
    show: Callable[..., Robot],
    services: Services,
    office_clock: SteppedClock,
    scripted_dialogs: ScriptedDialogs,
    app_settings: Settings,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Inbox]]:
    """Return a function that opens the page, as a member of staff by login name."""
    made: list[Inbox] = []

    def opening(login: str = "zhoulan", width: int = 1206, height: int = 690, *, threads: bool = False) -> Inbox:
        act_as(services, login)
        seen = services.office.seated_at
        window = QWidget()
        toasts = Toasts(window, office_clock)
        runner: Jobs | InlineJobs = request.getfixturevalue("jobs") if threads else InlineJobs(window)
        desk = Desk(runner, services, scripted_dialogs, toasts, app_settings, Actions(window))
        page = ConsultationsPage(desk)
        fill_window(window, page)
        robot = show(window, width, height)
        inbox = Inbox(page, robot, services, scripted_dialogs, toasts, office_clock, app_settings, seen)
        made.append(inbox)
        inbox.sync()
        return inbox

    yield opening
    for inbox in made:
        if inbox.page.entry is not None:
            inbox.page.entry.form.clear()
            inbox.page.entry.reject()
        inbox.page.hide()
        for toast in inbox.toasts.visible_toasts():
            toast.leave()
