"""Who may use the database file now: any number of readers, one writer, or the one who puts another file in its place."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Lets readers and one writer in, and somebody alone.

    Whoever wants to be alone waits for the readers inside to leave; new ones wait meanwhile. A reader inside may enter
    again on the same thread.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._is_closing = False
        self._mine = threading.local()
        self._pen = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read; waits while somebody is alone or about to be."""
        depth = getattr(self._mine, "depth", 0)
        with self._changed:
            self._changed.wait_for(lambda: depth or not self._is_closing)
            self._inside += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write; one at a time."""
        with self._pen:
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep readers out; the caller is the writer."""
        with self._changed:
            self._is_closing = True
            self._changed.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._changed:
                self._is_closing = False
                self._changed.notify_all()
