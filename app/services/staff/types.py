"""What the staff services take and return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.services.attachments import AttachmentView
from app.services.setup_types import Spans
from app.terms import Category, LeaveKind, Post, Role, Uid


@dataclass(frozen=True)
class StaffView:
    """A member of staff as other areas show them.

    Attributes:
        away: why and until when the person is away now, e.g. “开庭，至 今天 17:00”; empty while here.

    """

    id: Uid
    login: str
    name: str
    roles: tuple[Role, ...]
    licence_no: str
    phone: str
    away: str = ""

    @property
    def is_lawyer(self) -> bool:
        """Whether questions and cases can be given to this person."""
        return Role.LAWYER in self.roles

    @property
    def choice_text(self) -> str:
        """The name in a list to choose from, with the reason why not to choose it."""
        return f"{self.name}（{self.away}）" if self.away else self.name


@dataclass(frozen=True)
class PhoneForm:
    """A telephone number and whether the firm publishes it."""

    number: str
    is_published: bool = False


@dataclass(frozen=True)
class StaffForm:
    """What is kept of a member of staff.

    Attributes:
        login: fixed once it was given out; the slot is bound to it.
        roles: 律师顾问管理员 is not among them: it follows from the appointment (S5.0).
        phones: the first is the one shown in lists.
        is_party_member: None where it was not asked.
        weekly: own working spans by weekday (0 = Monday); None means the firm's.

    """

    name: str
    login: str
    roles: frozenset[Role]
    licence_no: str = ""
    phones: tuple[PhoneForm, ...] = ()
    birth_date: date | None = None
    is_party_member: bool | None = None
    fields: tuple[Category, ...] = ()
    languages: tuple[str, ...] = ()
    weekly: Mapping[int, Spans] | None = None


@dataclass(frozen=True)
class StaffRow:
    """A line of the staff list."""

    id: Uid
    login: str
    name: str
    roles: tuple[Role, ...]
    licence_no: str
    phone: str
    is_active: bool
    left_on: date | None
    away: str
    has_login: bool
    must_change_password: bool


@dataclass(frozen=True)
class StaffFilter:
    """Which members of staff are listed.

    Attributes:
        active: those who work here, or those who have left.
        text: part of name, pinyin initials, login or telephone number.

    """

    active: bool = True
    text: str = ""


@dataclass(frozen=True)
class StaffListing:
    """The staff list with the counts of both chips."""

    rows: tuple[StaffRow, ...]
    active: int
    left: int


@dataclass(frozen=True)
class LeaveForm:
    """A stretch in which somebody is not to be given work; instants are aware."""

    kind: LeaveKind
    begins_at: datetime
    ends_at: datetime
    note: str = ""


@dataclass(frozen=True)
class LeaveView:
    """A leave as it stands."""

    id: Uid
    form: LeaveForm


@dataclass(frozen=True)
class OpenWork:
    """What somebody still has in hand."""

    consultations: int = 0
    drafts: int = 0

    @property
    def is_any(self) -> bool:
        """Whether there is anything to hand over."""
        return bool(self.consultations or self.drafts)

    @property
    def text(self) -> str:
        """E.g. “3 件咨询、1 份合同草稿”."""
        parts = ((self.consultations, "件咨询"), (self.drafts, "份合同草稿"))
        return "、".join(f"{count} {what}" for count, what in parts if count)


@dataclass(frozen=True)
class StaffDetail:
    """All about one member of staff."""

    id: Uid
    form: StaffForm
    roles: tuple[Role, ...]
    is_active: bool
    left_on: date | None
    has_login: bool
    must_change_password: bool
    away: str
    photo: AttachmentView | None
    leaves: tuple[LeaveView, ...]
    appointed_since: date | None
    open_work: OpenWork


@dataclass(frozen=True)
class NewPassword:
    """A temporary password; it is shown once and kept nowhere."""

    staff_id: Uid
    name: str
    login: str
    password: str


@dataclass(frozen=True)
class Leaver:
    """What disabling somebody did.

    Attributes:
        handed: what went over to the colleague.
        key_problem: why the data key was not changed; empty when it was.

    """

    name: str
    handed: OpenWork
    key_problem: str = ""


@dataclass(frozen=True)
class KeyState:
    """How it stands with the data key.

    Attributes:
        due: logins of people who are gone but whose slots may still be about; a change is due.
        changed_at: when it was changed last, aware; None if never.

    """

    due: tuple[str, ...] = ()
    changed_at: datetime | None = None


@dataclass(frozen=True)
class AppointmentForm:
    """Whom the firm appoints as 律师顾问管理员, from when (S5.0)."""

    staff_id: Uid
    begins_on: date
    note: str = ""


@dataclass(frozen=True)
class AppointmentView:
    """One appointment; `ends_on` is None while it is in force."""

    id: Uid
    post: Post
    staff_id: Uid
    name: str
    begins_on: date
    ends_on: date | None
    appointed_by: str
    note: str
    papers: tuple[AttachmentView, ...]


@dataclass(frozen=True)
class PostState:
    """Who is 律师顾问管理员, who was, and whether the scheme wants one (S5.0)."""

    current: AppointmentView | None
    past: tuple[AppointmentView, ...] = field(default=())
    hint: str = ""
