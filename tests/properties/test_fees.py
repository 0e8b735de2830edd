"""Properties of the fee core over every percentage matter of every schedule."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import Catalogue
from app.rules.contingency import cap_fen
from app.rules.fees import FeeItem, FeeSchedule, compare, compute
from app.terms import FeeMethod, FeeVerdict

CATALOGUE = Catalogue.load()
PERCENTAGES = [
    (replace(schedule, enabled=True), item)
    for schedule in CATALOGUE.fee_schedules.values()
    for item in schedule.items
    if item.method is FeeMethod.PIECEWISE
]
HEBEI = CATALOGUE.fee_schedule("hebei-2016")
amounts = st.integers(0, 10**12)
matters = st.sampled_from(PERCENTAGES)


def slow_total(item: FeeItem, amount_fen: int) -> Fraction:
    """Add the bands up from the top down, exactly, before any rounding, least fee or cap."""
    total, upper = Fraction(0), amount_fen
    floors = [0, *(band.upto_fen for band in item.bands if band.upto_fen is not None)]
    for floor, band in sorted(zip(floors, item.bands, strict=True), key=lambda pair: -pair[0]):
        if upper > floor:
            total += (upper - floor) * band.rate
            upper = floor
    return total


@given(matters, amounts)
def test_the_total_is_the_exact_sum_rounded_once(matter: tuple[FeeSchedule, FeeItem], amount: int) -> None:
    schedule, item = matter
    found = compute(schedule, item.key, amount_fen=amount)
    assert sum(line.base_fen for line in found.lines) == amount
    rounded = sum(line.fee_fen for line in found.lines)
    assert abs(rounded - slow_total(item, amount)) <= Fraction(1, 2)
    assert found.total_fen is not None
    if item.minimum_fen is not None:
        assert found.total_fen >= item.minimum_fen
    if item.maximum_fen is not None:
        assert found.total_fen <= item.maximum_fen
    if not (found.minimum_applied or found.cap_applied):
        assert found.total_fen == rounded


@given(matters, amounts, st.integers(0, 10**9))
def test_a_larger_amount_never_costs_less(matter: tuple[FeeSchedule, FeeItem], amount: int, more: int) -> None:
    schedule, item = matter
    smaller = compute(schedule, item.key, amount_fen=amount).total_fen
    larger = compute(schedule, item.key, amount_fen=amount + more).total_fen
    assert smaller is not None
    assert larger is not None
    assert smaller <= larger


@given(amounts, st.integers(0, 10**10))
def test_a_signed_up_client_goes_on_exactly_when_the_fee_is_below(amount: int, fee: int) -> None:
    found = compute(HEBEI, "civil-property", amount_fen=amount)
    result = compare(found, signed_up=True, fee_fen=fee, published_price_fen=None)
    assert found.total_fen is not None
    assert result.may_proceed is (fee < found.total_fen)
    assert (result.verdict is FeeVerdict.BELOW_GUIDANCE) is (fee < found.total_fen)


@given(amounts, st.integers(0, 10**9))
def test_the_contingency_cap_grows_with_the_amount_and_stays_under_18_percent(amount: int, more: int) -> None:
    cap = cap_fen(CATALOGUE.contingency, amount)
    assert cap <= cap_fen(CATALOGUE.contingency, amount + more)
    assert cap <= amount * Fraction(18, 100) + 1
