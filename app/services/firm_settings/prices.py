"""本所公示价: what the firm publishes per kind of matter, with every earlier version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.errors import InvalidInputError
from app.models import PublishedPrice, Staff
from app.rules.fee_schedule import FeeItem
from app.rules.money import yuan_text
from app.services.contracts.quotes import SCHEDULE, published_price
from app.services.core import Service, operation, query
from app.storage.unit_of_work import UnitOfWork
from app.terms import FeeMethod, Fen, MatterClass, Permission

LARGEST: Fen = 100_000_000_00


@dataclass(frozen=True)
class PriceVersion:
    """A price that held from a day on, and who set it."""

    price_fen: Fen
    valid_from: date
    set_by: str


@dataclass(frozen=True)
class PriceView:
    """A kind of matter and what the firm publishes for it.

    Attributes:
        key: of the kind of matter.
        label: its words.
        guidance: what the guidance says of it, in words.
        price_fen: in force today; None where nothing is published.
        history: every version, the newest first.

    """

    key: str
    label: str
    guidance: str
    price_fen: Fen | None
    history: tuple[PriceVersion, ...]


class Prices(Service):
    """本所公示价."""

    @query()
    def prices(self) -> tuple[PriceView, ...]:
        """Return every kind of matter that may have a published price: those the guidance gives no sum for."""
        today = self.office.today()
        with self.office.reading() as session:
            return tuple(
                PriceView(
                    key=key,
                    label=label,
                    guidance=guidance,
                    price_fen=published_price(session, key, today),
                    history=_history(session, key),
                )
                for key, (label, guidance) in priced_matters(self.office.catalogue).items()
            )

    @operation(Permission.SET_PRICES)
    def save(self, prices: Mapping[str, Fen]) -> None:
        """Publish prices from today on; earlier ones stay on record, contracts keep the one they were made under.

        Args:
            prices: 分 by the key of the kind of matter; others stay as they are.

        Raises:
            InvalidInputError: by key.

        """
        check_prices(self.office.catalogue, prices)
        today = self.office.today()
        with self.office.work() as work:
            for key, price_fen in prices.items():
                write_price(work, key, price_fen, today)
            work.commit("设定本所公示价")


def priced_matters(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Return label and guidance in words of each kind of matter that may be priced, by its key."""
    schedule = catalogue.fee_schedule(SCHEDULE)
    found: dict[str, tuple[str, str]] = {}
    for matter in MatterClass:
        for has_property in (True, False):
            item = schedule.find(matter, has_property=has_property)
            if item is None:
                found[matter.value] = (matter.label, "指导意见没有规定")
            elif item.method is not FeeMethod.PIECEWISE:
                found[item.key] = (item.label, _guidance(item))
    return found


def _guidance(item: FeeItem) -> str:
    if item.in_guidance and item.minimum_fen is not None and item.maximum_fen is not None:
        return f"指导意见每件 {yuan_text(item.minimum_fen)} 至 {yuan_text(item.maximum_fen)} 元"
    return "指导意见没有给出数额"


def check_prices(catalogue: Catalogue, prices: Mapping[str, Fen]) -> None:
    """Check prices.

    Raises:
        InvalidInputError: by key.

    """
    known = priced_matters(catalogue)
    problems = {key: "没有这类事务，请核对。" for key in prices if key not in known}
    problems |= {key: "公示价应大于 0 元，不超过一亿元。" for key, fen in prices.items() if not 0 < fen <= LARGEST}
    if problems:
        raise InvalidInputError(problems)


def write_price(work: UnitOfWork, key: str, price_fen: Fen, today: date) -> None:
    """Write a checked price that holds from a day on, unless it holds already."""
    if published_price(work.session, key, today) == price_fen:
        return
    wanted = select(PublishedPrice).where(
        PublishedPrice.schedule_id == SCHEDULE, PublishedPrice.matter_key == key, PublishedPrice.valid_from == today
    )
    row = work.session.scalar(wanted)
    if row is None:
        name = hashlib.sha256(f"published_price|{SCHEDULE}|{key}|{today}".encode()).digest()[:16]
        row = PublishedPrice(id=name, schedule_id=SCHEDULE, matter_key=key, valid_from=today)
    row.price_fen, row.set_by = price_fen, work.context.actor_id
    work.session.add(row)
    work.session.flush()


def _history(session: Session, key: str) -> tuple[PriceVersion, ...]:
    wanted = (
        select(PublishedPrice, Staff.name)
        .outerjoin(Staff, Staff.id == PublishedPrice.set_by)
        .where(PublishedPrice.schedule_id == SCHEDULE, PublishedPrice.matter_key == key)
        .order_by(PublishedPrice.valid_from.desc())
    )
    return tuple(PriceVersion(row.price_fen, row.valid_from, name or "") for row, name in session.execute(wanted))
