"""Applying another device's change sets, field by field, without guessing.

Local equals `before`: take `after`. Local equals `after`: nothing to do. Anything else is a conflict, which keeps the
local value in place and both in the list of conflicts, for a person to decide. Foreign sets are kept word for word, so
their chains can be proved here too; applying a set twice changes nothing. Devices exchange through the office as hub.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Table, UniqueConstraint, select
from sqlalchemy.orm import Session

from app.errors import AppError
from app.models.base import Base
from app.models.journal import Action, AppliedSet, ChangeSet, Device, MergeConflict, NumberSeries
from app.storage.database import Database
from app.storage.exchange import PlainSet, to_entry
from app.storage.guard import is_journalled
from app.storage.images import Image, canonical, image_of, values_of
from app.storage.journal import FIRST, problem_of
from app.storage.migrations import REVISIONS
from app.storage.recorder import read_row
from app.storage.row_changes import RowChange, put_rows, read_changes
from app.storage.unit_of_work import Context, UnitOfWork, unit_of_work
from app.terms import Uid

WHOLE_ROW = ""


@dataclass(frozen=True)
class MergeOutcome:
    """What a merge did.

    Args:
        applied: sets taken over now.
        known: sets that had been taken over before.
        conflicts: fields or rows left for a person to decide.

    """

    applied: int
    known: int
    conflicts: int


@dataclass
class _Merging:
    """One foreign set on its way in."""

    work: UnitOfWork
    entry: ChangeSet
    conflicts: list[MergeConflict] = field(default_factory=list)

    def conflict(self, row: RowChange, column: str, base: object, local: object, foreign: object) -> None:
        """Keep both sides of a field, or of the whole row where the column is empty."""
        values = (None if value is None else canonical(value) for value in (base, local, foreign))
        base_value, local_value, foreign_value = values
        self.conflicts.append(
            MergeConflict(
                change_set_id=self.entry.id,
                table_name=row.table.name,
                row_id=row.id,
                column_name=column,
                base_value=base_value,
                local_value=local_value,
                foreign_value=foreign_value,
                found_at=self.work.now,
            )
        )


def apply_sets(database: Database, context: Context, sets: Iterable[PlainSet]) -> MergeOutcome:
    """Apply another device's sets in the order they were read; each is taken over whole or not at all.

    Raises:
        AppError: a set is damaged, incomplete, from a newer program, or one before it is missing; those before it stay.

    """
    applied = known = conflicts = 0
    for plain in sets:
        with unit_of_work(database, context) as work:
            entry = to_entry(plain)
            if _is_known(work.session, entry):
                known += 1
                continue
            merging = _Merging(work, entry)
            _require_next(work.session, entry)
            _apply(merging)
            work.finish(lambda _touched, merging=merging: _keep(merging))  # type: ignore[misc]
            applied += 1
            conflicts += len(merging.conflicts)
    return MergeOutcome(applied, known, conflicts)


def open_conflicts(session: Session) -> Sequence[MergeConflict]:
    """Return the conflicts nobody has decided yet, oldest first."""
    statement = select(MergeConflict).where(MergeConflict.resolved_at.is_(None))
    return session.scalars(statement.order_by(MergeConflict.found_at, MergeConflict.id)).all()


def _is_known(session: Session, entry: ChangeSet) -> bool:
    same_place = (ChangeSet.device_id == entry.device_id) & (ChangeSet.device_seq == entry.device_seq)
    found = session.scalar(select(ChangeSet.digest).where(same_place))
    if found is not None and found != entry.digest:
        raise AppError(
            "两台电脑用了同一个设备编号，各自做了不同的操作。", safe="没有合并任何内容。", todo="请联系技术支持。"
        )
    return found is not None


def _require_next(session: Session, entry: ChangeSet) -> None:
    last = session.execute(
        select(ChangeSet.device_seq, ChangeSet.digest)
        .where(ChangeSet.device_id == entry.device_id)
        .order_by(ChangeSet.device_seq.desc())
        .limit(1)
    ).first()
    seq, digest = (last.device_seq + 1, last.digest) if last else (1, FIRST)
    if problem := problem_of(entry, digest, seq):
        raise AppError(
            f"收到的操作“{entry.label}”不能合并：{problem}。", safe="本机数据没有改动。", todo="请重新导出后再试。"
        )
    if entry.schema_revision not in REVISIONS:
        raise AppError("对方的程序版本更新，暂时不能合并。", safe="本机数据没有改动。", todo="请先升级本机程序。")
    if entry.action == Action.BASELINE.value:
        raise AppError(
            "对方的数据含有批量装入的内容，不能逐条合并。", safe="本机数据没有改动。", todo="请改用备份恢复。"
        )


def _apply(merging: _Merging) -> None:
    """Write what can be written, in whatever order references and unique values allow; the rest are conflicts."""
    kept = [change for change in merging.entry.changes if change.salt is not None]  # an erased image has no effect
    waiting = read_changes(kept) or []
    while waiting:
        blocked = [row for row in waiting if not _apply_row(merging, row)]
        if len(blocked) == len(waiting):
            break
        waiting = blocked
    for row in waiting:
        local = _local_image(merging.work.session, row)
        merging.conflict(row, WHOLE_ROW, row.before, local, row.after)


def _apply_row(merging: _Merging, row: RowChange) -> bool:
    """Apply one row's change; return False if another row stands in the way for now."""
    session = merging.work.session
    local = _local_image(session, row)
    if row.after is None:
        return _delete(merging, row, local)
    if local is None:
        if row.before is None:
            return _put(merging, row, row.after)
        merging.conflict(row, WHOLE_ROW, row.before, None, row.after)
        return True
    take = {name: value for name, value in row.after.items() if _is_taken(row, local, name)}
    if take and not _put(merging, row, take):
        return False
    for name, value in row.after.items():
        if name not in take and local[name] != value and not _is_counter(row.table, name):
            merging.conflict(row, name, (row.before or {}).get(name), local[name], value)
    return True


