"""The journal's list: three streams (changes, access, failed sign-ins) as one, newest first, by keys and never by offset."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import Attachment, ClientRelief, ConsultationEvent, FailedSignIn, SignUp
from app.models.journal import AccessLog, Action, Change, ChangeSet, Operation
from app.services.audit.types import RANK, TABLES_OF, JournalFilter, JournalKey, RecordKind, Stream
from app.terms import JournalAction, Uid

FAILED_LABEL = "登录失败记录"
"""The entry that takes failed sign-ins over; each of them is a line of its own here."""
MOST_COUNTED = 2000
FREQUENT = frozenset({RecordKind.CLIENT, RecordKind.CONSULTATION, RecordKind.CONTRACT})
"""Kinds of which every stretch of the journal has some: looked for while the list is read, the others by their index."""
_REVERSED = (Action.UNDO.value, Action.REDO.value)
Condition = ColumnElement[bool]
Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Source:
    """One stream as the list asks it: its instant, what breaks ties, and what narrows it."""

    stream: Stream
    at: Column
    tie: Column
    conditions: tuple[Condition, ...]


def sources(chosen: JournalFilter, zone: tzinfo, logins: Sequence[str]) -> list[Source]:
    """Return the streams that can hold entries of a filter, each with its conditions.

    Args:
        chosen: the filter.
        zone: where the firm is: days begin there.
        logins: the login of the person chosen, for failed sign-ins; empty where nobody is chosen.

    """
    found = []
    if chosen.action in (None, JournalAction.CHANGED, JournalAction.UNDONE):
        conditions = (*_between(ChangeSet.at, chosen, zone), *_change_conditions(chosen))
        found.append(Source(Stream.CHANGE, ChangeSet.at, ChangeSet.local_seq, conditions))
    if chosen.action in (None, JournalAction.SEEN):
        conditions = (*_between(AccessLog.at, chosen, zone), *_access_conditions(chosen))
        found.append(Source(Stream.ACCESS, AccessLog.at, AccessLog.number, conditions))
    narrowed = chosen.kind or chosen.record or chosen.device_id
    if chosen.action in (None, JournalAction.FAILED_SIGN_IN) and not narrowed:
        conditions = (*_between(FailedSignIn.at, chosen, zone), *_failed_conditions(chosen, logins))
        found.append(Source(Stream.FAILED, FailedSignIn.at, FailedSignIn.id, conditions))
    return found


def keys_after(
    session: Session, asked: Iterable[Source], after: JournalKey | None, most: int
) -> tuple[list[JournalKey], bool]:
    """Return up to `most` keys older than `after` (None: from the newest), and whether there are more."""
    merged = sorted(
        (key for source in asked for key in _keys(session, source, after, most + 1)),
        key=lambda key: (key.at, -RANK[key.stream], key.number, key.id),
        reverse=True,
    )
    return list(islice(merged, most)), len(merged) > most


def count(session: Session, asked: Iterable[Source]) -> int:
    """Return how many entries there are, counted no further than `MOST_COUNTED` + 1."""
    total = 0
    for source in asked:
        room = MOST_COUNTED + 1 - total
        if room > 0:
            part = select(literal(1)).select_from(source.at.class_).where(*source.conditions).limit(room).subquery()
            total += session.scalar(select(func.count()).select_from(part)) or 0
    return total


def _keys(session: Session, source: Source, after: JournalKey | None, most: int) -> list[JournalKey]:
    wanted: Select[Any] = select(source.at, source.tie).where(*source.conditions)
    if after is not None:
        wanted = wanted.where(source.at <= after.at, _older(source, after))
    rows = session.execute(wanted.order_by(source.at.desc(), source.tie.desc()).limit(most))
    if source.stream is Stream.FAILED:
        return [JournalKey(at, source.stream, 0, tie) for at, tie in rows]
    return [JournalKey(at, source.stream, tie) for at, tie in rows]


def _older(source: Source, after: JournalKey) -> Condition:
    if RANK[source.stream] > RANK[after.stream]:
        return source.at <= after.at
    if RANK[source.stream] < RANK[after.stream]:
        return source.at < after.at
    last: Any = after.id if source.stream is Stream.FAILED else after.number
    return or_(source.at < after.at, and_(source.at == after.at, source.tie < last))


def _between(at: Column, chosen: JournalFilter, zone: tzinfo) -> list[Condition]:
    found: list[Condition] = []
    if chosen.begins is not None:
        found.append(at >= datetime.combine(chosen.begins, time(), zone))
    if chosen.ends is not None:
        found.append(at < datetime.combine(chosen.ends + timedelta(days=1), time(), zone))
    return found


def _change_conditions(chosen: JournalFilter) -> list[Condition]:
    found: list[Condition] = [ChangeSet.label != FAILED_LABEL]
    if chosen.action is JournalAction.UNDONE:
        found.append(ChangeSet.action.in_(_REVERSED))
    elif chosen.action is JournalAction.CHANGED:
        found.append(ChangeSet.action.not_in(_REVERSED))
    if chosen.staff_id is not None:
        found.append(ChangeSet.actor_id == chosen.staff_id)
    if chosen.device_id is not None:
        found.append(ChangeSet.device_id == chosen.device_id)
    if chosen.text.strip():
        found.append(ChangeSet.label.contains(chosen.text.strip(), autoescape=True))
    if chosen.kind is not None:
        tables = TABLES_OF[chosen.kind]
        if chosen.kind in FREQUENT:
            touched = select(Change.number).where(Change.change_set_id == ChangeSet.id, Change.table_name.in_(tables))
            found.append(touched.correlate(ChangeSet).exists())
        else:
            found.append(ChangeSet.id.in_(select(Change.change_set_id).where(Change.table_name.in_(tables))))
    if chosen.record is not None:
        found.append(ChangeSet.id.in_(_entries_of(*chosen.record)))
    return found


def _entries_of(table: str, record_id: Uid) -> Select[Uid]:
    """Select the entries that touched a record, what belongs to it, or its files."""
    own: list[Condition] = [and_(Change.table_name == table, Change.row_id == record_id)]
    owners = [record_id]
    if table == "client":
        gone = _gone("client_relief", record_id)
        sign_ups = select(SignUp.id).where(SignUp.client_id == record_id)
        own += [
            and_(Change.table_name == "sign_up", Change.row_id.in_(sign_ups)),
            and_(Change.table_name == "attachment", Change.row_id.in_(_files(SignUp, SignUp.client_id == record_id))),
            _rows("client_relief", select(ClientRelief.id).where(ClientRelief.client_id == record_id)),
            and_(Change.table_name == "client_relief", Change.row_id.in_(gone)),
        ]
    if table == "consultation":
        events = select(ConsultationEvent.id).where(ConsultationEvent.consultation_id == record_id)
        own.append(_rows("consultation_event", events))
    files = select(Attachment.id).where(Attachment.owner_kind == table, Attachment.owner_id.in_(owners))
    own.append(_rows("attachment", files))
    return select(Change.change_set_id).where(or_(*own))


def _gone(table: str, owner_id: Uid) -> Select[Any]:
    """Select the rows of an owner that were deleted: their last image names it."""
    one = Change.__table__.alias()
    return select(one.c.row_id).where(
        one.c.table_name == table,
        one.c.operation == Operation.DELETE.value,
        one.c.before.contains(owner_id.hex(), autoescape=True),
    )


def _rows(table: str, ids: Select[Uid]) -> Condition:
    return and_(Change.table_name == table, Change.row_id.in_(ids))


def _files(model: type[SignUp], which: Condition) -> Select[Uid]:
    owners = select(model.id).where(which)
    return select(Attachment.id).where(Attachment.owner_kind == model.__tablename__, Attachment.owner_id.in_(owners))


def _access_conditions(chosen: JournalFilter) -> list[Condition]:
    found: list[Condition] = []
    if chosen.staff_id is not None:
        found.append(AccessLog.actor_id == chosen.staff_id)
    if chosen.device_id is not None:
        found.append(AccessLog.device_id == chosen.device_id)
    if chosen.text.strip():
        found.append(AccessLog.note.contains(chosen.text.strip(), autoescape=True))
    if chosen.kind is not None:
        found.append(AccessLog.table_name.in_(TABLES_OF[chosen.kind]))
    if chosen.record is not None:
        table, record_id = chosen.record
        files = select(Attachment.id).where(Attachment.owner_kind == table, Attachment.owner_id == record_id)
        own = and_(AccessLog.table_name == table, AccessLog.record_id == record_id)
        found.append(or_(own, and_(AccessLog.table_name == "attachment", AccessLog.record_id.in_(files))))
    return found


def _failed_conditions(chosen: JournalFilter, logins: Sequence[str]) -> list[Condition]:
    found: list[Condition] = []
    if chosen.staff_id is not None:
        found.append(FailedSignIn.login.in_(logins) if logins else false())
    if chosen.text.strip():
        found.append(FailedSignIn.login.contains(chosen.text.strip(), autoescape=True))
    return found
