"""A firm of 1,000,000 clients and 100,000 questions (5,000 open): lists, jumps, search, memory, an import meanwhile.

The window is the program's own, offscreen, with its threads. The peer of the search is LIKE '%q%' on the same database,
typed once through; the peer of a list is the bare statement that sorts the same rows.
"""

import statistics
import tempfile
import time
from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QEventLoop
from sqlalchemy import text

from app.services.clients import lists
from app.services.clients.types import ClientChip, ClientFilter, ClientOrder
from app.services.consultations.types import Chip, InboxFilter
from app.services.container import Services
from app.services.demo.build import PASSWORD
from app.terms import ImportKind
from app.views.clients.page import ClientsPage
from app.views.jobs import Jobs
from tools.bench import compare, percentile, summary
from tools.bench_import import ROWS, spreadsheet
from tools.bench_search import like
from tools.big_firm import HUGE, LOGIN, Firm, RunningClock, aim, big_firm
from tools.open_window import PaintWatch, open_window, settle
from tools.scale_memory import memory
from tools.typist import Typist, stalls

ROUNDS, TIMES, JUMPS = 5, 5, 12
MEMORY, IDS, ROWS_AIM, JUMP, SEARCH, STALL = 200.0, 400.0, 60.0, 200.0, 30.0, 50.0
PLAIN = "SELECT row_no FROM client ORDER BY name_key, row_no"


