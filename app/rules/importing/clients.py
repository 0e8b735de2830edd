"""A row of clients: read, checked, and compared with the file that a person may have already (S5.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from app.rules.identifiers import check_credit_code, check_resident_id, clean_digits
from app.rules.importing import values
from app.rules.importing.values import Reading
from app.rules.sign_up import first_state
from app.terms import ClientKind, GroupKind, IdentityKind, ReliefGroup, Sex, SignUpChannel, SignUpState

CREDIT_LIKE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
LIKE_RESIDENT_ID: Final = frozenset({IdentityKind.RESIDENT_ID, IdentityKind.RESIDENCE_PERMIT})
GROUP_KINDS: Final = {
    GroupKind.QQ_GROUP: "qq群 qq",
    GroupKind.OFFICIAL_ACCOUNT: "公众号 关注",
    GroupKind.WECHAT_GROUP: "微信群 微信 群",
}
MERGED_FIELDS: Final[Mapping[str, str]] = {
    "identity_no": "证件号码",
    "sex": "性别",
    "birth_date": "出生日期",
    "representative": "法定代表人",
    "phone": "电话",
    "other_phone": "其他电话",
    "wechat_name": "微信名",
    "district": "区县",
    "address": "住址",
    "care_notes": "备注",
}
"""What an existing file takes over where it is empty, with the words for it."""


@dataclass(frozen=True)
class SignUpRecord:
    """A sign-up as an old register knows it; its evidence lies with that register."""

    channel: SignUpChannel
    signed_on: date
    agreement_no: str = ""
    group_kind: GroupKind | None = None
    group_name: str = ""
    nickname: str = ""

    @property
    def state(self) -> SignUpState:
        """The state it begins in: one by telephone is still to be filed by the administrator (S4)."""
        return first_state(self.channel)


@dataclass(frozen=True)
class ReliefRecord:
    """A relief group as the row names it (S9.1)."""

    group: ReliefGroup
    proof: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class ClientFacts:
    """What is known of a client: of a row, or of a file that exists."""

    kind: ClientKind
    name: str
    identity_kind: IdentityKind | None = None
    identity_no: str = ""
    sex: Sex | None = None
    birth_date: date | None = None
    representative: str = ""
    phone: str = ""
    other_phone: str = ""
    wechat_name: str = ""
    district: str = ""
    address: str = ""
    care_notes: str = ""

    @property
    def phones(self) -> tuple[str, ...]:
        """Both telephone numbers, where there are any."""
        return tuple(number for number in (self.phone, self.other_phone) if number)


@dataclass(frozen=True)
class ClientRow:
    """A row that was read."""

    facts: ClientFacts
    file_no: str = ""
    created_on: date | None = None
    sign_up: SignUpRecord | None = None
    reliefs: tuple[ReliefRecord, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A client's file as it stands, or an earlier row of the same import.

    Attributes:
        facts: what it holds.
        called: how it is named to the user: “李桂兰（顾档〔2026〕0012）”, “第 7 行 李桂兰”.
        is_signed_up: a sign-up is in force or waits to be filed.
        reliefs: relief groups on file.

    """

    facts: ClientFacts
    called: str
    is_signed_up: bool = False
    reliefs: frozenset[ReliefGroup] = frozenset()


