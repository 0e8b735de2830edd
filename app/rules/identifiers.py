"""Identity numbers, credit codes and telephone numbers: cleaned, checked, masked, with a sentence that says what to do.

Sources: GB 11643-1999 (resident identity number), GB 32100-2015 (unified social credit code). An area code is never a
reason to refuse: abolished ones live on in people's numbers.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.terms import Sex

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LAW_FIRM_PREFIX = "31"
EARLIEST_BIRTH = date(1880, 1, 1)

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})(?:-(\d{1,6}))?")
LOCAL = re.compile(r"[2-8]\d{6,7}")
SERVICE = re.compile(r"(?:400|800)\d{7}|1\d{2}|1[0-9]{4}|9[56]\d{3,4}")
EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|-)(\d{1,6})$", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s()\[\]·.—–‐‑−_/-]+")
COUNTRY = re.compile(r"^(?:\+86|0086)+")
WRITTEN_LANDLINE = re.compile(r"\(?(0\d{2,3})\)?[\s-]*(\d{4}[\s-]?\d{3,4}|\d{3}[\s-]?\d{4})")


class PhoneKind(StrEnum):
    """What sort of number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"


@dataclass(frozen=True)
class ResidentIdCheck:
    """Result for a resident identity number.

    Attributes:
        value: the cleaned number.
        problem: Chinese sentence saying what to do; empty when the number is right.
        birth_date: as the number says; None when wrong.
        sex: as the number says; None when wrong.

    """

    value: str
    problem: str
    birth_date: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True)
class CreditCodeCheck:
    """Result for a unified social credit code.

    Attributes:
        value: the cleaned code.
        problem: Chinese sentence saying what to do; empty when the form is right.
        question: what to confirm when the check character differs (some early codes in use do); empty when valid.

    """

    value: str
    problem: str
    question: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether the code is right in form and check character."""
        return not self.problem and not self.question

    @property
    def is_law_firm(self) -> bool:
        """Whether the code is one of a legal practice (登记管理部门 3, 机构类别 1)."""
        return self.value.startswith(LAW_FIRM_PREFIX)


@dataclass(frozen=True)
class PhoneCheck:
    """Result for a telephone number.

    Attributes:
        value: the cleaned number, digits only but for the hyphen before an extension.
        problem: Chinese sentence saying what to do; empty when the number is right.
        kind: None when wrong.

    """

    value: str
    problem: str
    kind: PhoneKind | None = None


def clean_digits(text: str) -> str:
    """Return a typed or pasted number without spaces, separators, full-width forms and +86; letters stay.

    The extension of a landline keeps its hyphen: “（0311）8666 1234 转 801” gives “031186661234-801”.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = "".join(char for char in plain if unicodedata.category(char) not in {"Cf", "Cc"})
    tail = ""
    landline = WRITTEN_LANDLINE.match(plain)
    rest = plain[landline.end() :] if landline else ""
    if rest and not rest[0].isdigit() and (found := EXTENSION.search("-" + SEPARATORS.sub("", rest))):
        plain, tail = plain[: -len(rest)], f"-{found[1]}"
    joined = SEPARATORS.sub("", plain)
    joined = COUNTRY.sub("", joined)
    if joined.startswith("86") and MOBILE.fullmatch(joined[2:]):
        joined = joined[2:]
    return joined + tail


def check_resident_id(text: str, today: date) -> ResidentIdCheck:
    """Check a resident identity number (GB 11643): length, real birth date, check character.

    Args:
        text: as typed; spaces, full-width digits and a small x are put right.
        today: the present date; a birth date after it is refused.

    """
    value = clean_digits(text).upper()
    if problem := _id_form_problem(value):
        return ResidentIdCheck(value, problem)
    birth = _date_of(value[6:14])
    if birth is None or birth < EARLIEST_BIRTH:
        return ResidentIdCheck(value, f"第 7 至 14 位“{value[6:14]}”不是真实的出生日期，请核对。")
    if birth > today:
        return ResidentIdCheck(value, f"出生日期 {birth.isoformat()} 晚于今天，请核对。")
    if value[17] != id_check_character(value[:17]):
        return ResidentIdCheck(value, "最后一位校验不符，号码里可能有一位写错，请对照证件核对。")
    return ResidentIdCheck(value, "", birth, Sex.MALE if int(value[16]) % 2 else Sex.FEMALE)


