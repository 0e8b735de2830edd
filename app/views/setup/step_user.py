"""Step 2: the first person who signs in."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.services import setup_checks
from app.services.setup_types import UserForm
from app.terms import Role
from app.views.components.buttons import Button, Kind
from app.views.components.fields import PasswordField, TextField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Icon, Label, Panel
from app.views.components.number_field import NumberField
from app.views.components.painting import Painted, draw_box
from app.views.components.toggles import CheckBox
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage, card
from app.views.theme import theme

ROLES = {
    Role.FRONT_DESK: "登记咨询、接待签约、起草合同",
    Role.LAWYER: "答复咨询、办理合同归档",
    Role.ADVISOR_ADMIN: "管理方案：档案、电话签约归档",
    Role.DIRECTOR: "批准减免、设定公示价",
    Role.SYSTEM_ADMIN: "管理本所资料。第一位用户总是系统管理员",
}
SCORES = 4


class StrengthMeter(QWidget):
    """Four marks and a word for a password's strength, live."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._marks = _Marks()
        self._word, self._advice = Label("", "small"), Label("", "hint")
        row.addWidget(self._marks)
        row.addWidget(self._word)
        row.addWidget(self._advice, 1)
        self.show_strength(0, "", "")

    def show_strength(self, score: int, word: str, advice: str) -> None:
        """Show a score of 0 to 4, its word and what would make it better."""
        self._marks.set_score(score)
        self._word.setText(word)
        self._advice.setText(advice)
        self._advice.setToolTip(advice)
        self.setAccessibleName(f"密码强度：{word}" if word else "")

    @property
    def word(self) -> str:
        """The word on show."""
        return self._word.text()


