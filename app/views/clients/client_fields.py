"""The fields of a client's form: they switch between person and organisation and check themselves when left."""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.clock import Clock
from app.services import checks
from app.services.clients.types import ClientForm, District
from app.terms import ClientKind, IdentityKind, Sex
from app.views.components.choices import Choice, Option, SearchChoice
from app.views.components.fields import TextArea, TextField
from app.views.components.form_field import FormField
from app.views.components.moments import DateField
from app.views.components.number_field import NumberField
from app.views.components.toggles import Segmented
from app.views.text import today
from app.views.theme import theme

PERSON_PAPERS = [(kind, kind.label) for kind in IdentityKind if kind is not IdentityKind.CREDIT_CODE]
ORGANISATION_PAPERS = [(kind, kind.label) for kind in (IdentityKind.CREDIT_CODE, IdentityKind.OTHER)]
FROM_NUMBER = "由证件号得出"


class ClientFields(QWidget):
    """Every field of a client, two in a line.

    Args:
        clock: the present instant.

    """

    edited = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._district = ""
        self._loading = False
        self._make_inputs()
        self._make_fields()
        self._lay_out()
        self._connect()
        self._switch(ClientKind.PERSON)

    # --- building ---

    def _make_inputs(self) -> None:
        self.kind = Segmented("类型", [(kind, kind.label) for kind in ClientKind])
        self.name = TextField(limit=100)
        self.unit_name = TextField("营业执照上的全称", limit=100)
        self.identity_kind = Choice(PERSON_PAPERS)
        self.identity_no = NumberField("18 位号码", limit=40)
        self.sex = Choice([(sex, sex.label) for sex in Sex], placeholder="未填")
        self.birth_date = DateField(self._today)
        self.representative = TextField(limit=40)
        self.phone = NumberField("11 位手机号，或带区号的座机", limit=30)
        self.other_phone = NumberField("家人、代办人的电话", limit=30)
        self.wechat_name = TextField("群里或微信上的名字", limit=60)
        self.district = SearchChoice("输入区县名称")
        self.address = TextField("街道、小区、门牌", limit=200)
        self.care_notes = TextArea("例如：听力弱，请说慢一些；儿子可代接电话", lines=2)

    def _make_fields(self) -> None:
        self.fields: dict[str, FormField] = {
            "name": FormField("姓名", self.name, required=True),
            "unit_name": FormField("单位名称", self.unit_name, required=True),
            "phone": FormField("电话", self.phone, check=self._phone_problem),
            "identity_kind": FormField("证件", self.identity_kind),
            "identity_no": FormField("证件号码", self.identity_no, check=self._identity_problem),
            "sex": FormField("性别", self.sex),
            "birth_date": FormField("出生日期", self.birth_date, check=self._birth_problem),
            "representative": FormField("法定代表人或负责人", self.representative),
            "other_phone": FormField("其他电话", self.other_phone, check=self._phone_problem),
            "wechat_name": FormField("微信名", self.wechat_name),
            "district": FormField("区县", self.district),
            "address": FormField("详细地址", self.address),
            "care_notes": FormField("沟通提示", self.care_notes),
        }

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.kind, 0, 0, 1, 2)
        places = {
            "name": (1, 0),
            "unit_name": (1, 0),
            "phone": (1, 1),
            "identity_kind": (2, 0),
            "identity_no": (2, 1),
            "sex": (3, 0),
            "birth_date": (3, 1),
            "representative": (3, 0),
            "other_phone": (4, 0),
            "wechat_name": (4, 1),
            "district": (5, 0),
            "address": (5, 1),
        }
        for name, (row, column) in places.items():
            grid.addWidget(self.fields[name], row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.fields["care_notes"], 6, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._measure)
        self._measure()
        order = [self.kind, *(field.input for field in self.fields.values())]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _measure(self) -> None:
        self.care_notes.setFixedHeight(theme().px(64))

    def _connect(self) -> None:
        self.kind.changed.connect(self._kind_changed)
        self.identity_kind.changed.connect(self._identity_kind_changed)
        self.identity_no.left.connect(self._identity_left)
        self.identity_no.textEdited.connect(lambda _text: self._release())
        for name, field in self.fields.items():
            typed: Any = field.input
            if name == "care_notes":
                typed.textChanged.connect(self._touched)
            elif hasattr(typed, "textEdited"):
                typed.textEdited.connect(self._touched)
            changed = getattr(typed, "changed", None)
            if changed is not None:
                changed.connect(self._touched)

    def _touched(self, *_what: object) -> None:
        if not self._loading:
            self.edited.emit()

    # --- person or organisation ---

    def _kind_changed(self, kind: object) -> None:
        self._take_name_along()
        self._switch(ClientKind(str(kind)))
        self._touched()

    def _take_name_along(self) -> None:
        typed = self.name.value() or self.unit_name.value()
        self.name.set_value(typed)
        self.unit_name.set_value(typed)

    def _switch(self, kind: ClientKind) -> None:
        person = kind is ClientKind.PERSON
        self.identity_kind.set_options(PERSON_PAPERS if person else ORGANISATION_PAPERS)
        for name in ("name", "sex", "birth_date"):
            self.fields[name].setVisible(person)
        for name in ("unit_name", "representative"):
            self.fields[name].setVisible(not person)
        self.fields["identity_no"].set_error("")
        self.fields["identity_no"].set_hint("")
        self._release()

    # --- checks as a field is left ---

    def _today(self) -> date:
        return today(self._clock)

    def _paper(self) -> IdentityKind:
        chosen: IdentityKind = self.identity_kind.value()
        return chosen

    def _identity(self) -> checks.FieldCheck:
        return checks.identity(self._paper(), self.identity_no.value(), self._today())

    def _identity_problem(self, _value: str) -> str:
        return self._identity().problem

    def _phone_problem(self, value: str) -> str:
        return checks.phone(value).problem

    def _birth_problem(self, value: Any) -> str:
        return "出生日期不能晚于今天。" if value > self._today() else ""

    def _identity_kind_changed(self, _kind: object) -> None:
        self._release()
        self._identity_left()
        if self.identity_no.value():
            self.fields["identity_no"].check()

    def _identity_left(self) -> None:
        """Fill birth date and sex from the number; say what will have to be confirmed."""
        found = self._identity()
        self.fields["identity_no"].set_hint(found.question)
        if found.birth_date is None:
            return
        self.birth_date.set_value(found.birth_date)
        self.sex.set_value(found.sex)
        self.fields["birth_date"].set_error("")
        self.fields["birth_date"].set_hint(FROM_NUMBER)
        self.birth_date.setEnabled(False)
        self.sex.setEnabled(False)

    def _release(self) -> None:
        """Let birth date and sex be typed again: the number changes."""
        for input_ in (self.birth_date, self.sex):
            input_.setEnabled(True)
        self.fields["birth_date"].set_hint("")

    # --- values ---

    def set_districts(self, districts: Sequence[District]) -> None:
        """Offer the districts."""
        self.district.set_options([Option(d.code, d.name, d.city) for d in districts])
        self.district.set_value(self._district)

    def set_form(self, form: ClientForm) -> None:
        """Show a client's details."""
        self._loading = True
        self.kind.set_value(form.kind)
        self._switch(form.kind)
        if form.identity_kind is not None:
            self.identity_kind.set_value(form.identity_kind)
        else:
            self.identity_kind.setCurrentIndex(0)
        self.unit_name.set_value(form.name)
        for name in ("name", "identity_no", "representative", "phone", "other_phone", "wechat_name", "address"):
            getattr(self, name).set_value(getattr(form, name))
        self.care_notes.set_value(form.care_notes)
        self.sex.setCurrentIndex(-1)
        self.sex.set_value(form.sex)
        self.birth_date.set_value(form.birth_date)
        self._district = form.district
        self.district.set_value(form.district)
        for field in self.fields.values():
            field.set_error("")
        self._identity_left()
        self._loading = False

    def shown(self) -> dict[str, FormField]:
        """Return the fields on show by the name services use for them."""
        names = {"unit_name": "name"}
        return {names.get(name, name): field for name, field in self.fields.items() if not field.isHidden()}

    def first_input(self) -> QWidget:
        """Return where typing begins."""
        return self.name if self.kind.value() == ClientKind.PERSON else self.unit_name

    def form(self) -> ClientForm:
        """Return what stands in the fields."""
        person = self.kind.value() == ClientKind.PERSON
        number = self.identity_no.value()
        chosen = self.district.value()
        return ClientForm(
            kind=self.kind.value(),
            name=(self.name if person else self.unit_name).value(),
            identity_kind=self._paper() if number else None,
            identity_no=number.upper(),
            sex=self.sex.value() if person else None,
            birth_date=self.birth_date.value() if person else None,
            representative="" if person else self.representative.value(),
            phone=self.phone.value(),
            other_phone=self.other_phone.value(),
            wechat_name=self.wechat_name.value(),
            district=str(chosen) if chosen else ("" if self.district.text().strip() == "" else self._district),
            address=self.address.value(),
            care_notes=self.care_notes.value(),
        )
