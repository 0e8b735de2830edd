"""请假: when somebody is not to be given work."""

from datetime import datetime, tzinfo

from sqlalchemy import select

from app.errors import InvalidInputError, NotFoundError
from app.models import StaffLeave
from app.rules.time_words import moment_words
from app.services.core import Service, operation, query
from app.services.staff.rows import away_texts, find_staff
from app.services.staff.types import LeaveForm
from app.storage.unit_of_work import UnitOfWork
from app.terms import Permission, Uid


class Leaves(Service):
    """请假."""

    @query()
    def away_now(self) -> dict[Uid, str]:
        """Return who is away now: staff id to why and until when."""
        hours, now = self.office.hours(), self.office.clock.now()
        with self.office.reading() as session:
            return away_texts(session, now, hours.zone)

    @operation(Permission.MANAGE_STAFF)
    def add(self, staff_id: Uid, form: LeaveForm) -> Uid:
        """Note a leave and return its id.

        Raises:
            InvalidInputError: it ends before it begins, or overlaps another leave of the person.

        """
        with self.office.work() as work:
            person = find_staff(work.session, staff_id)
            self._check(work, staff_id, form, None)
            row = StaffLeave(staff_id=staff_id)
            _write(row, form)
            work.session.add(row)
            work.session.flush()
            work.commit(f"登记 {person.name} {form.kind.label}")
            return row.id

    @operation(Permission.MANAGE_STAFF)
    def change(self, leave_id: Uid, form: LeaveForm) -> None:
        """Change a leave.

        Raises:
            NotFoundError: it is gone.
            InvalidInputError: as in `add`.

        """
        with self.office.work() as work:
            row = _find(work, leave_id)
            person = find_staff(work.session, row.staff_id)
            self._check(work, row.staff_id, form, leave_id)
            _write(row, form)
            work.commit(f"修改 {person.name} 的{form.kind.label}")

    @operation(Permission.MANAGE_STAFF)
    def remove(self, leave_id: Uid) -> None:
        """Remove a leave that does not take place."""
        with self.office.work() as work:
            row = _find(work, leave_id)
            person = find_staff(work.session, row.staff_id)
            work.session.delete(row)
            work.commit(f"删除 {person.name} 的{row.kind.label}")

    def _check(self, work: UnitOfWork, staff_id: Uid, form: LeaveForm, own_id: Uid | None) -> None:
        if form.ends_at <= form.begins_at:
            raise InvalidInputError({"ends_at": "结束时间要晚于开始时间。"})
        overlapping = select(StaffLeave).where(
            StaffLeave.staff_id == staff_id,
            StaffLeave.begins_at < form.ends_at,
            StaffLeave.ends_at > form.begins_at,
        )
        for other in work.session.scalars(overlapping.order_by(StaffLeave.begins_at)):
            if other.id != own_id:
                words = _span_words(other, work.now, self.office.hours().zone)
                raise InvalidInputError({"begins_at": f"与已登记的{other.kind.label}（{words}）重叠，请改时间。"})


def _span_words(row: StaffLeave, now: datetime, zone: tzinfo) -> str:
    return f"{moment_words(row.begins_at, now, zone)} 至 {moment_words(row.ends_at, now, zone)}"


def _find(work: UnitOfWork, leave_id: Uid) -> StaffLeave:
    row = work.session.get(StaffLeave, leave_id)
    if row is None:
        raise NotFoundError("这条请假已经不在了。", todo="请刷新后再看。")
    return row


def _write(row: StaffLeave, form: LeaveForm) -> None:
    row.kind, row.begins_at, row.ends_at, row.note = form.kind, form.begins_at, form.ends_at, form.note.strip()[:200]
