"""Builds the invented firm in a profile of its own: staff, clients, consultations at every stage, contracts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.catalogue import Catalogue
from app.clock import Clock, SteppedClock
from app.models import Staff
from app.paths import Profile
from app.rules.identifiers import credit_code_check_character
from app.rules.search_terms import pinyin_key
from app.services.accounts import Accounts
from app.services.container import Services
from app.services.core import Office
from app.services.demo.bulk import Load, load
from app.services.demo.people import Inventor
from app.services.demo.questions import ABOUT_FIRM
from app.services.demo.scenes import Story, play
from app.services.demo.staff import settle_in
from app.services.setup_types import HoursForm, SetupForm, UserForm
from app.storage import keys
from app.storage.unit_of_work import Undo
from app.terms import Role, Scheme

PASSWORD = "hengzhou-2026"  # noqa: S105 - opens an invented firm only; printed at the end of the command
SMALL = 5000
"""Up to here every client is journalled one by one; above, the batch gets one journal entry."""
AFTER_BULK = 60
"""How many clients the story adds, one by one, to a firm that was loaded in bulk."""

Told = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Person:
    """A member of the invented firm's staff."""

    login: str
    name: str
    roles: tuple[Role, ...]
    licence_no: str = ""
    phone: str = ""


STAFF = (
    Person("zhoulan", "周岚", (Role.LAWYER,), "11301201999000001", "13000001001"),
    Person("liuxin", "刘欣", (Role.FRONT_DESK, Role.ADVISOR_ADMIN), "", "13000001002"),
    Person("weidongming", "魏东明", (Role.DIRECTOR, Role.LAWYER), "11301199999000002", "13000001003"),
    Person("chenqiming", "陈启明", (Role.LAWYER,), "11301200999000003", "13000001004"),
    Person("guojing", "郭静", (Role.LAWYER,), "11301201999000005", "13000001005"),
    Person("hesiyuan", "何思远", (Role.LAWYER,), "11301201999000006", "13000001006"),
)
FIRST = STAFF[0]


def build(
    profile: Profile,
    clock: Clock,
    *,
    clients: int = 60,
    consultations: int | None = None,
    open_consultations: int | None = None,
    seed: int = 2026,
    logins: Sequence[str] | None = None,
    told: Told | None = None,
) -> str:
    """Set the invented firm up in an empty profile and return the recovery code.

    Args:
        profile: an empty place.
        clock: gives the instant the story ends at.
        clients: how many; none means staff only.
        consultations: how many bulk consultations above `SMALL` clients; by default a tenth of the clients.
        open_consultations: how many of them still wait; by default 5 %.
        seed: the same seed invents the same people.
        logins: who gets a password of their own; everybody by default.
        told: gets (done, total, Chinese text).

    Raises:
        AppError: the profile is not empty.

    """
    now = clock.now()
    tell = told or (lambda _done, _total, _text: None)
    tell(0, clients, "创建演示律所")
    stepped = SteppedClock(now - timedelta(days=200))
    accounts = Accounts(profile, stepped, Catalogue.load(), source="demo")
    user = UserForm(FIRST.name, FIRST.login, PASSWORD, frozenset({*FIRST.roles, Role.SYSTEM_ADMIN}), FIRST.licence_no)
    made = accounts.make_keys(user)
    office = accounts.set_up(_form(user), made)
    try:
        _hire(office, made.data_key, set(logins) if logins is not None else None)
        settle_in(office, now)
        inventor = Inventor(seed, now.date())
        journalled = clients
        if clients > SMALL:
            journalled = AFTER_BULK
            total = clients // 10 if consultations is None else consultations
            waiting = total // 20 if open_consultations is None else min(open_consultations, total)
            stepped.set(now)
            load(office, inventor, Load(clients - journalled, total, waiting), seed, tell)
        if clients:
            play(Story(Services(office), stepped, inventor, now), journalled, tell)
    finally:
        office.database.close()
    return made.recovery_code


def _form(user: UserForm) -> SetupForm:
    first = "31130000" + "MD0000000"
    firm = replace(ABOUT_FIRM, credit_code=first + credit_code_check_character(first))
    return SetupForm(firm, user, (Scheme.SHIJIAZHUANG, Scheme.BEIJING), HoursForm(), is_demo=True)


def _hire(office: Office, data_key: bytes, logins: set[str] | None) -> None:
    with office.work() as work:
        for person in STAFF[1:]:
            work.session.add(staff_row(person))
        work.commit("登记员工", undo=Undo.FINAL)
    for person in STAFF[1:]:
        if logins is None or person.login in logins:
            keys.add_login(office.profile, data_key, person.login, PASSWORD)


def staff_row(person: Person) -> Staff:
    """Return an invented member of staff as they are stored."""
    return Staff(
        login=person.login,
        name=person.name,
        name_key=pinyin_key(person.name),
        roles=[role.value for role in person.roles],
        licence_no=person.licence_no,
        phone=person.phone,
    )
