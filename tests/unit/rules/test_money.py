"""Money as people type it, in figures and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInputError
from app.rules.money import LARGEST_FEN, in_words, parse_yuan, yuan_text


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (140_950, "壹仟肆佰零玖元伍角"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元零叁角贰分"),
        (10_700_053, "壹拾万柒仟元零伍角叁分"),
        (600_000, "陆仟元整"),
        (6_200_000, "陆万贰仟元整"),
        (5_500_000, "伍万伍仟元整"),
        (1_000, "壹拾元整"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角"),
        (55, "伍角伍分"),
        (105, "壹元零伍分"),
        (100_000_00, "壹拾万元整"),
        (100_050_000, "壹佰万零伍佰元整"),
        (10_000_700_000, "壹亿零柒仟元整"),
        (1_000_001_00, "壹佰万零壹元整"),
        (100_000_000_00, "壹亿元整"),
        (1_001_000_000_00, "壹拾亿零壹佰万元整"),
        (10**12 * 100, "壹万亿元整"),
        ((10**12 + 2 * 10**8) * 100, "壹万零贰亿元整"),
    ],
)
def test_amounts_in_words(fen: int, words: str) -> None:
    assert in_words(fen) == words


@pytest.mark.parametrize("fen", [-1, LARGEST_FEN + 1])
def test_amounts_without_words_are_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="amount"):
        in_words(fen)


VALUES = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_back(words: str) -> int:
    """Read the words back, the way a clerk would."""
    total = section = digit = 0
    for char in words.removesuffix("整"):
        if char in VALUES:
            digit = VALUES[char]
        elif char in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(char) + 1)
            digit = 0
        elif char == "万":
            total += (section + digit) * 10**4
            section = digit = 0
        elif char == "亿":
            total = (total + section + digit) * 10**8
            section = digit = 0
        elif char == "元":
            total = (total + section + digit) * 100
            section = digit = 0
        elif char in "角分":
            total += digit * (10 if char == "角" else 1)
            digit = 0
    return total


@given(st.integers(0, LARGEST_FEN))
def test_words_read_back_are_the_amount(fen: int) -> None:
    words = in_words(fen)
    assert read_back(words) == fen
    assert "零零" not in words
    assert words.endswith("整") is (fen % 100 == 0)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("100万", 100_000_000),
        ("100 万元", 100_000_000),
        ("1,000,000", 100_000_000),
        ("1，000，000", 100_000_000),
        ("62000.5", 6_200_050),
        ("６２０００", 6_200_000),
        ("￥62,000.00元", 6_200_000),
        ("人民币 62000 元整", 6_200_000),
        ("1.5亿", 15_000_000_000),
        ("0.1234万", 123_400),
        ("3千", 300_000),
        ("0", 0),
    ],
)
def test_amounts_people_type(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填写"),
        ("-5", "负数"),
        ("1.234", "小数点后两位"),
        ("1,00", "看不懂"),
        ("一百万", "看不懂"),
        ("1e6", "看不懂"),
        ("9" * 20, "太大"),
    ],
)
def test_wrong_amounts_say_what_to_do(typed: str, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_yuan(typed, "fee")
    assert words in caught.value.problems["fee"]


@given(st.integers(0, LARGEST_FEN))
def test_written_figures_can_be_typed_again(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen


def test_figures() -> None:
    assert yuan_text(6_200_000) == "62,000"
    assert yuan_text(6_200_050) == "62,000.50"
    assert yuan_text(-700_000) == "-7,000"
    assert yuan_text(5) == "0.05"
