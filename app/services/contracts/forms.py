"""Between a contract's form and its row: what is a column, and what is kept in `terms`."""

from datetime import date
from typing import Any

from app.models import Contract
from app.services.contracts.types import ContractForm, FeeForm, MatterForm, MemberForm, PaymentForm, TermsForm
from app.terms import Authority, LegalAidScreen


def write(row: Contract, form: ContractForm, title: str) -> None:
    """Put a form into a row."""
    matter, fee = form.matter, form.fee
    row.client_id, row.template, row.title = form.client_id, form.template, title
    row.matter_class, row.stage, row.has_property = matter.matter_class, matter.stage, matter.has_property
    row.amount_fen, row.cause, row.opponent = matter.amount_fen, matter.cause.strip(), matter.opponent.strip()
    row.lawyer_ids = [staff_id.hex() for staff_id in matter.lawyer_ids]
    row.fee_fen, row.relief_reason, row.relief_note = fee.fee_fen, fee.relief_reason, fee.relief_note.strip()
    row.contract_date = form.terms.contract_date
    row.terms = _terms_to_json(form)


def read(row: Contract) -> ContractForm:
    """Take the form back out of a row."""
    terms = row.terms
    return ContractForm(
        client_id=row.client_id,
        template=row.template,
        matter=MatterForm(
            matter_class=row.matter_class,
            stage=row.stage,
            has_property=row.has_property,
            amount_fen=row.amount_fen,
            cause=row.cause,
            opponent=row.opponent,
            lawyer_ids=tuple(bytes.fromhex(text) for text in row.lawyer_ids),
        ),
        fee=FeeForm(
            fee_fen=row.fee_fen,
            relief_reason=row.relief_reason,
            relief_note=row.relief_note,
            payments=tuple(PaymentForm(**payment) for payment in terms.get("payments", [])),
            legal_aid=LegalAidScreen(terms["legal_aid"]) if terms.get("legal_aid") else None,
        ),
        terms=_terms_from_json(row.contract_date, terms),
    )


def _terms_to_json(form: ContractForm) -> dict[str, Any]:
    terms = form.terms
    return {
        "payments": [{"when": p.when, "amount_fen": p.amount_fen} for p in form.fee.payments],
        "legal_aid": form.fee.legal_aid.value if form.fee.legal_aid else None,
        "authority": terms.authority.value,
        "powers": list(terms.powers),
        "court": terms.court,
        "copies": terms.copies,
        "members": [{"name": m.name, "relation": m.relation} for m in terms.members],
        "begins_on": terms.begins_on.isoformat() if terms.begins_on else None,
        "ends_on": terms.ends_on.isoformat() if terms.ends_on else None,
        "allows_push": terms.allows_push,
        "allows_pictures": terms.allows_pictures,
        "extra_clauses": terms.extra_clauses,
    }


def _terms_from_json(contract_date: date | None, terms: dict[str, Any]) -> TermsForm:
    return TermsForm(
        contract_date=contract_date,
        authority=Authority(terms.get("authority", Authority.GENERAL.value)),
        powers=tuple(terms.get("powers", [])),
        court=terms.get("court", ""),
        copies=terms.get("copies", 2),
        members=tuple(MemberForm(**member) for member in terms.get("members", [])),
        begins_on=_day(terms.get("begins_on")),
        ends_on=_day(terms.get("ends_on")),
        allows_push=terms.get("allows_push", False),
        allows_pictures=terms.get("allows_pictures", False),
        extra_clauses=terms.get("extra_clauses", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
