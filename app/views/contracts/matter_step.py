"""Step 1 事项: what the mandate is about and who handles it; for a family, who belongs to it and how long."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.services.contracts.causes import CAUSES
from app.services.contracts.conflicts import ConflictCheck
from app.services.contracts.types import ContractForm, MatterForm
from app.services.staff import StaffView
from app.terms import MatterClass, MatterStage, Uid
from app.views.components.choices import Choice, Option, SearchChoice
from app.views.components.feedback import Banner
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.components.moments import DateField
from app.views.components.toggles import Segmented
from app.views.contracts.inputs import MoneyField
from app.views.contracts.members import MembersEditor
from app.views.contracts.start import Start
from app.views.contracts.step import Step, two_columns
from app.views.desk import Desk

CLASSES = (MatterClass.CIVIL, MatterClass.GUIDED_LIVELIHOOD, MatterClass.STATE_COMPENSATION)
"""What a civil mandate can be about; the others need a contract of their own kind."""
NOBODY = "（不设）"


class MatterStep(Step):
    """事项."""

    def __init__(self, desk: Desk, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start, self._desk = start, desk
        self.template = Segmented("合同种类", [(view.slug, view.title) for view in start.templates])
        self.rows.addWidget(FormField("合同种类", self.template))
        self._build_agency()
        self._build_lawyers(start.lawyers)
        self._build_family(desk)
        self.rows.addStretch(1)
        self._connect()

    def _build_agency(self) -> None:
        self.matter_class = Choice([(kind, kind.label) for kind in CLASSES])
        self.has_property = Segmented("是否涉及财产", [(True, "涉及财产"), (False, "不涉及财产")])
        self.stage = Segmented("办理阶段", [(stage, stage.label) for stage in MatterStage])
        self.stage.set_value(MatterStage.FIRST_INSTANCE)
        self.amount = MoneyField("如 100万 或 1,000,000")
        self.cause = SearchChoice("如 民间借贷纠纷", [Option(cause, cause) for cause in CAUSES], free=True)
        self.opponent = TextField("姓名或名称", limit=200)
        self._amount_field = FormField("标的额", self.amount, required=True)
        self.fields = {
            "stage": FormField("办理阶段（每个阶段分别签约、分别收费）", self.stage, required=True),
            "cause": FormField("案由", self.cause, required=True),
            "amount": self._amount_field,
            "opponent": FormField("对方当事人", self.opponent, required=True),
        }
        self._agency = QWidget()
        property_field = FormField("是否涉及财产", self.has_property)
        grid = two_columns(
            [
                (FormField("案件类别", self.matter_class), 0, 0, 1),
                (property_field, 0, 1, 1),
                (self.fields["stage"], 1, 0, 2),
                (self.fields["cause"], 2, 0, 1),
                (self._amount_field, 2, 1, 1),
                (self.fields["opponent"], 3, 0, 2),
            ]
        )
        self._agency.setLayout(grid)
        self.rows.addWidget(self._agency)
        self.conflicts = Banner("", "urgent")
        self.conflicts.hide()
        self.rows.addWidget(self.conflicts)

    def _build_lawyers(self, lawyers: Sequence[StaffView]) -> None:
        options = [Option(person.id, person.name, person.licence_no) for person in lawyers]
        self.lead = Choice(options, placeholder="请选择")
        self.second = Choice([Option(None, NOBODY), *options])
        self.fields["lawyers"] = FormField("承办律师", self.lead, required=True)
        self._licence = Label("", "hint")
        self._people = QWidget()
        grid = two_columns([(self.fields["lawyers"], 0, 0, 1), (FormField("协办律师", self.second), 0, 1, 1)])
        self._people.setLayout(grid)
        self.rows.addWidget(self._people)

    def _build_family(self, desk: Desk) -> None:
        self._family = QWidget()
        self.members = MembersEditor()
        self.begins = DateField(desk.today)
        self.ends = DateField(desk.today)
        self.fields["begins_on"] = FormField("服务期限自", self.begins, hint="不填为签订之日")
        self.fields["ends_on"] = FormField("至", self.ends, hint="不填为一年", check=self._check_end)
        members = FormField("家庭成员（除服务对象本人外）", self.members)
        grid = two_columns([(members, 0, 0, 2), (self.fields["begins_on"], 1, 0, 1), (self.fields["ends_on"], 1, 1, 1)])
        self._family.setLayout(grid)
        self.rows.addWidget(self._family)

    def _check_end(self, _value: object) -> str:
        begins, ends = self.begins.value(), self.ends.value()
        return "结束日期不能早于开始日期。" if begins and ends and ends < begins else ""

    def _connect(self) -> None:
        self.listen(self.matter_class, self.has_property, self.stage, self.amount, self.cause, self.opponent)
        self.listen(self.lead, self.second, self.members, self.begins, self.ends, self.template)
        self.cause.changed.connect(self._tell)
        self.amount.left.connect(self._show_words)
        self.amount.changed.connect(self._show_words)
        self.has_property.changed.connect(self._show_parts)
        self.template.changed.connect(self._show_parts)
        self.opponent.left.connect(self._look_for_conflicts)

    def _look_for_conflicts(self) -> None:
        """Search clients, contracts and past matters for both sides (律师法 art. 39); the lawyer decides what it means."""
        check = self._desk.services.contracts.conflicts.check
        opponent = self.opponent.value() if self.is_agency else ""
        self._desk.jobs.run(
            check,
            self._start.client.id,
            opponent,
            self._start.contract_id,
            done=self._show_conflicts,
            key=f"contracts.conflicts-{id(self)}",
        )

    def _show_conflicts(self, found: ConflictCheck) -> None:
        lines = [one.text for one in found.found]
        lines += [f"另有 {found.total - len(lines)} 处。"] if found.total > len(lines) else []
        self.conflicts.show_text("\n".join(["可能有利益冲突，请承办律师核对：", *lines, found.law]) if lines else "")

    @property
    def is_agency(self) -> bool:
        """Whether the chosen template is a mandate with a fee."""
        return self._start.is_agency(str(self.template.value()))

    def _show_parts(self, *_args: object) -> None:
        self._agency.setVisible(self.is_agency)
        self._family.setVisible(not self.is_agency)
        self._amount_field.setVisible(bool(self.has_property.value()))

    def _show_words(self) -> None:
        self._amount_field.set_hint(self.amount.words())

    def fill(self, form: ContractForm) -> None:
        """Show a form."""
        matter, terms = form.matter, form.terms
        self.template.set_value(form.template)
        self.matter_class.set_value(matter.matter_class)
        self.has_property.set_value(matter.has_property)
        self.stage.set_value(matter.stage or MatterStage.FIRST_INSTANCE)
        self.amount.set_value(matter.amount_fen)
        self.cause.set_value(matter.cause)
        self.opponent.set_value(matter.opponent)
        people: list[Uid | None] = [*matter.lawyer_ids, None, None]
        self.lead.set_value(people[0])
        self.second.set_value(people[1])
        self.members.set_value(terms.members)
        self.begins.set_value(terms.begins_on)
        self.ends.set_value(terms.ends_on)
        self._show_words()
        self._show_parts()
        self._look_for_conflicts()

    def apply(self, form: ContractForm) -> ContractForm:
        """Return the form with this step."""
        members, begins, ends = self.members.value(), self.begins.value(), self.ends.value()
        if self.is_agency:
            members, begins, ends = (), None, None
        terms = replace(form.terms, members=members, begins_on=begins, ends_on=ends)
        return replace(form, template=str(self.template.value()), matter=self._matter(), terms=terms)

    def _matter(self) -> MatterForm:
        chosen = [person for person in (self.lead.value(), self.second.value()) if person]
        lawyers = tuple(dict.fromkeys(chosen))
        if not self.is_agency:
            return MatterForm(stage=None, has_property=False, lawyer_ids=lawyers)
        has_property = bool(self.has_property.value())
        stage = self.stage.value()
        return MatterForm(
            matter_class=self.matter_class.value(),
            stage=stage if isinstance(stage, MatterStage) else None,
            has_property=has_property,
            amount_fen=self.amount.value() if has_property else None,
            cause=str(self.cause.value() or ""),
            opponent=self.opponent.value(),
            lawyer_ids=lawyers,
        )
