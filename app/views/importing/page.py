"""设置 › 导入与导出: 选文件 → 对应列 → 核对 → 完成, on one page."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.history import UndoOutcome
from app.services.importing.types import DryRun, ImportOutcome, ImportSource, ImportTable
from app.terms import ImportKind, Permission, Uid
from app.views.actions import Action
from app.views.components.feedback import Banner, Busy, Stepper
from app.views.components.labels import Label, Panel
from app.views.desk import Desk
from app.views.importing.check_step import CheckStep
from app.views.importing.columns_step import ColumnsStep
from app.views.importing.done_step import DoneStep
from app.views.importing.export_card import PATTERNS
from app.views.importing.file_step import FileStep
from app.views.job import Job

STEPS = ("选文件", "对应列", "核对", "完成")
FILE, COLUMNS, CHECK, DONE = range(4)
ABOUT = "把原来的名单、登记簿导进来，或把资料导出成表格。确认前什么都不写。"


class ImportPage(QWidget):
    """导入与导出.

    Args:
        desk: what the window gives.

    """

    record_requested = Signal(str, object)
    section_requested = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._source: ImportSource | None = None
        self._table: ImportTable | None = None
        self._checked: DryRun | None = None
        self._job: Job | None = None
        self.stepper = Stepper(STEPS)
        self.banner = Banner("", "error")
        self.busy = Busy("正在读取…")
        self.file, self.columns, self.check, self.done = FileStep(desk), ColumnsStep(), CheckStep(desk), DoneStep()
        self.stack = QStackedWidget()
        for step in (self.file, self.columns, self.check, self.done):
            self.stack.addWidget(step)
        self._lay_out()
        self._connect()
        self._go(FILE)
        if desk.may(Permission.IMPORT_RECORDS):
            paste = Action("importing.paste", "粘贴表格", self._paste, "clipboard-paste", "Ctrl+V", "导入", None, False)
            desk.actions.add(paste, self)
            self._look_for_unfinished()

    def _lay_out(self) -> None:
        head = Panel("bg", margin=(24, 14, 24, 10), spacing=2)
        head.body.addWidget(Label("导入与导出", "title"))
        head.body.addWidget(Label(ABOUT, "label", wrap=True))
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 24, 8)
        line.setSpacing(16)
        line.addWidget(self.stepper)
        line.addStretch(1)
        line.addWidget(self.busy, 0, Qt.AlignmentFlag.AlignRight)
        held = QVBoxLayout()
        held.setContentsMargins(24, 0, 24, 8)
        held.addWidget(self.banner)
        self.banner.hide()
        self.busy.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addLayout(line)
        rows.addLayout(held)
        rows.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.file.zone.file_chosen.connect(self.read)
        self.file.zone.pasted.connect(self.read_pasted)
        self.file.take_back_requested.connect(self._take_back_unfinished)
        self.file.keep_requested.connect(self._keep_unfinished)
        self.columns.back_requested.connect(partial(self._go, FILE))
        self.columns.table_requested.connect(self._ask_table)
        self.columns.check_requested.connect(self._check)
        self.check.back_requested.connect(partial(self._go, COLUMNS))
        self.check.save_requested.connect(self._save_faulty)
        self.check.import_requested.connect(self._import)
        self.check.cancel_requested.connect(self._cancel)
        self.done.undo_requested.connect(self._undo)
        self.done.again_requested.connect(partial(self._go, FILE))
        self.done.look_requested.connect(self._look)

    # --- what the window asks ---

    def open_record(self, key: object) -> None:
        """Begin with a kind: "client", "consultation" or "past_matter"."""
        if self._is_running():
            return
        self._go(FILE)
        self.file.kind.set_value(ImportKind(str(key)))

    def hints(self) -> str:
        """Words for the status bar."""
        return "Ctrl+V 粘贴表格"

    def on_changes(self, _changes: Mapping[str, Collection[Uid]]) -> None:
        """Nothing on show depends on other people's changes: every row is judged anew when it is written."""

    # --- steps ---

    def _go(self, step: int, _checked: bool = False) -> None:
        self.stack.setCurrentIndex(step)
        self.stepper.set_current(step)
        self.banner.show_text("")
        if self.isVisible():
            first = (self.file.zone.pick, self.columns.check, self.check.view, self.done.look)
            first[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait(self, words: str) -> None:
        self.busy.set_words(words)
        self.busy.show()
        self.stack.setEnabled(False)

    def _rest(self) -> None:
        self.busy.hide()
        self.stack.setEnabled(True)

    def _refuse(self, error: AppError) -> None:
        self._rest()
        self.banner.show_text(error.text, "error")

    def _is_running(self) -> bool:
        return self._job is not None

    # --- 1: the file ---

    def read(self, path: Path) -> None:
        """Read a file."""
        self.banner.show_text("")
        self._wait("正在读取…")
        self.desk.jobs.run(self.desk.services.importing.read, path, done=self._took, failed=self._refuse)

    def _paste(self) -> None:
        if self.stack.currentIndex() == FILE:
            self.file.zone.take_clipboard()

    def read_pasted(self, text: str) -> None:
        """Read copied rows."""
        self.banner.show_text("")
        self._wait("正在读取…")
        self.desk.jobs.run(self.desk.services.importing.read_pasted, text, done=self._took, failed=self._refuse)

    def _took(self, source: ImportSource) -> None:
        self._source = source
        self._ask_table("", None)

    def _ask_table(self, sheet: str, header_line: object) -> None:
        ask = self.desk.services.importing.table
        kind = self.file.kind.value()
        self.desk.jobs.run(
            ask, self._source, kind, sheet, header_line, done=self._show_table, failed=self._refuse, key="import.table"
        )

    def _show_table(self, table: ImportTable) -> None:
        self._rest()
        if self._source is None:
            return
        self._table = table
        self.columns.show_table(self._source, table)
        if self.stack.currentIndex() != COLUMNS:
            self._go(COLUMNS)

    def _look_for_unfinished(self) -> None:
        self.desk.jobs.run(self.desk.services.importing.unfinished, done=self.file.show_unfinished)

    def _take_back_unfinished(self, batch_id: Uid) -> None:
        take_back = self.desk.services.importing.take_back
        self.desk.jobs.run(take_back, batch_id, done=self._took_back, failed=self._refuse, label="正在撤回")

    def _took_back(self, outcome: UndoOutcome) -> None:
        self.banner.show_text(outcome.sentence, "ok" if outcome.ok else "error")
        if outcome.ok or not outcome.label:
            self._keep_unfinished()

    def _keep_unfinished(self) -> None:
        forget = self.desk.services.importing.forget_unfinished
        self.desk.jobs.run(forget, done=lambda _result: self.file.show_unfinished(None), failed=self._refuse)

    # --- 2 and 3: columns, rows ---

    def _check(self, columns: Mapping[int, str]) -> None:
        self._wait("正在核对…")
        self.desk.jobs.run(
            self.desk.services.importing.dry_run,
            self._table,
            columns,
            done=self._show_checked,
            failed=self._refuse_columns,
            progress=self._told_checking,
            label="正在核对",
        )

    def _told_checking(self, done: int, total: int, text: str) -> None:
        self.busy.set_words(f"{text} {done:,} / {total:,}")

    def _refuse_columns(self, error: AppError) -> None:
        self._rest()
        self.columns.banner.show_text(error.text, "error")

    def _show_checked(self, checked: DryRun) -> None:
        self._rest()
        self._checked = checked
        self.check.show_checked(checked)
        self._go(CHECK)

    def _save_faulty(self) -> None:
        if self._checked is None:
            return
        name = f"{Path(self._checked.table.source).stem} 有误的行.xlsx"
        path = self.desk.dialogs.save_file(self, "导出有误的行", name, PATTERNS)
        if path is not None:
            save = self.desk.services.importing.save_faulty
            self.desk.jobs.run(save, self._checked, path, done=self._saved, failed=self._refuse)

    def _saved(self, path: Path) -> None:
        self.desk.messages.show_done(f"已导出有误的行：{path.name}")

    # --- 4: writing ---

    def _import(self) -> None:
        if self._checked is None or self._is_running():
            return
        self.check.set_running(running=True)
        self._job = self.desk.jobs.run(
            self.desk.services.importing.run,
            self._checked.table,
            self._checked.columns,
            done=self._imported,
            failed=self._failed,
            progress=self.check.show_progress,
            label=f"正在导入{self._checked.table.kind.label}",
        )
        if self.stack.currentIndex() == DONE:
            self._job = None  # a runner that works at once has told the end already

    def _cancel(self) -> None:
        if self._job is not None:
            self.check.show_stopping()
            self._job.progress.cancel()

    def _imported(self, outcome: ImportOutcome) -> None:
        self._job = None
        self.check.set_running(running=False)
        self.done.show_outcome(outcome)
        self._go(DONE)

    def _failed(self, error: AppError) -> None:
        self._job = None
        self.check.set_running(running=False)
        self.check.banner.show_text(error.text, "error")

    def _undo(self, batch_id: Uid) -> None:
        take_back = self.desk.services.importing.take_back
        self.desk.jobs.run(take_back, batch_id, done=self._undone, failed=self._refuse, label="正在撤销导入")

    def _undone(self, outcome: UndoOutcome) -> None:
        sentence = outcome.sentence or "这次导入已经撤销过了。"
        self.done.show_undone(sentence, ok=outcome.ok or not outcome.label)

    def _look(self, kind: ImportKind) -> None:
        if kind is ImportKind.PAST_MATTER:
            self.section_requested.emit("past_matters")
        else:
            self.record_requested.emit("clients" if kind is ImportKind.CLIENT else "consultations", None)
