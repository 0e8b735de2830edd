"""Amounts and shares as screens read and write them."""

from fractions import Fraction

import pytest

from app.services import amounts


@pytest.mark.parametrize(
    ("typed", "fen"), [("100万", 100_000_000), ("62,000", 6_200_000), ("６２０００．５", 6_200_050), ("￥1元", 100)]
)
def test_amounts_are_read_as_people_type_them(typed: str, fen: int) -> None:
    assert amounts.amount_problem(typed) == ""
    assert amounts.read_amount(typed) == fen


@pytest.mark.parametrize("typed", ["abc", "-5", "1.234", "1,00", "万"])
def test_what_is_no_amount_is_answered_with_a_sentence(typed: str) -> None:
    assert amounts.amount_problem(typed).endswith("。")


def test_nothing_typed_is_no_mistake() -> None:
    assert amounts.amount_problem("  ") == ""


def test_shares_and_rates_are_written_without_idle_zeros() -> None:
    assert amounts.share_words(27_500_00, 55_000_00) == "50%"
    assert amounts.share_words(30_000_00, 55_000_00) == "54.5%"
    assert amounts.share_words(1, 0) == ""
    assert amounts.rate_words(Fraction(6, 100)) == "6%"


def test_amount_is_written_in_figures_and_in_words() -> None:
    assert amounts.amount_text(62_000_50) == "62,000.50"
    assert amounts.amount_words(62_000_00) == "陆万贰仟元整"
