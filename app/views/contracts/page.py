"""The 合同 area: the list, the choice of a client, the wizard, a filed contract."""

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.contracts.types import ContractDetail
from app.terms import ContractState, Permission, Uid
from app.views.contracts import start
from app.views.contracts.client_picker import ClientPicker
from app.views.contracts.detail import FiledPage
from app.views.contracts.list_page import ContractList
from app.views.contracts.start import Start
from app.views.contracts.wizard import Wizard
from app.views.desk import Desk

ROW_TABLES: Final = frozenset({"contract", "client", "client_relief", "sign_up", "staff", "firm", "published_price"})
"""What the area shows something of."""


class ContractsPage(QWidget):
    """合同.

    Args:
        desk: what the window gives.

    """

    hints_changed = Signal(str)
    client_requested = Signal(object)
    """Id of a client whose file another page is to show."""
    record_requested = Signal(str, object)
    """Area and key of something else to open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = ContractList(desk)
        self.picker = ClientPicker(desk)
        self.filed = FiledPage(desk)
        self.wizard: Wizard | None = None
        self.stack = QStackedWidget()
        for page in (self.list, self.picker, self.filed):
            self.stack.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.stack)
        self.setFocusProxy(self.list.view)  # the arrows work as soon as the page is opened
        self.list.opened.connect(self.open_record)
        self.list.draft_requested.connect(self.choose_client)
        self.picker.chosen.connect(self.draft_for)
        self.picker.left.connect(self.show_list)
        self.filed.left.connect(self.show_list)
        self.filed.client_requested.connect(self.client_requested)
        self.filed.record_requested.connect(self.record_requested)
        self.stack.currentChanged.connect(lambda _index: self.hints_changed.emit(self.hints()))

    # --- what the window asks ---

    def hints(self) -> str:
        """Words for the status bar."""
        reader = getattr(self.stack.currentWidget(), "hints", None)
        return str(reader()) if reader is not None else "↑↓ 选择　Enter 确定　Esc 返回"

    def may_leave(self) -> bool:
        """Keep an unfinished contract; ask only where something cannot be kept."""
        return self.wizard is None or self.wizard.may_leave()

    def open_record(self, key: object) -> None:
        """Show a contract: a draft in the wizard, a filed one with its papers."""
        if not isinstance(key, bytes):
            raise TypeError(f"a contract is asked for by its id, not {key!r}")
        if self.wizard is not None and not self.wizard.may_leave():
            return
        self._desk.jobs.run(self._desk.services.contracts.register.find, key, done=self._opened)

    def on_changes(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Show what changed here or elsewhere.

        Args:
            changes: changed ids by table; none of a table means all of its rows.

        """
        if ROW_TABLES.isdisjoint(changes):
            return
        if self.list.isVisible():
            self.list.table.refresh()
            self.list.refresh()
        if self.filed.isVisible():
            self.filed.reload()
        if self.wizard is not None:
            self.wizard.on_changes(changes)

    # --- the sub-pages ---

    def show_list(self) -> None:
        """Go back to the list."""
        self.stack.setCurrentWidget(self.list)
        self._drop_wizard()

    def choose_client(self) -> None:
        """Ask for whom a new contract is."""
        self.stack.setCurrentWidget(self.picker)
        self.picker.begin()

    def draft_for(self, client_id: Uid) -> None:
        """Begin a contract for a client."""
        if not self._desk.may(Permission.DRAFT_CONTRACT):
            self._desk.messages.show_error(f"您的角色不能{Permission.DRAFT_CONTRACT.label}。")
            return
        if self.wizard is not None and not self.wizard.may_leave():
            return
        self._start(client_id, None)

    def _opened(self, contract: ContractDetail) -> None:
        if contract.state is ContractState.DRAFT and self._desk.may(Permission.DRAFT_CONTRACT):
            self._start(None, contract.id)
        elif contract.state is ContractState.DRAFT:
            self._desk.messages.show_error(f"这份合同还在起草，您的角色不能{Permission.DRAFT_CONTRACT.label}。")
        else:
            self.filed.show_contract(contract)
            self.stack.setCurrentWidget(self.filed)
            self._drop_wizard()

    def _start(self, client_id: Uid | None, contract_id: Uid | None) -> None:
        self._desk.jobs.run(
            start.load,
            self._desk.services,
            client_id,
            contract_id,
            lane="read",
            done=self._begin,
            failed=self._not_begun,
            key=f"contract-start-{id(self)}",
        )

    def _begin(self, begun: Start) -> None:
        self._drop_wizard()
        wizard = Wizard(self._desk, begun)
        wizard.left.connect(self.show_list)
        wizard.client_requested.connect(self.client_requested)
        wizard.hints_changed.connect(self.hints_changed)
        self.wizard = wizard
        self.stack.addWidget(wizard)
        self.stack.setCurrentWidget(wizard)
        wizard.show_step("matter")

    def _not_begun(self, error: AppError) -> None:
        self._desk.messages.show_error(error)
        self.show_list()

    def _drop_wizard(self) -> None:
        wizard, self.wizard = self.wizard, None
        if wizard is not None:
            wizard.stop()
            self.stack.removeWidget(wizard)
            wizard.hide()
            wizard.deleteLater()
