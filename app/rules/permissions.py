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


GROUPS: Final[Mapping[str, tuple[Permission, ...]]] = {
    "日常": (
        Permission.READ,
        Permission.UNDO_OWN_WORK,
        Permission.MAKE_BACKUP,
    ),
    "咨询": (
        Permission.REGISTER_CONSULTATION,
        Permission.ASSIGN_CONSULTATION,
        Permission.ANSWER_CONSULTATION,
    ),
    "服务对象": (
        Permission.EDIT_CLIENT,
        Permission.SIGN_UP_CLIENT,
        Permission.FILE_SIGN_UP,
    ),
    "合同与收费": (
        Permission.DRAFT_CONTRACT,
        Permission.APPROVE_RELIEF,
        Permission.FILE_CONTRACT,
        Permission.VOID_CONTRACT,
        Permission.SET_PRICES,
    ),
    "敏感事项与日志": (
        Permission.MARK_SENSITIVE,
        Permission.SEE_SENSITIVE,
        Permission.READ_JOURNAL,
        Permission.UNDO_OLDER_WORK,
    ),
    "管理": (
        Permission.MANAGE_FIRM,
        Permission.MANAGE_STAFF,
        Permission.MANAGE_CALENDAR,
        Permission.RESTORE_BACKUP,
        Permission.IMPORT_RECORDS,
        Permission.EXPORT_RECORDS,
    ),
}
"""The order in which the table is shown; every permission stands in it once."""


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Return whether any of the roles carries the permission."""
    return not TABLE[permission].isdisjoint(roles)


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """Return the roles that carry the permission, in the vocabulary's order."""
    return tuple(role for role in Role if role in TABLE[permission])
