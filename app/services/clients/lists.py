"""The client list: row numbers once, rows as they come into view, one search box."""

from array import array
from collections.abc import Sequence

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from app.models import Client, ClientRelief, ClientState, SignUp
from app.rules.identifiers import clean_digits, mask_phone
from app.rules.search_terms import SHORTEST_ENDING, Query, parse_query
from app.services.clients.types import ClientChip, ClientCounts, ClientFilter, ClientOrder, ClientRow
from app.services.core import Service, query
from app.storage import search
from app.storage.numbers import read_numbers
from app.storage.recorder import chunks
from app.terms import GroupKind, ReliefGroup, SignUpChannel, SignUpState, Uid

MOST_HITS = 2000

_FLAGS = {
    ClientChip.SIGNED_UP: "is_signed_up",
    ClientChip.AWAITING_FILING: "is_awaiting_filing",
    ClientChip.RELIEF: "has_relief",
}
"""The mark of `ClientState` behind each chip but 全部."""

_WORDS = {
    SignUpChannel.WRITTEN: "现场",
    SignUpChannel.JIFATONG: "冀法通",
    SignUpChannel.PHONE: "电话",
}


class Lists(Service):
    """服务对象列表."""

    @query()
    def row_numbers(self, chosen: ClientFilter) -> "array[int]":
        """Return the row numbers that match, in the order asked for; a search gives at most 2,000, best first."""
        with self.office.reading() as session:
            if chosen.text.strip():
                found = matching_row_numbers(session, parse_query(chosen.text), chosen.text)
                return array("q", _within(session, found, chosen.chip))
            return _all_row_numbers(session, chosen.chip, chosen.order)

    @query()
    def first_page(self, chosen: ClientFilter, most: int) -> tuple["array[int]", list[ClientRow]]:
        """Return the row numbers that match with the first `most` rows, so that a screen paints in one go."""
        numbers = self.row_numbers(chosen)
        return numbers, self.rows(numbers[:most])

    @query()
    def counts(self) -> ClientCounts:
        """Return how many clients stand behind each chip."""
        with self.office.reading() as session:
            return ClientCounts(**{chip.value: _count(session, chip) for chip in ClientChip})

    @query()
    def rows(self, row_numbers: Sequence[int]) -> list[ClientRow]:
        """Return the rows of given numbers, in that order; numbers that are gone are left out."""
        with self.office.reading() as session:
            by_number = {row.row_no: row for chunk in chunks(row_numbers) for row in _rows(session, chunk)}
        return [by_number[number] for number in row_numbers if number in by_number]


def _all_row_numbers(session: Session, chip: ClientChip, order: ClientOrder) -> "array[int]":
    """Return the row numbers behind a chip, read from one index in its order; a million take a third of a second."""
    flag = _FLAGS.get(chip)
    table = Client.__table__.c if flag is None else ClientState.__table__.c
    wanted = select(table.row_no)
    if flag is not None:
        wanted = wanted.where(table[flag])
    if order is ClientOrder.NAME:
        wanted = wanted.order_by(table.name_key, table.row_no)
    else:
        wanted = wanted.order_by(table.last_contact_at.desc(), table.row_no.desc())
    return read_numbers(session, wanted)


def _rows(session: Session, row_numbers: Sequence[int]) -> list[ClientRow]:
    clients = list(session.scalars(select(Client).where(Client.row_no.in_(row_numbers))))
    ids = [client.id for client in clients]
    groups, words = _groups(session, ids), _sign_up_words(session, ids)
    return [
        ClientRow(
            row_no=client.row_no,
            id=client.id,
            file_no=client.file_no,
            name=client.name,
            kind=client.kind,
            phone=mask_phone(client.phone),
            groups=tuple(groups.get(client.id, ())),
            is_signed_up=client.id in words,
            sign_up_word=words.get(client.id, "未签约"),
            last_contact_at=client.last_contact_at,
        )
        for client in clients
    ]


