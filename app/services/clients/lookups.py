"""Finding a client, and whether they are signed up: one condition for lists, fees and statistics."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import NotFoundError
from app.models import Client, SignUp
from app.terms import SignUpState, Uid


def effective_sign_up(client_id: "ColumnElement[Any] | InstrumentedAttribute[Any]") -> ColumnElement[bool]:
    """Return the condition that the client of this id has a sign-up in force."""
    return exists().where(SignUp.client_id == client_id, SignUp.state == SignUpState.EFFECTIVE)


def is_signed_up(session: Session, client_id: Uid) -> bool:
    """Return whether a client has a sign-up in force."""
    wanted = select(SignUp.id).where(SignUp.client_id == client_id, SignUp.state == SignUpState.EFFECTIVE).limit(1)
    return session.scalar(wanted) is not None


def find_client(session: Session, client_id: Uid) -> Client:
    """Return a client.

    Raises:
        NotFoundError: there is none of this id.

    """
    client = session.scalar(select(Client).where(Client.id == client_id))
    if client is None:
        raise NotFoundError("这位服务对象已经不在了。", todo="请刷新后再试。")
    return client
