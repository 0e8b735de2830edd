"""Keeps what is being typed: a moment after the last key, and at once when the form is left."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.services.drafts import Drafts, DraftView
from app.views.jobs import JobRunner

PAUSE = 800
"""Milliseconds without a key before the draft is kept."""

Fields = Mapping[str, Any]


class DraftKeeper(QObject):
    """Keeps one form at a time.

    Args:
        jobs: runs the service.
        drafts: the service.
        collect: returns what stands in the form; empty when there is nothing worth keeping.
        parent: the form.

    """

    def __init__(
        self, jobs: JobRunner, drafts: Drafts, collect: Callable[[], Fields], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._drafts, self._collect = jobs, drafts, collect
        self._form = ""
        self._kept: Fields = {}
        self._unsaved: dict[str, Fields] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.flush)

    @property
    def form(self) -> str:
        """The form that is kept now."""
        return self._form

    def begin(self, form: str, restore: Callable[[DraftView | None], object]) -> None:
        """Keep another form from now on; `restore` gets its draft, or None."""
        self.flush()
        self._form, self._kept = form, {}
        if form:
            self._jobs.run(
                self._drafts.find, form, done=lambda found: self._found(form, found, restore), key="draft.find"
            )

    def _found(self, form: str, found: DraftView | None, restore: Callable[[DraftView | None], object]) -> None:
        if form != self._form:
            return
        if form in self._unsaved and found is not None:
            found = DraftView(self._unsaved[form], found.saved_at)
        self._kept = found.fields if found is not None else {}
        restore(found)

    def touch(self) -> None:
        """Something was typed."""
        if self._form:
            self._timer.start()

    def flush(self) -> None:
        """Keep what stands in the form now, if it changed."""
        self._timer.stop()
        fields = self._collect() if self._form else {}
        if not self._form or fields == self._kept:
            return
        form, self._kept = self._form, fields
        if not fields:
            self._jobs.run(self._drafts.drop, form)
            return
        self._unsaved[form] = fields
        self._jobs.run(self._drafts.keep, form, dict(fields), done=lambda _at: self._saved(form, fields))

    def _saved(self, form: str, fields: Fields) -> None:
        if self._unsaved.get(form) is fields:
            del self._unsaved[form]

    def drop(self) -> None:
        """Forget the draft: the form was finished or given up."""
        self._timer.stop()
        if self._form and self._kept:
            self._unsaved.pop(self._form, None)
            self._jobs.run(self._drafts.drop, self._form)
        self._kept = {}

    def end(self) -> None:
        """Keep what stands in the form, and keep nothing further."""
        self.flush()
        self._form, self._kept = "", {}
