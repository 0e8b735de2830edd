"""The book of past consultations: taken over with their answers, closed, judged by nobody's clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.models import Client, Consultation, ConsultationEvent, Staff
from app.models.base import new_uid
from app.rules.importing.consultations import ConsultationRow, read_consultation
from app.rules.importing.values import plain_name
from app.services.derived import JUDGED_BY, TIMES
from app.services.importing.book import Judged, Surroundings
from app.services.importing.types import Cells
from app.storage.recorder import chunks
from app.storage.unit_of_work import UnitOfWork
from app.terms import Channel, ConsultationEventKind, RowVerdict, Scheme, Uid

SERIES = "consultation.past"
PATTERN = "旧咨〔{year}〕{number:04d}"
"""Numbers of old consultations that had none."""
UNANSWERED = "由旧登记簿导入，未载答复"
CLOSED_NOTE = "由旧登记簿导入"
Kind = ConsultationEventKind
Told = tuple[Kind, datetime, Uid | None, dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """A consultation on record, or of an earlier row."""

    question: str
    called: str


class ConsultationBook:
    """Judges and writes rows of past consultations.

    Args:
        around: what judging needs to know of the firm.
        catalogue: the schemes' allowances, kept with the question though nobody's clock runs on it.

    """

    def __init__(self, around: Surroundings, catalogue: Catalogue) -> None:
        self._around, self._catalogue = around, catalogue
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._lawyers: dict[str, Uid] = {}

    def numbers(self, cells: Iterable[Cells]) -> list[str]:
        """Return the numbers a register gives its consultations."""
        return [one.texts.get("number", "") for one in cells]

    # --- judging ---

    def judge(self, session: Session, cells: Sequence[Cells]) -> list[Judged[ConsultationRow, Entry]]:
        """Return a verdict for each row; rows judged before by this book count as if they were written."""
        around = self._around
        rows = [read_consultation(one.texts, around.today, around.zone, one.lost) for one in cells]
        self._load(session, rows)
        return [self._judge(one.line, row) for one, row in zip(cells, rows, strict=True)]

    def _judge(self, line: int, row: ConsultationRow) -> Judged[ConsultationRow, Entry]:
        name = row.asker_name or row.wechat_name or "未留姓名"
        about = f"{row.received_at:%Y-%m-%d}" if row.received_at else ""
        judged = Judged[ConsultationRow, Entry](line, row, RowVerdict.NEW, name, about, list(row.notes))
        if row.problems:
            judged.verdict, judged.said = RowVerdict.FAULTY, [*row.problems]
            return judged
        entry = self._entries.get(row.key)
        if entry is None:
            judged.target = self._entries[row.key] = Entry(row.question, f"第 {line} 行")
            if row.lawyer and row.lawyer not in self._lawyers:
                judged.said.append(f"律师“{row.lawyer}”不在员工名单里，姓名记入办结说明")
        elif plain_name(entry.question) == plain_name(row.question):
            judged.verdict, judged.said = RowVerdict.SAME, [f"已有{entry.called}"]
        else:
            judged.verdict, judged.said = RowVerdict.FAULTY, [f"编号与{entry.called}相同，内容却不同，请核对。"]
        return judged

    def _load(self, session: Session, rows: Sequence[ConsultationRow]) -> None:
        numbers = {row.number for row in rows if row.number}
        instants = {row.received_at for row in rows if row.received_at and not row.number}
        for column, wanted in ((Consultation.number, numbers), (Consultation.received_at, instants)):
            for chunk in chunks(sorted(wanted)):
                for found in session.scalars(select(Consultation).where(column.in_(chunk))):
                    self._take_in(found)
        if not self._lawyers:
            self._lawyers = {name: staff_id for staff_id, name in session.execute(select(Staff.id, Staff.name))}

    def _take_in(self, found: Consultation) -> None:
        entry = Entry(found.question, f"咨询 {found.number}")
        self._entries.setdefault(("number", found.number), entry)
        day = found.received_at.astimezone(self._around.zone).date().isoformat()
        asker = found.phone or plain_name(found.asker_name or found.wechat_name)
        self._entries.setdefault(("asked", day, asker, plain_name(found.question)[:60]), entry)

    # --- writing ---

    def write(self, work: UnitOfWork, judged: Sequence[Judged[ConsultationRow, Entry]]) -> None:
        """Write the new ones with their events."""
        new = [one.row for one in judged if one.verdict is RowVerdict.NEW]
        clients = self._clients(work.session, new)
        numbers = self._numbers(work, new)
        rows: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for row in new:
            if row.received_at is None:
                continue
            values = self._values(work, row, row.received_at, numbers)
            rows.append(values)
            client = clients.get((row.phone, plain_name(row.asker_name)))
            told = self._told(row, row.received_at, client)
            events += [_event(work, values["id"], seq, one) for seq, one in enumerate(told, start=1)]
        work.insert_many(Consultation, rows)
        work.insert_many(ConsultationEvent, events)

    def _numbers(self, work: UnitOfWork, new: Sequence[ConsultationRow]) -> dict[int, int]:
        """Return the next number of each year that rows without one came in."""
        years = [row.received_at.year for row in new if row.received_at and not row.number]
        return {year: work.reserve(SERIES, year, years.count(year)) for year in sorted(set(years))}

    def _values(
        self, work: UnitOfWork, row: ConsultationRow, received: datetime, numbers: dict[int, int]
    ) -> dict[str, Any]:
        number = row.number
        if not number:
            number = PATTERN.format(year=received.year, number=numbers[received.year])
            numbers[received.year] += 1
        scheme = Scheme.BEIJING if row.channel is Channel.BEIJING_PLATFORM else Scheme.SHIJIAZHUANG
        policy = self._catalogue.policy(row.channel, scheme)
        return {
            "id": new_uid(),
            "number": number,
            "scheme": scheme,
            "channel": row.channel,
            "source_name": row.source_name,
            "asker_name": row.asker_name,
            "phone": row.phone,
            "wechat_name": row.wechat_name,
            "category": row.category,
            "question": row.question,
            "received_at": received,
            "entered_at": work.now,
            "entered_by": work.context.actor_id,
            "clock": policy.clock,
            "allowance_minutes": policy.minutes,
            "clause": policy.clause,
            "is_past": True,
        }

    def _told(self, row: ConsultationRow, received: datetime, client: tuple[Uid, str] | None) -> list[Told]:
        """Return what happened, as far as the register tells; the last event ends it."""
        lawyer = self._lawyers.get(row.lawyer)
        told: list[Told] = [(Kind.RECEIVED, received, None, {})]
        if client:
            told.append((Kind.LINKED, received, None, {"client_id": client[0].hex(), "client": client[1]}))
        if lawyer:
            told.append((Kind.ASSIGNED, received, None, {"assignee_id": lawyer.hex(), "assignee": row.lawyer}))
        ended = row.answered_at or received
        if row.answer:
            told.append((Kind.ANSWERED, ended, lawyer, {"text": row.answer, **_unjudged(received)}))
        by = f"，原登记律师 {row.lawyer}" if row.lawyer and not lawyer else ""
        rest = f"；{row.note}" if row.note else ""
        note = f"{CLOSED_NOTE if row.answer else UNANSWERED}{by}{rest}"
        told.append((Kind.CLOSED, ended, None, {"note": note} | ({} if row.answer else _unjudged(received))))
        return told

    def _clients(self, session: Session, rows: Sequence[ConsultationRow]) -> dict[tuple[str, str], tuple[Uid, str]]:
        """Return whose telephone and name a row gives: (phone, plain name) -> client."""
        found: dict[tuple[str, str], tuple[Uid, str]] = {}
        columns = (Client.id, Client.name, Client.phone, Client.other_phone)
        for chunk in chunks(sorted({row.phone for row in rows if row.phone})):
            wanted = select(*columns).where(or_(Client.phone.in_(chunk), Client.other_phone.in_(chunk)))
            for client_id, name, *phones in session.execute(wanted):
                for phone in phones:
                    found[phone, plain_name(name)] = (client_id, name)
        return found


def _unjudged(received: datetime) -> dict[str, Any]:
    """Return what the event that ends the waiting keeps: no clock ran, every instant is the question's own."""
    return {JUDGED_BY: dict.fromkeys(TIMES, received.isoformat()) | {"is_estimated": False}}


def _event(work: UnitOfWork, owner: Uid, seq: int, told: Told) -> dict[str, Any]:
    kind, at, actor, details = told
    return {
        "id": new_uid(),
        "consultation_id": owner,
        "seq": seq,
        "kind": kind,
        "at": at,
        "recorded_at": work.now,
        "actor_id": actor,
        "details": details,
    }
