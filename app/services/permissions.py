"""权限表 for the screen: what is checked at every call, in groups, and who holds which role."""

from dataclasses import dataclass

from sqlalchemy import select

from app.models import Staff
from app.rules.permissions import GROUPS, roles_with
from app.services.core import Service, query
from app.terms import Permission, Role


@dataclass(frozen=True)
class PermissionRow:
    """One permission and the roles that carry it."""

    permission: Permission
    roles: frozenset[Role]


@dataclass(frozen=True)
class PermissionGroup:
    """Permissions of one field of work."""

    title: str
    permissions: tuple[PermissionRow, ...]


@dataclass(frozen=True)
class RoleHolders:
    """Who holds a role, by name."""

    role: Role
    names: tuple[str, ...]


def permission_groups() -> tuple[PermissionGroup, ...]:
    """Return the whole table that every service call is checked against, in the order it is shown."""
    return tuple(
        PermissionGroup(title, tuple(PermissionRow(one, frozenset(roles_with(one))) for one in permissions))
        for title, permissions in GROUPS.items()
    )


class Permissions(Service):
    """权限表."""

    @query()
    def holders(self) -> tuple[RoleHolders, ...]:
        """Return who of those working here now holds which role."""
        with self.office.reading() as session:
            staff = session.scalars(select(Staff).where(Staff.is_active).order_by(Staff.name_key, Staff.id)).all()
        return tuple(RoleHolders(role, tuple(one.name for one in staff if role.value in one.roles)) for role in Role)
