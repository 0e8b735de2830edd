"""Amounts and shares as people type and read them, for screens (which cannot see the rules themselves)."""

from fractions import Fraction

from app.errors import InvalidInputError
from app.rules.fee_calculation import rate_text
from app.rules.fee_comparison import percent_text
from app.rules.money import in_words, parse_yuan, yuan_text
from app.terms import Fen


def read_amount(text: str) -> Fen:
    """Return what somebody typed as 元 (“100万”, “62,000”) in 分.

    Raises:
        InvalidInputError: it is no amount; its one sentence says what to do.

    """
    return parse_yuan(text)


def amount_problem(text: str) -> str:
    """Return what to do about a typed text that is no amount; "" when it is one or nothing was typed."""
    if not text.strip():
        return ""
    try:
        parse_yuan(text)
    except InvalidInputError as error:
        return next(iter(error.problems.values()))
    return ""


def amount_text(fen: Fen) -> str:
    """Return 62,000 or 62,000.50 for an amount in 分."""
    return yuan_text(fen)


def amount_words(fen: Fen) -> str:
    """Return an amount in capital figures: 陆万贰仟元整."""
    return in_words(fen)


def rate_words(rate: Fraction) -> str:
    """Return a rate as 8% or 5.5%."""
    return rate_text(rate)


def percent_words(percent: Fraction) -> str:
    """Return a share in percent with one decimal, a half rounded up: 11.3%."""
    return percent_text(percent)


def share_words(part: Fen, whole: Fen) -> str:
    """Return an instalment's share of the fee, rounded to one decimal: 54.5%; "" without a fee."""
    return f"{part * 100 / whole:.1f}%".replace(".0%", "%") if whole > 0 else ""
