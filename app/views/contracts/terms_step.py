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
        self.rows.addWidget(self.fields["extra_clauses"])
        self.rows.addStretch(1)
        self.listen(self.authority, self.court, self.date, self.copies, self.clauses, *self.powers.boxes)
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
            extra_clauses=self.clauses.value(),
        )
        return replace(form, terms=terms)
