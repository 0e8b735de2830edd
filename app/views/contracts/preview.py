"""The live preview: the real pages of the contract beside the form, made in worker threads."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.container import Services
from app.services.contracts.types import ContractForm, Paper, Preview
from app.terms import Uid
from app.views.components.buttons import Button, Kind
from app.views.contracts.page_viewer import PageViewer
from app.views.jobs import JobRunner

QUIET_MS = 250
"""Typing must rest that long before the pages are made anew."""


class LivePreview(PageViewer):
    """The pages of the contract that is being drawn up; the newest request supersedes older ones."""

    rendered = Signal()

    def __init__(self, services: Services, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(services, jobs, note="证件号在预览中遮盖", parent=parent)
        self.back_to_contract = Button("回到合同", Kind.TEXT, small=True, icon="arrow-left")
        self.back_to_contract.clicked.connect(lambda _checked=False: self._show_contract())
        self.back_to_contract.hide()
        self.bar.insertWidget(3, self.back_to_contract)
        self._wanted: tuple[ContractForm, Uid | None] | None = None
        self._shown: tuple[ContractForm, Uid | None] | None = None
        self._sought = ""
        self._shows_sheet = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._compose)

    def request(self, form: ContractForm, contract_id: Uid | None, *, at_once: bool = False) -> None:
        """Show the pages of a form soon."""
        if (form, contract_id) == self._shown:
            return
        self._wanted = (form, contract_id)
        if at_once:
            self._compose()
        else:
            self._rest.start()

    def forget(self) -> None:
        """Draw the same form anew at the next request: what it is filled with has changed."""
        self._shown = None

    def show_sheet(self, sheet: Preview) -> None:
        """Show the calculation sheet until something is typed or the contract is asked for."""
        self.stop()
        self._shown = None
        self.page = 0
        self._set_sheet(shown=True)
        self.show_pdf(sheet.pdf, sheet.page_count)

    def show_filed(self, preview: Preview) -> None:
        """Show the filed pages; they never change."""
        self.stop()
        self._note.setText("")
        self._set_sheet(shown=False)
        self.show_pdf(preview.pdf, preview.page_count)

    def _set_sheet(self, *, shown: bool) -> None:
        self._shows_sheet = shown
        self.back_to_contract.setVisible(shown)

    def _show_contract(self) -> None:
        self._set_sheet(shown=False)
        self._compose()

    def turn_to(self, words: str) -> None:
        """Turn to the page that holds these words, now or once the pages are there."""
        self._sought = words
        if self._shows_sheet:
            self._show_contract()
        elif self.pdf:
            self._seek()

    def _seek(self) -> None:
        if self._sought:
            page_with = self._services.contracts.papers.page_with
            self._jobs.run(page_with, self.pdf, self._sought, done=self._sought_found, key=f"{self._key}-seek")
            self._sought = ""

    def _sought_found(self, page: int | None) -> None:
        if page is not None:
            self.go(page)

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._rest.stop()
        self._resized.stop()

    def _compose(self) -> None:
        self._rest.stop()
        if self._wanted is None:
            return
        self._shown = self._wanted
        self.busy.setVisible(not self.pdf)
        papers = self._services.contracts.papers
        self._jobs.run(
            papers.compose, *self._wanted, done=self._composed, failed=self._failed, key=f"{self._key}-compose"
        )

    def _composed(self, paper: Paper) -> None:
        papers = self._services.contracts.papers
        self._jobs.run(
            papers.preview,
            paper,
            done=self._rendered,
            failed=self._failed,
            key=f"{self._key}-render",
            label="正在生成预览",
        )

    def _rendered(self, preview: Preview) -> None:
        self.busy.hide()
        self._set_sheet(shown=False)
        self.say(missing_sentence(preview.missing_characters))
        self.show_pdf(preview.pdf, preview.page_count)
        self._seek()
        self.rendered.emit()

    def _failed(self, error: AppError) -> None:
        self.busy.hide()
        self._shown = None
        self.say(error.text, "error")


def missing_sentence(characters: tuple[str, ...]) -> str:
    """Return the sentence that names the characters no font has; "" without any."""
    if not characters:
        return ""
    named = "、".join(characters[:10])
    return f"现有字体里没有这些字：{named}。预览里以 〓 代替，请换字后再归档。"
