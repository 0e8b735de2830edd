"""操作日志: the list with its filters, the chosen entry beside it, the check of the chain."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.audit.types import JournalDetail, JournalFilter, JournalKey
from app.services.audit.types import JournalPage as Stretch
from app.services.history import UndoOutcome
from app.terms import AccessWay, Uid
from app.views import access
from app.views.actions import Action
from app.views.components.buttons import Button
from app.views.components.feedback import EmptyState
from app.views.components.labels import Label, divider
from app.views.desk import Desk
from app.views.journal.chain import ChainCheck
from app.views.journal.detail import WIDTH, EntryPanel
from app.views.journal.filters import FilterBar
from app.views.tables.base_view import BaseView
from app.views.tables.journal_table import JournalTable
from app.views.text import count_text
from app.views.theme import theme

AT_ONCE = 100
MOST_COUNTED = 2000
NARROW = 760
"""Below this width (at 100 % text) the entry takes the list's place."""
SCOPE = "操作日志"


class JournalPage(QWidget):
    """The page.

    Args:
        desk: what pages work with.

    """

    record_requested = Signal(str, object)
    """Area and id of a record an entry leads to."""
    hints_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keys: list[JournalKey] = []
        self._has_more = self._is_loading = False
        self._count = Label("", "note")
        self.check = Button("核对完整性", icon="shield-check")
        self.export = Button("导出", icon="download")
        self.filters = FilterBar(desk)
        self.chain = ChainCheck(desk)
        self.table = JournalTable(desk.services, desk.jobs, desk.clock)
        empty = EmptyState("history", "还没有操作记录", "登记、修改、查看都会记在这里。")
        self.view = BaseView(self.table, "操作日志列表", row_height=36, empty=empty, clock=desk.clock)
        self.panel = EntryPanel()
        self.panel.hide()
        self._lay_out()
        self._connect()
        self._add_actions()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("操作日志", "title"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.check)
        head.addWidget(self.export)
        self._left = QWidget()
        rows = QVBoxLayout(self._left)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(self.filters)
        rows.addWidget(self.chain)
        rows.addWidget(self.view, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self._left, 1)
        self._line = divider(vertical=True)
        self._line.hide()
        columns.addWidget(self._line)
        columns.addWidget(self.panel)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.filters.changed.connect(self.reload)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self._opened)
        self.view.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.check.clicked.connect(lambda _checked=False: self.chain.start())
        self.export.clicked.connect(lambda _checked=False: self.save_as())
        self.panel.close_requested.connect(self.close_entry)
        self.panel.record_requested.connect(self.record_requested)
        self.panel.undo_requested.connect(self._undo)
        theme().changed.connect(self._arrange)

    def _add_actions(self) -> None:
        def add(name: str, words: str, handler: object, keys: str) -> None:
            act = handler if callable(handler) else None
            if act is not None:
                action = Action(f"journal.{name}-{id(self)}", words, act, shortcut=keys, scope=SCOPE, in_palette=False)
                self._desk.actions.add(action, self)

        add("find", "查找操作日志", self.filters.focus_search, "Ctrl+Shift+F")
        add("reload", "刷新操作日志", self.reload, "F5")

    # --- what the host asks ---

    def open_record(self, key: object) -> None:
        """Show one record's history: (table, id, its name), or everything for anything else."""
        if isinstance(key, tuple) and len(key) == 3:
            table, record_id, words = key
            self.filters.clear()
            self.filters.narrow_to((str(table), bytes(record_id)), str(words))

    def on_changes(self, tables: Mapping[str, Collection[Uid]]) -> None:
        """Bring new entries in while the newest are on show."""
        if tables and self.isVisible() and self.view.verticalScrollBar().value() == 0:
            self.reload()

    def hints(self) -> str:
        """Words for the status bar."""
        return "↑↓ 选择　Enter 看详情　F5 刷新　Ctrl+Shift+F 查找"

    # --- the list ---

    def reload(self) -> None:
        """Read the newest entries of the filter and their number; the chosen one stays chosen."""
        audit, chosen = self._desk.services.audit, self.filters.value()
        self._desk.jobs.run(audit.page, chosen, None, AT_ONCE, done=partial(self._first, chosen), key="journal.page")
        self._desk.jobs.run(audit.count, chosen, done=self._counted, key="journal.count")

    def _first(self, chosen: JournalFilter, page: Stretch) -> None:
        narrowed = chosen != JournalFilter()
        if narrowed:
            self.view.set_empty("没有符合条件的操作", "放宽日期或人员，或点“清除条件”。")
        else:
            self.view.set_empty("还没有操作记录", "登记、修改、查看都会记在这里。")
        was_at_top = self.view.verticalScrollBar().value() == 0
        self._keys = []
        self._take(page)
        if was_at_top:  # what is new comes into view
            self.view.scrollToTop()

    def _take(self, page: Stretch) -> None:
        self._is_loading = False
        self._has_more = page.more
        self._keys = [*self._keys, *(entry.key for entry in page.entries)]
        self.table.set_keys(self._keys, page.entries)

    def _counted(self, count: int) -> None:
        self._count.setText(f"{count_text(count, MOST_COUNTED + 1).replace('2,001+', '2,000+')} 条")

    def _scrolled(self, value: int) -> None:
        """Read on before the end comes into view."""
        bar = self.view.verticalScrollBar()
        if self._has_more and not self._is_loading and value + bar.pageStep() >= bar.maximum():
            self._is_loading = True
            page = self._desk.services.audit.page
            last = self._keys[-1] if self._keys else None
            self._desk.jobs.run(page, self.filters.value(), last, AT_ONCE, done=self._take, key="journal.page")

    # --- one entry ---

    def _chosen(self, key: JournalKey | None) -> None:
        if key is not None and (self.panel.isVisible() or not self._is_narrow()):
            self._ask(key)

    def _opened(self, key: JournalKey | None) -> None:
        if key is not None:
            self._ask(key)

    def _ask(self, key: JournalKey) -> None:
        self._desk.jobs.run(self._desk.services.audit.find, key, done=self._show, key="journal.entry")

    def _show(self, detail: JournalDetail) -> None:
        self.panel.show_detail(detail, self._desk.now())
        self.panel.show()
        self._arrange()

    def close_entry(self) -> None:
        """Show the list alone."""
        self.panel.hide()
        self._arrange()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _undo(self, key: JournalKey) -> None:
        entry = self.table.peek(self.table.row_of(key))
        words = entry.words if entry is not None else "这项操作"
        detail = "只有后来没有别的操作用到它时才能撤销；撤销本身也记入日志，可以再撤销。"
        if self._desk.dialogs.confirm(self, f"撤销“{words}”？", detail=detail, yes="撤销"):
            self._desk.jobs.run(self._desk.services.audit.undo, key, done=self._undone, label="正在撤销")

    def _undone(self, outcome: UndoOutcome) -> None:
        if not outcome.ok:
            self._desk.messages.show_error(
                AppError(outcome.sentence, safe="资料没有改动。", todo="请先处理后来的操作，或直接更正内容。")
            )
            return
        self._desk.messages.show_done(outcome.sentence)
        self.close_entry()
        self.view.scrollToTop()
        self.reload()

    # --- export ---

    def save_as(self) -> None:
        """Write the entries of the filter into a file."""
        where = self._desk.dialogs.save_file(self, "导出操作日志", "操作日志.csv", "表格 (*.csv)")
        if where is not None:
            make = self._desk.services.audit.as_csv
            self._desk.jobs.run(make, self.filters.value(), done=partial(self._write, where), label="正在导出操作日志")

    def _write(self, where: Path, content: bytes) -> None:
        write = self._desk.services.audit.write_file
        self._desk.jobs.run(write, content, where, done=self._written)

    def _written(self, where: Path) -> None:
        access.note(self._desk, "staff", None, AccessWay.EXPORTED, "操作日志")
        self._desk.messages.show_done(f"已导出 {where.name}")

    # --- the widget itself ---

    def _is_narrow(self) -> bool:
        return self.width() < theme().px(NARROW)

    def _arrange(self) -> None:
        shown, narrow = not self.panel.isHidden(), self._is_narrow()
        self._left.setVisible(not (shown and narrow))
        self._line.setVisible(shown and not narrow)
        if narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
        else:
            self.panel.setFixedWidth(theme().px(WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the entry with Esc."""
        if event.key() == Qt.Key.Key_Escape and not self.panel.isHidden():
            self.close_entry()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the journal as it comes into view."""
        super().showEvent(event)
        audit = self._desk.services.audit
        self._desk.jobs.run(audit.people, done=self.filters.set_people, key="journal.people")
        self._desk.jobs.run(audit.pcs, done=self.filters.set_pcs, key="journal.pcs")
        self.reload()
