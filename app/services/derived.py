"""What is rebuilt from the records: the state of consultations and the search index.

Storage calls `project` at the end of every unit of work, whether a service wrote, or undo, or a merge; mass loads call
`refresh` themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from app.models import (
    Client,
    ClientState,
    Consultation,
    ConsultationEvent,
    ConsultationState,
    Contract,
    PastMatter,
)
from app.rules.allowance import WARN_AT, Policy, late_after, timeline
from app.rules.consultation_flow import Event, Standing, derive
from app.services import client_states
from app.services.hours import HOURS_TABLES, Hours, load_hours
from app.services.search_index import index_clients, index_consultations, index_contracts, index_past_matters
from app.storage import projections, search
from app.storage.recorder import TouchedRow, chunks
from app.terms import Stage, Uid

Changed = Mapping[str, Collection[Uid]]

SOURCES = (
    "firm",
    "calendar_year",
    "firm_day",
    "client",
    "consultation",
    "consultation_event",
    "contract",
    "past_matter",
)
TIMES = ("soon_at", "urgent_at", "due_at", "late_after")
"""With `is_estimated`, what a state owes to the calendar: while it waits to the present one, then to its verdict's."""
JUDGED_BY = "judged_by"
"""Where the details of an event that ended the waiting keep those."""
WARNS_AT = "warns_at"
"""Where the details of the first event keep the firm's own warning points."""


def project(session: Session, touched: Sequence[TouchedRow]) -> None:
    """Bring everything derived in line with the touched rows; gone rows take their derived ones along."""
    changed: dict[str, set[Uid]] = {}
    for row in touched:
        changed.setdefault(row.table.name, set()).add(row.id)
        if row.after is None and row.before is not None:
            _forget(session, row.table.name, row.before)
    renamed = {row.id for row in touched if row.table.name == "client" and _is_renamed(row)}
    if renamed:
        for chunk in chunks(renamed):
            contracts = select(Contract.id).where(Contract.client_id.in_(chunk))
            changed.setdefault("contract", set()).update(session.scalars(contracts))
    hours = load_hours(session)
    if any(_is_other_time(row) for row in touched):
        _reschedule(session, hours)
    refresh(session, hours, changed, with_marks=False)


def _is_other_time(row: TouchedRow) -> bool:
    """Return whether the firm works at other hours now: open questions fall due at other instants, closed ones stand."""
    if row.table.name != "firm":
        return row.table.name in HOURS_TABLES
    columns = ("weekly", "summer", "timezone")
    return row.before is not None and row.after is not None and any(row.before[c] != row.after[c] for c in columns)


def _is_renamed(row: TouchedRow) -> bool:
    """Return whether a client goes by another name now, under which their contracts have to be found."""
    return row.before is not None and row.after is not None and row.before["name"] != row.after["name"]


def _forget(session: Session, table: str, before: Mapping[str, object]) -> None:
    if table in search.KINDS:
        search.remove(session, table, int(str(before["row_no"])))


def refresh(session: Session, hours: Hours, changed: Changed, *, with_marks: bool = True) -> None:
    """Bring projections and search index in line with changed rows (table name -> ids)."""
    consultations = set(changed.get("consultation", ()))
    consultations |= _owners(session, changed.get("consultation_event", ()))
    for chunk in chunks(consultations):
        _refresh_consultations(session, hours, chunk)
    if with_marks:  # after a unit of work their own projection sees to it
        client_states.refresh(session, changed.get("client", ()))
    index_clients(session, changed.get("client", ()))
    index_contracts(session, changed.get("contract", ()))
    index_past_matters(session, changed.get("past_matter", ()))


def rebuild_all(session: Session, hours: Hours) -> None:
    """Throw every projection and index entry away and build them anew from the records."""
    session.execute(delete(ConsultationState))
    session.execute(delete(ClientState))
    search.clear(session)
    sources = (("client", Client), ("consultation", Consultation), ("contract", Contract), ("past_matter", PastMatter))
    for table, model in sources:
        refresh(session, hours, {table: list(session.scalars(select(model.id)))})


projections.register(SOURCES, project)


def _owners(session: Session, event_ids: Collection[Uid]) -> set[Uid]:
    owners: set[Uid] = set()
    for chunk in chunks(event_ids):
        owners.update(session.scalars(select(ConsultationEvent.consultation_id).where(ConsultationEvent.id.in_(chunk))))
    return owners


def _reschedule(session: Session, hours: Hours) -> None:
    """Give every question that waits the instants of the present calendar; of its events only the first is read."""
    first = and_(ConsultationEvent.consultation_id == Consultation.id, ConsultationEvent.seq == 1)
    wanted = (
        select(ConsultationState, Consultation, ConsultationEvent.details)
        .join(Consultation, Consultation.id == ConsultationState.consultation_id)
        .outerjoin(ConsultationEvent, first)
        .where(ConsultationState.stage == Stage.WAITING)
    )
    for state, consultation, details in session.execute(wanted).all():
        warn_at = _warning_points(details or {})
        for name, value in _present_times(consultation, hours, state.received_at, warn_at).items():
            setattr(state, name, value)


