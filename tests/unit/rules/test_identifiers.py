"""Identity numbers, credit codes, phones: the standards' vectors, slips of the pen, masks."""

from datetime import date

import pytest

from app.rules.identifiers import (
    PhoneKind,
    age_on,
    check_credit_code,
    check_phone,
    check_resident_id,
    clean_digits,
    mask_id,
    mask_phone,
)
from app.terms import Sex

TODAY = date(2026, 3, 13)
LATER = date(2100, 1, 1)


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        ("34052419800101001X", date(1980, 1, 1), Sex.MALE),
        ("１１０１０５ １９４９ １２３１ ００２ｘ", date(1949, 12, 31), Sex.FEMALE),
    ],
)
def test_a_right_identity_number_gives_birth_date_and_sex(number: str, birth: date, sex: Sex) -> None:
    found = check_resident_id(number, TODAY)
    assert (found.problem, found.birth_date, found.sex) == ("", birth, sex)
    assert len(found.value) == 18
    assert found.value.isupper() or found.value.isdigit()


@pytest.mark.parametrize("number", ["130102209912310015", "130104209912310018", "13010920991231001X"])
def test_numbers_of_a_later_date_are_right_then_but_not_now(number: str) -> None:
    assert "晚于今天" in check_resident_id(number, TODAY).problem
    assert not check_resident_id(number, LATER).problem


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110105491231002", "旧的 15 位"),
        ("1101051949123100", "现在是 16 位"),
        ("11010519490231002X", "不是真实的出生日期"),
        ("110105194912310021", "校验不符"),
        ("1101O519491231002X", "只能是数字"),
        ("", "现在是 0 位"),
    ],
)
def test_a_wrong_identity_number_says_what_to_do(number: str, words: str) -> None:
    found = check_resident_id(number, TODAY)
    assert words in found.problem
    assert found.birth_date is None


@pytest.mark.parametrize("area", ["130103", "130124", "999999", "810000"])
def test_unknown_and_abolished_areas_are_never_refused(area: str) -> None:
    from app.rules.identifiers import id_check_character

    first17 = f"{area}19800101001"
    assert not check_resident_id(first17 + id_check_character(first17), TODAY).problem


def test_age_in_full_years() -> None:
    assert age_on(date(1951, 8, 2), TODAY) == 74
    assert age_on(date(2000, 3, 13), TODAY) == 26
    assert age_on(date(2000, 3, 14), TODAY) == 25
    assert age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21


def test_credit_codes() -> None:
    good = check_credit_code("91350100m000100y43")
    assert good.is_valid
    assert good.value == "91350100M000100Y43"
    assert not good.is_law_firm
    doubtful = check_credit_code("91350100M000100Y4Y")
    assert not doubtful.problem
    assert "校验位不符" in doubtful.question
    assert not doubtful.is_valid


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91350100M000100Y4", "现在是 17 位"),
        ("91350100I000100Y43", "I"),
        ("9135O100M000100Y43", "O"),
        ("913A0100M000100Y43", "行政区划"),
    ],
)
def test_a_wrong_credit_code_says_what_to_do(code: str, words: str) -> None:
    assert words in check_credit_code(code).problem


def test_a_law_firm_is_known_by_its_code() -> None:
    assert check_credit_code("31130000MD0000000X").is_law_firm


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("138 0031 0427", "13800310427", PhoneKind.MOBILE),
        ("+86 138-0031-0427", "13800310427", PhoneKind.MOBILE),
        ("8613800310427", "13800310427", PhoneKind.MOBILE),
        ("１３８００３１０４２７", "13800310427", PhoneKind.MOBILE),
        ("0311-86661234", "031186661234", PhoneKind.LANDLINE),
        ("（0311）8666 1234", "031186661234", PhoneKind.LANDLINE),
        ("0311-86661234-801", "031186661234-801", PhoneKind.LANDLINE),
        ("0311-86661234 转 801", "031186661234-801", PhoneKind.LANDLINE),
        ("010 6666 1234", "01066661234", PhoneKind.LANDLINE),
        ("12348", "12348", PhoneKind.SERVICE),
        ("12345", "12345", PhoneKind.SERVICE),
        ("12368", "12368", PhoneKind.SERVICE),
        ("400-800-1234", "4008001234", PhoneKind.SERVICE),
    ],
)
def test_phones_people_type(typed: str, value: str, kind: PhoneKind) -> None:
    found = check_phone(typed)
    assert (found.value, found.problem, found.kind) == (value, "", kind)
    assert clean_digits(value) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1380031042", "现在是 10 位"),
        ("12000310427", "号段"),
        ("86661234", "区号"),
        ("010666612345", "位数不对"),
        ("电话 abc", "数字以外"),
        ("", "请填写"),
    ],
)
def test_a_wrong_phone_says_what_to_do(typed: str, words: str) -> None:
    assert words in check_phone(typed).problem


def test_letters_of_other_papers_survive_cleaning() -> None:
    assert clean_digits(" E1234 5678 ") == "E12345678"
    assert clean_digits("\u202a13800310427\u202c") == "13800310427"


def test_masks_hide_the_middle() -> None:
    assert mask_id("130102195108021525") == "130102********1525"
    assert mask_id("E12345678") == "E*******8"
    assert mask_phone("13800310427") == "138****0427"
    assert mask_phone("031186661234") == "0311****1234"
    assert mask_phone("12348") == "12348"
    assert mask_phone("86661234") == "****1234"
    assert mask_phone("") == ""
    assert mask_id("") == ""
