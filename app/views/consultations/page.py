"""咨询: the inbox with its detail panel; quick entry from anywhere."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.services.consultations.types import Chip, ConsultationDetail, ConsultationRef, InboxCounts, InboxRow
from app.services.firm import FirmView
from app.services.hours import HOURS_TABLES, Hours
from app.services.staff import StaffView
from app.terms import Permission, Stage, Uid
from app.views.actions import Action
from app.views.components.labels import divider
from app.views.consultations.detail import DetailPanel
from app.views.consultations.list_pane import WORDS, ListPane
from app.views.consultations.quick_entry import QuickEntry
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.theme import theme
from app.views.ticker import ticker

PANEL, PANEL_LEAST, LIST_LEAST = 400, 376, 560
FIRST_ROWS = 40
"""Rows fetched together with the row numbers, so that the first screen paints at once."""
WATCHED = (
    frozenset({"consultation", "consultation_event", "client", "sign_up", "staff", "channel_policy"}) | HOURS_TABLES
)


class ConsultationsPage(QWidget):
    """The page of the area 咨询.

    Args:
        desk: jobs, services, dialogs, messages, settings, actions.

    """

    client_requested = Signal(bytes)
    """Open a client's file."""
    contract_requested = Signal(bytes)
    record_requested = Signal(str, object)
    """Draft a contract for a client."""
    badge_changed = Signal()
    """The counts changed: the navigation's badge is to be asked for again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.countdowns = LiveCountdowns(desk.services.office.clock)
        self._minute = -1
        self._select: int | None = None
        self._beating = False
        self._entry: QuickEntry | None = None
        self._lawyers: tuple[StaffView, ...] = ()
        self._firm: FirmView | None = None
        self.list = ListPane(desk, self.countdowns)
        self.panel = DetailPanel(desk, self.countdowns)
        self._line = divider(vertical=True)
        self._lay_out()
        self._connect()
        self._add_actions()
        self._load_hours()
        self._load_rows()
        self._load_people()
        self._load_counts()

    def _lay_out(self) -> None:
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.list, 1)
        columns.addWidget(self._line)
        columns.addWidget(self.panel)
        # The list gives way before the window has to grow.
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.panel.hide()
        self._line.hide()
        self.setFocusProxy(self.list.view)  # the arrows work as soon as the page is opened

    def _connect(self) -> None:
        self.list.filter_changed.connect(self._filter_changed)
        self.list.register_requested.connect(self.register)
        self.list.remind_requested.connect(self.remind)
        self.list.chosen.connect(self._row_chosen)
        self.list.clicked.connect(self._row_clicked)
        self.list.opened.connect(self._row_opened)
        self.panel.close_requested.connect(self.close_panel)
        self.panel.client_requested.connect(self.client_requested)
        self.panel.contract_requested.connect(self.contract_requested)
        self.panel.record_requested.connect(self.record_requested)
        self.panel.shown.connect(self._detail_shown)
        theme().changed.connect(self._arrange)
        self._show_remind(None)

    def _add_actions(self) -> None:
        add = self._desk.actions.add
        if self._desk.may(Permission.REGISTER_CONSULTATION):
            add(Action("consultations.register", "登记咨询", self.register, "plus", "F2", "全局"))
        for number, chip in enumerate(Chip, start=1):
            chosen = partial(self.list.choose_chip, chip)
            add(
                Action(f"consultations.{chip}", f"看{WORDS[chip][0]}", chosen, "filter", f"Alt+{number}", "咨询"),
                owner=self,
            )
        if self._desk.may(Permission.ASSIGN_CONSULTATION):
            add(
                Action("consultations.remind", "复制提醒语", self.remind, "copy", "Ctrl+Shift+C", "咨询"),
                owner=self,
            )

    def _load_hours(self) -> None:
        self._desk.jobs.run(self._desk.services.firm.hours, done=self._hours_came)

    def _load_people(self) -> None:
        run, services = self._desk.jobs.run, self._desk.services
        run(services.firm.find, done=self._firm_came)
        run(services.staff.lawyers, done=self._lawyers_came)

    def _hours_came(self, hours: Hours) -> None:
        self.countdowns.set_hours(hours)
        self.list.waiting.viewport().update()
        self.panel.head.beat()

    def _firm_came(self, firm: FirmView) -> None:
        self._firm = firm
        self.list.set_schemes(firm.schemes)
        if self._entry is not None:
            self._entry.set_firm(firm)

    def _lawyers_came(self, lawyers: tuple[StaffView, ...]) -> None:
        self._lawyers = lawyers
        self.panel.set_lawyers(lawyers)
        if self._entry is not None:
            self._entry.set_lawyers(lawyers)

    # --- loading ---

    def reload(self) -> None:
        """Read counts and order again; rows on show are kept until the new ones come."""
        self._load_counts()
        self._load_rows()

    def _load_counts(self) -> None:
        inbox, run = self._desk.services.consultations.inbox, self._desk.jobs.run
        run(inbox.counts, self.list.filter, done=self._counts_came, key="inbox.counts")

    def _counts_came(self, counts: InboxCounts) -> None:
        urgent = self._desk.services.consultations.inbox.urgent_count
        self._desk.jobs.run(urgent, done=partial(self._urgent_came, counts), key="inbox.urgent")

    def _urgent_came(self, counts: InboxCounts, urgent: int) -> None:
        self.list.set_counts(counts, urgent)

    def _load_rows(self) -> None:
        run, inbox, chosen = self._desk.jobs.run, self._desk.services.consultations.inbox, self.list.filter
        run(inbox.first_page, chosen, FIRST_ROWS, done=partial(self._rows_came, chosen), key="inbox.rows")

    def _rows_came(self, asked: object, found: tuple[Sequence[int], Sequence[InboxRow]]) -> None:
        if asked != self.list.filter:
            return
        numbers, first = found
        if list(numbers) != list(self.list.view.table.keys):
            self.list.set_rows(numbers, first)
        if self._select is not None:
            self.list.view.choose(self._select)
            self._select = None

    def _filter_changed(self) -> None:
        self.reload()

    def on_changes(self, tables: Mapping[str, set[Uid]]) -> None:
        """Read again what the change feed names: counts, order, the rows at hand, the panel."""
        if WATCHED.isdisjoint(tables):
            return
        if not HOURS_TABLES.isdisjoint(tables):
            self._load_hours()
        if {"firm", "staff", "staff_leave", "channel_policy"} & tables.keys():
            self._load_people()
        for view in (self.list.waiting, self.list.answered):
            view.table.refresh()
        self.reload()
        self.panel.refresh()
        self.badge_changed.emit()

    # --- time ---

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the minutes while visible."""
        super().showEvent(event)
        if not self._beating:
            self._beating = True
            ticker().second.connect(self.beat)
            ticker().start()
            self._minute = self._present_minute()
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while hidden."""
        super().hideEvent(event)
        if self._beating:
            self._beating = False
            ticker().second.disconnect(self.beat)
            ticker().stop()
        if self._entry is not None:
            self._entry.keeper.flush()

    def beat(self) -> None:
        """Follow the clock: the due line each second, counts and order each minute."""
        if not self.panel.isHidden():
            self.panel.head.beat()
        minute = self._present_minute()
        if minute != self._minute:
            self._minute = minute
            self.reload()
            self.badge_changed.emit()

    def _present_minute(self) -> int:
        return int(self._desk.now().timestamp() // 60)

    # --- list and panel ---

    def _row_chosen(self, row_no: int | None) -> None:
        row = self._row(row_no)
        if row is not None and self._is_open and not self._is_narrow and not self.panel.shows(row.id):
            self.panel.open(row.id)

    def _row_clicked(self, row_no: int) -> None:
        row = self._row(row_no)
        if row is not None and not (self._is_open and self.panel.shows(row.id)):
            self._show_panel()
            self.panel.open(row.id)

    def _row_opened(self, row_no: int) -> None:
        """Open the panel; opened again, go on in the editor."""
        row = self._row(row_no)
        if row is not None and self._is_open and self.panel.shows(row.id):
            self.panel.focus_editor()
        else:
            self._row_clicked(row_no)

    def _row(self, row_no: int | None) -> InboxRow | None:
        table = self.list.view.table
        found: InboxRow | None = table.peek(table.row_of(row_no)) if row_no is not None else None
        return found

    def open_record(self, key: object) -> None:
        """Show a consultation asked for by the search or another page."""
        if isinstance(key, bytes):
            self._show_panel()
            self.panel.open(key)

    def _show_panel(self) -> None:
        if self._is_narrow:
            self.list.hide()
        self.panel.show()
        self._arrange()

    def close_panel(self) -> None:
        """Close the detail panel; what was typed is kept as a draft."""
        if not self._is_open:
            return
        self.panel.clear()
        self.panel.hide()
        self._arrange()
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_open(self) -> bool:
        return not self.panel.isHidden()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme().px(LIST_LEAST + PANEL_LEAST)

    def _arrange(self) -> None:
        """Give list and panel their room; in a narrow window the panel takes the list's place."""
        narrow = self._is_narrow
        self.list.setVisible(not (narrow and self._is_open))
        self._line.setVisible(self._is_open and not narrow)
        if narrow:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16777215)
        else:
            roomy = self.width() >= theme().px(LIST_LEAST + 200 + PANEL)
            self.panel.setFixedWidth(theme().px(PANEL if roomy else PANEL_LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the panel with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._is_open:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def _detail_shown(self, detail: ConsultationDetail | None) -> None:
        self._show_remind(detail)
        if detail is not None and self.list.view.current_key() != detail.row_no:
            self.list.view.choose(detail.row_no)

    def hints(self) -> str:
        """Return the keys for the status bar."""
        return "↑↓ 选择　Enter 打开　Esc 关闭详情　Alt+1 至 5 切换筛选"

    # --- reminder ---

    def _show_remind(self, detail: ConsultationDetail | None) -> None:
        possible = detail is not None and detail.stage is Stage.WAITING
        self.list.remind.setEnabled(possible)
        tip = "复制给律师的提醒语：@律师 还剩多久" if possible else "先选一件待答复的咨询，再复制提醒语"
        self.list.remind.setToolTip(tip)

    def remind(self) -> None:
        """Copy “@律师 还剩…” for the chosen question and record that."""
        detail = self.panel.detail
        if detail is None or detail.stage is not Stage.WAITING:
            self._desk.messages.show_error("先选一件待答复的咨询，再复制提醒语。")
            return
        self._desk.jobs.run(self._desk.services.consultations.answering.remind, detail.id, done=self._reminded)

    def _reminded(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.messages.show_done("已复制提醒语，请粘贴到律师的微信")
        self.panel.refresh()

    # --- quick entry ---

    def register(self, client_id: Uid | None = None) -> None:
        """Open quick entry, or bring it to the front; with a client's details when one is given."""
        if not self._desk.may(Permission.REGISTER_CONSULTATION):
            return
        if self._entry is None:
            self._entry = QuickEntry(self._desk, self)
            self._entry.finished.connect(self._entry_closed)
            self._entry.registered.connect(self._registered)
            self._entry.set_lawyers(self._lawyers)
            if self._firm is not None:
                self._entry.set_firm(self._firm)
            self._entry.begin(client_id)
        self._entry.show()
        self._entry.raise_()
        self._entry.activateWindow()

    @property
    def entry(self) -> QuickEntry | None:
        """Quick entry while it is open."""
        return self._entry

    def _entry_closed(self, _result: int) -> None:
        if self._entry is not None:
            self._entry.deleteLater()
            self._entry = None

    def _registered(self, ref: ConsultationRef) -> None:
        self._select = ref.row_no
        self.list.show_everything()
        self.reload()
        self._show_panel()
        self.panel.open(ref.id)
