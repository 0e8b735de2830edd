"""Drives windows in tests: the hand of the tour, waiting the way pytest-qt waits."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.views.tour.hand import Hand, NotOnShowError

PATIENCE = 5000
"""Milliseconds to wait for something that comes from a worker."""


class Robot(Hand):
    """A user in front of one window.

    Args:
        qtbot: pytest-qt's.
        root: the window.

    """

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        super().__init__(root)
        self.qtbot = qtbot

    def until(
        self, condition: Callable[[], bool], complaint: str | Callable[[], str] = "condition never came true"
    ) -> None:
        """Wait for a condition.

        Raises:
            NotOnShowError: it did not come true in time.

        """
        try:
            self.qtbot.waitUntil(condition, timeout=PATIENCE)
        except self.qtbot.TimeoutError:
            raise NotOnShowError(complaint if isinstance(complaint, str) else complaint()) from None
