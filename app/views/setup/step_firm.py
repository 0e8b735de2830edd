"""Step 1: who the firm is."""

from PySide6.QtWidgets import QGridLayout

from app.services import setup_checks
from app.services.setup_types import FirmForm
from app.views.components.fields import TextField
from app.views.components.form_field import FormField, check_all
from app.views.components.labels import Label, Panel
from app.views.components.number_field import NumberField
from app.views.components.toggles import CheckBox
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage, card, fact
from app.views.setup.phone_list import PhoneList

LATER = "填好全称后显示"


class FirmPage(StepPage):
    """Names, address, telephones, credit code and head of the firm."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow, NAMES[Step.FIRM], "这些内容会写进合同、群名和打印件，以执业许可证上的写法为准。")
        self.full_name = TextField("例如 河北某某律师事务所", limit=100)
        self.short_name = TextField("例如 某某律所", limit=40)
        self.address = TextField("区、路、号、楼层", limit=200)
        self.phones = PhoneList()
        self.code = NumberField("31 开头的 18 位代码", limit=40)
        self.head = TextField("姓名", limit=40)
        self._suggested = ""
        self._fields = self._make_fields()
        self.confirmed = CheckBox("已与执业许可证核对，按此填写")
        self._question = Panel("soon", margin=(12, 8, 12, 6), spacing=2)
        self._doubt = Label("", "small", wrap=True)
        self._question.body.addWidget(self._doubt)
        self._question.body.addWidget(self.confirmed)
        self._question.hide()
        self.add_main(self._form())
        self.add_side(self._uses())
        self.full_name.textChanged.connect(self._on_name)
        self.code.textChanged.connect(self._on_code)

    def _make_fields(self) -> dict[str, FormField]:
        return {
            "full_name": FormField("律所全称", self.full_name, required=True, check=setup_checks.firm_name_problem),
            "short_name": FormField("简称", self.short_name, hint="显示在窗口和列表里"),
            "address": FormField("地址", self.address),
            "phones": FormField("电话", self.phones, hint="固定电话请带区号", check=setup_checks.phones_problem),
            "credit_code": FormField("统一社会信用代码", self.code, check=self._code_problem),
            "head": FormField("负责人", self.head),
        }

    def _form(self) -> Panel:
        whole = card(margin=24)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        places = {
            "full_name": (0, 0, 1, 2),
            "short_name": (0, 2, 1, 1),
            "address": (1, 0, 1, 3),
            "credit_code": (2, 0, 1, 2),
            "head": (2, 2, 1, 1),
            "phones": (4, 0, 1, 2),
        }
        for name, place in places.items():
            grid.addWidget(self._fields[name], *place)
        grid.addWidget(self._question, 3, 0, 1, 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        whole.body.addLayout(grid)
        return whole

    def _uses(self) -> Panel:
        whole = card("会这样使用", spacing=12)
        rows = (
            ("合同里", "contract"),
            ("统一的微信群、QQ群名（S3.2）", "group"),
            ("窗口和列表里", "short"),
        )
        self._shown: dict[str, Label] = {}
        for name, key in rows:
            row, self._shown[key] = fact(name, LATER)
            whole.body.addWidget(row)
        return whole

    def _on_name(self) -> None:
        name = self.full_name.value()
        if self.short_name.value() == self._suggested:
            self._suggested = setup_checks.short_name_of(name)
            self.short_name.set_value(self._suggested)
        is_complete = not setup_checks.firm_name_problem(name)
        self._shown["contract"].setText(name if is_complete else LATER)
        self._shown["group"].setText(setup_checks.group_name(name) or LATER)
        self._shown["short"].setText(self.short_name.value() or LATER)

    def _on_code(self) -> None:
        question = setup_checks.credit_code(self.code.value()).question
        if question != self._doubt.text():
            self.confirmed.set_value(False)
        self._doubt.setText(question)
        self._question.setVisible(bool(question))

    def _code_problem(self, text: str) -> str:
        return setup_checks.credit_code(text).problem

    def entered(self) -> None:
        """Put the cursor into the name."""
        self.full_name.setFocus()

    def is_touched(self) -> bool:
        """Return whether any field is filled."""
        return any(field.value() for field in self._fields.values())

    def leave(self) -> bool:
        """Check the fields; an unusual credit code has to be confirmed."""
        if not check_all(list(self._fields.values())):
            return False
        if self._doubt.text() and not self.confirmed.value():
            self._fields["credit_code"].set_error("请核对代码；确实无误的，勾选下面的一项再继续。")
            self.confirmed.setFocus()
            return False
        self.flow.firm = FirmForm(
            full_name=self.full_name.value(),
            short_name=self.short_name.value(),
            address=self.address.value(),
            phones=tuple(self.phones.value()),
            credit_code=setup_checks.credit_code(self.code.value()).value,
            head=self.head.value(),
        )
        return True
