"""The door of a profile: first set-up, signing in, unlocking, recovery. Nothing here needs an open database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from sqlalchemy import select

from app.catalogue import Catalogue
from app.clock import Clock
from app.errors import AppError, InvalidInputError, NotFoundError
from app.models import FailedSignIn, Firm, Staff
from app.paths import Profile
from app.rules.identifiers import check_credit_code, check_phone
from app.rules.passwords import problem_of_password
from app.rules.search_terms import pinyin_key
from app.services import hours as working_hours
from app.services.backups.restoring import Restoring
from app.services.core import Actor, Office
from app.services.recovery_paper import recovery_pdf
from app.services.setup_types import FirmForm, HoursForm, SetupForm, UserForm
from app.storage import failed_sign_ins, keys, recovery_code, rekeying
from app.storage.blobs import BlobStore
from app.storage.database import Database
from app.storage.place import warn_about
from app.storage.slots import same_login
from app.storage.unit_of_work import Undo
from app.terms import Role


class Door(StrEnum):
    """What the program finds at its start."""

    FIRST_RUN = "first_run"
    SIGN_IN = "sign_in"


@dataclass(frozen=True)
class NewKeys:
    """The keys of a profile that is being set up; the recovery code is shown once."""

    data_key: bytes
    recovery_code: str


class Accounts:
    """The door of one profile.

    Args:
        profile: where the firm's data lies.
        clock: gives the present instant.
        catalogue: schemes, fees, calendars.
        source: what the journal says changes come from.

    """

    def __init__(self, profile: Profile, clock: Clock, catalogue: Catalogue, source: str = "window") -> None:
        self.profile = profile
        self._clock = clock
        self._catalogue = catalogue
        self._source = source
        self._stage = Profile(profile.root / "setup.partial")

    @classmethod
    def of(cls, profile: Profile, clock: Clock, source: str = "window") -> Self:
        """Return the door of a profile, with the data files delivered with the program."""
        return cls(profile, clock, Catalogue.load(), source)

    @property
    def catalogue(self) -> Catalogue:
        """Schemes, fees, calendars."""
        return self._catalogue

    def door(self) -> Door:
        """Return whether this profile has to be set up or is there to sign in to.

        What was interrupted, a set-up or a restore, is finished first.

        Raises:
            AppError: an interrupted restore cannot go on yet: another program holds a file.

        """
        self._finish_interrupted()
        return Door.SIGN_IN if self.profile.exists else Door.FIRST_RUN

    def restoring(self) -> Restoring:
        """Return what restores backups into this profile, while nobody has it open."""
        return Restoring(self.profile, self._clock, self._source)

    def place_warning(self) -> str:
        """Return what is wrong with keeping data in this folder (a sync folder, a network drive), or an empty text."""
        found = warn_about(self.profile.root)
        return found.text if found else ""

    def logins(self) -> tuple[str, ...]:
        """Return the logins that can sign in here."""
        return tuple(keys.logins(self.profile))

    def wait_seconds(self, login: str) -> int:
        """Return how long the next attempt of a login has to wait after wrong passwords."""
        return failed_sign_ins.wait_seconds(self.profile, login, self._clock)

    def make_keys(self, user: UserForm) -> NewKeys:
        """Make the first user's slot and the recovery key, beside the profile; nothing is in force yet."""
        if problem := problem_of_password(user.password, login=user.login, name=user.name):
            raise InvalidInputError({"password": problem})
        with _on_a_writable_disk():
            if self._stage.root.exists():
                shutil.rmtree(self._stage.root)
            self._stage.root.mkdir(parents=True)
            data_key, code = keys.create_slots(self._stage, user.login.strip(), user.password)
        return NewKeys(data_key, code)

    def recovery_sheet(self, firm_name: str, code: str) -> bytes:
        """Return the page with the recovery key as PDF, to print or save.

        Raises:
            MissingGlyphError: no font has some characters of the firm's name; they are named.

        """
        return recovery_pdf(firm_name.strip(), code, self._clock.now())

    def abandon(self) -> None:
        """Forget keys that were made for a set-up that is not finished; a firm that was set up is not touched."""
        if not self._is_interrupted():
            shutil.rmtree(self._stage.root, ignore_errors=True)

    def is_recovery_code(self, made: NewKeys, typed: str) -> bool:
        """Return whether the recovery key was typed back as it was shown, whatever its spacing and case."""
        return recovery_code.parse(typed) == made.recovery_code

    def set_up(self, form: SetupForm, made: NewKeys) -> Office:
        """Create the firm and sign its first user in.

        Raises:
            InvalidInputError: field by field.
            AppError: there is a firm in this profile already.

        """
        if self.profile.exists:
            raise AppError("这台电脑上已经设置过。", safe="原有资料没有改动。", todo="请直接登录。")
        check_firm(form.firm)
        check_user(form.user)
        if not form.schemes:
            raise InvalidInputError({"schemes": "请至少选择一个参加的方案。"})
        with _on_a_writable_disk():
            self._stage.database.unlink(missing_ok=True)
            database = Database.create(self._stage, made.data_key)
            try:
                self._write_firm(self._open(database, made.data_key, self._stage), form)
            finally:
                database.close()
            self._move_in()
        return self.sign_in(form.user.login, form.user.password)

    def sign_in(self, login: str, password: str) -> Office:
        """Open the firm for a person.

        Raises:
            WrongPasswordError: login and password do not fit; says how long to wait.

        """
        found = keys.keys_with_password(self.profile, login.strip(), password, clock=self._clock)
        return self._enter(rekeying.settle(self.profile, found), login)

    def check_password(self, login: str, password: str) -> None:
        """Check a password without opening anything: to unlock a locked screen.

        Raises:
            WrongPasswordError: it is wrong; says how long to wait.

        """
        keys.open_with_password(self.profile, login.strip(), password, clock=self._clock)

    def recover(self, code: str, login: str, new_password: str) -> Office:
        """Open the firm with the recovery key and give one login a new password.

        Raises:
            WrongPasswordError: the recovery key does not fit.
            InvalidInputError: the new password cannot be used.

        """
        if problem := problem_of_password(new_password, login=login):
            raise InvalidInputError({"password": problem})
        if not any(same_login(login, known) for known in self.logins()):
            raise InvalidInputError({"login": "没有这个登录名，请核对。"})
        found = keys.keys_with_recovery(self.profile, code, clock=self._clock)
        return self._enter(rekeying.settle(self.profile, found), login, new_password)

    def _enter(self, data_key: bytes, login: str, new_password: str = "") -> Office:
        """Open the database, then only reset a password: the key is known to be the right one by then."""
        database = Database.open(self.profile, data_key)
        try:
            office = self._open(database, data_key, self.profile)
            actor = find_actor(office, login)
            if new_password:
                keys.reset_password(self.profile, data_key, login.strip(), new_password)
            self._journal_failed(office)
            office.seat(actor)
        except BaseException:
            database.close()
            raise
        return office

    def _open(self, database: Database, data_key: bytes, profile: Profile) -> Office:
        return Office(
            profile=profile,
            database=database,
            blobs=BlobStore(profile, data_key, rekeying.retired_identities(database)),
            clock=self._clock,
            catalogue=self._catalogue,
            source=self._source,
        )

    def _write_firm(self, office: Office, form: SetupForm) -> None:
        with office.work() as work:
            work.session.add(_firm_row(form))
            work.session.add(_staff_row(form.user))
            work.commit("首次设置", undo=Undo.FINAL)

    def _move_in(self) -> None:
        """Put database and slots in force: the slots last, so that an interrupted move can be finished."""
        stage, profile = self._stage, self.profile
        stage.device.replace(profile.device)
        stage.database.replace(profile.database)
        stage.slots.replace(profile.slots)
        shutil.rmtree(stage.root, ignore_errors=True)

    def _finish_interrupted(self) -> None:
        Restoring.finish_interrupted(self.profile)
        if self._is_interrupted():
            self._stage.slots.replace(self.profile.slots)

    def _is_interrupted(self) -> bool:
        return self.profile.database.exists() and not self.profile.slots.exists() and self._stage.slots.exists()

    def _journal_failed(self, office: Office) -> None:
        failed = failed_sign_ins.take_failed_sign_ins(self.profile)
        if not failed:
            return
        with office.work() as work:
            for one in failed:
                work.session.add(FailedSignIn(at=one.at, login=one.login))
            work.commit("登录失败记录", undo=Undo.FINAL)


