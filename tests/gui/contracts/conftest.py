"""The contracts' page on a real firm in a profile of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.attachments import NewAttachment
from app.services.clients.types import ClientForm, SignUpForm
from app.services.container import Services
from app.services.contracts.types import ContractForm, FeeForm, MatterForm, PaymentForm
from app.settings import Settings
from app.terms import (
    AttachmentKind,
    ClientKind,
    GroupKind,
    IdentityKind,
    LegalAidScreen,
    ReliefReason,
    SignUpChannel,
    Uid,
)
from app.views.actions import Actions
from app.views.contracts.page import ContractsPage
from app.views.contracts.wizard import Wizard
from app.views.desk import Desk
from app.views.dialogs import ScriptedDialogs
from app.views.jobs import InlineJobs, Jobs
from tests.factories import act_as
from tests.gui.desks import Said, fill_window
from tests.gui.robot import Robot


@dataclass
class Stage:
    """The page with everything around it."""

    page: ContractsPage
    robot: Robot
    services: Services
    dialogs: ScriptedDialogs
    said: Said
    settings: Settings

    @property
    def wizard(self) -> Wizard:
        """The contract that is being drawn up."""
        assert self.page.wizard is not None, "nothing is being drawn up"
        return self.page.wizard

    def click(self, words: str) -> None:
        """Click a button as soon as it is on show and open."""
        robot = self.robot
        robot.until(
            lambda: robot.has(QAbstractButton, words) and robot.find(QAbstractButton, words).isEnabled(),
            f"no open button {words}; on show: {robot.texts()}",
        )
        robot.click(words)

    def matter(self, amount: str = "100万", *, cause: str = "民间借贷纠纷", opponent: str = "孙立民") -> None:
        """Fill step 1 and go on."""
        robot = self.robot
        robot.type_into("案由", cause)
        robot.type_into("标的额", amount)
        robot.type_into("对方当事人", opponent)
        robot.choose("承办律师", "周岚")
        self.click("下一步：收费")
        robot.wait_for("收费指导意见")

    def fee(self, amount: str) -> None:
        """Type the fee and wait for the comparison."""
        self.robot.type_into("本阶段律师服务费", amount)
        self.robot.until(lambda: self.wizard.fee.quote is not None and self._compared())

    def _compared(self) -> bool:
        """Whether the comparison on show is of the typed fee."""
        quote = self.wizard.fee.quote
        typed = self.wizard.fee.fee.value()
        if quote is None:
            return False
        return (quote.comparison is None) == (typed is None) and not self.wizard.fee._rest.isActive()

    def screened(self) -> None:
        """Answer the legal-aid screen."""
        self.robot.choose("法律援助条件筛查，已告知当事人（S9.2）", LegalAidScreen.NOT_ELIGIBLE.label)

    def to_filing(self, fee: str = "55000") -> None:
        """Go through the steps up to the last one."""
        self.matter()
        self.fee(fee)
        self.screened()
        self.click("下一步：条款与预览")
        self.click("下一步：保存归档")
        self.robot.wait_for("归档内容")

    def double_click(self, words: str) -> None:
        """Click a button twice, as impatient hands do: the second click lands wherever the button was."""
        button = self.robot.find(QAbstractButton, words)
        window = button.window()
        at = button.mapTo(window, button.rect().center())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        target = window.childAt(at) or window
        QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(window, at))


OpenPage = Callable[..., Stage]
AddClient = Callable[..., Uid]


@pytest.fixture
def add_client(staffed: Services) -> AddClient:
    """Return a function that gives a client a complete file, signed up by the group or not."""

    def adding(name: str = "赵建平", *, signed_up: bool = True, complete: bool = True) -> Uid:
        act_as(staffed, "liuxin")
        form = ClientForm(
            ClientKind.PERSON,
            name,
            IdentityKind.RESIDENT_ID if complete else None,
            "11010519491231002X" if complete else "",
            phone="13900000001",
            address="裕华区槐安路 0 号",
        )
        client = staffed.clients.files.create(form)
        if signed_up:
            group = SignUpForm(
                SignUpChannel.GROUP,
                date(2026, 3, 13),
                group_kind=GroupKind.WECHAT_GROUP,
                group_name=staffed.clients.sign_ups.prescribed_group_name(),
                nickname="滹沱河畔",
            )
            shot = (NewAttachment("入群.png", AttachmentKind.SCREENSHOT, b"\x89PNG picture"),)
            staffed.clients.sign_ups.sign_up(client.id, group, shot)
        act_as(staffed, "zhoulan")
        return client.id

    return adding


@pytest.fixture
def loan_form(staffed: Services) -> Callable[..., ContractForm]:
    """Return a function that gives the finished form of a loan dispute."""

    def making(client_id: Uid, fee_fen: int = 55_000_00, cause: str = "民间借贷纠纷") -> ContractForm:
        lawyer = next(person for person in staffed.staff.lawyers() if person.login == "zhoulan")
        matter = MatterForm(amount_fen=1_000_000_00, cause=cause, opponent="孙立民", lawyer_ids=(lawyer.id,))
        payments = (PaymentForm("签约之日", fee_fen),)
        fee = FeeForm(fee_fen, ReliefReason.SIGN_UP, "", payments, LegalAidScreen.NOT_ELIGIBLE)
        return ContractForm(client_id, "civil-agency", matter, fee)

    return making


@pytest.fixture
def open_page(
    staffed: Services,
    qtbot: QtBot,
    show: Callable[..., Robot],
    scripted_dialogs: ScriptedDialogs,
    app_settings: Settings,
) -> OpenPage:
    """Return a function that shows the page for somebody of the firm."""

    def opening(
        login: str = "zhoulan", jobs: InlineJobs | Jobs | None = None, width: int = 1206, height: int = 640
    ) -> Stage:
        act_as(staffed, login)
        window, said = QWidget(), Said()
        desk = Desk(jobs or InlineJobs(window), staffed, scripted_dialogs, said, app_settings, Actions(window))
        page = ContractsPage(desk)
        fill_window(window, page)
        robot = show(window, width, height)
        return Stage(page, robot, staffed, scripted_dialogs, said, app_settings)

    return opening
