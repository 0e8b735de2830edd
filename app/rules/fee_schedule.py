"""Fee schedules as data: a published document, its matters, their bands and ranges. Amounts in whole 分, rates exact."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.errors import InvalidInputError
from app.terms import FactStatus, FeeMethod, Fen, MatterClass


@dataclass(frozen=True)
class Band:
    """A stretch of the amount and its rate; `upto_fen` is included, None means without end."""

    upto_fen: Fen | None
    rate: Fraction


@dataclass(frozen=True)
class FeeItem:
    """One matter of a schedule.

    Attributes:
        key: stable name, e.g. "civil-property".
        label: e.g. “民事（涉及财产关系）”.
        method: how it is charged.
        matter_class: which matters it is for; None for any.
        has_property: whether it is for matters about property; None for either.
        in_guidance: whether the guidance covers it at all; False means the price is the firm's own (S9.3).
        article: e.g. “第四条”.
        status: whether the figures were read in the official text.
        source: where the figures were read.
        per_stage: charged for each litigation stage by itself.
        bands: of a percentage method, rising.
        minimum_fen: of a range its lower end, of a percentage the least fee, of an hour its lower price.
        maximum_fen: of a range its upper end, of a percentage the cap, of an hour its upper price.
        note: shown with the result.

    """

    key: str
    label: str
    method: FeeMethod
    matter_class: MatterClass | None = None
    has_property: bool | None = None
    in_guidance: bool = True
    article: str = ""
    status: FactStatus = FactStatus.UNVERIFIED
    source: str = ""
    per_stage: bool = False
    bands: tuple[Band, ...] = ()
    minimum_fen: Fen | None = None
    maximum_fen: Fen | None = None
    note: str = ""


@dataclass(frozen=True)
class FeeSchedule:
    """A published fee document.

    Attributes:
        id: stable name, e.g. "hebei-2016".
        region: division code, e.g. "130000".
        title: name of the document.
        short_title: what contracts and pages call it.
        doc_no: e.g. “冀律协〔2016〕7号”.
        issued: date of issue.
        regime: e.g. “行业指导”.
        status: 待核实 when not read in the official text.
        enabled: whether the product uses it; unverified candidates are kept but off.
        items: its matters.

    """

    id: str
    region: str
    title: str
    short_title: str
    doc_no: str
    issued: date | None
    regime: str
    status: FactStatus
    enabled: bool
    items: tuple[FeeItem, ...]

    def item(self, key: str) -> FeeItem:
        """Return a matter by its key.

        Raises:
            InvalidInputError: the schedule has no such matter.

        """
        for item in self.items:
            if item.key == key:
                return item
        known = "、".join(item.key for item in self.items)
        raise InvalidInputError({"matter": f"《{self.title}》里没有“{key}”，可以用：{known}。"})

    def find(self, matter_class: MatterClass, *, has_property: bool) -> FeeItem | None:
        """Return the item that a matter of a class falls under, or None."""
        for item in self.items:
            if item.matter_class is matter_class and item.has_property in (None, has_property):
                return item
        return None
