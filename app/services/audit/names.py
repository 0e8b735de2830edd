"""What records are called: ids to names, for the journal's lines and fields; hidden matters have none."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import (
    Attachment,
    Client,
    ClientRelief,
    Consultation,
    ConsultationEvent,
    Contract,
    PastMatter,
    SignUp,
    Staff,
)
from app.storage.recorder import chunks
from app.terms import Uid


def names_of(session: Session, ids: Collection[Uid]) -> dict[Uid, str]:
    """Return the names of records that are still there and that the session's viewer may see."""
    found: dict[Uid, str] = {}
    for chunk in chunks(ids):
        for wanted in _selections(chunk):
            found.update((row_id, name) for row_id, name in session.execute(wanted) if name)
        events = (
            select(ConsultationEvent.id, Consultation.number)
            .join(Consultation, Consultation.id == ConsultationEvent.consultation_id)
            .where(ConsultationEvent.id.in_(chunk))
        )
        found.update((row_id, number) for row_id, number in session.execute(events))
        contracts = select(Contract.id, Contract.number, Contract.title).where(Contract.id.in_(chunk))
        found.update((row_id, number or title) for row_id, number, title in session.execute(contracts))
    return found


def _selections(ids: Iterable[Uid]) -> tuple[Select[Uid, str], ...]:
    chunk = list(ids)
    return (
        select(Staff.id, Staff.name).where(Staff.id.in_(chunk)),
        select(Client.id, Client.name).where(Client.id.in_(chunk)),
        select(Consultation.id, Consultation.number).where(Consultation.id.in_(chunk)),
        select(Attachment.id, Attachment.file_name).where(Attachment.id.in_(chunk)),
        select(PastMatter.id, PastMatter.number).where(PastMatter.id.in_(chunk)),
    )


AREAS = {"client": "clients", "consultation": "consultations", "contract": "contracts"}
"""Area of the window that shows records of a table."""
_OWNERS: dict[str, tuple[str, Any, Any]] = {
    "client_relief": ("client", ClientRelief.id, ClientRelief.client_id),
    "sign_up": ("client", SignUp.id, SignUp.client_id),
    "consultation_event": ("consultation", ConsultationEvent.id, ConsultationEvent.consultation_id),
}
_RECORDS: dict[str, Any] = {"client": Client.id, "consultation": Consultation.id, "contract": Contract.id}


def owner_of(session: Session, table: str, row_id: Uid | None) -> tuple[str, Uid] | None:
    """Return the area and id of the record that a row is or belongs to; None where it cannot be opened."""
    if row_id is None:
        return None
    if table in _OWNERS:
        owner, own_id, owner_id = _OWNERS[table]
        return owner_of(session, owner, session.scalar(select(owner_id).where(own_id == row_id)))
    if table == "attachment":
        file = session.get(Attachment, row_id)
        return owner_of(session, file.owner_kind, file.owner_id) if file else None
    if table in _RECORDS and session.scalar(select(_RECORDS[table]).where(_RECORDS[table] == row_id)):
        return AREAS[table], row_id
    return None
