"""服务对象: the list at the left, a client's file or its form at the right; one of them where the window is narrow."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.services.areas import TimelineEntry
from app.services.clients.types import ClientChip, ClientDetail, ClientFilter, ClientRef
from app.services.exporting import ExportRequest
from app.services.hours import HOURS_TABLES
from app.terms import ExportKind, ImportKind, Permission, Uid
from app.views.actions import Action
from app.views.clients.detail_pane import DetailPane
from app.views.clients.editor import ClientEditor
from app.views.clients.list_pane import WIDTH as LIST_WIDTH
from app.views.clients.list_pane import ClientListPane
from app.views.components.feedback import EmptyState
from app.views.components.labels import divider
from app.views.desk import Desk
from app.views.importing.export_card import export
from app.views.theme import theme

NARROW = 1000
"""Below this width (at 100 % text) the detail takes the list's place."""
SCOPE = "服务对象"
MANY, PACE_MS = 50, 4000
"""So many rows changed at a time are an import's; the list is then read again no oftener than this."""
ROW_TABLES = frozenset({"client", "client_relief", "sign_up", "consultation", "consultation_state"})
DETAIL_TABLES = ROW_TABLES | HOURS_TABLES | {"attachment", "contract", "consultation_event"}


class ClientsPage(QWidget):
    """The page of an area.

    Args:
        desk: what pages work with.

    """

    contract_requested = Signal(object)
    """Client id: draft a contract for them."""
    consultation_requested = Signal(object)
    """Client id: register a question of theirs."""
    record_requested = Signal(str, object)
    """Area and id of a record that the timeline leads to."""
    import_requested = Signal(str)
    """A kind of import."""
    hints_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client: Uid | None = None
        self._after_edit: Uid | None = None
        self._is_behind = False
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self._catch_up)
        self.list = ClientListPane(desk.services, desk.jobs, desk.clock)
        self.detail = DetailPane(desk)
        self.editor = ClientEditor(desk)
        self.right = QStackedWidget()
        self.nobody = EmptyState("users", "选一位服务对象看档案", "在左边用姓名、拼音或电话查找，Enter 打开。")
        for widget in (self.nobody, self.detail, self.editor):
            self.right.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        self._line = divider(vertical=True)
        row.addWidget(self._line)
        row.addWidget(self.right, 1)
        self._row = row
        self.setFocusProxy(self.list.view)  # the arrows work as soon as the page is opened
        self._connect()
        self._add_actions()
        self.list.allow_create(desk.may(Permission.EDIT_CLIENT))
        importing, exporting = desk.may(Permission.IMPORT_RECORDS), desk.may(Permission.EXPORT_RECORDS)
        self.list.allow_tables(importing=importing, exporting=exporting)
        theme().changed.connect(self._arrange)
        self.list.reload()

    def _connect(self) -> None:
        self.list.client_chosen.connect(self._chosen)
        self.list.client_opened.connect(self._opened)
        self.list.counted.connect(self._say_nobody)
        self.list.create_requested.connect(self.begin_new)
        self.list.import_requested.connect(lambda: self.import_requested.emit(ImportKind.CLIENT.value))
        self.list.export_requested.connect(self._export)
        self.detail.head.back_requested.connect(self.back)
        self.detail.head.contract_requested.connect(lambda: self.contract_requested.emit(self._client))
        self.detail.head.consultation_requested.connect(lambda: self.consultation_requested.emit(self._client))
        self.detail.entry_opened.connect(self._open_entry)
        self.detail.more.history_requested.connect(self.record_requested)
        self.detail.edit_requested.connect(self.edit)
        self.detail.changed.connect(self._reload_list)
        self.editor.saved.connect(self._saved)
        self.editor.closed.connect(self._closed)

    def _add_actions(self) -> None:
        add, desk = self._desk.actions.add, self._desk

        def may_edit() -> bool:
            return desk.may(Permission.EDIT_CLIENT)

        def has_client() -> bool:
            return self._client is not None and self.right.currentWidget() is self.detail

        add(
            Action("clients.create", "新建服务对象", self.begin_new, "user-plus", "Ctrl+N", SCOPE, may_edit, False),
            self,
        )
        add(
            Action(
                "clients.edit",
                "编辑服务对象",
                self.edit,
                "pencil",
                "Ctrl+E",
                SCOPE,
                lambda: may_edit() and has_client(),
                False,
            ),
            self,
        )
        add(
            Action("clients.find", "查找服务对象", self.list.focus_search, "search", "Ctrl+F", SCOPE, None, False), self
        )
        add(Action("clients.back", "回到列表", self.back, "arrow-left", "Alt+Left", SCOPE, None, False), self)
        for number, (chip, button) in enumerate(self.list.chips.items(), start=1):
            words = f"只看{button.text()}" if chip is not ClientChip.ALL else "看全部服务对象"
            add(
                Action(f"clients.chip-{number}", words, button.click, "filter", f"Alt+{number}", SCOPE, None, False),
                self,
            )

    # --- what the window asks ---

    def open_record(self, key: object) -> None:
        """Show a client's file."""
        if isinstance(key, bytes) and self._leave_editor():
            self.show_client(key)

    def may_leave(self) -> bool:
        """Unfinished input is kept as a draft, so nothing holds the user back."""
        self.editor.drafts.flush()
        return True

    def hints(self) -> str:
        """Return the keys of this page for the status bar."""
        return "↑↓ 选择　Enter 打开　Ctrl+N 新建　Ctrl+F 查找　Ctrl+E 编辑"

    def on_changes(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Show what changed elsewhere: by undo, another page, another seat.

        Args:
            changes: changed ids by table, as the change feed gives them.

        """
        if not ROW_TABLES.isdisjoint(changes):
            self._follow(changes)
        if not HOURS_TABLES.isdisjoint(changes):
            self.detail.load_hours()
        if not DETAIL_TABLES.isdisjoint(changes):
            self.detail.reload()

    def _follow(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Read the list again: a few changes at once, many (an import is running) at most every few seconds."""
        if not any(len(ids) > MANY for table, ids in changes.items() if table in ROW_TABLES):
            self._reload_list()
        elif not self._pace.isActive():
            self._pace.start()
            self._reload_list()
        else:
            self._is_behind = True

    def _catch_up(self) -> None:
        if self._is_behind:
            self._is_behind = False
            self._pace.start()
            self._reload_list()

    def _reload_list(self) -> None:
        self.list.table.refresh()
        self.list.reload()

    # --- choosing ---

    def show_client(self, client_id: Uid) -> None:
        """Show a client's file and choose the row."""
        self._client = client_id
        self.detail.open(client_id)
        self.right.setCurrentWidget(self.detail)
        self._arrange()
        self._desk.jobs.run(
            self._desk.services.clients.details.find, client_id, done=self._choose_row, key="clients.row"
        )

    def _choose_row(self, detail: ClientDetail) -> None:
        if detail.id == self._client and self.list.view.current_key() != detail.row_no:
            self.list.select(detail.row_no)

    def _say_nobody(self, count: int) -> None:
        if count:
            self.nobody.set_words("选一位服务对象看档案", "在左边用姓名、拼音或电话查找，Enter 打开。")
        else:
            self.nobody.set_words("建档以后，档案在这里看", "按 Ctrl+N 新建第一位服务对象。")

    def _chosen(self, client_id: Uid | None) -> None:
        if client_id is None or client_id == self._client:
            return
        if not self._leave_editor():
            self._desk.jobs.run(
                self._desk.services.clients.details.find, self._client, done=self._choose_row, key="clients.row"
            )
            return
        self._client = client_id
        self.detail.open(client_id)
        if not self._is_narrow():
            self.right.setCurrentWidget(self.detail)

    def _opened(self, client_id: Uid) -> None:
        if not self._leave_editor():
            return
        if client_id != self._client:
            self._client = client_id
            self.detail.open(client_id)
        self.right.setCurrentWidget(self.detail)
        self._arrange()
        self.detail.take_focus()

    def back(self) -> None:
        """Go back to the list."""
        if self.right.currentWidget() is self.editor:
            self.editor.close_form()
            return
        if self._is_narrow():
            self.right.setCurrentWidget(self.nobody)
            self._arrange()
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _export(self, chosen: ClientFilter) -> None:
        export(self._desk, self, ExportRequest(ExportKind.CLIENT, clients=chosen))

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.area == "clients":
            self.detail.facts.show_sign_ups()
        else:
            self.record_requested.emit(entry.area, entry.target)

    # --- the form ---

    def begin_new(self, searched: str = "") -> None:
        """Begin a new client, with what was searched in vain."""
        if self._leave_editor():
            self.right.setCurrentWidget(self.editor)
            self._arrange()
            self.editor.open_new(searched)

    def edit(self) -> None:
        """Edit the client on show."""
        if self.detail.detail is not None and self.right.currentWidget() is self.detail:
            self.right.setCurrentWidget(self.editor)
            self._arrange()
            self.editor.open_edit(self.detail.detail)

    def _leave_editor(self) -> bool:
        return self.right.currentWidget() is not self.editor or self.editor.close_form()

    def _saved(self, ref: ClientRef, is_new: bool) -> None:
        self._desk.messages.show_done(f"已建档：{ref.name}（{ref.file_no}）" if is_new else f"已保存 {ref.name} 的档案")
        if is_new:
            self.list.clear_filters()
        self._reload_list()
        self.show_client(ref.id)
        self.list.select(ref.row_no)
        self.detail.take_focus()

    def _closed(self) -> None:
        self.right.setCurrentWidget(self.detail if self._client is not None else self.nobody)
        self._arrange()
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- narrow windows ---

    def _is_narrow(self) -> bool:
        return self.width() < theme().px(NARROW)

    def _arrange(self) -> None:
        """Put list and detail side by side, or one in the other's place."""
        narrow = self._is_narrow()
        alone = narrow and self.right.currentWidget() is not self.nobody
        self.list.setVisible(not alone)
        self.right.setVisible(not narrow or alone)
        self._line.setVisible(not narrow)
        self.detail.head.back.setVisible(alone)
        if narrow:
            self.list.setMaximumWidth(16_777_215)
        else:
            self.list.setFixedWidth(theme().px(LIST_WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()
