"""设置 › 本所资料: names, address, telephones, credit code and head of the firm."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout

from app.services import setup_checks
from app.services.setup_types import FirmForm
from app.terms import Permission
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.number_field import NumberField
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage
from app.views.setup.phone_list import PhoneList

ENTRIES = (
    Entry("full_name", "律所全称", "名称 群名"),
    Entry("short_name", "简称", "窗口 标题"),
    Entry("address", "地址", "住所"),
    Entry("credit_code", "统一社会信用代码", "执业许可证"),
    Entry("head", "负责人", "主任"),
    Entry("phones", "电话", "座机 手机"),
)


class FirmPage(FormPage):
    """本所资料."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "本所资料",
            "写进合同、群名和打印件，以执业许可证上的写法为准；已经归档的合同不会跟着变。",
            Permission.MANAGE_FIRM,
            frozenset({"firm"}),
        )
        self._read = FirmForm("")
        self.full_name, self.short_name = TextField(limit=100), TextField(limit=40)
        self.address, self.head = TextField(limit=200), TextField(limit=40)
        self.code, self.phones = NumberField(limit=40), PhoneList()
        self.fields = {
            "full_name": FormField(
                "律所全称",
                self.full_name,
                required=True,
                check=setup_checks.firm_name_problem,
                hint="写进合同和统一群名（S3.2）",
            ),
            "short_name": FormField("简称", self.short_name, hint="显示在窗口标题和列表里，编号里的 {简称} 也用它"),
            "address": FormField("地址", self.address, hint="写进合同的送达地址"),
            "credit_code": FormField(
                "统一社会信用代码",
                self.code,
                check=lambda text: setup_checks.credit_code(text).problem,
                hint="31 开头的 18 位，写进合同",
            ),
            "head": FormField("负责人", self.head, hint="合同里代表本所签字的人"),
            "phones": FormField(
                "电话", self.phones, check=setup_checks.phones_problem, hint="写进合同；固定电话请带区号"
            ),
        }
        card = self.card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        places = {
            "full_name": (0, 0, 1, 2),
            "short_name": (0, 2, 1, 1),
            "address": (1, 0, 1, 3),
            "credit_code": (2, 0, 1, 2),
            "head": (2, 2, 1, 1),
            "phones": (3, 0, 1, 2),
        }
        for name, place in places.items():
            grid.addWidget(self.fields[name], *place)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        self.listen(self.full_name, self.short_name, self.address, self.code, self.head, self.phones)

    def load(self) -> Callable[[], Any]:
        """Read the firm's details."""
        return self.desk.services.firm_settings.details.details

    def show_values(self, values: Any) -> None:
        """Show the firm's details."""
        self._read = values
        self.full_name.set_value(values.full_name)
        self.short_name.set_value(values.short_name)
        self.address.set_value(values.address)
        self.head.set_value(values.head)
        self.code.set_value(values.credit_code)
        self.phones.set_value(list(values.phones))

    def typed(self) -> FirmForm:
        """Return the details in the fields."""
        return FirmForm(
            full_name=self.full_name.value(),
            short_name=self.short_name.value(),
            address=self.address.value(),
            phones=tuple(self.phones.value()),
            credit_code=self.code.value(),
            head=self.head.value(),
        )

    def save(self, confirmed: frozenset[str]) -> Call | None:  # noqa: ARG002 - the doubt is asked about here
        """Save the details; an unusual credit code is asked about first."""
        form = self.typed()
        doubt = (
            setup_checks.credit_code(form.credit_code).question if form.credit_code != self._read.credit_code else ""
        )
        if doubt and not self.desk.dialogs.confirm(self, doubt, detail="请与执业许可证核对。", yes="核对无误，保存"):
            return None
        return self.desk.services.firm_settings.details.save_details, form, self._read
