"""Compare the working clock with businesstimedelta: deadlines per second on one core, in the same run."""

import json
import random
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter

import businesstimedelta
import pytz  # type: ignore[import-untyped]  # comes with businesstimedelta, which needs its zones

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.rules.working_time import WorkingCalendar  # noqa: E402 - needs the checkout on the path

MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(17, 30))
ALLOWANCE_MINUTES = 300
ROUNDS = 5
OURS, THEIRS = 50_000, 1_000


def _starts(count: int) -> list[datetime]:
    chance = random.Random(20260303)  # noqa: S311 - reproducible sample, not a secret
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return [first + timedelta(seconds=chance.randrange(300 * 86_400)) for _ in range(count)]


def _holidays() -> list[date]:
    """Return the official days off of 2026 and 2027; make-up days are left out, the peer cannot express them."""
    files = [ROOT / "resources" / "calendars" / f"{year}.json" for year in (2026, 2027)]
    days = [day for file in files for day in json.loads(file.read_text(encoding="utf-8"))["days"]]
    return [date.fromisoformat(day["date"]) for day in days if day["isOffDay"]]


def _ours() -> Callable[[datetime], datetime]:
    calendar = WorkingCalendar(
        dict.fromkeys(range(5), (MORNING, AFTERNOON)), dict.fromkeys(_holidays(), ()), "Asia/Shanghai"
    )
    return lambda start: calendar.add(start, ALLOWANCE_MINUTES)


def _theirs() -> Callable[[datetime], datetime]:
    zone = pytz.timezone("Asia/Shanghai")
    hours = [
        businesstimedelta.WorkDayRule(start_time=a, end_time=b, working_days=list(range(5)), tz=zone)
        for a, b in (MORNING, AFTERNOON)
    ]
    holidays = businesstimedelta.HolidayRule(set(_holidays()), tz=zone)
    rules = businesstimedelta.Rules([*hours, holidays])
    allowance = businesstimedelta.BusinessTimeDelta(rules, seconds=ALLOWANCE_MINUTES * 60)
    return lambda start: start + allowance


def _rate(compute: Callable[[datetime], datetime], starts: list[datetime]) -> float:
    """Return the median of deadlines per second over some rounds."""
    rates = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        for start in starts:
            compute(start)
        rates.append(len(starts) / (perf_counter() - begin))
    return statistics.median(rates)


def main() -> int:
    """Print both rates and their ratio; return 1 when the two disagree on a deadline."""
    ours, theirs = _ours(), _theirs()
    sample = _starts(THEIRS)
    wrong = sum(ours(start) != theirs(start) for start in sample[:300])
    if wrong:
        print(f"{wrong} of 300 deadlines differ")
        return 1
    own, peer = _rate(ours, _starts(OURS)), _rate(theirs, sample)
    print(f"working clock      {own:12,.0f} deadlines/s")
    print(f"businesstimedelta  {peer:12,.0f} deadlines/s")
    print(f"ratio              {own / peer:12,.0f} x   (median of {ROUNDS}, same run, same deadlines)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
