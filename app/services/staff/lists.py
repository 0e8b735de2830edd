"""员工名单: who works here, who has left, who is away, and all about one of them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Appointment, Attachment, Staff, StaffLeave
from app.rules.pinyin import is_han
from app.services.attachments import AttachmentView, views_of
from app.services.core import Service, query
from app.services.staff.open_work import open_work
from app.services.staff.rows import away_texts, find_staff, form_of, roles_of, view_of
from app.services.staff.types import (
    LeaveForm,
    LeaveView,
    StaffDetail,
    StaffFilter,
    StaffListing,
    StaffRow,
    StaffView,
)
from app.storage import keys
from app.storage.slots import fold_login
from app.terms import Permission, Uid

PHOTO_OWNER = "staff"


class StaffList(Service):
    """员工名单."""

    @query()
    def everyone(self) -> tuple[StaffView, ...]:
        """Return everybody who works here now, by name, with who is away."""
        hours, now = self.office.hours(), self.office.clock.now()
        with self.office.reading() as session:
            away = away_texts(session, now, hours.zone)
            rows = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.name_key, Staff.id))
            return tuple(view_of(row, away.get(row.id, "")) for row in rows)

    @query()
    def lawyers(self) -> tuple[StaffView, ...]:
        """Return the lawyers, by name."""
        return tuple(person for person in self.everyone() if person.is_lawyer)

    @query(Permission.MANAGE_STAFF)
    def listing(self, wanted: StaffFilter) -> StaffListing:
        """Return the staff list, by name."""
        logins = {fold_login(login) for login in keys.logins(self.office.profile)}
        hours, now = self.office.hours(), self.office.clock.now()
        with self.office.reading() as session:
            away = away_texts(session, now, hours.zone)
            rows = session.scalars(select(Staff).order_by(Staff.name_key, Staff.id)).all()
            counts = [sum(row.is_active is active for row in rows) for active in (True, False)]
            found = [row for row in rows if row.is_active is wanted.active and _fits(row, wanted.text)]
            return StaffListing(tuple(_row_of(row, away.get(row.id, ""), logins) for row in found), *counts)

    @query(Permission.MANAGE_STAFF)
    def find(self, staff_id: Uid) -> StaffDetail:
        """Return all about a member of staff, former ones included.

        Raises:
            NotFoundError: there is none.

        """
        logins = {fold_login(login) for login in keys.logins(self.office.profile)}
        hours, now = self.office.hours(), self.office.clock.now()
        with self.office.reading() as session:
            row = find_staff(session, staff_id)
            away = away_texts(session, now, hours.zone)
            since = select(Appointment.begins_on).where(Appointment.staff_id == row.id, Appointment.ends_on.is_(None))
            return StaffDetail(
                id=row.id,
                form=form_of(row),
                roles=roles_of(row),
                is_active=row.is_active,
                left_on=row.left_on,
                has_login=fold_login(row.login) in logins,
                must_change_password=row.must_change_password,
                away=away.get(row.id, ""),
                photo=photo_of(session, row.id),
                leaves=_leaves(session, row.id),
                appointed_since=session.scalar(since.limit(1)),
                open_work=open_work(session, row.id),
            )


def photo_of(session: Session, staff_id: Uid) -> AttachmentView | None:
    """Return the newest photo of a member of staff."""
    found = views_of(session, PHOTO_OWNER, staff_id)
    return found[-1] if found else None


def photo_rows(session: Session, staff_id: Uid) -> list[Attachment]:
    """Return the stored photos of a member of staff."""
    wanted = select(Attachment).where(Attachment.owner_kind == PHOTO_OWNER, Attachment.owner_id == staff_id)
    return list(session.scalars(wanted))


def _leaves(session: Session, staff_id: Uid) -> tuple[LeaveView, ...]:
    rows = session.scalars(
        select(StaffLeave).where(StaffLeave.staff_id == staff_id).order_by(StaffLeave.begins_at.desc(), StaffLeave.id)
    )
    return tuple(LeaveView(row.id, LeaveForm(row.kind, row.begins_at, row.ends_at, row.note)) for row in rows)


def _row_of(row: Staff, away: str, logins: set[str]) -> StaffRow:
    return StaffRow(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=roles_of(row),
        licence_no=row.licence_no,
        phone=row.phone,
        is_active=row.is_active,
        left_on=row.left_on,
        away=away,
        has_login=fold_login(row.login) in logins,
        must_change_password=row.must_change_password,
    )


def _fits(row: Staff, text: str) -> bool:
    """Return whether a text is part of name, pinyin, login, licence or a telephone number."""
    plain = fold_login(text).replace(" ", "")
    if not plain:
        return True
    if any(map(is_han, plain)):
        return plain in row.name
    syllables = row.name_key.partition("\t")[0].casefold().split()
    words = ["".join(syllables), "".join(part[:1] for part in syllables), fold_login(row.login), row.licence_no]
    words += [row.phone, *(str(one["number"]) for one in row.other_phones)]
    return any(plain in word for word in words)
