"""The book of clients: rows are recognised by identity number, else by name and telephone (S5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Client, ClientRelief, SignUp
from app.models.base import new_uid
from app.rules import numbering
from app.rules.identifiers import mask_phone
from app.rules.importing import clients as rules
from app.rules.importing.clients import ClientFacts, ClientRow, Merge, Standing, read_client
from app.rules.importing.values import plain_name
from app.rules.search_terms import pinyin_key
from app.services.importing.book import Judged, Numbers, Surroundings, noon
from app.services.importing.types import Cells
from app.storage.recorder import chunks
from app.storage.unit_of_work import UnitOfWork
from app.terms import RowVerdict, SignUpState, Uid

IN_FORCE = (SignUpState.EFFECTIVE, SignUpState.AWAITING_FILING)
EVIDENCE = "由旧登记簿导入，凭据见原登记簿。"
SIGN_UP_FIELDS = ("channel", "signed_on", "agreement_no", "group_kind", "group_name", "nickname", "state")


@dataclass
class Entry:
    """Somebody the book knows: with a file, or from an earlier row.

    Attributes:
        standing: what is known.
        id: of the file; None while it is not written.
        values: of a file that this unit inserts.

    """

    standing: Standing
    id: Uid | None = None
    values: dict[str, Any] = field(default_factory=dict)


class ClientBook:
    """Judges and writes rows of clients.

    Args:
        around: what judging needs to know of the firm.

    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._known: set[Uid] = set()
        self._by_identity: dict[str, Entry] = {}
        self._by_contact: dict[tuple[str, str], Entry] = {}
        self._by_name: dict[str, Entry] = {}
        self._numbers: set[str] = set()

    def numbers(self, cells: Iterable[Cells]) -> list[str]:
        """Return the file numbers a register gives its clients."""
        return [one.texts.get("file_no", "") for one in cells]

    # --- judging ---

    def judge(self, session: Session, cells: Sequence[Cells]) -> list[Judged[ClientRow, Entry]]:
        """Return a verdict for each row; rows judged before by this book count as if they were written."""
        around = self._around
        rows = [read_client(one.texts, around.today, around.districts, one.lost) for one in cells]
        self._load(session, rows)
        return [self._judge(one.line, row) for one, row in zip(cells, rows, strict=True)]

    def _judge(self, line: int, row: ClientRow) -> Judged[ClientRow, Entry]:
        name = row.facts.name
        judged = Judged[ClientRow, Entry](line, row, RowVerdict.NEW, name, mask_phone(row.facts.phone))
        if row.problems:
            judged.verdict, judged.said = RowVerdict.FAULTY, [*row.problems]
            return judged
        entry, by_identity = self._find(row.facts)
        judged.said = list(row.notes)
        if entry is None:
            self._take_new(judged, line)
        elif refused := rules.refusal(row, entry.standing, by_identity=by_identity):
            judged.verdict, judged.said = RowVerdict.FAULTY, [refused]
        else:
            self._take_known(judged, entry)
        return judged

    def _take_new(self, judged: Judged[ClientRow, Entry], line: int) -> None:
        row = judged.row
        namesake = self._by_name.get(plain_name(row.facts.name))
        if namesake is not None and not row.facts.identity_no:
            judged.said.append(f"与{namesake.standing.called}同名，电话等不同，按另一人建档")
        if row.file_no and row.file_no in self._numbers:
            judged.said.append(f"档案号“{row.file_no}”已被使用，另编新号")
        groups = frozenset(relief.group for relief in row.reliefs)
        called = f"第 {line} 行 {row.facts.name}"
        judged.target = Entry(Standing(row.facts, called, row.sign_up is not None, groups))
        self._add(judged.target)

    def _take_known(self, judged: Judged[ClientRow, Entry], entry: Entry) -> None:
        added = rules.merge(judged.row, entry.standing)
        judged.target, judged.added = entry, added
        judged.verdict = RowVerdict.MERGED if added.adds else RowVerdict.SAME
        judged.said = [f"已有{entry.standing.called}", rules.said(added), *added.conflicts, *judged.said]
        if added.adds:
            entry.standing = rules.after(entry.standing, added)
            self._add(entry)

    def _find(self, facts: ClientFacts) -> tuple[Entry | None, bool]:
        """Return who a row is about, and whether the identity number says so."""
        if facts.identity_no and (entry := self._by_identity.get(facts.identity_no)):
            return entry, True
        name = plain_name(facts.name)
        for contact in _contacts(facts):
            if entry := self._by_contact.get((name, contact)):
                return entry, False
        return None, False

    def _add(self, entry: Entry) -> None:
        facts = entry.standing.facts
        name = plain_name(facts.name)
        if facts.identity_no:
            self._by_identity.setdefault(facts.identity_no, entry)
        for contact in (*facts.phones, *_weak_contacts(facts)):
            self._by_contact.setdefault((name, contact), entry)
        self._by_name.setdefault(name, entry)

    # --- the firm's own files ---

    def _load(self, session: Session, rows: Sequence[ClientRow]) -> None:
        """Take in the files that rows could be about."""
        facts = [row.facts for row in rows if not row.problems]
        numbers = {one.identity_no for one in facts if one.identity_no}
        phones = {phone for one in facts for phone in one.phones}
        names = {one.name for one in facts if not one.phones and not one.identity_no}
        found: dict[Uid, Client] = {}
        for column, wanted in (
            (Client.identity_no, numbers),
            (Client.phone, phones),
            (Client.other_phone, phones),
            (Client.name, names),
        ):
            for chunk in chunks(sorted(wanted)):
                found.update((row.id, row) for row in session.scalars(select(Client).where(column.in_(chunk))))
        self._take_in(session, [client for client in found.values() if client.id not in self._known])
        used = [row.file_no for row in rows if row.file_no]
        for chunk in chunks(used):
            self._numbers.update(session.scalars(select(Client.file_no).where(Client.file_no.in_(chunk))))

    def _take_in(self, session: Session, clients: Sequence[Client]) -> None:
        signed: set[Uid] = set()
        groups: dict[Uid, set[Any]] = {}
        for chunk in chunks([client.id for client in clients]):
            wanted = select(SignUp.client_id).where(SignUp.client_id.in_(chunk), SignUp.state.in_(IN_FORCE))
            signed.update(session.scalars(wanted))
            for owner, group in session.execute(
                select(ClientRelief.client_id, ClientRelief.group).where(ClientRelief.client_id.in_(chunk))
            ):
                groups.setdefault(owner, set()).add(group)
        for client in clients:
            self._known.add(client.id)
            called = f"档案 {client.name}（{client.file_no}）"
            held = frozenset(groups.get(client.id, ()))
            self._add(Entry(Standing(facts_of(client), called, client.id in signed, held), client.id))

    # --- writing ---

    def write(self, work: UnitOfWork, judged: Sequence[Judged[ClientRow, Entry]]) -> None:
        """Write what was judged in this unit of work."""
        new = [one for one in judged if one.verdict is RowVerdict.NEW]
        sign_ups: list[dict[str, Any]] = []
        reliefs: list[dict[str, Any]] = []
        self._insert(work, new)
        for one in judged:
            entry = one.target
            if entry is None or entry.id is None or one.verdict is RowVerdict.SAME:
                continue
            added = one.added or Merge(sign_up=one.row.sign_up, reliefs=one.row.reliefs)
            if one.verdict is RowVerdict.MERGED:
                self._fill(work, entry, added)
            sign_ups += [_sign_up(work, entry.id, added.sign_up)] if added.sign_up else []
            reliefs += [{"id": new_uid(), "client_id": entry.id, **asdict(relief)} for relief in added.reliefs]
        work.insert_many(Client, [one.target.values for one in new if one.target])
        work.insert_many(SignUp, sign_ups)
        work.insert_many(ClientRelief, reliefs)

    def _insert(self, work: UnitOfWork, new: Sequence[Judged[ClientRow, Entry]]) -> None:
        """Make the values of the new files; they are inserted once later rows of the unit have filled them up."""
        without = [one for one in new if not one.row.file_no or one.row.file_no in self._numbers]
        numbers = Numbers(work, numbering.CLIENT, self._around.today.year, len(without))
        for one in new:
            if one.target is None:
                continue
            entry, row = one.target, one.row
            is_free = row.file_no and row.file_no not in self._numbers
            file_no = row.file_no if is_free else numbers.take()
            self._numbers.add(file_no)
            made = noon(row.created_on, self._around.zone) if row.created_on else work.now
            entry.id = new_uid()
            entry.values = {one.name: getattr(row.facts, one.name) for one in fields(ClientFacts)} | {
                "id": entry.id,
                "file_no": file_no,
                "name_key": pinyin_key(row.facts.name),
                "created_at": min(made, work.now),
                "last_contact_at": min(made, work.now),
            }

    def _fill(self, work: UnitOfWork, entry: Entry, added: Merge) -> None:
        if entry.values:  # inserted by this unit
            entry.values.update(added.fills)
            return
        client = work.session.scalars(select(Client).where(Client.id == entry.id)).one()
        for name, value in added.fills.items():
            setattr(client, name, value)


def _contacts(facts: ClientFacts) -> list[str]:
    """Return what tells namesakes apart: telephones; without any, WeChat name or address."""
    return list(facts.phones) or ([] if facts.identity_no else _weak_contacts(facts))


def _weak_contacts(facts: ClientFacts) -> list[str]:
    return [f"{sign}{text}" for sign, text in (("w:", facts.wechat_name), ("a:", facts.address)) if text]


def facts_of(client: Client) -> ClientFacts:
    """Return what a file holds."""
    return ClientFacts(**{one.name: getattr(client, one.name) for one in fields(ClientFacts)})


def _sign_up(work: UnitOfWork, client_id: Uid, record: rules.SignUpRecord) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in SIGN_UP_FIELDS}
    return {"id": new_uid(), "client_id": client_id, "recorded_at": work.now, "notes": EVIDENCE} | values
