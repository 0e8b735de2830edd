"""1,000 live countdowns: share of one core while the inbox stands, beside a repaint of the whole list each second.

The processor time of the whole process counts, threads and all: the clock in the list, the look into the journal's
tail, the counts read again with each minute. The peer is the same window that repaints its whole list besides.
"""

import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from app.views.consultations.page import ConsultationsPage
from app.views.ticker import ticker
from tools.big_firm import RunningClock, Size, aim, big_firm
from tools.open_window import open_window

WAITING, SECONDS, ROUNDS = 1000, 60, 2
AIM = 0.5


def _share(seconds: float) -> float:
    """Let the window stand; return the processor time used as per cent of one core."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    used, begin = time.process_time(), time.perf_counter()
    loop.exec()
    return (time.process_time() - used) / (time.perf_counter() - begin) * 100


def _naive(view: QWidget) -> float:
    """Do the same with the whole list repainted each second."""
    connection = ticker().second.connect(view.update)
    try:
        return _share(SECONDS)
    finally:
        ticker().second.disconnect(connection)


def main() -> None:
    """Print both shares in turns, and their ratio."""
    ours: list[float] = []
    peer: list[float] = []
    with big_firm(Size(waiting=WAITING)) as firm, open_window(firm, RunningClock()) as place:
        page = place.window.page("consultations")
        assert isinstance(page, ConsultationsPage)  # noqa: S101 - as registered
        view = page.list.waiting
        count = view.table.rowCount()
        shown = sum(view.table.peek(view.rowAt(y)) is not None for y in range(0, view.viewport().height(), 40))
        _share(5)
        for _ in range(ROUNDS):
            ours.append(_share(SECONDS))
            peer.append(_naive(view.viewport()))
    middle, other = sum(ours) / len(ours), sum(peer) / len(peer)
    print(f"  {count:,} questions wait, {shown} in view, {ROUNDS} times {SECONDS} s each, offscreen")
    print(f"  countdown cells that changed: {middle:.2f} % of one core ({', '.join(f'{one:.2f}' for one in ours)})")
    print(f"  whole list each second: {other:.2f} % ({', '.join(f'{one:.2f}' for one in peer)})")
    print(f"  ratio {middle / other:.2f}")
    aim("share of one core", middle, AIM, " %")
