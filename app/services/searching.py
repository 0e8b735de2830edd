"""The global search: every area answers for itself."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Client, Consultation, Contract
from app.rules.identifiers import mask_phone
from app.rules.search_terms import Query, parse_query
from app.services import visibility
from app.services.areas import Area, SearchGroup, SearchHit
from app.services.clients.matching import matching_row_numbers
from app.services.consultations.texts import shorten
from app.services.core import Office, Service, query
from app.storage import search

MOST_HITS = 2000


class Searching(Service):
    """全局搜索.

    Args:
        office: the opened firm.
        areas: who is asked, in this order.

    """

    def __init__(self, office: Office, areas: Sequence[Area]) -> None:
        super().__init__(office)
        self._areas = areas

    @query()
    def in_area(self, area_id: str, text: str, most: int = 6) -> SearchGroup:
        """Return the best hits of one area, e.g. "clients"; nothing typed finds nothing."""
        area = next(area for area in self._areas if area.id == area_id)
        if area.search is None or not text.strip():
            return SearchGroup(area.id, area.label, 0, ())
        with self.office.reading() as session:
            return area.search(session, parse_query(text), text, most)


def client_hits(session: Session, wanted: Query, text: str, most: int) -> SearchGroup:
    """Search the clients."""
    numbers = matching_row_numbers(session, wanted, text)
    rows = {row.row_no: row for row in session.scalars(select(Client).where(Client.row_no.in_(numbers[:most])))}
    hits = [
        SearchHit("clients", row.id, row.name, f"{row.file_no}  {mask_phone(row.phone)}".strip())
        for row in (rows[number] for number in numbers[:most] if number in rows)
    ]
    return SearchGroup("clients", "服务对象", len(numbers), tuple(hits))


def consultation_hits(session: Session, wanted: Query, text: str, most: int) -> SearchGroup:  # noqa: ARG001
    """Search the consultations, newest first."""
    found_numbers = sorted(search.search(session, "consultation", wanted, MOST_HITS), reverse=True)
    numbers = visibility.seen_numbers(session, Consultation, found_numbers)
    found = select(Consultation).where(Consultation.row_no.in_(numbers[:most])).order_by(Consultation.row_no.desc())
    hits = [
        SearchHit(
            "consultations",
            row.id,
            shorten(row.question, 30),
            f"{row.number}  {row.asker_name or row.wechat_name}".strip(),
        )
        for row in session.scalars(found)
    ]
    return SearchGroup("consultations", "咨询", len(numbers), tuple(hits))


def contract_hits(session: Session, wanted: Query, text: str, most: int) -> SearchGroup:  # noqa: ARG001
    """Search the contracts, newest first."""
    found_numbers = sorted(search.search(session, "contract", wanted, MOST_HITS), reverse=True)
    numbers = visibility.seen_numbers(session, Contract, found_numbers)
    found = select(Contract).where(Contract.row_no.in_(numbers[:most])).order_by(Contract.row_no.desc())
    hits = [
        SearchHit("contracts", row.id, f"{row.title}：{row.cause}".rstrip("："), row.number or row.state.label)
        for row in session.scalars(found)
    ]
    return SearchGroup("contracts", "合同", len(numbers), tuple(hits))
