"""The card of the sign-in window for whoever forgot the password."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from app.errors import AppError, InvalidInputError, WrongPasswordError
from app.views.components.choices import Choice, Option
from app.views.components.fields import PasswordField, TextField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Label
from app.views.setup.door_card import DoorCard


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
