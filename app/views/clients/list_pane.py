"""The left part: search box, chips with counts, and the list of clients."""

from array import array
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.clock import Clock
from app.services.clients.matching import MOST_HITS
from app.services.clients.types import ClientChip, ClientCounts, ClientFilter, ClientOrder, ClientRow
from app.services.container import Services
from app.views.clients.flow import FlowLayout
from app.views.components.buttons import Button, Chip, DropButton, IconButton
from app.views.components.feedback import EmptyState
from app.views.components.fields import SearchField
from app.views.components.labels import Label, Panel, divider
from app.views.jobs import JobRunner
from app.views.keys import is_enter
from app.views.tables.client_table import ClientTable, ClientView
from app.views.text import count_text
from app.views.theme import theme

WIDTH = 304
FIRST_ROWS = 40
"""Rows fetched together with the row numbers, so that the first screen paints at once."""
CHIPS = {
    ClientChip.ALL: "全部",
    ClientChip.SIGNED_UP: "已签约",
    ClientChip.RELIEF: "减免对象",
    ClientChip.AWAITING_FILING: "待归档",
}
ORDERS = {ClientOrder.LAST_CONTACT: "最近往来", ClientOrder.NAME: "姓名"}


class ClientListPane(Panel):
    """Finds a client.

    Args:
        services: the opened firm.
        jobs: runs them.
        clock: the present instant.

    """

    client_chosen = Signal(object)
    """Id of the chosen client, or None."""
    client_opened = Signal(object)
    """Id of a client opened by Enter or double click."""
    counted = Signal(int)
    """How many clients the firm has."""
    import_requested = Signal()
    export_requested = Signal(object)
    """The filter of the list on show."""
    create_requested = Signal(str)
    """A new client; the text is what was searched in vain."""

    def __init__(self, services: Services, jobs: JobRunner, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("bg", margin=0, spacing=0, parent=parent)
        self._services, self._jobs = services, jobs
        self.filter = ClientFilter()
        self._wanted: int | None = None
        self._told: int | None = None
        self._last: int | None = None
        self._may = (False, False)
        self._shown = self.filter
        self._found = self._all = ""
        self._build(clock)
        self._connect()
        theme().changed.connect(self._measure)
        self._measure()

    # --- building ---

    def _build(self, clock: Clock) -> None:
        head = Panel("bg", margin=(16, 12, 12, 10), spacing=8)
        self._title, self._total = Label("服务对象", "title"), Label("", "label")
        self.create_button = Button("新建", icon="plus", shortcut="Ctrl+N")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._title)
        line.addWidget(self._total, 1)
        self.more = IconButton("ellipsis", "更多：导入、导出")
        line.addWidget(self.more)
        line.addWidget(self.create_button)
        head.body.addLayout(line)
        self.search = SearchField("姓名、拼音、电话、证件号")
        self.search.setAccessibleName("查找服务对象：姓名、拼音、首字母、电话或证件号")
        head.body.addWidget(self.search)
        chips = FlowLayout(gap=6, line_gap=6, last_right=True)
        self.chips = {chip: Chip(word) for chip, word in CHIPS.items()}
        for button in self.chips.values():
            chips.addWidget(button)
        self.chips[ClientChip.ALL].setChecked(True)
        self.order = DropButton(f"按{ORDERS[ClientOrder.LAST_CONTACT]}")
        chips.addWidget(self.order)
        head.body.addLayout(chips)
        self.body.addWidget(head)
        self.body.addWidget(divider())
        self._offer = Button("新建服务对象", icon="plus", small=True)
        self.empty = EmptyState("users", "还没有服务对象", button=self._offer)
        self.table = ClientTable(self._jobs, self._services.clients.lists.rows, clock)
        self.view = ClientView(self.table, clock, self.empty)
        self.body.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
        for chip, button in self.chips.items():
            button.clicked.connect(self._chooser(chip))
        self.order.clicked.connect(self._show_orders)
        self.more.clicked.connect(self._show_more)
        self.create_button.clicked.connect(lambda _checked=False: self.create_requested.emit(""))
        self._offer.clicked.connect(lambda _checked=False: self.create_requested.emit(self.filter.text))
        self.view.chosen.connect(self._tell_chosen)
        self.view.opened.connect(self._tell_opened)
        self.table.rows_loaded.connect(self._rows_came)

    def _measure(self) -> None:
        self.setMinimumWidth(theme().px(WIDTH))

    # --- what the page does ---

    def reload(self) -> None:
        """Read the list and the counts again; the chosen client stays chosen."""
        self.reload_counts()
        self._load(self.filter)

    def reload_counts(self) -> None:
        """Read the chips' counts again."""
        self._jobs.run(self._services.clients.lists.counts, done=self._show_counts, key="clients.counts")

    def select(self, row_no: int) -> None:
        """Choose a client by row number, now or as soon as the list holds it."""
        self._wanted = None if self.view.choose(row_no) else row_no

    def clear_filters(self) -> None:
        """Show everybody again."""
        self.search.clear()
        self._choose_chip(ClientChip.ALL)

    def allow_create(self, allowed: bool) -> None:
        """Offer new files, or not."""
        self.create_button.setVisible(allowed)
        self._offer.setVisible(allowed)

    def focus_search(self) -> None:
        """Begin to search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # --- filters ---

    def _typed(self, text: str) -> None:
        self._change(ClientFilter(text.strip(), self.filter.chip, self.filter.order))

    def _chooser(self, chip: ClientChip) -> Callable[[], None]:
        return lambda: self._choose_chip(chip)

    def _choose_chip(self, chip: ClientChip) -> None:
        for other, button in self.chips.items():
            button.setChecked(other is chip)
        self._change(ClientFilter(self.filter.text, chip, self.filter.order))

    def choose_order(self, order: ClientOrder) -> None:
        """Sort by another order."""
        self._change(ClientFilter(self.filter.text, self.filter.chip, order))

    def _show_orders(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, words in ORDERS.items():
            action = QAction(f"按{words}", group)
            action.setCheckable(True)
            action.setChecked(order is self.filter.order)
            action.triggered.connect(lambda _checked=False, chosen=order: self.choose_order(chosen))
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.order.mapToGlobal(QPoint(0, self.order.height())))

    def allow_tables(self, *, importing: bool, exporting: bool) -> None:
        """Offer spreadsheets in and out, or not."""
        self._may = (importing, exporting)
        self.more.setVisible(importing or exporting)

    def _show_more(self) -> None:
        menu = QMenu(self)
        importing, exporting = self._may
        if importing:
            menu.addAction("从表格导入…").triggered.connect(lambda _checked=False: self.import_requested.emit())
        if exporting:
            words = "导出这份列表…" if self.filter != ClientFilter(order=self.filter.order) else "导出全部…"
            menu.addAction(words).triggered.connect(lambda _checked=False: self.export_requested.emit(self.filter))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _change(self, chosen: ClientFilter) -> None:
        if chosen != self.filter:
            self.filter = chosen
            self._load(chosen)

    # --- loading ---

    def _load(self, chosen: ClientFilter) -> None:
        first_page = self._services.clients.lists.first_page
        self._jobs.run(first_page, chosen, FIRST_ROWS, done=partial(self._show_list, chosen), key="clients.list")

    def _show_list(self, chosen: ClientFilter, found: tuple["array[int]", list[ClientRow]]) -> None:
        numbers, rows = found
        searched = bool(chosen.text)
        self._say_empty(chosen)
        self.view.show_rows(numbers, rows)
        self._found = f"{count_text(len(numbers), MOST_HITS)} 人符合" if searched else ""
        self._say_total()
        self.order.set_words("按相符程度" if searched else f"按{ORDERS[chosen.order]}")
        self.order.setEnabled(not searched)
        self._choose_again(chosen)

    def _choose_again(self, chosen: ClientFilter) -> None:
        """Keep the client on show chosen; another filter begins at the top or where that client stands."""
        if self._wanted is not None and self.view.choose(self._wanted):
            self._wanted = None
        elif chosen != self._shown:
            self.view.scrollToTop()
            if self._last is not None and not chosen.text:
                self.view.choose(self._last)
        self._shown = chosen

    def _say_empty(self, chosen: ClientFilter) -> None:
        if chosen.text and chosen.chip is ClientChip.ALL:
            short = chosen.text if len(chosen.text) <= 8 else chosen.text[:8] + "…"
            self.empty.set_words("没有找到", "换一种写法，或者为来访的人建档。", "search")
            self._offer.set_words(f"新建“{short}”")
        elif chosen.text or chosen.chip is not ClientChip.ALL:
            where = CHIPS[chosen.chip]
            self.empty.set_words(f"“{where}”里没有符合的人", "点“全部”看所有服务对象。", "users")
            self._offer.set_words("新建服务对象")
        else:
            self.empty.set_words("还没有服务对象", "来访、来电或入群的人建档后排在这里。", "users")
            self._offer.set_words("新建服务对象")

    def _say_total(self) -> None:
        self._total.setText(self._found or self._all)

    def _show_counts(self, counts: ClientCounts) -> None:
        self._all = f"{count_text(counts.all)} 人"
        self._say_total()
        self.counted.emit(counts.all)
        for chip, button in self.chips.items():
            button.set_count(count_text(getattr(counts, chip.value)))

    def _row(self, number: int) -> ClientRow | None:
        return self.table.peek(self.table.row_of(number))

    def _tell_chosen(self, number: int | None) -> None:
        self._last = number if number is not None else self._last
        row = None if number is None else self._row(number)
        self._told = None if number is None or row is not None else number
        if number is None or row is not None:
            self.client_chosen.emit(row.id if row is not None else None)

    def _tell_opened(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            self.client_opened.emit(row.id)

    def _rows_came(self) -> None:
        """Tell about a row that was chosen before it was at hand."""
        if self._told is not None and self._told == self.view.current_key():
            self._tell_chosen(self._told)

    # --- keyboard ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search box into the list with ↓, open the first hit with Enter."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                return self._enter_list()
            if is_enter(event):
                return self._enter_list(open_first=True)
        return super().eventFilter(watched, event)

    def _enter_list(self, *, open_first: bool = False) -> bool:
        if not self.table.rowCount():
            return False
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.view.current_key() is None or open_first:
            self.view.choose(self.table.key_at(0))
        if open_first:
            self.view.opened.emit(self.view.current_key())
        return True
