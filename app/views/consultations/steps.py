"""Steps that change a consultation besides its answer: assigned, linked, withdrawn, closed, notice sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.consultations.types import ConsultationDetail
from app.services.staff import StaffView
from app.terms import Stage, Uid
from app.views.desk import Desk


class Steps(QObject):
    """Runs one step at a time and says what was done.

    Args:
        desk: what the page works with.
        parent: the panel; questions are asked over it.

    """

    changed = Signal()
    """Something was done, or refused: the panel is to be read again."""
    given_back = Signal(bytes, str)
    """An answer was taken back at once: the consultation's id and the words to put back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._panel = desk, parent
        self._service = desk.services.consultations.answering
        self._busy = False

    def _run(self, done: Callable[[Any], object], call: Callable[..., Any], *arguments: object) -> None:
        if self._busy:
            return
        self._busy = True
        self._desk.jobs.run(call, *arguments, done=partial(self._done, done), failed=self._failed)

    def _done(self, done: Callable[[Any], object], result: object) -> None:
        self._busy = False
        done(result)
        self.changed.emit()

    def _failed(self, error: AppError) -> None:
        self._busy = False
        self._desk.messages.show_error(error)
        self.changed.emit()

    def _say(self, sentence: str, _result: object) -> None:
        self._desk.messages.show_done(sentence)

    def assign(self, detail: ConsultationDetail, person: StaffView) -> None:
        """Give the question to a lawyer."""
        self._run(partial(self._say, f"已指派给 {person.name}"), self._service.assign, detail.id, person.id)

    def link(self, detail: ConsultationDetail, client_id: Uid) -> None:
        """Link the asker to a client's file."""
        self._run(partial(self._say, "已关联服务对象"), self._service.link, detail.id, client_id)

    def withdraw(self, detail: ConsultationDetail) -> None:
        """Withdraw the last answer, with a reason."""
        question = f"撤回 {detail.number} 的答复？"
        reason = self._desk.dialogs.reason(self._panel, question, label="撤回原因", yes="撤回答复")
        if reason:
            self.take_back(detail.id, reason, "")

    def take_back(self, consultation_id: Uid, reason: str, text: str) -> None:
        """Withdraw an answer; `text` comes back into the editor."""
        done = partial(self._taken_back, consultation_id, text)
        self._run(done, self._service.withdraw, consultation_id, reason)

    def _taken_back(self, consultation_id: Uid, text: str, _result: object) -> None:
        self._desk.messages.show_done("已撤回答复，恢复待答复，时限仍从收到时算起")
        if text:
            self.given_back.emit(consultation_id, text)

    def close(self, detail: ConsultationDetail) -> None:
        """Close the consultation; one without an answer needs a reason."""
        ask, number, note = self._desk.dialogs, detail.number, ""
        if detail.stage is Stage.WAITING:
            question = f"{number} 还没有答复，确定办结？"
            note = ask.reason(self._panel, question, label="办结原因", yes="办结") or ""
            agreed = bool(note)
        else:
            agreed = ask.confirm(self._panel, f"办结 {number}？", detail="办结后仍可登记追问。", yes="办结")
        if agreed:
            self._run(partial(self._say, f"{number} 已办结"), self._service.close, detail.id, note)

    def send_notice(self, detail: ConsultationDetail) -> None:
        """Copy the 12348 notice and record that it was sent (S6.3)."""
        self._run(self._notice_sent, self._service.send_notice, detail.id)

    def _notice_sent(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.messages.show_done("已复制 12348 提示，请粘贴给咨询人")
