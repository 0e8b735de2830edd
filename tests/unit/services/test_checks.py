"""The checks a form runs as its fields are left."""

from datetime import date

import pytest

from app.services import checks
from app.terms import IdentityKind, Sex

TODAY = date(2026, 3, 13)


def test_a_resident_id_gives_birth_date_and_sex() -> None:
    found = checks.identity(IdentityKind.RESIDENT_ID, " 110105 19491231 002x ", TODAY)
    assert found == checks.FieldCheck("11010519491231002X", birth_date=date(1949, 12, 31), sex=Sex.FEMALE)


def test_a_wrong_resident_id_says_what_to_do_and_gives_nothing() -> None:
    found = checks.identity(IdentityKind.RESIDENCE_PERMIT, "110105194912310021", TODAY)
    assert "校验" in found.problem
    assert found.birth_date is None


def test_an_odd_credit_code_is_a_question_not_a_problem() -> None:
    found = checks.identity(IdentityKind.CREDIT_CODE, "91350100M000100Y44", TODAY)
    assert found.problem == ""
    assert "校验位不符" in found.question


@pytest.mark.parametrize("kind", [None, IdentityKind.PASSPORT, IdentityKind.OTHER])
def test_other_papers_are_only_cleaned(kind: IdentityKind | None) -> None:
    assert checks.identity(kind, " e1234 5678 ", TODAY) == checks.FieldCheck("E12345678")


def test_an_empty_number_is_no_mistake() -> None:
    assert checks.identity(IdentityKind.RESIDENT_ID, "  ", TODAY).problem == ""
    assert checks.phone(" ").problem == ""


def test_a_phone_is_cleaned_or_complained_about() -> None:
    assert checks.phone("138 1234-0427") == checks.FieldCheck("13812340427")
    assert "11 位" in checks.phone("1381234").problem


def test_numbers_are_masked() -> None:
    assert checks.masked_identity("11010519491231002X") == "110105********002X"
    assert checks.masked_phone("13812340427") == "138****0427"
