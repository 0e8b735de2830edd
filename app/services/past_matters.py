"""以往案件: the old contract and 收案 register as the firm brought it along, to be searched."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.models import PastMatter
from app.rules.search_terms import Query, parse_query
from app.services.areas import SearchGroup, SearchHit, TimelineEntry
from app.services.core import Service, query
from app.services.hours import load_hours
from app.storage import search
from app.storage.recorder import chunks
from app.terms import Fen, Uid

MOST_HITS = 2000


@dataclass(frozen=True)
class PastMatterRow:
    """One entry of the old register."""

    row_no: int
    id: Uid
    number: str
    client_name: str
    client_id: Uid | None
    opponent: str
    cause: str
    lawyers: str
    accepted_on: date | None
    closed_on: date | None
    fee_fen: Fen | None
    note: str


class PastMatters(Service):
    """以往案件."""

    @query()
    def row_numbers(self, text: str = "") -> "array[int]":
        """Return the row numbers that match a search, or all; the latest first."""
        with self.office.reading() as session:
            if text.strip():
                found = search.search(session, "past_matter", parse_query(text), MOST_HITS)
                return array("q", sorted(found, reverse=True))
            wanted = select(PastMatter.row_no).order_by(
                PastMatter.accepted_on.desc().nulls_last(), PastMatter.row_no.desc()
            )
            return array("q", session.scalars(wanted))

    @query()
    def rows(self, row_numbers: Sequence[int]) -> list[PastMatterRow]:
        """Return the rows of given numbers, in that order; numbers that are gone are left out."""
        with self.office.reading() as session:
            found = {
                row.row_no: view_of(row)
                for chunk in chunks(row_numbers)
                for row in session.scalars(select(PastMatter).where(PastMatter.row_no.in_(chunk)))
            }
        return [found[number] for number in row_numbers if number in found]

    @query()
    def find(self, matter_id: Uid) -> PastMatterRow:
        """Return one entry.

        Raises:
            NotFoundError: there is none of this id.

        """
        with self.office.reading() as session:
            row = session.scalar(select(PastMatter).where(PastMatter.id == matter_id))
            if row is None:
                raise NotFoundError("这条以往案件已经不在了。", todo="请刷新后再看。")
            return view_of(row)

    @query()
    def count(self) -> int:
        """Return how many entries there are."""
        with self.office.reading() as session:
            return session.scalar(select(func.count()).select_from(PastMatter)) or 0


def view_of(row: PastMatter) -> PastMatterRow:
    """Return an entry as a plain record."""
    return PastMatterRow(**{name: getattr(row, name) for name in PastMatterRow.__dataclass_fields__})


def past_matter_hits(session: Session, wanted: Query, text: str, most: int) -> SearchGroup:  # noqa: ARG001
    """Search the past matters, the newest entry first."""
    numbers = sorted(search.search(session, "past_matter", wanted, MOST_HITS), reverse=True)
    found = select(PastMatter).where(PastMatter.row_no.in_(numbers[:most])).order_by(PastMatter.row_no.desc())
    hits = [
        SearchHit(
            "past_matters",
            row.id,
            f"{row.client_name}（对方 {row.opponent}）" if row.opponent else row.client_name,
            "  ".join(part for part in (row.number, row.cause) if part),
        )
        for row in session.scalars(found)
    ]
    return SearchGroup("past_matters", "以往案件", len(numbers), tuple(hits))


def past_matter_entries(session: Session, client_id: Uid) -> list[TimelineEntry]:
    """Return the past matters of a client for the timeline, each at noon of its day; those without a day are left out."""
    zone = load_hours(session).zone
    wanted = select(PastMatter).where(PastMatter.client_id == client_id)
    return [
        TimelineEntry(
            "past_matters",
            row.id,
            datetime.combine(row.accepted_on, time(12, 0), zone).astimezone(UTC),
            f"以往案件：{row.cause or '未载案由'}",
            "，".join(part for part in (row.number, f"对方 {row.opponent}" if row.opponent else "") if part),
        )
        for row in session.scalars(wanted)
        if row.accepted_on is not None
    ]
