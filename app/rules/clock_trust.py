"""Whether the PC's clock can be right, judged by the newest entry of the journal. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEHIND = timedelta(minutes=5)
"""So far the clock may lie before the newest entry: PCs are set by hand and by time servers."""
AHEAD = timedelta(days=60)
"""So long nobody may have worked here before the clock is asked about: longer than any holiday."""


class ClockFault(StrEnum):
    """In which direction the clock seems wrong."""

    BEHIND = "behind"
    AHEAD = "ahead"


@dataclass(frozen=True)
class ClockDoubt:
    """Why the clock is not trusted.

    Args:
        fault: behind or ahead.
        now: what the clock says, aware.
        newest: when the newest entry was written, by the clock of then, aware.

    """

    fault: ClockFault
    now: datetime
    newest: datetime

    @property
    def is_certain(self) -> bool:
        """Whether it is wrong for sure, not only strange: nothing was written in the future."""
        return self.fault is ClockFault.BEHIND


def judge_clock(now: datetime, newest: datetime | None) -> ClockDoubt | None:
    """Compare the clock with the newest entry; None means that it may be right.

    Args:
        now: what the PC's clock says, aware.
        newest: the newest entry's instant, aware; None in an empty journal.

    """
    if newest is None:
        return None
    if newest - now > BEHIND:
        return ClockDoubt(ClockFault.BEHIND, now, newest)
    return ClockDoubt(ClockFault.AHEAD, now, newest) if now - newest > AHEAD else None
