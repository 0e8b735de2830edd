"""Search keystroke -> painted rows at 100,000 clients, beside LIKE '%q%' on the same database; typing under load.

The page is the program's own, offscreen, with its threads. Each query is typed character by character, as an input
method would leave it. Under load, clients are written in one unit of work on the writer's thread meanwhile, as an
import does; a beat in the window's thread tells the longest time in which it could not have taken a key.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from PySide6.QtCore import QEventLoop, Qt, QTimer
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
from tools.open_window import PaintWatch, open_window, settle

QUERIES = ("张", "张三", "王秀英", "zs", "zhangsan", "lxy", "1381234", "1380000", "建设", "wangjian", "欧阳", "0427")
ROUNDS, IMPORTED, KEY_MS = 5, 2000, 80
AIM, STALL_AIM = 30.0, 50.0


def _like(session: Session, wanted: Query, typed: str) -> list[int]:  # noqa: ARG001 - stands in for the full-text search
    """Search as is usual: LIKE '%q%' over name, pinyin, telephone and number."""
    columns = (Client.name, Client.name_key, Client.phone, Client.identity_no)
    found = select(Client.row_no).where(or_(*(column.like(f"%{typed.strip()}%") for column in columns)))
    return list(session.scalars(found.order_by(func.length(Client.name), Client.name).limit(matching.MOST_HITS)))


@contextmanager
def _searching_by_like() -> Iterator[None]:
    with patch.object(lists, "matching_row_numbers", _like):
        yield


class Typist:
    """Types into the page's search box and measures until the rows are painted."""

    def __init__(self, page: ClientsPage, jobs: Jobs) -> None:
        self._box, self._jobs = page.list.search, jobs
        self._painted = PaintWatch(page.list.view.viewport())
        page.list.table.keys_changed.connect(self._came)
        self._loop = QEventLoop()
        self._waits = False

    def _came(self) -> None:
        if self._waits:
            self._waits = False
            self._painted.after_next(self._loop.quit)

    def key(self, text: str) -> float:
        """Let the box hold a text; return milliseconds until its rows are painted and the event loop is free."""
        settle(self._jobs)
        self._waits = True
        begin = time.perf_counter()
        self._box.setText(text)
        self._loop.exec()
        return (time.perf_counter() - begin) * 1000

    def everything(self) -> dict[str, list[float]]:
        """Type every query; return the times of each query's keystrokes."""
        found: dict[str, list[float]] = {query: [] for query in QUERIES}
        for query in QUERIES:
            found[query] += [self.key(query[:length]) for length in range(1, len(query) + 1)]
            self._box.clear()
            settle(self._jobs)
        return found


class Beat:
    """A timer that should fire all the time: the longest gap is how long the window could not react."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    def stop(self) -> list[float]:
        """Return the gaps in milliseconds."""
        self._timer.stop()
        return self.gaps


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


def _stalls(page: ClientsPage, jobs: Jobs, office: Office | None) -> tuple[list[float], float]:
    """Type without waiting, every 80 ms, while an import runs if an office is given; return gaps and seconds."""
    loop, box = QEventLoop(), page.list.search
    importing = {"now": office is not None}
    if office is not None:
        jobs.run(_import, office, done=lambda _none: importing.update(now=False), lane="write", label="导入")
    typed = [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
    keys = list(reversed(typed))

    def press() -> None:
        if not keys and importing["now"]:
            keys.extend(reversed(typed))
        if keys:
            box.setText(keys.pop())
        else:
            loop.quit()

    timer = QTimer(interval=KEY_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(press)
    beat, begin = Beat(), time.perf_counter()
    timer.start()
    loop.exec()
    timer.stop()
    gaps = beat.stop()
    settle(jobs)
    box.clear()
    settle(jobs)
    return gaps, time.perf_counter() - begin


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
        calm, _ = _stalls(page, jobs, None)
        loaded, seconds = _stalls(page, jobs, place.services.office)
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
