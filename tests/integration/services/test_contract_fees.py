"""Fees in contracts: percentage, range and published price (S9.3), reasons and consents (S9.1), legal aid (S9.2)."""

from dataclasses import replace
from typing import Any

import pytest

from app.documents.pages import page_texts
from app.errors import InvalidInputError, NotAllowedError, RuleBrokenError
from app.services.clients.types import ReliefForm
from app.services.container import Services
from app.services.contracts.types import ContractForm, FeeForm, FeeQuote, MatterForm, PaymentForm
from app.terms import FactStatus, FeeVerdict, MatterClass, ReliefGroup, ReliefReason
from tests.factories import act_as
from tests.integration.services.support import contracting_client, file_mandate, mandate, set_time, sign_up

GUIDED = [MatterClass.CRIMINAL_DEFENCE, MatterClass.GUIDED_LIVELIHOOD, MatterClass.STATE_COMPENSATION]


def signed_up(services: Services) -> bytes:
    client = contracting_client(services)
    sign_up(services, client.id)
    return client.id


def publish(services: Services, matter: MatterForm, price_fen: int) -> None:
    act_as(services, "weidongming")
    services.contracts.quotes.set_published_price(matter, price_fen)
    act_as(services, "zhoulan")


def quote(services: Services, form: ContractForm) -> FeeQuote:
    return services.contracts.quotes.quote(form)


def verdict(services: Services, form: ContractForm) -> FeeVerdict | None:
    comparison = quote(services, form).comparison
    return comparison.verdict if comparison else None


@pytest.mark.clause("S9.3")
@pytest.mark.parametrize(
    ("fee_fen", "found"), [(61_999_99, FeeVerdict.BELOW_GUIDANCE), (62_000_00, FeeVerdict.NOT_BELOW)]
)
def test_a_percentage_is_compared_with_its_sum_to_the_fen(staffed: Services, fee_fen: int, found: FeeVerdict) -> None:
    form = mandate(staffed, signed_up(staffed), fee_fen)
    assert verdict(staffed, form) is found
    assert ("fee" in quote(staffed, form).problems) is (found is FeeVerdict.NOT_BELOW)


@pytest.mark.clause("S9.3")
def test_a_range_is_measured_by_the_published_price_that_lies_in_it(staffed: Services) -> None:
    client_id = signed_up(staffed)
    form = mandate(staffed, client_id, 7_999_00, matter={"has_property": False, "amount_fen": None})
    assert verdict(staffed, form) is FeeVerdict.NO_BASIS
    publish(staffed, form.matter, 50_000_00)
    assert verdict(staffed, form) is FeeVerdict.NO_BASIS  # outside 3,000 to 30,000
    publish(staffed, form.matter, 8_000_00)
    assert verdict(staffed, form) is FeeVerdict.BELOW_PUBLISHED
    dearer = mandate(staffed, client_id, 8_000_00, matter={"has_property": False, "amount_fen": None})
    assert verdict(staffed, dearer) is FeeVerdict.NOT_BELOW


@pytest.mark.clause("S9.3")
@pytest.mark.parametrize("matter_class", GUIDED)
def test_a_class_outside_the_guidance_is_never_called_below_it(staffed: Services, matter_class: MatterClass) -> None:
    client_id = signed_up(staffed)
    form = mandate(staffed, client_id, 4_000_00, matter={"matter_class": matter_class, "has_property": False})
    assert verdict(staffed, form) is FeeVerdict.NO_BASIS
    publish(staffed, form.matter, 5_000_00)
    compared = quote(staffed, form).comparison
    assert compared is not None
    assert (compared.verdict, compared.status) == (FeeVerdict.BELOW_PUBLISHED, FactStatus.UNVERIFIED)
    assert "依据待核实" in compared.sentence
    filed = file_mandate(staffed, form)
    text = "".join("".join(page_texts(staffed.contracts.register.paper(filed.id, as_pdf=True))).split())
    assert "低于指导意见" not in text


@pytest.mark.clause("S9.3")
def test_the_scheme_asks_nothing_of_a_client_who_is_not_signed_up(staffed: Services) -> None:
    client = contracting_client(staffed)
    form = mandate(staffed, client.id, 90_000_00, fee={"relief_reason": None})
    assert verdict(staffed, form) is FeeVerdict.NOT_REQUIRED
    assert file_mandate(staffed, form).number == "民代〔2026〕0001"


@pytest.mark.clause("S9.3")
def test_an_ended_sign_up_binds_no_more(staffed: Services) -> None:
    client = contracting_client(staffed)
    made = sign_up(staffed, client.id)
    form = mandate(staffed, client.id, 62_000_00)
    assert verdict(staffed, form) is FeeVerdict.NOT_BELOW
    staffed.clients.sign_ups.end(made, "已退群")
    assert verdict(staffed, form) is FeeVerdict.NOT_REQUIRED


