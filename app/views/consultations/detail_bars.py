"""The detail panel's rows of buttons, and the box that reminds of the 12348 notice."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.services.consultations.intake import ClientHint
from app.services.consultations.types import ConsultationDetail
from app.services.staff import StaffView
from app.terms import Permission, Stage
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Icon, Label, Panel
from app.views.desk import Desk
from app.views.icons import icon
from app.views.matter_menu import MatterMenu

OUT_OF_HOURS = "收到时不在工作时间，请先引导 12348（S6.3）。"
WHO_ANSWERS = "答复由律师办理。"


class ActionBar(QWidget):
    """What concerns the asker's file and the record: small buttons below the head."""

    sign_up_requested = Signal()
    link_requested = Signal(bytes)
    client_requested = Signal(bytes)
    contract_requested = Signal(bytes)
    correct_requested = Signal()
    close_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._detail: ConsultationDetail | None = None
        self._hint: ClientHint | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 10)
        row.setSpacing(6)
        self.link = self._button("关联", "link", self._link)
        self.link.hide()
        self.sign_up = self._button("签约为服务对象", "user-plus", self.sign_up_requested.emit)
        self.file = self._button("打开档案", "folder-open", self._open_client)
        self.contract = self._button("起草合同", "file-pen", self._open_contract)
        self.correct = self._button("更正时间", "", self.correct_requested.emit, Kind.QUIET)
        self.correct.setAccessibleName("更正收到时间")
        self.correct.setToolTip("更正收到时间")
        self.close_ = self._button("办结", "", self.close_requested.emit, Kind.QUIET)
        for button in (self.link, self.sign_up, self.file, self.contract):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.correct)
        row.addWidget(self.close_)
        self.more = MatterMenu(desk, "consultation")
        row.addWidget(self.more)

    def _button(self, words: str, sign: str, done: object, kind: Kind = Kind.SECONDARY) -> Button:
        button = Button(words, kind, icon=sign, small=True)
        button.clicked.connect(lambda _checked=False: done() if callable(done) else None)
        return button

    def show_detail(self, detail: ConsultationDetail) -> None:
        """Offer what can be done with this consultation by this person."""
        may, has_file = self._desk.may, detail.client_id is not None
        if self._detail is None or self._detail.id != detail.id or has_file:
            self.offer_link(None)
        self._detail = detail
        self.more.show_matter(detail.id, detail.number, is_sensitive=detail.is_sensitive)
        self.sign_up.set_words("办理签约" if has_file else "签约为服务对象")
        self.sign_up.setVisible(may(Permission.SIGN_UP_CLIENT) and not detail.is_signed_up)
        self.file.setVisible(has_file)
        self.contract.setVisible(has_file and may(Permission.DRAFT_CONTRACT))
        changes = may(Permission.REGISTER_CONSULTATION) and detail.stage is Stage.WAITING
        self.correct.setVisible(changes)
        self.close_.setVisible(changes)

    def offer_link(self, hint: ClientHint | None) -> None:
        """Offer the file that the phone or WeChat name belongs to."""
        self._hint = hint if self._desk.may(Permission.REGISTER_CONSULTATION) else None
        self.link.setVisible(self._hint is not None)
        if self._hint is not None:
            name = self._hint.name if len(self._hint.name) <= 6 else f"{self._hint.name[:5]}…"
            signed = "，已签约" if self._hint.is_signed_up else ""
            self.link.set_words(f"关联 {name}")
            self.link.setToolTip(f"电话或微信名与 {self._hint.name}（{self._hint.file_no}{signed}）一致，归到这份档案")

    def _link(self) -> None:
        if self._hint is not None:
            self.link_requested.emit(self._hint.id)

    def _open_client(self) -> None:
        if self._detail is not None and self._detail.client_id is not None:
            self.client_requested.emit(self._detail.client_id)

    def _open_contract(self) -> None:
        if self._detail is not None and self._detail.client_id is not None:
            self.contract_requested.emit(self._detail.client_id)


