"""The table of permissions as it is checked, with the present person's roles and who holds each."""

from collections.abc import Callable

from app.rules.permissions import TABLE
from app.services.permissions import permission_groups
from app.terms import Permission, Role
from app.views.components.labels import Panel
from app.views.permissions.page import PermissionsPage
from tests.gui.journal.conftest import Seat

Seating = Callable[..., Seat]


def test_every_permission_and_role_is_shown_as_it_is_checked(seat: Seating) -> None:
    chair = seat("liuxin")
    page = PermissionsPage(chair.desk)
    chair.put(page)
    said = {panel.accessibleName() for panel in page.findChildren(Panel)}
    for permission in Permission:
        for role in Role:
            word = "可以" if role in TABLE[permission] else "不能"
            assert f"{permission.label}，{role.label}：{word}" in said


def test_each_permission_stands_in_one_group(seat: Seating) -> None:
    shown = [row.permission for group in permission_groups() for row in group.permissions]
    assert sorted(shown) == sorted(Permission)


def test_who_holds_a_role_and_which_are_one_s_own(seat: Seating) -> None:
    chair = seat("liuxin")
    page = PermissionsPage(chair.desk)
    robot = chair.put(page)
    assert page.holders[Role.FRONT_DESK].text() == "刘欣"
    assert "魏东明" in page.holders[Role.DIRECTOR].text()
    assert robot.sees("您")
