"""Taking an older operation back: the inverse of any entry of the journal that nothing later depends on."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models.journal import Action, Change, ChangeSet, Operation
from app.storage import guard
from app.storage.database import Database
from app.storage.undo import Step, UndoOutcome, last_entry, put_back, refusal, refused
from app.storage.unit_of_work import Context, unit_of_work
from app.terms import Uid

LONGEST_LABEL = 200
"""As long as the journal's column."""


def undo_entry(database: Database, context: Context, entry_id: Uid) -> UndoOutcome:
    """Take an older operation back, whoever did it, if nothing later depends on it; or say what does.

    The inverse is an entry of its own, which can be undone in its turn. What is compensated, final, a mass load or the
    program's own saving is not taken back.

    Args:
        database: an open one.
        context: who takes it back.
        entry_id: the change set; with it goes the rest of its batch.

    """
    step: Step | None = None
    try:
        with unit_of_work(database, context) as work:
            step = _step_of(work.session, entry_id)
            if step is None:
                return UndoOutcome("", ok=False, sentence="这条操作已经不在了。")
            if why := refusal(step) or _users(work.session, step) or put_back(work, step):
                return refused(step, "撤销", why)
            work.commit(_label(f"撤销：{step.label}"), action=Action.UNDO, undoes=step.sets[-1])
    except IntegrityError:
        return refused(step, "撤销", "其他记录已和它连在一起。") if step else UndoOutcome("", ok=False, sentence="")
    return UndoOutcome(step.label, ok=True, sentence=f"已撤销：{step.label}", entries=step.sets)


def _label(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"


def _step_of(session: Session, entry_id: Uid) -> Step | None:
    entry = session.scalar(select(ChangeSet).where(ChangeSet.id == entry_id))
    if entry is None:
        return None
    sets: tuple[Uid, ...] = (entry.id,)
    if entry.batch_id is not None:
        same = (ChangeSet.batch_id == entry.batch_id, ChangeSet.undo == entry.undo, ChangeSet.action == entry.action)
        sets = tuple(session.scalars(select(ChangeSet.id).where(*same).order_by(ChangeSet.local_seq)))
    return Step(entry.label, entry.undo, sets, entry.batch_id)


def _users(session: Session, step: Step) -> str:
    """Return Chinese words for a later record that refers to a row this step made; empty if there is none."""
    made = select(Change.table_name, Change.row_id).where(
        Change.change_set_id.in_(step.sets), Change.operation == Operation.INSERT.value
    )
    by_table: dict[str, set[Uid]] = {}
    for name, row_id in session.execute(made):
        if row_id is not None:
            by_table.setdefault(name, set()).add(row_id)
    for table in guard.journalled_tables().values():
        for column, owners in _references(table, by_table):
            wanted = select(table.c.id).where(column.in_(owners))
            if table.name in by_table:
                wanted = wanted.where(table.c.id.not_in(by_table[table.name]))
            user = session.execute(wanted.limit(1)).scalar()
            if user is not None:
                return f"{_last_words(session, table.name, user, step)}，那条记录用到它。"
    return ""


def _references(table: Table, by_table: dict[str, set[Uid]]) -> Iterator[tuple[ColumnElement[Any], set[Uid]]]:
    """Yield the columns of a table that refer to rows which are to go; files name their owner without a constraint."""
    for column in table.columns:
        for reference in column.foreign_keys:
            if reference.column.table.name in by_table:
                yield column, by_table[reference.column.table.name]
    if table.name == "attachment":
        yield table.c.owner_id, {row_id for ids in by_table.values() for row_id in ids}


def _last_words(session: Session, table: str, row_id: Uid, step: Step) -> str:
    later = last_entry(session, table, row_id)
    if later is None or later.id in step.sets:
        return "之后又登记了别的内容"
    return f"{later.actor_name or '系统'}之后又做了“{later.label}”"