def matching_row_numbers(session: Session, wanted: Query, typed: str) -> list[int]:
    """Return the row numbers of clients that match a search: exact names first, then prefixes, then short ones."""
    plain, digits = typed.strip(), clean_digits(typed)
    if plain.isascii() and plain.isdecimal() and len(plain) < SHORTEST_ENDING:
        numbers = set(_beginning_with(session, plain))
    else:
        numbers = set(search.search(session, "client", wanted, MOST_HITS))
    direct = [Client.name == plain, Client.wechat_name == plain]
    if digits:
        direct += [Client.phone == digits, Client.identity_no == digits]
    numbers.update(session.scalars(select(Client.row_no).where(or_(*direct)).limit(MOST_HITS)))
    if not numbers:
        return []
    return _ranked(session, numbers, plain)


def _ranked(session: Session, numbers: set[int], plain: str) -> list[int]:
    """Return clients as they match: exact names first, then prefixes, then short ones.

    The database sorts: the window's thread runs on meanwhile. Whole numbers are written into the statement, since 2,000
    parameters cost 10 ms.
    """
    listed = ",".join(str(int(number)) for number in numbers)
    statement = text(
        f"SELECT row_no FROM client WHERE row_no IN ({listed}) ORDER BY name <> :plain, "  # noqa: S608 - integers only
        "substr(name, 1, :most) <> :plain, length(name), name, row_no LIMIT :limit"
    )
    given = {"plain": plain, "most": len(plain), "limit": MOST_HITS}
    return list(session.connection().execute(statement, given).scalars().all())


def _beginning_with(session: Session, digits: str) -> Sequence[int]:
    """Return the clients whose phone, identity number or name begins with a few figures, newest first.

    So few figures stand in nearly every indexed number; the plain indexes answer at once where the full text would have
    to join most of its lists.
    """
    after = digits[:-1] + chr(ord(digits[-1]) + 1)
    columns = (Client.phone, Client.other_phone, Client.identity_no, Client.name)
    found: set[int] = set()
    for column in columns:
        found.update(session.scalars(select(Client.row_no).where(column >= digits, column < after).limit(MOST_HITS)))
    return sorted(found, reverse=True)[:MOST_HITS]


def _within(session: Session, numbers: list[int], chip: ClientChip) -> list[int]:
    flag = _FLAGS.get(chip)
    if flag is None or not numbers:
        return numbers
    marked = select(ClientState.row_no).where(ClientState.row_no.in_(numbers), getattr(ClientState, flag))
    kept = set(session.scalars(marked))
    return [number for number in numbers if number in kept]


def _count(session: Session, chip: ClientChip) -> int:
    flag = _FLAGS.get(chip)
    wanted = select(func.count()).select_from(Client if flag is None else ClientState)
    if flag is not None:
        wanted = wanted.where(getattr(ClientState, flag))
    return session.scalar(wanted) or 0


def _groups(session: Session, ids: Sequence[Uid]) -> dict[Uid, list[ReliefGroup]]:
    found: dict[Uid, list[ReliefGroup]] = {}
    wanted = select(ClientRelief.client_id, ClientRelief.group).where(ClientRelief.client_id.in_(ids))
    for client_id, group in session.execute(wanted.order_by(ClientRelief.id)):
        found.setdefault(client_id, []).append(group)
    return found


def _sign_up_words(session: Session, ids: Sequence[Uid]) -> dict[Uid, str]:
    wanted = (
        select(SignUp.client_id, SignUp.channel, SignUp.group_kind)
        .where(SignUp.client_id.in_(ids), SignUp.state == SignUpState.EFFECTIVE)
        .order_by(SignUp.signed_on, SignUp.id)
    )  # the newest comes last and stands
    return {client_id: sign_up_word(channel, kind) for client_id, channel, kind in session.execute(wanted)}


def sign_up_word(channel: SignUpChannel, kind: GroupKind | None) -> str:
    """Return the way of signing up in a word."""
    if channel is SignUpChannel.GROUP:
        return (kind or GroupKind.WECHAT_GROUP).label
    return _WORDS[channel]
