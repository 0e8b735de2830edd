"""Step 3 条款与预览: the authority with its powers, court, date, copies, further clauses."""

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QWidget

from app.services.contracts.types import ContractForm
from app.terms import Authority
from app.views.components.choices import Choice
from app.views.components.fields import TextArea, TextField
from app.views.components.form_field import FormField
from app.views.components.moments import DateField
from app.views.components.toggles import CheckBox, Segmented
from app.views.contracts.start import POWERS, Start
from app.views.contracts.step import Step, two_columns
from app.views.desk import Desk

COPIES = (2, 3, 4, 5, 6)


class PowersBox(QWidget):
    """特别授权事项 to tick, two side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = [CheckBox(power) for power in POWERS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for at, box in enumerate(self.boxes):
            grid.addWidget(box, at // 2, at % 2)
        grid.setColumnStretch(2, 1)
        self._others: tuple[str, ...] = ()

    def value(self) -> tuple[str, ...]:
        """Return the ticked powers, and those of the draft that are not offered here."""
        return tuple(box.text() for box in self.boxes if box.isChecked()) + self._others

    def set_value(self, powers: tuple[str, ...]) -> None:
        """Tick powers."""
        self._others = tuple(power for power in powers if power not in POWERS)
        for box in self.boxes:
            box.setChecked(box.text() in powers)


class TermsStep(Step):
    """条款."""

    def __init__(self, desk: Desk, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = start
        self.authority = Segmented("代理权限", [(kind, kind.label) for kind in Authority])
        self.powers = PowersBox()
        self.court = TextField("如 石家庄市长安区人民法院", limit=100)
        self.date = DateField(desk.today)
        self.copies = Choice([(number, f"{number} 份") for number in COPIES])
        self.clauses = TextArea("双方另外约定的事项，没有就留空", lines=4)
        self._authority = FormField("代理权限", self.authority)
        self._court = FormField("受理机构（法院或仲裁机构）", self.court, hint="还不清楚可以留空")
        self.fields = {
            "powers": FormField("特别授权事项（须逐项写明）", self.powers),
            "contract_date": FormField("签订日期", self.date, hint="不填为归档当天"),
            "extra_clauses": FormField("补充约定", self.clauses),
        }
        self.rows.addWidget(self._authority)
        self.rows.addWidget(self.fields["powers"])
        self.rows.addWidget(self._court)
        copies = FormField("合同份数", self.copies, hint="双方各执")
        self.rows.addLayout(two_columns([(self.fields["contract_date"], 0, 0, 1), (copies, 0, 1, 1)]))
        self.push, self.pictures = CheckBox("同意接收推送"), CheckBox("同意拍摄和录制")
        self._consents = (
            FormField("普法推送", self.push, hint="写进协议：服务对象是否同意接收普法信息和活动通知的推送"),
            FormField(
                "影像记录", self.pictures, hint="写进协议：服务时是否可以拍摄和录制，只用于服务档案和向主管部门报送"
            ),
        )
        self.rows.addLayout(two_columns([(self._consents[0], 0, 0, 1), (self._consents[1], 0, 1, 1)]))
        self.rows.addWidget(self.fields["extra_clauses"])
        self.rows.addStretch(1)
        self.listen(self.authority, self.court, self.date, self.copies, self.clauses, *self.powers.boxes)
        self.listen(self.push, self.pictures)
        self.date.changed.connect(self._tell)
        self.authority.changed.connect(self._show_parts)
        for box in self.powers.boxes:
            box.changed.connect(lambda _on: self.fields["powers"].set_error(""))

    def _show_parts(self, *_args: object) -> None:
        is_special = self.authority.value() is Authority.SPECIAL
        self.fields["powers"].setVisible(is_special and not self._authority.isHidden())

    def fill(self, form: ContractForm) -> None:
        """Show a form."""
        terms = form.terms
        is_agency = self._start.is_agency(form.template)
        self._authority.setVisible(is_agency)
        self._court.setVisible(is_agency)
        self.authority.set_value(terms.authority)
        self.powers.set_value(terms.powers)
        self.court.set_value(terms.court)
        self.date.set_value(terms.contract_date)
        self.copies.set_value(terms.copies)
        for consent in self._consents:
            consent.setVisible(not is_agency)
        self.push.set_value(terms.allows_push)
        self.pictures.set_value(terms.allows_pictures)
        if self.clauses.value() != terms.extra_clauses:
            self.clauses.set_value(terms.extra_clauses)
        self._show_parts()

    def apply(self, form: ContractForm) -> ContractForm:
        """Return the form with this step."""
        authority = self.authority.value()
        is_special = authority is Authority.SPECIAL
        terms = replace(
            form.terms,
            authority=Authority.SPECIAL if is_special else Authority.GENERAL,
            powers=self.powers.value() if is_special else (),
            court=self.court.value(),
            contract_date=self.date.value(),
            copies=self.copies.value() or COPIES[0],
            allows_push=self.push.value() and not self._start.is_agency(form.template),
            allows_pictures=self.pictures.value() and not self._start.is_agency(form.template),
            extra_clauses=self.clauses.value(),
        )
        return replace(form, terms=terms)