def _timed(call: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        call()
        times.append((time.perf_counter() - begin) * 1000)
    return times


def _lists(services: Services) -> float:
    """Print how long the sorted row numbers and the first rows of each list take; return the slowest median."""
    slowest = 0.0
    for chip in ClientChip:
        for order in ClientOrder:
            wanted = ClientFilter(chip=chip, order=order)
            numbers = services.clients.lists.row_numbers(wanted)
            ids = _timed(partial(services.clients.lists.row_numbers, wanted))
            first = _timed(partial(services.clients.lists.rows, numbers[:40]))
            print(f"  clients {chip.value}, by {order.value}: {len(numbers):,} ids {summary(ids)}")
            print(f"    first rows read: {summary(first)}", flush=True)
            slowest = max(slowest, statistics.median(ids))
    for chip_ in Chip:
        box = InboxFilter(chip_)
        numbers = services.consultations.inbox.row_numbers(box)
        ids = _timed(partial(services.consultations.inbox.row_numbers, box))
        first = _timed(partial(services.consultations.inbox.rows, numbers[:40]))
        print(f"  questions {chip_.value}: {len(numbers):,} ids {summary(ids)}")
        print(f"    first rows read: {summary(first)}", flush=True)
        slowest = max(slowest, statistics.median(ids))
    return slowest


def _plainly(services: Services) -> None:
    with services.office.reading() as session:
        session.connection().execute(text(PLAIN)).all()


class Reader:
    """Waits until the client list has painted what was asked for."""

    def __init__(self, page: ClientsPage, jobs: Jobs) -> None:
        self._view, self._jobs = page.list.view, jobs
        self._painted = PaintWatch(self._view.viewport())
        page.list.table.keys_changed.connect(self._came)
        page.list.table.rows_loaded.connect(self._came)
        self._loop = QEventLoop()
        self._waits = False

    def _came(self) -> None:
        if self._waits and self._is_whole():
            self._waits = False
            self._painted.after_next(self._loop.quit)

    def _is_whole(self) -> bool:
        """Return whether every row in view is at hand."""
        view, table = self._view, self._view.table
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        last = table.rowCount() - 1 if last < 0 else last
        return table.rowCount() > 0 and all(table.peek(row) is not None for row in range(max(first, 0), last + 1))

    def until_painted(self, act: Callable[[], object]) -> float:
        """Return milliseconds from an act of the user until the rows it brings into view are painted."""
        settle(self._jobs)
        self._waits = True
        begin = time.perf_counter()
        act()
        if self._waits and self._is_whole():
            self._came()
        self._loop.exec()
        return (time.perf_counter() - begin) * 1000


def _jumps(page: ClientsPage, jobs: Jobs) -> list[float]:
    """Return how long jumps to places nobody has looked at yet take: the end first."""
    reader, view = Reader(page, jobs), page.list.view
    bar = view.verticalScrollBar()
    places = [bar.maximum(), *(bar.maximum() * part // JUMPS for part in range(1, JUMPS))]
    return [reader.until_painted(partial(bar.setValue, place)) for place in places]


def _shown(page: ClientsPage, jobs: Jobs) -> list[float]:
    """Return how long it takes from the ids of the whole list to its painted first rows."""
    numbers, first = page.list.table.keys, []
    reader = Reader(page, jobs)
    for turn in range(TIMES):
        keys = array("q", numbers[turn * 1000 :]) if turn else numbers
        page.list.table.set_keys(array("q"))
        first.append(reader.until_painted(partial(page.list.table.set_keys, keys)))
    return first


def _import(services: Services, path: Path) -> None:
    source = services.importing.read(path)
    table = services.importing.table(source, ImportKind.CLIENT)
    services.importing.run(table, table.columns)


def main() -> None:
    """Print every figure of the big firm beside its aim."""
    with big_firm(HUGE) as firm:
        held = memory(firm, LOGIN, PASSWORD)
        for name, now, most in held:
            print(f"  memory, {name}: {now:.0f} MB, at most so far {most:.0f} MB", flush=True)
        _window(firm)
    aim("memory", max(now for _, now, _ in held), MEMORY, " MB")


def _window(firm: Firm) -> None:
    """Measure in the program's window."""
    with (
        open_window(firm, RunningClock(), "weidongming") as place,
        tempfile.TemporaryDirectory() as t,
    ):
        services, jobs = place.services, place.window.shell.jobs
        assert isinstance(jobs, Jobs)  # noqa: S101 - the program's runner
        place.window.open_area("clients")
        page = place.window.page("clients")
        assert isinstance(page, ClientsPage)  # noqa: S101 - as registered
        settle(jobs)
        shown = _shown(page, jobs)
        print(f"  ids at hand -> first rows painted: {summary(shown)}", flush=True)
        jumps = _jumps(page, jobs)
        print(f"  jump to the end {jumps[0]:.0f} ms, to places never seen: {summary(jumps)}", flush=True)
        typist = Typist(page, jobs)
        typist.everything()
        ours = [one for _ in range(ROUNDS) for times in typist.everything().values() for one in times]
        with patch.object(lists, "matching_row_numbers", like):
            peer = [one for times in typist.everything().values() for one in times]
        compare("keystroke -> painted rows", ours, "the same with LIKE '%q%' on four columns", peer)
        slowest = _lists(services)
        compare(
            "all ids by name",
            _timed(partial(services.clients.lists.row_numbers, ClientFilter(order=ClientOrder.NAME))),
            "the bare statement, rows made in Python",
            _timed(partial(_plainly, services)),
        )
        path = Path(t) / "名单.xlsx"
        path.write_bytes(spreadsheet(ROWS))
        calm, _ = stalls(page, jobs)
        loaded, seconds = stalls(page, jobs, partial(_import, services, path))
        print(f"  beat of the window while typing: {summary(calm)}, longest {max(calm):.0f} ms")
        print(
            f"  … while {ROWS:,} clients are imported ({seconds:.0f} s): {summary(loaded)}, longest {max(loaded):.0f} ms"
        )
    aim("ids of the slowest list", slowest, IDS, " ms")
    aim("ids -> first rows painted, median", statistics.median(shown), ROWS_AIM, " ms")
    aim("jump to the end", jumps[0], JUMP, " ms")
    aim("search painted p99", percentile(ours, 99), SEARCH, " ms")
    aim("longest stall under an import", max(loaded), STALL, " ms")