@contextmanager
def _on_a_writable_disk() -> Iterator[None]:
    """Say in a sentence that the folder could not be written during set-up."""
    try:
        yield
    except OSError as error:
        raise AppError(
            "数据文件夹写不进去，设置没有完成。",
            safe="填写的内容都还在，可以再试。",
            todo="请检查磁盘空间和文件夹权限。",
        ) from error


def find_actor(office: Office, login: str) -> Actor:
    """Return the active member of staff behind a login.

    Raises:
        NotFoundError: there is none, or they have left.

    """
    with office.reading() as session:
        for row in session.scalars(select(Staff).where(Staff.is_active)):
            if same_login(row.login, login):
                return Actor(row.id, row.login, row.name, frozenset(Role(role) for role in row.roles))
    raise NotFoundError("这个登录名没有在用的员工。", todo="请联系系统管理员。")


def check_firm(firm: FirmForm) -> None:
    """Check the firm's details field by field; a wrong check digit of the credit code is only asked about.

    Raises:
        InvalidInputError: field by field.

    """
    problems: dict[str, str] = {}
    if not firm.full_name.strip().endswith("律师事务所"):
        problems["full_name"] = "请填写全称，以“律师事务所”结尾。"
    for phone in firm.phones:
        if problem := check_phone(phone).problem:
            problems["phones"] = f"“{phone}”：{problem}"
    if firm.credit_code.strip() and (problem := check_credit_code(firm.credit_code).problem):
        problems["credit_code"] = problem
    if problems:
        raise InvalidInputError(problems)


