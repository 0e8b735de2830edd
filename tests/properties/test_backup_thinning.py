"""Thinning: whatever backups there are, the newest stays, the latest hours, days and months keep one, nothing else does."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.rules.backup_thinning import GUARDS, Stamp, Thinning, superfluous

ZONE = timezone(timedelta(hours=8))
START = datetime(2026, 1, 1, tzinfo=UTC)

minutes = st.lists(st.integers(0, 800 * 24 * 60), max_size=80)
rules = st.builds(Thinning, st.integers(0, 60), st.integers(0, 40), st.integers(0, 15))


def _stamps(offsets: list[int]) -> list[Stamp]:
    """Return backups numbered in the order in which they were made, whatever the clock said then."""
    return [Stamp(f"b{n}", n, START + timedelta(minutes=offset)) for n, offset in enumerate(offsets)]


def _kept(stamps: list[Stamp], rule: Thinning) -> list[Stamp]:
    gone = superfluous(stamps, rule, ZONE)
    return [stamp for stamp in stamps if stamp.name not in gone]


def _buckets(stamps: list[Stamp], form: str) -> list[str]:
    """Return the hours, days or months that have a backup, those of the newest backups first."""
    return list(dict.fromkeys(stamp.at.astimezone(ZONE).strftime(form) for stamp in reversed(stamps)))


@given(minutes, rules)
def test_the_newest_always_stays_even_when_the_clock_was_put_back(offsets: list[int], rule: Thinning) -> None:
    stamps = _stamps(offsets)
    assert stamps[-1:] == _kept(stamps, rule)[-1:]


@given(minutes, rules)
def test_each_of_the_latest_hours_days_and_months_keeps_one(offsets: list[int], rule: Thinning) -> None:
    stamps = _stamps(offsets)
    kept = _kept(stamps, rule)
    for form, most in (("%Y%m%d%H", rule.hourly), ("%Y%m%d", rule.daily), ("%Y%m", rule.monthly)):
        assert set(_buckets(stamps, form)[:most]) <= set(_buckets(kept, form))


@given(minutes, rules)
def test_no_more_is_kept_than_the_rule_says(offsets: list[int], rule: Thinning) -> None:
    assert len(_kept(_stamps(offsets), rule)) <= max(1, rule.hourly + rule.daily + rule.monthly)


@given(minutes, rules)
def test_thinning_twice_takes_nothing_more(offsets: list[int], rule: Thinning) -> None:
    kept = _kept(_stamps(offsets), rule)
    assert _kept(kept, rule) == kept


@given(minutes, st.integers(0, 30), rules)
def test_a_new_backup_never_brings_an_older_one_back_and_takes_few(
    offsets: list[int], later: int, rule: Thinning
) -> None:
    in_order = sorted(offsets)
    before = _stamps(in_order)
    after = _stamps([*in_order, (in_order[-1] if in_order else 0) + later])
    kept_before, kept_after = _kept(before, rule), _kept(after, rule)
    assert set(kept_after) - {after[-1]} <= set(kept_before)
    assert len(set(kept_before) - set(kept_after)) <= 4


@given(st.permutations(range(12)), rules)
def test_the_order_in_which_a_folder_lists_them_does_not_matter(order: list[int], rule: Thinning) -> None:
    stamps = _stamps([n * 1000 for n in range(12)])
    assert superfluous([stamps[n] for n in order], rule, ZONE) == superfluous(stamps, rule, ZONE)


@given(minutes, st.sets(st.integers(0, 79)), rules)
def test_what_was_made_before_something_large_stays_until_twenty_later_ones(
    offsets: list[int], guards: set[int], rule: Thinning
) -> None:
    stamps = [Stamp(one.name, one.number, one.at, one.number in guards) for one in _stamps(offsets)]
    assert set([stamp for stamp in stamps if stamp.is_guard][-GUARDS:]) <= set(_kept(stamps, rule))


def test_a_year_of_half_hours_leaves_48_hours_30_days_and_12_months() -> None:
    stamps = _stamps([n * 30 for n in range(2 * 24 * 365)])
    kept = _kept(stamps, Thinning())
    assert len(_buckets(kept, "%Y%m%d%H")[:48]) == 48
    assert len(_buckets(kept, "%Y%m%d")) >= 30
    assert len(_buckets(kept, "%Y%m")) == 12
    assert len(kept) <= 48 + 30 + 12


def test_after_a_pause_of_a_year_nothing_goes_but_what_stood_too_close() -> None:
    stamps = [*_stamps([n * 60 for n in range(10)]), Stamp("late", 99, START + timedelta(days=400))]
    assert superfluous(stamps, Thinning(), ZONE) == frozenset()
