"""What the client services take and give."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.services.areas import TimelineEntry
from app.services.attachments import AttachmentView
from app.terms import ClientKind, GroupKind, IdentityKind, ReliefGroup, Sex, SignUpChannel, SignUpState, Uid


class ClientChip(StrEnum):
    """The filters above the client list, in their order."""

    ALL = "all"
    SIGNED_UP = "signed_up"
    RELIEF = "relief"
    AWAITING_FILING = "awaiting_filing"


class ClientOrder(StrEnum):
    """How the client list is sorted when nothing is searched."""

    LAST_CONTACT = "last_contact"
    NAME = "name"


@dataclass(frozen=True)
class ClientFilter:
    """What the client list shows."""

    text: str = ""
    chip: ClientChip = ClientChip.ALL
    order: ClientOrder = ClientOrder.LAST_CONTACT


@dataclass(frozen=True)
class ClientCounts:
    """How many clients stand behind each chip."""

    all: int
    signed_up: int
    relief: int
    awaiting_filing: int


@dataclass(frozen=True)
class ClientRow:
    """One line of the client list; the phone is masked."""

    row_no: int
    id: Uid
    file_no: str
    name: str
    kind: ClientKind
    phone: str
    groups: tuple[ReliefGroup, ...]
    is_signed_up: bool
    sign_up_word: str
    """The way of signing up in a word, e.g. “微信群”; “未签约” without one."""
    last_contact_at: datetime


@dataclass(frozen=True)
class ReliefForm:
    """A relief group as it is typed in."""

    group: ReliefGroup
    proof: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class ReliefView:
    """A relief group on file."""

    id: Uid
    group: ReliefGroup
    proof: str
    valid_until: date | None
    is_expired: bool


@dataclass(frozen=True)
class ClientForm:
    """A client's details as they are typed in."""

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


@dataclass(frozen=True)
class SignUpForm:
    """A sign-up as it is typed in; which fields are needed depends on the channel."""

    channel: SignUpChannel
    signed_on: date
    agreement_no: str = ""
    group_kind: GroupKind | None = None
    group_name: str = ""
    nickname: str = ""
    consultation_id: Uid | None = None
    called_at: datetime | None = None
    notes: str = ""


@dataclass(frozen=True)
class SignUpView:
    """A sign-up on file with its evidence."""

    id: Uid
    channel: SignUpChannel
    state: SignUpState
    signed_on: date
    agreement_no: str
    group_kind: GroupKind | None
    group_name: str
    nickname: str
    called_at: datetime | None
    filed_at: datetime | None
    notes: str
    attachments: tuple[AttachmentView, ...]


@dataclass(frozen=True)
class ClientDetail:
    """A client's file."""

    id: Uid
    row_no: int
    file_no: str
    form: ClientForm
    age: int | None
    district_name: str
    created_at: datetime
    last_contact_at: datetime
    is_signed_up: bool
    reliefs: tuple[ReliefView, ...]
    sign_ups: tuple[SignUpView, ...]
    attachments: tuple[AttachmentView, ...]
    timeline: tuple[TimelineEntry, ...]
    jifatong_consultation_id: Uid | None = None
    """A consultation by 冀法通 that a sign-up could rest on (S2.1)."""


@dataclass(frozen=True)
class District:
    """A district or county with its six-digit code."""

    code: str
    name: str
    city: str


@dataclass(frozen=True)
class ClientRef:
    """A client by id, row and file number."""

    id: Uid
    row_no: int
    file_no: str
    name: str
