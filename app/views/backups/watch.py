"""Backups by themselves while somebody works: when a change has waited long enough, and when a second place comes back."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError
from app.services.backups.types import AUTOMATIC, BackupDone, BackupStatus
from app.services.container import Services
from app.views.backups.words import standing
from app.views.jobs import JobRunner
from app.views.shell.status_bar import StatusBar

BEAT_MS = 60_000
RETRY = timedelta(minutes=5)
"""A second place that could not be reached is tried again so long afterwards."""


class BackupWatch(QObject):
    """Looks once a minute; a locked screen changes nothing. What it finds stands in the status bar.

    Args:
        services: of the opened firm.
        jobs: runs the backups outside the window's thread.
        bar: shows how it stands.
        opened: called when the line is clicked.

    """

    def __init__(
        self,
        services: Services,
        jobs: JobRunner,
        bar: StatusBar,
        opened: Callable[[], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._jobs, self._bar, self._opened = services, jobs, bar, opened
        self._is_running = False
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self.look)

    def start(self) -> None:
        """Show how it stands; look again once a minute, and from then on do what is due, not while a desk is opened."""
        self._beat.start()
        self.show()

    def stop(self) -> None:
        """Look no more."""
        self._beat.stop()

    def look(self) -> None:
        """Ask how it stands, show it, and do what is due."""
        self._jobs.run(self._services.backups.status, done=self._act, failed=self._quiet, key="backup-status")

    def _act(self, status: BackupStatus) -> None:
        self._bar.set_link("backup", *standing(status, self._services.office.clock.now()), self._opened)
        if self._is_running or not self._beat.isActive():
            return
        if status.is_due:
            self._is_running = True
            make = self._services.backups.make
            self._jobs.run(make, AUTOMATIC, done=self._made, failed=self._failed, label="正在自动备份")
        elif self._may_retry(status):
            self._is_running = True
            retry = self._services.backups.retry_second
            self._jobs.run(retry, done=self._made, failed=self._failed, label="正在补第二位置的备份")

    def _may_retry(self, status: BackupStatus) -> bool:
        if not status.is_behind:
            return False
        failure, now = status.second_failure, self._services.office.clock.now()
        return failure is None or not failure.at <= now < failure.at + RETRY

    def _made(self, _done: BackupDone | str) -> None:
        self._is_running = False
        self.show()

    def _failed(self, _error: AppError) -> None:
        """Show it in the status bar, where it stays; a message every few minutes would only be in the way."""
        self._is_running = False
        self.show()

    def show(self) -> None:
        """Show how it stands now, doing nothing else."""
        self._jobs.run(self._services.backups.status, done=self._tell, failed=self._quiet, key="backup-status")

    def _tell(self, status: BackupStatus) -> None:
        self._bar.set_link("backup", *standing(status, self._services.office.clock.now()), self._opened)

    def _quiet(self, error: AppError) -> None:
        """Do nothing: the next beat looks again."""
