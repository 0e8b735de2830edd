"""What screens ask while somebody types: amounts, identity numbers, phones; and the texts to paste."""

from datetime import date

import pytest

from app.errors import InvalidInputError
from app.services import amounts, checks
from app.services.consultations.texts import reminder, shorten
from app.terms import IdentityKind, Sex

TODAY = date(2026, 3, 13)


@pytest.mark.parametrize(("typed", "fen"), [("62,000", 62_000_00), ("100万", 1_000_000_00), ("0.5", 50)])
def test_an_amount_is_read_as_people_type_it(typed: str, fen: int) -> None:
    assert amounts.read_amount(typed) == fen
    assert amounts.amount_problem(typed) == ""


def test_what_is_no_amount_says_what_to_do() -> None:
    assert amounts.amount_problem("  ") == ""
    assert amounts.amount_problem("一些")
    with pytest.raises(InvalidInputError):
        amounts.read_amount("一些")


def test_amounts_are_shown_in_figures_capitals_and_shares() -> None:
    assert amounts.amount_text(62_000_50) == "62,000.50"
    assert amounts.amount_words(62_000_00) == "陆万贰仟元整"
    assert [amounts.share_words(part, 55_000_00) for part in (30_000_00, 27_500_00)] == ["54.5%", "50%"]
    assert amounts.share_words(1_00, 0) == ""


def test_an_identity_number_is_checked_and_tells_birth_and_sex() -> None:
    found = checks.identity(IdentityKind.RESIDENT_ID, "１10105 19491231 002x", TODAY)
    assert (found.value, found.problem) == ("11010519491231002X", "")
    assert (found.birth_date, found.sex) == (date(1949, 12, 31), Sex.FEMALE)
    assert checks.identity(IdentityKind.RESIDENCE_PERMIT, "123", TODAY).problem


@pytest.mark.parametrize("kind", [None, IdentityKind.PASSPORT, IdentityKind.RESIDENT_ID, IdentityKind.CREDIT_CODE])
def test_an_empty_number_is_no_mistake_here(kind: IdentityKind | None) -> None:
    assert checks.identity(kind, " ", TODAY) == checks.FieldCheck("")


def test_a_number_without_a_public_rule_is_only_cleaned() -> None:
    assert checks.identity(IdentityKind.PASSPORT, " e 1234 5678 ", TODAY).value == "E12345678"


def test_phones_are_checked_when_there_is_one() -> None:
    assert checks.phone("  ") == checks.FieldCheck("")
    assert checks.phone("+86 139-0000-0001").value == "13900000001"
    assert checks.phone("1390000").problem


def test_numbers_are_masked() -> None:
    assert checks.masked_identity("11010519491231002X") == "110105********002X"
    assert checks.masked_phone("13900000427") == "139****0427"


@pytest.mark.parametrize(
    ("text", "most", "short"), [("一二\n 三", 9, "一二 三"), ("一二三四", 4, "一二三四"), ("一二三四五", 4, "一二三…")]
)
def test_a_long_text_is_cut_to_one_line(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short


def test_a_question_nobody_has_yet_is_put_to_all_lawyers() -> None:
    text = reminder("", "咨〔2026〕0001", "怎么索赔", "还剩 1 小时", "今天 15:40")
    assert text == "各位律师：咨〔2026〕0001 还剩 1 小时（今天 15:40 截止），请尽快答复。\n问题：怎么索赔"
    guessed = reminder("", "咨〔2027〕0001", "怎么索赔", "还剩 1 小时", "今天 15:40", is_estimated=True)
    assert "（今天 15:40 截止，节假日安排未公布，按推算）" in guessed
