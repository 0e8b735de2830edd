"""How members of staff sign in: passwords, temporary ones, and the data key behind all of them.

What stands in the database and what stands in the slot file cannot be written at once. The order is always the one
whose half-way state is harmless and is offered to be finished.
"""

from datetime import datetime

from sqlalchemy import select

from app.errors import AppError, InvalidInputError, RuleBrokenError
from app.models import FirmSetting, Staff
from app.rules import temporary_password
from app.rules.passwords import problem_of_password
from app.services.core import Office, Service, labour, operation, query
from app.services.staff.login_paper import login_pdf
from app.services.staff.rows import find_staff
from app.services.staff.types import KeyState, NewPassword
from app.storage import keys, rekeying
from app.storage.slots import fold_login
from app.storage.unit_of_work import Undo
from app.terms import Permission, Uid

KEY_CHANGED = "staff.data_key_changed_at"
"""Firm setting that puts a change of the data key on record."""


class Logins(Service):
    """登录与密码."""

    @operation(Permission.MANAGE_STAFF)
    def reset(self, staff_id: Uid) -> NewPassword:
        """Give somebody a temporary password; it has to be changed at the next sign-in.

        The record is marked first: were the slot not written then, the old password would just have to be changed.

        Raises:
            RuleBrokenError: the person has left.

        """
        with self.office.work() as work:
            row = find_staff(work.session, staff_id)
            if not row.is_active:
                raise RuleBrokenError(f"{row.name}已离职，不能重置密码。", todo="如已返岗，请先恢复在职。")
            row.must_change_password = True
            made = NewPassword(row.id, row.name, row.login, temporary_password.generate())
            work.commit(f"重置 {row.name} 的密码", undo=Undo.FINAL)
        let_in(self.office, made)
        return made

    @labour(Permission.MANAGE_STAFF)
    def paper(self, made: NewPassword, firm_name: str) -> bytes:
        """Return the page with login and temporary password as PDF, to print and hand over."""
        return login_pdf(made, firm_name, self.office.clock.now())

    @query()
    def must_change(self) -> bool:
        """Return whether the signed-in person came in with a temporary password."""
        with self.office.reading() as session:
            return find_staff(session, self.office.actor.staff_id).must_change_password

    @operation(Permission.READ)
    def replace_temporary(self, new: str) -> None:
        """Set the signed-in person's own password in the place of the temporary one.

        The slot is written first: were the mark not taken off then, the new password would be asked for once more.

        Raises:
            InvalidInputError: it cannot be used.
            RuleBrokenError: there is no temporary password; `change_own` wants the old one.

        """
        office, actor = self.office, self.office.actor
        _check_new(actor.login, actor.name, new)
        with office.work() as work:
            row = find_staff(work.session, actor.staff_id)
            if not row.must_change_password:
                raise RuleBrokenError("您的密码不是临时密码。", todo="请用“修改密码”，输入原密码后再改。")
            if keys.is_password(office.profile, actor.login, new):
                raise InvalidInputError({"password": "新密码不能和临时密码一样，请换一个。"})
            keys.reset_password(office.profile, office.database.data_key, actor.login, new)
            row.must_change_password = False
            work.commit("设置自己的密码", undo=Undo.FINAL)

    @operation(Permission.READ)
    def change_own(self, old: str, new: str) -> None:
        """Change the signed-in person's password.

        Raises:
            WrongPasswordError: the old one is wrong, or still to wait.
            InvalidInputError: the new one cannot be used.

        """
        office, actor = self.office, self.office.actor
        _check_new(actor.login, actor.name, new)
        if new == old:
            raise InvalidInputError({"password": "新密码和原密码一样，请换一个。"})
        with office.work() as work:
            row = find_staff(work.session, actor.staff_id)
            keys.change_password(office.profile, actor.login, old, new, clock=office.clock)
            row.must_change_password = False
            work.commit("修改自己的密码", undo=Undo.FINAL)

    @query(Permission.MANAGE_STAFF)
    def key_state(self) -> KeyState:
        """Return whether a change of the data key is due, and when it was changed last."""
        return KeyState(tuple(gone_logins(self.office)), rekeying.last_rekeyed(self.office.database))

    @operation(Permission.MANAGE_STAFF)
    def change_data_key(self) -> None:
        """Re-encrypt the firm under a fresh data key; slots of people who have left go with the old one.

        Backups made before still open with the keys of their day.

        Raises:
            AppError: it could not be done; everything is as before.

        """
        now = self.office.clock.now()
        change_key(self.office, gone_logins(self.office), now)
        with self.office.work() as work:
            setting = work.session.scalar(select(FirmSetting).where(FirmSetting.key == KEY_CHANGED))
            if setting is None:
                setting = FirmSetting(key=KEY_CHANGED)
                work.session.add(setting)
            setting.value = now.isoformat()
            work.commit("更换数据密钥", undo=Undo.FINAL)


def let_in(office: Office, made: NewPassword) -> None:
    """Write the slot of a temporary password.

    Raises:
        AppError: the slot file could not be written; what to do stands in it.

    """
    try:
        keys.give_login(office.profile, office.database.data_key, made.login, made.password)
    except AppError as error:
        raise AppError(
            f"{made.name}的登录密码没有设好：{error.what}",
            safe="员工资料已保存。",
            todo="请检查磁盘空间，然后点“重置密码”。",
        ) from error


def gone_logins(office: Office) -> list[str]:
    """Return the logins of the slot file that no active member of staff has: somebody left, and a step is missing."""
    with office.reading() as session:
        active = {fold_login(login) for login in session.scalars(select(Staff.login).where(Staff.is_active))}
    return [login for login in keys.logins(office.profile) if fold_login(login) not in active]


def change_key(office: Office, leaving: list[str], now: datetime) -> None:
    """Re-encrypt the database and let new blobs be sealed to the fresh key."""
    before = office.database.data_key
    try:
        rekeying.rekey(office.database, now, leaving)
    finally:  # also where only the last step failed: the database is under the fresh key then
        if office.database.data_key != before:
            office.blobs.change_key(office.database.data_key)


def _check_new(login: str, name: str, new: str) -> None:
    if problem := problem_of_password(new, login=login, name=name):
        raise InvalidInputError({"password": problem})
