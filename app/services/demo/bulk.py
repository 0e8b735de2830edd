"""Mass loading for firms of a hundred thousand clients: one unit of work, one journal entry, core inserts."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.models import Client, ClientRelief, Consultation, ConsultationEvent, SignUp, Staff, new_uid
from app.rules.allowance import Policy, judge
from app.rules.search_terms import pinyin_key
from app.services import derived
from app.services.core import Office
from app.services.demo.people import NICKS, Inventor
from app.services.demo.questions import QUESTIONS
from app.services.hours import Hours
from app.storage.unit_of_work import UnitOfWork
from app.terms import (
    Channel,
    ClientKind,
    ConsultationEventKind,
    GroupKind,
    IdentityKind,
    ReliefGroup,
    Role,
    Scheme,
    SignUpChannel,
    SignUpState,
    Uid,
)

Told = Callable[[int, int, str], None]
Row = dict[str, Any]
_Told = tuple[ConsultationEventKind, datetime, Uid, Row]
"""An event: what, when, by whom, with what details."""
BATCH = 5000
ASKERS = 5000
"""Bulk questions come from the first clients, so that some have long timelines."""
PAST, OPEN_MINUTES = timedelta(days=180), 900
SETTLED = timedelta(days=14)
"""Answered questions are at least this old, so that holidays cannot push an answer into the future."""
RELIEF = (ReliefGroup.LOW_INCOME, ReliefGroup.MIGRANT_WORKER, ReliefGroup.DISABLED, ReliefGroup.SERVICE_FAMILY)


@dataclass(frozen=True)
class Load:
    """How much is loaded.

    Args:
        clients: clients with sign-ups and relief groups.
        consultations: questions altogether.
        waiting: how many of them still wait for an answer, with all states of the clock among them.

    """

    clients: int
    consultations: int = 0
    waiting: int = 0


def load(office: Office, inventor: Inventor, wanted: Load, seed: int, tell: Told) -> None:
    """Load invented clients and consultations, indexed for search, with one journal entry for all.

    Args:
        office: the firm; its clock says until when the invented past reaches.
        inventor: makes the people.
        wanted: how much.
        seed: the same seed asks the same questions.
        tell: gets (done, total, Chinese text).

    """
    words = f"载入 {wanted.clients} 位演示服务对象、{wanted.consultations} 条演示咨询"
    with office.work() as work:
        work.baseline(words)
        _load_clients(work, office.hours(), inventor, wanted.clients, tell)
        if wanted.consultations:
            asking = _Asking(work, office, random.Random(seed), wanted)  # noqa: S311 - invented questions
            _load_consultations(work, office.hours(), asking, tell)
        work.commit(words)


def _load_clients(work: UnitOfWork, hours: Hours, inventor: Inventor, count: int, tell: Told) -> None:
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        rows = [_client(inventor, n, work.now - timedelta(minutes=2 * (count - n))) for n in numbers]
        work.session.execute(insert(Client), rows)
        signed = [_sign_up(row, n) for n, row in zip(numbers, rows, strict=True) if n % 4 != 3]
        work.session.execute(insert(SignUp), signed)
        relieved = [_relief(row, n) for n, row in zip(numbers, rows, strict=True) if n % 5 == 1]
        if relieved:
            work.session.execute(insert(ClientRelief), relieved)
        derived.refresh(work.session, hours, {"client": [row["id"] for row in rows]})
        tell(numbers.stop, count, "载入服务对象")


def _load_consultations(work: UnitOfWork, hours: Hours, asking: "_Asking", tell: Told) -> None:
    total = asking.wanted.consultations
    for start in range(0, total, BATCH):
        rows: list[Row] = []
        events: list[Row] = []
        for number in range(start, min(start + BATCH, total)):
            row = asking.consultation(number)
            rows.append(row)
            events += asking.events(number, row)
        work.session.execute(insert(Consultation), rows)
        work.session.execute(insert(ConsultationEvent), events)
        derived.refresh(work.session, hours, {"consultation": [row["id"] for row in rows]})
        work.session.flush()
        work.session.expunge_all()
        tell(start + len(rows), total, "载入咨询")


def _client(inventor: Inventor, number: int, at: datetime) -> Row:
    common = {"id": new_uid(), "file_no": f"旧档〔{at.year}〕{number + 1:06d}", "created_at": at, "last_contact_at": at}
    if number % 5 == 4:
        business = inventor.business()
        return common | {
            "kind": ClientKind.ORGANISATION,
            "name": business.name,
            "name_key": pinyin_key(business.name),
            "identity_kind": IdentityKind.CREDIT_CODE,
            "identity_no": business.credit_code,
            "representative": business.representative,
            "phone": business.phone,
            "district": business.district,
            "address": business.address,
            "sex": None,
            "birth_date": None,
            "wechat_name": "",
        }
    person = inventor.person()
    return common | {
        "kind": ClientKind.PERSON,
        "name": person.name,
        "name_key": pinyin_key(person.name),
        "identity_kind": IdentityKind.RESIDENT_ID,
        "identity_no": person.identity_no,
        "representative": "",
        "phone": person.phone,
        "district": person.district,
        "address": person.address,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "wechat_name": person.wechat_name,
    }


def _sign_up(client: Row, number: int) -> Row:
    """Return a sign-up through the firm's group, or by telephone with the agreement to be filed."""
    by_phone = number % 50 == 0
    return {
        "client_id": client["id"],
        "channel": SignUpChannel.PHONE if by_phone else SignUpChannel.GROUP,
        "state": SignUpState.AWAITING_FILING if by_phone else SignUpState.EFFECTIVE,
        "signed_on": client["created_at"].date(),
        "called_at": client["created_at"] - timedelta(minutes=20) if by_phone else None,
        "group_kind": None if by_phone else GroupKind.WECHAT_GROUP,
        "group_name": "" if by_phone else "服务群",
        "nickname": "" if by_phone else client["wechat_name"] or client["name"],
        "recorded_at": client["created_at"],
    }


