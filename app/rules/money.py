"""Money in 分: parsing what people type, writing it in figures and in words (大写).

The words follow 支付结算办法 附一 (1997-09-19). Where it leaves a choice, the form without 整 after 角, and with 零
between 元 and 角 when 元 ends in a zero, is used.
"""

import re
import unicodedata
from fractions import Fraction

from app.errors import InvalidInputError
from app.terms import Fen

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
LARGEST_FEN = 10**18 - 1
"""9,999 万亿 元: more than any fee, and still exact in the database."""

AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.\d*)?(百|千|万|百万|千万|亿|万亿)?元?整?")
MULTIPLIERS = {
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}


def yuan_text(fen: Fen) -> str:
    """Return an amount of 分 in 元 with separators: 62,000 or 62,000.50."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    yuan, rest = divmod(fen, 100)
    return f"{sign}{yuan:,}.{rest:02d}" if rest else f"{sign}{yuan:,}"


def parse_yuan(text: str, field: str = "amount") -> Fen:
    """Return what somebody typed as 元 in 分: “100万”, “1,000,000”, “62000.5”, “６２０００”, “￥62,000元”.

    Args:
        text: as typed.
        field: the field to name in the error.

    Raises:
        InvalidInputError: not an amount, negative, finer than 分, or too large.

    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    plain = re.sub(r"^(人民币)?[:：]?[¥￥]?", "", plain)
    if not plain:
        raise InvalidInputError({field: "请填写金额。"})
    if plain.startswith("-"):
        raise InvalidInputError({field: "金额不能是负数。"})
    found = AMOUNT.fullmatch(plain)
    if not found:
        raise InvalidInputError({field: "看不懂这个金额，请写成 62000、62,000.50 或 100万 这样。"})
    fen = Fraction(found[1].replace(",", "") + (found[2] or "").rstrip(".")) * MULTIPLIERS.get(found[3], 1) * 100
    if fen.denominator != 1:
        raise InvalidInputError({field: "金额最多写到分，也就是小数点后两位。"})
    if fen > LARGEST_FEN:
        raise InvalidInputError({field: "金额太大，请核对。"})
    return int(fen)


def in_words(fen: Fen) -> str:
    """Return an amount of 分 in words: “陆万贰仟元整”, “壹仟肆佰零玖元伍角”, “叁佰贰拾伍元零肆分”.

    Raises:
        ValueError: negative or too large.

    """
    if not 0 <= fen <= LARGEST_FEN:
        raise ValueError("an amount in words is not negative and below 万万亿")
    yuan, rest = divmod(fen, 100)
    jiao, cent = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan else ""
    if not rest:
        return f"{words or '零元'}整"
    if words and (not jiao or yuan % 10 == 0):
        words += "零"
    return words + (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[cent]}分" if cent else "")


def _whole(yuan: int) -> str:
    """Return whole 元 in words, section by section of four figures."""
    sections: list[int] = []
    while yuan:
        yuan, section = divmod(yuan, 10_000)
        sections.append(section)
    words = ""
    for place in range(len(sections) - 1, -1, -1):
        section = sections[place]
        if section:
            gap = words and (section < 1000 or not sections[place + 1])
            words += ("零" if gap else "") + _section(section)
            words += SECTIONS[place] if place < 3 or not sections[2] else "万"
    return words


def _section(section: int) -> str:
    """Return a number below 10,000 in words, without a leading zero."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = section // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return words
