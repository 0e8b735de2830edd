"""How numbers are written: what a pattern may be, and that two numbers never look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.numbering import (
    SERIES,
    clashing_series,
    pattern_from_words,
    pattern_in_words,
    problem_of_next,
    problem_of_pattern,
    write_number,
)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("咨〔{year}〕{number:04}", "咨〔2026〕0007"),
        ("{firm}民字{year}第{number}号", "衡舟律所民字2026第7号"),
        ("{year}-{number:06}", "2026-000007"),
    ],
)
def test_a_pattern_is_filled(pattern: str, written: str) -> None:
    assert write_number(pattern, year=2026, number=7, firm="衡舟律所") == written


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("咨〔{year}〕", "{顺序号}"),
        ("咨{number}", "{年份}"),
        ("咨{year}-{number}-{number}", "{顺序号}"),
        ("咨{year}{number}", "隔一个"),
        ("咨{year}-1{number}", "隔一个"),
        ("咨{jahr}-{number}", "花括号"),
        ("咨{year}-{number:4}", "花括号"),
        ("很" * 31 + "{year}-{number}", "最长 40"),
        ("", "{顺序号}"),
    ],
)
def test_a_pattern_that_would_not_do_is_refused_with_what_to_do(pattern: str, words: str) -> None:
    assert words in problem_of_pattern(pattern)


def test_a_long_firm_name_counts_too() -> None:
    assert problem_of_pattern("{firm}〔{year}〕{number:04}") == ""
    assert "最长" in problem_of_pattern("{firm}〔{year}〕{number:04}", firm="某" * 40)


def test_the_patterns_delivered_are_good_and_apart() -> None:
    assert not [one.key for one in SERIES.values() if problem_of_pattern(one.default)]
    assert clashing_series({key: one.default for key, one in SERIES.items()}, "衡舟律所") is None


def test_two_kinds_of_contracts_may_not_be_written_alike() -> None:
    patterns = {key: one.default for key, one in SERIES.items()}
    alike = {"contract.民代": "{firm}〔{year}〕{number:04}", "contract.顾约": "衡舟律所〔{year}〕{number}"}
    assert clashing_series({**patterns, **alike}, "衡舟律所") == ("contract.民代", "contract.顾约")
    assert clashing_series({**patterns, "client": patterns["consultation"]}, "衡舟律所") is None, "two registers"


def test_the_next_number_goes_forward_only() -> None:
    assert problem_of_next(8, 7) == problem_of_next(500, 7) == ""
    assert "填 8 或更大" in problem_of_next(7, 7)
    assert "最大" in problem_of_next(1_000_000, 7)


NAMES = st.text(st.sampled_from("咨档民代〔〕-第号 1230A"), max_size=8)


@given(NAMES, NAMES, NAMES, st.sampled_from(["{number}", "{number:02}", "{number:04}"]), st.data())
def test_what_is_accepted_never_gives_one_number_twice(
    before: str, between: str, after: str, number: str, data: st.DataObject
) -> None:
    pattern = f"{before}{{year}}{between}{number}{after}"
    if problem_of_pattern(pattern):
        return
    pairs = st.tuples(st.integers(2000, 2099), st.integers(1, 99_999))
    first, second = data.draw(pairs), data.draw(pairs)
    written = [write_number(pattern, year=year, number=count, firm="衡舟") for year, count in (first, second)]
    assert (written[0] == written[1]) == (first == second)
    assert max(map(len, written)) <= 40


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("咨〔{年份}〕{四位顺序号}", "咨〔{year}〕{number:04}"),
        ("｛简称｝{ 年份 }-{6位顺序号}", "{firm}{year}-{number:06}"),
        ("{年份}第{顺序号}号", "{year}第{number}号"),
        ("{year}-{number:03}", "{year}-{number:03}"),
        ("{年}{月}", "{年}{月}"),
    ],
)
def test_a_pattern_is_typed_in_chinese_words(typed: str, pattern: str) -> None:
    assert pattern_from_words(typed) == pattern


@given(st.lists(st.sampled_from(["{year}", "{firm}", "{number}", "{number:04}", "{number:09}", "咨", "〔", "-"])))
def test_a_pattern_in_words_is_read_back_the_same(parts: list[str]) -> None:
    words = pattern_in_words("".join(parts))
    assert not any(letter.isascii() and letter.isalnum() for letter in words)
    assert pattern_from_words(words) == "".join(parts)
