"""How an area offers itself to the shared pages: its timeline entries and its search hits.

The client's page and the global search know this module only, never an area.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.rules.allowance import Timeline
from app.rules.search_terms import Query
from app.terms import Uid


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of a client's timeline.

    Attributes:
        area: the area's id, decides icon and where a click leads.
        target: the record it opens.
        at: when it happened, aware UTC.
        title: e.g. “微信咨询：楼上漏水泡坏吊顶”.
        line: one line below it.
        tag: a short verdict, e.g. “时限内”; empty for none.
        tag_tone: "ok", "overdue", "neutral".
        running: the allowance, where one still runs.

    """

    area: str
    target: Uid
    at: datetime
    title: str
    line: str = ""
    tag: str = ""
    tag_tone: str = "neutral"
    running: Timeline | None = None


@dataclass(frozen=True)
class SearchHit:
    """One hit of the global search."""

    area: str
    target: Uid
    title: str
    line: str


@dataclass(frozen=True)
class SearchGroup:
    """The hits of one area; `total` may be larger than the hits shown."""

    area: str
    label: str
    total: int
    hits: tuple[SearchHit, ...]


TimelineProvider = Callable[[Session, Uid], Sequence[TimelineEntry]]
SearchProvider = Callable[[Session, Query, str, int], SearchGroup]


@dataclass(frozen=True)
class Area:
    """What one area offers to the shared pages."""

    id: str
    label: str
    timeline: TimelineProvider | None = None
    search: SearchProvider | None = None
