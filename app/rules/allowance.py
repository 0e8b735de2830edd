"""How long an answer may take, and how much of that is left: policies, deadlines, verdicts, countdowns.

Everything is derived from stored instants and the working calendar; nothing is ever ticked down. Late means that more
than the allowance has passed: an answer in the lunch break after a 12:00 deadline is in time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.rules.working_time import WorkingCalendar
from app.terms import Channel, ClockKind, Scheme, Urgency

MINUTE = timedelta(minutes=1)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands for “no instant”: the scheme gives no figure."""
WARN_AT = (0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Policy:
    """The time allowed for an answer on one channel of one scheme.

    Attributes:
        channel: how the question came.
        scheme: whose rule it is.
        clock: working, wall, next check-in (until the half working day ends) or at once.
        minutes: the allowance; 0 where the scheme gives no figure.
        clause: the clause it comes from, e.g. "S6.2".
        warn_at: shares of the allowance at which 将到期, 紧急 and 已超时 begin.

    """

    channel: Channel
    scheme: Scheme
    clock: ClockKind
    minutes: int
    clause: str = ""
    warn_at: tuple[float, float, float] = WARN_AT


@dataclass(frozen=True)
class Timeline:
    """The instants of one allowance, aware UTC.

    Attributes:
        received_at: where the clock starts (for 北京法网 the platform's notice).
        soon_at: when 将到期 begins.
        urgent_at: when 紧急 begins.
        due_at: the deadline.
        minutes: the allowance, by its own clock.
        clock: which clock that is.
        channel: decides the words of an answer at once (立即回拨).
        is_estimated: whether the deadline lies in a year whose holidays are not published (节假日安排未公布，按推算).

    """

    received_at: datetime
    soon_at: datetime
    urgent_at: datetime
    due_at: datetime
    minutes: float
    clock: ClockKind
    channel: Channel | None = None
    is_estimated: bool = False


@dataclass(frozen=True)
class Verdict:
    """What an answer took.

    Attributes:
        elapsed_minutes: from receipt to answer, by the policy's clock.
        allowance: the minutes allowed; None where the scheme gives no figure.
        is_late: whether more than the allowance had passed.

    """

    elapsed_minutes: float
    allowance: float | None
    is_late: bool


@dataclass(frozen=True)
class Countdown:
    """The state of a running allowance at one instant.

    Attributes:
        urgency: calm, soon, urgent, overdue or paused.
        used_share: share of the allowance that is used, 0 to 1.
        remaining_minutes: what is left by its own clock, never negative; None where there is no figure.
        overdue_minutes: how far over by its own clock; 0 when not.
        resumes_at: when a paused clock runs on, aware UTC; None when it runs.
        due_at: the deadline, aware UTC.
        received_at: where the clock started, aware UTC.
        clock: which clock the minutes are of.
        channel: as in the timeline.

    """

    urgency: Urgency
    used_share: float
    remaining_minutes: float | None
    overdue_minutes: float
    resumes_at: datetime | None
    due_at: datetime
    received_at: datetime
    clock: ClockKind
    channel: Channel | None = None


def timeline(policy: Policy, calendar: WorkingCalendar, received_at: datetime) -> Timeline:
    """Return the instants at which the shares of an allowance are used up.

    Args:
        policy: the allowance.
        calendar: the firm's working time; not used by a wall clock.
        received_at: where the clock starts, aware.

    """
    start = received_at.astimezone(UTC)
    if policy.clock is ClockKind.AT_ONCE:
        opens = calendar.next_opening(start).astimezone(UTC)
        due = calendar.add(start, policy.minutes).astimezone(UTC) if policy.minutes else opens
        return Timeline(start, opens, opens, due, policy.minutes, policy.clock, policy.channel)
    minutes: float = policy.minutes
    if policy.clock is ClockKind.NEXT_CHECK_IN:
        minutes = calendar.elapsed_minutes(start, _half_day_end(calendar, start))
    soon, urgent, due = (_after(policy.clock, calendar, start, share * minutes) for share in policy.warn_at)
    return Timeline(start, soon, urgent, due, minutes, policy.clock, policy.channel)


def late_after(times: Timeline, calendar: WorkingCalendar) -> datetime:
    """Return the last instant, aware UTC, at which an answer is still in time: later than due over a break."""
    if times.clock is ClockKind.WALL:
        return times.due_at
    if times.clock is ClockKind.AT_ONCE and not times.minutes:
        return NEVER
    return calendar.next_opening(times.due_at).astimezone(UTC)


def judge(policy: Policy, calendar: WorkingCalendar, received_at: datetime, answered_at: datetime) -> Verdict:
    """Return what an answer took and whether that was more than allowed (S6.2, B2).

    Args:
        policy: the allowance it was taken under.
        calendar: the firm's working time.
        received_at: when the clock started, aware.
        answered_at: when the answer was sent, aware.

    """
    elapsed = _elapsed(policy.clock, calendar, received_at, answered_at)
    if policy.clock is ClockKind.AT_ONCE and not policy.minutes:
        return Verdict(elapsed, None, is_late=False)
    allowance: float = policy.minutes
    if policy.clock is ClockKind.NEXT_CHECK_IN:
        allowance = calendar.elapsed_minutes(received_at, _half_day_end(calendar, received_at))
    return Verdict(elapsed, allowance, elapsed > allowance)


def countdown(times: Timeline, calendar: WorkingCalendar, now: datetime) -> Countdown:
    """Return the state of a running allowance.

    Args:
        times: the allowance.
        calendar: the firm's working time.
        now: the present instant, aware.

    """
    if times.clock is ClockKind.AT_ONCE and not times.minutes:
        return _at_once(times, calendar, now)
    allowance = times.minutes
    if times.clock is ClockKind.NEXT_CHECK_IN:
        allowance = calendar.elapsed_minutes(times.received_at, times.due_at)
    elapsed = _elapsed(times.clock, calendar, times.received_at, now)
    urgency = _urgency(times, now, is_over=elapsed > allowance)
    resumes = None
    rests = times.clock in (ClockKind.WORKING, ClockKind.AT_ONCE)
    rests = rests or (times.clock is ClockKind.NEXT_CHECK_IN and now > times.due_at)
    if rests and urgency is not Urgency.OVERDUE and not calendar.is_open(now):
        urgency, resumes = Urgency.PAUSED, calendar.next_opening(now).astimezone(UTC)
    return Countdown(
        urgency=urgency,
        used_share=min(1.0, elapsed / allowance) if allowance else 1.0,
        remaining_minutes=max(0.0, allowance - elapsed),
        overdue_minutes=max(0.0, elapsed - allowance),
        resumes_at=resumes,
        due_at=times.due_at,
        received_at=times.received_at,
        clock=times.clock,
        channel=times.channel,
    )


def _urgency(times: Timeline, now: datetime, *, is_over: bool) -> Urgency:
    if is_over:
        return Urgency.OVERDUE
    if now >= times.urgent_at:
        return Urgency.URGENT
    return Urgency.SOON if now >= times.soon_at else Urgency.CALM


def _at_once(times: Timeline, calendar: WorkingCalendar, now: datetime) -> Countdown:
    """Return the state of a call to be returned at once: urgent in working time, paused outside (S6.1)."""
    is_open = calendar.is_open(now)
    return Countdown(
        urgency=Urgency.URGENT if is_open else Urgency.PAUSED,
        used_share=1.0,
        remaining_minutes=None,
        overdue_minutes=0.0,
        resumes_at=None if is_open else calendar.next_opening(now).astimezone(UTC),
        due_at=times.due_at,
        received_at=times.received_at,
        clock=times.clock,
        channel=times.channel,
    )


def _after(clock: ClockKind, calendar: WorkingCalendar, start: datetime, minutes: float) -> datetime:
    if clock is ClockKind.WALL:
        return start + minutes * MINUTE
    return calendar.add(start, minutes).astimezone(UTC)


def _elapsed(clock: ClockKind, calendar: WorkingCalendar, start: datetime, end: datetime) -> float:
    if clock is ClockKind.WALL:
        return max(0.0, (end - start) / MINUTE)
    return calendar.elapsed_minutes(start, end)


def _half_day_end(calendar: WorkingCalendar, start: datetime) -> datetime:
    """Return the end of the present half working day, or of the next one when out of hours (S2.2)."""
    end = calendar.closes_at(calendar.next_opening(start))
    assert end is not None  # noqa: S101 - an opening lies in a span
    return end
