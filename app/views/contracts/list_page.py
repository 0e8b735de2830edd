"""合同列表: title and count, filter chips, the table."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.services.container import Services
from app.services.contracts.register import ContractChip
from app.services.contracts.types import ContractRow
from app.terms import Permission
from app.views.actions import Action
from app.views.components.buttons import Button, Chip, Kind
from app.views.components.feedback import EmptyState
from app.views.components.labels import Label
from app.views.desk import Desk
from app.views.tables.base_view import BaseView
from app.views.tables.contract_table import ContractTable
from app.views.text import count_text

CHIPS = {
    ContractChip.ALL: "全部",
    ContractChip.DRAFT: "起草中",
    ContractChip.FILED: "已归档",
    ContractChip.VOIDED: "已作废",
}
WHY_EMPTY = {
    ContractChip.ALL: ("还没有合同", "起草的合同会排在这里，从事项、收费到归档都在一处。"),
    ContractChip.DRAFT: ("没有起草中的合同", "没写完的合同会自动保存在这里。"),
    ContractChip.FILED: ("没有已归档的合同", "归档后的合同有编号、文件和哈希值。"),
    ContractChip.VOIDED: ("没有已作废的合同", "作废的合同保留编号和文件。"),
}
FIRST_ROWS = 60


@dataclass(frozen=True)
class Listing:
    """What a chip shows."""

    keys: "array[int]"
    first: list[ContractRow]
    counts: Mapping[ContractChip, int]


def load_listing(services: Services, chip: ContractChip) -> Listing:
    """Gather row numbers, counts and the first rows; runs in the reader thread."""
    register = services.contracts.register
    keys = register.row_numbers(chip)
    return Listing(keys, register.rows(list(keys[:FIRST_ROWS])), register.counts())


class ContractList(QWidget):
    """All contracts."""

    opened = Signal(object)
    """Id of a contract."""
    draft_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chip = ContractChip.ALL
        self._count = Label("", "note")
        self.begin = Button("起草合同", Kind.PRIMARY, icon="plus", shortcut="Ctrl+N")
        if not desk.may(Permission.DRAFT_CONTRACT):
            self.begin.hide()
        small = Button("起草合同", small=True, icon="plus")
        if not desk.may(Permission.DRAFT_CONTRACT):
            small.hide()
        small.clicked.connect(lambda _checked=False: self.draft_requested.emit())
        self.chips = {chip: Chip(words) for chip, words in CHIPS.items()}
        self.table = ContractTable(desk.services, desk.jobs)
        empty = EmptyState("file-pen", *WHY_EMPTY[ContractChip.ALL], button=small)
        self.view = BaseView(self.table, "合同列表", row_height=36, empty=empty, clock=desk.clock)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("合同", "title"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.begin)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        group = QButtonGroup(self)
        for chip in self.chips.values():
            group.addButton(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.chips[self.chip].setChecked(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(chips)
        rows.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.begin.clicked.connect(lambda _checked=False: self.draft_requested.emit())
        self.view.opened.connect(self._open)
        for number, (chip, button) in enumerate(self.chips.items(), start=1):
            button.clicked.connect(lambda _checked=False, chip=chip: self.choose(chip))
            button.setToolTip(f"{CHIPS[chip]}（Alt+{number}）")
            self._add(f"chip-{number}", f"合同：{CHIPS[chip]}", partial(self.choose, chip), f"Alt+{number}")
        if self._desk.may(Permission.DRAFT_CONTRACT):
            self._add("draft", "起草合同", self.draft_requested.emit, "Ctrl+N")

    def _add(self, name: str, text: str, handler: Callable[[], object], shortcut: str) -> None:
        identity = f"contracts.list.{name}-{id(self)}"
        action = Action(identity, text, handler, shortcut=shortcut, scope="合同", in_palette=False)
        self._desk.actions.add(action, self)

    def choose(self, chip: ContractChip) -> None:
        """Filter by a chip."""
        self.chip = chip
        self.chips[chip].setChecked(True)
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew; the chosen row stays chosen."""
        self._desk.jobs.run(
            load_listing,
            self._desk.services,
            self.chip,
            lane="read",
            done=self._show,
            key=f"contract-list-{id(self)}",
        )

    def _show(self, listing: Listing) -> None:
        for chip, button in self.chips.items():
            button.set_count(listing.counts.get(chip, 0))
        self._count.setText(f"{count_text(listing.counts.get(ContractChip.ALL, 0))} 份")
        self.view.set_empty(*WHY_EMPTY[self.chip])
        self.table.set_keys(listing.keys, listing.first)
        if self.view.current_key() is None and listing.keys:
            self.view.choose(listing.keys[0])

    def _open(self, key: int) -> None:
        row = self.table.peek(self.table.row_of(key))
        if row is not None:
            self.opened.emit(row.id)

    def hints(self) -> str:
        """Words for the status bar."""
        return "↑↓ 选择　Enter 打开　Ctrl+N 起草合同　Alt+1…4 筛选"

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list as it comes into view."""
        super().showEvent(event)
        self.refresh()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