def _refresh_consultations(session: Session, hours: Hours, ids: Collection[Uid]) -> None:
    """Rebuild the states of some consultations from their events, and their search terms."""
    rows = session.scalars(select(Consultation).where(Consultation.id.in_(ids))).all()
    stored = session.scalars(select(ConsultationState).where(ConsultationState.consultation_id.in_(ids)))
    old = {state.consultation_id: state for state in stored}
    expected = expected_states(session, hours, rows)
    rows_by_id = {row.id: row for row in rows}
    for gone in old.keys() - expected.keys():
        search.remove(session, "consultation", old[gone].row_no)
        session.delete(old[gone])
    for consultation_id, values in expected.items():
        state = old.get(consultation_id)
        if state is None:
            times = _present_times(rows_by_id[consultation_id], hours, values["received_at"])
            session.add(ConsultationState(consultation_id=consultation_id, **times | values))
            continue
        for name, value in values.items():
            setattr(state, name, value)
    index_consultations(session, rows)


def policy_of(consultation: Consultation, warn_at: tuple[float, float, float] = WARN_AT) -> Policy:
    """Return the clock policy a consultation was taken under."""
    return Policy(
        channel=consultation.channel,
        scheme=consultation.scheme,
        clock=consultation.clock,
        minutes=consultation.allowance_minutes,
        clause=consultation.clause,
        warn_at=warn_at,
    )


def warning_points(events: Sequence[tuple[int, Event]]) -> tuple[float, float, float]:
    """Return the warning points a question was registered under, where they are the firm's own."""
    return _warning_points(events[0][1].details) if events else WARN_AT


def _warning_points(first: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return them from the details of a question's first event."""
    kept = first.get(WARNS_AT)
    return (kept[0], kept[1], kept[2]) if kept else WARN_AT


def expected_states(session: Session, hours: Hours, consultations: Sequence[Consultation]) -> dict[Uid, dict[str, Any]]:
    """Return what the state of each consultation has to be, column by column, from its events.

    Answers of early versions were not kept with the instants they were judged by: there the columns of the calendar are
    left out, and the state's own stand.
    """
    events = _events(session, [row.id for row in consultations])
    return {row.id: _state_values(row, hours, events.get(row.id, [])) for row in consultations}


def _events(session: Session, ids: Collection[Uid]) -> dict[Uid, list[tuple[int, Event]]]:
    """Return number and content of each consultation's events, oldest first."""
    columns = (
        ConsultationEvent.consultation_id,
        ConsultationEvent.seq,
        ConsultationEvent.kind,
        ConsultationEvent.at,
        ConsultationEvent.actor_id,
        ConsultationEvent.details,
    )
    found: dict[Uid, list[tuple[int, Event]]] = {}
    for chunk in chunks(ids):
        wanted = select(*columns).where(ConsultationEvent.consultation_id.in_(chunk))
        for owner, seq, *content in session.execute(wanted.order_by(columns[0], columns[1])):
            found.setdefault(owner, []).append((seq, Event(*content)))
    return found


def _state_values(consultation: Consultation, hours: Hours, events: Sequence[tuple[int, Event]]) -> dict[str, Any]:
    standing = derive(consultation.received_at, [event for _, event in events])
    return _times(consultation, hours, standing, warning_points(events)) | {
        "row_no": consultation.row_no,
        "is_sensitive": consultation.is_sensitive,
        "is_past": consultation.is_past,
        "stage": standing.stage,
        "channel": consultation.channel,
        "scheme": consultation.scheme,
        "clock": consultation.clock,
        "allowance_minutes": consultation.allowance_minutes,
        "received_at": standing.clock_start,
        "client_id": standing.client_id,
        "assignee_id": standing.assignee_id,
        "answered_at": standing.answered_at,
        "elapsed_minutes": standing.elapsed_minutes,
        "is_late": standing.is_late,
        "notice_sent": standing.notice_sent,
        "last_seq": events[-1][0] if events else 0,
    }


def _times(
    consultation: Consultation, hours: Hours, standing: Standing, warn_at: tuple[float, float, float]
) -> dict[str, Any]:
    """Return the columns of the calendar: by the present one while the question waits, by the verdict's afterwards."""
    if standing.stage is Stage.WAITING:
        return _present_times(consultation, hours, standing.clock_start, warn_at)
    kept = (standing.judged or {}).get(JUDGED_BY)
    if kept is None:
        return {}
    return {name: datetime.fromisoformat(kept[name]) for name in TIMES} | {"is_estimated": kept["is_estimated"]}


def _present_times(
    consultation: Consultation, hours: Hours, start: datetime, warn_at: tuple[float, float, float] = WARN_AT
) -> dict[str, Any]:
    times = timeline(policy_of(consultation, warn_at), hours.calendar, start)
    return {
        "soon_at": times.soon_at,
        "urgent_at": times.urgent_at,
        "due_at": times.due_at,
        "late_after": late_after(times, hours.calendar),
        "is_estimated": hours.is_estimate(times),
    }


def judged_by(policy: Policy, hours: Hours, start: datetime) -> dict[str, Any]:
    """Return what an event that ends the waiting keeps of the calendar it is judged by, for its details.

    A later edit of the calendar changes what waits, never this.

    Args:
        policy: the allowance the question was taken under.
        hours: as they stand at the verdict.
        start: when the question's clock began, aware.

    """
    times = timeline(policy, hours.calendar, start)
    return {
        "calendar_version": hours.version,
        JUDGED_BY: {
            "soon_at": times.soon_at.isoformat(),
            "urgent_at": times.urgent_at.isoformat(),
            "due_at": times.due_at.isoformat(),
            "late_after": late_after(times, hours.calendar).isoformat(),
            "is_estimated": hours.is_estimate(times),
        },
    }
