"""What the client list filters by, kept in step with the clients, their sign-ups and their relief groups."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.models import Client, ClientRelief, ClientState, SignUp
from app.storage import projections
from app.storage.recorder import TouchedRow, chunks
from app.terms import SignUpState, Uid

OWNED = ("sign_up", "client_relief")
"""Tables whose rows decide a client's marks, by their column client_id."""
COLUMNS = ("row_no", "name_key", "last_contact_at", "is_signed_up", "is_awaiting_filing", "has_relief")


def project(session: Session, touched: Sequence[TouchedRow]) -> None:
    """Bring the marks in line with the touched rows; a client that is gone takes its own along."""
    ids: set[Uid] = set()
    gone: list[int] = []
    for row in touched:
        if row.table.name in OWNED:
            ids.update(image["client_id"] for image in (row.before, row.after) if image is not None)
        else:
            ids.add(row.id)
            gone += [row.before["row_no"]] if row.after is None and row.before is not None else []
    for chunk in chunks(gone):
        session.execute(delete(ClientState).where(ClientState.row_no.in_(chunk)))
    refresh(session, ids)


projections.register(("client", *OWNED), project)


def refresh(session: Session, ids: Iterable[Uid]) -> None:
    """Write the marks of some clients anew; those that are gone are left out."""
    for chunk in chunks(ids):
        rows = list(expected(session, chunk))
        if rows:
            session.execute(delete(ClientState).where(ClientState.row_no.in_([row["row_no"] for row in rows])))
            session.execute(insert(ClientState), rows)


def expected(session: Session, ids: Collection[Uid]) -> Iterator[Mapping[str, Any]]:
    """Yield what has to be kept of some clients (at most a chunk), column by column."""
    states: dict[Uid, set[SignUpState]] = {}
    wanted = select(SignUp.client_id, SignUp.state).where(SignUp.client_id.in_(ids))
    for client_id, state in session.execute(wanted):
        states.setdefault(client_id, set()).add(state)
    relieved = set(session.scalars(select(ClientRelief.client_id).where(ClientRelief.client_id.in_(ids))))
    columns = (Client.id, Client.row_no, Client.name_key, Client.last_contact_at)
    for client_id, *content in session.execute(select(*columns).where(Client.id.in_(ids))):
        of_client = states.get(client_id, set())
        marks = (SignUpState.EFFECTIVE in of_client, SignUpState.AWAITING_FILING in of_client, client_id in relieved)
        yield dict(zip(COLUMNS, (*content, *marks), strict=True))


def wrong(session: Session, ids: Collection[Uid]) -> int:
    """Return how many of some clients (at most a chunk) are kept otherwise than they should be."""
    wanted = {row["row_no"]: row for row in expected(session, ids)}
    columns = [getattr(ClientState, name) for name in COLUMNS]
    kept = session.execute(select(*columns).where(ClientState.row_no.in_(list(wanted)))).mappings()
    stored = {row["row_no"]: dict(row) for row in kept}
    return sum(stored.get(row_no) != dict(row) for row_no, row in wanted.items())
