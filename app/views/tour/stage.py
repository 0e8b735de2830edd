"""The tour's stage: the program's windows over an invented firm, with a clock that the story puts on."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import SteppedClock
from app.errors import AppError
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.container import Services
from app.services.core import Office
from app.services.demo.build import PASSWORD, build
from app.services.hours import Hours
from app.settings import Settings
from app.views.dialogs import Drawer, ScriptedDialogs, print_on
from app.views.jobs import Jobs
from app.views.setup.sign_in import SignInWindow
from app.views.text import ZONE
from app.views.tour.hand import Hand
from app.views.workplace import Surroundings, Workplace

CLIENTS = 24
WIDTH, HEIGHT = 1366, 768


def at(text: str) -> datetime:
    """Return an instant of the firm from e.g. "2026-03-13 09:10"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class TourDialogs(ScriptedDialogs):
    """Answers given beforehand; what is printed becomes a PDF file, through the same drawing as on a printer."""

    def __init__(self) -> None:
        super().__init__()
        self.paper = Path()

    def print_pages(self, parent: QWidget, title: str, pages: int, draw: Drawer) -> bool:  # noqa: ARG002
        """Print every page into the file `paper`."""
        self.asked.append(("print_pages", title))
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.paper))
        printer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
        )
        printer.setFullPage(True)
        print_on(printer, range(pages), draw)
        return True


class Stage(QObject):
    """One seat of the invented firm: its sign-in window, then the workplace of whoever signed in.

    Args:
        root: an empty folder that is thrown away afterwards.
        application: with its look.
        settings: what this PC remembers.
        clock: put on by the story.

    """

    def __init__(self, root: Path, settings: Settings, clock: SteppedClock) -> None:
        super().__init__()
        self.root, self.settings, self.clock = root, settings, clock
        self.profile = Profile(root / "演示律所")
        self.dialogs = TourDialogs()
        self.faults: list[str] = []
        self.jobs = Jobs(self)
        self.jobs.unexpected.connect(lambda error: self.faults.append(f"{type(error).__name__}：{error}"))
        self.accounts: Accounts | None = None
        self.door: SignInWindow | None = None
        self.place: Workplace | None = None
        self.services: Services | None = None

    # --- the firm and its door ---

    def found_firm(self, *logins: str) -> None:
        """Build the invented firm as it stands at the clock's present instant."""
        build(self.profile, self.clock, clients=CLIENTS, logins=logins)
        self.accounts = Accounts.of(self.profile, self.clock)

    def open_door(self) -> None:
        """Show the sign-in window."""
        accounts = self._accounts()
        self.door = SignInWindow(self.settings)
        self.door.sign_in_requested.connect(self._sign_in)
        self.jobs.run(accounts.logins, lane="work", done=self.door.set_logins)
        self.door.show()
        self.door.activateWindow()

    def _accounts(self) -> Accounts:
        if self.accounts is None:
            raise AssertionError("the firm is not founded yet")
        return self.accounts

    def _sign_in(self, login: str, password: str) -> None:
        call = self._accounts().sign_in
        self.jobs.run(call, login, password, lane="write", done=self._entered, failed=self._refused)

    def _refused(self, error: AppError) -> None:
        if self.door is not None:
            self.door.show_error(error)

    def _entered(self, office: Office) -> None:
        self.services = Services(office)
        self.settings.set("last_login", office.actor.login)
        self.jobs.run(self.services.firm.hours, done=self._open_workplace)

    def _open_workplace(self, hours: Hours) -> None:
        if self.services is None:
            return
        around = Surroundings(self._accounts(), self.settings, self.jobs, self.dialogs)
        self.place = Workplace(self.services, around, hours)
        self.place.left.connect(self._left)
        self.place.start()
        self.place.window.resize(WIDTH, HEIGHT)
        self.place.window.activateWindow()
        if self.door is not None:
            self.door.close()
            self.door.deleteLater()
            self.door = None

    def _left(self) -> None:
        place, services = self.place, self.services
        self.place = self.services = None
        if place is not None:
            place.window.deleteLater()
        if services is not None:
            self.jobs.run(services.close, lane="write")
        self.open_door()

    # --- what the acts work with ---

    @property
    def seat(self) -> Workplace:
        """The workplace of the signed-in person."""
        if self.place is None:
            raise AssertionError("nobody is signed in")
        return self.place

    @property
    def window(self) -> QWidget:
        """The window in front: a dialog, the main window or the door."""
        modal = QApplication.activeModalWidget()
        found = modal or (self.place.window if self.place is not None else self.door)
        return found if found is not None else QWidget()

    @property
    def hand(self) -> Hand:
        """A hand on the main window, which is in front."""
        return self.before(self.seat.window)

    def before(self, window: QWidget) -> Hand:
        """Bring a window to the front, as a click on it does, and return a hand for it."""
        hand = Hand(window)
        if not window.isActiveWindow():
            window.activateWindow()
            hand.until(window.isActiveWindow, "窗口没有到前面来。")
        return hand

    def sign_in(self, login: str) -> Hand:
        """Sign somebody in at the door and wait for the inbox."""
        waiting = Hand(self.window)
        waiting.until(lambda: self.door is not None, "没有回到登录窗口。")
        self.settle()
        hand = self.before(self.window)
        hand.type_into("登录名", login)
        hand.type_into("密码", PASSWORD)
        hand.click("登录")
        hand.until(lambda: self.place is not None, "登录以后没有打开工作窗口。")
        self.settle()
        return self.hand

    def settle(self) -> None:
        """Wait until nothing runs in the background and everything pending is painted."""
        hand = Hand(self.window)
        QApplication.processEvents()
        hand.until(lambda: not self.jobs.busy, "后台的工作一直没有做完。")
        QApplication.processEvents()

    def close(self) -> None:
        """Close every window, wait for what must finish, let go of the data."""
        for window in (self.door, self.place.window if self.place is not None else None):
            if window is not None:
                window.blockSignals(True)
                window.hide()
        self.jobs.closing()
        if self.services is not None:
            self.services.close()
