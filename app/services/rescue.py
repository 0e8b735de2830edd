"""抢救: what can be done with a firm whose database cannot be used: look only, salvage, set a stray log aside.

Nothing here writes into the firm's folder but `set_log_aside`, which renames one file when the user asks for it.
"""

import csv
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.catalogue import Catalogue
from app.clock import Clock
from app.errors import AppError, DamagedDatabaseError, NotAllowedError, NotFoundError
from app.paths import Profile
from app.rules.permissions import may
from app.services.accounts import find_actor
from app.services.attachments import plain_name
from app.services.core import Office
from app.services.salvage_words import COLUMNS, LEFT_OUT, SHEETS
from app.storage import keys, rekeying, write_ahead
from app.storage.blobs import BlobStore
from app.storage.keys import DataKeys
from app.storage.salvage import Reader, Row, TableReport
from app.storage.slots import same_login
from app.storage.viewing import ViewedDatabase, copy_aside
from app.terms import Permission, Role

Told = Callable[[int, int, str], None]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed by a spreadsheet."""
WHOLE = (Permission.EXPORT_RECORDS, Permission.SEE_SENSITIVE)
"""What it takes to salvage: everything is written, sensitive matters too."""
PAPERS = "材料"
REPORT = "抢救报告.txt"


def quiet(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Given:
    """What somebody gave at the door: login and password, or the recovery key.

    Args:
        login: who wants in; may be empty with the recovery key.
        password: theirs.
        code: the recovery key instead of the password.

    """

    login: str
    password: str = ""
    code: str = ""


@dataclass(frozen=True)
class SalvageReport:
    """What was salvaged.

    Args:
        folder: where it lies.
        rows: table -> rows read.
        gaps: tables of which something could not be read, in Chinese.
        papers: papers and pictures taken out.
        lost_papers: those that are missing or damaged, by name.
        is_readable: the list of tables could be read; if not, there are papers only.

    """

    folder: Path
    rows: dict[str, int]
    gaps: tuple[str, ...]
    papers: int
    lost_papers: tuple[str, ...]
    is_readable: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.is_readable and not self.gaps and not self.lost_papers

    @property
    def summary(self) -> str:
        """Return what was taken out, in two sentences."""
        if not self.is_readable:
            return f"数据库开头损坏，记录一条也读不出来；取出 {self.papers} 份材料。请从备份恢复记录。"
        missing = "" if self.is_whole else f"有一部分没有读出，清单在“{REPORT}”里。"
        return f"共取出 {sum(self.rows.values())} 条记录、{self.papers} 份材料。{missing}"

    @property
    def text(self) -> str:
        """Return the report in lines, for people."""
        lines = [self.summary]
        lines += [f"{SHEETS.get(name, name)}：{rows} 条" for name, rows in self.rows.items() if rows]
        if self.gaps:
            lines += ["", "以下部分因文件损坏没有读出：", *self.gaps]
        if self.lost_papers:
            lines += ["", "以下材料缺失或已损坏：", *self.lost_papers]
        if self.is_whole:
            lines += ["", "没有发现读不出的内容。"]
        return "\n".join(lines) + "\n"


class Rescue:
    """The way around a database that does not open.

    Args:
        profile: where the firm's data lies.
        clock: gives the present instant.
        catalogue: schemes, fees, calendars.

    """

    def __init__(self, profile: Profile, clock: Clock, catalogue: Catalogue) -> None:
        self.profile = profile
        self._clock = clock
        self._catalogue = catalogue

    def can_unlock(self) -> bool:
        """Return whether the slot file can be read: without it nothing can be opened but a backup."""
        try:
            keys.logins(self.profile)
        except AppError:
            return False
        return self.profile.database.exists()

    def set_log_aside(self, given: Given) -> Path:
        """Rename a log that is not this database's, so that it opens without; return the log's new name.

        Raises:
            AppError: the log is its own, and is needed.

        """
        if not self._log_is_stray(self._key(given)):
            raise AppError(
                "日志文件属于这份数据，不能移开。", safe="没有改动任何文件。", todo="请用只读打开或抢救导出。"
            )
        try:
            return write_ahead.set_log_aside(self.profile.database)
        except OSError as error:
            raise AppError("日志文件移不开。", safe="没有改动任何文件。", todo="请检查文件夹权限后再试。") from error

    def look(self, given: Given) -> Office:
        """Open the firm for looking only.

        Raises:
            DamagedDatabaseError: not even that is possible.
            WrongPasswordError: what was given does not fit.

        """
        key = self._key(given)
        database = ViewedDatabase.look(self.profile, key)
        try:
            retired: tuple[str, ...] = ()
            with suppress(DamagedDatabaseError):
                retired = rekeying.retired_identities(database)
            office = Office(
                profile=self.profile,
                database=database,
                blobs=BlobStore(self.profile, key, retired),
                clock=self._clock,
                catalogue=self._catalogue,
                source="rescue",
            )
            office.seat(find_actor(office, given.login))
        except BaseException:
            database.close()
            raise
        return office

    def salvage(self, given: Given, folder: Path, progress: Told = quiet) -> SalvageReport:
        """Write everything that can be read into a fresh folder, with a report of what could not.

        Args:
            given: who asks; a login needs the permissions to export and to see sensitive matters wherever the staff can still be read.
            folder: where the fresh folder is made; never inside the firm's own.
            progress: gets (done, total, Chinese text); may raise to cancel.

        """
        if folder.resolve().is_relative_to(self.profile.root.resolve()):
            raise AppError("请选资料文件夹以外的位置。", safe="没有改动任何文件。", todo="例如桌面或 U 盘。")
        key = self._key(given)
        copy = copy_aside(self.profile, key)
        try:
            with closing(Reader(copy, key)) as reader:
                login = "" if given.code else given.login
                return _Salvage(self.profile, key, reader, login, progress).run(self._fresh(folder))
        except OSError as error:
            raise AppError(
                "抢救出来的资料没有写完。", safe="原来的文件没有改动。", todo="请换一个有空间、能写入的位置再试。"
            ) from error
        finally:
            shutil.rmtree(copy.parent, ignore_errors=True)

    def _fresh(self, folder: Path) -> Path:
        stamp = self._clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
        made, number = folder / f"律顾台抢救-{stamp}", 1
        while made.exists():
            number += 1
            made = folder / f"律顾台抢救-{stamp}-{number}"
        return made

    def _key(self, given: Given) -> bytes:
        """Return the key that opens the database: the one in force or, in the middle of a change, the next one."""
        found = self._keys(given)
        if found.pending is not None and not _opens(self.profile.database, found.sealed):
            return found.pending
        return found.sealed

    def _keys(self, given: Given) -> DataKeys:
        if given.code:
            return keys.keys_with_recovery(self.profile, given.code, clock=self._clock)
        return keys.keys_with_password(self.profile, given.login.strip(), given.password, clock=self._clock)

    def _log_is_stray(self, key: bytes) -> bool:
        try:
            write_ahead.require_own_log(self.profile.database, key)
        except DamagedDatabaseError:
            return True
        return False


def _opens(path: Path, key: bytes) -> bool:
    with closing(Reader(path, key)) as reader:
        return bool(reader.tables())


class _Salvage:
    """One salvage: tables into files, papers beside them."""

    def __init__(self, profile: Profile, key: bytes, reader: Reader, login: str, progress: Told) -> None:
        self._profile, self._key, self._reader, self._login, self._progress = profile, key, reader, login, progress
        self._reports: list[TableReport] = []
        self._papers: dict[str, str] = {}
        self._retired: list[str] = []

    def run(self, folder: Path) -> SalvageReport:
        """Write everything into a folder that is made now."""
        tables = self._reader.tables()
        self._require_permission(tables)
        folder.mkdir(parents=True)
        order = sorted(tables, key=lambda name: (name not in SHEETS, list(SHEETS).index(name) if name in SHEETS else 0))
        for done, name in enumerate(order):
            self._progress(done, len(order), f"正在读取{SHEETS.get(name, name)}")
            self._table(name, tables[name], folder)
        taken, lost = self._take_papers(folder / PAPERS)
        shown = {r.name: r.rows for r in self._reports if r.name not in LEFT_OUT}
        gaps = tuple(_gap_words(report) for report in self._reports if report.gaps)
        report = SalvageReport(folder, shown, gaps, taken, tuple(lost), bool(tables))
        (folder / REPORT).write_text("\ufeff" + report.text, encoding="utf-8")
        return report

    def _require_permission(self, tables: dict[str, list[str]]) -> None:
        """Refuse who is known to have left, or not to be shown everything; an unreadable list of staff refuses nobody."""
        if not self._login or "staff" not in tables:
            return
        for row in self._reader.rows("staff", tables["staff"], TableReport("staff")):
            if same_login(str(row["login"]), self._login):
                if not row["is_active"]:
                    raise NotAllowedError(
                        "这个登录名已经停用，不能导出资料。", todo="请由主任登录后抢救，或用恢复密钥。"
                    )
                roles = [role for role in Role if f'"{role.value}"' in str(row["roles"])]
                if not all(may(roles, one) for one in WHOLE):
                    able = "、".join(role.label for role in Role if all(may((role,), one) for one in WHOLE))
                    raise NotAllowedError("您的角色不能导出全部资料。", todo=f"请由{able}登录后抢救，或用恢复密钥。")

    def _table(self, name: str, columns: list[str], folder: Path) -> None:
        report = TableReport(name)
        self._reports.append(report)
        rows = self._reader.rows(name, columns, report)
        if name in LEFT_OUT:
            self._retired += [str(row["identity"]) for row in rows if name == "blob_key"]
            return
        with (folder / f"{SHEETS.get(name, name)}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            self._write(file, columns, self._noting_papers(name, rows))

    def _write(self, file: IO[str], columns: list[str], rows: Iterator[Row]) -> None:
        writer = csv.writer(file)
        writer.writerow([COLUMNS.get(column, column) for column in columns])
        for row in rows:
            writer.writerow([_cell(row[column]) for column in columns])

    def _noting_papers(self, name: str, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if name == "attachment":
                self._papers[str(row["blob_hash"])] = plain_name(str(row["file_name"]))
            elif name == "contract":
                for column, suffix in (("docx_hash", ".docx"), ("pdf_hash", ".pdf")):
                    if row[column]:
                        self._papers[str(row[column])] = plain_name(f"{row['number'] or '草稿'}{suffix}")
            yield row

    def _take_papers(self, folder: Path) -> tuple[int, list[str]]:
        """Decrypt every paper that is there, whether a record names it or not."""
        blobs = BlobStore(self._profile, self._key, self._retired)
        there = {path.parent.name + path.name for path in self._profile.blobs.glob("??/*") if path.is_file()}
        wanted = {**dict.fromkeys(sorted(there), ""), **self._papers}
        taken, lost = 0, []
        for done, (blob, name) in enumerate(wanted.items()):
            self._progress(done, len(wanted), "正在取出材料")
            try:
                content = blobs.read(blob)
            except (DamagedDatabaseError, NotFoundError, ValueError):
                lost.append(f"{name or '（没有记录提到）'} {blob[:12]}")
                continue
            folder.mkdir(exist_ok=True)
            (folder / f"{blob[:12]}-{name or '未登记'}").write_bytes(content)
            taken += 1
        return taken, lost


def _cell(value: Any) -> str:
    """Return a value as a cell's text: identities in hex, nothing that a spreadsheet would compute."""
    text = "" if value is None else value.hex() if isinstance(value, bytes) else str(value)
    return f"'{text}" if text.startswith(FORMULA) and isinstance(value, str) else text


def _gap_words(report: TableReport) -> str:
    name = SHEETS.get(report.name, report.name)
    places = "、".join(
        f"第 {first} 至 {last} 行" if last < 1 << 61 else f"第 {first} 行以后" for first, last in report.gaps
    )
    return f"{name}：{places}"
