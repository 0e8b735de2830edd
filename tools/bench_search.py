"""Search keystroke -> painted rows at 100,000 clients, beside LIKE '%q%' on the same database; typing under load.

The page is the program's own, offscreen, with its threads. Each query is typed character by character, as an input
method would leave it. Under load, clients are written in one unit of work on the writer's thread meanwhile, as an
import does; a beat in the window's thread tells the longest time in which it could not have taken a key.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import Client
from app.rules.search_terms import Query, pinyin_key
from app.services.clients import lists, matching
from app.services.core import Office
from app.services.demo.people import Inventor
from app.terms import ClientKind
from app.views.clients.page import ClientsPage
from app.views.jobs import Jobs
from tools.bench import compare, percentile, summary
from tools.big_firm import RunningClock, aim, big_firm
from tools.open_window import open_window
from tools.typist import QUERIES, Typist, stalls

ROUNDS, IMPORTED = 5, 2000
AIM, STALL_AIM = 30.0, 50.0


def like(session: Session, wanted: Query, typed: str) -> list[int]:  # noqa: ARG001 - stands in for the full-text search
    """Search as is usual: LIKE '%q%' over name, pinyin, telephone and number."""
    columns = (Client.name, Client.name_key, Client.phone, Client.identity_no)
    found = select(Client.row_no).where(or_(*(column.like(f"%{typed.strip()}%") for column in columns)))
    return list(session.scalars(found.order_by(func.length(Client.name), Client.name).limit(matching.MOST_HITS)))


@contextmanager
def _searching_by_like() -> Iterator[None]:
    with patch.object(lists, "matching_row_numbers", like):
        yield


def _import(office: Office) -> None:
    """Write clients in one journalled unit of work, as an import does."""
    inventor = Inventor(99, office.today())
    with office.work() as work:
        for number in range(IMPORTED):
            person = inventor.person()
            work.session.add(
                Client(
                    file_no=f"导入 {number:06d}",
                    kind=ClientKind.PERSON,
                    name=person.name,
                    name_key=pinyin_key(person.name),
                    phone=person.phone,
                    created_at=work.now,
                    last_contact_at=work.now - timedelta(days=1),
                )
            )
        work.commit("导入服务对象")


def main() -> None:
    """Print latency beside the peer's, by query, and the window's longest stalls."""
    ours: dict[str, list[float]] = {query: [] for query in QUERIES}
    peer: dict[str, list[float]] = {query: [] for query in QUERIES}
    with big_firm() as firm, open_window(firm, RunningClock()) as place:
        place.window.open_area("clients")
        page = place.window.page("clients")
        assert isinstance(page, ClientsPage)  # noqa: S101 - as registered
        jobs = place.window.shell.jobs
        assert isinstance(jobs, Jobs)  # noqa: S101 - the program's runner
        typist = Typist(page, jobs)
        typist.everything()
        for _ in range(ROUNDS):
            for query, times in typist.everything().items():
                ours[query] += times
            with _searching_by_like():
                for query, times in typist.everything().items():
                    peer[query] += times
        calm, _ = stalls(page, jobs)
        loaded, seconds = stalls(page, jobs, partial(_import, place.services.office))
    _report(ours, peer)
    print(f"  longest stall of the window's thread while typing: {max(calm):.0f} ms; beat {summary(calm)}")
    print(
        f"  … while {IMPORTED:,} clients are imported ({seconds:.0f} s): {max(loaded):.0f} ms; beat {summary(loaded)}"
    )
    aim("longest stall under load ", max(loaded), STALL_AIM, " ms")


def _report(ours: dict[str, list[float]], peer: dict[str, list[float]]) -> None:
    flat, others = ([time for times in found.values() for time in times] for found in (ours, peer))
    for query in QUERIES:
        mine, theirs = statistics.median(ours[query]), statistics.median(peer[query])
        print(f"  {query:10} median {mine:6.1f} ms, slowest {max(ours[query]):6.1f}; LIKE median {theirs:6.1f}")
    compare("keystroke -> painted rows", flat, "the same with LIKE '%q%' on four columns", others)
    aim("p99", percentile(flat, 99), AIM, " ms")
