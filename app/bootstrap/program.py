"""One running program: the door, the desk, and the way between them."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.bootstrap.last_words import say_before_the_end
from app.bootstrap.loading import collect_garbage_again, load
from app.clock import Clock
from app.errors import AppError, DamagedDatabaseError
from app.paths import Profile
from app.settings import Settings
from app.views.jobs import Jobs
from app.views.setup.sign_in import SignInWindow

if TYPE_CHECKING:
    from app.services.accounts import Accounts
    from app.services.backups.types import Restored
    from app.services.container import Services
    from app.services.core import Office
    from app.services.hours import Hours
    from app.services.rescue import Given, Rescue
    from app.views.backups.closing import ClosingBackup
    from app.views.backups.restore_window import RestoreWindow
    from app.views.rescue.window import RescueWindow
    from app.views.setup.wizard import Wizard
    from app.views.workplace import Workplace


class Program(QObject):
    """One running program on one profile: wizard or sign-in, then the workplace.

    Args:
        profile: where the firm's data lies.
        clock: gives the present instant.
        settings: what this PC remembers.

    """

    raised = Signal()
    """A second start asks this one to come to the front; emitted from another thread."""
    failed = Signal()
    """A defect was caught and written into the crash file; may come from any thread."""

    def __init__(self, profile: Profile, clock: Clock, settings: Settings) -> None:
        super().__init__()
        self.profile = profile
        self.clock = clock
        self.settings = settings
        self.jobs = Jobs(self)
        self.accounts: Accounts | None = None
        self.sign_in: SignInWindow | None = None
        self.wizard: Wizard | None = None
        self.workplace: Workplace | None = None
        self.rescue: RescueWindow | None = None
        self.restoring: RestoreWindow | None = None
        self.last_backup: ClosingBackup | None = None
        self._given: tuple[str, tuple[str, ...]] = ("", ())
        self.look_only: AppError | None = None
        """Why nothing can be written here; the firm is then opened for looking only."""
        self.services: Services | None = None
        self.raised.connect(self.come_to_front)
        self.failed.connect(self._say_fault)

    def start(self) -> None:
        """Show the first window; the rest of the program is loaded while it stands."""
        if self.profile.exists:
            self._show_sign_in().installEventFilter(self)
        else:
            QTimer.singleShot(0, self, self._load)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Begin to load once the sign-in window is painted: the two would only hold each other up."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return super().eventFilter(watched, event)

    def come_to_front(self) -> None:
        """Bring the present window to the front."""
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                window.showNormal() if window.isMinimized() else window.show()
                window.raise_()
                window.activateWindow()

    def _say_fault(self) -> None:
        fault = AppError(
            "程序内部出错，这一步没有完成。", safe="已保存的资料不受影响。", todo="请再试一次；仍不行请重新打开程序。"
        )
        if self.workplace is not None:
            self.workplace.window.toasts.show_error(fault)
        elif self.sign_in is not None:
            self.sign_in.show_error(fault)

    # --- loading ---

    def _load(self) -> None:
        self.jobs.run(load, self.profile, self.clock, lane="work", done=self._loaded, failed=self._cannot_start)

    def _loaded(self, accounts: "Accounts") -> None:
        from app.storage.unit_of_work import forbid_on_thread  # noqa: PLC0415

        forbid_on_thread(threading.get_ident())
        collect_garbage_again()
        self.accounts = accounts
        try:
            door = accounts.door()
        except AppError as error:  # a restore cannot be finished yet
            self._cannot_start(error)
            return
        if door.value == "first_run":
            self._show_wizard(accounts)
            return
        sign_in = self._show_sign_in()
        if self.look_only is not None:
            sign_in.show_error(self.look_only)
        self.jobs.run(accounts.logins, lane="work", done=sign_in.set_logins, failed=self._refused)

    def _cannot_start(self, error: AppError) -> None:
        """Say why and end: a data file of the program itself is wrong."""
        say_before_the_end(error)
        self._quit()

    # --- the door ---

    def _show_sign_in(self) -> SignInWindow:
        if self.sign_in is None:
            self.sign_in = SignInWindow(self.settings)
            self.sign_in.sign_in_requested.connect(self._sign_in)
            self.sign_in.recovery_requested.connect(self._recover)
            self.sign_in.new_password_chosen.connect(self._set_own_password)
            self.sign_in.new_password_declined.connect(self._close_services)
            self.sign_in.restore_requested.connect(self.open_restore)
            self.sign_in.closed.connect(self._door_closed)
        self.sign_in.show()
        self.sign_in.raise_()
        return self.sign_in

    def _show_wizard(self, accounts: "Accounts") -> None:
        from app.views.dialogs import QtDialogs  # noqa: PLC0415
        from app.views.setup.wizard import Wizard  # noqa: PLC0415

        self.wizard = Wizard(accounts, self.jobs, QtDialogs())
        self.wizard.finished.connect(self._entered)
        self.wizard.restore_requested.connect(self.open_restore)
        self.wizard.closed.connect(self._door_closed)
        self.wizard.show()

    def _sign_in(self, login: str, password: str) -> None:
        self._enter("sign_in", login, password)

    def _recover(self, code: str, login: str, password: str) -> None:
        self._enter("recover", code, login, password)

    def _enter(self, how: str, *given: str) -> None:
        if self.sign_in is None:
            return
        self.sign_in.set_busy(busy=True)
        self._given = (how, given)
        if self.accounts is None:
            QTimer.singleShot(50, self, lambda: self._enter(how, *given))
            return
        if self.look_only is not None:
            looking = self._rescuer().look, self._as_given()
            self.jobs.run(*looking, lane="work", done=self._entered, failed=self._refused)
            return
        call = self.accounts.sign_in if how == "sign_in" else self.accounts.recover
        self.jobs.run(call, *given, lane="write", done=self._entered, failed=self._refused)

    def _rescuer(self) -> "Rescue":
        from app.services.rescue import Rescue  # noqa: PLC0415 - rarely needed

        if self.accounts is None:
            raise RuntimeError("asked before the program was loaded")
        return Rescue(self.profile, self.clock, self.accounts.catalogue)

    def _as_given(self) -> "Given":
        from app.services.rescue import Given  # noqa: PLC0415 - rarely needed

        how, words = self._given
        return Given(*words) if how == "sign_in" else Given(words[1], code=words[0])

    def _refused(self, error: AppError) -> None:
        if self.sign_in is not None:
            self.sign_in.show_error(error)
        if isinstance(error, DamagedDatabaseError):
            self._show_rescue(error)

    def _show_rescue(self, error: AppError) -> None:
        """Offer the ways around data that does not open, in the place of the sign-in window."""
        from app.views.dialogs import QtDialogs  # noqa: PLC0415
        from app.views.rescue.window import RescueWindow  # noqa: PLC0415

        if self.accounts is None:
            return
        rescue = self._rescuer()
        given = self._as_given() if self._given[0] and rescue.can_unlock() else None
        self._close_rescue()
        self.rescue = RescueWindow(error, rescue, given, self.jobs, QtDialogs(), can_restore=True)
        self.rescue.opened.connect(self._entered)
        self.rescue.restore_requested.connect(self.open_restore)
        self.rescue.retry_requested.connect(self._try_again)
        self.rescue.back_requested.connect(self._back_to_sign_in)
        self.rescue.closed.connect(self._door_closed)
        self.rescue.show()
        if self.sign_in is not None:
            self.sign_in.hide()

    def _try_again(self) -> None:
        how, given = self._given
        self._back_to_sign_in()
        self._enter(how, *given)

    def _back_to_sign_in(self) -> None:
        self._show_sign_in()
        self._close_rescue()

    def _close_rescue(self) -> None:
        if self.rescue is not None:
            self.rescue.blockSignals(True)
            self.rescue.close()
            self.rescue.deleteLater()
            self.rescue = None

    # --- restoring a backup ---

    def open_restore(self, first: Path | None = None) -> None:
        """Show the window that restores a backup, in the place of whatever stood at the door.

        Args:
            first: a backup chosen beforehand, or a folder of backups; None shows those of the usual places.

        """
        from app.views.backups.restore_window import RestoreWindow  # noqa: PLC0415 - rarely needed
        from app.views.dialogs import QtDialogs  # noqa: PLC0415

        if self.accounts is None or self.restoring is not None:
            return
        self.restoring = RestoreWindow(self.accounts.restoring(), self.jobs, QtDialogs(), self.clock, first)
        self.restoring.restored.connect(self._restored)
        self.restoring.closed.connect(self._not_restored)
        self.restoring.show()
        self._close_rescue()
        self._close_wizard()
        if self.sign_in is not None:
            self.sign_in.hide()

    def _restored(self, _done: "Restored") -> None:
        self.settings.set("last_login", "")
        self._close_restoring()
        if self.accounts is not None:
            sign_in = self._show_sign_in()
            self.jobs.run(self.accounts.logins, lane="work", done=sign_in.set_logins, failed=self._refused)

    def _not_restored(self) -> None:
        self._close_restoring()
        if self.accounts is None:
            return
        if self.profile.exists:
            sign_in = self._show_sign_in()
            self.jobs.run(self.accounts.logins, lane="work", done=sign_in.set_logins, failed=self._refused)
        else:
            self._show_wizard(self.accounts)

    def _close_restoring(self) -> None:
        window, self.restoring = self.restoring, None
        if window is not None:
            window.blockSignals(True)
            window.hide()
            window.deleteLater()

    def _close_wizard(self) -> None:
        wizard, self.wizard = self.wizard, None
        if wizard is not None:
            wizard.blockSignals(True)
            wizard.close()
            wizard.deleteLater()

    # --- the workplace ---

    def _entered(self, office: "Office") -> None:
        from app.services.container import Services  # noqa: PLC0415

        self.services = Services(office)
        if self.settings.flag("remember_login", default=True):
            self.settings.set("last_login", office.actor.login)
        self.jobs.run(self.services.staff.logins.must_change, done=self._look_at_password, failed=self._not_opened)

    def _look_at_password(self, is_temporary: bool) -> None:
        """Open the desk; whoever came in with a temporary password sets an own one first, where anything can be written."""
        if self.services is None:
            return
        if is_temporary and self.sign_in is not None and not self.services.office.database.is_read_only:
            self.sign_in.ask_new_password()
        else:
            self.jobs.run(self.services.firm.hours, done=self._open_workplace, failed=self._not_opened)

    def _set_own_password(self, password: str) -> None:
        if self.services is not None and self.sign_in is not None:
            self.sign_in.set_busy(busy=True)
            replace = self.services.staff.logins.replace_temporary
            self.jobs.run(replace, password, done=self._own_password_set, failed=self._refused)

    def _own_password_set(self, _nothing: object) -> None:
        self._look_at_password(is_temporary=False)

    def _not_opened(self, error: AppError) -> None:
        """Say at the door why the desk cannot be shown, e.g. a damaged page; the database is let go."""
        self._close_services()
        if self.wizard is not None:
            self.wizard.blockSignals(True)
            self.wizard.close()
            self.wizard.deleteLater()
            self.wizard = None
        self._show_sign_in()
        self._refused(error)

    def _open_workplace(self, hours: "Hours") -> None:
        from app.views.dialogs import QtDialogs  # noqa: PLC0415
        from app.views.workplace import Surroundings, Workplace  # noqa: PLC0415

        if self.services is None or self.accounts is None:
            return
        around = Surroundings(self.accounts, self.settings, self.jobs, QtDialogs())
        self.workplace = Workplace(self.services, around, hours)
        self.workplace.left.connect(self._left)
        self.workplace.closed.connect(self._back_up_and_quit)
        self.workplace.start()
        for window in (self.sign_in, self.wizard):
            if window is not None:
                window.blockSignals(True)
                window.close()
                window.deleteLater()
        self.sign_in = self.wizard = None
        self._close_rescue()
        self._given = ("", ())

    def _left(self) -> None:
        wanted = self.workplace.restores if self.workplace is not None else False
        self._close_services()
        if wanted:
            self.open_restore(wanted if isinstance(wanted, Path) else None)
            return
        sign_in = self._show_sign_in()
        if self.accounts is not None:
            self.jobs.run(self.accounts.logins, lane="work", done=sign_in.set_logins)

    def _close_services(self) -> None:
        services, self.services = self.services, None
        if self.workplace is not None:
            self.workplace.window.deleteLater()
            self.workplace.deleteLater()
            self.workplace = None
        if services is not None:
            self.jobs.stop_running()  # a copy or an export would read on in a file that a restore may move away
            self.jobs.run(services.close, lane="write")

    def _door_closed(self) -> None:
        """End the program: nobody is at the desk, whether or not somebody stood in the door."""
        if self.workplace is None:
            self._quit()

    def _back_up_and_quit(self) -> None:
        """Back up what changed, then end."""
        from app.views.backups.closing import ClosingBackup  # noqa: PLC0415 - the window stands sooner without it

        if self.services is None:
            self._quit()
            return
        self.last_backup = ClosingBackup(self.services.backups, self.jobs)
        self.last_backup.finished.connect(self._quit)
        self.last_backup.start()

    def _quit(self) -> None:
        QApplication.quit()

    def close(self) -> None:
        """Wait for what must finish and let go of the data."""
        if self.last_backup is not None:
            self.last_backup.blockSignals(True)
            self.last_backup.skip()
            self.last_backup.deleteLater()
            self.last_backup = None
        self._close_restoring()
        self.jobs.closing()
        if self.accounts is not None:
            from app.storage.unit_of_work import allow_on_thread  # noqa: PLC0415

            allow_on_thread(threading.get_ident())
        if self.services is not None:
            self.services.close()
            self.services = None
