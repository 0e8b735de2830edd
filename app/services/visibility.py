"""敏感事项 in SQL: the one condition that every reading of a firm's records is put under.

`Office.reading` restricts its session to what the signed-in person may see: whatever is selected of consultations,
their states, events and files, of contracts, of the journal and of the access log leaves hidden matters out, whether the
service thought of it or not. What changes data opens a unit of work, which sees everything, and asks `require` first.
Plain SQL (full-text search, lists of numbers, the change feed) is filtered by `seen_numbers`, `only_seen` and
`hidden_rows`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    FromClause,
    Select,
    Text,
    and_,
    event,
    exists,
    not_,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.elements import ColumnElement

from app.errors import NotFoundError
from app.models import Attachment, Consultation, ConsultationEvent, ConsultationState, Contract
from app.models.journal import AccessLog, Change, ChangeSet, Operation
from app.rules.visibility import ASSIGNEE, Viewer
from app.terms import ConsultationEventKind, Uid

SENSITIVE: Final = ("consultation", "consultation_event", "contract", "attachment")
"""Tables of which rows can be hidden."""
_VIEWER = "viewer"
_OPTIONS = "visibility"

Condition = ColumnElement[bool]
_consultation: FromClause = Consultation.__table__
_event: FromClause = ConsultationEvent.__table__
_contract: FromClause = Contract.__table__
_change: FromClause = Change.__table__
_change_set: FromClause = ChangeSet.__table__
_attachment: FromClause = Attachment.__table__


# --- who handles what ---


def _handled(consultation_id: ColumnElement[Any], staff_id: Uid) -> Condition:
    """Return the condition that somebody was ever assigned to a consultation, or answered it."""
    one = _event.alias()
    named = type_coerce(one.c.details, Text).contains(f'"{ASSIGNEE}":"{staff_id.hex()}"', autoescape=True)
    return exists().where(
        one.c.consultation_id == consultation_id,
        or_(
            and_(one.c.kind == ConsultationEventKind.ASSIGNED, named),
            and_(one.c.kind == ConsultationEventKind.ANSWERED, one.c.actor_id == staff_id),
        ),
    )


def _is(column: ColumnElement[Any], staff_id: Uid) -> Condition:
    """Return the condition that a column names somebody; false, not unknown, where it names nobody."""
    return and_(column.is_not(None), column == staff_id)


def _hidden_consultation(row: FromClause, staff_id: Uid) -> Condition:
    return and_(row.c.is_sensitive, not_(or_(_is(row.c.entered_by, staff_id), _handled(row.c.id, staff_id))))


def _hidden_contract(row: FromClause, staff_id: Uid) -> Condition:
    named = type_coerce(row.c.lawyer_ids, Text).contains(f'"{staff_id.hex()}"', autoescape=True)
    own = (named, _is(row.c.filed_by, staff_id), _is(row.c.approver_id, staff_id), _drafted(row.c.id, staff_id))
    return and_(row.c.is_sensitive, not_(or_(*own)))


def _drafted(contract_id: ColumnElement[Any], staff_id: Uid) -> Condition:
    """Return the condition that somebody drew a contract up: the journal knows."""
    one, entry = _change.alias(), _change_set.alias()
    return exists().where(
        one.c.table_name == "contract",
        one.c.row_id == contract_id,
        one.c.operation == Operation.INSERT.value,
        entry.c.id == one.c.change_set_id,
        entry.c.actor_id == staff_id,
    )


# --- rows that do not exist for somebody ---


def _hidden_consultations(viewer: Viewer) -> Select[tuple[Uid]]:
    row = _consultation.alias()
    return select(row.c.id).where(_hidden_consultation(row, viewer.staff_id))


def _hidden_contracts(viewer: Viewer) -> Select[tuple[Uid]]:
    row = _contract.alias()
    return select(row.c.id).where(_hidden_contract(row, viewer.staff_id))


def _discarded_contracts(viewer: Viewer) -> Select[tuple[Uid | None]]:
    """Select sensitive drafts that were given up: only the journal still tells of them."""
    gone = _change.alias()
    return select(gone.c.row_id).where(
        gone.c.table_name == "contract",
        gone.c.operation == Operation.DELETE.value,
        gone.c.before.contains('"is_sensitive":true', autoescape=True),
        not_(gone.c.before.contains(viewer.staff_id.hex(), autoescape=True)),
        not_(_drafted(gone.c.row_id, viewer.staff_id)),
    )


def _hidden_by_table(viewer: Viewer) -> dict[str, list[Select[Any]]]:
    """Return selections of the ids that do not exist for the viewer, by table."""
    consultations, contracts = _hidden_consultations(viewer), _hidden_contracts(viewer)
    event_, file = _event.alias(), _attachment.alias()
    return {
        "consultation": [consultations],
        "consultation_event": [select(event_.c.id).where(event_.c.consultation_id.in_(consultations))],
        "contract": [contracts, _discarded_contracts(viewer)],
        "attachment": [select(file.c.id).where(_hidden_file(file, viewer))],
    }


def _hidden_file(file: FromClause, viewer: Viewer) -> Condition:
    return or_(
        and_(file.c.owner_kind == "consultation", file.c.owner_id.in_(_hidden_consultations(viewer))),
        and_(file.c.owner_kind == "contract", file.c.owner_id.in_(_hidden_contracts(viewer))),
    )


def hidden_rows(viewer: Viewer) -> CompoundSelect[Any]:
    """Select the ids of everything, in any table, that belongs to a matter the viewer may not see."""
    return union_all(*(wanted for several in _hidden_by_table(viewer).values() for wanted in several))


def hidden_entries(viewer: Viewer) -> CompoundSelect[Any]:
    """Select the ids of the journal's entries that touched a matter the viewer may not see."""
    found = []
    for table, several in _hidden_by_table(viewer).items():
        for wanted in several:
            one = _change.alias()
            found.append(select(one.c.change_set_id).where(one.c.table_name == table, one.c.row_id.in_(wanted)))
    return union_all(*found)


