"""The client list: row numbers once, rows as they come into view, one search box."""

from array import array
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Client, ClientRelief, ClientState, SignUp
from app.rules.identifiers import mask_phone
from app.rules.search_terms import parse_query
from app.services.clients.matching import matching_row_numbers
from app.services.clients.types import ClientChip, ClientCounts, ClientFilter, ClientOrder, ClientRow
from app.services.core import Service, query
from app.storage.numbers import read_numbers
from app.storage.recorder import chunks
from app.terms import GroupKind, ReliefGroup, SignUpChannel, SignUpState, Uid

_CLIENT, _STATE = Client.__table__.c, ClientState.__table__.c
_RELIEF, _SIGN_UP = ClientRelief.__table__.c, SignUp.__table__.c
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
    table = _CLIENT if flag is None else _STATE
    wanted = select(table.row_no)
    if flag is not None:
        wanted = wanted.where(table[flag])
    if order is ClientOrder.NAME:
        wanted = wanted.order_by(table.name_key, table.row_no)
    else:
        wanted = wanted.order_by(table.last_contact_at.desc(), table.row_no.desc())
    return read_numbers(session, wanted)


_LINE = (
    _CLIENT.row_no,
    _CLIENT.id,
    _CLIENT.file_no,
    _CLIENT.name,
    _CLIENT.kind,
    _CLIENT.phone,
    _CLIENT.last_contact_at,
)
"""Lines are read as plain columns: making objects of them would take longer than finding them."""


def _rows(session: Session, row_numbers: Sequence[int]) -> list[ClientRow]:
    found = session.connection().execute(select(*_LINE).where(_CLIENT.row_no.in_(row_numbers))).all()
    ids = [line.id for line in found]
    groups, words = _groups(session, ids), _sign_up_words(session, ids)
    return [
        ClientRow(
            row_no=row_no,
            id=client_id,
            file_no=file_no,
            name=name,
            kind=kind,
            phone=mask_phone(phone),
            groups=tuple(groups.get(client_id, ())),
            is_signed_up=client_id in words,
            sign_up_word=words.get(client_id, "未签约"),
            last_contact_at=last_contact_at,
        )
        for row_no, client_id, file_no, name, kind, phone, last_contact_at in found
    ]


def _within(session: Session, numbers: list[int], chip: ClientChip) -> list[int]:
    flag = _FLAGS.get(chip)
    if flag is None or not numbers:
        return numbers
    marked = select(_STATE.row_no).where(_STATE.row_no.in_(numbers), _STATE[flag])
    kept = set(session.connection().scalars(marked))
    return [number for number in numbers if number in kept]


def _count(session: Session, chip: ClientChip) -> int:
    flag = _FLAGS.get(chip)
    wanted = select(func.count()).select_from(Client.__table__ if flag is None else ClientState.__table__)
    if flag is not None:
        wanted = wanted.where(_STATE[flag])
    return session.connection().scalar(wanted) or 0


def _groups(session: Session, ids: Sequence[Uid]) -> dict[Uid, list[ReliefGroup]]:
    found: dict[Uid, list[ReliefGroup]] = {}
    wanted = select(_RELIEF.client_id, _RELIEF.relief_group).where(_RELIEF.client_id.in_(ids))
    for client_id, group in session.connection().execute(wanted.order_by(_RELIEF.id)):
        found.setdefault(client_id, []).append(group)
    return found


def _sign_up_words(session: Session, ids: Sequence[Uid]) -> dict[Uid, str]:
    wanted = (
        select(_SIGN_UP.client_id, _SIGN_UP.channel, _SIGN_UP.group_kind)
        .where(_SIGN_UP.client_id.in_(ids), _SIGN_UP.state == SignUpState.EFFECTIVE)
        .order_by(_SIGN_UP.signed_on, _SIGN_UP.id)
    )  # the newest comes last and stands
    found = session.connection().execute(wanted)
    return {client_id: sign_up_word(channel, kind) for client_id, channel, kind in found}


def sign_up_word(channel: SignUpChannel, kind: GroupKind | None) -> str:
    """Return the way of signing up in a word."""
    if channel is SignUpChannel.GROUP:
        return (kind or GroupKind.WECHAT_GROUP).label
    return _WORDS[channel]
