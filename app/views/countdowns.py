"""Live countdowns for lists and panels: the firm's hours once, then pills computed from stored instants."""

from datetime import datetime

from app.clock import Clock
from app.services.countdowns import Countdowns, CountdownView, Timeline
from app.services.hours import Hours
from app.terms import Channel, ClockKind, Urgency
from app.views.components.pill import WIDTH, PillState
from app.views.text import moment_text

MOST_OVERDUE = 7
"""Characters of “超 34 分” beyond which the pill says it shorter."""
STEPS = WIDTH - 16
"""Steps of a pill's bar: one per pixel, so that a pill is drawn anew only when it looks different."""
BLANK = PillState(Urgency.CALM, "", "", None, "")


class LiveCountdowns:
    """Gives pills for timelines; blank until the firm's hours are known.

    Args:
        clock: the present instant.

    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._countdowns: Countdowns | None = None

    def set_hours(self, hours: Hours) -> None:
        """Compute from these working hours from now on."""
        self._countdowns = Countdowns(self.clock, hours)

    def view(self, timeline: Timeline, now: datetime | None = None) -> CountdownView | None:
        """Return what a countdown says now (or at an instant); None while the hours are not known."""
        return self._countdowns.of(timeline, now) if self._countdowns is not None else None

    def pill(self, timeline: Timeline, now: datetime) -> PillState:
        """Return the pill of a timeline at an instant."""
        view = self.view(timeline, now)
        return BLANK if view is None else pill_of(view, timeline, now)


def pill_of(view: CountdownView, timeline: Timeline, now: datetime) -> PillState:
    """Return the pill that shows a countdown."""
    at_once = timeline.clock is ClockKind.AT_ONCE and view.urgency is not Urgency.OVERDUE
    icon = "phone-missed" if at_once and timeline.channel is Channel.PHONE else ""
    word, rest = view.word, view.rest
    if view.urgency is Urgency.OVERDUE and len(rest) > MOST_OVERDUE:
        word, rest = "超时", rest.removeprefix("超 ")  # “已超时 超 3 时 34 分” would not fit
    return PillState(
        urgency=view.urgency,
        word=word,
        rest=rest,
        share=None if timeline.clock is ClockKind.NEXT_CHECK_IN else round(view.used_share * STEPS) / STEPS,
        spoken=spoken(view, timeline, now),
        icon=icon if view.urgency is not Urgency.PAUSED else "",
    )


def spoken(view: CountdownView, timeline: Timeline, now: datetime) -> str:
    """Return the countdown as a screen reader says it: “将到期，还剩 1 小时 14 分，今天 15:40 截止”."""
    if view.urgency is Urgency.PAUSED:
        return f"暂停，{view.rest}，{view.sentence}"
    if timeline.clock is ClockKind.AT_ONCE:
        return f"{view.word}，{view.rest}"
    parts = [view.word] if view.urgency is not Urgency.OVERDUE else []
    return "，".join([*parts, view.sentence, f"{moment_text(view.due_at, now)} 截止"])
