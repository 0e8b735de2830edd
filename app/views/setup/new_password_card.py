"""The card of the sign-in window for whoever came in with a temporary password: an own one, before the desk opens."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.errors import AppError, InvalidInputError
from app.views.components.fields import PasswordField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Label
from app.views.setup.door_card import DoorCard


class NewPasswordCard(DoorCard):
    """A new password, twice."""

    submitted = Signal(str)
    back_wanted = Signal()

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__("设置自己的密码", seconds)
        self.body.addWidget(Label("您用的是临时密码。请设一个只有自己知道的密码，然后继续。", "label", wrap=True))
        self.password, self.again = PasswordField(), PasswordField()
        self._fields = {
            "password": FormField("新密码", self.password, required=True, hint="至少 8 个字符，可以用一句好记的话"),
            "again": FormField("确认新密码", self.again, required=True, check=self._same),
        }
        for field in self._fields.values():
            self.body.addWidget(field)
        self.offer("设置密码并打开", "key-round", self._submit)
        for edit in (self.password, self.again):
            edit.returnPressed.connect(self._submit)
        self.link("返回登录", self.back_wanted)

    def take_focus(self) -> None:
        """Put the cursor into the first field."""
        self.password.setFocus()

    def clear(self) -> None:
        """Empty the fields."""
        for edit in (self.password, self.again):
            edit.clear()
        for field in self._fields.values():
            field.set_error("")

    def show_error(self, error: AppError) -> None:
        """Say what was wrong beside the field it belongs to."""
        problems = error.problems if isinstance(error, InvalidInputError) else {"password": error.text}
        self._fields["password"].set_error("".join(problems.values()))
        self.password.selectAll()
        self.password.setFocus()

    def _same(self, value: object) -> str:
        return "" if value == self.password.text() else "两次输入的密码不一样，请再输一遍。"

    def _submit(self) -> None:
        if check_all(list(self._fields.values())) and self.go.isEnabled():
            self.submitted.emit(self.password.text())
