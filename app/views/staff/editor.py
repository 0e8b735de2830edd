"""The form of a member of staff: new, or changed."""

import re

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.setup_checks import licence_problem, login_of
from app.services.staff.types import StaffDetail, StaffForm
from app.terms import Category, Role
from app.views.components.choices import Choice
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.moments import DateField
from app.views.components.toggles import CheckBox
from app.views.desk import Desk
from app.views.hours.week_table import WeekTable
from app.views.staff.many import ManyOf
from app.views.staff.phones_field import PhonesField
from app.views.staff.side_form import SideForm

ROLES = tuple(role for role in Role if role is not Role.ADVISOR_ADMIN)
EMPTY = StaffForm("", "", frozenset())


class OwnHours(QWidget):
    """Whether somebody works the firm's hours, or which of their own."""

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.same = CheckBox("与本所工作时间一致", checked=True)
        self.week = WeekTable()
        rows.addWidget(self.same)
        rows.addWidget(self.week)
        self.same.changed.connect(lambda on: self.week.setVisible(not on))
        self.week.hide()

    def value(self) -> object:
        """Return the spans by weekday, None for the firm's."""
        return None if self.same.value() else self.week.weekly()

    def set_value(self, weekly: object) -> None:
        """Show spans, or that they are the firm's."""
        self.same.set_value(weekly is None)
        self.week.setVisible(weekly is not None)
        if isinstance(weekly, dict):
            self.week.set_weekly(weekly)

    def setFocus(self, *_reason: object) -> None:
        """Put the focus on the tick."""
        self.same.setFocus()


class StaffEditor(SideForm):
    """Everything that is kept of a member of staff."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "新增员工", "保存")
        self._person: StaffDetail | None = None
        self._suggested = ""
        self._before = self._shown = EMPTY
        self.name, self.login = TextField(limit=40), TextField("可用姓名拼音或手机号", limit=40)
        self.roles: ManyOf[Role] = ManyOf(ROLES, 4)
        self.licence = TextField("17 位，律师填写", limit=30)
        self.phones = PhonesField()
        self.born = DateField(desk.today)
        self.party = Choice([(None, "未登记"), (True, "是"), (False, "否")])
        self.law: ManyOf[Category] = ManyOf(tuple(Category), 4)
        self.languages = TextField("例如 普通话、石家庄话、英语", limit=120)
        self.hours = OwnHours()
        self._build()
        self.name.textEdited.connect(lambda _text: self._suggest())

    def _build(self) -> None:
        self.add(
            ("name", FormField("姓名", self.name, required=True)),
            ("login", FormField("登录名", self.login, required=True)),
        )
        roles = FormField("角色", self.roles, required=True, hint="律师顾问管理员由任命产生，不在这里勾选")
        self.add(("roles", roles))
        self.add(
            ("licence_no", FormField("执业证号", self.licence, check=licence_problem)),
            ("birth_date", FormField("出生日期", self.born)),
        )
        self.add(("phones", FormField("电话", self.phones, check=lambda _value: self.phones.problem())))
        self.add(
            ("is_party_member", FormField("中共党员", self.party)),
            ("languages", FormField("语言和方言", self.languages)),
        )
        self.add(("fields", FormField("擅长领域", self.law)))
        self.add(("weekly", FormField("工作时间", self.hours, check=self._check_hours)))

    def show_person(self, person: StaffDetail | None) -> None:
        """Show somebody's record, or an empty form."""
        self._person, self._before, self._suggested = person, person.form if person else EMPTY, ""
        form = self._before
        self.title.setText(f"修改{form.name}的资料" if person else "新增员工")
        self.go.set_words("保存" if person else "新增并生成临时密码")
        self.say("" if person else "保存后给出一个临时密码，只显示一次；本人第一次登录时要改成自己的。")
        self.name.set_value(form.name)
        self.login.set_value(form.login)
        self.login.setReadOnly(person is not None)
        self.fields["login"].set_hint("登录名发出后不能改" if person else "")
        self.roles.set_value(form.roles)
        self.licence.set_value(form.licence_no)
        self.phones.set_value(form.phones)
        self.born.set_value(form.birth_date)
        self.party.set_value(form.is_party_member)
        self.law.set_value(form.fields)
        self.languages.set_value("、".join(form.languages))
        self.hours.set_value(form.weekly)
        self._shown = self.form()
        self.start()

    def form(self) -> StaffForm:
        """Return what stands in the fields."""
        weekly = self.hours.value()
        return StaffForm(
            name=self.name.value(),
            login=self.login.value(),
            roles=frozenset(self.roles.value()),
            licence_no=self.licence.value(),
            phones=self.phones.value(),
            birth_date=self.born.value(),
            is_party_member=self.party.value(),
            fields=tuple(self.law.value()),
            languages=tuple(part for part in re.split(r"[、,，;；\s]+", self.languages.value()) if part),
            weekly=weekly if isinstance(weekly, dict) else None,
        )

    def is_changed(self) -> bool:
        """Return whether something was typed."""
        return self.form() != self._shown

    def cancel(self) -> None:
        """Go back; asks only when something was changed."""
        if self.may_close():
            super().cancel()

    def may_close(self) -> bool:
        """Return whether the form may be left, after asking where something was changed."""
        if not self.is_changed():
            return True
        what = f"放弃对{self._before.name}的修改吗？" if self._person else "放弃正在新增的员工吗？"
        given_up = self.desk.dialogs.confirm(self, what, detail="填写的内容不会保存。", yes="放弃", destructive=True)
        if given_up:
            self._shown = self.form()
        return given_up

    def run(self) -> None:
        """Save."""
        files, form = self.desk.services.staff.files, self.form()
        if self._person is None:
            self.call(files.add, form)
        else:
            self.call(files.update, self._person.id, form, self._before)

    def _suggest(self) -> None:
        """Suggest the name's pinyin as login until somebody types another."""
        if self._person is None and self.login.value() == self._suggested:
            self._suggested = login_of(self.name.value())
            self.login.set_value(self._suggested)
            if self._suggested and self.fields["login"].error:
                self.fields["login"].check()

    def _check_hours(self, _value: object) -> str:
        return "" if self.hours.same.value() else self.hours.week.problem()
