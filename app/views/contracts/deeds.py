"""What else is done with a draft: the director's consent, its calculation sheet, giving it up."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.services.contracts.types import Paper, Preview
from app.views.contracts.autosave import Autosave
from app.views.desk import Desk


class Deeds(QObject):
    """Acts on the draft that `autosave` keeps.

    Args:
        desk: of the page.
        autosave: holds the form and keeps the draft.
        page: dialogs belong to it.

    """

    approved = Signal()
    sheet_drawn = Signal(object)
    """The calculation sheet's pages."""
    discarded = Signal()

    def __init__(self, desk: Desk, autosave: Autosave, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._autosave, self._page = desk, autosave, page

    def approve(self) -> None:
        """Agree to the reduction at the fee that stands in the form."""
        self._autosave.after(self._approve_kept, even_untouched=True)

    def _approve_kept(self) -> None:
        approve = self._desk.services.contracts.drafting.approve
        if self._autosave.contract_id is not None:
            self._desk.jobs.run(approve, self._autosave.contract_id, done=self._approved)

    def _approved(self, _nothing: object) -> None:
        self._desk.messages.show_done("已批准减免")
        self.approved.emit()

    def draw_sheet(self) -> None:
        """Draw the calculation sheet."""
        compose = self._desk.services.contracts.papers.compose
        self._desk.jobs.run(compose, self._autosave.form, self._autosave.contract_id, done=self._composed)

    def _composed(self, paper: Paper) -> None:
        sheet = self._desk.services.contracts.papers.sheet
        self._desk.jobs.run(sheet, paper, self._autosave.form, done=self._drawn)

    def _drawn(self, sheet: Preview) -> None:
        self.sheet_drawn.emit(sheet)

    def discard(self, name: str) -> None:
        """Give the draft up after asking."""
        detail = "草稿会被删除；可以用“撤销上一步操作”找回。"
        question = f"放弃这份草稿吗：{name}"
        if not self._desk.dialogs.confirm(self._page, question, detail=detail, yes="放弃草稿", destructive=True):
            return
        contract_id = self._autosave.contract_id
        self._autosave.stop()
        if contract_id is not None:
            discard = self._desk.services.contracts.drafting.discard
            self._desk.jobs.run(discard, contract_id, done=self._discarded)

    def _discarded(self, _nothing: object) -> None:
        self._desk.messages.show_done("已放弃草稿")
        self.discarded.emit()
