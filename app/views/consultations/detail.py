"""The detail panel: one consultation, its conversation, the answer, and what can be done next."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError
from app.services.consultations.intake import ClientHint
from app.services.consultations.types import AnswerOutcome, ConsultationDetail
from app.services.drafts import DraftView
from app.services.staff import StaffView
from app.terms import Permission, Stage, Uid
from app.views.components.labels import Panel, divider
from app.views.consultations.composer import Composer
from app.views.consultations.conversation import Conversation
from app.views.consultations.detail_bars import ActionBar, Footer, NoticeBox
from app.views.consultations.detail_head import DetailHead
from app.views.consultations.side_forms import CorrectionForm, FollowUpForm, SideForm
from app.views.consultations.sign_up_prefill import prefill_of
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.drafts import DraftKeeper
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
    shown = Signal(object)
    """The `ConsultationDetail` on show now, or None."""

    def __init__(self, desk: Desk, countdowns: LiveCountdowns, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=0, spacing=0, parent=parent)
        self._desk = desk
        self.detail: ConsultationDetail | None = None
        self._wanted: Uid | None = None
        self._answering = self._acting = False
        self._lawyers: tuple[StaffView, ...] = ()
        self._side: SideForm | None = None
        self._sign_up: SignUpPanel | None = None
        self.head = DetailHead(countdowns)
        self.bar = ActionBar(desk)
        self.conversation = Conversation()
        self.notice = NoticeBox()
        self.composer = Composer(desk.now)
        self.footer = Footer(desk)
        self._previews = Previews(desk.jobs, desk.services.attachments, desk.dialogs, desk.messages)
        self.keeper = DraftKeeper(desk.jobs, desk.services.drafts, self._draft_fields, self)
        self._lay_out()
        self._connect()

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
        self.composer.edited.connect(self.keeper.touch)
        self.composer.sent.connect(self.answer)
        self.notice.copy_requested.connect(self.send_notice)
        self.footer.answer_requested.connect(self.answer)
        self.footer.assigned.connect(self.assign)
        self.footer.withdraw_requested.connect(self.withdraw)
        self.footer.follow_up_requested.connect(self.ask_again)
        self.footer.close_requested.connect(self.close_consultation)
        self.bar.close_requested.connect(self.close_consultation)
        self.bar.correct_requested.connect(self.correct)
        self.bar.sign_up_requested.connect(self.sign_up)
        self.bar.link_requested.connect(self.link)
        self.bar.client_requested.connect(self.client_requested)
        self.bar.contract_requested.connect(self.contract_requested)

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

    def refresh(self) -> None:
        """Read the consultation on show again."""
        if self._wanted is not None:
            self.open(self._wanted)

    def clear(self) -> None:
        """Show nothing; what was typed is kept."""
        self.keeper.end()
        self._drop_side()
        self._drop_sign_up()
        self._wanted = self.detail = None
        self.shown.emit(None)

    def _came(self, detail: ConsultationDetail) -> None:
        if detail.id != self._wanted:
            return
        is_other = self.detail is None or self.detail.id != detail.id
        starts_anew = is_other or self.detail is None or self.detail.stage is not detail.stage
        if is_other:
            self.keeper.end()
            self._drop_side()
            self._drop_sign_up()
        self.detail = detail
        self._show(detail)
        if starts_anew and self._can_answer(detail):
            self._begin_answer(detail)
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
            return
        editing = self._can_answer(self.detail) and self._side is None
        self.composer.setVisible(editing)
        self._lower.setVisible((editing or not self.notice.isHidden()) and self._side is None)
        self.conversation.set_greedy(not editing)
        self._rows.setStretchFactor(self._lower, 1 if editing else 0)
        self._rows.setStretchFactor(self.conversation, 0 if editing else 1)
        self.footer.setVisible(self._side is None)

    def _can_answer(self, detail: ConsultationDetail) -> bool:
        return detail.stage is Stage.WAITING and self._desk.may(Permission.ANSWER_CONSULTATION)

    def focus_editor(self) -> None:
        """Put the focus where the work goes on."""
        place: QWidget = self.composer.area if not self.composer.isHidden() else self.conversation
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- drafts ---

    def _begin_answer(self, detail: ConsultationDetail) -> None:
        self.keeper.end()
        self.composer.begin(detail.received_at)
        self.keeper.begin(f"consultation.answer:{detail.id.hex()}", self._restore)

    def _restore(self, draft: DraftView | None) -> None:
        if draft is not None and not self.composer.text():
            self.composer.set_text(str(draft.fields.get("answer", "")))

    def _draft_fields(self) -> dict[str, str]:
        text = self.composer.text()
        return {"answer": text} if text else {}

    # --- answering ---

    def answer(self) -> None:
        """Copy the answer and mark it as sent, once."""
        detail = self.detail
        if detail is None or self._answering or not self._can_answer(detail) or not self.composer.check():
            return
        text = self.composer.text()
        self._answering = True
        self.footer.set_busy(busy=True)
        self._desk.jobs.run(
            self._desk.services.consultations.answering.answer,
            detail.id,
            text,
            self.composer.answered_at(),
            done=partial(self._answered, detail.id, text),
            failed=self._answer_failed,
        )

    def _answered(self, consultation_id: Uid, text: str, outcome: AnswerOutcome) -> None:
        QGuiApplication.clipboard().setText(text)
        self._answering = False
        self.footer.set_busy(busy=False)
        if self.keeper.form.endswith(consultation_id.hex()):
            self.composer.area.clear()
            self.keeper.drop()
            self.keeper.end()
        self._desk.messages.show_done(
            outcome.sentence, action="撤回", done=partial(self._withdraw, consultation_id, "", text)
        )
        self.refresh()

    def _answer_failed(self, error: AppError) -> None:
        self._answering = False
        self.footer.set_busy(busy=False)
        self.composer.show_problem(
            "".join(error.problems.values()) if isinstance(error, InvalidInputError) else error.text
        )

    def withdraw(self) -> None:
        """Withdraw the last answer, with a reason."""
        if self.detail is None:
            return
        reason = self._desk.dialogs.reason(
            self, f"撤回 {self.detail.number} 的答复？", label="撤回原因", yes="撤回答复"
        )
        if reason:
            self._withdraw(self.detail.id, reason, "")

    def _withdraw(self, consultation_id: Uid, reason: str, text: str) -> None:
        self._desk.jobs.run(
            self._desk.services.consultations.answering.withdraw,
            consultation_id,
            reason,
            done=lambda _none: self._withdrawn(consultation_id, text),
        )

    def _withdrawn(self, consultation_id: Uid, text: str) -> None:
        self._desk.messages.show_done("已撤回答复，恢复待答复，时限仍从收到时算起")
        if text:
            form = f"consultation.answer:{consultation_id.hex()}"
            self._desk.jobs.run(self._desk.services.drafts.keep, form, {"answer": text})
        self.refresh()

    # --- other steps ---

    def _act(self, sentence: str, service: object, *arguments: object) -> None:
        """Run a step once and say what was done."""
        if self._acting or not callable(service):
            return
        self._acting = True
        self._desk.jobs.run(service, *arguments, done=lambda _none: self._acted(sentence), failed=self._act_failed)

    def _acted(self, sentence: str) -> None:
        self._acting = False
        self._desk.messages.show_done(sentence)
        self.refresh()

    def _act_failed(self, error: AppError) -> None:
        self._acting = False
        self._desk.messages.show_error(error)
        self.refresh()

    def assign(self, staff_id: bytes) -> None:
        """Give the question to a lawyer."""
        if self.detail is None:
            return
        name = next((person.name for person in self._lawyers if person.id == staff_id), "")
        service = self._desk.services.consultations.answering.assign
        self._act(f"已指派给 {name}", service, self.detail.id, staff_id)

    def link(self, client_id: bytes) -> None:
        """Link the asker to a client's file."""
        if self.detail is not None:
            service = self._desk.services.consultations.answering.link
            self._act("已关联服务对象", service, self.detail.id, client_id)

    def close_consultation(self) -> None:
        """Close the consultation; one without an answer needs a reason."""
        if self.detail is None:
            return
        number = self.detail.number
        if self.detail.stage is Stage.WAITING:
            note = self._desk.dialogs.reason(self, f"{number} 还没有答复，确定办结？", label="办结原因", yes="办结")
            if not note:
                return
        elif self._desk.dialogs.confirm(self, f"办结 {number}？", detail="办结后仍可登记追问。", yes="办结"):
            note = ""
        else:
            return
        self._act(f"{number} 已办结", self._desk.services.consultations.answering.close, self.detail.id, note)

    def send_notice(self) -> None:
        """Copy the 12348 notice and record that it was sent (S6.3)."""
        if self.detail is not None and not self._acting:
            self._acting = True
            service = self._desk.services.consultations.answering.send_notice
            self._desk.jobs.run(service, self.detail.id, done=self._notice_sent, failed=self._act_failed)

    def _notice_sent(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._acted("已复制 12348 提示，请粘贴给咨询人")

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
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self.keeper.flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the time as it is now."""
        super().showEvent(event)
        self.head.beat()
