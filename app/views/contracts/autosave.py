"""Keeps a contract that is being drawn up: a few seconds after the last change, at each step, and when it is left."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError, NotFoundError
from app.services.contracts.types import ContractForm
from app.terms import Uid
from app.views.desk import Desk

PAUSE_MS = 2500


class Autosave(QObject):
    """Saves one draft, one call at a time, so that it is never made twice.

    Args:
        desk: of the page.
        form: the form as it was opened.
        contract_id: the draft's id; None until it is saved for the first time.

    """

    told = Signal()
    """Saved, or not: `failed` and `saved_at` say which."""

    def __init__(self, desk: Desk, form: ContractForm, contract_id: Uid | None, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.contract_id = contract_id
        self.form = form
        self.saved_at: datetime | None = None
        self.failed: AppError | None = None
        self._kept = form
        self._running: ContractForm | None = None
        self._then: list[Callable[[], object]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def is_dirty(self) -> bool:
        """Whether something stands in the form that is not kept."""
        return self.form != self._kept

    def touch(self, form: ContractForm) -> None:
        """Keep another form soon."""
        self.form = form
        if self.is_dirty:
            self._timer.start()
        else:
            self._timer.stop()

    def flush(self) -> None:
        """Keep it now, unless that is being done already."""
        self._timer.stop()
        if self._running is None and self.is_dirty:
            self._save()

    def after(self, done: Callable[[], object], *, even_untouched: bool = False) -> None:
        """Call `done` once everything typed is kept.

        Args:
            done: called in the UI thread; not called when saving fails.
            even_untouched: make the draft even if nothing was typed.

        """
        self._timer.stop()
        missing = even_untouched and self.contract_id is None
        if self._running is None and not self.is_dirty and not missing:
            done()
            return
        self._then.append(done)
        if self._running is None:
            self._save()

    def stop(self) -> None:
        """Save nothing any more: the contract is filed or given up."""
        self._timer.stop()
        self._kept = self.form
        self._then.clear()

    def _save(self) -> None:
        self._running = self.form
        save = self._desk.services.contracts.drafting.save
        self._desk.jobs.run(save, self.form, self.contract_id, done=self._saved, failed=self._not_saved)

    def _saved(self, contract_id: Uid) -> None:
        self.contract_id = contract_id
        if self._running is not None:
            self._kept = self._running
        self._running, self.failed = None, None
        self.saved_at = self._desk.now()
        self.told.emit()
        if self.is_dirty:
            self._save()
            return
        waiting, self._then = self._then, []
        for done in waiting:
            done()

    def _not_saved(self, error: AppError) -> None:
        self._running = None
        if isinstance(error, NotFoundError) and self.contract_id is not None:
            self.contract_id = None  # the draft was undone or given up elsewhere: what is typed here is kept anew
            self._save()
            return
        self.failed = error
        self._then.clear()
        self.told.emit()
