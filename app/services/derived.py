"""What is rebuilt from the records: the state of consultations and the search index.

Storage calls `project` at the end of every unit of work, whether a service wrote, or undo, or a merge.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import Client, Consultation, ConsultationEvent, ConsultationState, Contract
from app.rules.allowance import Policy, late_after, timeline
from app.rules.consultation_flow import Event, derive
from app.rules.search_terms import index_terms
from app.services.hours import Hours, load_hours
from app.storage import projections, search
from app.storage.recorder import TouchedRow
from app.terms import Uid

Changed = Mapping[str, Collection[Uid]]

SOURCES = ("client", "consultation", "consultation_event", "contract")


def project(session: Session, touched: Sequence[TouchedRow]) -> None:
    """Bring everything derived in line with the touched rows; gone rows take their derived ones along."""
    changed: dict[str, set[Uid]] = {}
    for row in touched:
        changed.setdefault(row.table.name, set()).add(row.id)
        if row.after is None and row.before is not None:
            _forget(session, row.table.name, row.before)
    refresh(session, load_hours(session), changed)


def _forget(session: Session, table: str, before: Mapping[str, object]) -> None:
    if table in search.KINDS:
        search.remove(session, table, int(str(before["row_no"])))


def refresh(session: Session, hours: Hours, changed: Changed) -> None:
    """Bring projections and search index in line with changed rows (table name -> ids)."""
    clients = set(changed.get("client", ()))
    consultations = set(changed.get("consultation", ()))
    consultations |= _owners(session, changed.get("consultation_event", ()))
    for consultation_id in consultations:
        refresh_consultation(session, hours, consultation_id)
    for client_id in clients:
        _index_client(session, client_id)
    for contract_id in changed.get("contract", ()):
        _index_contract(session, contract_id)


def refresh_consultation(session: Session, hours: Hours, consultation_id: Uid) -> None:
    """Rebuild the state of one consultation from its events, and its search terms."""
    consultation = session.scalar(select(Consultation).where(Consultation.id == consultation_id))
    old = session.get(ConsultationState, consultation_id)
    if consultation is None:
        if old is not None:
            search.remove(session, "consultation", old.row_no)
            session.delete(old)
        return
    state = old or ConsultationState(consultation_id=consultation_id)
    for name, value in state_values(session, consultation, hours).items():
        setattr(state, name, value)
    session.add(state)
    _index_consultation(session, consultation)


def events_of(session: Session, consultation_id: Uid) -> Iterable[Event]:
    """Return the events of one consultation, oldest first, as the rules read them."""
    rows = session.scalars(
        select(ConsultationEvent)
        .where(ConsultationEvent.consultation_id == consultation_id)
        .order_by(ConsultationEvent.seq)
    )
    return [Event(row.kind, row.at, row.actor_id, row.details) for row in rows]


def rebuild_all(session: Session, hours: Hours) -> None:
    """Throw every projection and index entry away and build them anew from the records."""
    session.execute(delete(ConsultationState))
    search.clear(session)
    for table, model in (("client", Client), ("consultation", Consultation), ("contract", Contract)):
        ids = list(session.scalars(select(model.id)))
        refresh(session, hours, {table: ids})


projections.register(SOURCES, project)


def _owners(session: Session, event_ids: Collection[Uid]) -> set[Uid]:
    if not event_ids:
        return set()
    query = select(ConsultationEvent.consultation_id).where(ConsultationEvent.id.in_(list(event_ids)))
    return set(session.scalars(query))


def _last_seq(session: Session, consultation_id: Uid) -> int:
    query = (
        select(ConsultationEvent.seq)
        .where(ConsultationEvent.consultation_id == consultation_id)
        .order_by(ConsultationEvent.seq.desc())
        .limit(1)
    )
    return session.scalar(query) or 0


def policy_of(consultation: Consultation) -> Policy:
    """Return the clock policy a consultation was taken under."""
    return Policy(
        channel=consultation.channel,
        scheme=consultation.scheme,
        clock=consultation.clock,
        minutes=consultation.allowance_minutes,
        clause=consultation.clause,
    )


def state_values(session: Session, consultation: Consultation, hours: Hours) -> dict[str, Any]:
    """Return what the state of a consultation has to be, column by column, from its events."""
    standing = derive(consultation.received_at, events_of(session, consultation.id))
    times = timeline(policy_of(consultation), hours.calendar, standing.clock_start)
    return {
        "row_no": consultation.row_no,
        "stage": standing.stage,
        "channel": consultation.channel,
        "scheme": consultation.scheme,
        "clock": consultation.clock,
        "allowance_minutes": consultation.allowance_minutes,
        "received_at": standing.clock_start,
        "soon_at": times.soon_at,
        "urgent_at": times.urgent_at,
        "due_at": times.due_at,
        "late_after": late_after(times, hours.calendar),
        "is_estimated": hours.is_estimated(times.due_at),
        "client_id": standing.client_id,
        "assignee_id": standing.assignee_id,
        "answered_at": standing.answered_at,
        "elapsed_minutes": standing.elapsed_minutes,
        "is_late": standing.is_late,
        "notice_sent": standing.notice_sent,
        "last_seq": _last_seq(session, consultation.id),
    }


def _index_client(session: Session, client_id: Uid) -> None:
    client = session.scalar(select(Client).where(Client.id == client_id))
    if client is None:
        return
    terms = index_terms(
        f"{client.name} {client.wechat_name}".strip(),
        [number for number in (client.phone, client.other_phone) if number],
        [number for number in (client.identity_no, client.file_no) if number],
        "",
    )
    search.index(session, "client", client.row_no, terms)


def _index_consultation(session: Session, consultation: Consultation) -> None:
    terms = index_terms(
        f"{consultation.asker_name} {consultation.wechat_name}".strip(),
        [consultation.phone] if consultation.phone else [],
        [consultation.number],
        consultation.question,
    )
    search.index(session, "consultation", consultation.row_no, terms)


def _index_contract(session: Session, contract_id: Uid) -> None:
    contract = session.scalar(select(Contract).where(Contract.id == contract_id))
    if contract is None:
        return
    name = session.scalar(select(Client.name).where(Client.id == contract.client_id)) or ""
    terms = index_terms(
        f"{name} {contract.opponent}".strip(),
        [],
        [contract.number] if contract.number else [],
        f"{contract.title} {contract.cause}",
    )
    search.index(session, "contract", contract.row_no, terms)
