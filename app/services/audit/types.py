"""What the journal page takes and gives."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.storage.journal_check import ChainPosition
from app.terms import JournalAction, Term, Uid

__all__ = [
    "RANK",
    "TABLES_OF",
    "ChainPosition",
    "ChainView",
    "FieldChange",
    "JournalDetail",
    "JournalEntry",
    "JournalFilter",
    "JournalKey",
    "JournalPage",
    "Pc",
    "Person",
    "RecordKind",
    "RowChanges",
    "Stream",
]


class Stream(StrEnum):
    """Where an entry comes from."""

    CHANGE = "change"
    ACCESS = "access"
    FAILED = "failed"


RANK = {Stream.CHANGE: 0, Stream.ACCESS: 1, Stream.FAILED: 2}
"""Which comes first among entries of the same instant."""


class RecordKind(Term):
    """记录种类: what the journal can be narrowed to."""

    CLIENT = "client", "服务对象"
    CONSULTATION = "consultation", "咨询"
    CONTRACT = "contract", "合同"
    STAFF = "staff", "员工"
    FIRM = "firm", "本所设置"
    CALENDAR = "calendar", "日历"
    PAST_MATTER = "past_matter", "以往案件"


TABLES_OF: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.CLIENT: ("client", "client_relief", "sign_up"),
    RecordKind.CONSULTATION: ("consultation", "consultation_event"),
    RecordKind.CONTRACT: ("contract",),
    RecordKind.STAFF: ("staff", "staff_leave", "appointment"),
    RecordKind.FIRM: ("firm", "firm_setting", "published_price", "channel_policy"),
    RecordKind.CALENDAR: ("calendar_year", "firm_day"),
    RecordKind.PAST_MATTER: ("past_matter",),
}


@dataclass(frozen=True)
class JournalKey:
    """Which entry: its instant, its stream, and its number there (hexadecimal id for a failed sign-in)."""

    at: datetime
    stream: Stream
    number: int
    id: Uid = b""


@dataclass(frozen=True)
class JournalFilter:
    """What the journal shows; what is empty does not narrow.

    Attributes:
        staff_id: who.
        begins: first day, in the firm's time zone.
        ends: last day.
        action: changed, undone, seen, failed sign-in.
        kind: of the records concerned.
        device_id: on which PC.
        text: part of the entry's words.
        record: table ("client", "consultation", "contract") and id of the one record concerned.

    """

    staff_id: Uid | None = None
    begins: date | None = None
    ends: date | None = None
    action: JournalAction | None = None
    kind: RecordKind | None = None
    device_id: Uid | None = None
    text: str = ""
    record: tuple[str, Uid] | None = None


@dataclass(frozen=True)
class JournalEntry:
    """One line of the journal.

    Attributes:
        key: which.
        at: when, aware UTC.
        who: name; empty for the program itself.
        device: the PC's name.
        action: its kind.
        way: the kind in a word: 修改, 撤销, 查看, 打印, 导出, 登录失败 …
        words: what was done, e.g. “修改服务对象 李桂兰”.

    """

    key: JournalKey
    at: datetime
    who: str
    device: str
    action: JournalAction
    way: str
    words: str


@dataclass(frozen=True)
class JournalPage:
    """A stretch of the journal, newest first; `more` says that older entries follow."""

    entries: tuple[JournalEntry, ...]
    more: bool


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChanges:
    """One record that an entry touched.

    Attributes:
        table: what it is, e.g. “服务对象”.
        name: which, e.g. “李桂兰”; empty where it has none.
        what: 新增, 修改, 删除.
        fields: what changed.
        erased: the contents had to be erased by law; only their digests are left.

    """

    table: str
    name: str
    what: str
    fields: tuple[FieldChange, ...]
    erased: bool = False


@dataclass(frozen=True)
class JournalDetail:
    """An entry with all it did.

    Attributes:
        entry: the line.
        place: number of the entry on its PC, e.g. “第 128 条”; empty outside the chain.
        rows: what it touched, at most `MOST_ROWS`.
        more_rows: how many further records it touched.
        area: of the record it leads to, e.g. "clients"; empty for none.
        target: that record's id.
        may_undo: whether the person may take it back.
        why_not: why it cannot be taken back, in a sentence; empty where it can.

    """

    entry: JournalEntry
    place: str
    rows: tuple[RowChanges, ...]
    more_rows: int
    area: str
    target: Uid
    may_undo: bool
    why_not: str


@dataclass(frozen=True)
class Person:
    """Somebody whose work is in the journal."""

    id: Uid
    name: str
    is_active: bool


@dataclass(frozen=True)
class Pc:
    """A PC whose work is in the journal."""

    id: Uid
    name: str
    is_this: bool


@dataclass(frozen=True)
class ChainView:
    """Whether the journal is as it was written.

    Attributes:
        ok: no break found.
        entries: how many were checked.
        erased: contents erased as the law requires.
        sentence: what came of it.
        place: where the first break is: which PC, which entry, of when, what is wrong; empty where there is none.

    """

    ok: bool
    entries: int
    erased: int
    sentence: str
    place: str
