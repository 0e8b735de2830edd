"""A client's file: head, tabs over the timeline, facts at the right; signing up takes the facts' place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QTabBar, QWidget

from app.errors import AppError, InvalidInputError
from app.services.areas import TimelineEntry
from app.services.clients.materials import MaterialView
from app.services.clients.types import ClientDetail, ReliefForm, ReliefView, SignUpView
from app.services.hours import Hours
from app.terms import Permission, SignUpChannel, Uid
from app.views.clients.basics import Basics
from app.views.clients.detail_head import DetailHead
from app.views.clients.materials_list import MaterialsList
from app.views.clients.relief_section import ReliefSection
from app.views.clients.sections import holds_focus
from app.views.clients.sign_up_section import SignUpSection
from app.views.clients.thumbnail import FileBoxes
from app.views.clients.timeline import Timeline
from app.views.components.feedback import EmptyState
from app.views.components.labels import Panel, divider
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.sign_up_evidence import EvidencePrefill
from app.views.sign_up_form import SignUpPanel, SignUpPrefill
from app.views.theme import theme

FACTS_WIDTH = 344
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
        self.sign_up_panel: SignUpPanel | None = None
        self.boxes = FileBoxes(desk, self)
        self.live = LiveCountdowns(desk.clock)
        self._build()
        self._connect()
        desk.jobs.run(desk.services.firm.hours, done=self._set_hours)
        theme().changed.connect(self._measure)
        self._measure()

    # --- building ---

    def _build(self) -> None:
        may = self._desk.may
        self.head = DetailHead(
            may_draft=may(Permission.DRAFT_CONTRACT), may_register=may(Permission.REGISTER_CONSULTATION)
        )
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
        for page in (self.timeline, self.materials, nothing):
            self.pages.addWidget(page)
        columns.addWidget(self.pages, 1)
        columns.addWidget(divider(vertical=True))
        self.side = QStackedWidget()
        self.facts = self._facts()
        self.side.addWidget(self.facts)
        columns.addWidget(self.side)

    def _facts(self) -> QScrollArea:
        may = self._desk.may
        self.basics = Basics()
        self.basics.edit_button.setVisible(may(Permission.EDIT_CLIENT))
        self.sign_ups = SignUpSection(
            self.boxes, may_sign_up=may(Permission.SIGN_UP_CLIENT), may_file=may(Permission.FILE_SIGN_UP)
        )
        self.reliefs = ReliefSection(self._desk.clock, may_edit=may(Permission.EDIT_CLIENT))
        content = self._content = Panel("surface2", margin=0, spacing=0)
        for section in (self.basics, divider(), self.sign_ups, divider(), self.reliefs, divider()):
            content.body.addWidget(section)
        content.body.addStretch(1)
        area = QScrollArea()
        area.setProperty("ground", "surface2")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.timeline.entry_opened.connect(self.entry_opened)
        self.basics.edit_requested.connect(self.edit_requested)
        self.sign_ups.sign_up_requested.connect(self.begin_sign_up)
        self.sign_ups.file_requested.connect(self._file)
        self.sign_ups.end_requested.connect(self._end)
        self.reliefs.begun.connect(self._show_relief_entry)
        self.reliefs.add_requested.connect(self._add_relief)
        self.reliefs.remove_requested.connect(self._remove_relief)

    def _measure(self) -> None:
        self.side.setFixedWidth(theme().px(FACTS_WIDTH))

    def _set_hours(self, hours: Hours) -> None:
        self.live.set_hours(hours)
        self.timeline.viewport().update()

    # --- showing ---

    def open(self, client_id: Uid) -> None:
        """Read a client's file and show it."""
        if client_id != self._wanted:
            self.end_sign_up()
            self.reliefs.end()
            self._tab = ""
        self._wanted = client_id
        details = self._desk.services.clients.details
        self._desk.jobs.run(details.find, client_id, done=self._show, key="clients.detail")
        self._desk.jobs.run(details.materials, client_id, done=self._show_materials, key="clients.materials")

    def reload(self) -> None:
        """Read the client on show again."""
        if self._wanted is not None:
            self.open(self._wanted)

    def _show(self, detail: ClientDetail) -> None:
        self.detail = detail
        self.head.show_detail(detail)
        self.basics.show_detail(detail)
        self.sign_ups.show_detail(detail)
        self.reliefs.show_detail(detail)
        self._show_tabs()

    def _show_materials(self, materials: Sequence[MaterialView]) -> None:
        self._materials = materials
        self.materials.show_materials(materials)
        self._show_tabs()

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

    def show_sign_ups(self) -> None:
        """Bring the sign-ups and their evidence into view."""
        self.facts.ensureWidgetVisible(self.sign_ups)
        self.sign_ups.sign_up_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- signing up ---

    def begin_sign_up(self) -> None:
        """Open the sign-up form in the place of the facts."""
        if self.detail is None:
            return
        self.end_sign_up()
        from_jifatong = self.detail.jifatong_consultation_id is not None and not self.detail.is_signed_up
        prefill = SignUpPrefill(
            consultation_id=self.detail.jifatong_consultation_id if from_jifatong else None,
            client_id=self.detail.id,
            client_name=self.detail.form.name,
            evidence=EvidencePrefill(
                channel=SignUpChannel.JIFATONG if from_jifatong else SignUpChannel.WRITTEN,
                nickname=self.detail.form.wechat_name,
                from_jifatong=from_jifatong,
            ),
        )
        panel = SignUpPanel(self._desk.jobs, self._desk.services, self._desk.dialogs, prefill)
        panel.signed_up.connect(self._signed_up)
        panel.cancelled.connect(self.end_sign_up)
        self.sign_up_panel = panel
        self.side.addWidget(panel)
        self.side.setCurrentWidget(panel)
        panel.first_field()

    def end_sign_up(self) -> None:
        """Show the facts again."""
        if self.sign_up_panel is None:
            return
        had_focus = holds_focus(self.sign_up_panel)
        self.side.setCurrentIndex(0)
        self.side.removeWidget(self.sign_up_panel)
        self.sign_up_panel.deleteLater()
        self.sign_up_panel = None
        if had_focus:
            self.sign_ups.sign_up_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _signed_up(self, _client_id: Uid, sentence: str) -> None:
        self.end_sign_up()
        self._did(sentence)

    def _file(self, sign_up: SignUpView) -> None:
        name = self.detail.form.name if self.detail else ""
        service = self._desk.services.clients.sign_ups
        self._desk.jobs.run(
            service.file, sign_up.id, done=lambda _none: self._did(f"已归档 {name} 的电话签约，从现在起生效")
        )

    def _end(self, sign_up: SignUpView) -> None:
        name = self.detail.form.name if self.detail else ""
        question = f"解除 {name} 的签约（{sign_up.channel.label}）？记录和凭据会保留。"
        reason = self._desk.dialogs.reason(self, question, label="解除原因", yes="解除")
        if reason:
            service = self._desk.services.clients.sign_ups
            self._desk.jobs.run(service.end, sign_up.id, reason, done=lambda _none: self._did(f"已解除 {name} 的签约"))

    # --- relief groups ---

    def _show_relief_entry(self) -> None:
        self._content.body.activate()
        self.facts.ensureWidgetVisible(self.reliefs.entry.save, 0, 24)

    def _add_relief(self, form: ReliefForm) -> None:
        if self.detail is None:
            return
        files, name = self._desk.services.clients.files, self.detail.form.name

        def added(_relief: Uid) -> None:
            self.reliefs.end()
            self._did(f"已为 {name} 登记减免对象 {form.group.label}")

        self._desk.jobs.run(files.add_relief, self.detail.id, form, done=added, failed=self._relief_refused)

    def _relief_refused(self, error: AppError) -> None:
        problems = error.problems if isinstance(error, InvalidInputError) else {"": error.text}
        self.reliefs.entry.show_problems(problems)

    def _remove_relief(self, relief: ReliefView) -> None:
        files = self._desk.services.clients.files
        said = f"已删除减免对象 {relief.group.label}，Ctrl+Z 可撤销"
        self._desk.jobs.run(files.remove_relief, relief.id, done=lambda _none: self._did(said))

    def _did(self, sentence: str) -> None:
        self._desk.messages.show_done(sentence)
        self.reload()
        self.changed.emit()
