"""Which role may do what: the one table every service call is checked against."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.terms import Permission, Role

_EVERYONE: Final = frozenset(Role)
_OFFICE: Final = frozenset({Role.FRONT_DESK, Role.LAWYER, Role.ADVISOR_ADMIN, Role.DIRECTOR})
_MANAGERS: Final = frozenset({Role.DIRECTOR, Role.SYSTEM_ADMIN})
_LAWYERS: Final = frozenset({Role.LAWYER, Role.DIRECTOR})

TABLE: Final[Mapping[Permission, frozenset[Role]]] = {
    Permission.READ: _EVERYONE,
    Permission.UNDO_OWN_WORK: _EVERYONE,
    Permission.REGISTER_CONSULTATION: _OFFICE,
    Permission.ASSIGN_CONSULTATION: _OFFICE,
    Permission.ANSWER_CONSULTATION: _LAWYERS,
    Permission.EDIT_CLIENT: _OFFICE,
    Permission.SIGN_UP_CLIENT: _OFFICE,
    Permission.FILE_SIGN_UP: frozenset({Role.ADVISOR_ADMIN}),  # S4: filed by the administrator
    Permission.DRAFT_CONTRACT: _OFFICE,
    Permission.APPROVE_RELIEF: frozenset({Role.DIRECTOR}),
    Permission.FILE_CONTRACT: _LAWYERS,
    Permission.VOID_CONTRACT: _LAWYERS,
    Permission.SET_PRICES: frozenset({Role.DIRECTOR}),
    Permission.MANAGE_FIRM: _MANAGERS,
    Permission.MANAGE_STAFF: _MANAGERS,
    Permission.MANAGE_CALENDAR: _MANAGERS | {Role.ADVISOR_ADMIN},
    Permission.MAKE_BACKUP: _EVERYONE,
    Permission.RESTORE_BACKUP: _MANAGERS,
    Permission.READ_JOURNAL: _MANAGERS,
    Permission.UNDO_OLDER_WORK: _MANAGERS,
    Permission.SEE_SENSITIVE: frozenset({Role.DIRECTOR, Role.ADVISOR_ADMIN}),
    Permission.MARK_SENSITIVE: _OFFICE,
    Permission.IMPORT_RECORDS: frozenset({Role.DIRECTOR, Role.SYSTEM_ADMIN, Role.ADVISOR_ADMIN}),
    Permission.EXPORT_RECORDS: frozenset({Role.DIRECTOR, Role.SYSTEM_ADMIN, Role.ADVISOR_ADMIN}),
}


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Return whether any of the roles carries the permission."""
    return not TABLE[permission].isdisjoint(roles)


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that carry the permission, in the vocabulary's order."""
    return tuple(role for role in Role if role in TABLE[permission])
