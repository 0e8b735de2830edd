"""The door of a profile: set-up, signing in, wrong passwords, recovery; and what an interruption leaves behind.

Each key derivation takes a noticeable time on purpose, so one firm is set up for all and copied.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, InvalidInputError, NotFoundError, WrongPasswordError
from app.models import FailedSignIn, Staff
from app.paths import Profile
from app.services.accounts import Accounts, Door, check_firm, check_user, find_actor
from app.services.container import Services
from app.services.core import Office
from app.services.setup_types import FirmForm, HoursForm, SetupForm, UserForm
from app.terms import Role, Scheme
from tests.factories import FRIDAY_AFTERNOON

USER = UserForm("韩小舟", "hanxz", "清风徐来-2026", frozenset({Role.LAWYER, Role.SYSTEM_ADMIN}))
FIRM = FirmForm("河北衡舟律师事务所", "", "裕华区槐安路 0 号", ("0311-86660000",), "", "魏东明")
FORM = SetupForm(FIRM, USER, (Scheme.SHIJIAZHUANG,), HoursForm())
NEW_PASSWORD = "滹沱河畔-2027"


@dataclass(frozen=True)
class _Made:
    root: Path
    recovery_code: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> _Made:
    """Return a firm that was set up by the door."""
    root = tmp_path_factory.mktemp("accounts") / "firm"
    accounts = Accounts.of(Profile(root), SteppedClock(FRIDAY_AFTERNOON))
    keys = accounts.make_keys(USER)
    accounts.set_up(FORM, keys).database.close()
    return _Made(root, keys.recovery_code)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(FRIDAY_AFTERNOON)


@pytest.fixture
def accounts(made: _Made, profile: Profile, clock: SteppedClock) -> Accounts:
    """Return the door of a fresh copy of the firm."""
    shutil.copytree(made.root, profile.root)
    return Accounts.of(profile, clock)


@pytest.fixture
def opened(accounts: Accounts) -> Iterator[Office]:
    """Return the firm with its first user signed in."""
    office = accounts.sign_in(USER.login, USER.password)
    yield office
    office.database.close()


def _failed(office: Office) -> list[str]:
    with office.reading() as session:
        return list(session.scalars(select(FailedSignIn.login).order_by(FailedSignIn.at)))


# -- setting up


def test_an_empty_place_is_set_up_first(profile: Profile, clock: SteppedClock) -> None:
    assert Accounts.of(profile, clock).door() is Door.FIRST_RUN
    assert not profile.root.exists()


def test_the_firm_stands_as_it_was_typed_in(accounts: Accounts, opened: Office) -> None:
    firm = Services(opened).firm.find()
    assert (firm.full_name, firm.short_name) == ("河北衡舟律师事务所", "河北衡舟律师事务所")
    assert (firm.phones, firm.schemes, firm.is_demo) == (FIRM.phones, FORM.schemes, False)
    assert (opened.actor.name, opened.actor.roles) == ("韩小舟", USER.roles)
    assert (accounts.door(), accounts.logins()) == (Door.SIGN_IN, ("hanxz",))
    assert "12348" in opened.hours().out_of_hours_text


def test_a_firm_is_not_set_up_over_another(accounts: Accounts, made: _Made) -> None:
    before = accounts.profile.database.read_bytes()
    with pytest.raises(AppError, match="已经设置过"):
        accounts.set_up(FORM, object())  # type: ignore[arg-type]  # it never gets as far as the keys
    assert accounts.profile.database.read_bytes() == before


def test_a_set_up_that_failed_half_way_can_be_finished(
    profile: Profile, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = Accounts.of(profile, clock)
    keys = accounts.make_keys(USER)
    with monkeypatch.context() as patch:
        patch.setattr(Accounts, "_write_firm", _raise)
        with pytest.raises(AppError, match="写不进去"):
            accounts.set_up(FORM, keys)
    assert accounts.door() is Door.FIRST_RUN
    office = accounts.set_up(FORM, keys)
    office.database.close()
    assert accounts.door() is Door.SIGN_IN
    assert sorted(path.name for path in profile.root.iterdir() if path.name.startswith("setup")) == []


def _raise(*_arguments: object) -> None:
    raise OSError("disk full")


def test_keys_of_a_set_up_given_up_open_nothing(profile: Profile, clock: SteppedClock) -> None:
    accounts = Accounts.of(profile, clock)
    keys = accounts.make_keys(USER)
    assert accounts.is_recovery_code(keys, f" {keys.recovery_code.lower().replace('-', ' ')} ")
    assert not accounts.is_recovery_code(keys, keys.recovery_code[:-1])
    assert accounts.door() is Door.FIRST_RUN
    accounts.abandon()
    assert (accounts.door(), list(profile.root.iterdir())) == (Door.FIRST_RUN, [])


def test_a_folder_that_cannot_be_written_is_told_and_set_up_can_go_on(profile: Profile, clock: SteppedClock) -> None:
    accounts = Accounts.of(profile, clock)
    profile.root.mkdir()
    stale = profile.root / "setup.partial"
    stale.write_bytes(b"")  # what another program put there; no folder can be made in its place
    with pytest.raises(AppError, match="设置没有完成"):
        accounts.make_keys(USER)
    stale.unlink()
    made = accounts.make_keys(USER)
    profile.device.mkdir()  # no file can take this name
    with pytest.raises(AppError, match="写不进去"):
        accounts.set_up(FORM, made)
    profile.device.rmdir()
    accounts.set_up(FORM, made).database.close()
    assert accounts.door() is Door.SIGN_IN


def test_a_move_in_that_was_cut_off_is_finished_at_the_next_start(accounts: Accounts) -> None:
    stage = Profile(accounts.profile.root / "setup.partial")
    stage.root.mkdir()
    accounts.profile.slots.replace(stage.slots)
    accounts.abandon()
    assert accounts.door() is Door.SIGN_IN
    assert accounts.logins() == ("hanxz",)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": "衡舟律所"}, "full_name"),
        ({"phones": ("0311-86660000", "8666")}, "phones"),
        ({"credit_code": "31130000"}, "credit_code"),
    ],
)
def test_the_firm_is_checked_field_by_field(changes: dict[str, object], field: str) -> None:
    check_firm(FIRM)
    with pytest.raises(InvalidInputError) as caught:
        check_firm(replace(FIRM, **changes))  # type: ignore[arg-type]
    assert set(caught.value.problems) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"login": ""}, "login"),
        ({"password": "12345678"}, "password"),
        ({"password": "hanxz2026"}, "password"),
        ({"roles": frozenset()}, "roles"),
    ],
)
def test_the_first_user_is_checked_field_by_field(changes: dict[str, object], field: str) -> None:
    check_user(USER)
    with pytest.raises(InvalidInputError) as caught:
        check_user(replace(USER, **changes))  # type: ignore[arg-type]
    assert set(caught.value.problems) == {field}


def test_a_firm_takes_part_in_a_scheme_at_least(profile: Profile, clock: SteppedClock) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Accounts.of(profile, clock).set_up(replace(FORM, schemes=()), object())  # type: ignore[arg-type]
    assert set(caught.value.problems) == {"schemes"}


# -- signing in


def test_a_login_is_known_whatever_its_case_and_spaces(accounts: Accounts) -> None:
    office = accounts.sign_in(" HanXZ ", USER.password)
    assert office.actor.login == "hanxz"
    office.database.close()


def test_wrong_passwords_make_the_next_try_wait_and_are_told_to_the_journal(
    accounts: Accounts, clock: SteppedClock
) -> None:
    for _ in range(3):
        with pytest.raises(WrongPasswordError):
            accounts.check_password("hanxz", "不是这个-2026")
    assert accounts.wait_seconds("hanxz") == 5
    with pytest.raises(WrongPasswordError) as caught:
        accounts.sign_in("hanxz", USER.password)  # the right one, but too soon
    assert caught.value.wait_seconds == 5
    clock.advance(seconds=5)
    office = accounts.sign_in("hanxz", USER.password)
    try:
        assert _failed(office) == ["hanxz"] * 3
        assert accounts.wait_seconds("hanxz") == 0
        outcome = Services(office).history.undo()
        assert (outcome.ok, outcome.label) == (False, "")
    finally:
        office.database.close()


def test_an_unknown_login_gets_the_same_answer_and_leaves_no_name_behind(accounts: Accounts) -> None:
    with pytest.raises(WrongPasswordError) as unknown:
        accounts.sign_in(USER.password, "hanxz")  # typed into the wrong fields
    assert unknown.value.what == "登录名或密码不正确。"
    assert USER.password not in accounts.profile.failed_sign_ins.read_text(encoding="utf-8")


def test_somebody_who_left_gets_no_seat(opened: Office) -> None:
    with opened.work() as work:
        work.session.scalars(select(Staff)).one().is_active = False
        work.commit("停用")
    with pytest.raises(NotFoundError, match="没有在用"):
        find_actor(opened, "hanxz")


# -- recovery


def test_the_recovery_key_opens_the_firm_and_gives_a_new_password(accounts: Accounts, made: _Made) -> None:
    office = accounts.recover(made.recovery_code.lower(), "HANXZ", NEW_PASSWORD)
    assert office.actor.name == "韩小舟"
    office.database.close()
    accounts.check_password("hanxz", NEW_PASSWORD)
    with pytest.raises(WrongPasswordError):
        accounts.check_password("hanxz", USER.password)


def test_recovery_checks_login_password_and_key_before_anything_changes(accounts: Accounts, made: _Made) -> None:
    slots = accounts.profile.slots.read_bytes()
    for code, login, password, field in (
        (made.recovery_code, "hanxz", "1234", "password"),
        (made.recovery_code, "somebody", NEW_PASSWORD, "login"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            accounts.recover(code, login, password)
        assert set(caught.value.problems) == {field}
    with pytest.raises(InvalidInputError):
        accounts.recover("7K2M-0000", "hanxz", NEW_PASSWORD)
    assert accounts.profile.slots.read_bytes() == slots


def test_recovery_changes_no_password_before_the_database_is_open(accounts: Accounts, made: _Made) -> None:
    """Sealing anew forgets the second key of an interrupted rekeying: only a key that opens the database may do it."""
    profile = accounts.profile
    before = profile.slots.read_bytes()
    content = bytearray(profile.database.read_bytes())
    content[200] ^= 1
    profile.database.write_bytes(content)
    with pytest.raises(DamagedDatabaseError):
        accounts.recover(made.recovery_code, USER.login, NEW_PASSWORD)
    assert profile.slots.read_bytes() == before
    assert profile.database.read_bytes() == content
