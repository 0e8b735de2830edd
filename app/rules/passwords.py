"""How strong a password is, said in words a clerk understands."""

from dataclasses import dataclass
from typing import Final

SHORTEST: Final = 8
COMMON: Final = frozenset(
    {"password", "12345678", "123456789", "1234567890", "88888888", "66666666", "11111111", "00000000", "qwertyui"}
    | {"abcd1234", "a1234567", "1qaz2wsx", "qwerty123", "password1", "iloveyou", "woaini1314", "5201314520"}
)


@dataclass(frozen=True)
class Strength:
    """A password's strength: 0 (unusable) to 4 (strong), a word, and what would make it better."""

    score: int
    word: str
    advice: str


def strength_of(password: str, *, login: str = "", name: str = "") -> Strength:
    """Judge a password by length, variety and how easily it is guessed."""
    if not password:
        return Strength(0, "未填写", f"至少 {SHORTEST} 个字符，可以用一句好记的话。")
    if problem := problem_of_password(password, login=login, name=name):
        return Strength(0, "不可用", problem)
    kinds = sum(
        (
            any(c.isdigit() for c in password),
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(not c.isalnum() and c.isascii() for c in password),
            any(not c.isascii() for c in password) * 2,
        )
    )
    points = len(password) + 3 * kinds + min(len(set(password)), 12)
    score = 1 + (points >= 22) + (points >= 28) + (points >= 36)
    word = ("", "偏弱", "一般", "较强", "很强")[score]
    advice = "" if score >= 3 else "再长一些，或加上数字、字母、汉字的组合。"
    return Strength(score, word, advice)


def problem_of_password(password: str, *, login: str = "", name: str = "") -> str:
    """Return why a password cannot be used, or an empty text."""
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 个字符。"
    if password.casefold() in COMMON or len(set(password)) < 4:
        return "这个密码太常见，容易被猜到，请换一个。"
    plain = password.casefold()
    if any(part and len(part) >= 2 and plain.strip("0123456789") == part.casefold() for part in (login, name)):
        return "密码不能只是登录名或姓名加数字，请换一个。"
    return ""
