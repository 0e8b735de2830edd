"""Allowances: deadlines, verdicts and countdowns of each channel's policy, and their words."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.rules.allowance import NEVER, Policy, Timeline, countdown, judge, late_after, timeline
from app.rules.countdown_text import countdown_words, remaining_words
from app.rules.working_time import WorkingCalendar
from app.terms import Channel, ClockKind, Scheme, Urgency

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = ((time(9), time(12)), (time(13, 30), time(17, 30)))
CALENDAR = WorkingCalendar(dict.fromkeys(range(5), DAY), {}, "Asia/Shanghai")
WECHAT = Policy(Channel.WECHAT, Scheme.SHIJIAZHUANG, ClockKind.WORKING, 300, "S6.2")
PLATFORM = Policy(Channel.BEIJING_PLATFORM, Scheme.BEIJING, ClockKind.WALL, 300, "B2")
JIFATONG = Policy(Channel.JIFATONG, Scheme.SHIJIAZHUANG, ClockKind.NEXT_CHECK_IN, 0, "S2.2")
PHONE = Policy(Channel.PHONE, Scheme.SHIJIAZHUANG, ClockKind.AT_ONCE, 0, "S6.1")


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=SHANGHAI)


def words(times: Timeline, now: datetime) -> tuple[str, str]:
    return countdown_words(countdown(times, CALENDAR, now), now, SHANGHAI)


@pytest.mark.clause("S6.2")
def test_the_story_question_of_0910_has_its_instants_in_utc() -> None:
    times = timeline(WECHAT, CALENDAR, at("2026-03-13", "09:10"))
    assert times.soon_at == at("2026-03-13", "13:40")
    assert times.urgent_at == at("2026-03-13", "14:40")
    assert times.due_at == at("2026-03-13", "15:40")
    assert {i.tzinfo for i in (times.received_at, times.soon_at, times.urgent_at, times.due_at)} == {UTC}


@pytest.mark.clause("S6.2")
def test_late_means_more_than_the_allowance() -> None:
    start = at("2026-03-13", "09:10")
    in_time = judge(WECHAT, CALENDAR, start, at("2026-03-13", "15:40"))
    assert (in_time.elapsed_minutes, in_time.allowance, in_time.is_late) == (300, 300, False)
    assert judge(WECHAT, CALENDAR, start, at("2026-03-13", "15:40:01")).is_late


@pytest.mark.clause("S6.2")
def test_an_answer_in_the_lunch_break_after_a_noon_deadline_is_in_time() -> None:
    noon = timeline(WECHAT, CALENDAR, at("2026-03-12", "15:30"))
    assert noon.due_at == at("2026-03-13", "12:00")
    assert late_after(noon, CALENDAR) == at("2026-03-13", "13:30")
    assert not judge(WECHAT, CALENDAR, noon.received_at, at("2026-03-13", "12:45")).is_late
    assert judge(WECHAT, CALENDAR, noon.received_at, at("2026-03-13", "13:31")).is_late
    assert countdown(noon, CALENDAR, at("2026-03-13", "12:45")).urgency is Urgency.PAUSED
    assert countdown(noon, CALENDAR, at("2026-03-13", "13:31")).urgency is Urgency.OVERDUE


@pytest.mark.parametrize(
    ("received", "now", "word", "rest"),
    [
        ("10:45", "11:56", "平稳", "3 时 49 分"),
        ("09:10", "14:26", "将到期", "1 时 14 分"),
        ("09:00", "15:16", "紧急", "剩 14 分"),
        ("09:00", "15:29:15", "紧急", "剩 45 秒"),
        ("09:00", "15:30", "紧急", "剩 0 秒"),
        ("09:00", "16:04:59", "已超时", "超 34 分"),
        ("09:00", "12:00", "", "13:30 继续"),
        ("15:00", "18:00", "", "周一 09:00 继续"),
    ],
)
def test_the_words_of_a_working_countdown(received: str, now: str, word: str, rest: str) -> None:
    times = timeline(WECHAT, CALENDAR, at("2026-03-13", received))
    assert words(times, at("2026-03-13", now)) == (word, rest)


def test_the_shown_time_left_is_the_deadline_less_the_clock_on_the_wall() -> None:
    times = timeline(WECHAT, CALENDAR, at("2026-03-13", "09:10"))
    assert words(times, at("2026-03-13", "14:26:30"))[1] == "1 时 14 分"


def test_the_long_form() -> None:
    times = timeline(WECHAT, CALENDAR, at("2026-03-13", "09:10"))
    assert remaining_words(countdown(times, CALENDAR, at("2026-03-13", "14:26"))) == "还剩 1 小时 14 分"
    assert remaining_words(countdown(times, CALENDAR, at("2026-03-13", "13:40"))) == "还剩 2 小时"
    assert remaining_words(countdown(times, CALENDAR, at("2026-03-13", "16:14"))) == "已超时 34 分"


def test_a_paused_allowance_keeps_its_share_and_an_overdue_one_stays_overdue() -> None:
    times = timeline(WECHAT, CALENDAR, at("2026-03-13", "15:00"))
    evening = countdown(times, CALENDAR, at("2026-03-13", "20:00"))
    assert evening.urgency is Urgency.PAUSED
    assert evening.used_share == 0.5
    assert evening.resumes_at == at("2026-03-16", "09:00")
    late = timeline(WECHAT, CALENDAR, at("2026-03-13", "09:00"))
    night = countdown(late, CALENDAR, at("2026-03-13", "20:00"))
    assert night.urgency is Urgency.OVERDUE
    assert night.overdue_minutes == 120
    assert night.used_share == 1


@pytest.mark.clause("B2")
def test_the_beijing_platform_runs_on_the_wall_clock_from_the_notice() -> None:
    times = timeline(PLATFORM, CALENDAR, at("2026-03-14", "22:00"))
    assert times.due_at == at("2026-03-15", "03:00")
    assert late_after(times, CALENDAR) == times.due_at
    midnight = countdown(times, CALENDAR, at("2026-03-15", "00:00"))
    assert midnight.urgency is Urgency.CALM
    assert midnight.remaining_minutes == 180
    assert judge(PLATFORM, CALENDAR, times.received_at, at("2026-03-15", "03:00:01")).is_late
    assert not judge(PLATFORM, CALENDAR, times.received_at, at("2026-03-15", "03:00")).is_late


@pytest.mark.clause("S2.2")
@pytest.mark.parametrize(
    ("received", "due", "rest"),
    [
        (at("2026-03-13", "09:30"), at("2026-03-13", "12:00"), "上午登录"),
        (at("2026-03-13", "12:30"), at("2026-03-13", "17:30"), "下午登录"),
        (at("2026-03-13", "17:30"), at("2026-03-16", "12:00"), "周一上午登录"),
        (at("2026-03-14", "10:00"), at("2026-03-16", "12:00"), "周一上午登录"),
    ],
)
def test_jifatong_is_due_by_the_end_of_the_half_working_day(received: datetime, due: datetime, rest: str) -> None:
    times = timeline(JIFATONG, CALENDAR, received)
    assert times.due_at == due
    assert words(times, received) == ("平稳", rest)
    assert not judge(JIFATONG, CALENDAR, received, due).is_late
    assert judge(JIFATONG, CALENDAR, received, calendar_opening_after(due)).is_late


@pytest.mark.clause("S2.2")
def test_jifatong_rests_once_its_half_day_is_over_until_the_firm_opens() -> None:
    times = timeline(JIFATONG, CALENDAR, at("2026-03-13", "15:00"))
    on_sunday = countdown(times, CALENDAR, at("2026-03-15", "08:00"))
    assert (on_sunday.urgency, on_sunday.resumes_at) == (Urgency.PAUSED, at("2026-03-16", "09:00"))
    assert countdown(times, CALENDAR, at("2026-03-16", "09:01")).urgency is Urgency.OVERDUE


def calendar_opening_after(due: datetime) -> datetime:
    return CALENDAR.next_opening(due) + timedelta(minutes=1)


@pytest.mark.clause("S2.2")
def test_a_stored_check_in_without_minutes_counts_to_its_deadline() -> None:
    made = timeline(JIFATONG, CALENDAR, at("2026-03-13", "09:00"))
    stored = Timeline(made.received_at, made.soon_at, made.urgent_at, made.due_at, 0, made.clock)
    assert countdown(stored, CALENDAR, at("2026-03-13", "10:30")).used_share == 0.5
    assert countdown(stored, CALENDAR, at("2026-03-13", "14:00")).urgency is Urgency.OVERDUE


@pytest.mark.clause("S6.1")
def test_a_call_is_returned_at_once_and_waits_outside_working_time() -> None:
    times = timeline(PHONE, CALENDAR, at("2026-03-13", "14:19"))
    assert words(times, at("2026-03-13", "14:26")) == ("立即回拨", "7 分前")
    assert words(times, at("2026-03-13", "14:19:20")) == ("立即回拨", "刚刚")
    assert words(times, at("2026-03-13", "18:00")) == ("", "周一 09:00 继续")
    assert countdown(times, CALENDAR, at("2026-03-13", "14:26")).urgency is Urgency.URGENT
    assert remaining_words(countdown(times, CALENDAR, at("2026-03-13", "14:26"))) == "请立即回拨"
    assert late_after(times, CALENDAR) == NEVER
    verdict = judge(PHONE, CALENDAR, times.received_at, at("2026-03-13", "14:40"))
    assert (verdict.allowance, verdict.is_late) == (None, False)


def test_a_firm_may_set_a_figure_for_calls() -> None:
    policy = Policy(Channel.PHONE, Scheme.SHIJIAZHUANG, ClockKind.AT_ONCE, 15, "S6.1")
    times = timeline(policy, CALENDAR, at("2026-03-13", "17:25"))
    assert times.due_at == at("2026-03-16", "09:10")
    assert countdown(times, CALENDAR, at("2026-03-16", "09:11")).urgency is Urgency.OVERDUE
    assert judge(policy, CALENDAR, times.received_at, at("2026-03-16", "09:11")).is_late
