"""The sign-in window: stands at once, while the rest of the program is still being loaded."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.clock import monotonic
from app.errors import AppError, WrongPasswordError
from app.settings import Settings
from app.views.components.buttons import Button, Kind
from app.views.components.choices import Option, SearchChoice
from app.views.components.fields import PasswordField
from app.views.components.form_field import FormField
from app.views.setup.brand import Brand, Promise
from app.views.setup.door_card import DoorCard

if TYPE_CHECKING:
    from app.views.setup.new_password_card import NewPasswordCard
    from app.views.setup.recovery_card import RecoveryCard

USUAL, SMALLEST = QSize(760, 640), QSize(440, 420)
BUTTONS = 4
"""So many other logins are offered as buttons; more than that drop down from the field."""


class SignInWindow(QWidget):
    """Asks for login and password, or for the recovery key and a new password.

    Args:
        settings: remembers who signed in last.
        seconds: a clock that never jumps, for the wait after wrong passwords.

    """

    sign_in_requested = Signal(str, str)
    """Login and password."""
    recovery_requested = Signal(str, str, str)
    """Recovery key, login and new password."""
    new_password_chosen = Signal(str)
    """The own password of somebody who came in with a temporary one."""
    new_password_declined = Signal()
    restore_requested = Signal()
    """A backup is to be restored instead."""
    closed = Signal()

    def __init__(self, settings: Settings, seconds: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.setWindowTitle("登录 - 律顾台")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setObjectName("signIn")
        self._sheets = QStackedWidget()
        self._seconds = seconds
        self.sign_in = SignInCard(settings, seconds)
        self._logins: tuple[str, ...] = ()
        self._recovery: RecoveryCard | None = None
        self._new_password: NewPasswordCard | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sheets)
        self._sheets.addWidget(_ground(self.sign_in))
        self.sign_in.submitted.connect(self.sign_in_requested)
        self.sign_in.recovery_wanted.connect(partial(self.show_recovery, recovery=True))
        self.sign_in.restore_wanted.connect(self.restore_requested)
        self.sign_in.handbook_wanted.connect(self.show_handbook)

    @property
    def recovery(self) -> "RecoveryCard":
        """The card for the recovery key, made when it is first asked for: the window stands sooner without it."""
        if self._recovery is None:
            from app.views.setup.recovery_card import RecoveryCard  # noqa: PLC0415 - rarely needed

            self._recovery = card = RecoveryCard(self._seconds)
            card.set_logins(self._logins)
            card.submitted.connect(self.recovery_requested)
            card.back_wanted.connect(partial(self.show_recovery, recovery=False))
            self._sheets.addWidget(_ground(card))
        return self._recovery

    def _cards(self) -> "Sequence[SignInCard | RecoveryCard]":
        return (self.sign_in,) if self._recovery is None else (self.sign_in, self._recovery)

    @property
    def new_password(self) -> "NewPasswordCard":
        """The card for the own password, made when somebody comes in with a temporary one."""
        if self._new_password is None:
            from app.views.setup.new_password_card import NewPasswordCard  # noqa: PLC0415 - rarely needed

            self._new_password = card = NewPasswordCard(self._seconds)
            card.submitted.connect(self.new_password_chosen)
            card.back_wanted.connect(self._decline_new_password)
            self._sheets.addWidget(_ground(card))
        return self._new_password

    @property
    def _card(self) -> "SignInCard | RecoveryCard | NewPasswordCard":
        shown = self._sheets.currentIndex()
        for card in (self._recovery, self._new_password):
            if card is not None and self._sheet_of(card) == shown:
                return card
        return self.sign_in

    def _sheet_of(self, card: DoorCard) -> int:
        """Return which sheet a card lies on."""
        return next(at for at in range(self._sheets.count()) if _holds(self._sheets, at, card))

    def ask_new_password(self) -> None:
        """Ask for an own password before the desk opens; the temporary one was right."""
        card = self.new_password
        self.set_busy(busy=False)
        card.clear()
        self._show_card(card)

    def _decline_new_password(self) -> None:
        self.sign_in.password.clear()
        self._show_card(self.sign_in)
        self.new_password_declined.emit()

    def _show_card(self, card: DoorCard) -> None:
        self._sheets.setCurrentIndex(self._sheet_of(card))
        self._card.take_focus()

    def show_recovery(self, *, recovery: bool = True) -> None:
        """Show the card for the recovery key, or the one for the password."""
        if recovery:
            self.recovery.choose(self.sign_in.login.text().strip())
        self._show_card(self.recovery if recovery else self.sign_in)

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the logins that can sign in here."""
        self._logins = tuple(logins)
        for card in self._cards():
            card.set_logins(logins)

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while a password is checked."""
        for card in (*self._cards(), *filter(None, (self._new_password,))):
            card.set_busy(busy=busy)

    def show_error(self, error: AppError) -> None:
        """Say why the door stays shut, and open the button again when waiting is over."""
        self.set_busy(busy=False)
        self._card.show_error(error)

    def show_handbook(self) -> None:
        """Open the handbook at the first day."""
        from app.views.handbook.topics import FIRST_DAY  # noqa: PLC0415 - rarely needed
        from app.views.handbook.window import open_handbook  # noqa: PLC0415 - the same

        try:
            open_handbook(self, FIRST_DAY)
        except AppError as error:
            self.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from the recovery key with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._card is not self.sign_in:
            self._decline_new_password() if self._card is self._new_password else self.show_recovery(recovery=False)
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where typing goes on."""
        super().showEvent(event)
        self._card.take_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the program that the door was closed."""
        super().closeEvent(event)
        self.closed.emit()


class SignInCard(DoorCard):
    """Login and password."""

    submitted = Signal(str, str)
    recovery_wanted = Signal()
    restore_wanted = Signal()
    handbook_wanted = Signal()

    def __init__(self, settings: Settings, seconds: Callable[[], float]) -> None:
        super().__init__("登录", seconds)
        self.login = SearchChoice("登录名", free=True)
        self.login.set_value(settings.text("last_login"))
        self.password = PasswordField()
        self._login_field = FormField("登录名", self.login, required=True)
        self._field = FormField("密码", self.password, required=True)
        self._people = QWidget()
        self._people_row = QHBoxLayout(self._people)
        self._people_row.setContentsMargins(0, 0, 0, 0)
        self._people_row.setSpacing(4)
        self._people.hide()
        for widget in (self._login_field, self._people, self._field):
            self.body.addWidget(widget)
        self.offer("登录", "lock-open", self._submit)
        for edit in (self.login, self.password):
            edit.returnPressed.connect(self._submit)
        self.login.textChanged.connect(self._on_login)
        self.link("忘记密码：用恢复密钥", self.recovery_wanted)
        self.link("从备份恢复", self.restore_wanted)
        self.link("使用手册", self.handbook_wanted)

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the few logins as buttons, so that nobody has to type theirs; more drop down from the field."""
        while (item := self._people_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.login.set_options([Option(login, login) for login in logins])
        if not self.login.text() and len(logins) == 1:
            self.login.set_value(logins[0])
            self.take_focus()
        others = [login for login in logins if login != self.login.text()]
        shown = others if len(others) <= BUTTONS else []
        for login in shown:
            button = Button(login, Kind.SECONDARY, icon="user", small=True)
            button.clicked.connect(partial(self._choose, login))
            self._people_row.addWidget(button)
        self._people_row.addStretch(1)
        self._people.setVisible(bool(shown))

    def _choose(self, login: str) -> None:
        self.login.set_value(login)
        self.password.setFocus()

    def _on_login(self) -> None:
        self._field.set_error("")
        self.wait_concerns(self.login.text().strip().casefold())

    def take_focus(self) -> None:
        """Put the cursor into the first empty field."""
        (self.password if self.login.text().strip() else self.login).setFocus()

    def show_error(self, error: AppError) -> None:
        """Say what was wrong, beside the password."""
        if isinstance(error, WrongPasswordError):
            self.wait(error.wait_seconds, self.login.text().strip().casefold())
        self._field.set_error(error.text)
        self.password.selectAll()
        self.password.setFocus()

    def wait_is_over(self) -> None:
        """Take the sentence about waiting away."""
        self._field.set_error("")

    def _submit(self) -> None:
        login, password = self.login.text().strip(), self.password.text()
        self._login_field.set_error("" if login else "请填写登录名。")
        if not login:
            self.login.setFocus()
        elif not password:
            self._field.set_error("请填写密码。")
            self.password.setFocus()
        elif self.go.isEnabled():
            self._field.set_error("")
            self.submitted.emit(login, password)


def _holds(sheets: QStackedWidget, at: int, card: QWidget) -> bool:
    sheet = sheets.widget(at)
    return sheet is not None and sheet.isAncestorOf(card)


def _ground(card: DoorCard) -> QScrollArea:
    """Return the card in the middle of the window, scrolled where the window is small."""
    whole = QWidget()
    whole.setProperty("plain", "true")
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(24, 24, 24, 20)
    rows.setSpacing(20)
    centre = Qt.AlignmentFlag.AlignHCenter
    rows.addStretch(2)
    rows.addWidget(Brand(), 0, centre)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    rows.addLayout(middle)
    rows.addStretch(3)
    rows.addWidget(Promise(), 0, centre)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(whole)
    return area
