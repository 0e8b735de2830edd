"""离职与返岗: closing somebody's way in and giving their work to a colleague, in one operation."""

from datetime import date

from sqlalchemy import select

from app.errors import AppError, InvalidInputError, RuleBrokenError
from app.models import Appointment, Staff
from app.rules import temporary_password
from app.services.core import Service, operation
from app.services.staff.logins import change_key, gone_logins, let_in
from app.services.staff.open_work import hand_over, open_work
from app.services.staff.rows import find_staff, require_keepers
from app.services.staff.types import Leaver, NewPassword, OpenWork
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import Permission, Role, Uid


class Leaving(Service):
    """离职与返岗."""

    @operation(Permission.MANAGE_STAFF)
    def disable(self, staff_id: Uid, left_on: date, colleague_id: Uid | None = None) -> Leaver:
        """Close a leaver's way in, hand open work over, take the slot away and change the data key.

        The record comes first: from its commit on the person cannot sign in, and nothing is assigned to them. Where
        the data key cannot be changed then, e.g. for want of space, the outcome says so and `Logins.key_state` keeps
        it due.

        Args:
            staff_id: who leaves; not oneself.
            left_on: the last day here, not in the future.
            colleague_id: an active lawyer who takes over; needed where there is work in hand.

        Raises:
            InvalidInputError: the day, or no colleague for work in hand, or the last holder of a role.
            RuleBrokenError: oneself, or somebody who has left already.

        """
        now = self.office.clock.now()
        with self.office.work() as work:
            row = self._leaver(work, staff_id, left_on)
            handed = self._hand_over(work, row, colleague_id)
            for post in work.session.scalars(
                select(Appointment).where(Appointment.staff_id == row.id, Appointment.ends_on.is_(None))
            ):
                post.ends_on = max(left_on, post.begins_on)
            row.roles = [role for role in row.roles if role != Role.ADVISOR_ADMIN.value]
            row.is_active, row.left_on = False, left_on
            name = row.name
            work.commit(f"停用 {name}" + (f"，移交 {handed.text}" if handed.is_any else ""), undo=Undo.COMPENSATED)
        try:
            change_key(self.office, gone_logins(self.office), now)
        except AppError as error:
            return Leaver(name, handed, error.text)
        return Leaver(name, handed)

    @operation(Permission.MANAGE_STAFF)
    def enable(self, staff_id: Uid) -> NewPassword:
        """Let a former member of staff in again, with a temporary password.

        Raises:
            RuleBrokenError: the person works here.

        """
        with self.office.work() as work:
            row = find_staff(work.session, staff_id)
            if row.is_active:
                raise RuleBrokenError(f"{row.name}本来就在职。")
            row.is_active, row.left_on, row.must_change_password = True, None, True
            made = NewPassword(row.id, row.name, row.login, temporary_password.generate())
            work.commit(f"恢复 {row.name} 在职", undo=Undo.COMPENSATED)
        let_in(self.office, made)
        return made

    def _leaver(self, work: UnitOfWork, staff_id: Uid, left_on: date) -> Staff:
        row = find_staff(work.session, staff_id)
        if not row.is_active:
            raise RuleBrokenError(f"{row.name}已经停用过了。")
        if row.id == self.office.actor.staff_id:
            raise RuleBrokenError("不能停用自己。", todo="请由另一位主任或系统管理员办理。")
        if left_on > self.office.today():
            raise InvalidInputError({"left_on": "离职日期不能晚于今天；到那一天再停用。"})
        require_keepers(work.session, row, ())
        return row

    def _hand_over(self, work: UnitOfWork, row: Staff, colleague_id: Uid | None) -> OpenWork:
        waiting = open_work(work.session, row.id)
        if not waiting.is_any:
            return waiting
        if colleague_id is None or colleague_id == row.id:
            raise InvalidInputError({"colleague": f"{row.name}还有{waiting.text}，请选择由哪位律师接手。"})
        colleague = find_staff(work.session, colleague_id)
        if not colleague.is_active or Role.LAWYER.value not in colleague.roles:
            raise InvalidInputError({"colleague": f"{colleague.name}不是在职律师，请换一位接手。"})
        return hand_over(work, row, colleague)
