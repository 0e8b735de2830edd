"""What each way of signing up needs before it counts (S1, S2.1, S3.1, S3.2, S4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.terms import AttachmentKind, GroupKind, SignUpChannel, SignUpState

GROUP_SUFFIX: Final = "律师顾问服务群"
FIRM_SUFFIX: Final = "律师事务所"


@dataclass(frozen=True)
class SignUpFacts:
    """What is known of a sign-up when it is checked.

    Attributes:
        evidence: kinds of files handed in.
        has_contact: the client's file has a telephone number, WeChat name or address.
        from_jifatong: a consultation of that channel is named.

    """

    channel: SignUpChannel
    signed_on: date | None
    agreement_no: str = ""
    group_kind: GroupKind | None = None
    group_name: str = ""
    nickname: str = ""
    called_at: datetime | None = None
    evidence: Collection[AttachmentKind] = ()
    has_contact: bool = False
    from_jifatong: bool = False


def group_name_of(firm_full_name: str) -> str:
    """Return the prescribed name of the firm's service group (S3.2)."""
    name = firm_full_name.strip()
    return name + ("" if name.endswith(FIRM_SUFFIX) else FIRM_SUFFIX) + GROUP_SUFFIX


def first_state(channel: SignUpChannel) -> SignUpState:
    """Return the state a new sign-up begins in: one by telephone counts only once it is filed (S4)."""
    return SignUpState.AWAITING_FILING if channel is SignUpChannel.PHONE else SignUpState.EFFECTIVE


def problems_of(facts: SignUpFacts, today: date) -> dict[str, str]:
    """Return what is missing, field by field; empty when the sign-up counts.

    Args:
        facts: what is known.
        today: the present day where the firm is.

    """
    problems: dict[str, str] = {}
    if facts.signed_on is None:
        problems["signed_on"] = "请填写签约日期。"
    elif facts.signed_on > today:
        problems["signed_on"] = "签约日期不能晚于今天。"
    if not facts.has_contact:
        problems["phone"] = "签约要有有效信息：请留电话、微信或地址。"
    match facts.channel:
        case SignUpChannel.WRITTEN:
            problems.update(_written(facts))
        case SignUpChannel.GROUP:
            problems.update(_group(facts))
        case SignUpChannel.PHONE:
            problems.update(_phone(facts))
        case SignUpChannel.JIFATONG:
            if not facts.from_jifatong:
                problems["consultation"] = "请从冀法通渠道的咨询办理，签约以这条咨询为据。"
    return problems


def _written(facts: SignUpFacts) -> dict[str, str]:
    problems = {}
    if not facts.agreement_no.strip():
        problems["agreement_no"] = "请填写协议编号。"
    if AttachmentKind.SIGNED_COPY not in facts.evidence:
        problems["evidence"] = "请附上双方签字的协议扫描件或照片。"
    return problems


def _group(facts: SignUpFacts) -> dict[str, str]:
    problems = {}
    if facts.group_kind is None:
        problems["group_kind"] = "请选择微信群、QQ群或公众号。"
    if not facts.group_name.strip():
        problems["group_name"] = "请填写群或公众号的名称。"
    if not facts.nickname.strip():
        problems["nickname"] = "请填写对方在群里或公众号里的昵称。"
    if AttachmentKind.SCREENSHOT not in facts.evidence:
        problems["evidence"] = "请附上群成员或关注记录的截图。"
    return problems


def _phone(facts: SignUpFacts) -> dict[str, str]:
    problems = {}
    if facts.called_at is None:
        problems["called_at"] = "请填写通话时间。"
    if AttachmentKind.SCREENSHOT not in facts.evidence:
        problems["evidence"] = "请附上通话记录截图。"
    return problems
