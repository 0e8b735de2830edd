"""Proving the journal's chain a stretch at a time, so that a long check holds nobody up and can be given up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app.models.journal import Change, ChangeSet
from app.storage.journal import FIRST, problem_of
from app.terms import Uid


@dataclass(frozen=True)
class Break:
    """The first entry that is not as it was written.

    Args:
        device_id: whose chain.
        number: of the entry in that chain, from 1.
        entry_id: which.
        at: when it was written, as it says itself.
        label: what was done, as it says itself.
        problem: Chinese words for what is wrong.

    """

    device_id: Uid
    number: int
    entry_id: Uid
    at: datetime
    label: str
    problem: str


@dataclass(frozen=True)
class ChainPosition:
    """How far a check has come.

    Args:
        total: how many entries there were at its beginning.
        checked: entries proved so far.
        erased: images erased among them, whose digests are still there.
        device_id: chain of the last entry proved; empty at the beginning.
        number: of that entry.
        digest: of that entry.
        is_done: nothing is left to prove.
        broken: where the chain breaks; the check ends there.
        orphans: changes that belong to no entry, found at the end.

    """

    total: int
    checked: int = 0
    erased: int = 0
    device_id: Uid = b""
    number: int = 0
    digest: str = FIRST
    is_done: bool = False
    broken: Break | None = None
    orphans: int = 0


def begin(session: Session) -> ChainPosition:
    """Return where a check begins."""
    return ChainPosition(total=session.scalar(select(func.count()).select_from(ChangeSet)) or 0)


def check_part(session: Session, position: ChainPosition, most: int) -> ChainPosition:
    """Prove up to `most` further entries; a position that is done comes back as it is."""
    if position.is_done:
        return position
    entries = _after(session, position, most)
    for entry in entries:
        goes_on = entry.device_id == position.device_id
        previous, number = (position.digest, position.number + 1) if goes_on else (FIRST, 1)
        if problem := problem_of(entry, previous, number):
            broken = Break(entry.device_id, entry.device_seq, entry.id, entry.at, entry.label, problem)
            return replace(position, is_done=True, broken=broken)
        position = replace(
            position,
            checked=position.checked + 1,
            erased=position.erased + sum(change.salt is None for change in entry.changes),
            device_id=entry.device_id,
            number=entry.device_seq,
            digest=entry.digest,
        )
    session.expunge_all()
    return position if len(entries) == most else replace(position, is_done=True, orphans=_orphans(session))


def _after(session: Session, position: ChainPosition, most: int) -> Sequence[ChangeSet]:
    later = or_(
        ChangeSet.device_id > position.device_id,
        and_(ChangeSet.device_id == position.device_id, ChangeSet.device_seq > position.number),
    )
    statement = (
        select(ChangeSet)
        .where(ChangeSet.device_id >= position.device_id, later)
        .order_by(ChangeSet.device_id, ChangeSet.device_seq)
        .limit(most)
        .options(selectinload(ChangeSet.changes))
    )
    return session.scalars(statement).all()


def _orphans(session: Session) -> int:
    orphans = select(func.count()).select_from(Change).where(Change.change_set_id.not_in(select(ChangeSet.id)))
    return session.scalar(orphans) or 0