# --- sessions ---


@lru_cache(maxsize=64)
def _hidden_models(viewer: Viewer) -> Mapping[type[Any], Condition]:
    """Return when a row of each model does not exist for the viewer."""
    me = viewer.staff_id
    asked = _consultation.alias()
    state_hidden = and_(
        ConsultationState.is_sensitive,
        exists().where(asked.c.id == ConsultationState.consultation_id, _hidden_consultation(asked, me)),
    )
    event_hidden = exists().where(asked.c.id == ConsultationEvent.consultation_id, _hidden_consultation(asked, me))
    return {
        Consultation: _hidden_consultation(_consultation, me),
        ConsultationState: state_hidden,
        ConsultationEvent: event_hidden,
        Contract: _hidden_contract(_contract, me),
        Attachment: _hidden_file(_attachment, viewer),
        ChangeSet: ChangeSet.id.in_(hidden_entries(viewer)),
        Change: Change.change_set_id.in_(hidden_entries(viewer)),
        AccessLog: and_(AccessLog.record_id.is_not(None), AccessLog.record_id.in_(hidden_rows(viewer))),
    }


@lru_cache(maxsize=64)
def _options(viewer: Viewer) -> tuple[ExecutableOption, ...]:
    hidden = _hidden_models(viewer).items()
    return tuple(with_loader_criteria(model, not_(condition), include_aliases=True) for model, condition in hidden)


def restrict(session: Session, viewer: Viewer | None) -> None:
    """Let a session see only what exists for the viewer; None (nobody signed in: the program itself) sees everything."""
    if viewer is not None and not viewer.sees_sensitive:
        session.info[_VIEWER] = viewer
        session.info[_OPTIONS] = _options(viewer)


@event.listens_for(Session, "do_orm_execute")
def _apply(state: ORMExecuteState) -> None:
    options: Sequence[ExecutableOption] | None = state.session.info.get(_OPTIONS)
    if options and state.is_select:
        state.statement = state.statement.options(*options)


def only_seen(session: Session, wanted: Select[Any], model: type[Any]) -> Select[Any]:
    """Return a selection of a model's rows that may be read past the session, e.g. by `read_numbers`."""
    viewer: Viewer | None = session.info.get(_VIEWER)
    return wanted if viewer is None else wanted.where(not_(_hidden_models(viewer)[model]))


def seen_numbers(session: Session, model: type[Consultation] | type[Contract], numbers: Sequence[int]) -> Sequence[int]:
    """Return those row numbers of a full-text search that the session's viewer may see, in their order."""
    if not numbers or _OPTIONS not in session.info:
        return numbers
    listed = ",".join(str(int(number)) for number in numbers)
    table = model.__tablename__
    seen = set(session.scalars(select(model.row_no).where(text(f"{table}.row_no IN ({listed})"))))
    return [number for number in numbers if number in seen]


def without_hidden(session: Session, viewer: Viewer, changed: Mapping[str, set[Uid]]) -> dict[str, set[Uid]]:
    """Return what the change feed found (table -> ids) without ids of hidden matters.

    A table that loses ids is given with none at all, which means that any row may have changed: whoever still shows a
    matter that was hidden meanwhile reads anew, and learns nothing.
    """
    kept = dict(changed)
    if viewer.sees_sensitive:
        return kept
    for table in SENSITIVE:
        if kept.get(table) and _hidden_among(session, viewer, table, kept[table]):
            kept[table] = set()
    return kept


def _hidden_among(session: Session, viewer: Viewer, table: str, ids: set[Uid]) -> bool:
    several = _hidden_by_table(viewer)[table]
    hidden = {row_id for wanted in several for row_id in session.connection().scalars(wanted)}
    return not hidden.isdisjoint(ids)


# --- single matters ---


def is_hidden(session: Session, viewer: Viewer, ids: Iterable[Uid]) -> bool:
    """Return whether one of these ids (of any table) belongs to a matter the viewer may not see."""
    wanted = [one for one in ids if one]
    if viewer.sees_sensitive or not wanted:
        return False
    hidden = hidden_rows(viewer).subquery()
    return session.connection().scalar(select(hidden.c.id).where(hidden.c.id.in_(wanted)).limit(1)) is not None


def is_hidden_entry(session: Session, viewer: Viewer, entries: Iterable[Uid]) -> bool:
    """Return whether one of these entries of the journal touched a matter the viewer may not see."""
    wanted = list(entries)
    if viewer.sees_sensitive or not wanted:
        return False
    hidden = hidden_entries(viewer).subquery()
    column = hidden.c.change_set_id
    return session.connection().scalar(select(column).where(column.in_(wanted)).limit(1)) is not None


def require(session: Session, viewer: Viewer, record_id: Uid, gone: str) -> None:
    """Check before a change that a matter exists for the viewer.

    Raises:
        NotFoundError: it does not; in the same words as if it were not there at all.

    """
    if is_hidden(session, viewer, (record_id,)):
        raise NotFoundError(gone, todo="请刷新后再试。")
