"""The signed-in person's own password and telephone numbers: two small sheets, opened from the user menu."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.errors import AppError, InvalidInputError
from app.services.staff.types import PhoneForm
from app.views.components.fields import PasswordField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label
from app.views.desk import Desk
from app.views.dialogs import Sheet
from app.views.staff.phones_field import PhonesField


class _OwnSheet(Sheet):
    """Fields, a sentence for what is wrong, saving."""

    def __init__(self, parent: QWidget, desk: Desk, title: str, about: str, fields: dict[str, FormField]) -> None:
        super().__init__(parent, title)
        self._desk, self._fields = desk, fields
        self.body.addWidget(Label(title, "head"))
        self.body.addWidget(Label(about, "label", wrap=True))
        for field in fields.values():
            self.body.addWidget(field)
        self.problem = Label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.go = self.add_buttons(title)
        self.go.clicked.disconnect()
        self.go.clicked.connect(lambda _checked=False: self.save())

    def save(self) -> None:
        """Check the fields and hand them to the service, once."""
        if self.go.isEnabled() and check_all(list(self._fields.values())):
            self.go.setEnabled(False)
            self.run()

    def run(self) -> None:
        """Call the service; ends in `call`."""
        raise NotImplementedError

    def call(self, said: str, service: Callable[..., object], *given: object) -> None:
        """Run a service with what was typed; the sheet closes when it worked."""
        self._said = said
        self._desk.jobs.run(service, *given, done=self._done, failed=self._failed)

    _said = ""

    def _done(self, _result: object) -> None:
        self._desk.messages.show_done(self._said)
        self.accept()

    def _failed(self, error: AppError) -> None:
        self.go.setEnabled(True)
        problems = error.problems if isinstance(error, InvalidInputError) else {"old": error.text}
        rest = "".join(show_problems(self._fields, problems))
        self.problem.setText(rest)
        self.problem.setVisible(bool(rest))


class OwnPasswordSheet(_OwnSheet):
    """修改密码: the old one, the new one twice."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        self.old, self.new, self.again = PasswordField(), PasswordField(), PasswordField()
        fields = {
            "old": FormField("原密码", self.old, required=True),
            "password": FormField("新密码", self.new, required=True, hint="至少 8 个字符，可以用一句好记的话"),
            "again": FormField("确认新密码", self.again, required=True, check=self._same),
        }
        super().__init__(parent, desk, "修改密码", "只改您自己的登录密码，资料和其他人的密码都不变。", fields)
        self.old.setFocus()

    def _same(self, value: object) -> str:
        return "" if value == self.new.text() else "两次输入的密码不一样，请再输一遍。"

    def run(self) -> None:
        """Change the password."""
        service = self._desk.services.staff.logins.change_own
        self.call("密码已修改，下次登录请用新密码", service, self.old.text(), self.new.text())


class OwnPhonesSheet(_OwnSheet):
    """我的电话: the numbers, each published or not."""

    def __init__(self, parent: QWidget, desk: Desk, phones: tuple[PhoneForm, ...]) -> None:
        self.phones = PhonesField()
        field = FormField("电话", self.phones, check=lambda _value: self.phones.problem())
        about = "勾选“对外公布”的号码可以告诉服务对象，其余只在所内使用。"
        super().__init__(parent, desk, "保存电话", about, {"phones": field})
        self.setWindowTitle("我的电话")
        self.phones.set_value(phones)
        self.phones.setFocus()

    def run(self) -> None:
        """Save the numbers."""
        self.call("电话已保存", self._desk.services.staff.files.set_own_phones, self.phones.value())
