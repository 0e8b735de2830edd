"""Setting a firm up: the recovery page, giving up half way, invented data in a firm typed by hand."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from app.clock import SteppedClock
from app.documents.pages import page_texts
from app.models import Consultation, Staff
from app.paths import Profile
from app.services.accounts import Accounts, Door
from app.services.container import Services
from app.services.core import Office
from app.services.demo.populate import populate
from app.services.recovery_paper import page_picture
from app.services.setup_types import FirmForm, HoursForm, SetupForm, UserForm
from app.terms import Channel, Role, Scheme

PASSWORD = "清晨的滹沱河很美"
Found = Callable[..., Office]


@pytest.fixture
def accounts(profile: Profile, friday_clock: SteppedClock) -> Accounts:
    return Accounts.of(profile, friday_clock)


@pytest.fixture
def found(accounts: Accounts) -> Iterator[Found]:
    """Return a function that sets a firm up; closed after the test."""
    offices: list[Office] = []

    def make(login: str, roles: set[Role], *schemes: Scheme) -> Office:
        user = UserForm("周岚", login, PASSWORD, frozenset(roles))
        form = SetupForm(FirmForm("河北衡舟律师事务所"), user, schemes, HoursForm(), is_demo=True)
        offices.append(accounts.set_up(form, accounts.make_keys(user)))
        return offices[-1]

    yield make
    for office in offices:
        office.database.close()


def test_the_recovery_page_says_firm_day_and_every_group(accounts: Accounts) -> None:
    code = "7K2M-0123-ABCD-EFGH-JKMN-PQRS-TVWX-YZ01"
    pdf = accounts.recovery_sheet(" 河北衡舟律师事务所 ", code)
    (text,) = page_texts(pdf)
    assert "河北衡舟律师事务所" in text
    assert "2026年3月13日" in text.replace(" ", "")
    assert all(group in text for group in code.split("-"))
    picture = page_picture(pdf, 620)
    assert picture.width == 620
    assert len(picture.rgba) == picture.width * picture.height * 4


def test_giving_up_leaves_no_key_behind_and_the_door_at_first_run(accounts: Accounts, profile: Profile) -> None:
    accounts.make_keys(UserForm("周岚", "zhoulan", PASSWORD))
    accounts.abandon()
    assert accounts.door() is Door.FIRST_RUN
    assert not [path for path in profile.root.rglob("*") if path.is_file()]


def test_giving_up_never_touches_a_firm_that_was_set_up(accounts: Accounts, found: Found) -> None:
    found("zhoulan", {Role.LAWYER}, Scheme.SHIJIAZHUANG)
    accounts.abandon()
    assert accounts.door() is Door.SIGN_IN
    accounts.check_password("zhoulan", PASSWORD)


def test_a_lawyer_finds_questions_waiting_for_them_in_the_populated_firm(found: Found) -> None:
    office = found("zl", {Role.LAWYER, Role.SYSTEM_ADMIN}, Scheme.SHIJIAZHUANG, Scheme.BEIJING)
    told: list[tuple[int, int, str]] = []
    populate(office, clients=12, progress=lambda *step: told.append(step))
    services = Services(office)
    assert office.actor.login == "zl"
    assert services.clients.lists.counts().all == 12
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    with office.reading() as session:
        mine = session.scalars(select(Consultation)).all()
        names = list(session.scalars(select(Staff.name)))
    assert {Channel.BEIJING_PLATFORM, Channel.SMS} <= {row.channel for row in mine}
    assert max(row.received_at for row in mine) <= office.clock.now()
    assert names.count("周岚") == 1
    assert services.consultations.inbox.urgent_count() > 0


def test_an_invented_login_makes_way_for_the_users_own(found: Found) -> None:
    office = found("liuxin", {Role.SYSTEM_ADMIN, Role.LAWYER}, Scheme.SHIJIAZHUANG)
    populate(office, clients=2)
    with office.reading() as session:
        people = {row.login: row.name for row in session.scalars(select(Staff))}
    assert people["liuxin"] == "周岚"
    assert people["liuxin2"] == "刘欣"


def test_a_firm_outside_a_scheme_gets_none_of_its_questions_or_sign_ups(found: Found) -> None:
    office = found("admin", {Role.SYSTEM_ADMIN}, Scheme.BEIJING)
    populate(office, clients=6)
    with office.reading() as session:
        channels = {row.channel for row in session.scalars(select(Consultation))}
    assert channels == {Channel.BEIJING_PLATFORM}
    assert Services(office).clients.lists.counts().signed_up == 0
