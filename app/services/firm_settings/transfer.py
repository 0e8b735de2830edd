"""Settings out to one readable file and in again, row by row, with nothing written before it is confirmed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.errors import AppError, InvalidInputError
from app.rules import numbering
from app.services.core import Service, operation, query
from app.services.firm_settings.details import find_firm
from app.services.firm_settings.registry import pattern_key, value_of
from app.services.firm_settings.transfer_calendar import calendar_items, day_item, year_item
from app.services.firm_settings.transfer_item import Ground, Item, problem_of
from app.services.firm_settings.transfer_items import items
from app.services.wording import who_may
from app.storage.files import write_atomically
from app.terms import Permission

FORMAT, VERSION = "lvgutai-settings", 1
GROUPS = ("firm", "settings", "channels", "prices", "hours", "calendar_years", "firm_days")
LARGEST_BYTES = 5_000_000


@dataclass(frozen=True)
class ImportRow:
    """One setting that the file has otherwise, or that cannot be taken.

    Attributes:
        key: group and key in the file.
        label: what it is.
        before: in force now, in words; empty where nothing is set.
        after: as the file has it, in words.
        problem: why it cannot be taken; empty when it can.

    """

    key: str
    label: str
    before: str
    after: str
    problem: str = ""


@dataclass(frozen=True)
class SettingsImport:
    """A file that was read; nothing is written yet.

    Attributes:
        firm: whose settings the file holds.
        exported_at: when it was written, as the file says.
        rows: what differs or cannot be taken.
        same: how many settings the file has just as they are.
        content: the file's settings, for `apply`.

    """

    firm: str
    exported_at: str
    rows: tuple[ImportRow, ...]
    same: int
    content: Mapping[str, Mapping[str, Any]]


class Transfer(Service):
    """设置的导出与导入."""

    @query(Permission.MANAGE_FIRM)
    def export(self, path: Path) -> None:
        """Write the firm's settings into a file people can read.

        Raises:
            AppError: the file cannot be written there.

        """
        with self.office.reading() as session:
            found = [*items(self._ground(session)), *calendar_items(session)]
            firm = find_firm(session).full_name
        content: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "firm_name": firm,
            "exported_at": self.office.clock.now().astimezone(self.office.hours().zone).isoformat(timespec="minutes"),
        }
        for item in found:
            if item.now is not None or item.group == "hours":
                content.setdefault(item.group, {})[item.key] = item.now
        try:
            write_atomically(path, json.dumps(content, ensure_ascii=False, indent=2).encode())
        except OSError as error:
            raise AppError(f"“{path.name}”没有存成。", todo="请换个文件夹，或关闭占用它的程序后再试。") from error

    @query(Permission.MANAGE_FIRM)
    def preview(self, path: Path) -> SettingsImport:
        """Read a file and return what it would change, row by row.

        Raises:
            AppError: it cannot be read, or is no file of settings.

        """
        content = read_file(path)
        groups = {name: content[name] for name in GROUPS if name in content}
        rows: list[ImportRow] = []
        same = 0
        with self.office.reading() as session:
            known = self._known(session)
            for group, values in groups.items():
                for key, value in values.items():
                    row = self._row(_find(session, known, group, key), group, key, value)
                    if row is None:
                        same += 1
                    else:
                        rows.append(row)
        return SettingsImport(
            str(content.get("firm_name", "")), str(content.get("exported_at", "")), tuple(rows), same, groups
        )

    @operation(Permission.MANAGE_FIRM)
    def apply(self, found: SettingsImport, chosen: frozenset[str]) -> int:
        """Keep the chosen rows, as one operation that can be undone.

        Args:
            found: as `preview` returned it.
            chosen: keys of the rows.

        Returns:
            how many settings were changed.

        Raises:
            InvalidInputError: a chosen row cannot be taken.

        """
        with self.office.work() as work:
            known = self._known(work.session)
            taken = 0
            for row in found.rows:
                if row.key not in chosen:
                    continue
                group, _, key = row.key.partition("/")
                value = found.content[group][key]
                item = _find(work.session, known, group, key)
                if item is None or self._row(item, group, key, value) is None:
                    continue
                if problem := self._problem(item, value):
                    raise InvalidInputError({row.key: f"{item.label}：{problem}"})
                item.write(work, value)
                work.session.flush()
                taken += 1
            _check_series(work.session)
            if taken:
                work.commit(f"导入设置 {taken} 项")
        self.office.forget_hours()
        return taken

    def _ground(self, session: Session) -> Ground:
        return Ground(session, self.office.catalogue, find_firm(session), self.office.today())

    def _known(self, session: Session) -> dict[tuple[str, str], Item]:
        return {(item.group, item.key): item for item in items(self._ground(session))}

    def _problem(self, item: Item, value: Any) -> str:
        if not self.office.actor.may(item.permission):
            return f"您的角色不能{item.permission.label}，请由{who_may(item.permission)}导入。"
        return problem_of(item, value)

    def _row(self, item: Item | None, group: str, key: str, value: Any) -> ImportRow | None:
        place = f"{group}/{key}"
        if item is None:
            return ImportRow(place, key, "", "", "这个版本的程序没有这一项，不会导入。")
        if value == item.now:
            return None
        before = "" if item.now is None else item.words(item.now)
        problem = self._problem(item, value)
        after = "" if problem_of(item, value) else item.words(value)
        return ImportRow(place, item.label, before, after, problem)


def read_file(path: Path) -> dict[str, Any]:
    """Return the content of a settings file.

    Raises:
        AppError: it cannot be read, is no file of settings, or was written by a newer version.

    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise AppError(f"“{path.name}”太大，不像设置文件。", todo="请选从“导出设置”得到的文件。")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AppError(f"“{path.name}”读不出来。", todo="请检查文件还在不在、能不能打开。") from error
    except (ValueError, RecursionError) as error:
        raise AppError(f"“{path.name}”不是设置文件，或已损坏。", todo="请选从“导出设置”得到的文件。") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise AppError(f"“{path.name}”不是律顾台的设置文件。", todo="请选从“导出设置”得到的文件。")
    version = content.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise AppError(f"“{path.name}”是更新版本的程序导出的，这个版本读不懂。", todo="请先升级程序。")
    if any(not isinstance(content.get(name, {}), dict) for name in GROUPS):
        raise AppError(f"“{path.name}”里的内容不完整，可能被改坏了。", todo="请重新导出一份。")
    return content


def _find(session: Session, known: Mapping[tuple[str, str], Item], group: str, key: str) -> Item | None:
    makers = {"calendar_years": year_item, "firm_days": day_item}
    if group not in makers:
        return known.get((group, key))
    try:
        return makers[group](session, key)
    except ValueError:
        return None


def _check_series(session: Session) -> None:
    """Refuse patterns of numbers that would clash once all rows are written."""
    patterns = {key: value_of(session, pattern_key(key)) for key in numbering.SERIES}
    if clash := numbering.clashing_series(patterns, find_firm(session).short_name):
        first, second = (numbering.SERIES[key].label for key in clash)
        raise InvalidInputError({pattern_key(clash[1]): f"{first}和{second}写法相同，会重号，这些编号没有导入。"})
