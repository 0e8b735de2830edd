"""What happens to a registered question: assigned, answered, withdrawn, asked again, closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.errors import InvalidInputError, NotFoundError, RuleBrokenError
from app.models import Consultation, ConsultationState, Staff
from app.rules.allowance import countdown, judge
from app.rules.consultation_flow import ALLOWED
from app.rules.countdown_text import remaining_words
from app.rules.time_words import duration_words, moment_words
from app.services import attachments, derived, visibility
from app.services.attachments import NewAttachment
from app.services.clients.lookups import find_client
from app.services.consultations import texts
from app.services.consultations.inbox import timeline_of
from app.services.consultations.intake import add_event, assign_event, link_event
from app.services.consultations.types import AnswerOutcome
from app.services.core import Service, operation
from app.services.hours import load_hours
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import ConsultationEventKind, Permission, Stage, Uid

Kind = ConsultationEventKind
GONE = "这条咨询已经不在了。"


@dataclass(frozen=True)
class _Open:
    """A consultation loaded for a change."""

    row: Consultation
    state: ConsultationState


class Answering(Service):
    """办理咨询: every step appends an event."""

    @operation(Permission.ASSIGN_CONSULTATION)
    def assign(self, consultation_id: Uid, staff_id: Uid) -> str:
        """Assign to a lawyer and return the lawyer's name."""
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.ASSIGNED)
            name = assign_event(work, consultation_id, staff_id)
            work.commit(f"指派 {loaded.row.number} 给 {name}", undo=Undo.COMPENSATED)
            return name

    @operation(Permission.ANSWER_CONSULTATION)
    def answer(self, consultation_id: Uid, text: str, answered_at: datetime | None = None) -> AnswerOutcome:
        """Record an answer as sent and judge it against the allowance (S6.2, B2).

        Args:
            consultation_id: which one.
            text: the answer as it was sent.
            answered_at: when it was sent, aware; None means now; not in the future, not before the question.

        Raises:
            InvalidInputError: no text, or an impossible instant.
            RuleBrokenError: the consultation is in a stage that takes no answer.

        """
        now = self.office.clock.now()
        at = answered_at or now
        if not text.strip():
            raise InvalidInputError({"answer": "请先写好答复内容。"})
        if at > now + timedelta(minutes=1):
            raise InvalidInputError({"answered_at": "发送时间不能晚于现在，请核对。"})
        with self.office.work() as work:
            hours = load_hours(work.session)  # as they stand now, whoever changed them
            loaded = self._load(work, consultation_id, Kind.ANSWERED)
            start = loaded.state.received_at
            if at < start:
                raise InvalidInputError({"answered_at": "发送时间早于收到时间，请核对两个时间。"})
            policy = derived.policy_of(loaded.row)
            verdict = judge(policy, hours.calendar, start, at)
            details = {
                "text": text.strip(),
                "elapsed_minutes": verdict.elapsed_minutes,
                "is_late": verdict.is_late,
                "allowance_minutes": loaded.row.allowance_minutes,
                **derived.judged_by(policy, hours, start),
            }
            add_event(work, consultation_id, Kind.ANSWERED, at, details)
            self._touch_client(work, loaded.state.client_id)
            work.commit(f"答复咨询 {loaded.row.number}", undo=Undo.COMPENSATED)
        local = at.astimezone(hours.zone)
        used = duration_words(verdict.elapsed_minutes, hour="小时", is_over=True)
        judged = "已超时" if verdict.is_late else "时限内"
        sentence = f"已复制，并标记为 {local:%H:%M} 发送，用时 {used}，{judged}"
        return AnswerOutcome(at, verdict.elapsed_minutes, verdict.is_late, sentence)

    @operation(Permission.ANSWER_CONSULTATION)
    def withdraw(self, consultation_id: Uid, reason: str = "") -> None:
        """Withdraw the last answer: it stays on record, and the question waits again on its first clock."""
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.WITHDRAWN)
            add_event(work, consultation_id, Kind.WITHDRAWN, work.now, {"reason": reason.strip()})
            work.commit(f"撤回答复 {loaded.row.number}", undo=Undo.COMPENSATED)

    @operation(Permission.REGISTER_CONSULTATION)
    def send_notice(self, consultation_id: Uid) -> str:
        """Record that the 12348 notice was sent, and return its text (S6.3)."""
        text = self.office.hours().out_of_hours_text
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.NOTICE_SENT)
            add_event(work, consultation_id, Kind.NOTICE_SENT, work.now, {"text": text})
            work.commit(f"发送12348提示 {loaded.row.number}", undo=Undo.COMPENSATED)
        return text

    @operation(Permission.ASSIGN_CONSULTATION)
    def remind(self, consultation_id: Uid) -> str:
        """Record that the lawyer is reminded, and return the text to paste: “@王律师 … 还剩 2 小时”."""
        hours, now = self.office.hours(), self.office.clock.now()
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.REMINDED)
            left = countdown(timeline_of(loaded.state), hours.calendar, now)
            lawyer = work.session.get(Staff, loaded.state.assignee_id) if loaded.state.assignee_id else None
            text = texts.reminder(
                lawyer.name if lawyer else "",
                loaded.row.number,
                texts.shorten(loaded.row.question, 40),
                remaining_words(left),
                moment_words(left.due_at, now, hours.zone),
                is_estimated=loaded.state.is_estimated,
            )
            add_event(work, consultation_id, Kind.REMINDED, work.now, {"text": text})
            work.commit(f"提醒律师 {loaded.row.number}", undo=Undo.COMPENSATED)
        return text

    @operation(Permission.REGISTER_CONSULTATION)
    def ask_again(
        self,
        consultation_id: Uid,
        text: str,
        received_at: datetime | None = None,
        files: tuple[NewAttachment, ...] = (),
    ) -> None:
        """Record a further question of the same asker; its allowance runs anew from when it came."""
        now = self.office.clock.now()
        at = received_at or now
        if not text.strip():
            raise InvalidInputError({"question": "请填写追问的内容。"})
        if at > now + timedelta(minutes=1):
            raise InvalidInputError({"received_at": "收到时间不能晚于现在，请核对。"})
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.FOLLOW_UP_ASKED)
            if at < loaded.state.received_at:
                raise InvalidInputError({"received_at": "追问的时间早于原来的问题，请核对两个时间。"})
            add_event(work, consultation_id, Kind.FOLLOW_UP_ASKED, at, {"text": text.strip()})
            attachments.keep(self.office, work, "consultation", consultation_id, files)
            work.commit(f"登记追问 {loaded.row.number}", undo=Undo.COMPENSATED)

    @operation(Permission.REGISTER_CONSULTATION)
    def correct_received(self, consultation_id: Uid, received_at: datetime, reason: str) -> None:
        """Correct when the question reached the firm; the first figure and the reason stay on record."""
        if received_at > self.office.clock.now() + timedelta(minutes=1):
            raise InvalidInputError({"received_at": "收到时间不能晚于现在，请核对。"})
        if not reason.strip():
            raise InvalidInputError({"reason": "请写明更正的依据，例如“按群消息时间”。"})
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.CORRECTED)
            details = {
                "received_at": received_at.isoformat(),
                "was": loaded.state.received_at.isoformat(),
                "reason": reason.strip(),
            }
            add_event(work, consultation_id, Kind.CORRECTED, work.now, details)
            work.commit(f"更正收到时间 {loaded.row.number}", undo=Undo.COMPENSATED)

    @operation(Permission.REGISTER_CONSULTATION)
    def close(self, consultation_id: Uid, note: str) -> None:
        """Close a consultation; one without an answer needs a note saying why."""
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.CLOSED)
            if loaded.state.stage is Stage.WAITING and not note.strip():
                raise InvalidInputError({"note": "没有答复就办结，请写明原因，例如“重复登记”。"})
            kept = derived.judged_by(derived.policy_of(loaded.row), load_hours(work.session), loaded.state.received_at)
            details = {"note": note.strip(), "was_answered": loaded.state.stage is Stage.ANSWERED, **kept}
            add_event(work, consultation_id, Kind.CLOSED, work.now, details)
            work.commit(f"办结咨询 {loaded.row.number}", undo=Undo.COMPENSATED)

    @operation(Permission.REGISTER_CONSULTATION)
    def link(self, consultation_id: Uid, client_id: Uid) -> None:
        """Say which client asked."""
        with self.office.work() as work:
            loaded = self._load(work, consultation_id, Kind.LINKED)
            name = link_event(work, consultation_id, client_id)
            work.commit(f"{loaded.row.number} 关联到 {name}", undo=Undo.COMPENSATED)

    def _load(self, work: UnitOfWork, consultation_id: Uid, kind: ConsultationEventKind) -> _Open:
        visibility.require(work.session, self.office.actor.viewer, consultation_id, GONE)
        row = work.session.scalar(select(Consultation).where(Consultation.id == consultation_id))
        state = work.session.get(ConsultationState, consultation_id)
        if row is None or state is None:
            raise NotFoundError(GONE, todo="请刷新后再试。")
        if kind not in ALLOWED[state.stage]:
            raise RuleBrokenError(
                f"{row.number} 目前是“{state.stage.label}”，不能{kind.label}。", todo="请看一下最近的处理记录。"
            )
        return _Open(row, state)

    def _touch_client(self, work: UnitOfWork, client_id: Uid | None) -> None:
        if client_id is not None:
            client = find_client(work.session, client_id)
            client.last_contact_at = max(client.last_contact_at, work.now)
