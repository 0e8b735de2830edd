"""Undo and redo: the inverse of a change set, if every row still is as the set left it.

Both are change sets themselves. Each person undoes their own operations on this device since signing in, the last one
first; what the journal calls compensated or final is not undone.
"""

from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models.journal import Action, Change, ChangeSet, Undo
from app.storage.database import Database
from app.storage.feed import journal_position
from app.storage.recorder import read_row
from app.storage.row_changes import RowChange, is_state, put_rows, read_changes
from app.storage.unit_of_work import Context, UnitOfWork, reading, unit_of_work
from app.terms import Uid

__all__ = ["UndoOutcome", "journal_position", "last_redoable", "last_undoable", "redo", "undo"]


@dataclass(frozen=True)
class UndoOutcome:
    """What came of it.

    Args:
        label: the operation concerned, e.g. “新增服务对象”; empty if there was none.
        ok: whether it was undone (redone).
        sentence: Chinese, to be shown as it stands.

    """

    label: str
    ok: bool
    sentence: str


@dataclass(frozen=True)
class _Step:
    """One operation: a set, or the sets of one batch."""

    label: str
    undo: str
    sets: tuple[Uid, ...]
    batch_id: Uid | None = None


@dataclass
class _Stacks:
    """What could be undone and redone, the last at the end."""

    undo: list[_Step] = field(default_factory=list)
    redo: list[_Step] = field(default_factory=list)


def last_undoable(database: Database, context: Context) -> tuple[Uid, str] | None:
    """Return id and label of the operation Ctrl+Z would take back; None if there is none or it cannot be undone."""
    with reading(database) as session:
        return _offer(_stacks(session, context).undo)


def last_redoable(database: Database, context: Context) -> tuple[Uid, str] | None:
    """Return id and label of the operation Ctrl+Y would do again; None if there is none."""
    with reading(database) as session:
        return _offer(_stacks(session, context).redo)


def undo(database: Database, context: Context) -> UndoOutcome:
    """Take the person's last operation back, or say why not and change nothing."""
    return _reverse(database, context, Action.UNDO, "撤销")


def redo(database: Database, context: Context) -> UndoOutcome:
    """Do what was undone last again, or say why not and change nothing."""
    return _reverse(database, context, Action.REDO, "重做")


def _offer(stack: list[_Step]) -> tuple[Uid, str] | None:
    if not stack or stack[-1].undo != Undo.UNDOABLE.value:
        return None
    return stack[-1].sets[-1], stack[-1].label


def _reverse(database: Database, context: Context, action: Action, word: str) -> UndoOutcome:
    step: _Step | None = None
    try:
        with unit_of_work(database, context) as work:
            stacks = _stacks(work.session, context)
            stack = stacks.undo if action is Action.UNDO else stacks.redo
            step = stack[-1] if stack else None
            if step is None:
                return UndoOutcome("", ok=False, sentence=f"没有可以{word}的操作。")
            if refusal := _refusal(step) or _put_back(work, step):
                return UndoOutcome(step.label, ok=False, sentence=f"没有{word}“{step.label}”：{refusal}")
            work.commit(f"{word}：{step.label}", action=action, undoes=step.sets[-1])
    except IntegrityError:
        label = step.label if step else ""
        return UndoOutcome(label, ok=False, sentence=f"没有{word}“{label}”：之后已有其他记录用到它。")
    return UndoOutcome(step.label, ok=True, sentence=f"已{word}：{step.label}")


def _refusal(step: _Step) -> str:
    if step.undo == Undo.COMPENSATED.value:
        return "它已对外生效或编号，请用撤回、作废等操作更正。"
    return "它不能撤销。" if step.undo == Undo.FINAL.value else ""


def _put_back(work: UnitOfWork, step: _Step) -> str:
    """Write the inverse; return Chinese words for what stands in the way instead, if anything does."""
    statement = (
        select(Change)
        .join(ChangeSet, Change.change_set_id == ChangeSet.id)
        .where(Change.change_set_id.in_(step.sets))
        .order_by(ChangeSet.local_seq, Change.ordinal)
    )
    changes = read_changes(work.session.scalars(statement))
    if changes is None:
        return "其中的内容已依法删除。"
    connection = work.session.connection()
    for change in changes:
        if not is_state(read_row(connection, change.table, change.id), change.after):
            return _who_changed(work.session, change, step)
    put_rows(work.session, work.recorder, [change.inverse for change in changes])
    return ""


def _who_changed(session: Session, change: RowChange, step: _Step) -> str:
    later = session.scalars(
        select(ChangeSet)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.table_name == change.table.name, Change.row_id == change.id)
        .order_by(ChangeSet.local_seq.desc())
        .limit(1)
    ).first()
    if later is None or later.id in step.sets:
        return "内容之后又有变动。"
    return f"{later.actor_name or '系统'}之后又做了“{later.label}”，内容已不同。"


def _stacks(session: Session, context: Context) -> _Stacks:
    """Replay the person's operations on this device since they signed in."""
    stacks = _Stacks()
    if context.actor_id is None:
        return stacks
    columns = (ChangeSet.id, ChangeSet.label, ChangeSet.undo, ChangeSet.action, ChangeSet.batch_id)
    rows = session.execute(
        select(*columns)
        .where(
            ChangeSet.actor_id == context.actor_id,
            ChangeSet.device_id == context.device_id,
            ChangeSet.local_seq > context.undo_floor,
            ChangeSet.undo != Undo.ASIDE.value,
        )
        .order_by(ChangeSet.local_seq)
    )
    for set_id, label, undoable, action, batch_id in rows:
        _replay(stacks, _Step(label, undoable, (set_id,), batch_id), action)
    return stacks


def _replay(stacks: _Stacks, step: _Step, action: str) -> None:
    if action == Action.UNDO.value and stacks.undo:
        stacks.redo.append(replace(step, label=stacks.undo.pop().label))
    elif action == Action.REDO.value and stacks.redo:
        stacks.undo.append(replace(step, label=stacks.redo.pop().label))
    elif action in (Action.DO.value, Action.BASELINE.value):
        stacks.redo.clear()
        last = stacks.undo[-1] if stacks.undo else None
        if last and step.batch_id is not None and last.batch_id == step.batch_id and last.undo == step.undo:
            stacks.undo[-1] = replace(last, sets=last.sets + step.sets)
        else:
            stacks.undo.append(step)
