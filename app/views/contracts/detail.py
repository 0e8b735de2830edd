"""A filed contract: its pages, number, hashes; print, save, calculation sheet, make void."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services import amounts
from app.services.attachments import AttachmentView
from app.services.contracts.types import ContractDetail, Preview
from app.terms import ContractState, Permission
from app.views.access import AccessWatch
from app.views.actions import Action
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import ElidedLabel, Label, Panel, Tag, Tone, divider
from app.views.components.toggles import Segmented
from app.views.contracts.filed import Facts, HashLines, PaperButtons
from app.views.contracts.frame import Scrolled
from app.views.contracts.outlet import Outlet, Papers
from app.views.contracts.page_viewer import PageViewer
from app.views.desk import Desk
from app.views.matter_menu import MatterMenu
from app.views.text import moment_text
from app.views.theme import theme

FACTS_WIDTH = 400
TONES = {ContractState.FILED: (Tone.OK, "circle-check"), ContractState.VOIDED: (Tone.NEUTRAL, "circle-x")}


class FiledPage(QWidget):
    """One filed or void contract."""

    left = Signal()
    client_requested = Signal(object)
    record_requested = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.contract: ContractDetail | None = None
        self.access = AccessWatch(desk, self, "contract")
        self.outlet = Outlet(desk, self)
        self.viewer = PageViewer(desk.services, desk.jobs)
        self.buttons = PaperButtons(desk, self.outlet)
        self.facts, self.hashes = Facts(), HashLines()
        self.voided = Banner("", "soon")
        self.which = Segmented("看哪一份", [("contract", "合同"), ("sheet", "收费计算单")])
        self.client = Button("服务对象档案", Kind.TEXT, small=True, icon="users")
        self.void = Button("作废", Kind.DESTRUCTIVE, icon="trash-2")
        self.more = MatterMenu(desk, "contract")
        self.sensitive = Tag("敏感", Tone.SOON, "shield-alert")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head())
        rows.addWidget(divider())
        columns = QHBoxLayout()
        columns.setSpacing(0)
        side = QWidget()
        inner = QVBoxLayout(side)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(12)
        box = Panel("card", margin=16)
        box.body.addWidget(self.facts)
        for widget in (self.voided, self.buttons, box, self.hashes):
            inner.addWidget(widget)
        inner.addStretch(1)
        self._side = Scrolled(side)
        columns.addWidget(self._side)
        columns.addWidget(divider(vertical=True))
        columns.addWidget(self.viewer, 1)
        rows.addLayout(columns, 1)
        self._measure()
        theme().changed.connect(self._measure)

    def _head(self) -> QWidget:
        head = Panel("surface", margin=(10, 0, 24, 0), spacing=8, horizontal=True)
        head.setMinimumHeight(theme().px(56))
        self.back = IconButton("arrow-left", "返回合同列表（Esc）")
        self.title = Label("", "subpage")
        self.tag = Tag("", Tone.OK)
        self.about = ElidedLabel("", 13, "text2")
        head.body.addWidget(self.back)
        head.body.addWidget(self.title)
        head.body.addWidget(self.tag)
        head.body.addWidget(self.sensitive)
        head.body.addSpacing(4)
        head.body.addWidget(self.about, 1)
        for widget in (self.client, self.which, self.void, self.more):
            head.body.addWidget(widget)
        return head

    def _connect(self) -> None:
        self.back.clicked.connect(lambda _checked=False: self.left.emit())
        self.void.clicked.connect(lambda _checked=False: self._void())
        self.more.history_requested.connect(self.record_requested)
        self.more.marked.connect(self.reload)
        self.more.vanished.connect(self.left)
        self.client.clicked.connect(lambda _checked=False: self._open_client())
        self.which.changed.connect(lambda _which: self._show_pages())

        def add(name: str, text: str, handler: Callable[[], object], shortcut: str) -> None:
            identity = f"contracts.filed.{name}-{id(self)}"
            action = Action(identity, text, handler, shortcut=shortcut, scope="合同", in_palette=False)
            self._desk.actions.add(action, self)

        add("print", "打印合同", self.buttons.print_now, "Ctrl+P")
        add("page-back", "上一页", partial(self.viewer.turn, -1), "PgUp")
        add("page-on", "下一页", partial(self.viewer.turn, 1), "PgDown")

    def _measure(self) -> None:
        room = self.width() or theme().px(1206)
        self._side.setFixedWidth(min(theme().px(FACTS_WIDTH), max(theme().px(300), room * 2 // 5)))

    def show_contract(self, contract: ContractDetail) -> None:
        """Show a filed or void contract."""
        self.contract = contract
        self.access.show(contract.id)
        tone, icon = TONES.get(contract.state, (Tone.NEUTRAL, ""))
        self.title.setText(contract.number)
        self.tag.set_tag(contract.state.label, tone, icon)
        self.sensitive.setVisible(contract.is_sensitive)
        self.more.show_matter(contract.id, contract.number, is_sensitive=contract.is_sensitive)
        self.about.set_text(f"{contract.client_name}，{contract.form.matter.cause or contract.title}")
        self.voided.show_text(f"已作废：{contract.voided_reason}" if contract.voided_reason else "")
        self.void.setVisible(contract.state is ContractState.FILED and self._desk.may(Permission.VOID_CONTRACT))
        self.facts.set_facts(_facts_of(self._desk, contract))
        self.hashes.set_hashes(contract.docx_hash, contract.pdf_hash)
        self.buttons.show_papers(Papers(contract.id, f"{contract.title} {contract.number}", contract.file_stem))
        self.which.setVisible(bool(contract.attachments))
        self.which.set_value("contract")
        self.viewer.page = 0
        self._show_pages()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def hints(self) -> str:
        """Words for the status bar."""
        return "Esc 返回　PgUp/PgDn 翻页　Ctrl+P 打印"

    # --- pages ---

    def _show_pages(self) -> None:
        contract = self.contract
        if contract is None:
            return
        key = f"contract-filed-{id(self)}"
        if self.which.value() == "sheet" and contract.attachments:
            read = self._desk.services.attachments.read
            self._desk.jobs.run(read, contract.attachments[0].id, done=self._read, failed=self._unread, key=key)
        else:
            paper = self._desk.services.contracts.register.paper
            self._desk.jobs.run(paper, contract.id, as_pdf=True, done=self._open, failed=self._unread, key=key)

    def _read(self, found: tuple[AttachmentView, bytes]) -> None:
        self._open(found[1])

    def _open(self, pdf: bytes) -> None:
        opened = self._desk.services.contracts.papers.opened
        self._desk.jobs.run(opened, pdf, done=self._opened, failed=self._unread)

    def _opened(self, preview: Preview) -> None:
        self.viewer.say("")
        self.viewer.show_pdf(preview.pdf, preview.page_count)

    def _unread(self, error: AppError) -> None:
        self.viewer.say(error.text, "error")

    # --- acting ---

    def _void(self) -> None:
        contract = self.contract
        if contract is None:
            return
        reason = self._desk.dialogs.reason(self, f"作废合同 {contract.number}？", label="作废的原因", yes="作废")
        if reason is not None:
            void = self._desk.services.contracts.drafting.void
            self._desk.jobs.run(void, contract.id, reason, done=self._voided)

    def _voided(self, _nothing: object) -> None:
        if self.contract is not None:
            self._desk.messages.show_done(f"已作废 {self.contract.number}，编号和文件仍保留")
            self.reload()

    def reload(self) -> None:
        """Read the contract anew."""
        if self.contract is not None:
            find = self._desk.services.contracts.register.find
            self._desk.jobs.run(find, self.contract.id, done=self._reloaded)

    def _reloaded(self, contract: ContractDetail) -> None:
        if self.contract is not None and contract != self.contract:
            self.show_contract(contract)

    def _open_client(self) -> None:
        if self.contract is not None:
            self.client_requested.emit(self.contract.form.client_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the facts in proportion."""
        super().resizeEvent(event)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _facts_of(desk: Desk, contract: ContractDetail) -> list[tuple[str, str]]:
    form = contract.form
    matter, fee = form.matter, form.fee
    facts = [("合同", contract.title), ("服务对象", contract.client_name)]
    if fee.fee_fen is not None:
        stage = matter.stage.label if matter.stage else ""
        facts += [
            ("案由", "，".join(part for part in (matter.cause, stage) if part)),
            ("对方当事人", matter.opponent),
            ("标的额", f"{amounts.amount_text(matter.amount_fen)} 元" if matter.amount_fen else ""),
            ("律师服务费", f"{amounts.amount_text(fee.fee_fen)} 元（{amounts.amount_words(fee.fee_fen)}）"),
            ("减免理由", fee.relief_reason.label if fee.relief_reason else ""),
        ]
    if form.terms.members:
        facts.append(("家庭成员", "、".join(member.name for member in form.terms.members)))
    day = form.terms.contract_date
    facts.append(("签订日期", day.isoformat() if day else ""))
    if contract.filed_at is not None:
        facts.append(("归档", f"{moment_text(contract.filed_at, desk.now())}，{contract.filed_by}"))
    return facts
