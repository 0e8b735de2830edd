"""Undo and redo: the inverse of a change set, if every row still is as the set left it.

Both are change sets themselves. Each person undoes their own operations on this device since signing in, the last one
first; what the journal calls compensated or final is not undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import Attachment
from app.models.journal import Action, Change, ChangeSet, NumberSeries, Undo
from app.storage.database import Database
from app.storage.feed import journal_position
from app.storage.recorder import chunks
from app.storage.row_changes import RowChange, is_state, put_rows, read_changes, stored_rows
from app.storage.unit_of_work import Context, UnitOfWork, reading, unit_of_work
from app.terms import Uid

__all__ = ["UndoOutcome", "journal_position", "last_redoable", "last_undoable", "redo", "undo", "undo_batch"]

NUMBERS = NumberSeries.__tablename__


@dataclass(frozen=True)
class UndoOutcome:
    """What came of it.

    Args:
        label: the operation concerned, e.g. “新增服务对象”; empty if there was none.
        ok: whether it was undone (redone).
        sentence: Chinese, to be shown as it stands.
        entries: the journal's entries the sentence speaks of.

    """

    label: str
    ok: bool
    sentence: str
    entries: tuple[Uid, ...] = ()


@dataclass(frozen=True)
class Step:
    """One operation: a set, or the sets of one batch."""

    label: str
    undo: str
    sets: tuple[Uid, ...]
    batch_id: Uid | None = None


@dataclass
class _Stacks:
    """What could be undone and redone, the last at the end."""

    undo: list[Step] = field(default_factory=list)
    redo: list[Step] = field(default_factory=list)


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


def undo_batch(database: Database, context: Context, batch_id: Uid) -> UndoOutcome:
    """Take all sets of a batch back, whoever wrote them and whenever, or say why not and change nothing."""
    label = ""
    try:
        with unit_of_work(database, context) as work:
            step = _batch(work.session, batch_id)
            if step is None:
                return UndoOutcome("", ok=False, sentence="没有可以撤销的操作。")
            label = step.label
            if why := refusal(step) or put_back(work, step):
                return UndoOutcome(label, ok=False, sentence=f"没有撤销“{label}”：{why}")
            work.commit(f"撤销：{label}", action=Action.UNDO, undoes=step.sets[-1])
    except IntegrityError:
        return UndoOutcome(label, ok=False, sentence=f"没有撤销“{label}”：之后已有其他记录用到它。")
    return UndoOutcome(label, ok=True, sentence=f"已撤销：{label}")


def _batch(session: Session, batch_id: Uid) -> Step | None:
    """Return a batch as one step; None if there is nothing of it, or it was undone and not done again."""
    columns = (ChangeSet.id, ChangeSet.label, ChangeSet.undo)
    sets = session.execute(select(*columns).where(ChangeSet.batch_id == batch_id).order_by(ChangeSet.local_seq)).all()
    if not sets:
        return None
    ids = tuple(row.id for row in sets)
    last, standing = ids, True
    while True:  # undone, done again, undone …: each names the set it reverses
        later = session.execute(
            select(ChangeSet.id).where(ChangeSet.undoes.in_(last)).order_by(ChangeSet.local_seq.desc()).limit(1)
        ).scalar()
        if later is None:
            return Step(sets[0].label, sets[0].undo, ids, batch_id) if standing else None
        last, standing = (later,), not standing


def _offer(stack: list[Step]) -> tuple[Uid, str] | None:
    if not stack or stack[-1].undo != Undo.UNDOABLE.value:
        return None
    return stack[-1].sets[-1], stack[-1].label


def _reverse(database: Database, context: Context, action: Action, word: str) -> UndoOutcome:
    step: Step | None = None
    try:
        with unit_of_work(database, context) as work:
            stacks = _stacks(work.session, context)
            stack = stacks.undo if action is Action.UNDO else stacks.redo
            step = stack[-1] if stack else None
            if step is None:
                return UndoOutcome("", ok=False, sentence=f"没有可以{word}的操作。")
            if why := refusal(step) or put_back(work, step):
                return refused(step, word, why)
            work.commit(f"{word}：{step.label}", action=action, undoes=step.sets[-1])
    except IntegrityError:
        return refused(step, word, "之后已有其他记录用到它。") if step else UndoOutcome("", ok=False, sentence="")
    return UndoOutcome(step.label, ok=True, sentence=f"已{word}：{step.label}", entries=step.sets)


def refused(step: Step, word: str, why: str) -> UndoOutcome:
    return UndoOutcome(step.label, ok=False, sentence=f"没有{word}“{step.label}”：{why}", entries=step.sets)


def refusal(step: Step) -> str:
    if step.undo == Undo.COMPENSATED.value:
        return "它已对外生效或编号，请在原来的页面用撤回、作废、结束等操作更正。"
    if step.undo == Undo.ASIDE.value:
        return "它是程序自动保存的。"
    return "它不能撤销。" if step.undo == Undo.FINAL.value else ""


def put_back(work: UnitOfWork, step: Step) -> str:
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
    there = stored_rows(work.session.connection(), changes)
    inverse: list[RowChange] = []
    for change in changes:
        if not change.is_broken and is_state(there.get((change.table.name, change.id)), change.after):
            inverse.append(change.inverse)
        elif change.table.name != NUMBERS:  # a number taken since, or meanwhile, keeps the series where it is
            return _who_changed(work.session, change, step)
    if why := _papers_left(work.session, inverse, step):
        return why
    put_rows(work.session, work.recorder, inverse)
    return ""


def _papers_left(session: Session, inverse: Sequence[RowChange], step: Step) -> str:
    """Return Chinese words for a paper of a record that is to go; papers name their owner without a constraint."""
    gone: dict[str, set[Uid]] = {}
    for row in inverse:
        if row.after is None:
            gone.setdefault(row.table.name, set()).add(row.id)
    going = gone.get(Attachment.__tablename__, set())
    for kind, owners in gone.items():
        for chunk in chunks(owners):
            held = select(Attachment.id).where(Attachment.owner_kind == kind, Attachment.owner_id.in_(chunk))
            paper = next((one for one in session.scalars(held) if one not in going), None)
            if paper is not None:
                later = last_entry(session, Attachment.__tablename__, paper)
                who = (later.actor_name if later and later.id not in step.sets else "") or "系统"
                return f"{who}之后又给它添加了材料。"
    return ""


def _who_changed(session: Session, change: RowChange, step: Step) -> str:
    later = last_entry(session, change.table.name, change.id)
    if later is None or later.id in step.sets:
        return "内容之后又有变动。"
    return f"{later.actor_name or '系统'}之后又做了“{later.label}”，内容已不同。"


def last_entry(session: Session, table: str, row_id: Uid) -> ChangeSet | None:
    return session.scalars(
        select(ChangeSet)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.table_name == table, Change.row_id == row_id)
        .order_by(ChangeSet.local_seq.desc())
        .limit(1)
    ).first()


def _stacks(session: Session, context: Context) -> _Stacks:
    """Replay the person's operations on this device since they signed in."""
    stacks = _Stacks()
    if context.actor_id is None:
        return stacks
    columns = (
        ChangeSet.id,
        ChangeSet.label,
        ChangeSet.undo,
        ChangeSet.action,
        ChangeSet.batch_id,
        ChangeSet.undoes,
    )
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
    for set_id, label, undoable, action, batch_id, undoes in rows:
        _replay(stacks, Step(label, undoable, (set_id,), batch_id), action, undoes)
    return stacks


def _replay(stacks: _Stacks, step: Step, action: str, undoes: Uid | None) -> None:
    if action == Action.UNDO.value and stacks.undo and undoes in stacks.undo[-1].sets:
        stacks.redo.append(replace(step, label=stacks.undo.pop().label))
    elif action == Action.REDO.value and stacks.redo:
        stacks.undo.append(replace(step, label=stacks.redo.pop().label))
    else:  # something new; taking an older operation back is that too
        stacks.redo.clear()
        begun = _same_batch(stacks.undo, step)
        if begun is not None:  # it goes on, also after something else was done in between
            stacks.undo.remove(begun)
            step = replace(begun, sets=begun.sets + step.sets)
        stacks.undo.append(step)


def _same_batch(stack: list[Step], step: Step) -> Step | None:
    if step.batch_id is None:
        return None
    return next((one for one in reversed(stack) if (one.batch_id, one.undo) == (step.batch_id, step.undo)), None)
