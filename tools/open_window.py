"""The program's real window on a firm, for benches that measure what a user sees."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.catalogue import Catalogue
from app.clock import Clock
from app.services.accounts import Accounts, find_actor
from app.services.container import Services
from app.services.core import Office
from app.settings import Settings
from app.storage.blobs import BlobStore
from app.storage.database import Database
from app.views.application import make_application
from app.views.dialogs import QtDialogs
from app.views.jobs import Jobs
from app.views.workplace import Surroundings, Workplace
from tools.big_firm import LOGIN, Firm

SIZE = (1366, 768)
QUIET_PASSES = 5
"""So often the event loop has to find nothing running: a result may start the next call."""


@contextmanager
def open_window(firm: Firm, clock: Clock, login: str = LOGIN) -> Iterator[Workplace]:
    """Show the main window of a firm with the inbox, threads and all, and close it afterwards."""
    settings = Settings(firm.profile.settings)
    make_application(settings)
    gc.freeze()  # as the program does once it is loaded
    jobs = Jobs()
    try:
        office = Office(
            profile=firm.profile,
            database=Database.open(firm.profile, firm.data_key),
            blobs=BlobStore(firm.profile, firm.data_key),
            clock=clock,
            catalogue=Catalogue.load(),
        )
        services = Services(office)
        office.seat(find_actor(office, login))
        around = Surroundings(Accounts.of(firm.profile, clock), settings, jobs, QtDialogs())
        place = Workplace(services, around, services.firm.hours())
        place.window.resize(*SIZE)
        place.start()
        settle(jobs)
        yield place
        place.window.close()
    finally:
        jobs.closing()
    services.close()


def settle(jobs: Jobs) -> None:
    """Let the event loop run until nothing is loading and everything is painted."""
    quiet = 0
    while quiet < QUIET_PASSES:
        QApplication.processEvents()
        quiet = 0 if jobs.busy else quiet + 1


class PaintWatch(QObject):
    """Calls a function once after a widget's next painting, when the event loop is free again.

    Args:
        widget: e.g. a list's viewport.

    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._then: Callable[[], object] | None = None
        widget.installEventFilter(self)

    def after_next(self, then: Callable[[], object]) -> None:
        """Call `then` after the next painting."""
        self._then = then

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the painting."""
        if self._then is not None and event.type() == QEvent.Type.Paint:
            then, self._then = self._then, None
            QTimer.singleShot(0, then)
        return super().eventFilter(watched, event)
