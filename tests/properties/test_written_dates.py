"""Dates as clerks write them: whatever the form, the day is read; what could be two days is never taken silently."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.written_dates import SERIAL_DAY_ZERO, SERIALS, read_day

TODAY = date(2026, 3, 13)
DAYS = st.dates(date(1930, 1, 1), date(2027, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
SIGNS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a number below 100 as it is spoken: 二十五."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else SIGNS[tens] + "十"
    return head + (SIGNS[ones] if ones else "") or "零"


FORMS = (
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month:02d}/{d.day:02d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 号 ",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.month}月{d.day}日 {d.year}",
    lambda d: f"{chinese(d.month)}月{chinese(d.day)}日 {d.year}",
    lambda d: f"{''.join(SIGNS[int(figure)] for figure in str(d.year))}年{chinese(d.month)}月{chinese(d.day)}日",
    lambda d: f"{d.year}－{d.month}－{d.day}",
    lambda d: str((d - SERIAL_DAY_ZERO).days),
)


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_form_gives_the_day_back(form: object, day: date) -> None:
    assert callable(form)
    found = read_day(form(day), TODAY)
    assert (found.day, found.problem) == (day, "")


@given(day=DAYS, at=TIMES)
def test_a_time_behind_the_day_is_read(day: date, at: time) -> None:
    for written in (
        f"{day} {at:%H:%M}",
        f"{day}T{at:%H:%M}:00",
        f"{day.year}年{day.month}月{day.day}日 {at.hour}时{at.minute}分",
    ):
        assert (read_day(written, TODAY).day, read_day(written, TODAY).at) == (day, at)


@given(day=DAYS)
def test_a_year_at_the_end_is_taken_only_where_one_reading_is_left(day: date) -> None:
    found = read_day(f"{day.day}/{day.month}/{day.year}", TODAY)
    if day.day > 12 or day.day == day.month:
        assert found.day == day
    else:
        assert found.day is None
        assert "两种读法" in found.problem


@given(day=st.dates(date(2000, 1, 1), date(2026, 12, 31)))
def test_a_short_year_is_read_first_and_named_where_another_reading_is_possible(day: date) -> None:
    found = read_day(f"{day.year % 100:02d}.{day.month}.{day.day}", TODAY)
    assert found.day == day
    assert found.is_ambiguous == bool(found.note)
    if day.year % 100 > 31:
        assert not found.is_ambiguous


@given(text=st.text(max_size=30))
def test_nothing_written_makes_it_fall(text: str) -> None:
    found = read_day(text, TODAY)
    assert not (found.day and found.problem)
    if text.strip() and not found.problem:
        assert found.day is not None


@given(serial=st.sampled_from(SERIALS), minutes=st.integers(0, 24 * 60 - 1))
def test_a_serial_with_its_time_is_read(serial: int, minutes: int) -> None:
    found = read_day(f"{serial + minutes / 1440:.8f}", TODAY)
    assert found.day is not None
    assert (found.day - SERIAL_DAY_ZERO).days == serial
    assert (found.at.hour * 60 + found.at.minute if found.at else 0) == minutes


@pytest.mark.parametrize(
    "text",
    ["2024-02-30", "2024.13.1", "去年", "2024.3", "12:30", "1880-1-1", "24.31.31", "3月5日", "2024-3-5-6", "5.3.24"],
)
def test_what_is_no_day_says_so(text: str) -> None:
    found = read_day(text, TODAY)
    assert found.day is None
    assert text in found.problem or "年" in found.problem
