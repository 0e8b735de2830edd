"""From the journal's rows to the lines of its list, many at a time."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FailedSignIn, Staff
from app.models.journal import AccessLog, Action, Change, ChangeSet, Device
from app.services.audit.columns import table_label
from app.services.audit.names import names_of
from app.services.audit.types import JournalEntry, JournalKey, Stream
from app.storage.recorder import chunks
from app.terms import AccessWay, JournalAction, Uid

WAYS = {
    Action.DO.value: (JournalAction.CHANGED, "修改"),
    Action.BASELINE.value: (JournalAction.CHANGED, "批量载入"),
    Action.UNDO.value: (JournalAction.UNDONE, "撤销"),
    Action.REDO.value: (JournalAction.UNDONE, "重做"),
}
PROGRAM = "系统"
RECOVERY = "恢复密钥"
Lines = dict[JournalKey, JournalEntry]


def change_entries(session: Session, keys: Iterable[JournalKey]) -> Lines:
    """Return the lines of changes, by key."""
    by_number = {key.number: key for key in keys if key.stream is Stream.CHANGE}
    pcs = _pcs(session)
    found: Lines = {}
    for chunk in chunks(by_number):
        for row in session.scalars(select(ChangeSet).where(ChangeSet.local_seq.in_(chunk))):
            key = by_number[row.local_seq]
            action, way = WAYS[row.action]
            who = row.actor_name or PROGRAM
            found[key] = JournalEntry(key, row.at, who, _pc(pcs, row.device_id), action, way, row.label)
    return found


def seen_entries(session: Session, keys: Iterable[JournalKey]) -> Lines:
    """Return the lines of the access log, by key."""
    by_number = {key.number: key for key in keys if key.stream is Stream.ACCESS}
    pcs = _pcs(session)
    rows: list[AccessLog] = []
    for chunk in chunks(by_number):
        rows += session.scalars(select(AccessLog).where(AccessLog.number.in_(chunk)))
    names = names_of(session, {row.record_id for row in rows if row.record_id})
    found: Lines = {}
    for row in rows:
        key = by_number[row.number]
        words = _seen_words(row, names)
        who, pc = row.actor_name or PROGRAM, _pc(pcs, row.device_id)
        found[key] = JournalEntry(key, row.at, who, pc, JournalAction.SEEN, row.way.label, words)
    return found


def _seen_words(row: AccessLog, names: Mapping[Uid, str]) -> str:
    name = names.get(row.record_id or b"", "")
    what = f"{table_label(row.table_name)} {name}".strip() if row.table_name else ""
    way = "" if row.way is AccessWay.EXPORTED and not what else row.way.label
    return " ".join(part for part in (f"{way}{what}", row.note) if part)


def failed_entries(session: Session, keys: Iterable[JournalKey]) -> Lines:
    """Return the lines of failed sign-ins, by key."""
    by_id = {key.id: key for key in keys if key.stream is Stream.FAILED}
    if not by_id:
        return {}
    pcs, devices = _pcs(session), _devices_of(session, list(by_id))
    people = {row.login: row.name for row in session.execute(select(Staff.login, Staff.name))}
    found: Lines = {}
    for chunk in chunks(by_id):
        for row in session.scalars(select(FailedSignIn).where(FailedSignIn.id.in_(chunk))):
            key = by_id[row.id]
            pc = _pc(pcs, devices.get(row.id))
            action = JournalAction.FAILED_SIGN_IN
            who = people.get(row.login, "")
            found[key] = JournalEntry(key, row.at, who, pc, action, action.label, _failed_words(row.login))
    return found


def _failed_words(login: str) -> str:
    if login == RECOVERY:
        return "恢复密钥不符"
    return f"密码错误，登录名 {login}" if login else "登录名或密码错误"


def _devices_of(session: Session, ids: Sequence[Uid]) -> dict[Uid, Uid]:
    """Return on which PC failed sign-ins were taken over."""
    found: dict[Uid, Uid] = {}
    for chunk in chunks(ids):
        wanted = (
            select(Change.row_id, ChangeSet.device_id)
            .join(ChangeSet, ChangeSet.id == Change.change_set_id)
            .where(Change.table_name == "failed_sign_in", Change.row_id.in_(chunk))
        )
        found.update((row_id, device) for row_id, device in session.execute(wanted) if row_id)
    return found


def _pcs(session: Session) -> dict[Uid, str]:
    return {row.id: row.name for row in session.scalars(select(Device))}


def _pc(pcs: Mapping[Uid, str], device_id: Uid | None) -> str:
    return pcs.get(device_id or b"", "")
