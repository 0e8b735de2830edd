"""Waiting for a place that may never answer: a network folder that hangs must not hold the program for ever."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from app.storage.backup_place import Told, gone

R = TypeVar("R")

STALL_SECONDS = 60.0


class _AbandonedError(Exception):
    """Ends the work of somebody nobody waits for any more, at its next report."""


@dataclass(frozen=True)
class _Report:
    done: int
    total: int
    text: str


def patiently(work: Callable[[Told], R], place: Path, told: Told, stall: float = STALL_SECONDS) -> R:
    """Run work on a remote place in a thread of its own, and give up when it has said nothing for a while.

    Args:
        work: gets a `told` to report to.
        place: named in the error.
        told: gets the reports on the caller's thread; may raise `CancelledError`.
        stall: seconds without a report.

    Raises:
        PlaceGoneError: nothing came for so long; the thread ends by itself when the system answers it.

    """
    said: SimpleQueue[_Report | R | BaseException] = SimpleQueue()
    abandoned = threading.Event()

    def report(done: int, total: int, text: str) -> None:
        if abandoned.is_set():
            raise _AbandonedError
        said.put(_Report(done, total, text))

    def run() -> None:
        try:
            said.put(work(report))
        except BaseException as error:  # noqa: BLE001 - handed to the caller, unless nobody waits any more
            said.put(error)

    threading.Thread(target=run, name="backup-place", daemon=True).start()
    try:
        while True:
            heard = said.get(timeout=stall)
            if isinstance(heard, _Report):
                told(heard.done, heard.total, heard.text)
            elif isinstance(heard, BaseException):
                raise heard
            else:
                return heard
    except Empty:
        raise gone(place) from None
    finally:
        abandoned.set()
