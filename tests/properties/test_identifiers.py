"""Properties of the checks: one slip is always noticed, a right number is always taken, masks hide."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.rules.identifiers import (
    CODE_ALPHABET,
    check_credit_code,
    check_resident_id,
    clean_digits,
    credit_code_check_character,
    id_check_character,
    mask_id,
    mask_phone,
)
from app.terms import Sex

TODAY = date(2026, 3, 13)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    birth = draw(st.dates(date(1900, 1, 1), TODAY))
    first17 = f"{draw(st.integers(110000, 999999))}{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + id_check_character(first17)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    letters = st.sampled_from(CODE_ALPHABET)
    first17 = draw(letters) + draw(letters) + f"{draw(st.integers(0, 999999)):06d}"
    first17 += "".join(draw(st.lists(letters, min_size=9, max_size=9)))
    return first17 + credit_code_check_character(first17)


@given(resident_ids())
def test_every_right_identity_number_is_taken_and_says_who_it_is(number: str) -> None:
    found = check_resident_id(number, TODAY)
    assert not found.problem
    assert found.birth_date == date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    assert found.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@given(resident_ids(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, step: int) -> None:
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert check_resident_id(wrong, TODAY).problem


@given(resident_ids(), st.integers(0, 15))
def test_two_swapped_digits_are_always_noticed(number: str, place: int) -> None:
    if number[place] != number[place + 1]:
        wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert check_resident_id(wrong, TODAY).problem


@given(credit_codes(), st.integers(0, 17), st.sampled_from(CODE_ALPHABET))
def test_credit_codes_are_valid_and_one_slip_is_noticed(code: str, place: int, other: str) -> None:
    assert check_credit_code(code).is_valid
    if other != code[place]:
        assert not check_credit_code(code[:place] + other + code[place + 1 :]).is_valid


@given(resident_ids())
def test_a_mask_shows_neither_birth_date_nor_the_whole(number: str) -> None:
    assert number[6:14] not in mask_id(number)[6:14]
    assert len(mask_id(number)) == 18


@given(st.text("0123456789０８６+-－ （）()转#xX京", max_size=20))
def test_cleaning_twice_changes_nothing_and_masks_never_fail(text: str) -> None:
    once = clean_digits(text)
    assert clean_digits(once) == once
    assert mask_phone(text) is not None
    assert len(mask_id(text)) == len(text)
