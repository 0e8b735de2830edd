"""Reading members of staff: their rows as plain records, who is away, who could still manage the firm."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotFoundError
from app.models import Staff, StaffLeave
from app.rules.spans import parse_weekly
from app.rules.time_words import moment_words
from app.services.staff.types import PhoneForm, StaffForm, StaffView
from app.terms import Category, Role, Uid

KEEPERS = (Role.DIRECTOR, Role.SYSTEM_ADMIN)
"""Roles that one active member of staff must always hold: without them nobody could run the firm."""


def find_staff(session: Session, staff_id: Uid) -> Staff:
    """Return a member of staff, former ones included.

    Raises:
        NotFoundError: there is none.

    """
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFoundError("这位员工已经不在名单里了。", todo="请刷新后再看。")
    return row


def view_of(row: Staff, away: str = "") -> StaffView:
    """Return a member of staff as a plain record."""
    return StaffView(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=roles_of(row),
        licence_no=row.licence_no,
        phone=row.phone,
        away=away,
    )


def roles_of(row: Staff) -> tuple[Role, ...]:
    """Return the roles in the vocabulary's order."""
    return tuple(role for role in Role if role.value in row.roles)


def form_of(row: Staff) -> StaffForm:
    """Return what is kept of a member of staff."""
    phones = [PhoneForm(row.phone, row.is_phone_published)] if row.phone else []
    phones += [PhoneForm(str(one["number"]), bool(one["is_published"])) for one in row.other_phones]
    return StaffForm(
        name=row.name,
        login=row.login,
        roles=frozenset(roles_of(row)) - {Role.ADVISOR_ADMIN},
        licence_no=row.licence_no,
        phones=tuple(phones),
        birth_date=row.birth_date,
        is_party_member=row.is_party_member,
        fields=tuple(Category(value) for value in row.fields),
        languages=tuple(row.languages),
        weekly=parse_weekly(row.weekly) if row.weekly is not None else None,
    )


def away_texts(session: Session, now: datetime, zone: tzinfo) -> dict[Uid, str]:
    """Return why and until when, for everybody who is away at an instant."""
    rows = session.scalars(select(StaffLeave).where(StaffLeave.begins_at <= now, StaffLeave.ends_at > now))
    return {row.staff_id: f"{row.kind.label}，至 {moment_words(row.ends_at, now, zone)}" for row in rows}


def require_keepers(session: Session, row: Staff, kept: Collection[Role]) -> None:
    """Refuse to take a role from the last active member of staff who holds it.

    Args:
        session: of the unit of work.
        row: who is to lose roles.
        kept: the roles that stay.

    Raises:
        InvalidInputError: nobody else is 主任 or 系统管理员.

    """
    others = session.scalars(select(Staff).where(Staff.is_active, Staff.id != row.id)).all()
    for role in KEEPERS:
        held = role.value in row.roles and role not in kept
        if held and not any(role.value in other.roles for other in others):
            raise InvalidInputError(
                {"roles": f"{row.name}是唯一的{role.label}，请先在员工名单里让另一位员工担任{role.label}。"}
            )
