"""从备份恢复: choose, open with a password or the recovery key, compare, restore; nothing is touched before the end."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.clock import Clock
from app.errors import AppError
from app.services.backups.restoring import Restoring, Unlocked
from app.services.backups.types import BackupView, Restored, RestorePreview
from app.views.backups.restore_steps import ChooseSheet, CompareSheet, DoneSheet, OpenSheet, RestoreSheet, WaitSheet
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Stepper
from app.views.components.labels import Panel, divider
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.setup.brand import Brand

NAMES = ("选择备份", "打开备份", "核对后恢复", "完成")
USUAL, SMALLEST = QSize(980, 640), QSize(760, 480)
RAIL = 208


class RestoreWindow(QWidget):
    """Restores a backup into a profile that nobody has open.

    Args:
        restoring: of the profile, from `Accounts.restoring()`.
        jobs: runs what takes time; the restore itself on the writer thread, after whatever still closes there.
        dialogs: picks a folder.
        clock: the present instant.
        first: a backup chosen beforehand, or a folder of backups.

    """

    restored = Signal(object)
    """`Restored`: the files are in force; sign in next."""
    closed = Signal()
    """The window was closed; where `restored` did not come before, nothing was changed."""

    def __init__(
        self, restoring: Restoring, jobs: JobRunner, dialogs: Dialogs, clock: Clock, first: Path | None = None
    ) -> None:
        super().__init__()
        self._restoring, self._jobs, self._dialogs, self._clock = restoring, jobs, dialogs, clock
        self._unlocked: Unlocked | None = None
        self._chosen: BackupView | None = None
        self._done: Restored | None = None
        self._first, self._is_working = first, False
        self.setWindowTitle("从备份恢复 - 律顾台")
        self.setObjectName("wizard")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.choose, self.opening, self.compare = ChooseSheet(jobs, clock), OpenSheet(), CompareSheet()
        self.wait, self.end = WaitSheet(), DoneSheet()
        self._lay_out()
        self.choose.folder_requested.connect(self._pick_folder)
        self.choose.opened.connect(self.go_on)
        self.opening.submitted.connect(self.go_on)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        self._show(self.choose)
        self._look(first)

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        rail = Panel("nav", margin=(24, 28, 16, 24), spacing=8)
        rail.setFixedWidth(RAIL)
        self._stepper = Stepper(NAMES, vertical=True)
        rail.body.addWidget(Brand())
        rail.body.addSpacing(20)
        rail.body.addWidget(self._stepper)
        rail.body.addStretch(1)
        whole.addWidget(rail)
        whole.addWidget(divider(vertical=True))
        right = Panel("bg", margin=0, spacing=0)
        self._stack = QStackedWidget()
        for sheet in (self.choose, self.opening, self.compare, self.wait, self.end):
            self._stack.addWidget(sheet)
        right.body.addWidget(self._stack, 1)
        right.body.addWidget(divider())
        right.body.addWidget(self._footer())
        whole.addWidget(right, 1)

    def _footer(self) -> Panel:
        footer = Panel("surface", margin=(32, 16, 32, 15), spacing=16, horizontal=True)
        self.back, self.cancel = Button("上一步", icon="arrow-left"), Button("取消")
        self.next = Button("下一步", Kind.PRIMARY, icon="arrow-right", icon_after=True)
        self.back.clicked.connect(lambda _checked=False: self.go_back())
        self.cancel.clicked.connect(lambda _checked=False: self.close())
        self.next.clicked.connect(lambda _checked=False: self.go_on())
        footer.body.addWidget(self.back)
        footer.body.addStretch(1)
        footer.body.addWidget(self.cancel)
        footer.body.addWidget(self.next)
        return footer

    def _show(self, sheet: RestoreSheet) -> None:
        self._stack.setCurrentWidget(sheet)
        steps = {self.choose: 0, self.opening: 1, self.compare: 2, self.end: 3}
        if sheet in steps:
            self._stepper.set_current(steps[sheet])
        self._is_working = sheet is self.wait
        self.back.setVisible(sheet in (self.opening, self.compare))
        self.cancel.setVisible(sheet is not self.end and not self._is_working)
        self.next.setEnabled(not self._is_working)
        words = {self.compare: ("恢复这份备份", "archive-restore"), self.end: ("去登录", "arrow-right")}
        self.next.set_words(*words.get(sheet, ("下一步", "arrow-right")))

    # --- choosing ---

    def _look(self, place: Path | None) -> None:
        self._jobs.run(self._found_in, place, lane="work", done=self._found, failed=self.choose.show_error)

    def _found_in(self, place: Path | None) -> tuple[tuple[BackupView, ...], str]:
        """Return the backups of a place, or those of the usual places of this PC."""
        if place is not None:
            folder = place.parent if (place / "manifest.json").is_file() else place
            return self._restoring.backups_in(folder), str(folder)
        found: list[BackupView] = []
        names = {one.path.name for one in found}
        for usual in self._restoring.usual_places():
            try:
                fresh = self._restoring.backups_in(usual)
            except AppError:
                continue  # an empty place, or a stick that was taken out meanwhile
            found += [one for one in fresh if one.path.name not in names]
            names |= {one.path.name for one in fresh}
        return tuple(sorted(found, key=lambda one: one.at, reverse=True)), "本机和第二位置的备份" if found else ""

    def _found(self, found: tuple[tuple[BackupView, ...], str]) -> None:
        self.choose.show_backups(*found, self._first)

    def _pick_folder(self) -> None:
        folder = self._dialogs.folder(self, "打开备份文件夹")
        if folder is not None:
            self._first = folder
            self._look(folder)

    # --- going on and back ---

    def go_on(self) -> None:
        """Do what the step's button says."""
        sheet = self._stack.currentWidget()
        if sheet is self.choose:
            self._open_chosen()
        elif sheet is self.opening and self.opening.is_complete():
            self._unlock()
        elif sheet is self.compare and self._unlocked is not None:
            self._restore(self._unlocked)
        elif sheet is self.end and self._done is not None:
            done, self._done = self._done, None
            self.restored.emit(done)

    def go_back(self) -> None:
        """Go to the step before; a backup that was opened is closed again."""
        self._forget()
        self._show(self.choose)

    def _forget(self) -> None:
        self._unlocked = None
        self._jobs.run(self._restoring.abandon, lane="write")

    def _open_chosen(self) -> None:
        self._chosen = self.choose.chosen()
        if self._chosen is None:
            self.choose.show_error(AppError("请先选一份备份。"))
            return
        preview = self._restoring.preview
        self._jobs.run(preview, self._chosen.path, lane="work", done=self._previewed, failed=self.choose.show_error)

    def _previewed(self, preview: RestorePreview) -> None:
        self._show(self.opening)
        self.opening.show_preview(preview, self._clock.now())

    def _unlock(self) -> None:
        if self._chosen is None:
            return
        sheet, given = self.opening, (self.opening.code.value(),)
        call = self._restoring.unlock_with_recovery
        if sheet.is_by_password:
            call, given = self._restoring.unlock, (str(sheet.login.value()), sheet.password.value())  # type: ignore[assignment]
        self._show(self.wait)
        self._jobs.run(
            call,
            self._chosen.path,
            *given,
            lane="write",
            done=self._opened,
            failed=self._not_opened,
            progress=self.wait.show_progress,
        )

    def _opened(self, unlocked: Unlocked) -> None:
        self._unlocked = unlocked
        self.compare.show_backup(unlocked.backup, self._clock.now())
        self._show(self.compare)
        self.next.setFocus()

    def _not_opened(self, error: AppError) -> None:
        self._show(self.opening)
        self.opening.show_error(error)

    def _restore(self, unlocked: Unlocked) -> None:
        self._show(self.wait)
        self._jobs.run(
            self._restoring.restore,
            unlocked,
            lane="write",
            done=self._finished,
            failed=self._not_restored,
            progress=self.wait.show_progress,
        )

    def _finished(self, done: Restored) -> None:
        self._done = done
        self.end.show_result(done, self._clock.now())
        self._show(self.end)
        self.next.setFocus()

    def _not_restored(self, error: AppError) -> None:
        """Say why; the backup has to be opened anew, because the stage may be gone."""
        self._forget()
        self._show(self.choose)
        self.choose.show_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hold on while files are written; otherwise forget what was opened. After the end it means signing in."""
        if self._is_working:
            event.ignore()
            return
        if self._done is not None:
            event.ignore()
            self.go_on()
            return
        self._forget()
        super().closeEvent(event)
        self.closed.emit()
