"""Writes change sets, chains them by digest, and proves the chain.

A set's digest covers its header, the digest of the device's previous set and the digests of all images, so that
an image which the law requires to be erased can go without breaking the chain.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from app.models.base import new_uid
from app.models.journal import Action, Change, ChangeSet, Device, Operation, Undo
from app.storage.device import device_name
from app.storage.images import Image, canonical, digest_of, image_of
from app.storage.migrations import HEAD
from app.storage.recorder import TouchedRow, chunks
from app.terms import Uid

FIRST = "0" * 64
"""What the first set of a device is chained to."""


@dataclass(frozen=True)
class Heading:
    """What a change set says about itself."""

    device_id: Uid
    at: datetime
    actor_id: Uid | None
    actor_name: str
    label: str
    source: str
    undo: Undo
    action: Action = Action.DO
    undoes: Uid | None = None
    batch_id: Uid | None = None


@dataclass(slots=True)
class Written:
    """A row of `Change` while it is made: an import's set holds hundreds, its undo tens of thousands."""

    table_name: str
    row_id: Uid | None
    operation: str
    ordinal: int = 0
    salt: bytes | None = None
    before: str | None = None
    after: str | None = None
    before_digest: str | None = None
    after_digest: str | None = None


_FIELDS = tuple(one.name for one in fields(Written))


@dataclass(frozen=True)
class ChainReport:
    """Whether the journal is as it was written.

    Args:
        ok: no break found.
        sets: how many sets were checked.
        place: Chinese words for where the first break is; empty if none.
        erased: images erased, whose digests are still there.
        heads: device id -> digest of its last set, to be printed in backups and reports.

    """

    ok: bool
    sets: int
    place: str
    erased: int
    heads: dict[Uid, str]


def write(session: Session, heading: Heading, touched: Sequence[TouchedRow]) -> ChangeSet | None:
    """Add the change set of a unit of work; None if nothing changed."""
    changes = [change for row in touched if (change := _change(row))]
    return _append(session, heading, changes) if changes else None


def write_baseline(session: Session, heading: Heading, rows: Mapping[str, int]) -> ChangeSet:
    """Add the one change set of a mass load: per table how many rows it holds now, no images."""
    changes = [
        _sealed(Written(name, None, Operation.BASELINE.value), None, {"rows": count}) for name, count in rows.items()
    ]
    return _append(session, heading, changes)


def _append(session: Session, heading: Heading, changes: list[Written]) -> ChangeSet:
    last = session.execute(
        select(ChangeSet.device_seq, ChangeSet.digest)
        .where(ChangeSet.device_id == heading.device_id)
        .order_by(ChangeSet.device_seq.desc())
        .limit(1)
    ).first()
    if last is None and session.get(Device, heading.device_id) is None:
        session.add(Device(id=heading.device_id, name=device_name(), first_at=heading.at))
    entry = ChangeSet(
        id=new_uid(),
        device_id=heading.device_id,
        device_seq=last.device_seq + 1 if last else 1,
        batch_id=heading.batch_id,
        at=heading.at,
        actor_id=heading.actor_id,
        actor_name=heading.actor_name,
        label=heading.label,
        source=heading.source,
        undo=heading.undo.value,
        action=heading.action.value,
        undoes=heading.undoes,
        schema_revision=HEAD,
        previous_digest=last.digest if last else FIRST,
    )
    for ordinal, change in enumerate(changes):
        change.ordinal = ordinal
    entry.digest = digest_of_set(entry, changes)
    session.add(entry)
    session.flush()
    rows = [{name: getattr(change, name) for name in _FIELDS} | {"change_set_id": entry.id} for change in changes]
    session.execute(insert(Change), rows)  # in one go: an import's undo holds tens of thousands
    return entry


def _change(row: TouchedRow) -> Written | None:
    before = None if row.before is None else image_of(row.table, row.before)
    after = None if row.after is None else image_of(row.table, row.after)
    if before is not None and after is not None:
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return None
        before, after = ({name: image[name] for name in changed} for image in (before, after))
        operation = Operation.UPDATE
    else:
        operation = Operation.INSERT if before is None else Operation.DELETE
    return _sealed(Written(row.table.name, row.id, operation.value), before, after)


