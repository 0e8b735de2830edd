"""收费: what the guidance says, and whether the fee typed in may stand (S9.3)."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError
from app.models import ClientRelief, Contract, PublishedPrice, Staff
from app.rules.contracts import FeeFacts, is_approved, needs_approver, problems_of
from app.rules.fee_calculation import FeeCalculation, compute
from app.rules.fee_comparison import FeeComparison, compare
from app.rules.fee_schedule import FeeItem
from app.rules.money import in_words
from app.services.clients.lookups import is_signed_up
from app.services.contracts.types import ContractForm, FeeQuote, MatterForm
from app.services.core import Office, Service, operation, query
from app.terms import FeeMethod, FeeVerdict, Fen, Permission, Uid

SCHEDULE = "hebei-2016"


class Quotes(Service):
    """收费测算."""

    @query()
    def quote(self, form: ContractForm, contract_id: Uid | None = None) -> FeeQuote:
        """Return the guidance's figure for a matter and how the typed fee compares."""
        with self.office.reading() as session:
            return quote(self.office, session, form, contract_id)

    @query()
    def published_price(self, matter: MatterForm) -> Fen | None:
        """Return the firm's published price of a matter, if it is set."""
        with self.office.reading() as session:
            return published_price(session, matter_key(self.office, matter), self.office.today())

    @operation(Permission.SET_PRICES)
    def set_published_price(self, matter: MatterForm, price_fen: Fen) -> None:
        """Publish a price for a kind of matter from today on; earlier ones stay on record."""
        if price_fen <= 0:
            raise InvalidInputError({"published_price": "公示价应大于 0 元。"})
        today = self.office.today()
        with self.office.work() as work:
            wanted = select(PublishedPrice).where(
                PublishedPrice.schedule_id == SCHEDULE,
                PublishedPrice.matter_key == matter_key(self.office, matter),
                PublishedPrice.valid_from == today,
            )
            row = work.session.scalar(wanted) or PublishedPrice(
                schedule_id=SCHEDULE, matter_key=matter_key(self.office, matter), valid_from=today
            )
            row.price_fen, row.set_by = price_fen, work.context.actor_id
            work.session.add(row)
            work.commit("设定本所公示价")


def matter_key(office: Office, matter: MatterForm) -> str:
    """Return the key under which a matter is priced."""
    item = _item(office, matter)
    return item.key if item else matter.matter_class.value


def calculate(office: Office, matter: MatterForm) -> FeeCalculation | None:
    """Return the guidance's calculation; None where no item fits or the amount is not typed yet."""
    item = _item(office, matter)
    if item is None or (item.method is FeeMethod.PIECEWISE and matter.amount_fen is None):
        return None
    return compute(office.catalogue.fee_schedule(SCHEDULE), item.key, amount_fen=matter.amount_fen)


def _item(office: Office, matter: MatterForm) -> FeeItem | None:
    schedule = office.catalogue.fee_schedule(SCHEDULE)
    return schedule.find(matter.matter_class, has_property=matter.has_property)


def published_price(session: Session, key: str, today: date) -> Fen | None:
    """Return the published price in force on a day."""
    wanted = (
        select(PublishedPrice.price_fen)
        .where(
            PublishedPrice.schedule_id == SCHEDULE,
            PublishedPrice.matter_key == key,
            PublishedPrice.valid_from <= today,
        )
        .order_by(PublishedPrice.valid_from.desc())
        .limit(1)
    )
    return session.scalar(wanted)


def quote(office: Office, session: Session, form: ContractForm, contract_id: Uid | None) -> FeeQuote:
    """Work a quote out inside an open session."""
    calculation = calculate(office, form.matter)
    price = published_price(session, matter_key(office, form.matter), office.today())
    signed_up = is_signed_up(session, form.client_id)
    comparison = None
    if form.fee.fee_fen is not None:
        comparison = compare(calculation, signed_up=signed_up, fee_fen=form.fee.fee_fen, published_price_fen=price)
    contract = _contract(session, contract_id)
    facts = facts_of(form, comparison, contract)
    problems = problems_of(facts)
    if any(payment.amount_fen and not payment.when.strip() for payment in form.fee.payments):
        problems.setdefault("payments", "请写明每一期的付款时间。")
    if needs_approver(form.fee.relief_reason) and not is_approved(facts):
        problems["approver"] = "这项减免需要主任批准后才能归档。"
    approver = session.get(Staff, contract.approver_id) if contract and contract.approver_id else None
    return FeeQuote(
        calculation=calculation,
        published_price_fen=price,
        comparison=comparison,
        is_signed_up=signed_up,
        relief_groups=_relief_groups(session, form.client_id),
        needs_approver=needs_approver(form.fee.relief_reason),
        approver=approver.name if approver and is_approved(facts) else "",
        approved_at=contract.approved_at if contract and is_approved(facts) else None,
        fee_words=in_words(form.fee.fee_fen) if form.fee.fee_fen else "",
        problems=problems,
    )


def facts_of(form: ContractForm, comparison: FeeComparison | None, contract: Contract | None) -> FeeFacts:
    """Return what the rules need to know of a fee."""
    payments = form.fee.payments
    return FeeFacts(
        fee_fen=form.fee.fee_fen,
        may_proceed=comparison is not None and comparison.may_proceed,
        sentence=comparison.sentence if comparison else "",
        is_reduced=comparison is not None
        and comparison.verdict in (FeeVerdict.BELOW_GUIDANCE, FeeVerdict.BELOW_PUBLISHED),
        relief_reason=form.fee.relief_reason,
        relief_note=form.fee.relief_note,
        payments_fen=sum(payment.amount_fen for payment in payments) if payments else None,
        legal_aid=form.fee.legal_aid,
        approved_fee_fen=contract.approved_fee_fen if contract and is_what_was_approved(contract, form) else None,
    )


def is_what_was_approved(contract: Contract, form: ContractForm) -> bool:
    """Return whether a form still is the mandate and the reason that a consent on record was given for."""
    matter = form.matter
    stands = (contract.client_id, contract.relief_reason, contract.matter_class, contract.stage)
    asked = (form.client_id, form.fee.relief_reason, matter.matter_class, matter.stage)
    return stands == asked and (contract.has_property, contract.amount_fen) == (matter.has_property, matter.amount_fen)


def _contract(session: Session, contract_id: Uid | None) -> Contract | None:
    return session.scalar(select(Contract).where(Contract.id == contract_id)) if contract_id else None


def _relief_groups(session: Session, client_id: Uid) -> tuple[str, ...]:
    wanted = select(ClientRelief.group).where(ClientRelief.client_id == client_id).order_by(ClientRelief.id)
    return tuple(group.label for group in session.scalars(wanted))


def to_json(calculation: FeeCalculation | None) -> dict[str, Any] | None:
    """Return a calculation as it is kept with a contract, so that later data cannot change it."""
    return json.loads(json.dumps(asdict(calculation), default=str)) if calculation else None