def _is_taken(row: RowChange, local: Image, name: str) -> bool:
    if row.after is None or local[name] == row.after[name]:
        return False
    if _is_counter(row.table, name):
        return bool(local[name] < row.after[name])
    return row.before is not None and local[name] == row.before[name]


def _is_counter(table: Table, column: str) -> bool:
    """Return whether the higher of two values is right: numbers taken on any device are taken."""
    return table.name == NumberSeries.__tablename__ and column == NumberSeries.last.key


def _delete(merging: _Merging, row: RowChange, local: Image | None) -> bool:
    if local is None:
        return True
    if local != row.before:
        merging.conflict(row, WHOLE_ROW, row.before, local, None)
        return True
    if _is_referred_to(merging.work.session, row.table, row.id):
        return False
    put_rows(merging.work.session, merging.work.recorder, [row])
    return True


def _put(merging: _Merging, row: RowChange, image: Image) -> bool:
    if _obstructed(merging.work.session, row, image):
        return False
    put_rows(merging.work.session, merging.work.recorder, [RowChange(row.table, row.id, row.before, image)])
    return True


def _local_image(session: Session, row: RowChange) -> Image | None:
    found = read_row(session.connection(), row.table, row.id)
    return None if found is None else image_of(row.table, found)


def _obstructed(session: Session, row: RowChange, image: Image) -> bool:
    """Return whether a reference would lead nowhere or a unique value is another row's already."""
    local = read_row(session.connection(), row.table, row.id) or {}
    values = {**local, **values_of(row.table, image)}
    for key in row.table.foreign_keys:
        value = values.get(key.parent.name)
        if value is not None and not _exists(session, key.column.table, {key.column.name: value}, None):
            return True
    return any(
        all(values.get(name) is not None for name in names)
        and _exists(session, row.table, {name: values[name] for name in names}, row.id)
        for names in _unique_groups(row.table)
    )


def _unique_groups(table: Table) -> list[list[str]]:
    groups = [[column.name] for column in table.c if column.unique and column.name != "id"]
    groups += [[c.name for c in u.columns] for u in table.constraints if isinstance(u, UniqueConstraint)]
    return groups + [[c.name for c in index.columns] for index in table.indexes if index.unique]


def _exists(session: Session, table: Table, values: dict[str, object], besides: Uid | None) -> bool:
    statement = select(table.c[next(iter(values))]).where(*(table.c[name] == value for name, value in values.items()))
    if besides is not None:
        statement = statement.where(table.c.id != besides)
    return session.connection().execute(statement.limit(1)).first() is not None


def _is_referred_to(session: Session, table: Table, row_id: Uid) -> bool:
    return any(
        _exists(session, other, {key.parent.name: row_id}, None)
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and is_journalled(other.name)  # projections go along with their rows
    )


def _keep(merging: _Merging) -> Uid:
    """Put the foreign set into the journal as it came, and note that it was applied."""
    session, entry = merging.work.session, merging.entry
    if session.get(Device, entry.device_id) is None:
        session.add(Device(id=entry.device_id, name="", first_at=entry.at))
    session.add(entry)
    session.flush()
    session.add_all(merging.conflicts)
    session.add(AppliedSet(change_set_id=entry.id, applied_at=merging.work.now, conflicts=len(merging.conflicts)))
    session.flush()
    return entry.id
