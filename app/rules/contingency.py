"""Contingency fees (风险代理): the caps and the matters in which they are forbidden (司发通〔2021〕87号).

Breaking either is stopped, not only warned of.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import RuleBrokenError
from app.rules.fee_calculation import FeeLine, cumulative_lines
from app.rules.fee_schedule import Band
from app.rules.money import yuan_text
from app.terms import Fen


@dataclass(frozen=True)
class ContingencyRules:
    """The rules as data.

    Attributes:
        doc_no: “司发通〔2021〕87号”.
        cap_bands: highest rate of each stretch of the realised amount.
        forbidden: key to the Chinese name of the matters that take no contingency fee.
        source: where the text was read.

    """

    doc_no: str
    cap_bands: tuple[Band, ...]
    forbidden: dict[str, str]
    source: str


def cap_lines(rules: ContingencyRules, amount_fen: Fen) -> tuple[FeeLine, ...]:
    """Return the cap of each stretch of the finally realised amount (or reduced debt), in 分."""
    return cumulative_lines(rules.cap_bands, amount_fen)


def cap_fen(rules: ContingencyRules, amount_fen: Fen) -> Fen:
    """Return the most that all contingency fees of a matter may come to, in 分."""
    return sum(line.fee_fen for line in cap_lines(rules, amount_fen))


def check_contingency(rules: ContingencyRules, matters: Iterable[str], *, fee_fen: Fen, amount_fen: Fen) -> None:
    """Stop a contingency fee that the rules forbid.

    Args:
        rules: the rules in force.
        matters: keys of `rules.forbidden` that the matter falls under; others are ignored.
        fee_fen: the agreed total of contingency fees, in 分.
        amount_fen: the realised amount, in 分.

    Raises:
        RuleBrokenError: a forbidden matter, or a fee above the cap.

    """
    hit = [rules.forbidden[key] for key in matters if key in rules.forbidden]
    if hit:
        raise RuleBrokenError(
            f"{'、'.join(hit)}不得实行或变相实行风险代理（{rules.doc_no}）。", todo="请改用计件、按标的额或计时收费。"
        )
    most = cap_fen(rules, amount_fen)
    if fee_fen > most:
        raise RuleBrokenError(
            f"风险代理收费 {yuan_text(fee_fen)} 元超过上限 {yuan_text(most)} 元（{rules.doc_no}）。",
            todo="请调低到上限以内。",
        )
