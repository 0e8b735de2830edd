"""Everything the program knows as data: calendars, fees, schemes, regions. Read when first asked for."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import msgspec

from app.catalogue.calendars import HolidayYear, load_years, official_days
from app.catalogue.fee_files import load_contingency, load_schedules
from app.catalogue.regions import Region, load_regions
from app.catalogue.scheme_files import Clause, load_schemes
from app.errors import InvalidInputError, NotFoundError
from app.paths import resource
from app.rules.allowance import Policy
from app.rules.contingency import ContingencyRules
from app.rules.day_plan import OfficialDay, OwnDay, exceptions
from app.rules.fee_schedule import FeeSchedule
from app.rules.spans import Summer, Weekly
from app.rules.working_time import WorkingCalendar
from app.terms import CalendarStatus, Channel, Scheme

YEARS = range(2000, 2101)
"""The years a deadline may reasonably lie in."""
VERSION_LENGTH = 12
NO_OWN_DAYS: Mapping[date, OwnDay] = MappingProxyType({})


class Catalogue:
    """The data files, validated.

    Args:
        folder: the folder that holds calendars/, fees/, schemes/ and regions/.
        years: calendar years in place of those in the folder, e.g. after an administrator imported one.

    """

    def __init__(self, folder: Path, years: Mapping[int, HolidayYear] | None = None) -> None:
        self._folder = folder
        self._given_years = years

    @classmethod
    def load(cls) -> "Catalogue":
        """Return the catalogue delivered with the program; its files are read when first asked for."""
        return cls(resource())

    def read_all(self) -> None:
        """Read every file now, so that a damaged one is named at once.

        Raises:
            DataFileError: the first file that is wrong.

        """
        for part in ("years", "fee_schedules", "contingency", "_schemes", "regions"):
            getattr(self, part)

    # -- calendars

    @cached_property
    def years(self) -> Mapping[int, HolidayYear]:
        """The known calendar years."""
        return load_years(self._folder / "calendars") if self._given_years is None else self._given_years

    def with_years(self, years: Iterable[HolidayYear]) -> "Catalogue":
        """Return a catalogue in which some calendar years are replaced or added."""
        return Catalogue(self._folder, {**self.years, **{year.year: year for year in years}})

    def working_calendar(
        self, weekly: Weekly, summer: Summer | None, tz: str, own: Mapping[date, OwnDay] = NO_OWN_DAYS
    ) -> WorkingCalendar:
        """Return the firm's working time on the official calendar.

        Args:
            weekly: weekday (0 = Monday) to spans.
            summer: the summer timetable, if the firm has one.
            tz: IANA name of the firm's time zone.
            own: the firm's own days; they go before the official ones.

        """
        return WorkingCalendar(weekly, dict(exceptions(self.holidays, own, weekly, summer)), tz, summer=summer)

    def calendar_version(
        self, weekly: Weekly, summer: Summer | None, tz: str, own: Mapping[date, OwnDay] = NO_OWN_DAYS
    ) -> str:
        """Return a short name of the data and hours that a calendar was built from: equal inputs, equal name."""
        text = "\n".join(
            [
                tz,
                *(f"{day}:{_spans_text(weekly[day])}" for day in sorted(weekly)),
                f"{summer.begins}-{summer.ends}:{_spans_text(summer.spans)}" if summer else "",
                *(f"{day}:{_spans_text(spans)}" for day, spans in exceptions(self.holidays, own, weekly, summer)),
                *(f"{year}:{self.years[year].status.value}" for year in sorted(self.years)),
            ]
        )
        return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]

    @cached_property
    def estimated_years(self) -> frozenset[int]:
        """Years of this century whose holiday notice is not known: deadlines in them are estimates."""
        return frozenset(year for year in YEARS if not self._is_published(year))

    def is_estimated(self, day: date) -> bool:
        """Return whether a day's year has no published notice (节假日安排未公布，按推算)."""
        return not self._is_published(day.year)

    def holiday(self, day: date) -> OfficialDay | None:
        """Return what the official calendar says of a day; None for an ordinary one."""
        return self.holidays.get(day)

    def _is_published(self, year: int) -> bool:
        found = self.years.get(year)
        return found is not None and found.status is CalendarStatus.PUBLISHED

    @cached_property
    def holidays(self) -> Mapping[date, OfficialDay]:
        """All days on which the official calendar differs from the ordinary week."""
        return official_days(self.years)

    # -- fees

    @cached_property
    def fee_schedules(self) -> Mapping[str, FeeSchedule]:
        """All fee schedules by id; those not enabled are unverified candidates."""
        return load_schedules(self._folder / "fees")

    def fee_schedule(self, schedule_id: str) -> FeeSchedule:
        """Return a fee schedule.

        Raises:
            InvalidInputError: there is none of that id.

        """
        found = self.fee_schedules.get(schedule_id)
        if found is None:
            known = "、".join(self.fee_schedules)
            raise InvalidInputError({"schedule": f"没有“{schedule_id}”这份收费表，可以用：{known}。"})
        return found

    @cached_property
    def contingency(self) -> ContingencyRules:
        """The contingency rules in force."""
        return load_contingency(self._folder / "fees")

    # -- schemes

    @cached_property
    def _schemes(self) -> tuple[dict[str, Clause], dict[tuple[Channel, Scheme], Policy]]:
        return load_schemes(self._folder / "schemes")

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """All clauses by id, in the order of their texts."""
        return self._schemes[0]

    def clause(self, clause_id: str) -> Clause:
        """Return a clause.

        Raises:
            NotFoundError: there is none of that id.

        """
        found = self.clauses.get(clause_id)
        if found is None:
            raise NotFoundError(f"没有条款 {clause_id}。")
        return found

    @property
    def policies(self) -> Mapping[tuple[Channel, Scheme], Policy]:
        """The default clock policy of each channel in each scheme."""
        return self._schemes[1]

    def policy(self, channel: Channel, scheme: Scheme) -> Policy:
        """Return the clock policy of a channel in a scheme.

        Raises:
            InvalidInputError: the scheme has no such channel.

        """
        found = self.policies.get((channel, scheme))
        if found is None:
            raise InvalidInputError({"channel": f"{scheme.label}没有“{channel.label}”这个渠道，请核对渠道和方案。"})
        return found

    # -- regions

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """All districts by code."""
        return load_regions(self._folder / "regions")

    def region_name(self, code: str) -> str:
        """Return the name of a district; an unknown code is its own name."""
        found = self.regions.get(code)
        return found.name if found else code


def _spans_text(spans: object) -> str:
    return msgspec.json.encode(spans).decode()
