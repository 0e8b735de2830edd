"""The firm's calendar: read, imported, edited, undone; open deadlines follow it, judged ones stand."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from app.errors import DataFileError, InvalidInputError, NotFoundError
from app.models import ConsultationEvent
from app.services import health
from app.services.calendars.types import CalendarOutcome, Origin
from app.services.consultations.types import ConsultationRef
from app.services.container import Services
from app.services.hours import load_hours
from app.services.setup_types import DEFAULT_SPANS, DEFAULT_WEEKLY, SummerForm
from app.terms import CalendarStatus, Channel, DayKind, Role, Scheme, Uid
from tests.factories import at
from tests.integration.services.support import consultation, person, register, set_time

MONDAY, TUESDAY = date(2026, 3, 16), date(2026, 3, 17)
MORNING = ((time(9), time(12)),)
FORMERLY = "2026-03-16 10:56"
"""When a question of Friday 14:26 falls due in the ordinary week: 184 minutes on Friday, 116 on Monday morning."""


@pytest.fixture
def firm(staffed: Services) -> Services:
    """Return the firm with somebody in the seat who may do everything."""
    staffed.office.seat(replace(staffed.actor, roles=frozenset(Role)))
    return staffed


@pytest.fixture
def waiting(firm: Services) -> ConsultationRef:
    """Return a question of Friday 14:26 that waits."""
    return register(firm)


def due(services: Services, reference: ConsultationRef) -> str:
    found = consultation(services, reference).timeline.due_at
    return f"{found.astimezone(services.office.hours().zone):%Y-%m-%d %H:%M}"


def year_file(year: int = 2027, **more: object) -> bytes:
    days = [
        {"name": "元旦", "date": f"{year}-01-01", "isOffDay": True},
        {"name": "元旦", "date": f"{year}-01-02", "isOffDay": False},
    ]
    return json.dumps({"year": year, "papers": ["通知"], "days": days, **more}).encode()


def test_a_year_says_what_each_day_is_and_by_whose_word(firm: Services) -> None:
    year = firm.calendars.year(2026)
    assert len(year.days) == 365
    assert (year.status, year.origin, year.set_by) == (CalendarStatus.PUBLISHED, Origin.DELIVERED, "")
    assert "国务院办公厅" in year.source
    festival = year.on(date(2026, 2, 17))
    assert (festival.kind, festival.name, festival.spans) == (DayKind.HOLIDAY, "春节", ())
    assert year.on(date(2026, 2, 14)).kind is DayKind.MAKE_UP
    assert year.on(date(2026, 2, 14)).spans == DEFAULT_SPANS
    assert year.on(date(2026, 3, 14)).kind is DayKind.FREE
    assert year.count(DayKind.MAKE_UP) == 6
    assert year.count(DayKind.HOLIDAY) == 33
    assert year.version == firm.office.hours().version


def test_a_year_nobody_knows_is_an_estimate_by_the_week(firm: Services) -> None:
    year = firm.calendars.year(2031)
    assert (year.status, year.origin, year.is_delivered) == (CalendarStatus.ESTIMATED, Origin.NOWHERE, False)
    assert {day.kind for day in year.days} == {DayKind.WORKING, DayKind.FREE}


# -- open deadlines follow, undo included


def test_a_day_off_of_the_firm_moves_what_waits_and_undo_moves_it_back(
    firm: Services, waiting: ConsultationRef
) -> None:
    assert due(firm, waiting) == FORMERLY
    outcome = firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ())
    assert (outcome.moved, due(firm, waiting)) == (1, "2026-03-17 10:56")
    assert outcome.sentence == "已把2026年3月16日设为本所休息，1 件待答复咨询的截止时间已重新计算"
    day = firm.calendars.year(2026).on(MONDAY)
    assert (day.kind, day.name, day.is_own) == (DayKind.OWN_CLOSED, "团建", True)
    assert firm.history.undo().ok
    assert due(firm, waiting) == FORMERLY
    assert firm.history.redo().ok
    assert due(firm, waiting) == "2026-03-17 10:56"


def _import_as_holiday(firm: Services) -> CalendarOutcome:
    days = [{"name": "调整", "date": MONDAY.isoformat(), "isOffDay": True}]
    return firm.calendars.import_year(json.dumps({"year": 2026, "days": days}).encode(), "2026.json")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda firm: firm.calendars.set_official_day(MONDAY, DayKind.HOLIDAY, "调整"), "2026-03-17 10:56"),
        (lambda firm: firm.calendars.set_official_day(date(2026, 3, 14), DayKind.MAKE_UP, "x"), "2026-03-14 10:56"),
        (lambda firm: firm.calendars.set_own_days(MONDAY, TUESDAY, "团建", ()), "2026-03-18 10:56"),
        (lambda firm: firm.calendars.set_own_days(MONDAY, MONDAY, "晚到", ((time(10), time(12)),)), "2026-03-16 11:56"),
        (_import_as_holiday, "2026-03-17 10:56"),
        (lambda firm: firm.working_hours.save({0: MORNING, 4: MORNING}, None), "2026-03-20 11:00"),
        (
            lambda firm: firm.working_hours.save(
                DEFAULT_WEEKLY, SummerForm("03-01", "03-31", (*MORNING, (time(15), time(18))))
            ),
            "2026-03-16 11:00",
        ),
    ],
    ids=["holiday", "make-up day", "two days", "own hours", "import", "week", "summer"],
)
def test_every_kind_of_edit_moves_what_waits_and_undo_moves_it_back(
    firm: Services, waiting: ConsultationRef, edit: Callable[[Services], CalendarOutcome], expected: str
) -> None:
    outcome = edit(firm)
    moved_to = due(firm, waiting)
    assert outcome.moved == (moved_to != FORMERLY)
    assert moved_to == expected
    assert firm.history.undo().ok
    assert due(firm, waiting) == FORMERLY
    assert all(finding.is_fine for finding in health.examine(firm.office))


def test_what_runs_by_the_wall_clock_is_not_moved(firm: Services) -> None:
    platform = register(
        firm, channel=Channel.BEIJING_PLATFORM, scheme=Scheme.BEIJING, source_name="京 001", wechat_name=""
    )
    before = due(firm, platform)
    assert firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ()).moved == 0
    assert due(firm, platform) == before


# -- what was judged stands


def _answer(firm: Services, reference: ConsultationRef) -> None:
    firm.consultations.answering.answer(reference.id, "请先拍照固定证据。")


def _close(firm: Services, reference: ConsultationRef) -> None:
    firm.consultations.answering.close(reference.id, "重复登记")


def _answer_and_close(firm: Services, reference: ConsultationRef) -> None:
    _answer(firm, reference)
    firm.consultations.answering.close(reference.id, "")


@pytest.mark.parametrize("end", [_answer, _close, _answer_and_close])
def test_judged_questions_keep_the_calendar_they_were_judged_by(
    firm: Services, waiting: ConsultationRef, end: Callable[[Services, ConsultationRef], None]
) -> None:
    end(firm, waiting)
    version = firm.office.hours().version
    assert firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ()).moved == 0
    assert due(firm, waiting) == FORMERLY
    # whatever builds the state anew later, e.g. the link to a client, leaves it so
    client = firm.clients.files.create(person())
    firm.consultations.answering.link(waiting.id, client.id)
    assert due(firm, waiting) == FORMERLY
    assert firm.office.hours().version != version
    assert version in _kept_versions(firm, waiting.id)
    assert all(finding.is_fine for finding in health.examine(firm.office))


def test_a_withdrawn_answer_waits_by_the_present_calendar(firm: Services, waiting: ConsultationRef) -> None:
    _answer(firm, waiting)
    firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ())
    firm.consultations.answering.withdraw(waiting.id, "说错了")
    assert due(firm, waiting) == "2026-03-17 10:56"


def test_answers_of_early_versions_keep_what_their_state_says(firm: Services, waiting: ConsultationRef) -> None:
    _answer(firm, waiting)
    with firm.office.work() as work:
        event = work.session.scalars(select(ConsultationEvent).where(ConsultationEvent.kind == "answered")).one()
        event.details = {name: value for name, value in event.details.items() if name != "judged_by"}
        work.commit("像早先的版本那样")
    firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ())
    client = firm.clients.files.create(person())
    firm.consultations.answering.link(waiting.id, client.id)
    assert due(firm, waiting) == FORMERLY
    assert all(finding.is_fine for finding in health.examine(firm.office))


# -- a year from a file


def test_an_import_shows_what_it_would_change_before_anything_is_written(firm: Services) -> None:
    found = firm.calendars.preview_import(year_file(), "2027.json")
    assert (found.year, found.status_before, found.status) == (
        2027,
        CalendarStatus.ESTIMATED,
        CalendarStatus.PUBLISHED,
    )
    assert (found.days_off, found.make_up_days, found.replaces_own) == (1, 1, False)
    words = {f"{one.day:%m-%d}": (one.before, one.after) for one in found.changes}
    assert words["01-02"] == ("照常", "上班（元旦）")
    assert words["02-05"] == ("放假（春节）", "照常")
    assert "01-01" not in words
    assert firm.calendars.year(2027).origin is Origin.DELIVERED
    firm.calendars.import_year(year_file(), "2027.json")
    year = firm.calendars.year(2027)
    assert (year.status, year.origin, year.set_by, year.papers) == (
        CalendarStatus.PUBLISHED,
        Origin.FIRM,
        "周岚",
        ("通知",),
    )
    assert year.source == "由文件 2027.json 导入"
    assert year.set_at == firm.office.clock.now()
    assert firm.calendars.preview_import(year_file(), "2027.json").changes == ()


def test_an_imported_year_ends_the_estimate_of_its_deadlines(firm: Services) -> None:
    set_time(firm, "2026-12-31 16:00")
    late = register(firm)
    assert consultation(firm, late).is_estimated
    firm.calendars.import_year(year_file(), "2027.json")
    assert not consultation(firm, late).is_estimated
    assert due(firm, late) == "2027-01-02 14:00"
    firm.calendars.reset_year(2027)
    assert consultation(firm, late).is_estimated


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "不是正确的 JSON"),
        (b'[{"year": 2026, "days": []}, {"year": 2027, "days": []}]', "装了 2026、2027 年；一次导入一年"),
        (b'{"2026": {"days": []}, "2027": {"days": []}}', "装了 2026、2027 年；一次导入一年"),
        (b'["2027-01-01"]', "只有一列日子"),
        (b'{"holiday": {"01-01": {"holiday": true}}}', "没有 year 和 days"),
        (b'{"year": 2027, "days": [{"name": "x", "date": "2027-01-01"}]}', "没有 isOffDay"),
        (b'{"year": 2027, "days": [{"name": "x", "date": "2026-05-01", "isOffDay": true}]}', "不属于 2027 年"),
        (b'{"year": 2027, "papers": [], "days": []}', "通知可能还没有公布"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong(firm: Services, data: bytes, words: str) -> None:
    for call in (firm.calendars.preview_import, firm.calendars.import_year):
        with pytest.raises(DataFileError, match=words):
            call(data, "假期.json")
    assert firm.calendars.year(2027).origin is Origin.DELIVERED


def test_a_byte_order_mark_does_no_harm(firm: Services) -> None:
    assert firm.calendars.preview_import(b"\xef\xbb\xbf" + year_file(), "2027.json").year == 2027


# -- editing


def test_an_edited_day_makes_the_year_the_firms_own_until_it_is_reset(firm: Services) -> None:
    holiday = date(2026, 10, 7)
    assert firm.calendars.clear_official_day(holiday).done == "已把2026年10月7日改为照常"
    year = firm.calendars.year(2026)
    assert (year.origin, year.status, year.on(holiday).kind) == (
        Origin.FIRM,
        CalendarStatus.PUBLISHED,
        DayKind.WORKING,
    )
    assert year.source.endswith("（本所有修改）")
    firm.calendars.set_official_day(holiday, DayKind.HOLIDAY, "国庆节")
    assert firm.calendars.year(2026).source.count("本所有修改") == 1
    firm.calendars.reset_year(2026)
    assert firm.calendars.year(2026).origin is Origin.DELIVERED
    with pytest.raises(NotFoundError, match="没有本所的改动"):
        firm.calendars.reset_year(2026)


def test_an_own_day_goes_before_the_official_one_which_stays_to_be_seen(firm: Services) -> None:
    holiday = date(2026, 10, 1)
    firm.calendars.set_own_days(holiday, holiday, "值班", MORNING)
    day = firm.calendars.year(2026).on(holiday)
    assert (day.kind, day.spans, day.official, day.official_name) == (
        DayKind.OWN_HOURS,
        MORNING,
        DayKind.HOLIDAY,
        "国庆节",
    )
    assert firm.office.hours().calendar.is_open(at("2026-10-01 09:30"))
    firm.calendars.set_own_days(holiday, holiday, "全天休息", ())
    assert firm.calendars.year(2026).on(holiday).name == "全天休息"
    firm.calendars.remove_own_day(holiday)
    assert firm.calendars.year(2026).on(holiday).kind is DayKind.HOLIDAY
    with pytest.raises(NotFoundError, match="可能已经取消"):
        firm.calendars.remove_own_day(holiday)


def test_a_day_of_december_that_the_next_years_notice_names_is_edited_there(firm: Services) -> None:
    eve = date(2026, 12, 31)
    days = [{"name": "元旦", "date": eve.isoformat(), "isOffDay": True}]
    firm.calendars.import_year(json.dumps({"year": 2027, "days": days}).encode(), "2027.json")
    assert firm.calendars.year(2026).on(eve).kind is DayKind.HOLIDAY
    firm.calendars.clear_official_day(eve)
    assert firm.calendars.year(2026).on(eve).kind is DayKind.WORKING
    assert firm.calendars.year(2026).origin is Origin.DELIVERED


def test_a_year_typed_in_by_hand_is_published_once_somebody_names_the_notice(firm: Services) -> None:
    set_time(firm, "2026-12-01 09:00")
    warned = firm.calendars.warning()
    assert warned is not None
    assert (warned.year, warned.days_left) == (2027, 31)
    with pytest.raises(InvalidInputError, match="请写明依据的通知"):
        firm.calendars.confirm_year(2027, " ")
    with pytest.raises(InvalidInputError, match="还没有任何放假"):
        firm.calendars.confirm_year(2028, "通知")
    firm.calendars.set_official_day(date(2027, 2, 20), DayKind.MAKE_UP, "春节")
    assert firm.calendars.year(2027).status is CalendarStatus.ESTIMATED
    firm.calendars.confirm_year(2027, "国办发明电〔2026〕9号")
    year = firm.calendars.year(2027)
    assert (year.status, year.source) == (CalendarStatus.PUBLISHED, "国办发明电〔2026〕9号")
    assert firm.calendars.warning() is None


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda c: c.set_own_days(MONDAY, MONDAY, " ", ()), "name"),
        (lambda c: c.set_own_days(MONDAY, MONDAY, "很" * 41, ()), "name"),
        (lambda c: c.set_own_days(TUESDAY, MONDAY, "x", ()), "last"),
        (lambda c: c.set_own_days(MONDAY, date(2026, 4, 16), "x", ()), "last"),
        (lambda c: c.set_own_days(MONDAY, MONDAY, "x", ((time(12), time(9)),)), "spans"),
        (lambda c: c.set_official_day(date(1999, 1, 1), DayKind.HOLIDAY, "x"), "day"),
        (lambda c: c.set_official_day(MONDAY, DayKind.HOLIDAY, ""), "name"),
    ],
)
def test_what_makes_no_sense_is_refused_field_by_field(
    firm: Services, call: Callable[[object], object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        call(firm.calendars)
    assert field in refused.value.problems


# -- hours


def test_hours_and_summer_are_read_back_as_they_were_saved(firm: Services) -> None:
    summer = SummerForm("06-01", "08-31", (*MORNING, (time(15), time(18))))
    firm.working_hours.save({**DEFAULT_WEEKLY, 5: MORNING}, summer)
    found = firm.working_hours.find()
    assert (found.weekly, found.summer) == ({**DEFAULT_WEEKLY, 5: MORNING}, summer)
    assert firm.calendars.year(2026).on(date(2026, 6, 20)).kind is DayKind.HOLIDAY
    assert firm.calendars.year(2026).on(date(2026, 7, 1)).is_summer
    assert firm.office.hours().out_of_hours_text


def test_the_examples_know_the_firms_own_days(firm: Services) -> None:
    usual = firm.working_hours.examples(DEFAULT_WEEKLY, None)
    assert f"{usual[0].due:%m-%d %H:%M}" == "03-03 15:30"
    firm.calendars.set_own_days(date(2026, 3, 3), date(2026, 3, 3), "团建", ())
    assert f"{firm.working_hours.examples(DEFAULT_WEEKLY, None)[0].due:%m-%d %H:%M}" == "03-04 15:30"
    assert firm.working_hours.examples({}, None) == ()


@pytest.mark.parametrize(
    ("weekly", "summer", "field"),
    [
        ({}, None, "weekly"),
        ({7: MORNING}, None, "weekly"),
        ({0: ((time(12), time(9)),)}, None, "weekly"),
        ({0: ((time(9), time(12)), (time(11), time(17)))}, None, "weekly"),
        ({0: MORNING}, SummerForm("06-31", "08-31", MORNING), "summer"),
        ({0: MORNING}, SummerForm("06-01", "08-31", ()), "summer"),
    ],
)
def test_hours_that_make_no_sense_are_refused(
    firm: Services, weekly: dict[int, object], summer: SummerForm | None, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        firm.working_hours.save(weekly, summer)  # type: ignore[arg-type]
    assert set(refused.value.problems) == {field}


# -- freshness


def test_the_feed_tells_the_office_to_read_its_hours_anew(firm: Services) -> None:
    seen, before = firm.office.seated_at, firm.office.hours()
    with firm.office.reading() as session:
        assert load_hours(session) == before
    firm.calendars.set_own_days(MONDAY, MONDAY, "团建", ())
    firm.office._hours = before  # as an office has it whose neighbour made the change
    assert {"firm_day"} <= firm.history.changes(seen).tables.keys()
    assert firm.office.hours().version != before.version


def _kept_versions(firm: Services, consultation_id: Uid) -> list[object]:
    with firm.office.reading() as session:
        wanted = select(ConsultationEvent.details).where(ConsultationEvent.consultation_id == consultation_id)
        return [details.get("calendar_version") for details in session.scalars(wanted)]
