"""The journal page's services: list, detail, chain check, undo of older work, export."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import AppError, NotFoundError
from app.models import Staff
from app.models.journal import AccessLog, Action, Change, ChangeSet, Device, Undo
from app.services import visibility
from app.services.audit import listing
from app.services.audit.lines import change_entries, failed_entries, seen_entries
from app.services.audit.names import owner_of
from app.services.audit.types import (
    ChainView,
    JournalDetail,
    JournalEntry,
    JournalFilter,
    JournalKey,
    JournalPage,
    Pc,
    Person,
    Stream,
)
from app.services.audit.wording import rows_of
from app.services.core import Service, labour, operation, query
from app.storage import journal_check
from app.storage.files import write_atomically
from app.storage.journal_check import ChainPosition
from app.storage.undo import UndoOutcome
from app.storage.undo_older import undo_entry
from app.terms import Permission, Uid

MOST_ROWS = 100
"""Records of one entry that are shown in full."""
CHECKED_AT_ONCE = 2000
MOST_EXPORTED = 20_000
GONE = "这条记录已经不在了。"


class Audit(Service):
    """操作日志: for those who may read it, and never of matters hidden from them."""

    @query(Permission.READ_JOURNAL)
    def page(self, chosen: JournalFilter, after: JournalKey | None = None, most: int = 100) -> JournalPage:
        """Return the newest entries of a filter, or those older than one.

        Args:
            chosen: what to show.
            after: the last entry at hand; None begins at the newest.
            most: how many.

        """
        with self.office.reading() as session:
            keys, more = listing.keys_after(session, self._sources(session, chosen), after, most)
            return JournalPage(self._lines(session, keys), more)

    @query(Permission.READ_JOURNAL)
    def entries(self, keys: Sequence[JournalKey]) -> tuple[JournalEntry, ...]:
        """Return the lines of given keys, in that order; those that are gone are left out."""
        with self.office.reading() as session:
            return self._lines(session, keys)

    @query(Permission.READ_JOURNAL)
    def count(self, chosen: JournalFilter) -> int:
        """Return how many entries a filter has; 2,001 stands for more than 2,000."""
        with self.office.reading() as session:
            return listing.count(session, self._sources(session, chosen))

    @query(Permission.READ_JOURNAL)
    def people(self) -> tuple[Person, ...]:
        """Return everybody whose work can be in the journal, those here first, by name."""
        with self.office.reading() as session:
            rows = session.scalars(select(Staff).order_by(Staff.is_active.desc(), Staff.name_key, Staff.id))
            return tuple(Person(row.id, row.name, row.is_active) for row in rows)

    @query(Permission.READ_JOURNAL)
    def pcs(self) -> tuple[Pc, ...]:
        """Return the PCs whose work is in the journal, this one first."""
        own = self.office.database.device_id
        with self.office.reading() as session:
            rows = session.scalars(select(Device).order_by(Device.first_at))
            return tuple(sorted((Pc(row.id, row.name, row.id == own) for row in rows), key=lambda pc: not pc.is_this))

    @query(Permission.READ_JOURNAL)
    def find(self, key: JournalKey) -> JournalDetail:
        """Return an entry with all it did.

        Raises:
            NotFoundError: there is none, or it is not for this person.

        """
        zone = self.office.hours().zone
        with self.office.reading() as session:
            lines = self._lines(session, (key,))
            if not lines:
                raise NotFoundError(GONE, todo="请刷新后再看。")
            if key.stream is Stream.CHANGE:
                return self._change_detail(session, lines[0], zone)
            if key.stream is Stream.ACCESS:
                return _access_detail(session, lines[0])
        return JournalDetail(lines[0], "", (), 0, "", b"", may_undo=False, why_not="")

    # --- the chain ---

    @query(Permission.READ_JOURNAL)
    def check_chain(self, position: ChainPosition | None = None) -> ChainPosition:
        """Prove a stretch of the chain; ask again with the answer until it is done.

        A stretch at a time, so that lists and searches are not kept waiting. All entries are proved, also those that
        are not for this person.
        """
        with self.office.reading_everything() as session:
            found = journal_check.check_part(session, position or journal_check.begin(session), CHECKED_AT_ONCE)
            broken = found.broken
            if broken and visibility.is_hidden_entry(session, self.office.actor.viewer, (broken.entry_id,)):
                found = replace(found, broken=replace(broken, entry_id=b"", label=""))
            return found

    @query(Permission.READ_JOURNAL)
    def chain_verdict(self, position: ChainPosition) -> ChainView:
        """Return what a finished check came to, in words; a hidden matter's entry is named by its number only."""
        checked, erased = position.checked, position.erased
        if position.broken is not None:
            sentence = f"操作日志在一处对不上，前面 {checked:,} 条没有问题。"
            return ChainView(False, checked, erased, sentence, self._place_of(position.broken))
        if position.orphans:
            place = f"有 {position.orphans:,} 项变更不属于任何一条操作。"
            return ChainView(False, checked, erased, "操作日志不完整。", place)
        by_law = f"其中 {erased:,} 项内容已依法删除。" if erased else ""
        return ChainView(True, checked, erased, f"{checked:,} 条操作逐条核对，没有改动过。{by_law}", "")

    def _place_of(self, broken: journal_check.Break) -> str:
        with self.office.reading() as session:
            device = session.get(Device, broken.device_id)
        pc = device.name if device else f"未知电脑 {broken.device_id.hex()[-6:]}"
        at = broken.at.astimezone(self.office.hours().zone)
        label = f"“{broken.label}”" if broken.label else ""
        return f"{pc} 第 {broken.number:,} 条{label}，{at:%Y-%m-%d %H:%M:%S}：{broken.problem}。"

    # --- taking back ---

    @operation(Permission.UNDO_OLDER_WORK)
    def undo(self, key: JournalKey) -> UndoOutcome:
        """Take an older operation back if nothing later depends on it; otherwise say what does.

        Raises:
            NotFoundError: there is none, or it is not for this person.

        """
        with self.office.reading() as session:
            entry_id = session.scalar(select(ChangeSet.id).where(ChangeSet.local_seq == key.number))
        if entry_id is None or key.stream is not Stream.CHANGE:
            raise NotFoundError(GONE, todo="请刷新后再看。")
        outcome = undo_entry(self.office.database, self.office.context(), entry_id)
        if outcome.ok:
            self.office.forget_hours()
        return outcome

    # --- taking out ---

    @query(Permission.READ_JOURNAL)
    def as_csv(self, chosen: JournalFilter) -> bytes:
        """Return the entries of a filter as CSV (UTF-8 with a mark, for spreadsheets), at most 20,000, newest first."""
        zone = self.office.hours().zone
        with self.office.reading() as session:
            keys, _ = listing.keys_after(session, self._sources(session, chosen), None, MOST_EXPORTED)
            lines = self._lines(session, keys)
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(("时间", "人员", "电脑", "类别", "内容"))
        for line in lines:
            at = line.at.astimezone(zone)
            table.writerow(map(_harmless, (f"{at:%Y-%m-%d %H:%M:%S}", line.who, line.device, line.way, line.words)))
        return text.getvalue().encode("utf-8-sig")

    @labour(Permission.READ_JOURNAL)
    def write_file(self, content: bytes, path: Path) -> Path:
        """Write an export where the user wants it, whole or not at all.

        Raises:
            AppError: the place cannot be written to.

        """
        try:
            write_atomically(path, content)
        except OSError as error:
            raise AppError(
                f"文件没有存成：{path.name}。",
                safe="操作日志没有改动。",
                todo="请换个位置，或关闭正在打开它的程序。",
            ) from error
        return path

    # --- parts ---

    def _sources(self, session: Session, chosen: JournalFilter) -> list[listing.Source]:
        logins: list[str] = []
        if chosen.staff_id is not None and (person := session.get(Staff, chosen.staff_id)) is not None:
            logins = [person.login]
        return listing.sources(chosen, self.office.hours().zone, logins)

    def _lines(self, session: Session, keys: Sequence[JournalKey]) -> tuple[JournalEntry, ...]:
        found = {**change_entries(session, keys), **seen_entries(session, keys), **failed_entries(session, keys)}
        return tuple(found[key] for key in keys if key in found)

    def _change_detail(self, session: Session, line: JournalEntry, zone: tzinfo) -> JournalDetail:
        entry = session.scalars(select(ChangeSet).where(ChangeSet.local_seq == line.key.number)).one()
        wanted = select(Change).where(Change.change_set_id == entry.id).order_by(Change.ordinal)
        changes = session.scalars(wanted.limit(MOST_ROWS)).all()
        total = len(changes)
        if total == MOST_ROWS:
            total = len(session.scalars(select(Change.number).where(Change.change_set_id == entry.id)).all())
        area, target = _leads_to(session, changes)
        why_not = self._why_not(session, entry)
        return JournalDetail(
            entry=line,
            place=f"第 {entry.device_seq:,} 条",
            rows=rows_of(session, changes, zone),
            more_rows=total - len(changes),
            area=area,
            target=target,
            may_undo=not why_not,
            why_not=why_not,
        )

    def _why_not(self, session: Session, entry: ChangeSet) -> str:
        if not self.office.actor.may(Permission.UNDO_OLDER_WORK):
            return "您的角色不能撤销较早的操作。"
        later = select(ChangeSet.id).where(ChangeSet.local_seq > entry.local_seq, ChangeSet.undoes == entry.id)
        if entry.action == Action.BASELINE.value or entry.undo == Undo.FINAL.value:
            return "这类操作不能撤销。"
        if entry.undo == Undo.COMPENSATED.value:
            return "它已对外生效或编号，请在原来的页面用撤回、作废、结束等操作更正。"
        if entry.undo == Undo.ASIDE.value:
            return "这是程序自动保存的内容。"
        undone = session.scalar(later.order_by(ChangeSet.local_seq.desc()).limit(1)) is not None
        return "它已经撤销过了。" if undone else ""


def _harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in set("=+-@\t\r") else text


def _leads_to(session: Session, changes: Sequence[Change]) -> tuple[str, Uid]:
    """Return area and id of the record a set of changes is about, if it can still be opened."""
    for change in changes:
        found = owner_of(session, change.table_name, change.row_id)
        if found is not None:
            return found
    return "", b""


def _access_detail(session: Session, line: JournalEntry) -> JournalDetail:
    row = session.get(AccessLog, line.key.number)
    found = owner_of(session, row.table_name, row.record_id) if row else None
    area, target = found or ("", b"")
    return JournalDetail(line, "", (), 0, area, target, may_undo=False, why_not="")
