"""The firm's weekly hours and its summer timetable, changed after the first day."""

from collections.abc import Mapping
from datetime import time

from sqlalchemy import select

from app.errors import InvalidInputError
from app.models import Firm
from app.rules.spans import Summer, day_offsets, parse_summer
from app.services.calendars.change import change
from app.services.calendars.types import CalendarOutcome, HoursView
from app.services.core import Service, operation, query
from app.services.hours import load_timetable, make_timetable, summer_to_json, weekly_to_json
from app.services.hours_preview import Example, examples_of
from app.services.setup_types import Spans, SummerForm
from app.storage.unit_of_work import UnitOfWork
from app.terms import Permission


class WorkingHours(Service):
    """工作时间."""

    @query()
    def find(self) -> HoursView:
        """Return the weekly hours and the summer timetable as they are."""
        with self.office.reading() as session:
            timetable = load_timetable(session)
        return HoursView({day: tuple(spans) for day, spans in timetable.weekly.items()}, _form(timetable.summer))

    @query()
    def examples(self, weekly: Mapping[int, Spans], summer: SummerForm | None) -> tuple[Example, ...]:
        """Return the deadlines that hours would give, on the firm's calendar with its own days."""
        if not any(weekly.values()):
            return ()
        with self.office.reading() as session:
            present = load_timetable(session)
        wanted = make_timetable(present.catalogue, present.own, weekly, parse_summer(summer_to_json(summer)))
        return examples_of(present.catalogue, wanted.hours)

    @operation(Permission.MANAGE_CALENDAR)
    def save(self, weekly: Mapping[int, Spans], summer: SummerForm | None) -> CalendarOutcome:
        """Change when the firm works; open questions fall due by the new hours, judged answers stand.

        Args:
            weekly: weekday (0 = Monday) to spans; a weekday without spans is free.
            summer: the summer timetable, if the firm has one.

        Raises:
            InvalidInputError: no day is worked, or spans or days that make no sense.

        """
        _check(weekly, summer)

        def write(work: UnitOfWork) -> None:
            firm = work.session.scalars(select(Firm).limit(1)).one()
            firm.weekly, firm.summer = weekly_to_json(weekly), summer_to_json(summer)

        return change(self.office, "修改工作时间", write)


def _form(summer: Summer | None) -> SummerForm | None:
    if summer is None:
        return None
    begins, ends = (f"{month:02d}-{day:02d}" for month, day in (summer.begins, summer.ends))
    return SummerForm(begins, ends, summer.spans)


def _check(weekly: Mapping[int, Spans], summer: SummerForm | None) -> None:
    problems: dict[str, str] = {}
    if not any(weekly.values()):
        problems["weekly"] = "请至少选择一个工作日。"
    elif not set(weekly) <= set(range(7)) or not all(map(_is_ordered, weekly.values())):
        problems["weekly"] = "每段的结束时间要晚于开始时间，请核对。"
    if summer is not None and not _is_summer(summer):
        problems["summer"] = "夏季作息要有开始和结束的日子，以及先后正确的时间，请核对。"
    if problems:
        raise InvalidInputError(problems)


def _is_summer(summer: SummerForm) -> bool:
    try:
        parse_summer(summer_to_json(summer))
    except ValueError:
        return False
    return bool(summer.spans) and _is_ordered(summer.spans)


def _is_ordered(spans: Spans) -> bool:
    """Return whether each span ends after it starts and after the one before it; 00:00 is the end of the day."""
    try:
        day_offsets(spans)
    except ValueError:
        return False
    ends = [end for _, end in spans]
    starts = [start for start, _ in spans]
    return all(end != time() and end <= start for end, start in zip(ends, starts[1:], strict=False))