def test_prices_hold_from_their_day_on(staffed: Services) -> None:
    matter = MatterForm(MatterClass.STATE_COMPENSATION, has_property=False)
    publish(staffed, matter, 5_000_00)
    publish(staffed, matter, 6_000_00)
    assert staffed.contracts.quotes.published_price(matter) == 6_000_00
    set_time(staffed, "2026-04-01 10:00")
    publish(staffed, matter, 7_000_00)
    assert staffed.contracts.quotes.published_price(matter) == 7_000_00
    set_time(staffed, "2026-03-31 10:00")
    assert staffed.contracts.quotes.published_price(matter) == 6_000_00
    assert staffed.contracts.quotes.published_price(MatterForm(MatterClass.NON_LITIGATION)) is None
    with pytest.raises(InvalidInputError):
        publish(staffed, matter, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fee_fen": None, "payments": ()}, "fee"),
        ({"relief_reason": None}, "relief_reason"),
        ({"relief_reason": ReliefReason.OTHER}, "relief_note"),
        ({"payments": (PaymentForm("签约之日", 1_00),)}, "payments"),
        ({"payments": (PaymentForm(" ", 55_000_00),)}, "payments"),
        pytest.param({"legal_aid": None}, "legal_aid", marks=pytest.mark.clause("S9.2")),
    ],
)
def test_the_fee_step_says_what_is_missing_and_nothing_is_filed(
    staffed: Services, changes: dict[str, Any], field: str
) -> None:
    form = mandate(staffed, signed_up(staffed), fee=changes)
    assert field in quote(staffed, form).problems
    assert field in staffed.contracts.drafting.problems(form)
    with pytest.raises((InvalidInputError, RuleBrokenError)):
        file_mandate(staffed, form)
    assert sum(staffed.contracts.register.counts().values()) == 0


def test_amounts_in_capital_figures_go_with_the_quote(staffed: Services) -> None:
    assert quote(staffed, mandate(staffed, signed_up(staffed))).fee_words == "伍万伍仟元整"


@pytest.mark.clause("S9.1")
def test_the_quote_names_the_clients_relief_groups(staffed: Services) -> None:
    client_id = signed_up(staffed)
    staffed.clients.files.add_relief(client_id, ReliefForm(ReliefGroup.LOW_INCOME, "低保证"))
    assert quote(staffed, mandate(staffed, client_id)).relief_groups == ("低保户",)


# -- consents


def _reduced(services: Services, client_id: bytes, fee_fen: int = 30_000_00) -> ContractForm:
    return mandate(
        services, client_id, fee_fen, fee={"relief_reason": ReliefReason.RELIEF_GROUP, "relief_note": "低保户"}
    )


def _approved(services: Services, form: ContractForm) -> bytes:
    drafted = services.contracts.drafting.save(form)
    act_as(services, "weidongming")
    services.contracts.drafting.approve(drafted)
    act_as(services, "zhoulan")
    return drafted


def _with_fee(form: ContractForm, **changes: Any) -> ContractForm:
    return replace(form, fee=replace(form.fee, **changes))


@pytest.mark.clause("S9.1")
def test_a_consent_covers_its_fee_and_what_lies_above_it(staffed: Services) -> None:
    form = _reduced(staffed, signed_up(staffed))
    drafted = _approved(staffed, form)
    found = staffed.contracts.quotes.quote(form, drafted)
    assert (found.approver, "approver" in found.problems) == ("魏东明", False)
    lower = _with_fee(form, fee_fen=29_999_00, payments=(PaymentForm("签约之日", 29_999_00),))
    assert "approver" in staffed.contracts.drafting.problems(lower, drafted)
    with pytest.raises(RuleBrokenError) as caught:
        staffed.contracts.drafting.file(lower, drafted)
    assert caught.value.clause == "S9.1"
    higher = _with_fee(form, fee_fen=31_000_00, payments=(PaymentForm("签约之日", 31_000_00),))
    assert staffed.contracts.drafting.file(higher, drafted).number == "民代〔2026〕0001"


@pytest.mark.clause("S9.1")
@pytest.mark.parametrize("what", ["reason", "client", "amount"])
def test_a_consent_does_not_cover_another_reason_client_or_matter(staffed: Services, what: str) -> None:
    form = _reduced(staffed, signed_up(staffed))
    drafted = _approved(staffed, form)
    other = contracting_client(staffed, "孙小小", phone="13900000003", identity_no="13019919800101001X")
    changed = {
        "reason": _with_fee(form, relief_reason=ReliefReason.PUBLIC_INTEREST),
        "client": replace(form, client_id=other.id),
        "amount": replace(form, matter=replace(form.matter, amount_fen=5_000_000_00)),
    }[what]
    assert "approver" in staffed.contracts.drafting.problems(changed, drafted)
    staffed.contracts.drafting.save(changed, drafted)
    assert staffed.contracts.register.find(drafted).awaits_approval
    with pytest.raises(RuleBrokenError):
        staffed.contracts.drafting.file(changed, drafted)
    staffed.contracts.drafting.save(form, drafted)
    assert staffed.contracts.register.find(drafted).awaits_approval  # the consent is gone for good


@pytest.mark.clause("S9.1")
def test_only_the_director_consents_and_only_to_a_fee(staffed: Services) -> None:
    form = _reduced(staffed, signed_up(staffed))
    drafted = staffed.contracts.drafting.save(form)
    with pytest.raises(NotAllowedError, match="批准减免"):
        staffed.contracts.drafting.approve(drafted)
    without = staffed.contracts.drafting.save(replace(form, fee=FeeForm()))
    act_as(staffed, "weidongming")
    with pytest.raises(RuleBrokenError):
        staffed.contracts.drafting.approve(without)
