"""The detail panel: one consultation, its conversation, the answer, and what can be done next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.services.consultations.intake import ClientHint
from app.services.consultations.types import ConsultationDetail
from app.services.staff import StaffView
from app.terms import Permission, Uid
from app.views.access import AccessWatch
from app.views.components.labels import Panel, divider
from app.views.consultations.answer_flow import AnswerFlow
from app.views.consultations.composer import Composer
from app.views.consultations.conversation import Conversation
from app.views.consultations.detail_bars import ActionBar, Footer, NoticeBox
from app.views.consultations.detail_head import DetailHead
from app.views.consultations.side_forms import CorrectionForm, FollowUpForm, SideForm
from app.views.consultations.sign_up_prefill import prefill_of
from app.views.consultations.steps import Steps
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.keys import is_ctrl_enter
from app.views.preview import Previews
from app.views.sign_up_form import SignUpPanel


class DetailPanel(Panel):
    """Shows the consultation chosen in the list.

    Args:
        desk: what the page works with.
        countdowns: computes the remaining time.

    """

    close_requested = Signal()
    client_requested = Signal(bytes)
    contract_requested = Signal(bytes)
    record_requested = Signal(str, object)
    """Area and key of something else to open."""
    shown = Signal(object)
    """The `ConsultationDetail` on show now, or None."""

    def __init__(self, desk: Desk, countdowns: LiveCountdowns, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=0, spacing=0, parent=parent)
        self._desk = desk
        self.detail: ConsultationDetail | None = None
        self._wanted: Uid | None = None
        self.access = AccessWatch(desk, self, "consultation")
        self._lawyers: tuple[StaffView, ...] = ()
        self._side: SideForm | None = None
        self._sign_up: SignUpPanel | None = None
        self.steps = Steps(desk, self)
        self.head = DetailHead(countdowns)
        self.bar = ActionBar(desk)
        self.conversation = Conversation()
        self.notice = NoticeBox()
        self.composer = Composer(desk.now)
        self.footer = Footer(desk)
        self._previews = Previews(desk)
        self.flow = AnswerFlow(desk, self.composer, self.footer, self.steps)
        self._lay_out()
        self._connect()
        self._arrange()

    def _lay_out(self) -> None:
        self._pages = QStackedLayout()
        self.body.addLayout(self._pages)
        main = QWidget()
        self._rows = rows = QVBoxLayout(main)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.bar)
        rows.addWidget(divider())
        rows.addWidget(self.conversation)
        self._lower = Panel("plain", margin=(16, 4, 16, 12), spacing=8)
        self._lower.body.addWidget(self.notice)
        self._lower.body.addWidget(self.composer, 1)
        rows.addWidget(self._lower, 1)
        self._side_place = QVBoxLayout()
        self._side_place.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self._side_place)
        rows.addWidget(divider())
        rows.addWidget(self.footer)
        self._pages.addWidget(main)

    def _connect(self) -> None:
        self.head.close_requested.connect(self.close_requested)
        self.conversation.attachment_requested.connect(partial(self._previews.open, self))
        self.flow.answered.connect(self.refresh)
        self.composer.sent.connect(self.answer)
        steps = self.steps
        steps.changed.connect(self.refresh)
        for signal, step in (
            (self.notice.copy_requested, steps.send_notice),
            (self.footer.withdraw_requested, steps.withdraw),
            (self.footer.close_requested, steps.close),
            (self.bar.close_requested, steps.close),
        ):
            signal.connect(partial(self._with_detail, step))
        self.footer.answer_requested.connect(self.answer)
        self.footer.assigned.connect(self._assign)
        self.footer.follow_up_requested.connect(self.ask_again)
        self.bar.correct_requested.connect(self.correct)
        self.bar.sign_up_requested.connect(self.sign_up)
        self.bar.link_requested.connect(self._link)
        self.bar.client_requested.connect(self.client_requested)
        self.bar.contract_requested.connect(self.contract_requested)
        self.bar.more.history_requested.connect(self.record_requested)
        self.bar.more.marked.connect(self.refresh)
        self.bar.more.vanished.connect(self.close_requested)

    # --- showing ---

    def set_lawyers(self, lawyers: tuple[StaffView, ...]) -> None:
        """Offer these lawyers for assignment."""
        self._lawyers = lawyers
        self.footer.set_lawyers(lawyers)

    def open(self, consultation_id: Uid) -> None:
        """Show a consultation."""
        self._wanted = consultation_id
        self._desk.jobs.run(
            self._desk.services.consultations.details.find,
            consultation_id,
            done=self._came,
            key="consultation.detail",
        )

    def shows(self, consultation_id: Uid) -> bool:
        """Return whether this consultation is on show, or on its way."""
        return self._wanted == consultation_id

    def refresh(self) -> None:
        """Read the consultation on show again."""
        if self._wanted is not None:
            self.open(self._wanted)

    def clear(self) -> None:
        """Show nothing; what was typed is kept."""
        self.flow.end()
        self._drop_side()
        self._drop_sign_up()
        self._wanted = self.detail = None
        self.access.show(None)
        self._arrange()
        self.shown.emit(None)

    def _came(self, detail: ConsultationDetail) -> None:
        if detail.id != self._wanted:
            return
        is_other = self.detail is None or self.detail.id != detail.id
        starts_anew = is_other or self.detail is None or self.detail.stage is not detail.stage
        if is_other:
            self.flow.end()
            self._drop_side()
            self._drop_sign_up()
        self.detail = detail
        self.access.show(detail.id)
        self._show(detail)
        if starts_anew and self.flow.possible(detail):
            self.flow.begin(detail)
        self.shown.emit(detail)

    def _show(self, detail: ConsultationDetail) -> None:
        self.head.show_detail(detail)
        self.bar.show_detail(detail)
        self.footer.show_detail(detail)
        self.conversation.show_detail(detail, self._desk.now())
        may_register = self._desk.may(Permission.REGISTER_CONSULTATION)
        self.notice.setVisible(detail.notice_due and may_register)
        self._arrange()
        if detail.client_id is None and (detail.phone or detail.wechat_name):
            known = self._desk.services.consultations.intake.known_client
            self._desk.jobs.run(
                known,
                detail.phone,
                detail.wechat_name,
                done=partial(self._client_known, detail.id),
                key="consultation.known",
            )

    def _client_known(self, consultation_id: Uid, hint: ClientHint | None) -> None:
        if self.detail is not None and self.detail.id == consultation_id and self.detail.client_id is None:
            self.bar.offer_link(hint)

    def _arrange(self) -> None:
        """Show the editor, a side form, or neither."""
        if self.detail is None:
            for part in (self._lower, self.footer):  # nothing can be typed before it is known what is on show
                part.hide()
            return
        editing = self.flow.possible(self.detail) and self._side is None
        self.composer.setVisible(editing)
        self._lower.setVisible((editing or not self.notice.isHidden()) and self._side is None)
        self.conversation.set_greedy(not editing)
        self._rows.setStretchFactor(self._lower, 1 if editing else 0)
        self._rows.setStretchFactor(self.conversation, 0 if editing else 1)
        self.footer.setVisible(self._side is None)

    def focus_editor(self) -> None:
        """Put the focus where the work goes on."""
        place: QWidget = self.composer.area if not self.composer.isHidden() else self.conversation
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- steps ---

    def answer(self) -> None:
        """Copy the answer and mark it as sent."""
        self._with_detail(self.flow.send)

    def _with_detail(self, step: Callable[[ConsultationDetail], object]) -> None:
        if self.detail is not None:
            step(self.detail)

    def _assign(self, staff_id: bytes) -> None:
        person = next((person for person in self._lawyers if person.id == staff_id), None)
        if self.detail is not None and person is not None:
            self.steps.assign(self.detail, person)

    def _link(self, client_id: bytes) -> None:
        if self.detail is not None:
            self.steps.link(self.detail, client_id)

    # --- forms in place of the editor ---

    def ask_again(self) -> None:
        """Open the form for a further question."""
        if self.detail is not None:
            self._open_side(FollowUpForm(self._desk, self.detail.id))

    def correct(self) -> None:
        """Open the form that corrects when the question came."""
        if self.detail is not None:
            self._open_side(CorrectionForm(self._desk, self.detail.id, self.detail.received_at))

    def _open_side(self, form: SideForm) -> None:
        self._drop_side()
        self._side = form
        self._side_place.addWidget(form)
        form.show()
        form.cancelled.connect(self._drop_side)
        form.finished.connect(self._side_done)
        self._arrange()
        form.start()

    def _side_done(self, sentence: str) -> None:
        self._drop_side()
        self._desk.messages.show_done(sentence)
        self.refresh()

    def _drop_side(self) -> None:
        if self._side is not None:
            form, self._side = self._side, None
            form.hide()
            form.deleteLater()
            self._arrange()

    def sign_up(self) -> None:
        """Open the sign-up form in place of the panel."""
        if self.detail is None:
            return
        self._drop_sign_up()
        self._sign_up = SignUpPanel(
            self._desk.jobs, self._desk.services, self._desk.dialogs, prefill_of(self.detail), self
        )
        self._sign_up.cancelled.connect(self._drop_sign_up)
        self._sign_up.signed_up.connect(self._signed_up)
        self._pages.addWidget(self._sign_up)
        self._pages.setCurrentWidget(self._sign_up)
        self._sign_up.first_field()

    def _signed_up(self, client_id: bytes, sentence: str) -> None:
        self._drop_sign_up()
        self._desk.messages.show_done(sentence, action="打开档案", done=lambda: self.client_requested.emit(client_id))
        self.refresh()

    def _drop_sign_up(self) -> None:
        if self._sign_up is not None:
            form, self._sign_up = self._sign_up, None
            self._pages.setCurrentIndex(0)
            self._pages.removeWidget(form)
            form.hide()
            form.deleteLater()

    # --- the widget itself ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send with Ctrl+Enter, close with Esc."""
        if is_ctrl_enter(event):
            self.answer()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self.flow.flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the time as it is now."""
        super().showEvent(event)
        self.head.beat()
