"""A client's file: head, tabs over the timeline, facts at the right; signing up takes the facts' place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QWidget

from app.services.areas import TimelineEntry
from app.services.clients.materials import MaterialView
from app.services.clients.types import ClientDetail
from app.services.hours import Hours
from app.terms import Permission, Uid
from app.views.access import AccessWatch
from app.views.clients.detail_head import DetailHead
from app.views.clients.facts_pane import FactsPane
from app.views.clients.materials_list import MaterialsList
from app.views.clients.thumbnail import FileBoxes
from app.views.clients.timeline import Timeline
from app.views.components.feedback import EmptyState
from app.views.components.labels import Panel, divider
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.matter_menu import MatterMenu

TABS = (("", "全部往来"), ("consultations", "咨询"), ("contracts", "合同"), ("materials", "材料"))


class DetailPane(Panel):
    """Shows one client.

    Args:
        desk: what pages work with.

    """

    entry_opened = Signal(object)
    """TimelineEntry whose record is wanted."""
    edit_requested = Signal()
    changed = Signal()
    """Something of this client was changed here: lists show it anew."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=0, spacing=0, parent=parent)
        self._desk = desk
        self.detail: ClientDetail | None = None
        self._wanted: Uid | None = None
        self._materials: Sequence[MaterialView] = ()
        self._tab = ""
        self.boxes = FileBoxes(desk, self)
        self.live = LiveCountdowns(desk.clock)
        self.access = AccessWatch(desk, self, "client")
        self._build()
        self._connect()
        self.load_hours()

    # --- building ---

    def _build(self) -> None:
        may = self._desk.may
        self.head = DetailHead(
            may_draft=may(Permission.DRAFT_CONTRACT), may_register=may(Permission.REGISTER_CONSULTATION)
        )
        self.more = MatterMenu(self._desk, "client")
        self.head.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.head)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("往来分类")
        line = Panel("bg", margin=(16, 0, 16, 0), horizontal=True)
        line.body.addWidget(self.tabs, 1)
        self.body.addWidget(line)
        self.body.addWidget(divider())
        columns = QHBoxLayout()
        columns.setSpacing(0)
        self.body.addLayout(columns, 1)
        self.timeline = Timeline(self._desk.clock, self.live)
        self.materials = MaterialsList(self._desk, self.boxes)
        nothing = EmptyState("history", "还没有往来", "登记咨询、签约或起草合同后，按时间排在这里。")
        self.pages = QStackedWidget()
        # Gives way to the facts in a narrow window or with large text.
        self.pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        for page in (self.timeline, self.materials, nothing):
            self.pages.addWidget(page)
        columns.addWidget(self.pages, 1)
        columns.addWidget(divider(vertical=True))
        self.facts = FactsPane(self._desk, self.boxes)
        columns.addWidget(self.facts)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.timeline.entry_opened.connect(self.entry_opened)
        self.facts.edit_requested.connect(self.edit_requested)
        self.facts.did.connect(self._did)

    def load_hours(self) -> None:
        """Read the firm's hours, which the countdowns run on: at first, and when they were changed."""
        self._desk.jobs.run(self._desk.services.firm.hours, done=self._set_hours)

    def _set_hours(self, hours: Hours) -> None:
        self.live.set_hours(hours)
        self.timeline.viewport().update()

    # --- showing ---

    def open(self, client_id: Uid) -> None:
        """Read a client's file and show it."""
        if client_id != self._wanted:
            self.facts.close_forms()
            self.detail, self._materials, self._tab = None, (), ""
        self._wanted = client_id
        details = self._desk.services.clients.details
        self._desk.jobs.run(details.find, client_id, done=self._show, key="clients.detail")
        self._desk.jobs.run(details.materials, client_id, done=self._show_materials, key="clients.materials")

    def reload(self) -> None:
        """Read the client on show again."""
        if self._wanted is not None:
            self.open(self._wanted)

    def _show(self, detail: ClientDetail) -> None:
        self.access.show(detail.id)
        if detail == self.detail:
            return  # nothing to see: the keyboard and the scroll position stay where they are
        self.detail = detail
        self.head.show_detail(detail)
        self.more.show_matter(detail.id, detail.form.name)
        self.facts.show_detail(detail)
        self._show_tabs()

    def _show_materials(self, materials: Sequence[MaterialView]) -> None:
        if materials == self._materials:
            return
        self._materials = materials
        self.materials.show_materials(materials)
        self._show_tabs()

    def _did(self, sentence: str) -> None:
        self._desk.messages.show_done(sentence)
        self.reload()
        self.changed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on the newest entry, or on the tabs where there is none."""
        target: QWidget = self.timeline if self.pages.currentWidget() is self.timeline else self.tabs
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- tabs ---

    def _entries(self, tab: str) -> list[TimelineEntry]:
        entries = self.detail.timeline if self.detail is not None else ()
        return [entry for entry in entries if not tab or entry.area == tab]

    def _show_tabs(self) -> None:
        """Offer the tabs that hold something; the chosen one stays."""
        counts = {tab: len(self._materials) if tab == "materials" else len(self._entries(tab)) for tab, _ in TABS}
        chosen = self._tab if counts[self._tab] else ""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for tab, words in TABS:
            if counts[tab] or not tab:
                at = self.tabs.addTab(f"{words} {counts[tab]}")
                self.tabs.setTabData(at, tab)
                if tab == chosen:
                    self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)
        self._show_tab(chosen)

    def _tab_changed(self, at: int) -> None:
        if at >= 0:
            self._show_tab(str(self.tabs.tabData(at)))

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        if tab == "materials":
            self.pages.setCurrentIndex(1)
            return
        entries = self._entries(tab)
        self.timeline.show_entries(entries)
        self.pages.setCurrentIndex(0 if entries else 2)
