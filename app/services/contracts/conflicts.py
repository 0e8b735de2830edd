"""利益冲突检索: whether somebody in a new mandate stands on the other side of one the firm has or had.

律师法 art. 39 (no acting for both sides), 律师事务所管理办法 (司法部令第133号) art. 46 (the firm checks before it takes a
matter), 律师执业行为规范 (2018) arts. 51 and 52 (what is refused, what needs the client's written consent). The program
only finds and names; whether it is a conflict the lawyer decides.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.models import Client, Contract, PastMatter
from app.rules.importing.values import plain_name
from app.rules.search_terms import parse_query
from app.services import visibility
from app.services.clients.lookups import is_signed_up
from app.services.core import Service, query
from app.storage import search
from app.terms import ContractState, Uid

MOST = 8
"""Findings shown; more are only counted."""
SEARCHED = 500
_BETWEEN = re.compile(r"[、，,；;\n/]+|\s{2,}")
_ROLE = re.compile(r"^(?:被告|原告|被申请人|申请人|第三人|被执行人|被上诉人)[:：]?")
_REST = re.compile(r"等(?:\d+|[一二三四五六七八九十]+)?[人方]?$")
LAW = "《律师法》第三十九条、《律师事务所管理办法》第四十六条：受理前应作利益冲突审查。"


@dataclass(frozen=True)
class Conflict:
    """Somebody who stands on the other side somewhere.

    Attributes:
        name: who.
        text: one Chinese sentence naming the entry.

    """

    name: str
    text: str


@dataclass(frozen=True)
class ConflictCheck:
    """What a search for conflicts found.

    Attributes:
        found: the findings, at most `MOST`.
        total: how many there are.
        law: what asks for the search.

    """

    found: tuple[Conflict, ...]
    total: int
    law: str = LAW


class Conflicts(Service):
    """利益冲突检索."""

    @query()
    def check(self, client_id: Uid | None, opponents: str, contract_id: Uid | None = None) -> ConflictCheck:
        """Search clients, contracts and past matters for the two sides of a mandate.

        Args:
            client_id: who the firm would act for; None looks at the opponents only.
            opponents: as typed; several are parted by 、 or ；.
            contract_id: the contract being drawn up, which does not count itself.

        """
        with self.office.reading() as session:
            found = [one for name in names_in(opponents) for one in _on_our_side(session, name, client_id, contract_id)]
            client = session.scalar(select(Client).where(Client.id == client_id)) if client_id else None
            if client is not None:
                found += _on_other_side(session, client.name, contract_id)
        found = list(dict.fromkeys(found))
        return ConflictCheck(tuple(found[:MOST]), len(found))


def names_in(text: str) -> list[str]:
    """Return the names in a text like “被告：孙立民、华某公司等3人”."""
    parts = (_REST.sub("", _ROLE.sub("", part.strip())).strip() for part in _BETWEEN.split(text))
    return list(dict.fromkeys(part for part in parts if len(part) > 1))


def _on_our_side(session: Session, name: str, client_id: Uid | None, contract_id: Uid | None) -> Iterable[Conflict]:
    """Yield where an opponent is or was the firm's own client."""
    for client in session.scalars(select(Client).where(Client.name == name).limit(MOST)):
        if client.id == client_id:
            yield Conflict(name, f"对方当事人“{name}”与委托人是同一份档案（{client.file_no}），请核对。")
            continue
        bond = "签约服务对象" if is_signed_up(session, client.id) else "建档服务对象"
        yield Conflict(name, f"对方当事人“{name}”是本所{bond}（{client.file_no}）。")
        own = (Contract.client_id == client.id, *_standing(contract_id))
        for contract in session.scalars(select(Contract).where(*own).limit(MOST)):
            yield Conflict(name, f"本所为“{name}”代理过：{_called(contract)}。")
    named = _past(session, name, lambda row: row.client_name)
    for row in named:
        yield Conflict(name, f"对方当事人“{name}”曾委托本所：{_called_past(row)}。")


def _on_other_side(session: Session, name: str, contract_id: Uid | None) -> Iterable[Conflict]:
    """Yield where the client is or was the opponent of somebody the firm acts for."""
    numbers = search.search(session, "contract", parse_query(name), SEARCHED)
    seen = visibility.seen_numbers(session, Contract, numbers)
    wanted = select(Contract, Client.name).join(Client, Client.id == Contract.client_id)
    conditions = (Contract.row_no.in_(seen), *_standing(contract_id))
    for contract, client in session.execute(wanted.where(*conditions)):
        if _is_named(name, contract.opponent):
            yield Conflict(name, f"委托人“{name}”是本所另一委托人“{client}”的对方当事人：{_called(contract)}。")
    for row in _past(session, name, lambda row: row.opponent):
        yield Conflict(name, f"委托人“{name}”曾是“{row.client_name}”的对方当事人：{_called_past(row)}。")


def _standing(contract_id: Uid | None) -> list[ColumnElement[bool]]:
    conditions = [Contract.state != ContractState.VOIDED]
    if contract_id is not None:
        conditions.append(Contract.id != contract_id)
    return conditions


def _past(session: Session, name: str, side: Callable[[PastMatter], str]) -> Sequence[PastMatter]:
    numbers = search.search(session, "past_matter", parse_query(name), SEARCHED)
    rows = session.scalars(select(PastMatter).where(PastMatter.row_no.in_(numbers)).order_by(PastMatter.row_no.desc()))
    return [row for row in rows if _is_named(name, side(row))]


def _is_named(name: str, side: str) -> bool:
    return plain_name(name) in {plain_name(one) for one in (side, *names_in(side))}


def _called(contract: Contract) -> str:
    parts = (contract.number or "起草中的合同", contract.cause or contract.title)
    return " ".join(part for part in parts if part)


def _called_past(row: PastMatter) -> str:
    when = f"{row.accepted_on.isoformat()} 收案" if row.accepted_on else ""
    by = f"承办 {row.lawyers}" if row.lawyers else ""
    about = "，".join(part for part in (when, by) if part)
    words = " ".join(part for part in (row.number or "以往案件", row.cause) if part)
    return f"{words}（{about}）" if about else words
