"""Somebody who types into the search box of the client list, and what they feel: time to painted rows, stalls."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer

from app.views.clients.page import ClientsPage
from app.views.jobs import Jobs
from tools.open_window import PaintWatch, settle

QUERIES = ("张", "张三", "王秀英", "zs", "zhangsan", "lxy", "1381234", "1380000", "建设", "wangjian", "欧阳", "0427")
KEY_MS = 80


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


def stalls(page: ClientsPage, jobs: Jobs, work: Callable[[], object] | None = None) -> tuple[list[float], float]:
    """Type without waiting, every 80 ms, while something runs in the writer's thread if it is given.

    Returns:
        The gaps of the window's beat in milliseconds, and the seconds it took.

    """
    loop, box = QEventLoop(), page.list.search
    running = {"now": work is not None}
    if work is not None:
        jobs.run(work, done=lambda _none: running.update(now=False), lane="write", label="导入")
    typed = [query[:length] for query in QUERIES for length in range(1, len(query) + 1)]
    keys = list(reversed(typed))

    def press() -> None:
        if not keys and running["now"]:
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
