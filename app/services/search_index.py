"""What the search index holds of clients, consultations, contracts and past matters: written from the records, many at a time."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.models import Client, Consultation, Contract, PastMatter
from app.rules.search_terms import IndexTerms, index_terms
from app.storage import search
from app.storage.recorder import chunks
from app.terms import Uid


def index_clients(session: Session, ids: Collection[Uid]) -> None:
    """Index clients by their names and numbers; those that are gone are left out."""
    columns = (
        Client.row_no,
        Client.name,
        Client.wechat_name,
        Client.phone,
        Client.other_phone,
        Client.identity_no,
        Client.file_no,
    )
    for chunk in chunks(ids):
        rows = session.execute(select(*columns).where(Client.id.in_(chunk)))
        search.index_many(session, "client", [(row.row_no, _client_terms(row)) for row in rows])


def _client_terms(row: Row[*tuple[Any, ...]]) -> IndexTerms:
    return index_terms(
        f"{row.name} {row.wechat_name}".strip(),
        [number for number in (row.phone, row.other_phone) if number],
        [number for number in (row.identity_no, row.file_no) if number],
    )


def index_consultations(session: Session, consultations: Sequence[Consultation]) -> None:
    """Index consultations by who asked, their number and the question."""
    entries = [
        (
            row.row_no,
            index_terms(
                f"{row.asker_name} {row.wechat_name}".strip(),
                [row.phone] if row.phone else [],
                [row.number],
                row.question,
            ),
        )
        for row in consultations
    ]
    search.index_many(session, "consultation", entries)


def index_contracts(session: Session, ids: Collection[Uid]) -> None:
    """Index contracts by client, opponent, number, title and cause; those that are gone are left out."""
    columns = (Contract.row_no, Client.name, Contract.opponent, Contract.number, Contract.title, Contract.cause)
    for chunk in chunks(ids):
        rows = session.execute(
            select(*columns).outerjoin(Client, Client.id == Contract.client_id).where(Contract.id.in_(chunk))
        )
        entries = [
            (
                row_no,
                index_terms(f"{name or ''} {opponent}".strip(), [], [number] if number else [], f"{title} {cause}"),
            )
            for row_no, name, opponent, number, title, cause in rows
        ]
        search.index_many(session, "contract", entries)


def index_past_matters(session: Session, ids: Collection[Uid]) -> None:
    """Index past matters by client, opponent, number and cause; those that are gone are left out."""
    columns = (
        PastMatter.row_no,
        PastMatter.client_name,
        PastMatter.opponent,
        PastMatter.number,
        PastMatter.cause,
        PastMatter.lawyers,
    )
    for chunk in chunks(ids):
        rows = session.execute(select(*columns).where(PastMatter.id.in_(chunk)))
        entries = [
            (
                row_no,
                index_terms(
                    f"{client} {opponent}".strip(), [], [number] if number else [], f"{cause} {lawyers}".strip()
                ),
            )
            for row_no, client, opponent, number, cause, lawyers in rows
        ]
        search.index_many(session, "past_matter", entries)
