"""Clause S9.3: what a signed-up client's fee is compared with, and when it may stand."""

from fractions import Fraction

import pytest

from app.catalogue import Catalogue
from app.errors import InvalidInputError
from app.rules.fees import FeeCalculation, FeeComparison, compare, compute, percent_text
from app.terms import FactStatus, FeeVerdict

YUAN = 100
pytestmark = pytest.mark.clause("S9.3")


def calculation(key: str, amount: int | None = None, hours: int | None = None) -> FeeCalculation:
    schedule = Catalogue.load().fee_schedule("hebei-2016")
    return compute(schedule, key, amount_fen=amount * YUAN if amount else None, hours=hours)


def compared(
    found: FeeCalculation | None, fee: int, *, published: int | None = None, signed_up: bool = True
) -> FeeComparison:
    price = published * YUAN if published is not None else None
    return compare(found, signed_up=signed_up, fee_fen=fee * YUAN, published_price_fen=price)


MILLION = calculation("civil-property", 1_000_000)
PER_ITEM = calculation("civil-non-property")


def test_a_percentage_matter_below_the_computed_sum() -> None:
    found = compared(MILLION, 55_000)
    assert found.verdict is FeeVerdict.BELOW_GUIDANCE
    assert found.may_proceed
    assert found.difference_fen == 7_000 * YUAN
    assert found.percent == Fraction(700_000, 62_000)
    assert "11.3%" in found.sentence
    assert "少 7,000 元" in found.sentence
    assert found.clause == "S9.3"


@pytest.mark.parametrize(("fee", "words"), [(62_000, "相同"), (70_000, "高 8,000 元")])
def test_equal_or_above_is_not_below_and_cannot_go_on(fee: int, words: str) -> None:
    found = compared(MILLION, fee)
    assert (found.verdict, found.may_proceed) == (FeeVerdict.NOT_BELOW, False)
    assert words in found.sentence
    assert "须低于指导意见（S9.3）" in found.sentence


def test_one_fen_less_is_below() -> None:
    found = compare(MILLION, signed_up=True, fee_fen=62_000 * YUAN - 1, published_price_fen=None)
    assert found.verdict is FeeVerdict.BELOW_GUIDANCE
    assert "0.0%" in found.sentence
    assert "少 0.01 元" in found.sentence


def test_the_published_price_has_no_say_in_a_percentage_matter() -> None:
    assert compared(MILLION, 61_000, published=50_000).verdict is FeeVerdict.BELOW_GUIDANCE


def test_a_range_matter_is_measured_by_the_firms_price_within_the_range() -> None:
    below = compared(PER_ITEM, 9_000, published=10_000)
    assert (below.verdict, below.may_proceed) == (FeeVerdict.BELOW_PUBLISHED, True)
    assert "是本所对“低于指导意见”的理解" in below.sentence
    assert compared(PER_ITEM, 10_000, published=10_000).verdict is FeeVerdict.NOT_BELOW
    assert not compared(PER_ITEM, 10_000, published=10_000).may_proceed


@pytest.mark.parametrize("published", [2_999, 30_001, None])
def test_a_range_matter_without_a_price_in_the_range_cannot_go_on(published: int | None) -> None:
    found = compared(PER_ITEM, 1_000, published=published)
    assert (found.verdict, found.may_proceed, found.difference_fen) == (FeeVerdict.NO_BASIS, False, None)
    assert "公示价" in found.sentence


@pytest.mark.parametrize("published", [3_000, 30_000])
def test_the_ends_of_the_range_belong_to_it(published: int) -> None:
    assert compared(PER_ITEM, 2_000, published=published).verdict is FeeVerdict.BELOW_PUBLISHED


def test_an_hourly_matter_compares_the_price_of_all_hours() -> None:
    ten_hours = calculation("hourly", hours=10)
    assert compared(ten_hours, 9_999, published=1_000).verdict is FeeVerdict.BELOW_PUBLISHED
    assert compared(ten_hours, 10_000, published=1_000).verdict is FeeVerdict.NOT_BELOW
    assert compared(ten_hours, 900, published=100).verdict is FeeVerdict.NO_BASIS
    assert "待核实" in compared(ten_hours, 9_999, published=1_000).sentence


@pytest.mark.parametrize(
    "found",
    [
        calculation("guided-livelihood", 500_000),
        calculation("criminal-defence"),
        calculation("state-compensation"),
        calculation("advisor"),
        None,
    ],
)
@pytest.mark.parametrize("fee", [1, 4_000, 5_000, 6_000])
@pytest.mark.parametrize("signed_up", [True, False])
def test_a_matter_outside_the_guidance_is_never_called_below_it(
    found: FeeCalculation | None, fee: int, signed_up: bool
) -> None:
    result = compared(found, fee, published=5_000, signed_up=signed_up)
    assert result.verdict is not FeeVerdict.BELOW_GUIDANCE
    assert "低于指导意见" not in result.sentence
    assert "待核实" in result.sentence
    assert result.status is FactStatus.UNVERIFIED
    assert result.may_proceed is (fee < 5_000 or not signed_up)


def test_a_matter_outside_the_guidance_needs_a_published_price() -> None:
    found = compared(calculation("criminal-defence"), 4_000)
    assert (found.verdict, found.may_proceed) == (FeeVerdict.NO_BASIS, False)
    assert "请先由主任设定本所公示价" in found.sentence


@pytest.mark.parametrize("fee", [55_000, 62_000, 80_000])
def test_a_client_who_is_not_signed_up_may_agree_any_fee(fee: int) -> None:
    found = compared(MILLION, fee, signed_up=False)
    assert (found.verdict, found.may_proceed) == (FeeVerdict.NOT_REQUIRED, True)
    assert compared(None, fee, signed_up=False).may_proceed


def test_a_waived_fee_is_below() -> None:
    found = compared(MILLION, 0)
    assert found.verdict is FeeVerdict.BELOW_GUIDANCE
    assert found.percent == 100


def test_a_negative_fee_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="负数"):
        compared(MILLION, -1)


def test_a_percentage_has_one_decimal() -> None:
    assert percent_text(Fraction(1129, 100)) == "11.3%"
    assert percent_text(Fraction(1125, 100)) == "11.3%"
    assert percent_text(Fraction(1124, 100)) == "11.2%"
    assert percent_text(Fraction(100)) == "100.0%"