class NoticeBox(Panel):
    """Came out of hours: the 12348 notice is due (S6.3)."""

    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("soon", margin=(12, 8, 8, 8), spacing=8, horizontal=True, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(Icon("phone", "soon", line=20), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(Label(OUT_OF_HOURS, "cell", wrap=True), 1)
        copy = Button("复制12348提示", icon="copy", small=True)
        copy.clicked.connect(lambda _checked=False: self.copy_requested.emit())
        self.body.addWidget(copy)


class Footer(Panel):
    """What comes next: assign, answer, withdraw, a further question, close."""

    answer_requested = Signal()
    assigned = Signal(bytes)
    withdraw_requested = Signal()
    follow_up_requested = Signal()
    close_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=(16, 12, 16, 12), horizontal=True, parent=parent)
        self._desk = desk
        self._lawyers: tuple[StaffView, ...] = ()
        self._detail: ConsultationDetail | None = None
        self.assign = Button("指派", icon="user")
        self.assign.clicked.connect(lambda _checked=False: self.open_lawyers())
        self.answer = Button("复制答复并标记已发送", Kind.PRIMARY, icon="copy", shortcut="Ctrl+Enter")
        self.answer.clicked.connect(lambda _checked=False: self.answer_requested.emit())
        self.answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.nobody = Label(WHO_ANSWERS, "note")
        self.withdraw = self._button("撤回答复", "undo-2", self.withdraw_requested.emit)
        self.follow_up = self._button("登记追问", "message-circle-reply", self.follow_up_requested.emit)
        self.close_ = self._button("办结", "archive", self.close_requested.emit)
        for widget in (self.withdraw, self.nobody):
            self.body.addWidget(widget)
        self._gap = QWidget()
        self._gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self._gap, 1)
        self.body.addWidget(self.assign)
        self.body.addWidget(self.answer, 1)
        self.body.addWidget(self.follow_up)
        self.body.addWidget(self.close_)
        self.menu = QMenu(self)
        self.menu.setAccessibleName("指派给")

    def _button(self, words: str, sign: str, done: object) -> Button:
        button = Button(words, icon=sign)
        button.clicked.connect(lambda _checked=False: done() if callable(done) else None)
        return button

    def set_lawyers(self, lawyers: tuple[StaffView, ...]) -> None:
        """Offer these lawyers."""
        self._lawyers = lawyers
        if self._detail is not None:
            self.show_detail(self._detail)

    def show_detail(self, detail: ConsultationDetail) -> None:
        """Offer what can be done in this stage by this person."""
        self._detail = detail
        may = self._desk.may
        waiting, answered = detail.stage is Stage.WAITING, detail.stage is Stage.ANSWERED
        answers, registers = may(Permission.ANSWER_CONSULTATION), may(Permission.REGISTER_CONSULTATION)
        self.assign.set_words("转派" if detail.assignee_id is not None else "指派")
        self.assign.setVisible(waiting and may(Permission.ASSIGN_CONSULTATION) and bool(self._lawyers))
        self.answer.setVisible(waiting and answers)
        self._gap.setVisible(not (waiting and answers))
        self.nobody.setText(f"{WHO_ANSWERS[:-1]}，主办 {detail.assignee}。" if detail.assignee else WHO_ANSWERS)
        self.nobody.setVisible(waiting and not answers)
        self.withdraw.setVisible(answered and answers)
        self.follow_up.setVisible(not waiting and registers)
        self.close_.setVisible(answered and registers)

    def set_busy(self, *, busy: bool) -> None:
        """Hold the primary button while an answer is on its way."""
        self.answer.setEnabled(not busy)

    def open_lawyers(self) -> None:
        """Open the list of lawyers above the button."""
        self.fill_menu()
        place = self.assign.mapToGlobal(QPoint(0, -self.menu.sizeHint().height() - 4))
        self.menu.popup(place)

    def fill_menu(self) -> None:
        """Put the lawyers into the menu; the present one is marked and cannot be chosen again."""
        self.menu.clear()
        present = self._detail.assignee_id if self._detail is not None else None
        for person in self._lawyers:
            is_present = person.id == present
            words = f"{person.name}（现在主办）" if is_present else person.choice_text
            entry = self.menu.addAction(icon("user-check" if is_present else "user"), words)
            entry.setEnabled(not is_present)
            entry.triggered.connect(partial(self._assign, person.id))

    def _assign(self, staff_id: bytes, _checked: bool = False) -> None:
        self.assigned.emit(staff_id)
