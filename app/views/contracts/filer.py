"""Files a contract, once: looks for what is in the way, asks the service, shows number and filed pages."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, InvalidInputError
from app.services.contracts.types import FiledContract, Preview
from app.views.components.buttons import Button
from app.views.contracts.autosave import Autosave
from app.views.contracts.filing_step import FilingStep
from app.views.contracts.preview import LivePreview
from app.views.desk import Desk


class Filer(QObject):
    """The last step's work.

    Args:
        desk: of the page.
        step: shows what is in the way and what was filed.
        button: 归档; closed while there is something in the way, and from the first click on.
        autosave: holds the form and keeps the draft.
        preview: shows the filed pages.
        links: words of the jump to the step of a field.

    """

    filed = Signal()

    def __init__(
        self,
        desk: Desk,
        step: FilingStep,
        button: Button,
        *,
        autosave: Autosave,
        preview: LivePreview,
        links: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(step)
        self._desk, self._step, self._button = desk, step, button
        self._autosave, self._preview, self._links = autosave, preview, links
        self.is_running = False
        self.contract: FiledContract | None = None

    def look_for_problems(self) -> None:
        """List what is in the way."""
        if self.contract is not None or self.is_running:
            return
        self._button.setEnabled(False)
        self._desk.jobs.run(
            self._desk.services.contracts.drafting.problems,
            self._autosave.form,
            self._autosave.contract_id,
            done=self._problems_found,
            key=f"contract-problems-{id(self)}",
        )

    def _problems_found(self, problems: Mapping[str, str]) -> None:
        self._step.show_open_problems(problems, self._links())
        self._button.setEnabled(not problems and self._step.may_file and not self.is_running)

    def file(self) -> None:
        """File it: the button is closed until the answer is there, so that a second click does nothing."""
        if self.is_running or self.contract is not None or not self._button.isEnabled():
            return
        self.is_running = True
        self._button.setEnabled(False)
        self._autosave.after(self._file_kept, even_untouched=True)

    def _file_kept(self) -> None:
        self._desk.jobs.run(
            self._desk.services.contracts.drafting.file,
            self._autosave.form,
            self._autosave.contract_id,
            done=self._filed,
            failed=self._not_filed,
            label="正在归档合同",
        )

    def not_kept(self, error: AppError) -> None:
        """Open the button again: the draft could not be kept, so nothing was filed."""
        if self.is_running:
            self._not_filed(error)

    def _filed(self, contract: FiledContract) -> None:
        self.is_running = False
        self.contract = contract
        self._autosave.stop()
        self._step.show_filed(contract)
        self.filed.emit()
        paper = self._desk.services.contracts.register.paper
        self._desk.jobs.run(paper, contract.id, as_pdf=True, done=self._read)

    def _read(self, pdf: bytes) -> None:
        self._desk.jobs.run(self._desk.services.contracts.papers.opened, pdf, done=self._opened)

    def _opened(self, preview: Preview) -> None:
        self._preview.show_filed(preview)

    def _not_filed(self, error: AppError) -> None:
        self.is_running = False
        is_input = isinstance(error, InvalidInputError)
        if isinstance(error, InvalidInputError):
            self._problems_found(error.problems)
        self._step.show_refused(error.text)
        self._button.setEnabled(self._step.may_file and not is_input)
