"""Properties of the working clock, against a slow reference that walks minute by minute."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.rules.working_time import CalendarExhaustedError, Span, WorkingCalendar

ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")
FIRST_DAYS = (date(2026, 2, 12), date(2026, 3, 7), date(2026, 3, 31), date(2026, 10, 2), date(2026, 10, 31))
MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = ((time(9), time(12)), (time(13, 30), time(17, 30)))
OFFICE = WorkingCalendar(dict.fromkeys(range(5), HOURS), {date(2026, 2, 16): ()}, "Asia/Shanghai")
Spans = Sequence[Span]


class SlowCalendar:
    """The reference: an instant is worked when its local time lies in a span of its local date."""

    def __init__(self, weekly: Mapping[int, Spans], exceptions: Mapping[date, Spans], zone: str) -> None:
        self.weekly, self.exceptions, self.zone = weekly, exceptions, ZoneInfo(zone)

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        spans = self.exceptions.get(local.date(), self.weekly.get(local.weekday(), ()))
        now = local.time()
        return any(start <= now and (now < end or end == time(0)) for start, end in spans)

    def elapsed(self, start: datetime, end: datetime) -> int:
        minutes = int((end - start) / MINUTE)
        return sum(self.is_open(start + n * MINUTE) for n in range(minutes))

    def add(self, start: datetime, minutes: int) -> datetime | None:
        now = start
        for _ in range(12 * 1440):
            if not minutes:
                return now
            minutes -= self.is_open(now)
            now += MINUTE
        return None


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    cuts = draw(st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True).map(sorted))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [(time(a // 60, a % 60), time(b // 60 % 24, b % 60)) for a, b in pairs]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[SlowCalendar, WorkingCalendar, datetime]:
    zone = draw(st.sampled_from(ZONES))
    first = draw(st.sampled_from(FIRST_DAYS))
    weekly = draw(st.dictionaries(st.integers(0, 6), spans(), max_size=7))
    days = st.integers(0, 8).map(lambda n: first + timedelta(days=n))
    exceptions = draw(st.dictionaries(days, spans(), max_size=4))
    start = datetime.combine(first, time(), UTC) + draw(st.integers(0, 3 * 1440)) * MINUTE
    return SlowCalendar(weekly, exceptions, zone), WorkingCalendar(weekly, exceptions, zone), start


@settings(deadline=None, max_examples=60)
@given(worlds(), st.integers(0, 4 * 1440))
def test_elapsed_equals_the_count_of_worked_minutes(
    world: tuple[SlowCalendar, WorkingCalendar, datetime], length: int
) -> None:
    slow, fast, start = world
    end = start + length * MINUTE
    assert fast.elapsed_minutes(start, end) == slow.elapsed(start, end)
    assert fast.is_open(start) == slow.is_open(start)


@settings(deadline=None, max_examples=60)
@given(worlds(), st.integers(0, 900))
def test_add_equals_the_walk(world: tuple[SlowCalendar, WorkingCalendar, datetime], minutes: int) -> None:
    slow, fast, start = world
    expected = slow.add(start, minutes)
    assume(expected is not None)
    assert fast.add(start, minutes) == expected


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_the_next_opening_is_open_and_nothing_before_it_is(
    world: tuple[SlowCalendar, WorkingCalendar, datetime],
) -> None:
    slow, fast, start = world
    try:
        opening = fast.next_opening(start)
    except CalendarExhaustedError:
        assert slow.elapsed(start, start + timedelta(days=8)) == 0
        return
    assert slow.is_open(opening)
    assert fast.elapsed_minutes(start, opening) == 0
    if fast.is_open(start):
        assert opening == start
        closing = fast.closes_at(start)
        assert closing is not None
        assert fast.elapsed_minutes(start, closing) == (closing - start) / MINUTE
    else:
        assert fast.closes_at(start) is None


@settings(deadline=None, max_examples=100)
@given(worlds(), st.floats(0, 2000), st.floats(0, 2000))
def test_add_and_elapsed_are_inverse_and_add_in_steps(
    world: tuple[SlowCalendar, WorkingCalendar, datetime], first: float, second: float
) -> None:
    _, fast, start = world
    try:
        once = fast.add(start, first)
        twice = fast.add(once, second)
        whole = fast.add(start, first + second)
    except CalendarExhaustedError:
        return
    assert once >= start
    assert abs(fast.elapsed_minutes(start, once) - first) < 1e-6
    assert (
        abs((twice - whole) / timedelta(microseconds=1)) <= 2
        or fast.elapsed_minutes(min(twice, whole), max(twice, whole)) < 1e-6
    )


@settings(deadline=None, max_examples=60)
@given(worlds(), st.integers(0, 400), st.integers(0, 400), st.integers(0, 86_399))
def test_elapsed_adds_up_over_any_distance(
    world: tuple[SlowCalendar, WorkingCalendar, datetime], near: int, far: int, seconds: int
) -> None:
    _, fast, start = world
    middle = start + timedelta(days=near, seconds=seconds)
    end = middle + timedelta(days=far)
    parts = fast.elapsed_minutes(start, middle) + fast.elapsed_minutes(middle, end)
    assert abs(parts - fast.elapsed_minutes(start, end)) < 1e-6


@given(st.integers(0, 2 * 365 * 1440), st.integers(1, 3000), st.integers(-2, 2))
def test_an_answer_is_late_exactly_when_more_than_the_allowance_has_passed(
    offset: int, allowance: int, shift: int
) -> None:
    due = OFFICE.add(FIRST + offset * MINUTE, allowance)
    answered = due + shift * timedelta(seconds=30)
    elapsed = OFFICE.elapsed_minutes(FIRST + offset * MINUTE, answered)
    assert (elapsed > allowance) is (shift > 0 and OFFICE.elapsed_minutes(due, answered) > 0)
