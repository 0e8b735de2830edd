"""A row of an old register of consultations: when, who asked what, who answered what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from app.rules.importing import values
from app.rules.importing.values import Reading, at_or_noon, joined
from app.terms import Category, Channel


@dataclass(frozen=True)
class ConsultationRow:
    """A row that was read; instants are aware, a day without a time is noon."""

    number: str
    received_at: datetime | None
    channel: Channel
    source_name: str
    asker_name: str
    phone: str
    wechat_name: str
    category: Category
    question: str
    answer: str
    answered_at: datetime | None
    lawyer: str
    note: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two rows the same: the number, or day, asker and the question's beginning."""
        if self.number:
            return ("number", self.number)
        day = self.received_at.date().isoformat() if self.received_at else ""
        asker = self.phone or values.plain_name(self.asker_name or self.wechat_name)
        return ("asked", day, asker, values.plain_name(self.question)[:60])


def read_consultation(
    cells: Mapping[str, str], today: date, zone: tzinfo, lost: frozenset[str] = frozenset()
) -> ConsultationRow:
    """Read one row.

    Args:
        cells: text by field id.
        today: the present day where the firm is.
        zone: where the firm is.
        lost: fields whose long number the file holds only rounded.

    """
    row = Reading(cells, today, lost)
    received = row.day("received", "咨询日期")
    if received.day is None and not received.problem:
        row.problems.append("缺少咨询日期。")
    question = row.long_text("question")
    if not question:
        row.problems.append("缺少咨询内容。")
    phones = _phones(row)
    name, wechat, source = row.text("asker_name", 60), row.text("wechat_name", 60), row.text("source_name", 100)
    at = datetime.combine(received.day, at_or_noon(received.at), zone) if received.day else None
    return ConsultationRow(
        number=row.text("number", 40),
        received_at=at,
        channel=_channel(row, source=source, has_phone=bool(phones)),
        source_name=source,
        asker_name=name,
        phone=phones[0] if phones else "",
        wechat_name=wechat,
        category=_category(row, question),
        question=question,
        answer=row.long_text("answer"),
        answered_at=_answered(row, at, zone),
        lawyer=row.text("lawyer", 40),
        note=joined((row.long_text("note"), f"其他电话 {phones[1]}" if len(phones) > 1 else "")),
        problems=tuple(dict.fromkeys(row.problems)),
        notes=tuple(dict.fromkeys(row.notes)),
    )


def _phones(row: Reading) -> list[str]:
    """Return the telephone numbers; a wrong one in an old register is only noted, it does not stop the row."""
    before = len(row.problems)
    found = row.phones("phone")
    wrong = row.problems[before:]
    del row.problems[before:]
    row.notes += [f"{said.rstrip('。')}，没有记入" for said in wrong]
    return found


def _channel(row: Reading, *, source: str, has_phone: bool) -> Channel:
    found = row.choice("channel", values.CHANNELS, "咨询方式") or values.member_of(source, values.CHANNELS)
    return found or (Channel.PHONE if has_phone else Channel.WALK_IN)


def _category(row: Reading, question: str) -> Category:
    written = values.member_of(row.text("category"), values.CATEGORIES)
    return written or values.member_of(question[:200], values.CATEGORIES) or Category.OTHER


def _answered(row: Reading, received: datetime | None, zone: tzinfo) -> datetime | None:
    if not row.text("answer"):
        return None
    written = row.day("answered", "答复时间")
    if written.day is None:
        return received
    at = datetime.combine(written.day, at_or_noon(written.at), zone)
    if received is not None and at < received:
        if at.date() < received.date():
            row.problems.append("答复时间早于咨询日期，请核对。")
        return received
    return at
