"""What the first-run wizard asks while it is being filled in: suggestions and checks; cheap, on any thread."""

import re
import unicodedata
from collections.abc import Sequence

from app.rules.identifiers import check_credit_code, check_phone, clean_digits
from app.rules.passwords import Strength, strength_of
from app.rules.pinyin import is_han, sort_reading
from app.rules.sign_up import group_name_of
from app.services.checks import FieldCheck

FIRM_ENDING = "律师事务所"
LICENCE_DIGITS = 17
LOGIN_LIMIT = 40
GROUP = 4
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
PLACES = [
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "石家庄",
    "唐山",
    "秦皇岛",
    "邯郸",
    "邢台",
    "保定",
    "张家口",
    "承德",
    "沧州",
    "廊坊",
    "衡水",
]
"""Names of provinces and of Hebei's cities that a firm's full name begins with."""


def firm_name_problem(text: str) -> str:
    """Return what to do about a firm's full name, or an empty text."""
    name = text.strip()
    if not name.endswith(FIRM_ENDING):
        return f"请填写执业许可证上的全称，以“{FIRM_ENDING}”结尾。"
    return "" if len(name) > len(FIRM_ENDING) else f"“{FIRM_ENDING}”前面还要有字号，请填写全称。"


def short_name_of(full_name: str) -> str:
    """Suggest a short name: without province and city, 律所 for 律师事务所; empty while the name is not complete."""
    name = full_name.strip()
    if firm_name_problem(name):
        return ""
    core = name.removesuffix(FIRM_ENDING)
    for place in PLACES:
        rest = core.removeprefix(place)
        rest = rest.removeprefix("省").removeprefix("市") if rest != core else rest
        if len(rest) >= 2:
            core = rest
    return f"{core}律所"


def group_name(full_name: str) -> str:
    """Return the name the firm's service groups have to bear (S3.2); empty while the full name is not complete."""
    return "" if firm_name_problem(full_name) else group_name_of(full_name.strip())


def phones_problem(numbers: Sequence[str]) -> str:
    """Return what to do about the first wrong telephone number, or an empty text."""
    for number in numbers:
        if number.strip() and (problem := check_phone(number).problem):
            return f"“{number.strip()}”：{problem}"
    return ""


def credit_code(text: str) -> FieldCheck:
    """Check a firm's credit code (GB 32100); a wrong check character or a prefix other than 31 is only asked about."""
    if not text.strip():
        return FieldCheck("")
    found = check_credit_code(text)
    if found.problem or found.question:
        return FieldCheck(found.value, found.problem, found.question)
    if not found.is_law_firm:
        return FieldCheck(found.value, question="律师事务所的统一社会信用代码以 31 开头，这个不是。")
    return FieldCheck(found.value)


def licence_problem(text: str) -> str:
    """Return what to do about the number of a lawyer's practising certificate (17 digits), or an empty text."""
    number = clean_digits(text)
    if not number or (number.isdigit() and len(number) == LICENCE_DIGITS):
        return ""
    if not number.isdigit():
        return "执业证号只有数字，请核对。"
    return f"执业证号应为 {LICENCE_DIGITS} 位，现在是 {len(number)} 位，请核对。"


def login_of(name: str) -> str:
    """Suggest a login: the name's pinyin without tones (周岚: zhoulan)."""
    parts = [
        sort_reading(char, is_first=at == 0) if is_han(char) else char if char.isascii() and char.isalnum() else ""
        for at, char in enumerate(unicodedata.normalize("NFKC", name.strip()))
    ]
    return re.sub(r"[^a-z0-9]", "", "".join(parts).lower())[:LOGIN_LIMIT]


def password_strength(password: str, login: str, name: str) -> Strength:
    """Judge a password in words."""
    return strength_of(password, login=login, name=name)


def recovery_problem(shown: str, typed: str) -> str:
    """Say what is wrong with a recovery key that was typed back, or nothing.

    Lower case, spaces and dashes anywhere, O for 0 and I or L for 1 are understood.
    """
    wanted, given = _letters(shown), _letters(typed)
    if wanted == given:
        return ""
    groups = range(0, len(wanted), GROUP)
    for at, start in enumerate(groups, 1):
        if not wanted[start : start + GROUP].startswith(given[start : start + GROUP]):
            return f"第 {at} 组与恢复密钥不一致，请对照重新输入。"
    if len(given) < len(wanted):
        return f"还差 {len(wanted) - len(given)} 个字符，共 {len(groups)} 组，每组 {GROUP} 个。"
    return f"多了 {len(given) - len(wanted)} 个字符，共 {len(groups)} 组，每组 {GROUP} 个。"


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).upper().translate(LOOKALIKES)
    return "".join(char for char in plain if char.isalnum())
