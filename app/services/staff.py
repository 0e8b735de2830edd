"""员工: who works here and who can be assigned."""

from dataclasses import dataclass

from sqlalchemy import select

from app.models import Staff
from app.services.core import Service, query
from app.terms import Role, Uid


@dataclass(frozen=True)
class StaffView:
    """A member of staff as screens show them."""

    id: Uid
    login: str
    name: str
    roles: tuple[Role, ...]
    licence_no: str
    phone: str

    @property
    def is_lawyer(self) -> bool:
        """Whether questions and cases can be given to this person."""
        return Role.LAWYER in self.roles


class StaffList(Service):
    """员工名单."""

    @query()
    def everyone(self) -> tuple[StaffView, ...]:
        """Return everybody who works here now, by name."""
        with self.office.reading() as session:
            rows = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.name_key, Staff.id))
            return tuple(view_of(row) for row in rows)

    @query()
    def lawyers(self) -> tuple[StaffView, ...]:
        """Return the lawyers, by name."""
        return tuple(person for person in self.everyone() if person.is_lawyer)


def view_of(row: Staff) -> StaffView:
    """Return a member of staff as a plain record."""
    return StaffView(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=tuple(Role(role) for role in row.roles),
        licence_no=row.licence_no,
        phone=row.phone,
    )
