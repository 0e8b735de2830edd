"""设置 › 以往案件: the old register as it was brought along, to be searched, with one entry in full below."""

from array import array
from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.services.amounts import amount_text
from app.services.container import Services
from app.services.exporting import ExportRequest
from app.services.past_matters import PastMatterRow
from app.terms import ExportKind, ImportKind, Permission, Uid
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import EmptyState
from app.views.components.fields import SearchField
from app.views.components.labels import Label, Panel
from app.views.desk import Desk
from app.views.importing.export_card import export
from app.views.tables.base_table import BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column
from app.views.text import count_text


def _load(services: Services, text: str) -> tuple["array[int]", list[PastMatterRow]]:
    """Gather the row numbers and the first rows; runs in the reader thread."""
    numbers = services.past_matters.row_numbers(text)
    return numbers, services.past_matters.rows(numbers[:FIRST_ROWS])


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


FIRST_ROWS = 60
COLUMNS: tuple[Column[PastMatterRow], ...] = (
    Column("number", "编号", lambda row: row.number or "—", 150, colour="text2", priority=2),
    Column("client", "委托人", lambda row: row.client_name, 130, medium=True),
    Column("opponent", "对方当事人", lambda row: row.opponent or "—", 130, stretch=True),
    Column("cause", "案由", lambda row: row.cause or "—", 150, colour="text2", priority=1),
    Column("lawyers", "承办律师", lambda row: row.lawyers or "—", 100, colour="text2", priority=3),
    Column("accepted", "收案日期", lambda row: _day(row.accepted_on), 100, right=True, colour="text3"),
)


class PastMattersPage(QWidget):
    """以往案件.

    Args:
        desk: what the window gives.

    """

    client_requested = Signal(object)
    section_requested = Signal(str)
    import_requested = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: Uid | None = None
        self._shown: PastMatterRow | None = None
        self.search = SearchField("委托人、对方当事人、编号、案由")
        self.search.setAccessibleName("查找以往案件")
        self._count = Label("", "note")
        load = desk.services.past_matters.rows
        self.table: BaseTable[int, PastMatterRow] = BaseTable(COLUMNS, desk.jobs, load, lambda row: row.row_no)
        begin = Button("导入旧台账", small=True, icon="upload")
        begin.setVisible(desk.may(Permission.IMPORT_RECORDS))
        self.empty = EmptyState(
            "archive", "还没有以往案件", "把旧合同台账或收案登记导进来，起草合同时就能检索利益冲突。", button=begin
        )
        self.view = BaseView(self.table, "以往案件列表", row_height=36, empty=self.empty, clock=desk.clock)
        self.import_, self.export = Button("导入", icon="upload"), Button("导出", icon="file-down")
        self.import_.setVisible(desk.may(Permission.IMPORT_RECORDS))
        self.export.setVisible(desk.may(Permission.EXPORT_RECORDS))
        self.card = Panel("card", margin=16, spacing=8)
        self._title = Label("", "head", wrap=True)
        self._facts = QGridLayout()
        self.client = Button("看服务对象档案", Kind.TEXT, small=True)
        self._lay_out()
        for button in (begin, self.import_):
            button.clicked.connect(lambda _checked=False: self.import_requested.emit(ImportKind.PAST_MATTER.value))
        self.export.clicked.connect(lambda _checked=False: self._export())
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.view.chosen.connect(self._show)
        self.table.rows_loaded.connect(self._show_current)
        self.client.clicked.connect(lambda _checked=False: self._open_client())
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("以往案件", "title"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.import_)
        head.addWidget(self.export)
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        line.addWidget(self.client, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(line)
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._facts.setColumnStretch(3, 1)
        self.card.body.addLayout(self._facts)
        self.card.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 14, 24, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(Label("旧台账里的案件，只供查找和利益冲突检索，不能在这里改。", "label", wrap=True))
        rows.addWidget(self.search)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.card)

    # --- what the window asks ---

    def open_record(self, key: object) -> None:
        """Show one entry."""
        if isinstance(key, bytes):
            self.search.clear()
            find = self._desk.services.past_matters.find
            self._desk.jobs.run(find, key, done=self._choose, key="past-matters.find")

    def on_changes(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Read anew where entries came or went."""
        if "past_matter" in changes:
            self.table.refresh()
            self.refresh()

    def hints(self) -> str:
        """Words for the status bar."""
        return "↑↓ 选择"

    # --- the list ---

    def refresh(self) -> None:
        """Read the list anew."""
        text = self.search.text().strip()
        key = f"past-matters-{id(self)}"
        self._desk.jobs.run(_load, self._desk.services, text, lane="read", done=self._list, key=key)

    def _list(self, found: tuple["array[int]", list[PastMatterRow]]) -> None:
        numbers, first = found
        searched = bool(self.search.text().strip())
        self.empty.set_words(
            "没有找到" if searched else "还没有以往案件",
            "换一种写法再找。" if searched else "把旧合同台账或收案登记导进来，起草合同时就能检索利益冲突。",
        )
        self._count.setText(f"{count_text(len(numbers))} 件" if numbers else "")
        self.table.set_keys(numbers, first)
        self.card.setVisible(bool(numbers) and self._shown is not None)
        if self._wanted is None and numbers and self.view.current_key() is None:
            self.view.choose(numbers[0])

    def _choose(self, row: PastMatterRow) -> None:
        self._fill(row)
        self.view.choose(row.row_no)

    def _show(self, number: object) -> None:
        row = self.table.peek(self.table.row_of(number)) if isinstance(number, int) else None
        if row is not None:
            self._fill(row)

    def _show_current(self) -> None:
        self._show(self.view.current_key())

    def _fill(self, row: PastMatterRow) -> None:
        self._shown = row
        self._title.setText(f"{row.client_name}　{row.cause}".strip())
        self.client.setVisible(row.client_id is not None)
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        fee = amount_text(row.fee_fen) + " 元" if row.fee_fen is not None else "—"
        facts = (
            ("编号", row.number or "—"),
            ("对方当事人", row.opponent or "—"),
            ("承办律师", row.lawyers or "—"),
            ("律师费", fee),
            ("收案日期", _day(row.accepted_on)),
            ("结案日期", _day(row.closed_on)),
            ("备注", row.note or "—"),
        )
        for place, (word, text) in enumerate(facts):
            self._facts.addWidget(Label(word, "label"), place // 2, place % 2 * 2, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(Label(text, "cell", wrap=True, selectable=True), place // 2, place % 2 * 2 + 1)
        self.card.show()

    def _open_client(self) -> None:
        if self._shown is not None and self._shown.client_id is not None:
            self.client_requested.emit(self._shown.client_id)

    def _export(self) -> None:
        export(self._desk, self, ExportRequest(ExportKind.PAST_MATTER, text=self.search.text().strip()))
