"""From the journal's images to what a reader sees: fields by their words, before and after."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from sqlalchemy import Boolean, Column, Date, LargeBinary
from sqlalchemy.orm import Session

from app.models.base import JsonText, TermType, UtcDateTime
from app.models.journal import Change, Operation
from app.rules.money import yuan_text
from app.services.audit.columns import column_label, table_label
from app.services.audit.names import names_of
from app.services.audit.types import FieldChange, RowChanges
from app.storage.guard import journalled_tables
from app.storage.images import INSTANT
from app.terms import Category, Role, Scheme, Term, Uid

WHAT = {Operation.INSERT: "新增", Operation.UPDATE: "修改", Operation.DELETE: "删除", Operation.BASELINE: "批量载入"}
LONGEST = 300
WEEKDAYS = "一二三四五六日"
SHORT_IDS = frozenset({"docx_hash", "pdf_hash"})
LISTED: Mapping[str, type[Term]] = {"roles": Role, "schemes": Scheme, "fields": Category}
"""Columns that hold a list of stored values."""
KEYS = {
    "text": "内容",
    "reason": "理由",
    "note": "说明",
    "assignee": "主办律师",
    "client": "服务对象",
    "was": "原时间",
    "received_at": "收到时间",
    "elapsed_minutes": "用时（分钟）",
    "is_late": "超时",
    "allowance_minutes": "时限（分钟）",
    "number": "号码",
    "is_published": "公开",
    "begins": "开始",
    "ends": "结束",
    "name": "名称",
    "date": "日期",
    "total_fen": "合计",
    "title": "依据",
    "when": "付款时间",
    "amount_fen": "金额",
    "court": "管辖",
    "copies": "份数",
    "extra_clauses": "补充条款",
    "powers": "特别授权事项",
    "payments": "付款",
    "members": "家庭成员",
    "relation": "关系",
}
"""What is worth reading of JSON contents; other keys are for the program."""


@dataclass(frozen=True)
class Reader:
    """Turns stored values into words.

    Args:
        zone: in which instants are shown.
        names: of records, by id.

    """

    zone: tzinfo
    names: Mapping[Uid, str]

    def value(self, column: Column[Any], value: Any) -> str:
        """Return a column's JSON value in words; empty for nothing."""
        if value is None or value == "":
            return ""
        name, kind = column.name, column.type
        if name.endswith("_fen"):
            return f"{yuan_text(int(value))} 元"
        for types, words in self._by_type():
            if isinstance(kind, types):
                return words(kind, name, value)
        return _cut(str(value)[:12] + "…" if name in SHORT_IDS else str(value))

    def _by_type(self) -> tuple[tuple[type[Any], Callable[[Any, str, Any], str]], ...]:
        return (
            (TermType, lambda kind, _name, value: _label(kind.vocabulary, value)),
            (UtcDateTime, lambda _kind, _name, value: self.instant(value)),
            (Date, lambda _kind, _name, value: date.fromisoformat(value).isoformat()),
            (Boolean, lambda _kind, _name, value: "是" if value else "否"),
            (LargeBinary, lambda _kind, _name, value: self.names.get(bytes.fromhex(value), "（已不在）")),
            (JsonText, lambda _kind, name, value: _cut(self.contents(name, value))),
        )

    def instant(self, text: str) -> str:
        """Return a stored instant in local time."""
        at = datetime.strptime(text, INSTANT).replace(tzinfo=UTC).astimezone(self.zone)
        return f"{at:%Y-%m-%d %H:%M:%S}"

    def contents(self, name: str, value: Any) -> str:
        """Return JSON contents in words."""
        if name in LISTED and isinstance(value, list):
            return "、".join(_label(LISTED[name], one) for one in value)
        if name == "lawyer_ids":
            return "、".join(self.names.get(bytes.fromhex(one), "（已不在）") for one in value)
        if name in {"weekly", "summer"} and isinstance(value, dict):
            return _timetable(value)
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        match value:
            case None | "" | [] | {}:
                return ""
            case bool():
                return "是" if value else "否"
            case float():
                return f"{value:g}"
            case list():
                return "；".join(filter(None, map(self._plain, value)))
            case dict():
                parts = {KEYS[key]: self._keyed(key, one) for key, one in value.items() if key in KEYS}
                return "，".join(f"{key}：{words}" for key, words in parts.items() if words)
        return str(value)

    def _keyed(self, key: str, value: Any) -> str:
        if key.endswith("_fen") and isinstance(value, int):
            return f"{yuan_text(value)} 元"
        if key in {"was", "received_at"} and value:
            return f"{datetime.fromisoformat(value).astimezone(self.zone):%Y-%m-%d %H:%M}"
        return self._plain(value)


def rows_of(session: Session, changes: Iterable[Change], zone: tzinfo) -> tuple[RowChanges, ...]:
    """Return what some changes did, row by row, with every id in them resolved to a name."""
    several = list(changes)
    reader = Reader(zone, names_of(session, _ids(several)))
    return tuple(_row(change, reader) for change in several)


def _row(change: Change, reader: Reader) -> RowChanges:
    what = WHAT[Operation(change.operation)]
    before, after = _parsed(change.before), _parsed(change.after)
    name = reader.names.get(change.row_id or b"", "") or str((after or before or {}).get("name", ""))
    if change.operation == Operation.BASELINE.value:
        rows = FieldChange("行数", "", f"{(after or {}).get('rows', 0):,}")
        return RowChanges(table_label(change.table_name), "", what, (rows,))
    erased = change.salt is None
    fields = () if erased else tuple(_fields(change.table_name, before, after, reader))
    return RowChanges(table_label(change.table_name), name, what, fields, erased)


def _fields(
    table: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, reader: Reader
) -> Iterable[FieldChange]:
    columns = journalled_tables()[table].c
    for name in {**(before or {}), **(after or {})}:
        label = column_label(table, name)
        if not label or name not in columns:
            continue
        was = reader.value(columns[name], (before or {}).get(name))
        now = reader.value(columns[name], (after or {}).get(name))
        if was or now:
            yield FieldChange(label, was, now)


def _ids(changes: Iterable[Change]) -> set[Uid]:
    """Return every id that stands in the images, and the rows' own."""
    found: set[Uid] = set()
    tables = journalled_tables()
    for change in changes:
        if change.row_id:
            found.add(change.row_id)
        for image in (_parsed(change.before), _parsed(change.after)):
            for name, value in (image or {}).items():
                column = tables[change.table_name].c.get(name) if change.table_name in tables else None
                if column is not None and isinstance(column.type, LargeBinary) and value:
                    found.add(bytes.fromhex(value))
                elif name == "lawyer_ids" and value:
                    found |= {bytes.fromhex(one) for one in value}
    return found


def _parsed(text: str | None) -> dict[str, Any] | None:
    image: dict[str, Any] | None = None if text is None else json.loads(text)
    return image


def _label(vocabulary: type[Term], value: Any) -> str:
    try:
        return vocabulary(value).label
    except ValueError:
        return str(value)


def _timetable(value: Mapping[str, Any]) -> str:
    """Return weekly spans (“周一 09:00–12:00 13:30–17:30”) or a summer timetable."""
    if "spans" in value:
        return f"{value.get('begins')} 至 {value.get('ends')} {_spans(value['spans'])}"
    days = sorted((int(day), _spans(spans)) for day, spans in value.items() if day.isdecimal())
    return "；".join(f"周{WEEKDAYS[day]} {spans}" for day, spans in days if spans)


def _spans(spans: Iterable[Any]) -> str:
    return " ".join("–".join(map(str, span)) for span in spans)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
