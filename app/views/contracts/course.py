"""The course of a contract: its steps, which field stands on which, and what is said of it on the way."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from app.services import amounts
from app.services.contracts.types import ContractForm
from app.terms import Authority
from app.views.contracts.start import Start
from app.views.contracts.step import Step

NAMES = {"matter": "事项", "fee": "收费", "terms": "条款与预览", "filing": "保存归档"}
ON_STEP = {
    **dict.fromkeys(("cause", "opponent", "amount", "stage", "lawyers", "begins_on", "ends_on", "members"), "matter"),
    **dict.fromkeys(("fee", "relief_reason", "relief_note", "payments", "legal_aid", "approver"), "fee"),
    **dict.fromkeys(("powers", "contract_date", "extra_clauses"), "terms"),
}


class Course:
    """Knows the way from the first field to the filed papers.

    Args:
        start: what the contract opens with.

    """

    def __init__(self, start: Start) -> None:
        self._start = start

    def is_agency(self, form: ContractForm) -> bool:
        """Return whether a mandate with a fee is drawn up."""
        return self._start.is_agency(form.template)

    def steps(self, form: ContractForm) -> list[str]:
        """Return the steps in order; the free agreement has no fee."""
        return [name for name in NAMES if name != "fee" or self.is_agency(form)]

    def about(self, form: ContractForm) -> str:
        """Return whose contract it is, and about what."""
        matter = form.matter
        parts = [self._start.client.form.name]
        if self.is_agency(form):
            parts += [matter.cause, matter.stage.label if matter.stage else ""]
        else:
            parts.append(self._start.title_of(form.template))
        return "，".join(part for part in parts if part)

    def words_on_paper(self, name: str, form: ContractForm) -> str:
        """Return what the preview turns to at a step: words of the clause it writes, or ""."""
        if not self.is_agency(form):
            return ""
        return {"fee": amounts.amount_words(form.fee.fee_fen or 0), "terms": Authority.SPECIAL.label}.get(name, "")

    def links(self, form: ContractForm) -> Mapping[str, str]:
        """Return the words of the way to each field that may be missing at filing."""
        steps = self.steps(form)
        return {
            **{field: f"去{NAMES[step]}" for field, step in ON_STEP.items() if step in steps},
            "client": "打开档案",
        }


def focus_first(step: Step) -> None:
    """Put the focus into the first input of a step that is still empty, or the first at all."""
    fields = [field for field in step.fields.values() if field.isVisibleTo(step)]
    empty = [field for field in fields if hasattr(field.input, "value") and field.value() in (None, "", (), [])]
    if fields:
        (empty or fields)[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
