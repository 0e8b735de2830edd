"""任命: the firm's 律师顾问管理员, whom the scheme of 石家庄 wants every firm to appoint (S5.0)."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotFoundError, RuleBrokenError
from app.models import Appointment, Firm, Staff
from app.services.attachments import NewAttachment, keep, views_of
from app.services.core import Service, operation, query
from app.services.staff.rows import find_staff
from app.services.staff.types import AppointmentForm, AppointmentView, PostState
from app.storage.unit_of_work import Undo
from app.terms import Permission, Post, Role, Scheme, Uid

CLAUSE = "S5.0"
OWNER = "appointment"
HINT = "石家庄律师顾问方案要求每家律所设立律师顾问管理员（S5.0），本所还没有有效的任命。"


class Appointments(Service):
    """律师顾问管理员的任命."""

    @query()
    def state(self) -> PostState:
        """Return who holds the post, who held it, and a hint where the scheme wants somebody and nobody is (S5.0)."""
        with self.office.reading() as session:
            rows = session.execute(
                select(Appointment, Staff.name)
                .join(Staff, Appointment.staff_id == Staff.id)
                .where(Appointment.post == Post.ADVISOR_ADMIN)
                .order_by(Appointment.begins_on.desc(), Appointment.id.desc())
            )
            names = {person.id: person.name for person in session.scalars(select(Staff))}
            views = [_view(session, row, name, names) for row, name in rows]
            current = next((view for view in views if view.ends_on is None), None)
            firm = session.scalars(select(Firm).limit(1)).one()
            is_missing = current is None and Scheme.SHIJIAZHUANG.value in firm.schemes
            past = tuple(view for view in views if view.ends_on is not None)
            return PostState(current, past, HINT if is_missing else "")

    @operation(Permission.MANAGE_STAFF)
    def appoint(self, form: AppointmentForm, papers: tuple[NewAttachment, ...] = ()) -> Uid:
        """Appoint somebody; whoever holds the post hands it over, and the role follows (S5.0).

        Args:
            form: whom, since when (not in the future), and a remark.
            papers: the decision, where there is one on paper.

        Raises:
            InvalidInputError: the day, or somebody who has left.
            RuleBrokenError: the person holds the post already.

        """
        with self.office.work() as work:
            person = find_staff(work.session, form.staff_id)
            if not person.is_active:
                raise InvalidInputError({"staff_id": f"{person.name}已离职，请选择在职员工。"})
            if form.begins_on > self.office.today():
                raise InvalidInputError({"begins_on": "任命日期不能晚于今天。"})
            for held in _in_force(work.session):
                self._hand_on(work.session, held, form)
            row = Appointment(
                post=Post.ADVISOR_ADMIN,
                staff_id=person.id,
                begins_on=form.begins_on,
                appointed_by=work.context.actor_id,
                note=form.note.strip(),
            )
            work.session.add(row)
            work.session.flush()
            keep(self.office, work, OWNER, row.id, papers)
            _set_role(work.session, person.id)
            work.commit(f"任命 {person.name} 为{Post.ADVISOR_ADMIN.label}", undo=Undo.COMPENSATED)
            return row.id

    @operation(Permission.MANAGE_STAFF)
    def end(self, appointment_id: Uid, ends_on: date) -> None:
        """End an appointment; the role goes with it, the record stays.

        Raises:
            InvalidInputError: a day before it began or in the future.
            RuleBrokenError: it has ended already.

        """
        with self.office.work() as work:
            row = work.session.get(Appointment, appointment_id)
            if row is None:
                raise NotFoundError("这条任命已经不在了。", todo="请刷新后再看。")
            if row.ends_on is not None:
                raise RuleBrokenError("这次任命已经结束了。")
            if not row.begins_on <= ends_on <= self.office.today():
                raise InvalidInputError({"ends_on": "结束日期要在任命日期以后，且不能晚于今天。"})
            row.ends_on = ends_on
            person = find_staff(work.session, row.staff_id)
            work.session.flush()
            _set_role(work.session, None)
            work.commit(f"结束 {person.name} 的{row.post.label}任命", undo=Undo.COMPENSATED)

    def _hand_on(self, session: Session, held: Appointment, form: AppointmentForm) -> None:
        if held.staff_id == form.staff_id:
            name = find_staff(session, held.staff_id).name
            raise RuleBrokenError(f"{name}现在就是{held.post.label}。")
        if form.begins_on < held.begins_on:
            raise InvalidInputError({"begins_on": "任命日期不能早于现任的任命日期。"})
        held.ends_on = form.begins_on


def _in_force(session: Session) -> list[Appointment]:
    wanted = select(Appointment).where(Appointment.post == Post.ADVISOR_ADMIN, Appointment.ends_on.is_(None))
    return list(session.scalars(wanted))


def _set_role(session: Session, holder_id: Uid | None) -> None:
    """Give the role to the holder of the post and to nobody else."""
    role = Role.ADVISOR_ADMIN.value
    for person in session.scalars(select(Staff)):
        if person.id == holder_id:
            person.roles = sorted({*person.roles, role})
        elif role in person.roles:
            person.roles = [one for one in person.roles if one != role]


def _view(session: Session, row: Appointment, name: str, names: dict[Uid, str]) -> AppointmentView:
    return AppointmentView(
        id=row.id,
        post=row.post,
        staff_id=row.staff_id,
        name=name,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        appointed_by=names.get(row.appointed_by or b"", ""),
        note=row.note,
        papers=views_of(session, OWNER, row.id),
    )
