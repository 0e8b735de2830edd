"""What the first-run wizard hands over."""

from dataclasses import dataclass, field
from datetime import time

from app.terms import Role, Scheme

Spans = tuple[tuple[time, time], ...]

DEFAULT_SPANS: Spans = ((time(9), time(12)), (time(13, 30), time(17, 30)))
DEFAULT_WEEKLY: dict[int, Spans] = dict.fromkeys(range(5), DEFAULT_SPANS)


@dataclass(frozen=True)
class FirmForm:
    """The firm's details."""

    full_name: str
    short_name: str = ""
    address: str = ""
    phones: tuple[str, ...] = ()
    credit_code: str = ""
    head: str = ""


@dataclass(frozen=True)
class UserForm:
    """The first user."""

    name: str
    login: str
    password: str
    roles: frozenset[Role] = frozenset({Role.SYSTEM_ADMIN})
    licence_no: str = ""


@dataclass(frozen=True)
class SummerForm:
    """The summer timetable: from one day of the year to another ("06-01"), with its own spans."""

    begins: str
    ends: str
    spans: Spans


@dataclass(frozen=True)
class HoursForm:
    """Working hours: weekday 0 (Monday) to 6 -> spans; a weekday without spans is free."""

    weekly: dict[int, Spans] = field(default_factory=lambda: dict(DEFAULT_WEEKLY))
    summer: SummerForm | None = None
    out_of_hours_text: str = ""


@dataclass(frozen=True)
class SetupForm:
    """Everything the wizard collected."""

    firm: FirmForm
    user: UserForm
    schemes: tuple[Scheme, ...]
    hours: HoursForm
    is_demo: bool = False
