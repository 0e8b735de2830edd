"""The book of past matters: the old contract or 收案 register, kept for conflict checks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Client, PastMatter
from app.models.base import new_uid
from app.rules.importing.matters import FILLED, MatterFacts, MatterRow, fills_of, read_matter
from app.services.importing.book import Judged, Surroundings
from app.services.importing.types import Cells
from app.storage.recorder import chunks
from app.storage.unit_of_work import UnitOfWork
from app.terms import RowVerdict, Uid


@dataclass
class Entry:
    """An entry of the register: stored, or from an earlier row."""

    facts: MatterFacts
    called: str
    id: Uid | None = None
    values: dict[str, Any] = field(default_factory=dict)


class MatterBook:
    """Judges and writes rows of past matters.

    Args:
        around: what judging needs to know of the firm.

    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._names: set[str] = set()
        self._entries: dict[tuple[str, ...], Entry] = {}
        self._clients: dict[str, Uid | None] = {}

    def numbers(self, cells: Iterable[Cells]) -> list[str]:
        """Return the numbers a register gives its matters."""
        return [one.texts.get("number", "") for one in cells]

    def judge(self, session: Session, cells: Sequence[Cells]) -> list[Judged[MatterRow, Entry]]:
        """Return a verdict for each row; rows judged before by this book count as if they were written."""
        rows = [read_matter(one.texts, self._around.today, one.lost) for one in cells]
        self._load(session, {row.facts.client_name for row in rows} - {""})
        return [self._judge(one.line, row) for one, row in zip(cells, rows, strict=True)]

    def _judge(self, line: int, row: MatterRow) -> Judged[MatterRow, Entry]:
        facts = row.facts
        about = f"对方 {facts.opponent}" if facts.opponent else facts.number
        judged = Judged[MatterRow, Entry](line, row, RowVerdict.NEW, facts.client_name, about, list(row.notes))
        if row.problems:
            judged.verdict, judged.said = RowVerdict.FAULTY, [*row.problems]
            return judged
        entry = self._entries.get(facts.key)
        if entry is None:
            judged.target = self._entries[facts.key] = Entry(facts, f"第 {line} 行 {facts.client_name}")
            return judged
        fills, conflicts = fills_of(facts, entry.facts)
        judged.target, judged.added = entry, fills
        judged.verdict = RowVerdict.MERGED if fills else RowVerdict.SAME
        filled = "补充" + "、".join(FILLED[name] for name in fills) if fills else ""
        judged.said = [f"已有{entry.called}", filled, *conflicts]
        entry.facts = replace(entry.facts, **fills)
        return judged

    def _load(self, session: Session, names: set[str]) -> None:
        """Take in the entries of these clients, and which of them have exactly one file."""
        fresh = names - self._names
        self._names |= fresh
        for chunk in chunks(sorted(fresh)):
            for row in session.scalars(select(PastMatter).where(PastMatter.client_name.in_(chunk))):
                facts = MatterFacts(**{one.name: getattr(row, one.name) for one in fields(MatterFacts)})
                called = f"登记 {row.client_name}（{row.number or '无编号'}）"
                self._entries.setdefault(facts.key, Entry(facts, called, row.id))
            found = select(Client.name, func.min(Client.id), func.count()).where(Client.name.in_(chunk))
            for name, client_id, count in session.execute(found.group_by(Client.name)):
                self._clients[name] = client_id if count == 1 else None

    def write(self, work: UnitOfWork, judged: Sequence[Judged[MatterRow, Entry]]) -> None:
        """Write what was judged in this unit of work."""
        new: list[Entry] = []
        for one in judged:
            entry = one.target
            if entry is None:
                continue
            if one.verdict is RowVerdict.NEW:
                entry.id = new_uid()
                entry.values = {"id": entry.id, "client_id": self._clients.get(one.row.facts.client_name)}
                entry.values |= {each.name: getattr(one.row.facts, each.name) for each in fields(MatterFacts)}
                new.append(entry)
            elif one.verdict is RowVerdict.MERGED and entry.values:
                entry.values.update(one.added)
            elif one.verdict is RowVerdict.MERGED:
                stored = work.session.scalars(select(PastMatter).where(PastMatter.id == entry.id)).one()
                for name, value in one.added.items():
                    setattr(stored, name, value)
        work.insert_many(PastMatter, [entry.values for entry in new])
