"""The fee core: the reference results of the guidance, ranges, hours, caps, and what is outside."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.catalogue import Catalogue
from app.errors import InvalidInputError
from app.rules.fees import FeeSchedule, compute, rate_text
from app.terms import FactStatus, FeeMethod, MatterClass

YUAN = 100


@pytest.fixture(scope="module")
def hebei() -> FeeSchedule:
    return Catalogue.load().fee_schedule("hebei-2016")


@pytest.fixture(scope="module")
def candidate() -> FeeSchedule:
    return replace(Catalogue.load().fee_schedule("hebei-guided-candidate"), enabled=True)


@pytest.mark.clause("S9.3")
@pytest.mark.parametrize(
    ("amount", "total"),
    [
        (30_000, 3_000),
        (37_500, 3_000),
        (50_000, 4_000),
        (100_000, 8_000),
        (300_000, 20_000),
        (500_000, 32_000),
        (1_000_000, 62_000),
        (2_000_000, 102_000),
        (5_000_000, 222_000),
        (10_000_000, 422_000),
        (20_000_000, 622_000),
        (60_000_000, 1_422_000),
    ],
)
def test_the_guidance_for_civil_matters_about_property(hebei: FeeSchedule, amount: int, total: int) -> None:
    assert compute(hebei, "civil-property", amount_fen=amount * YUAN).total_fen == total * YUAN


def test_the_lines_of_a_million(hebei: FeeSchedule) -> None:
    found = compute(hebei, "civil-property", amount_fen=1_000_000 * YUAN)
    shown = [(line.label, line.base_fen // YUAN, rate_text(line.rate), line.fee_fen // YUAN) for line in found.lines]
    assert shown == [("10 万元以下（含）", 100_000, "8%", 8_000), ("10 万元至 100 万元（含）", 900_000, "6%", 54_000)]
    assert found.citation == "冀律协〔2016〕7号 第四条，2016-01-26 印发"
    assert found.status is FactStatus.VERIFIED
    assert found.per_stage
    assert not found.minimum_applied


def test_the_last_band_has_no_end(hebei: FeeSchedule) -> None:
    found = compute(hebei, "civil-property", amount_fen=20_000_000 * YUAN)
    assert found.lines[-1].label == "1000 万元以上"
    assert len(found.lines) == 4


def test_a_band_begins_only_above_its_lower_end(hebei: FeeSchedule) -> None:
    at_end = compute(hebei, "civil-property", amount_fen=100_000 * YUAN)
    one_fen_more = compute(hebei, "civil-property", amount_fen=100_000 * YUAN + 1)
    assert len(at_end.lines) == 1
    assert len(one_fen_more.lines) == 2


def test_the_least_fee(hebei: FeeSchedule) -> None:
    found = compute(hebei, "civil-property", amount_fen=30_000 * YUAN)
    assert found.minimum_applied
    assert found.lines[0].fee_fen == 2_400 * YUAN
    assert not compute(hebei, "civil-property", amount_fen=37_500 * YUAN).minimum_applied
    assert compute(hebei, "civil-property", amount_fen=0).total_fen == 3_000 * YUAN


def test_a_range_and_its_article(hebei: FeeSchedule) -> None:
    found = compute(hebei, "civil-non-property")
    assert (found.total_fen, found.minimum_fen, found.maximum_fen) == (None, 3_000 * YUAN, 30_000 * YUAN)
    assert found.article == "第三条"


def test_hours_multiply_the_range_exactly(hebei: FeeSchedule) -> None:
    found = compute(hebei, "hourly", hours=Fraction("2.5"))
    assert (found.minimum_fen, found.maximum_fen) == (1_250 * YUAN, 7_500 * YUAN)
    assert compute(hebei, "hourly", hours=0.1).minimum_fen == 50 * YUAN
    assert compute(hebei, "hourly").minimum_fen == 500 * YUAN
    assert found.status is FactStatus.UNVERIFIED


@pytest.mark.parametrize(
    ("matter_class", "has_property", "key"),
    [
        (MatterClass.CIVIL, True, "civil-property"),
        (MatterClass.CIVIL, False, "civil-non-property"),
        (MatterClass.GUIDED_LIVELIHOOD, True, "guided-livelihood"),
        (MatterClass.CRIMINAL_DEFENCE, False, "criminal-defence"),
        (MatterClass.STATE_COMPENSATION, False, "state-compensation"),
        (MatterClass.ADVISOR, False, "advisor"),
    ],
)
def test_each_class_of_matter_has_its_item(
    hebei: FeeSchedule, matter_class: MatterClass, has_property: bool, key: str
) -> None:
    found = hebei.find(matter_class, has_property=has_property)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("key", ["guided-livelihood", "criminal-defence", "state-compensation"])
def test_the_three_guided_classes_are_outside_the_guidance_and_unverified(hebei: FeeSchedule, key: str) -> None:
    found = compute(hebei, key, amount_fen=1_000_000 * YUAN)
    assert not found.in_guidance
    assert (found.total_fen, found.minimum_fen, found.method) == (None, None, FeeMethod.AGREED)
    assert found.status is FactStatus.UNVERIFIED


@pytest.mark.parametrize(
    ("amount", "mass", "capped"),
    [
        (500_000, 28_000, 28_000),
        (1_000_000, 53_000, 53_000),
        (2_000_000, 93_000, 93_000),
        (5_000_000, 213_000, 100_000),
    ],
)
def test_the_candidate_for_guided_prices_computes_with_its_cap(
    candidate: FeeSchedule, amount: int, mass: int, capped: int
) -> None:
    assert compute(candidate, "livelihood-mass", amount_fen=amount * YUAN).total_fen == mass * YUAN
    found = compute(candidate, "livelihood-property", amount_fen=amount * YUAN)
    assert found.total_fen == capped * YUAN
    assert found.cap_applied is (capped < mass)


@pytest.mark.parametrize("schedule_id", ["hebei-guided-candidate", "beijing-2016"])
def test_an_unverified_schedule_is_off(schedule_id: str) -> None:
    schedule = Catalogue.load().fee_schedule(schedule_id)
    assert schedule.status is FactStatus.UNVERIFIED
    with pytest.raises(InvalidInputError, match="待核实"):
        compute(schedule, schedule.items[0].key)


def test_wrong_input_says_what_to_do(hebei: FeeSchedule) -> None:
    with pytest.raises(InvalidInputError, match="请填写标的额"):
        compute(hebei, "civil-property")
    with pytest.raises(InvalidInputError, match="不能是负数"):
        compute(hebei, "civil-property", amount_fen=-1)
    with pytest.raises(InvalidInputError, match="civil-property"):
        compute(hebei, "no-such-matter")
    with pytest.raises(InvalidInputError, match="大于 0"):
        compute(hebei, "hourly", hours=0)
