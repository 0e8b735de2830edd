"""What a contract needs before it may go on (S9.1, S9.2, S9.3), apart from the fee's own comparison."""

from dataclasses import dataclass
from typing import Final

from app.rules.money import yuan_text
from app.terms import Fen, LegalAidScreen, ReliefReason

AGENCY: Final = "civil-agency"
FAMILY: Final = "family-advisor"


@dataclass(frozen=True)
class FeeFacts:
    """What is known of a fee when it is checked.

    Attributes:
        may_proceed: the comparison with guidance or published price allows the fee.
        sentence: the comparison in words.
        is_reduced: the fee lies below the guidance or the published price.
        payments_fen: sum of the instalments; None without any.
        approved_fee_fen: the fee the director agreed to, if any.

    """

    fee_fen: Fen | None
    may_proceed: bool
    sentence: str
    is_reduced: bool
    relief_reason: ReliefReason | None
    relief_note: str
    payments_fen: Fen | None
    legal_aid: LegalAidScreen | None
    approved_fee_fen: Fen | None


def needs_approver(reason: ReliefReason | None) -> bool:
    """Return whether a reason wants the director's consent: the sign-up discount is standing, all else is not."""
    return reason is not None and reason is not ReliefReason.SIGN_UP


def is_approved(facts: FeeFacts) -> bool:
    """Return whether the consent on record covers this fee."""
    if facts.fee_fen is None or facts.approved_fee_fen is None:
        return False
    return facts.fee_fen >= facts.approved_fee_fen


def problems_of(facts: FeeFacts) -> dict[str, str]:
    """Return what keeps the fee step from going on, field by field; an approval may still be missing."""
    problems: dict[str, str] = {}
    if facts.fee_fen is None:
        problems["fee"] = "请填写本阶段律师服务费。"
    elif not facts.may_proceed:
        problems["fee"] = facts.sentence
    if facts.is_reduced and facts.relief_reason is None:
        problems["relief_reason"] = "收费低于标准，请选择减免理由存档。"
    if facts.relief_reason is ReliefReason.OTHER and not facts.relief_note.strip():
        problems["relief_note"] = "请写明减免的具体理由。"
    if facts.payments_fen is not None and facts.fee_fen is not None and facts.payments_fen != facts.fee_fen:
        problems["payments"] = (
            f"各期合计 {yuan_text(facts.payments_fen)} 元，与律师服务费 {yuan_text(facts.fee_fen)} 元不一致。"
        )
    if facts.legal_aid is None:
        problems["legal_aid"] = "请先做法律援助条件筛查并告知当事人（S9.2）。"
    return problems
