"""Finding a client, and whether they are signed up: one condition for lists, fees and statistics."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import NotFoundError
from app.models import Client, Consultation, ConsultationState, SignUp
from app.terms import Channel, SignUpState, Uid


def effective_sign_up(client_id: "ColumnElement[Any] | InstrumentedAttribute[Any]") -> ColumnElement[bool]:
    """Return the condition that the client of this id has a sign-up in force."""
    return exists().where(SignUp.client_id == client_id, SignUp.state == SignUpState.EFFECTIVE)


def is_signed_up(session: Session, client_id: Uid) -> bool:
    """Return whether a client has a sign-up in force."""
    wanted = select(SignUp.id).where(SignUp.client_id == client_id, SignUp.state == SignUpState.EFFECTIVE).limit(1)
    return session.scalar(wanted) is not None


def jifatong_consultation(session: Session, client_id: Uid) -> Uid | None:
    """Return the latest consultation by 冀法通 of a client: a sign-up by that channel rests on it (S2.1)."""
    wanted = (
        select(Consultation.id)
        .join(ConsultationState, ConsultationState.consultation_id == Consultation.id)
        .where(ConsultationState.client_id == client_id, Consultation.channel == Channel.JIFATONG)
        .order_by(Consultation.received_at.desc())
        .limit(1)
    )
    return session.scalar(wanted)


def find_client(session: Session, client_id: Uid) -> Client:
    """Return a client.

    Raises:
        NotFoundError: there is none of this id.

    """
    client = session.scalar(select(Client).where(Client.id == client_id))
    if client is None:
        raise NotFoundError("这位服务对象已经不在了。", todo="请刷新后再试。")
    return client
