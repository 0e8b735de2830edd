"""Mass loading for firms of a hundred thousand clients: one unit of work, one journal entry, core inserts."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.models import Client, Consultation, ConsultationEvent, SignUp, Staff, new_uid
from app.rules.allowance import judge
from app.rules.search_terms import pinyin_key
from app.services import derived
from app.services.core import Office
from app.services.demo.people import Inventor
from app.services.demo.questions import QUESTIONS
from app.terms import (
    Channel,
    ClientKind,
    ConsultationEventKind,
    GroupKind,
    IdentityKind,
    Scheme,
    SignUpChannel,
    SignUpState,
    Uid,
)

Told = Callable[[int, int, str], None]
BATCH = 2000


def load_clients(office: Office, inventor: Inventor, count: int, now: datetime, tell: Told) -> None:
    """Load invented clients with sign-ups, indexed for search."""
    with office.work() as work:
        work.baseline(f"载入 {count} 位演示服务对象")
        for start in range(0, count, BATCH):
            size = min(BATCH, count - start)
            rows = [_client(inventor, start + n, now - timedelta(minutes=3 * (count - start - n))) for n in range(size)]
            work.session.execute(insert(Client), rows)
            work.session.execute(insert(SignUp), [_sign_up(row) for n, row in enumerate(rows) if n % 4 != 3])
            derived.refresh(work.session, office.hours(), {"client": [row["id"] for row in rows]})
            work.session.expunge_all()
            tell(start + size, count, "载入服务对象")
        work.commit("载入演示服务对象")


def load_consultations(
    office: Office, pick: random.Random, now: datetime, tell: Told, *, count: int, waiting: int
) -> None:
    """Load invented consultations; the last `waiting` of them still wait, with all states of the clock among them."""
    if not count:
        return
    calendar, policy = office.hours().calendar, office.catalogue.policy(Channel.WECHAT_GROUP, Scheme.SHIJIAZHUANG)
    with office.work() as work:
        work.baseline(f"载入 {count} 条演示咨询")
        lawyers = [row.id for row in work.session.scalars(select(Staff)) if "lawyer" in row.roles]
        clients = list(work.session.scalars(select(Client.id).order_by(Client.row_no).limit(5000)))
        for start in range(0, count, BATCH):
            rows: list[dict[str, Any]] = []
            events: list[dict[str, Any]] = []
            for number in range(start, min(start + BATCH, count)):
                is_waiting = number >= count - waiting
                ago = (
                    timedelta(minutes=pick.randrange(1, 900)) if is_waiting else timedelta(hours=30 + (count - number))
                )
                received = calendar.next_opening(now - ago) if not is_waiting else now - ago
                row = _consultation(number, pick, received, policy.minutes, policy.clause)
                row["clock"] = policy.clock
                rows.append(row)
                events += _first_events(row, pick.choice(clients) if number % 3 else None, pick.choice(lawyers))
                if not is_waiting:
                    answered = calendar.add(received, pick.randrange(10, 320))
                    verdict = judge(policy, calendar, received, answered)
                    details = {
                        "text": QUESTIONS[number % len(QUESTIONS)].answer,
                        "elapsed_minutes": verdict.elapsed_minutes,
                        "is_late": verdict.is_late,
                        "allowance_minutes": policy.minutes,
                        "calendar_version": office.hours().version,
                    }
                    events.append(_event(row, 9, ConsultationEventKind.ANSWERED, answered, details))
            work.session.execute(insert(Consultation), rows)
            work.session.execute(insert(ConsultationEvent), events)
            derived.refresh(work.session, office.hours(), {"consultation": [row["id"] for row in rows]})
            work.session.flush()
            work.session.expunge_all()
            tell(start + len(rows), count, "载入咨询")
        work.commit("载入演示咨询")


def _client(inventor: Inventor, number: int, at: datetime) -> dict[str, Any]:
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


def _sign_up(client: dict[str, Any]) -> dict[str, Any]:
    return {
        "client_id": client["id"],
        "channel": SignUpChannel.GROUP,
        "state": SignUpState.EFFECTIVE,
        "signed_on": client["created_at"].date(),
        "group_kind": GroupKind.WECHAT_GROUP,
        "group_name": "服务群",
        "nickname": client["wechat_name"] or client["name"],
        "recorded_at": client["created_at"],
    }


def _consultation(number: int, pick: random.Random, received: datetime, minutes: int, clause: str) -> dict[str, Any]:
    question = QUESTIONS[number % len(QUESTIONS)]
    return {
        "id": new_uid(),
        "number": f"旧咨〔{received.year}〕{number + 1:06d}",
        "scheme": Scheme.SHIJIAZHUANG,
        "channel": Channel.WECHAT_GROUP,
        "source_name": "服务群一",
        "wechat_name": pick.choice(("春暖花开", "滹沱河畔", "平安是福", "小石头", "老槐树")),
        "category": question.category,
        "question": question.text,
        "received_at": received,
        "entered_at": received + timedelta(minutes=3),
        "allowance_minutes": minutes,
        "clause": clause,
    }


def _first_events(row: dict[str, Any], client: Uid | None, lawyer: Uid) -> Sequence[dict[str, Any]]:
    at = row["entered_at"]
    events = [_event(row, 1, ConsultationEventKind.RECEIVED, row["received_at"], {})]
    if client is not None:
        events.append(_event(row, 2, ConsultationEventKind.LINKED, at, {"client_id": client.hex(), "client": ""}))
    assigned = {"assignee_id": lawyer.hex(), "assignee": ""}
    events.append(_event(row, 3, ConsultationEventKind.ASSIGNED, at, assigned))
    return events


def _event(
    row: dict[str, Any], seq: int, kind: ConsultationEventKind, at: datetime, details: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": new_uid(),
        "consultation_id": row["id"],
        "seq": seq,
        "kind": kind,
        "at": at,
        "recorded_at": max(at, row["entered_at"]),
        "details": details,
    }
