"""From typing an answer to its being copied and marked as sent: draft, check, one call, the way back."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.errors import AppError, InvalidInputError
from app.services.consultations.types import AnswerOutcome, ConsultationDetail
from app.services.drafts import DraftView
from app.terms import Permission, Stage, Uid
from app.views.consultations.composer import Composer
from app.views.consultations.detail_bars import Footer
from app.views.consultations.steps import Steps
from app.views.desk import Desk
from app.views.drafts import DraftKeeper


def form_of(consultation_id: Uid) -> str:
    """Return the name a consultation's unfinished answer is kept under."""
    return f"consultation.answer:{consultation_id.hex()}"


class AnswerFlow(QObject):
    """Drives the editor.

    Args:
        desk: what the page works with.
        composer: the editor.
        footer: holds the primary button.
        steps: takes an answer back.

    """

    answered = Signal()

    def __init__(self, desk: Desk, composer: Composer, footer: Footer, steps: Steps) -> None:
        super().__init__(composer)
        self._desk, self._composer, self._footer, self._steps = desk, composer, footer, steps
        self._busy = False
        self._keeper = DraftKeeper(desk.jobs, desk.services.drafts, self._fields, self)
        composer.edited.connect(self._keeper.touch)
        steps.given_back.connect(self._give_back)

    def possible(self, detail: ConsultationDetail) -> bool:
        """Return whether the signed-in person may answer this now."""
        return detail.stage is Stage.WAITING and self._desk.may(Permission.ANSWER_CONSULTATION)

    # --- drafts ---

    def begin(self, detail: ConsultationDetail) -> None:
        """Start with the draft of this consultation's answer, or with nothing."""
        self._keeper.end()
        self._composer.begin(detail.received_at)
        self._keeper.begin(form_of(detail.id), self._restore)

    def flush(self) -> None:
        """Keep what was typed now."""
        self._keeper.flush()

    def end(self) -> None:
        """Keep what was typed, and nothing further."""
        self._keeper.end()

    def _restore(self, draft: DraftView | None) -> None:
        if draft is not None and not self._composer.text():
            self._composer.set_text(str(draft.fields.get("answer", "")))

    def _fields(self) -> dict[str, str]:
        text = self._composer.text()
        return {"answer": text} if text else {}

    def _give_back(self, consultation_id: Uid, text: str) -> None:
        self._desk.jobs.run(self._desk.services.drafts.keep, form_of(consultation_id), {"answer": text})

    # --- sending ---

    def send(self, detail: ConsultationDetail) -> None:
        """Copy the answer and mark it as sent, once."""
        if self._busy or not self.possible(detail) or not self._composer.check():
            return
        text = self._composer.text()
        self._set_busy(busy=True)
        self._desk.jobs.run(
            self._desk.services.consultations.answering.answer,
            detail.id,
            text,
            self._composer.answered_at(),
            done=partial(self._done, detail.id, text),
            failed=self._failed,
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._footer.set_busy(busy=busy)

    def _done(self, consultation_id: Uid, text: str, outcome: AnswerOutcome) -> None:
        QGuiApplication.clipboard().setText(text)
        self._set_busy(busy=False)
        if self._keeper.form == form_of(consultation_id):
            self._composer.area.clear()
            self._keeper.drop()
            self._keeper.end()
        back = partial(self._steps.take_back, consultation_id, "", text)
        self._desk.messages.show_done(outcome.sentence, action="撤回", done=back)
        self.answered.emit()

    def _failed(self, error: AppError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, InvalidInputError):
            self._composer.show_problem("".join(error.problems.values()))
        else:
            self._composer.show_problem(error.text)
