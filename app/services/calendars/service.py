"""The firm's calendar: a year at a glance, importing and editing it, the firm's own days, the warning."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
from sqlalchemy import select

from app.catalogue import Holiday, HolidayYear, parse_year
from app.errors import InvalidInputError, NotFoundError
from app.models import CalendarYear, FirmDay, Staff
from app.rules.day_plan import UnpublishedYear, plan_of, unpublished_year
from app.rules.spans import day_offsets
from app.services.calendars import rows
from app.services.calendars.change import change
from app.services.calendars.types import YEARS, CalendarOutcome, DayView, Origin, YearImport, YearView
from app.services.core import Service, operation, query
from app.services.hours import Timetable, load_timetable, spans_to_json
from app.services.setup_types import Spans
from app.storage.unit_of_work import UnitOfWork
from app.terms import CalendarStatus, DayKind, Permission

OFFICIAL = (DayKind.HOLIDAY, DayKind.MAKE_UP)
NAME_LIMIT = 40
LONGEST = 31
"""Days that are set in one go at most."""
MANAGE = Permission.MANAGE_CALENDAR


class Calendars(Service):
    """日历."""

    # -- reading

    @query()
    def year(self, year: int) -> YearView:
        """Return a year day by day, with where its arrangement comes from."""
        with self.office.reading() as session:
            timetable = load_timetable(session)
            wanted = select(CalendarYear, Staff.name).outerjoin(Staff, Staff.id == CalendarYear.set_by)
            row, name = session.execute(wanted.where(CalendarYear.year == year)).one_or_none() or (None, "")
            found = rows.year_in_force(timetable.catalogue, year)
            delivered = year in self.office.catalogue.years
            return YearView(
                year=year,
                status=found.status,
                source=found.source,
                papers=found.papers,
                origin=Origin.FIRM if row else Origin.DELIVERED if delivered else Origin.NOWHERE,
                set_at=row.set_at if row else None,
                set_by=name or "",
                is_delivered=delivered,
                days=tuple(_day(timetable, day) for day in _days_of(year)),
                version=timetable.hours.version,
            )

    @query()
    def warning(self) -> UnpublishedYear | None:
        """Return the year that begins within 60 days, or runs, without a published notice."""
        with self.office.reading() as session:
            timetable = load_timetable(session)
        today = self.office.clock.now().astimezone(timetable.hours.zone).date()
        published = set(YEARS) - timetable.hours.estimated_years
        return unpublished_year(today, published)

    @query(MANAGE)
    def preview_import(self, data: bytes, file: str) -> YearImport:
        """Read a year from a file in holiday-cn's form and say what it would change; nothing is written.

        Args:
            data: the file's bytes.
            file: its name, for the sentence about what is wrong.

        Raises:
            DataFileError: the file is not such a year; says which place is wrong and how.

        """
        found = parse_year(data, file)
        with self.office.reading() as session:
            catalogue = load_timetable(session).catalogue
            replaces = session.scalar(select(CalendarYear.id).where(CalendarYear.year == found.year)) is not None
        return YearImport(
            year=found.year,
            status=found.status,
            source=_source(found, file),
            papers=found.papers,
            days_off=sum(day.is_off for day in found.days),
            make_up_days=sum(not day.is_off for day in found.days),
            changes=rows.changes_between(catalogue.holidays, catalogue.with_years([found]).holidays),
            status_before=rows.year_in_force(catalogue, found.year).status,
            replaces_own=replaces,
        )

    # -- the official calendar

    @operation(MANAGE)
    def import_year(self, data: bytes, file: str) -> CalendarOutcome:
        """Put a year from a file in holiday-cn's form in place of the one in force.

        Raises:
            DataFileError: the file is not such a year.

        """
        found = parse_year(data, file)
        year = msgspec.structs.replace(found, source=_source(found, file))
        return change(self.office, f"导入 {found.year} 年节假日安排", lambda work: rows.put_year(work, year))

    @operation(MANAGE)
    def set_official_day(self, day: date, kind: DayKind, name: str) -> CalendarOutcome:
        """Let the official calendar say that a day is off, or a make-up day that is worked.

        Args:
            day: a local date.
            kind: `HOLIDAY` or `MAKE_UP`.
            name: the festival it belongs to.

        Raises:
            InvalidInputError: no name, a day out of reach, or a kind the official calendar does not know.

        """
        _check(day, name)
        if kind not in OFFICIAL:
            raise InvalidInputError({"kind": f"官方日历只有{'和'.join(one.label for one in OFFICIAL)}。"})
        holiday = Holiday(name.strip(), day, kind is DayKind.HOLIDAY)
        return self._edit_day(day, holiday, f"把{_day_words(day)}改为{kind.label}")

    @operation(MANAGE)
    def clear_official_day(self, day: date) -> CalendarOutcome:
        """Let the official calendar say nothing of a day, so that it follows the week."""
        _check(day, "-")
        return self._edit_day(day, None, f"把{_day_words(day)}改为照常")

    @operation(MANAGE)
    def confirm_year(self, year: int, source: str) -> CalendarOutcome:
        """Mark a year as published, once its days were edited to what the notice says.

        Args:
            year: which one.
            source: the notice's title or number.

        Raises:
            InvalidInputError: no source, or a year without any day.

        """
        if not source.strip():
            raise InvalidInputError({"source": "请写明依据的通知，例如文号。"})

        def write(work: UnitOfWork) -> None:
            found = rows.year_in_force(load_timetable(work.session).catalogue, year)
            if not found.days:
                raise InvalidInputError({"source": f"{year} 年还没有任何放假或调休的日子，请先录入或导入。"})
            confirmed = HolidayYear(year, found.days, found.papers, CalendarStatus.PUBLISHED, source.strip())
            rows.put_year(work, confirmed)

        return change(self.office, f"把 {year} 年节假日安排标为已公布", write)

    @operation(MANAGE)
    def reset_year(self, year: int) -> CalendarOutcome:
        """Take the firm's arrangement of a year away: the delivered one is in force again.

        Raises:
            NotFoundError: the firm has none of its own.

        """

        def write(work: UnitOfWork) -> None:
            row = work.session.scalars(select(CalendarYear).where(CalendarYear.year == year)).one_or_none()
            if row is None:
                raise NotFoundError(f"{year} 年没有本所的改动，已经是原来的安排。")
            work.session.delete(row)

        return change(self.office, f"恢复 {year} 年原来的节假日安排", write)

    def _edit_day(self, day: date, official: Holiday | None, label: str) -> CalendarOutcome:
        def write(work: UnitOfWork) -> None:
            catalogue = load_timetable(work.session).catalogue
            year = rows.year_in_force(catalogue, rows.holder_of(catalogue, day))
            kept = [one for one in year.days if one.date != day]
            days = tuple(sorted([*kept, *([official] if official else [])], key=lambda one: one.date))
            if days != year.days:
                rows.put_year(work, rows.edited(year, days=days))

        return change(self.office, label, write)

    # -- the firm's own days

    @operation(MANAGE)
    def set_own_days(self, first: date, last: date, name: str, spans: Spans) -> CalendarOutcome:
        """Let the firm be closed, or keep its own hours, on a day or on several in a row.

        Args:
            first: the first day.
            last: the last day, itself included.
            name: why, e.g. “团建” or “半天”.
            spans: the hours on each of them; none means closed.

        Raises:
            InvalidInputError: no name, days out of order or too many, or spans that make no sense.

        """
        _check(first, name)
        if not first <= last < first + timedelta(days=LONGEST):
            raise InvalidInputError({"last": f"最后一天不能早于第一天，一次最多设 {LONGEST} 天。"})
        try:
            day_offsets(spans)
        except ValueError as fault:
            raise InvalidInputError({"spans": "每段的结束时间要晚于开始时间，请核对。"}) from fault
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        words = _day_words(first) if first == last else f"{_day_words(first)}至{_day_words(last)}"
        label = f"把{words}设为{(DayKind.OWN_HOURS if spans else DayKind.OWN_CLOSED).label}"

        def write(work: UnitOfWork) -> None:
            for day in days:
                rows.put_own_day(work, day, name.strip(), spans_to_json(spans))

        return change(self.office, label, write)

    @operation(MANAGE)
    def remove_own_day(self, day: date) -> CalendarOutcome:
        """Let a day follow the official calendar and the week again.

        Raises:
            NotFoundError: it is no day of the firm's own.

        """

        def write(work: UnitOfWork) -> None:
            row = work.session.scalars(select(FirmDay).where(FirmDay.day == day)).one_or_none()
            if row is None:
                raise NotFoundError(f"{_day_words(day)}不是本所特别日，可能已经取消。", todo="请刷新后再看。")
            work.session.delete(row)

        return change(self.office, f"取消{_day_words(day)}的本所特别日", write)


def _day(timetable: Timetable, day: date) -> DayView:
    official, own = timetable.catalogue.holiday(day), timetable.own.get(day)
    plan = plan_of(day, timetable.weekly, timetable.summer, official, own)
    said = None if official is None else DayKind.HOLIDAY if official.is_off else DayKind.MAKE_UP
    return DayView(day, plan.kind, plan.name, plan.spans, plan.is_summer, said, official.name if official else "")


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _source(found: HolidayYear, file: str) -> str:
    return found.source or f"由文件 {file} 导入"


def _day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _check(day: date, name: str) -> None:
    problems: dict[str, str] = {}
    if day.year not in YEARS:
        problems["day"] = f"请选 {YEARS.start} 年到 {YEARS.stop - 1} 年之间的日子。"
    if not name.strip():
        problems["name"] = "请填写名称，例如“团建”或节日的名字。"
    elif len(name.strip()) > NAME_LIMIT:
        problems["name"] = f"名称最多 {NAME_LIMIT} 个字。"
    if problems:
        raise InvalidInputError(problems)
