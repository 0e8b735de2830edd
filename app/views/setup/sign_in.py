"""The sign-in window: stands at once, while the rest of the program is still being loaded."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.clock import monotonic
from app.errors import AppError, InvalidInputError, WrongPasswordError
from app.settings import Settings
from app.views.components.buttons import Button, Kind
from app.views.components.choices import Choice, Option, SearchChoice
from app.views.components.fields import PasswordField, TextField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Label
from app.views.setup.brand import Brand, Promise
from app.views.setup.door_card import DoorCard

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
    closed = Signal()

    def __init__(self, settings: Settings, seconds: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.setWindowTitle("登录 - 律顾台")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.setObjectName("signIn")
        self._sheets = QStackedWidget()
        self.sign_in = SignInCard(settings, seconds)
        self.recovery = RecoveryCard(seconds)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sheets)
        for card in (self.sign_in, self.recovery):
            self._sheets.addWidget(_ground(card))
        self._connect()

    def _connect(self) -> None:
        self.sign_in.submitted.connect(self.sign_in_requested)
        self.sign_in.recovery_wanted.connect(partial(self.show_recovery, recovery=True))
        self.recovery.submitted.connect(self.recovery_requested)
        self.recovery.back_wanted.connect(partial(self.show_recovery, recovery=False))

    @property
    def _card(self) -> "SignInCard | RecoveryCard":
        return self.recovery if self._sheets.currentIndex() else self.sign_in

    def show_recovery(self, *, recovery: bool = True) -> None:
        """Show the card for the recovery key, or the one for the password."""
        if recovery:
            self.recovery.choose(self.sign_in.login.text().strip())
        self._sheets.setCurrentIndex(int(recovery))
        self._card.take_focus()

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the logins that can sign in here."""
        self.sign_in.set_logins(logins)
        self.recovery.set_logins(logins)

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while a password is checked."""
        self.sign_in.set_busy(busy=busy)
        self.recovery.set_busy(busy=busy)

    def show_error(self, error: AppError) -> None:
        """Say why the door stays shut, and open the button again when waiting is over."""
        self.set_busy(busy=False)
        self._card.show_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back from the recovery key with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._sheets.currentIndex():
            self.show_recovery(recovery=False)
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
        if not self.login.text().strip():
            self.login.setFocus()
        elif not self.password.text():
            self.password.setFocus()
        elif self.go.isEnabled():
            self._field.set_error("")
            self.submitted.emit(self.login.text().strip(), self.password.text())


class RecoveryCard(DoorCard):
    """The printed recovery key and a new password."""

    submitted = Signal(str, str, str)
    back_wanted = Signal()

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__("用恢复密钥打开", seconds)
        text = "输入打印保存的恢复密钥，为一个登录名设新密码。旧密码随即失效，资料不会改动。"
        self.body.addWidget(Label(text, "label", wrap=True))
        self.code = TextField("8 组，每组 4 个字符", limit=120)
        self.login = Choice([])
        self.password, self.again = PasswordField(), PasswordField()
        self._fields = {
            "code": FormField("恢复密钥", self.code, required=True),
            "login": FormField("登录名", self.login, required=True),
            "password": FormField("新密码", self.password, required=True, hint="至少 8 个字符"),
            "again": FormField("确认新密码", self.again, required=True, check=self._same),
        }
        for field in self._fields.values():
            self.body.addWidget(field)
        self.offer("打开并换密码", "key-round", self._submit)
        for edit in (self.code, self.password, self.again):
            edit.returnPressed.connect(self._submit)
        self.link("返回登录", self.back_wanted)

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the logins whose password can be changed."""
        self.login.set_options([Option(login, login) for login in logins])

    def choose(self, login: str) -> None:
        """Choose the login that stood in the other card."""
        self.login.set_value(login)

    def take_focus(self) -> None:
        """Put the cursor into the recovery key."""
        self.code.setFocus()

    def show_error(self, error: AppError) -> None:
        """Say what was wrong beside the field it belongs to."""
        if isinstance(error, WrongPasswordError):
            self.wait(error.wait_seconds)
        problems = error.problems if isinstance(error, InvalidInputError) else {"code": error.text}
        for key, sentence in problems.items():
            field = self._fields.get(key, self._fields["code"])
            field.set_error(sentence)
            field.input.setFocus()

    def wait_is_over(self) -> None:
        """Take the sentence about waiting away."""
        self._fields["code"].set_error("")

    def _same(self, value: object) -> str:
        return "" if value == self.password.text() else "两次输入的密码不一样，请再输一遍。"

    def _submit(self) -> None:
        if check_all(list(self._fields.values())) and self.go.isEnabled():
            self.submitted.emit(self.code.value(), str(self.login.value()), self.password.text())


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
