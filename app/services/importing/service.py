"""导入: a spreadsheet is read, its columns matched, every row judged; after the user's yes it is written in short units.

All units carry one batch id, so that one undo takes all of it back. A cancelled or failed import takes itself back.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.errors import AppError, CancelledError
from app.formats.columns import Column
from app.formats.sheets import Spreadsheet
from app.models import Firm
from app.models.base import new_uid
from app.rules import numbering
from app.rules.importing import old_numbers
from app.rules.importing.fields import FIELDS, all_words, guess_columns
from app.rules.importing.tables import Record, find_table
from app.services.core import Office, Service, labour, long_operation, operation, query
from app.services.firm_settings.registry import pattern_key, value_of
from app.services.importing import memory
from app.services.importing.book import Book, Surroundings
from app.services.importing.clients import ClientBook
from app.services.importing.consultations import ConsultationBook
from app.services.importing.matters import MatterBook
from app.services.importing.types import (
    Cells,
    CheckedRow,
    DryRun,
    FieldView,
    ImportOutcome,
    ImportSource,
    ImportTable,
    Told,
    Unfinished,
)
from app.services.later import Later
from app.storage import undo
from app.storage.files import write_atomically
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import ImportKind, Permission, RowVerdict, Uid

if TYPE_CHECKING:
    from app.formats import spreadsheets, xlsx_export
else:
    spreadsheets, xlsx_export = Later("app.formats.spreadsheets"), Later("app.formats.xlsx_export")

UNIT = 100
"""Rows written at once: the lock is held for about two tenths of a second."""
BREATH = 0.005
"""Seconds between two units, so that whoever waits for the lock gets it."""
SAMPLES = 3
NEXT_NUMBERS = {
    ImportKind.CLIENT: (numbering.CLIENT,),
    ImportKind.CONSULTATION: (numbering.CONSULTATION,),
    ImportKind.PAST_MATTER: (numbering.MANDATE, numbering.AGREEMENT),
}
"""Which series go on after the numbers of a register."""


def _silent(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


def fields_of(kind: ImportKind) -> tuple[FieldView, ...]:
    """Return the fields that columns can be matched to; cheap, on any thread."""
    return tuple(FieldView(field.id, field.title, field.required) for field in FIELDS[kind])


class Importing(Service):
    """导入.

    Args:
        office: the opened firm.
        before: makes a backup before something large, told in a word what for; None makes none.

    """

    def __init__(self, office: Office, before: Callable[[str], object] | None = None) -> None:
        super().__init__(office)
        self._before = before

    # --- reading ---

    @labour(Permission.IMPORT_RECORDS)
    def read(self, path: Path) -> ImportSource:
        """Read a file.

        Raises:
            AppError: it is no spreadsheet that can be read; the sentence says what to do.

        """
        return _source(spreadsheets.read_file(path))

    @labour(Permission.IMPORT_RECORDS)
    def read_pasted(self, text: str) -> ImportSource:
        """Read rows copied from a spreadsheet."""
        return _source(spreadsheets.read_pasted(text))

    @query(Permission.IMPORT_RECORDS)
    def table(
        self, source: ImportSource, kind: ImportKind, sheet: str = "", header_line: int | None = None
    ) -> ImportTable:
        """Find the table of a sheet and match its columns: as remembered for these headers, else as they read.

        Args:
            source: from `read`.
            kind: what the rows are to become.
            sheet: which one; empty takes the one that looks most like it.
            header_line: where the header is, from 1; 0: there is none; None: to be found.

        """
        sheets, known = source.content.sheets, all_words(kind)
        if not sheet:
            sheet = max(sheets, key=lambda one: _fit(kind, find_table(one.rows, known).headers)).name
        chosen = next(one for one in sheets if one.name == sheet)
        found = find_table(chosen.rows, known, header_line)
        with self.office.reading() as session:
            kept = memory.recall(session, kind, found.headers)
        return ImportTable(
            kind=kind,
            source=source.name,
            sheet=sheet,
            headers=found.headers,
            samples=_samples(found.records, len(found.headers)),
            header_line=found.header_line,
            columns=kept if kept is not None else guess_columns(kind, found.headers),
            is_remembered=kept is not None,
            left_out=found.left_out,
            records=found.records,
            lost=chosen.lost,
        )

    @query(Permission.IMPORT_RECORDS)
    def dry_run(self, table: ImportTable, columns: Mapping[int, str], progress: Told = _silent) -> DryRun:
        """Judge every row without writing anything.

        Raises:
            AppError: a field that every row needs has no column.

        """
        _check_columns(table.kind, columns)
        book = self._book(table.kind)
        rows: list[CheckedRow] = []
        with self.office.reading() as session:
            for part in _parts(table.records):
                progress(len(rows), len(table.records), "正在核对")
                rows += [one.checked() for one in book.judge(session, _cells(table, columns, part))]
                session.expunge_all()
        return DryRun(table, dict(columns), tuple(rows))

    @labour(Permission.IMPORT_RECORDS)
    def save_faulty(self, checked: DryRun, path: Path) -> Path:
        """Write the faulty rows with their reasons as .xlsx, to be corrected and imported again.

        Raises:
            AppError: the place cannot be written to.

        """
        said = {row.line: row.said for row in checked.rows if row.verdict is RowVerdict.FAULTY}
        columns = [Column("行号", 8), Column("有误的原因", 40), *(Column(text, 18) for text in checked.table.headers)]
        rows = [
            (str(record.line), said[record.line], *record.cells)
            for record in checked.table.records
            if record.line in said
        ]
        save_workbook(path, xlsx_export.workbook_bytes("有误的行", columns, rows))
        return path

    # --- writing ---

    @long_operation(Permission.IMPORT_RECORDS)
    def run(self, table: ImportTable, columns: Mapping[int, str], progress: Told = _silent) -> ImportOutcome:
        """Write the rows that are new or add something; each is judged once more as the records stand by then.

        Cancelled or failed, it takes back what it wrote so far.

        Raises:
            AppError: it could not be done; nothing of it is left.

        """
        _check_columns(table.kind, columns)
        if self._before is not None:
            self._before("导入")
        batch, total = new_uid(), len(table.records)
        counts = dict.fromkeys(RowVerdict, 0)
        self._begin(table, columns, batch)
        try:
            done = 0
            for part in _parts(table.records):
                progress(done, total, "正在导入")
                self._write(table, columns, part, batch, counts, is_first=done == 0)
                done += len(part)
                threading.Event().wait(BREATH)
            progress(done, total, "正在导入")
        except CancelledError:
            return self._stopped(table, batch)
        except Exception as fault:
            self._fail(table, batch, fault)
            raise
        return self._done(table, counts, batch)

    @operation(Permission.IMPORT_RECORDS)
    def take_back(self, batch_id: Uid) -> undo.UndoOutcome:
        """Take a whole import back, as long as nobody changed or used what it brought."""
        return undo.undo_batch(self.office.database, self.office.context(), batch_id)

    @operation(Permission.IMPORT_RECORDS)
    def forget_unfinished(self) -> None:
        """Leave what a broken-off import wrote as it is, and speak of it no more."""
        with self.office.work() as work:
            memory.end(work)
            work.commit("保留未完成的导入", undo=Undo.ASIDE)

    @query(Permission.IMPORT_RECORDS)
    def unfinished(self) -> Unfinished | None:
        """Return the import that a power cut or crash broke off, if one was."""
        with self.office.reading() as session:
            return memory.broken_off(session)

    def _book(self, kind: ImportKind) -> Book:
        regions = sorted(self.office.catalogue.regions.values(), key=lambda region: region.is_current)
        districts = {region.name: region.code for region in regions}  # one that still exists goes before an old one
        around = Surroundings(self.office.today(), self.office.hours().zone, districts)
        if kind is ImportKind.CLIENT:
            return ClientBook(around)
        return MatterBook(around) if kind is ImportKind.PAST_MATTER else ConsultationBook(around, self.office.catalogue)

    def _begin(self, table: ImportTable, columns: Mapping[int, str], batch: Uid) -> None:
        with self.office.work() as work:
            if (left := memory.broken_off(work.session)) is not None:
                raise AppError(
                    f"导入“{left.source}”还没有结束，或者中途断开了。",
                    safe="这一次没有写入任何内容。",
                    todo="请先在“导入与导出”页把上一次撤回或保留，再导入。",
                )
            memory.remember(work, table.kind, table.headers, columns)
            memory.begin(work, batch, table.kind, table.source)
            work.commit(f"开始导入{table.kind.label}：{table.source}"[:200], undo=Undo.ASIDE)

    def _write(
        self,
        table: ImportTable,
        columns: Mapping[int, str],
        part: Sequence[Record],
        batch: Uid,
        counts: dict[RowVerdict, int],
        *,
        is_first: bool,
    ) -> None:
        book = self._book(table.kind)
        with self.office.work() as work:
            if is_first:
                self._move_series(work, table, book, columns)
            judged = book.judge(work.session, _cells(table, columns, part))
            book.write(work, judged)
            work.commit(_label(table), batch_id=batch)
        for one in judged:
            counts[one.verdict] += 1

    def _move_series(self, work: UnitOfWork, table: ImportTable, book: Book, columns: Mapping[int, str]) -> None:
        """Let the firm's numbers go on after those of the register."""
        firm = work.session.scalars(select(Firm.short_name)).first() or ""
        patterns = {one.key: str(value_of(work.session, pattern_key(one.key))) for one in NEXT_NUMBERS[table.kind]}
        seen = book.numbers(_cells(table, columns, table.records))
        for (series, year), last in old_numbers.highest(seen, patterns, firm).items():
            work.move_series(series, year, last)

    def _done(self, table: ImportTable, counts: Mapping[RowVerdict, int], batch: Uid) -> ImportOutcome:
        words = "，".join(f"{verdict.label} {counts[verdict]:,} 行" for verdict in RowVerdict if counts[verdict])
        sentence = f"已导入{table.kind.label}：{table.source}（{words or '没有内容'}）"
        wrote = bool(counts[RowVerdict.NEW] or counts[RowVerdict.MERGED])
        with self.office.work() as work:
            memory.end(work)
            said = {"file": table.source, "kind": table.kind.value, "at": work.now.isoformat()}
            memory.put(work, memory.LAST, said | {verdict.value: counts[verdict] for verdict in RowVerdict})
            work.commit(sentence[:200], undo=Undo.ASIDE)
        return ImportOutcome(table.kind, table.source, dict(counts), batch if wrote else None, False, f"{sentence}。")

    def _stopped(self, table: ImportTable, batch: Uid) -> ImportOutcome:
        left = self._clear(batch)
        sentence = f"导入已取消，{left or '没有留下任何内容'}。"
        return ImportOutcome(table.kind, table.source, dict.fromkeys(RowVerdict, 0), None, True, sentence)

    def _fail(self, table: ImportTable, batch: Uid, fault: Exception) -> None:
        """Take back what was written; a known fault is told with what became of it."""
        left = self._clear(batch)
        if isinstance(fault, AppError):
            safe = f"{table.source} 没有导入，{left or '已写入的都已撤回'}。"
            raise AppError(fault.what, safe=safe, todo=fault.todo) from fault

    def _clear(self, batch: Uid) -> str:
        """Take a batch back and end the import; return Chinese words for what is left, if anything is."""
        outcome = undo.undo_batch(self.office.database, self.office.context(), batch)
        if outcome.label and not outcome.ok:
            return f"但有一部分没能撤回：{outcome.sentence}"
        with self.office.work() as work:
            memory.end(work)
            work.commit("结束未完成的导入", undo=Undo.ASIDE)
        return ""


