"""The inbox's columns: one set while answers are awaited, one for what was answered today."""

from collections.abc import Callable
from datetime import datetime

from app.services.consultations.inbox import Inbox
from app.services.consultations.types import InboxRow
from app.services.wording import ESTIMATED, day_words, passed_words
from app.terms import Channel, Stage
from app.views.components.labels import Tone
from app.views.countdowns import LiveCountdowns
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column, TagSpec
from app.views.text import local, moment_text

CHANNEL_ICONS = {
    Channel.WECHAT_GROUP: "messages-square",
    Channel.WECHAT: "message-circle",
    Channel.SMS: "message-square",
    Channel.PHONE: "phone",
    Channel.WALK_IN: "users",
    Channel.QQ_GROUP: "messages-square",
    Channel.OFFICIAL_ACCOUNT: "megaphone",
    Channel.JIFATONG: "smartphone",
    Channel.ASSOCIATION_SITE: "globe",
    Channel.BEIJING_PLATFORM: "globe",
}
SIGNED_UP = TagSpec(icon="badge-check", spoken="已签约")
GUESSED = TagSpec("推算", Tone.SOON, "info", spoken=ESTIMATED)
UNASSIGNED = "待指派"

ConsultationTable = BaseTable[int, InboxRow]


def consultation_table(columns: list[Column[InboxRow]], jobs: JobRunner, inbox: Inbox) -> ConsultationTable:
    """Return the inbox's rows by row number, fetched as they come into view."""
    return BaseTable(columns, jobs, inbox.rows, lambda row: row.row_no)


def waiting_columns(countdowns: LiveCountdowns) -> list[Column[InboxRow]]:
    """Return the columns of questions that wait: the remaining time first."""
    left = Column[InboxRow](
        "left",
        "剩余时间",
        lambda row: row.number,
        width=150,
        sort="urgency",
        pill=lambda row, now: countdowns.pill(row.timeline, now),
    )
    return [left, *_shared(countdowns.clock.now), _received(countdowns.clock.now)]


def answered_columns(now: Callable[[], datetime]) -> list[Column[InboxRow]]:
    """Return the columns of what was answered today: what it took, and whether that was in time."""
    took = Column[InboxRow]("took", "用时", took_text, width=104)
    verdict = Column[InboxRow]("verdict", "时限", lambda _row: "", width=92, tag=verdict_tag)
    answered = Column[InboxRow](
        "answered", "答复", lambda row: _moment(row.answered_at, now), width=92, colour="text3", right=True
    )
    return [took, verdict, *_shared(now), answered]


def took_text(row: InboxRow) -> str:
    """Return what the answer took; empty where it was closed without one."""
    return passed_words(row.elapsed_minutes) if row.elapsed_minutes is not None else ""


def verdict_tag(row: InboxRow) -> TagSpec | None:
    """Return 时限内 or 超时."""
    if row.is_late is None:
        return None
    return TagSpec("超时", Tone.OVERDUE, "circle-alert") if row.is_late else TagSpec("时限内", Tone.OK, "circle-check")


def _shared(_now: Callable[[], datetime]) -> list[Column[InboxRow]]:
    return [
        Column("channel", "渠道", lambda row: row.channel.label, width=90, icon=_icon, colour="text2"),
        Column("asker", "咨询人", lambda row: row.asker, width=104, tag=_signed_up),
        Column("category", "类别", lambda row: row.category.label, width=68, colour="text2", priority=3),
        Column("summary", "内容摘要", lambda row: row.summary, width=120, stretch=True, tag=_estimated),
        Column("lawyer", "律师", lambda row: row.assignee or UNASSIGNED, width=64, colour=_lawyer_colour, priority=2),
    ]


def _received(now: Callable[[], datetime]) -> Column[InboxRow]:
    return Column(
        "received",
        "收到",
        lambda row: _moment(row.timeline.received_at, now),
        width=88,
        sort="received",
        colour="text3",
        right=True,
        priority=1,
    )


def _icon(row: InboxRow) -> str:
    return CHANNEL_ICONS[row.channel]


def _signed_up(row: InboxRow) -> TagSpec | None:
    return SIGNED_UP if row.is_signed_up else None


def _estimated(row: InboxRow) -> TagSpec | None:
    """Return 推算 for a question that waits for a deadline in a year without published holidays."""
    return GUESSED if row.stage is Stage.WAITING and row.timeline.is_estimated else None


def _lawyer_colour(row: InboxRow) -> str:
    return "text2" if row.assignee else "text3"


def _moment(at: datetime | None, now: Callable[[], datetime]) -> str:
    """Return the time of today and yesterday, the day of anything older: the column is narrow."""
    if at is None:
        return ""
    today = local(now()).date()
    if (today - local(at).date()).days > 1:
        return day_words(local(at).date(), today)
    return moment_text(at, now(), bare_today=True)
