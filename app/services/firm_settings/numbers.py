"""编号: the pattern of each series of numbers and the next number of this year."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError
from app.models.journal import NumberSeries
from app.rules import numbering
from app.services.core import Service, operation, query
from app.services.firm_settings.details import find_firm
from app.services.firm_settings.registry import pattern_key, store, value_of
from app.storage.unit_of_work import UnitOfWork
from app.terms import Permission


@dataclass(frozen=True)
class SeriesView:
    """One series of numbers as the settings show it.

    Attributes:
        key: of the series.
        label: what it numbers.
        about: one sentence on where it appears.
        pattern: in force.
        default: the pattern delivered with the program.
        year: the present year where the firm is.
        last: the last number given this year; 0 if none was.

    """

    key: str
    label: str
    about: str
    pattern: str
    default: str
    year: int
    last: int


@dataclass(frozen=True)
class SeriesForm:
    """What is to hold for a series from its next number on; `next_number` None keeps counting."""

    pattern: str
    next_number: int | None = None


class Numbering(Service):
    """编号规则."""

    @query()
    def series(self) -> tuple[SeriesView, ...]:
        """Return every series with its pattern and the last number of this year."""
        year = self.office.today().year
        with self.office.reading() as session:
            return tuple(
                SeriesView(
                    key=one.key,
                    label=one.label,
                    about=one.about,
                    pattern=value_of(session, pattern_key(one.key)),
                    default=one.default,
                    year=year,
                    last=last_number(session, one.key, year),
                )
                for one in numbering.SERIES.values()
            )

    @operation(Permission.MANAGE_FIRM)
    def save(self, forms: Mapping[str, SeriesForm]) -> None:
        """Let patterns and next numbers hold from the next number on; numbers given stay as they are.

        Args:
            forms: by the series' key; series left out stay as they are.

        Raises:
            InvalidInputError: by the series' key, or "<key>.next" for a next number.

        """
        year = self.office.today().year
        with self.office.work() as work:
            check_series(work.session, forms, year)
            for key, form in forms.items():
                store(work.session, pattern_key(key), form.pattern.strip())
                if form.next_number is not None and form.next_number != last_number(work.session, key, year) + 1:
                    work.skip_numbers(key, year, form.next_number - 1)
            work.commit("修改编号规则")


def check_series(session: Session, forms: Mapping[str, SeriesForm], year: int) -> None:
    """Check patterns and next numbers.

    Raises:
        InvalidInputError: by the series' key, or "<key>.next" for a next number.

    """
    firm = find_firm(session).short_name
    problems: dict[str, str] = {}
    for key, form in forms.items():
        if problem := numbering.problem_of_pattern(form.pattern.strip(), firm=firm):
            problems[key] = problem
        if form.next_number is not None:
            problem = numbering.problem_of_next(form.next_number, last_number(session, key, year))
            problems.update({f"{key}.next": problem} if problem else {})
    patterns = {key: value_of(session, pattern_key(key)) for key in numbering.SERIES}
    patterns |= {key: form.pattern.strip() for key, form in forms.items()}
    if not problems and (clash := numbering.clashing_series(patterns, firm)):
        first, second = (numbering.SERIES[key].label for key in clash)
        problems[clash[1]] = f"{first}和{second}写法相同，会重号，请改一个字头。"
    if problems:
        raise InvalidInputError(problems)


def last_number(session: Session, series: str, year: int) -> int:
    """Return the last number given in a series and year; 0 if none was."""
    wanted = select(NumberSeries.last).where(NumberSeries.series == series, NumberSeries.year == year)
    return session.scalar(wanted) or 0


def take_number(work: UnitOfWork, series: numbering.Series, year: int) -> str:
    """Take the next number of a series and return it as the firm writes it."""
    pattern = value_of(work.session, pattern_key(series.key))
    number = work.next_number(series.key, year)
    return numbering.write_number(pattern, year=year, number=number, firm=find_firm(work.session).short_name)


def preview(pattern: str, *, year: int, number: int, firm: str) -> str:
    """Return how the next number would look, or an empty text where the pattern is wrong; cheap, on any thread."""
    pattern = pattern.strip()
    if numbering.problem_of_pattern(pattern, firm=firm):
        return ""
    return numbering.write_number(pattern, year=year, number=number, firm=firm)


def pattern_problem(pattern: str, firm: str) -> str:
    """Return what to do about a pattern as its field is left; cheap, on any thread."""
    return numbering.problem_of_pattern(pattern.strip(), firm=firm)


def next_problem(text: str, last: int) -> str:
    """Return what to do about a typed next number as its field is left; cheap, on any thread."""
    if not text.strip():
        return ""
    return numbering.problem_of_next(int(text), last) if text.strip().isdigit() else "请填整数。"


def in_words(pattern: str) -> str:
    """Return a pattern as people read and type it; cheap, on any thread."""
    return numbering.pattern_in_words(pattern)


def from_words(typed: str) -> str:
    """Return the pattern people typed in words, as it is stored; cheap, on any thread."""
    return numbering.pattern_from_words(typed)