def check_user(user: UserForm) -> None:
    """Check the first user's details field by field.

    Raises:
        InvalidInputError: field by field.

    """
    problems: dict[str, str] = {}
    if not user.name.strip():
        problems["name"] = "请填写姓名。"
    if not user.login.strip():
        problems["login"] = "请填写登录名，可以用姓名或手机号。"
    if problem := problem_of_password(user.password, login=user.login, name=user.name):
        problems["password"] = problem
    if not user.roles:
        problems["roles"] = "请至少选择一个角色。"
    if problems:
        raise InvalidInputError(problems)


def _firm_row(form: SetupForm) -> Firm:
    firm = form.firm
    return Firm(
        full_name=firm.full_name.strip(),
        short_name=firm.short_name.strip() or firm.full_name.strip(),
        address=firm.address.strip(),
        phones=[phone.strip() for phone in firm.phones if phone.strip()],
        credit_code=firm.credit_code.strip().upper(),
        head=firm.head.strip(),
        schemes=[scheme.value for scheme in form.schemes],
        is_demo=form.is_demo,
        **_hours_columns(form.hours),
    )


def _hours_columns(hours: HoursForm) -> dict[str, object]:
    return {
        "weekly": working_hours.weekly_to_json(hours.weekly),
        "summer": working_hours.summer_to_json(hours.summer),
        "out_of_hours_text": hours.out_of_hours_text.strip() or working_hours.DEFAULT_NOTICE,
    }


def _staff_row(user: UserForm) -> Staff:
    return Staff(
        login=user.login.strip(),
        name=user.name.strip(),
        name_key=pinyin_key(user.name.strip()),
        roles=sorted(role.value for role in user.roles),
        licence_no=user.licence_no.strip(),
    )
