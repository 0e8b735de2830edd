"""What a countdown shows at an instant, computed from stored instants: nothing is ticked down."""

from dataclasses import dataclass
from datetime import datetime

from app.clock import Clock
from app.rules.allowance import Timeline, countdown
from app.rules.countdown_text import countdown_words, remaining_words
from app.services.hours import Hours
from app.terms import Urgency

__all__ = ["CountdownView", "Countdowns", "Timeline"]


@dataclass(frozen=True)
class CountdownView:
    """A countdown in words.

    Attributes:
        urgency: decides colour and icon.
        word: the state in a word, e.g. “将到期”; empty when paused.
        rest: e.g. “1 时 14 分”, “超 34 分”, “周一 09:00 继续”.
        sentence: the long form, e.g. “还剩 1 小时 14 分”.
        used_share: share of the allowance that is used, 0 to 1.
        used_minutes: minutes of the allowance that are used, by its own clock.
        due_at: the deadline, aware UTC.

    """

    urgency: Urgency
    word: str
    rest: str
    sentence: str
    used_share: float
    used_minutes: float
    due_at: datetime


class Countdowns:
    """Computes countdowns against the firm's clock; cheap, and safe on any thread.

    Args:
        clock: gives the present instant.
        hours: the firm's working hours.

    """

    def __init__(self, clock: Clock, hours: Hours) -> None:
        self._clock = clock
        self._hours = hours

    def of(self, timeline: Timeline, now: datetime | None = None) -> CountdownView:
        """Return what a countdown shows now, or at an instant."""
        now = now or self._clock.now()
        found = countdown(timeline, self._hours.calendar, now)
        word, rest = countdown_words(found, now, self._hours.zone)
        return CountdownView(
            urgency=found.urgency,
            word=word,
            rest=rest,
            sentence=remaining_words(found),
            used_share=found.used_share,
            used_minutes=found.used_share * timeline.minutes,
            due_at=found.due_at,
        )