def _id_form_problem(value: str) -> str:
    if re.fullmatch(r"[0-9]{15}", value):
        return "这是旧的 15 位号码，已停止使用，请填写 18 位身份证号。"
    if len(value) != 18:
        return f"身份证号应为 18 位，现在是 {len(value)} 位，请核对。"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        return "身份证号只能是数字，最后一位可以是 X，请核对。"
    return ""


def id_check_character(first17: str) -> str:
    """Return the check character of the first 17 digits of a resident identity number (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, first17, strict=True))
    return ID_CHECK[total % 11]


def age_on(birth_date: date, today: date) -> int:
    """Return the age in full years (周岁) on a day."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def check_credit_code(text: str) -> CreditCodeCheck:
    """Check a unified social credit code (GB 32100): form, alphabet, check character."""
    value = clean_digits(text).upper()
    if len(value) != 18:
        return CreditCodeCheck(value, f"统一社会信用代码应为 18 位，现在是 {len(value)} 位，请核对。")
    strange = sorted(set(value) - set(CODE_ALPHABET))
    if strange:
        return CreditCodeCheck(
            value, f"统一社会信用代码里没有“{'、'.join(strange)}”这样的字符（不用 I O S V Z），请核对。"
        )
    if not value[2:8].isdigit():
        return CreditCodeCheck(value, "第 3 至 8 位应是数字（登记机关的行政区划码），请核对。")
    if value[17] != credit_code_check_character(value[:17]):
        return CreditCodeCheck(value, "", "统一社会信用代码的校验位不符，可能有一位写错；少数早期代码本来就不符。")
    return CreditCodeCheck(value, "")


def credit_code_check_character(first17: str) -> str:
    """Return the check character of the first 17 characters of a credit code (GB 32100)."""
    total = sum(weight * CODE_ALPHABET.index(char) for weight, char in zip(CODE_WEIGHTS, first17, strict=True))
    return CODE_ALPHABET[(31 - total % 31) % 31]


def check_phone(text: str) -> PhoneCheck:
    """Check a mobile, landline (with area code) or service number (12348, 400 …)."""
    value = clean_digits(text)
    for pattern, kind in (
        (MOBILE, PhoneKind.MOBILE),
        (LANDLINE, PhoneKind.LANDLINE),
        (SERVICE, PhoneKind.SERVICE),
    ):
        if pattern.fullmatch(value):
            return PhoneCheck(value, "", kind)
    return PhoneCheck(value, _phone_problem(value))


def mask_id(value: str) -> str:
    """Hide the birth date and what follows of an identity number: 130102********1525."""
    if len(value) >= 15:
        return value[:6] + "*" * (len(value) - 10) + value[-4:]
    return _masked(value, keep_front=len(value) > 2, keep_back=len(value) > 1)


def mask_phone(value: str) -> str:
    """Hide the middle of a telephone number: 138****0427, 0311****1234; service numbers are public."""
    number = clean_digits(value)
    if MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}"
    landline = LANDLINE.fullmatch(number)
    if landline:
        return f"{landline[1]}****{landline[2][-4:]}"
    if SERVICE.fullmatch(number):
        return number
    return _masked(number, keep_front=0, keep_back=min(4, len(number) // 2))


def _masked(value: str, *, keep_front: int, keep_back: int) -> str:
    hidden = max(0, len(value) - keep_front - keep_back)
    return value[:keep_front] + "*" * hidden + value[len(value) - keep_back :]


def _date_of(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _phone_problem(value: str) -> str:
    if not value:
        return "请填写电话号码。"
    if not re.fullmatch(r"[\d-]+", value):
        return "电话号码里有数字以外的字符，请核对。"
    if value.startswith("1") and len(value) != 11:
        return f"手机号应为 11 位，现在是 {len(value)} 位，请核对。"
    if value.startswith("1"):
        return "没有这样的手机号段，请核对。"
    if LOCAL.fullmatch(value):
        return "固定电话请加区号，例如 0311-86661234。"
    return "电话号码的位数不对，请核对；固定电话要带区号。"