@dataclass(frozen=True)
class Merge:
    """What a row adds to a file that exists.

    Attributes:
        fills: fields of `ClientFacts` that are empty there, with their values.
        sign_up: to be added, if none is there.
        reliefs: groups to be added.
        conflicts: what both say differently; the file's own stays.

    """

    fills: Mapping[str, Any] = field(default_factory=dict)
    sign_up: SignUpRecord | None = None
    reliefs: tuple[ReliefRecord, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def adds(self) -> bool:
        """Whether anything is added."""
        return bool(self.fills or self.sign_up or self.reliefs)


def read_client(
    cells: Mapping[str, str], today: date, districts: Mapping[str, str], lost: frozenset[str] = frozenset()
) -> ClientRow:
    """Read one row.

    Args:
        cells: text by field id.
        today: the present day where the firm is.
        districts: names of districts -> their codes.
        lost: fields whose long number the file holds only rounded.

    """
    row = Reading(cells, today, lost)
    facts = _facts(row, districts)
    if not facts.name:
        row.problems.append("缺少姓名或名称。")
    elif not (facts.phone or facts.wechat_name or facts.address) and not row.problems:
        row.problems.append("没有任何联系方式：电话、微信或住址至少要有一种。")
    return ClientRow(
        facts=facts,
        file_no=row.text("file_no", 40),
        created_on=row.day("created_on", "建档日期").day,
        sign_up=_sign_up(row),
        reliefs=_reliefs(row),
        problems=tuple(dict.fromkeys(row.problems)),
        notes=tuple(dict.fromkeys(row.notes)),
    )


def _facts(row: Reading, districts: Mapping[str, str]) -> ClientFacts:
    name = row.text("name", 100)
    written_no = row.number("identity_no", "证件号码")
    identity = clean_digits(written_no).upper() if written_no else ""
    kind = _kind(row, name, identity)
    identity_kind, sex, birth = _identity(row, kind, identity)
    phones = row.phones("phone", "other_phone")
    if len(phones) > 2:
        row.notes.append(f"有 {len(phones)} 个电话，只取前两个")
    address = row.text("address", 200)
    person = kind is ClientKind.PERSON
    written = row.day("birth_date", "出生日期").day
    if person and birth and written and birth != written:
        row.notes.append(f"出生日期与证件号不符，按证件号记 {birth.isoformat()}")
    return ClientFacts(
        kind=kind,
        name=name,
        identity_kind=identity_kind if identity else None,
        identity_no=identity[:40],
        sex=(sex or row.choice("sex", values.SEXES, "性别")) if person else None,
        birth_date=(birth or written) if person else None,
        representative=row.text("representative", 40),
        phone=phones[0] if phones else "",
        other_phone=phones[1] if len(phones) > 1 else "",
        wechat_name=row.text("wechat_name", 60),
        district=_district(row, districts, address),
        address=address,
        care_notes=row.long_text("care_notes"),
    )


def _kind(row: Reading, name: str, identity: str) -> ClientKind:
    said = values.member_of(row.text("kind"), values.CLIENT_KINDS)
    if said is not None:
        return said
    is_code = CREDIT_LIKE.fullmatch(identity) is not None and not identity[:17].isdigit()
    return ClientKind.ORGANISATION if is_code or values.looks_like_organisation(name) else ClientKind.PERSON


def _identity(row: Reading, kind: ClientKind, number: str) -> tuple[IdentityKind | None, Sex | None, date | None]:
    """Return the kind of document, and what its number says of sex and birth."""
    if not number:
        return None, None, None
    likely = IdentityKind.RESIDENT_ID if kind is ClientKind.PERSON else IdentityKind.CREDIT_CODE
    document = values.member_of(row.text("identity_kind"), values.IDENTITY_KINDS) or likely
    if document in LIKE_RESIDENT_ID:
        found = check_resident_id(number, row.today)
        if found.problem:
            row.problems.append(f"证件号码：{found.problem}")
        return document, found.sex, found.birth_date
    if document is IdentityKind.CREDIT_CODE:
        code = check_credit_code(number)
        row.problems += [f"证件号码：{code.problem}"] if code.problem else []
        row.notes += [code.question.rstrip("。")] if code.question else []
    return document, None, None


def _district(row: Reading, districts: Mapping[str, str], address: str) -> str:
    written = row.text("district")
    for text in (written, address):
        found = [name for name in districts if name in text] if text else []
        if found:
            return districts[max(found, key=len)]
    if written:
        row.notes.append(f"区县“{written}”没有认出，已略过")
    return ""


def _sign_up(row: Reading) -> SignUpRecord | None:
    """Return the sign-up a row tells of; one that lacks what its way needs is left out and noted."""
    signed = row.day("signed_on", "签约日期")
    agreement, group, nickname = row.text("agreement_no", 40), row.text("group_name", 100), row.text("nickname", 60)
    said = row.choice("sign_up_channel", values.SIGN_UP_CHANNELS, "签约方式")
    channel = said or (SignUpChannel.WRITTEN if agreement else SignUpChannel.GROUP if group else None)
    if channel is None and signed.day is None:
        return None
    missing = _missing(channel, has_day=signed.day is not None, agreement=agreement, group=group)
    if missing or channel is None or signed.day is None:
        row.notes.append(f"签约信息不全（缺{'、'.join(missing)}），只建档，不登记签约")
        return None
    is_group = channel is SignUpChannel.GROUP
    kind = values.member_of(f"{row.text('sign_up_channel')}{group}", GROUP_KINDS) or GroupKind.WECHAT_GROUP
    nickname = nickname or row.text("wechat_name", 60)
    return SignUpRecord(
        channel,
        signed.day,
        agreement,
        kind if is_group else None,
        group if is_group else "",
        nickname if is_group else "",
    )


def _missing(channel: SignUpChannel | None, *, has_day: bool, agreement: str, group: str) -> list[str]:
    """Return the words of what a way of signing up still needs (S1, S3.1); evidence stays with the old register."""
    missing = [] if channel else ["签约方式"]
    missing += [] if has_day else ["签约日期"]
    missing += ["协议编号"] if channel is SignUpChannel.WRITTEN and not agreement else []
    missing += ["群名"] if channel is SignUpChannel.GROUP and not group else []
    return missing


def _reliefs(row: Reading) -> tuple[ReliefRecord, ...]:
    text, proof = row.text("relief_group"), row.text("relief_proof", 200)
    until = row.day("relief_until", "证明有效期", future=True).day
    found = values.members_of(text, values.RELIEF_GROUPS)
    if text and not found and text not in ("否", "普通", "一般"):
        row.notes.append(f"减免对象“{text}”没有认出，已略过")
    return tuple(ReliefRecord(group, proof, until) for group in found)


# --- comparing ---


def refusal(row: ClientRow, other: Standing, *, by_identity: bool) -> str:
    """Return why a row and a file that share a number or a name cannot be one person; empty if they can."""
    same_name = values.plain_name(row.facts.name) == values.plain_name(other.facts.name)
    if by_identity and not same_name:
        return f"证件号码与{other.called}相同，姓名却不同，请核对。"
    mine, theirs = row.facts.identity_no, other.facts.identity_no
    if not by_identity and mine and theirs and mine != theirs:
        return f"与{other.called}同名同电话，证件号码却不同，请核对是不是同一人。"
    return ""


def merge(row: ClientRow, other: Standing) -> Merge:
    """Return what a row adds to a file: empty fields are filled, what differs is named and stays as it is."""
    fills: dict[str, Any] = {}
    conflicts: list[str] = []
    for name, word in MERGED_FIELDS.items():
        mine, theirs = getattr(row.facts, name), getattr(other.facts, name)
        if not mine or name in ("phone", "other_phone"):
            continue
        if not theirs:
            fills[name] = mine
        elif mine != theirs and name != "care_notes":
            conflicts.append(f"{word}：档案为“{_words(theirs)}”，表中为“{_words(mine)}”，保留档案的")
    if "identity_no" in fills:
        fills["identity_kind"] = row.facts.identity_kind
    _merge_phones(row.facts, other.facts, fills, conflicts)
    return Merge(
        fills,
        None if other.is_signed_up else row.sign_up,
        tuple(relief for relief in row.reliefs if relief.group not in other.reliefs),
        tuple(conflicts),
    )


def _merge_phones(mine: ClientFacts, theirs: ClientFacts, fills: dict[str, Any], conflicts: list[str]) -> None:
    free = [name for name in ("phone", "other_phone") if not getattr(theirs, name)]
    for number in mine.phones:
        if number in theirs.phones:
            continue
        if free:
            fills[free.pop(0)] = number
        else:
            conflicts.append(f"电话：档案已有两个，表中的“{number}”没有记入")


def _words(value: object) -> str:
    label = getattr(value, "label", None)
    return label or (value.isoformat() if isinstance(value, date) else str(value))


def after(other: Standing, added: Merge) -> Standing:
    """Return a file as it stands after a merge."""
    facts = replace(other.facts, **added.fills)
    groups = other.reliefs | {relief.group for relief in added.reliefs}
    return Standing(facts, other.called, other.is_signed_up or added.sign_up is not None, groups)


def said(added: Merge) -> str:
    """Return in words what a merge adds."""
    parts = [word for name, word in MERGED_FIELDS.items() if name in added.fills]
    parts += ["签约"] if added.sign_up else []
    parts += [f"减免对象（{relief.group.label}）" for relief in added.reliefs]
    return "补充" + "、".join(parts) if parts else ""