def _sealed(change: Written, before: Image | None, after: Image | None) -> Written:
    salt = change.salt = os.urandom(16)
    if before is not None:
        change.before = canonical(before)
        change.before_digest = digest_of(salt, change.before)
    if after is not None:
        change.after = canonical(after)
        change.after_digest = digest_of(salt, change.after)
    return change


def digest_of_set(entry: ChangeSet, changes: Sequence[Change | Written]) -> str:
    """Return the digest of a set's header, its predecessor's digest and its images' digests, in hex."""
    header: list[Any] = [
        entry.id.hex(),
        entry.device_id.hex(),
        entry.device_seq,
        entry.batch_id.hex() if entry.batch_id else None,
        entry.at.isoformat(),
        entry.actor_id.hex() if entry.actor_id else None,
        entry.actor_name,
        entry.label,
        entry.source,
        entry.undo,
        entry.action,
        entry.undoes.hex() if entry.undoes else None,
        entry.schema_revision,
        entry.previous_digest,
    ]
    rows = [
        [c.ordinal, c.table_name, c.row_id.hex() if c.row_id else None, c.operation, c.before_digest, c.after_digest]
        for c in changes
    ]
    return hashlib.sha256(canonical([header, rows]).encode("utf-8", "surrogatepass")).hexdigest()


def erase_images(session: Session, change: Change) -> None:
    """Erase what a change says about a row, as the law may require; the digests keep the chain whole."""
    change.before = change.after = change.salt = None
    session.flush()


def verify_chain(session: Session) -> ChainReport:
    """Recompute every digest of every device's chain."""
    heads: dict[Uid, str] = {}
    next_seq: dict[Uid, int] = {}
    checked = erased = 0
    ids = session.scalars(select(ChangeSet.local_seq).order_by(ChangeSet.device_id, ChangeSet.device_seq)).all()
    for chunk in chunks(ids):
        for entry in _load(session, chunk):
            problem = problem_of(entry, heads.get(entry.device_id, FIRST), next_seq.get(entry.device_id, 1))
            if problem:
                place = f"设备 {entry.device_id.hex()[-8:]} 第 {entry.device_seq} 条“{entry.label}”：{problem}"
                return ChainReport(ok=False, sets=checked, place=place, erased=erased, heads=heads)
            heads[entry.device_id], next_seq[entry.device_id] = entry.digest, entry.device_seq + 1
            checked += 1
            erased += sum(c.salt is None for c in entry.changes)
        session.expunge_all()
    orphans = session.scalar(
        select(func.count()).select_from(Change).where(Change.change_set_id.not_in(select(ChangeSet.id)))
    )
    place = f"{orphans} 条变更不属于任何操作" if orphans else ""
    return ChainReport(ok=not place, sets=checked, place=place, erased=erased, heads=heads)


def _load(session: Session, local_seqs: Sequence[int]) -> Sequence[ChangeSet]:
    statement = (
        select(ChangeSet)
        .where(ChangeSet.local_seq.in_(local_seqs))
        .order_by(ChangeSet.device_id, ChangeSet.device_seq)
        .options(selectinload(ChangeSet.changes))
    )
    return session.scalars(statement).all()


def problem_of(entry: ChangeSet, previous: str, seq: int) -> str:
    """Return Chinese words for why a set does not follow its predecessor untouched; empty if it does.

    Args:
        entry: with its changes.
        previous: digest of the device's previous set; `FIRST` if there is none.
        seq: the number the set should have.

    """
    if entry.device_seq != seq:
        return f"前面缺少第 {seq} 条"
    if entry.previous_digest != previous:
        return "与前一条接不上"
    for change in entry.changes:
        if change.salt is None:
            if change.before is not None or change.after is not None:
                return f"第 {change.ordinal + 1} 项的内容与摘要不符"
            continue
        for image, digest in ((change.before, change.before_digest), (change.after, change.after_digest)):
            if (image is None) != (digest is None) or (image is not None and digest_of(change.salt, image) != digest):
                return f"第 {change.ordinal + 1} 项的内容与摘要不符"
    return "" if digest_of_set(entry, entry.changes) == entry.digest else "内容与摘要不符"