def _relief(client: Row, number: int) -> Row:
    until = client["created_at"].date() + timedelta(days=400 + number % 300)
    return {
        "client_id": client["id"],
        "group": RELIEF[number // 5 % len(RELIEF)],
        "proof": "证件复印件",
        "valid_until": until,
    }


class _Asking:
    """Makes consultations with their events."""

    def __init__(self, work: UnitOfWork, office: Office, pick: random.Random, wanted: Load) -> None:
        self.wanted, self._pick, self._now = wanted, pick, work.now
        self._hours = office.hours()
        self._policy: Policy = office.catalogue.policy(Channel.WECHAT_GROUP, Scheme.SHIJIAZHUANG)
        staff = work.session.scalars(select(Staff).order_by(Staff.id)).all()
        self._lawyers = [(person.id, person.name) for person in staff if Role.LAWYER in person.roles]
        self._desk = next((person.id for person in staff if Role.FRONT_DESK in person.roles), staff[0].id)
        firsts = select(Client.id, Client.name).order_by(Client.row_no).limit(ASKERS)
        self._clients = [(row.id, row.name) for row in work.session.execute(firsts)]

    def _waits(self, number: int) -> bool:
        return number >= self.wanted.consultations - self.wanted.waiting

    def _received(self, number: int) -> datetime:
        if self._waits(number):
            return self._now - timedelta(minutes=self._pick.randrange(1, OPEN_MINUTES))
        total = self.wanted.consultations
        return self._hours.calendar.next_opening(self._now - SETTLED - PAST * ((total - number) / total))

    def consultation(self, number: int) -> Row:
        """Return a question that came through the firm's group."""
        question, received = QUESTIONS[number % len(QUESTIONS)], self._received(number)
        return {
            "id": new_uid(),
            "number": f"旧咨〔{received.year}〕{number + 1:06d}",
            "scheme": self._policy.scheme,
            "channel": self._policy.channel,
            "source_name": "服务群一",
            "wechat_name": self._pick.choice(NICKS),
            "category": question.category,
            "question": question.text,
            "received_at": received,
            "entered_at": min(self._now, received + timedelta(minutes=3)),
            "clock": self._policy.clock,
            "allowance_minutes": self._policy.minutes,
            "clause": self._policy.clause,
        }

    def events(self, number: int, row: Row) -> Sequence[Row]:
        """Return what happened to a question so far."""
        at, kind, desk = row["entered_at"], ConsultationEventKind, self._desk
        told: list[_Told] = [(kind.RECEIVED, row["received_at"], desk, {})]
        if number % 3:
            client, name = self._pick.choice(self._clients)
            told.append((kind.LINKED, at, desk, {"client_id": client.hex(), "client": name}))
        lawyer, name = self._pick.choice(self._lawyers)
        told.append((kind.ASSIGNED, at, desk, {"assignee_id": lawyer.hex(), "assignee": name}))
        if not self._waits(number):
            answered = self._hours.calendar.add(row["received_at"], self._pick.randrange(10, 320))
            told.append((kind.ANSWERED, answered, lawyer, self._answer(number, row["received_at"], answered)))
        return [_event(row, seq, one) for seq, one in enumerate(told, start=1)]

    def _answer(self, number: int, received: datetime, answered: datetime) -> Row:
        verdict = judge(self._policy, self._hours.calendar, received, answered)
        return {
            "text": QUESTIONS[number % len(QUESTIONS)].answer,
            "elapsed_minutes": verdict.elapsed_minutes,
            "is_late": verdict.is_late,
            "allowance_minutes": self._policy.minutes,
            **derived.judged_by(self._policy, self._hours, received),
        }


def _event(row: Row, seq: int, told: _Told) -> Row:
    kind, at, actor, details = told
    return {
        "id": new_uid(),
        "consultation_id": row["id"],
        "seq": seq,
        "kind": kind,
        "at": at,
        "recorded_at": max(at, row["entered_at"]),
        "actor_id": actor,
        "details": details,
    }
