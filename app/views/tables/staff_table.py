"""The staff list: name with where the person is, roles."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from app.services.container import Services
from app.services.staff.types import StaffFilter, StaffRow
from app.terms import Uid
from app.views.components.labels import Tone
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column, TagSpec


def roles_text(row: StaffRow) -> str:
    """Return 主任、律师."""
    return "、".join(role.label for role in row.roles)


def _tag(row: StaffRow) -> TagSpec | None:
    if not row.is_active:
        return None
    if row.away:
        return TagSpec(row.away.partition("，")[0], Tone.SOON, "clock", row.away)
    if not row.has_login:
        return TagSpec("不能登录", Tone.NEUTRAL, "lock", "还没有登录密码，请重置密码")
    if row.must_change_password:
        return TagSpec("临时密码", Tone.NEUTRAL, "key-round", "还没有设自己的密码")
    return None


def _second(row: StaffRow) -> str:
    if row.left_on is not None:
        return f"{row.left_on.isoformat()} 离职"
    return row.phone or row.login


COLUMNS: Sequence[Column[StaffRow]] = (
    Column("name", "姓名", lambda row: row.name, 170, tag=_tag, medium=True, second=_second),
    Column("roles", "角色", roles_text, 130, stretch=True, colour="text2"),
)


class StaffTable(BaseTable[Uid, StaffRow]):
    """Rows of the staff list, by id."""

    def __init__(self, services: Services, jobs: JobRunner, parent: QObject | None = None) -> None:
        def load(keys: list[Uid]) -> Iterable[StaffRow]:
            lists = services.staff.lists
            both = (*lists.listing(StaffFilter()).rows, *lists.listing(StaffFilter(active=False)).rows)
            return [row for row in both if row.id in keys]

        super().__init__(COLUMNS, jobs, load, lambda row: row.id, parent)