class _Marks(Painted):
    """Four short bars; filled up to the score."""

    def __init__(self) -> None:
        super().__init__()
        self._score = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_score(self, score: int) -> None:
        """Fill so many marks."""
        self._score = score
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the marks."""
        return QSize(theme().px(28) * SCORES - theme().px(4), theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks."""
        painter = QPainter(self)
        step, wide, high = theme().px(28), theme().px(24), theme().px(4)
        colour = "ok" if self._score >= 3 else "calmbar"
        for at in range(SCORES):
            rect = self.rect().adjusted(0, (self.height() - high) // 2, 0, 0)
            rect.setRect(at * step, (self.height() - high) // 2, wide, high)
            draw_box(painter, rect, colour if at < self._score else "track", None, high / 2)


class UserPage(StepPage):
    """Name, login, roles, licence number, password."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow, NAMES[Step.USER], "第一位使用律顾台的人。密码只有本人知道，程序里也查不到。")
        self.name = TextField("姓名", limit=40)
        self.login = TextField("例如姓名的拼音", limit=40)
        self.licence = NumberField("17 位执业证号", limit=40)
        self.password, self.again = PasswordField(), PasswordField()
        self.meter = StrengthMeter()
        self._suggested = ""
        self.boxes = {role: CheckBox(role.label, checked=role is Role.SYSTEM_ADMIN) for role in Role}
        self.boxes[Role.SYSTEM_ADMIN].setEnabled(False)
        self._fields = self._make_fields()
        self._role_error = Label("", "error", wrap=True)
        self._role_error_icon = Icon("circle-alert", "over", 14, line=18)
        self.add_main(self._form())
        self.add_side(self._roles())
        self._say_roles("")
        self._connect()

    def _make_fields(self) -> dict[str, FormField]:
        return {
            "name": FormField("姓名", self.name, required=True),
            "login": FormField("登录名", self.login, required=True, hint="登录时选它，不用每次输入"),
            "password": FormField("密码", self.password, required=True, check=self._password_problem),
            "again": FormField("确认密码", self.again, required=True, check=self._again_problem),
            "licence_no": FormField("执业证号", self.licence, check=setup_checks.licence_problem),
        }

    def _form(self) -> Panel:
        whole = card(margin=24, spacing=16)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        grid.addWidget(self._fields["name"], 0, 0)
        grid.addWidget(self._fields["login"], 0, 1)
        grid.addWidget(self._fields["password"], 1, 0)
        grid.addWidget(self._fields["again"], 1, 1)
        grid.addWidget(self.meter, 2, 0, 1, 2)
        grid.addWidget(self._fields["licence_no"], 3, 0)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        whole.body.addLayout(grid)
        return whole

    def _roles(self) -> Panel:
        whole = card("角色（可多选）", spacing=6)
        for role, box in self.boxes.items():
            line = QVBoxLayout()
            line.setSpacing(0)
            line.addWidget(box)
            about = Label(ROLES[role], "hint", wrap=True)
            about.setContentsMargins(26, 0, 0, 0)
            line.addWidget(about)
            whole.body.addLayout(line)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._role_error_icon)
        row.addWidget(self._role_error, 1)
        whole.body.addLayout(row)
        self.all_roles = Button("一人律所：全部都是我", Kind.TEXT, icon="users-round", small=True)
        whole.body.addWidget(self.all_roles)
        return whole

    def _connect(self) -> None:
        self.name.textChanged.connect(self._on_name)
        for edit in (self.name, self.login, self.password):
            edit.textChanged.connect(self._judge)
        self.password.left.connect(self._on_password)
        for box in self.boxes.values():
            box.changed.connect(self._on_roles)
        self.all_roles.clicked.connect(self._take_all)
        self._on_roles()
        self._judge()

    def _on_name(self) -> None:
        if self.login.value() == self._suggested:
            self._suggested = setup_checks.login_of(self.name.value())
            self.login.set_value(self._suggested)

    def _on_password(self) -> None:
        if self.again.text():
            self._fields["again"].check()
        self._judge()

    def _on_roles(self) -> None:
        is_lawyer = bool({Role.LAWYER, Role.DIRECTOR} & self.roles())
        self._fields["licence_no"].setVisible(is_lawyer)
        if self.roles() - {Role.SYSTEM_ADMIN}:
            self._say_roles("")

    def _say_roles(self, sentence: str) -> None:
        self._role_error.setText(sentence)
        self._role_error.setVisible(bool(sentence))
        self._role_error_icon.setVisible(bool(sentence))

    def _take_all(self) -> None:
        for box in self.boxes.values():
            box.set_value(True)

    def _judge(self) -> None:
        found = setup_checks.password_strength(self.password.text(), self.login.value(), self.name.value())
        advice = "" if self._fields["password"].error else found.advice
        self.meter.show_strength(found.score, found.word, advice)

    def _password_problem(self, text: str) -> str:
        found = setup_checks.password_strength(text, self.login.value(), self.name.value())
        return "" if found.score else found.advice

    def _again_problem(self, text: str) -> str:
        return "" if text == self.password.text() else "两次输入的密码不一样，请再输一遍。"

    def roles(self) -> frozenset[Role]:
        """Return the roles ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.value())

    def entered(self) -> None:
        """Put the cursor into the name."""
        self.name.setFocus()

    def is_touched(self) -> bool:
        """Return whether any field is filled."""
        return any(field.value() for field in self._fields.values())

    def leave(self) -> bool:
        """Check the fields."""
        shown = [field for key, field in self._fields.items() if key != "licence_no" or not field.isHidden()]
        is_right = check_all(shown)
        self._judge()
        if not is_right:
            return False
        if self.roles() <= {Role.SYSTEM_ADMIN}:
            self._say_roles("请选择这位用户在所里的角色；一人律所可以全选。")
            self.boxes[Role.FRONT_DESK].setFocus()
            return False
        licence = "" if self._fields["licence_no"].isHidden() else self.licence.value()
        self.flow.take_user(
            UserForm(self.name.value(), self.login.value(), self.password.text(), self.roles(), licence)
        )
        return True
