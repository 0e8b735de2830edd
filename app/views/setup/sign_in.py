"""The sign-in window: stands at once, while the rest of the program is still being loaded."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError, WrongPasswordError
from app.settings import Settings
from app.views.components.buttons import Button, Kind
from app.views.components.choices import Choice, Option
from app.views.components.fields import PasswordField, TextField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Icon, Label, Panel
from app.views.setup.brand import Brand
from app.views.theme import theme

CARD = 380
RETRY_STEP = 1000


class SignInWindow(QWidget):
    """Asks for login and password, or for the recovery key and a new password.

    Args:
        settings: remembers who signed in last.

    """

    sign_in_requested = Signal(str, str)
    recovery_requested = Signal(str, str, str)
    closed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setWindowTitle("登录 - 律顾台")
        self.setMinimumSize(QSize(520, 460))
        self.resize(760, 560)
        self.setObjectName("signIn")
        ground = Panel("bg", margin=24, spacing=16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ground)
        self._sheets = QStackedWidget()
        self.sign_in = _SignInCard(settings)
        self.recovery = _RecoveryCard()
        for card in (self.sign_in, self.recovery):
            self._sheets.addWidget(card)
        ground.body.addStretch(1)
        ground.body.addWidget(Brand(), 0, Qt.AlignmentFlag.AlignHCenter)
        ground.body.addWidget(self._sheets, 0, Qt.AlignmentFlag.AlignHCenter)
        ground.body.addStretch(1)
        ground.body.addLayout(_promise())
        self._connect()

    def _connect(self) -> None:
        self.sign_in.submitted.connect(self.sign_in_requested)
        self.sign_in.recovery_wanted.connect(partial(self._sheets.setCurrentIndex, 1))
        self.recovery.submitted.connect(self.recovery_requested)
        self.recovery.back_wanted.connect(partial(self._sheets.setCurrentIndex, 0))

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
        card = self.sign_in if self._sheets.currentIndex() == 0 else self.recovery
        card.show_error(error)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where typing goes on."""
        super().showEvent(event)
        self.sign_in.take_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the program that the door was closed."""
        super().closeEvent(event)
        self.closed.emit()


class _Card(Panel):
    """A card with fields and one primary button."""

    def __init__(self, title: str) -> None:
        super().__init__("card", margin=24, spacing=12)
        self.setFixedWidth(theme().px(CARD))
        theme().changed.connect(lambda: self.setFixedWidth(theme().px(CARD)))
        self.body.addWidget(Label(title, "panel"))
        self._wait = 0
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_STEP)
        self._timer.timeout.connect(self._count_down)
        self._words = ""
        self.go = Button("", Kind.PRIMARY)

    def _offer(self, words: str, icon: str, submit: Callable[[], None]) -> None:
        self._words = words
        self.go = Button(words, Kind.PRIMARY, icon=icon)
        self.go.clicked.connect(submit)
        self.body.addWidget(self.go)

    def set_busy(self, *, busy: bool) -> None:
        """Close the button while the password is checked."""
        self.go.setEnabled(not busy and not self._wait)
        self.go.setText("正在打开…" if busy else self._words)

    def wait(self, seconds: int) -> None:
        """Keep the button closed for some seconds and count them down."""
        self._wait = seconds
        self.set_busy(busy=False)
        if seconds:
            self.go.setText(f"请等 {seconds} 秒")
            self._timer.start()

    def _count_down(self) -> None:
        self._wait = max(0, self._wait - 1)
        if self._wait:
            self.go.setText(f"请等 {self._wait} 秒")
            return
        self._timer.stop()
        self.set_busy(busy=False)


class _SignInCard(_Card):
    """Login and password."""

    submitted = Signal(str, str)
    recovery_wanted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__("登录")
        self._settings = settings
        self.login = TextField("登录名")
        self.login.set_value(settings.text("last_login"))
        self.password = PasswordField()
        self._login_field = FormField("登录名", self.login, required=True)
        self._field = FormField("密码", self.password, required=True)
        for field in (self._login_field, self._field):
            self.body.addWidget(field)
        self._people = QWidget()
        self._people_row = QHBoxLayout(self._people)
        self._people_row.setContentsMargins(0, 0, 0, 0)
        self._people_row.setSpacing(4)
        self._people.hide()
        self.body.addWidget(self._people)
        self._offer("登录", "lock-open", self._submit)
        for edit in (self.login, self.password):
            edit.returnPressed.connect(self._submit)
        link = Button("忘记密码：用恢复密钥", Kind.TEXT, small=True)
        link.clicked.connect(self.recovery_wanted)
        self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignRight)

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the few logins as buttons, so that nobody has to type theirs."""
        while (item := self._people_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        others = [login for login in logins if login != self.login.text()]
        for login in others[:4]:
            button = Button(login, Kind.TEXT, small=True)
            button.clicked.connect(partial(self._choose, login))
            self._people_row.addWidget(button)
        self._people_row.addStretch(1)
        self._people.setVisible(bool(others))

    def _choose(self, login: str) -> None:
        self.login.set_value(login)
        self.password.setFocus()

    def take_focus(self) -> None:
        """Put the cursor into the first empty field."""
        (self.password if self.login.text().strip() else self.login).setFocus()

    def show_error(self, error: AppError) -> None:
        """Say what was wrong, beside the password."""
        self.set_busy(busy=False)
        if isinstance(error, WrongPasswordError):
            self.wait(error.wait_seconds)
        self._field.set_error(error.text)
        self.password.selectAll()
        self.password.setFocus()

    def _submit(self) -> None:
        if not self.login.text().strip():
            self.login.setFocus()
            return
        if not self.password.text():
            self.password.setFocus()
            return
        if self.go.isEnabled():
            self._field.set_error("")
            self.submitted.emit(self.login.text().strip(), self.password.text())


class _RecoveryCard(_Card):
    """The printed recovery key and a new password."""

    submitted = Signal(str, str, str)
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("用恢复密钥打开")
        text = "输入打印保存的恢复密钥（8 组，每组 4 个字符），并为一个登录名设新密码。资料不会改动。"
        self.body.addWidget(Label(text, "label", wrap=True))
        self.code = TextField("XXXX-XXXX-…")
        self.login = Choice([])
        self.password = PasswordField()
        self.again = PasswordField()
        self._code_field = FormField("恢复密钥", self.code, required=True)
        self._login_field = FormField("登录名", self.login, required=True)
        self._password_field = FormField("新密码", self.password, required=True, hint="至少 8 个字符")
        self._again_field = FormField("再输一遍", self.again, required=True, check=self._same)
        self._fields = [self._code_field, self._login_field, self._password_field, self._again_field]
        for field in self._fields:
            self.body.addWidget(field)
        self._offer("打开并换密码", "key-round", self._submit)
        link = Button("返回登录", Kind.TEXT, small=True)
        link.clicked.connect(self.back_wanted)
        self.body.addWidget(link, 0, Qt.AlignmentFlag.AlignRight)

    def set_logins(self, logins: Sequence[str]) -> None:
        """Offer the logins whose password can be changed."""
        self.login.set_options([Option(login, login) for login in logins])

    def show_error(self, error: AppError) -> None:
        """Say what was wrong beside the field it belongs to."""
        self.set_busy(busy=False)
        if isinstance(error, WrongPasswordError):
            self.wait(error.wait_seconds)
        places = {"password": self._password_field, "login": self._login_field, "code": self._code_field}
        problems = error.problems if isinstance(error, InvalidInputError) else {"code": error.text}
        for key, sentence in problems.items():
            places.get(key, self._code_field).set_error(sentence)

    def _same(self, value: object) -> str:
        return "" if value == self.password.text() else "两次输入的密码不一样。"

    def _submit(self) -> None:
        if check_all(self._fields) and self.go.isEnabled():
            self.submitted.emit(self.code.text(), str(self.login.value()), self.password.text())


def _promise() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    row.addWidget(Icon("shield-check", 16, "text3"))
    row.addWidget(Label("资料只存在这台电脑上，全部加密。", "hint"))
    row.addStretch(1)
    return row
