"""Contingency fees: caps and forbidden matters are stopped."""

import pytest

from app.catalogue import Catalogue
from app.errors import RuleBrokenError
from app.rules.contingency import cap_fen, cap_lines, check_contingency

YUAN = 100
RULES = Catalogue.load().contingency


@pytest.mark.parametrize(
    ("amount", "cap"),
    [
        (100_000, 18_000),
        (500_000, 90_000),
        (1_000_000, 180_000),
        (2_000_000, 330_000),
        (5_000_000, 780_000),
        (10_000_000, 1_380_000),
        (20_000_000, 2_280_000),
        (60_000_000, 5_580_000),
    ],
)
def test_the_caps(amount: int, cap: int) -> None:
    assert cap_fen(RULES, amount * YUAN) == cap * YUAN
    assert sum(line.base_fen for line in cap_lines(RULES, amount * YUAN)) == amount * YUAN


def test_a_fee_up_to_the_cap_may_stand_and_one_above_is_stopped() -> None:
    check_contingency(RULES, ["loan"], fee_fen=180_000 * YUAN, amount_fen=1_000_000 * YUAN)
    with pytest.raises(RuleBrokenError, match="180,000 元"):
        check_contingency(RULES, [], fee_fen=180_000 * YUAN + 1, amount_fen=1_000_000 * YUAN)


@pytest.mark.parametrize("matter", sorted(RULES.forbidden))
def test_forbidden_matters_are_stopped_whatever_the_fee(matter: str) -> None:
    with pytest.raises(RuleBrokenError, match="不得实行"):
        check_contingency(RULES, [matter], fee_fen=0, amount_fen=1_000_000 * YUAN)


def test_all_fourteen_forbidden_matters_are_there() -> None:
    assert len(RULES.forbidden) == 14
