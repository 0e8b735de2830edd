"""A contract's form survives being put into a row and taken out again, whatever was typed."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.models import Contract
from app.services.contracts import forms
from app.services.contracts.types import ContractForm, FeeForm, MatterForm, MemberForm, PaymentForm, TermsForm
from app.terms import Authority, ContractState, LegalAidScreen, MatterClass, MatterStage, ReliefReason

TEXTS = st.text(max_size=20)
TRIMMED = TEXTS.map(str.strip)
"""What is kept in a column of its own is trimmed."""
AMOUNTS = st.integers(0, 10**15)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
UIDS = st.binary(min_size=16, max_size=16)

MATTERS = st.builds(
    MatterForm,
    matter_class=st.sampled_from(MatterClass),
    stage=st.none() | st.sampled_from(MatterStage),
    has_property=st.booleans(),
    amount_fen=st.none() | AMOUNTS,
    cause=TRIMMED,
    opponent=TRIMMED,
    lawyer_ids=st.lists(UIDS, max_size=3).map(tuple),
)
FEES = st.builds(
    FeeForm,
    fee_fen=st.none() | AMOUNTS,
    relief_reason=st.none() | st.sampled_from(ReliefReason),
    relief_note=TRIMMED,
    payments=st.lists(st.builds(PaymentForm, TEXTS, AMOUNTS), max_size=3).map(tuple),
    legal_aid=st.none() | st.sampled_from(LegalAidScreen),
)
TERMS = st.builds(
    TermsForm,
    contract_date=st.none() | DAYS,
    authority=st.sampled_from(Authority),
    powers=st.lists(TEXTS, max_size=3).map(tuple),
    court=TEXTS,
    copies=st.integers(1, 9),
    members=st.lists(st.builds(MemberForm, TEXTS, TEXTS), max_size=3).map(tuple),
    begins_on=st.none() | DAYS,
    ends_on=st.none() | DAYS,
    allows_push=st.booleans(),
    allows_pictures=st.booleans(),
    extra_clauses=TEXTS,
)
FORMS = st.builds(ContractForm, UIDS, st.sampled_from(["civil-agency", "family-advisor"]), MATTERS, FEES, TERMS)


def _row() -> Contract:
    return Contract(state=ContractState.DRAFT, created_at=datetime(2026, 3, 13, tzinfo=UTC))


@given(FORMS)
def test_a_form_comes_back_as_it_was_written(form: ContractForm) -> None:
    row = _row()
    forms.write(row, form, "合同")
    assert forms.read(row) == form


@given(FORMS, FORMS)
def test_nothing_of_an_earlier_form_is_left(first: ContractForm, second: ContractForm) -> None:
    row = _row()
    forms.write(row, first, "合同")
    forms.write(row, second, "合同")
    assert forms.read(row) == second


def test_a_row_from_before_a_field_existed_reads_with_its_default() -> None:
    row = _row()
    forms.write(row, ContractForm(b"0" * 16, "civil-agency"), "合同")
    row.terms = {}
    assert forms.read(row) == ContractForm(b"0" * 16, "civil-agency")