def save_workbook(path: Path, content: bytes) -> None:
    """Write a spreadsheet where the user wants it, whole or not at all.

    Raises:
        AppError: the place cannot be written to.

    """
    try:
        write_atomically(path, content)
    except OSError as fault:
        raise AppError(
            f"文件没有存成：{path.name}。",
            safe="律顾台里的资料没有变动。",
            todo="请换个位置，或先在 Excel、WPS 里关闭同名文件。",
        ) from fault


def _source(read: Spreadsheet) -> ImportSource:
    return ImportSource(read.name, read.form, tuple(sheet.name for sheet in read.sheets), read)


def _fit(kind: ImportKind, headers: Sequence[str]) -> int:
    return len(guess_columns(kind, headers))


def _samples(records: Sequence[Record], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple([text for record in records[:50] if (text := record.cells[place])][:SAMPLES]) for place in range(width)
    )


def _check_columns(kind: ImportKind, columns: Mapping[int, str]) -> None:
    chosen = list(columns.values())
    twice = sorted({field.title for field in FIELDS[kind] if chosen.count(field.id) > 1})
    if twice:
        raise AppError(f"有两列都对应“{twice[0]}”。", todo="请把其中一列改成别的，或者选“不导入”。")
    missing = [field.title for field in FIELDS[kind] if field.required and field.id not in chosen]
    if missing:
        raise AppError(f"还没有一列对应“{'”和“'.join(missing)}”。", todo="请在对应列里选好，再核对。")


def _parts(records: Sequence[Record]) -> list[Sequence[Record]]:
    return [records[start : start + UNIT] for start in range(0, len(records), UNIT)]


def _cells(table: ImportTable, columns: Mapping[int, str], part: Sequence[Record]) -> list[Cells]:
    return [
        Cells(
            record.line,
            {field: record.cells[place] for place, field in columns.items()},
            frozenset(field for place, field in columns.items() if (record.line - 1, place) in table.lost),
        )
        for record in part
    ]


def _label(table: ImportTable) -> str:
    return f"导入{table.kind.label}：{table.source}"[:200]
