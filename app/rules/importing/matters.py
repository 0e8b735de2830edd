"""A row of the old contract or 收案 register: kept for conflict checks (律师法 art. 39, 律师事务所管理办法 art. 46)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from app.rules.importing import values
from app.rules.importing.values import Reading, joined
from app.terms import Fen

FILLED: Final[Mapping[str, str]] = {
    "opponent": "对方当事人",
    "cause": "案由",
    "lawyers": "承办律师",
    "accepted_on": "收案日期",
    "closed_on": "结案日期",
    "fee_fen": "律师费",
    "note": "备注",
}
"""What an entry that exists takes over where it is empty, with the words for it."""


@dataclass(frozen=True)
class MatterFacts:
    """One entry of the register."""

    number: str
    client_name: str
    opponent: str = ""
    cause: str = ""
    lawyers: str = ""
    accepted_on: date | None = None
    closed_on: date | None = None
    fee_fen: Fen | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two entries the same: number and client, or client, opponent, cause and day."""
        client = values.plain_name(self.client_name)
        if self.number:
            return ("number", self.number, client)
        day = self.accepted_on.isoformat() if self.accepted_on else ""
        return ("matter", client, values.plain_name(self.opponent), self.cause, day)


@dataclass(frozen=True)
class MatterRow:
    """A row that was read."""

    facts: MatterFacts
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_matter(cells: Mapping[str, str], today: date, lost: frozenset[str] = frozenset()) -> MatterRow:
    """Read one row.

    Args:
        cells: text by field id.
        today: the present day where the firm is.
        lost: fields whose long number the file holds only rounded.

    """
    row = Reading(cells, today, lost)
    client = row.text("client_name", 100)
    if not client:
        row.problems.append("缺少委托人。")
    fee_text, fee = row.text("fee"), row.amount("fee", "律师费")
    accepted, closed = row.day("accepted_on", "收案日期").day, row.day("closed_on", "结案日期").day
    if accepted and closed and closed < accepted:
        row.problems.append("结案日期早于收案日期，请核对。")
    note = joined((row.long_text("note"), f"律师费：{fee_text}" if fee_text and fee is None else ""))
    if not row.text("opponent"):
        row.notes.append("没有对方当事人，利益冲突检索时查不到对方")
    facts = MatterFacts(
        number=row.text("number", 60),
        client_name=client,
        opponent=row.text("opponent", 200),
        cause=row.text("cause", 100),
        lawyers=row.text("lawyers", 100),
        accepted_on=accepted,
        closed_on=closed,
        fee_fen=fee,
        note=note,
    )
    return MatterRow(facts, tuple(dict.fromkeys(row.problems)), tuple(dict.fromkeys(row.notes)))


def fills_of(row: MatterFacts, other: MatterFacts) -> tuple[dict[str, Any], list[str]]:
    """Return what a row fills of an entry that exists, and in words what differs and stays."""
    fills: dict[str, Any] = {}
    conflicts: list[str] = []
    for one in fields(MatterFacts):
        mine, theirs = getattr(row, one.name), getattr(other, one.name)
        if one.name not in FILLED or not mine or mine == theirs:
            continue
        if not theirs:
            fills[one.name] = mine
        elif one.name != "note":
            conflicts.append(f"{FILLED[one.name]}：已登记为“{theirs}”，表中为“{mine}”，保留已登记的")
    return fills, conflicts
