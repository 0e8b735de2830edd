"""The backup on closing: at once where little is to do, with a small window where it takes longer, never for ever."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError
from app.services.backups.service import Backups
from app.services.backups.types import CLOSING, BackupStatus
from app.views.components.buttons import Button
from app.views.components.feedback import Busy, ThinBar
from app.views.components.labels import Label
from app.views.job import Job
from app.views.jobs import JobRunner

SHOWN_AFTER_MS = 300
LONGEST_MS = 10 * 60 * 1000
"""A PC that is shut down in the evening is not kept on by a backup."""
SIZE = QSize(420, 150)


class ClosingBackup(QWidget):
    """Backs up what changed, then says `finished`; a failure is told at the next start.

    Args:
        backups: of the firm that is being closed.
        jobs: runs them.

    """

    finished = Signal()

    def __init__(self, backups: Backups, jobs: JobRunner) -> None:
        super().__init__()
        self._backups, self._jobs = backups, jobs
        self._job: Job | None = None
        self._is_over = False
        self.setWindowTitle("正在退出 - 律顾台")
        self.resize(SIZE)
        self._busy, self._bar = Busy("正在备份…"), ThinBar(0, "accent")
        skip = Button("不等了，直接退出")
        skip.clicked.connect(lambda _checked=False: self.skip())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(self._busy)
        rows.addWidget(self._bar)
        rows.addWidget(Label("备份好就自动退出。已保存的资料都在，不等也不会丢。", "hint", wrap=True))
        rows.addWidget(skip, 0, Qt.AlignmentFlag.AlignRight)
        self._soon, self._limit = self._timer(SHOWN_AFTER_MS, self.show), self._timer(LONGEST_MS, self.skip)

    def _timer(self, milliseconds: int, done: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(done)
        return timer

    def start(self) -> None:
        """Look whether something changed, and back it up."""
        self._soon.start()
        self._limit.start()
        self._job = self._jobs.run(self._backups.status, done=self._decide, failed=self._failed)

    def _decide(self, status: BackupStatus) -> None:
        if status.is_changed:
            self._job = self._jobs.run(
                self._backups.make, CLOSING, done=self._done, failed=self._failed, progress=self._told
            )
        elif status.is_behind:
            self._job = self._jobs.run(
                self._backups.retry_second, done=self._done, failed=self._failed, progress=self._told
            )
        else:
            self._end()

    def _told(self, done: int, total: int, text: str) -> None:
        self._busy.set_words(f"{text}…")
        self._bar.set_share(done / total if total else 0, "accent")

    def _done(self, _result: object) -> None:
        self._end()

    def _failed(self, _error: AppError) -> None:
        self._end()

    def skip(self) -> None:
        """Do not wait any longer; a half backup is thrown away."""
        if self._job is not None:
            self._job.cancel()
        self._end()

    def _end(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._soon.stop()
        self._limit.stop()
        self.hide()
        self.finished.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take a closed window for not waiting any longer."""
        self.skip()
        super().closeEvent(event)
