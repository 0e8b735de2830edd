"""What the consultation services take and give: plain frozen records for screens and commands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.rules.allowance import Timeline
from app.services.attachments import AttachmentView, NewAttachment
from app.terms import Category, Channel, ClockKind, ConsultationEventKind, Scheme, Stage, Uid


class Chip(StrEnum):
    """The filters above the inbox, in their order."""

    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    MINE = "mine"
    ANSWERED = "answered"


@dataclass(frozen=True)
class InboxFilter:
    """What the inbox shows: a chip, optionally one channel and one scheme; most urgent first, or newest first."""

    chip: Chip = Chip.WAITING
    channel: Channel | None = None
    scheme: Scheme | None = None
    newest_first: bool = False


@dataclass(frozen=True)
class InboxCounts:
    """How many consultations stand behind each chip now."""

    waiting: int
    soon: int
    overdue: int
    mine: int
    answered: int

    def of(self, chip: Chip) -> int:
        """Return the count of a chip."""
        return int(getattr(self, chip.value))


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox; instants are aware UTC."""

    row_no: int
    id: Uid
    number: str
    channel: Channel
    source_name: str
    scheme: Scheme
    asker: str
    is_signed_up: bool
    category: Category
    summary: str
    assignee_id: Uid | None
    assignee: str
    stage: Stage
    timeline: Timeline
    answered_at: datetime | None
    is_late: bool | None
    elapsed_minutes: float | None
    is_sensitive: bool = False


@dataclass(frozen=True)
class NewConsultation:
    """A question as the front desk types it in.

    Attributes:
        received_at: when the firm got it, aware; never in the future; None means now.
        source_name: the group or account it came through, or the platform's own number.

    """

    channel: Channel
    question: str
    category: Category
    received_at: datetime | None = None
    scheme: Scheme | None = None
    source_name: str = ""
    asker_name: str = ""
    phone: str = ""
    wechat_name: str = ""
    client_id: Uid | None = None
    assignee_id: Uid | None = None
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True)
class ConsultationRef:
    """A freshly registered consultation."""

    id: Uid
    row_no: int
    number: str
    timeline: Timeline
    is_out_of_hours: bool
    """Received outside working time: the 12348 notice is due (S6.3)."""


@dataclass(frozen=True)
class EventEntry:
    """One event as the conversation shows it."""

    kind: ConsultationEventKind
    at: datetime
    recorded_at: datetime
    actor: str
    text: str
    """What was said or done, in words for the reader."""
    is_message: bool
    """The asker's or the lawyer's own words, shown boxed."""
    is_back_dated: bool
    """Recorded noticeably later than it happened."""
    is_withdrawn: bool = False


@dataclass(frozen=True)
class ConsultationDetail:
    """A consultation with its conversation."""

    id: Uid
    row_no: int
    number: str
    scheme: Scheme
    channel: Channel
    source_name: str
    asker_name: str
    asker: str
    phone: str
    wechat_name: str
    category: Category
    question: str
    received_at: datetime
    entered_at: datetime
    clock: ClockKind
    allowance_minutes: int
    clause: str
    stage: Stage
    timeline: Timeline
    is_estimated: bool
    client_id: Uid | None
    client_name: str
    is_signed_up: bool
    assignee_id: Uid | None
    assignee: str
    answered_at: datetime | None
    elapsed_minutes: float | None
    is_late: bool | None
    notice_due: bool
    """It came out of hours and neither notice nor answer was sent yet (S6.3)."""
    events: tuple[EventEntry, ...] = ()
    attachments: tuple[AttachmentView, ...] = field(default=())
    is_sensitive: bool = False


@dataclass(frozen=True)
class AnswerOutcome:
    """What marking an answer as sent came to."""

    answered_at: datetime
    elapsed_minutes: float | None
    is_late: bool
    sentence: str
    """E.g. “已记为 14:26 发送，用时 226 分钟，时限内”."""
