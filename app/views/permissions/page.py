"""权限表: permissions by group, roles side by side, the present person's roles marked, who holds each."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.services.permissions import PermissionGroup, RoleHolders, permission_groups
from app.terms import Role
from app.views.components.labels import Icon, Label, Panel, Tag, Tone
from app.views.contracts.frame import Scrolled
from app.views.desk import Desk
from app.views.theme import theme

YES, NO = "可以", "不能"
ROLE_WIDTH, NAME_WIDTH = 112, 150
WHAT = "角色由主任或系统管理员在“员工”里设定。一人可有几个角色，任何一个角色可以做的，本人就可以做。"


class PermissionsPage(QWidget):
    """The table of every permission and role.

    Args:
        desk: what pages work with.

    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._mine = desk.services.actor.roles
        self.holders: dict[Role, Label] = {}
        inner = QWidget()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(16, 0, 16, 16)
        self._rows.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(Scrolled(inner), 1)
        self._rows.addWidget(self._roles())
        for group in permission_groups():
            self._rows.addWidget(self._group(group))
        self._rows.addStretch(1)

    def _head(self) -> QWidget:
        head = Panel("bg", margin=(16, 12, 16, 12), spacing=6)
        head.body.addWidget(Label("权限表", "title"))
        head.body.addWidget(Label(WHAT, "note", wrap=True))
        return head

    def _roles(self) -> QWidget:
        """Return who holds each role."""
        card = Panel("card", margin=16, spacing=8)
        card.body.addWidget(Label("各角色的人员", "head"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, role in enumerate(Role):
            name = QHBoxLayout()
            name.setSpacing(6)
            name.addWidget(Label(role.label, "cellstrong"))
            if role in self._mine:
                name.addWidget(Tag("您", Tone.ACCENT, "user-check"))
            name.addStretch(1)
            self.holders[role] = Label("", "cell", wrap=True)
            self.holders[role].setAccessibleName(f"{role.label}的人员")
            grid.addLayout(name, at, 0)
            grid.addWidget(self.holders[role], at, 1)
        card.body.addLayout(grid)
        return card

    def _group(self, group: PermissionGroup) -> QWidget:
        card = Panel("card", margin=16, spacing=8)
        card.body.addWidget(Label(group.title, "head"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, theme().px(NAME_WIDTH))
        grid.setColumnStretch(0, 1)
        for column, role in enumerate(Role, start=1):
            grid.setColumnMinimumWidth(column, theme().px(ROLE_WIDTH))
            mine = role in self._mine
            label = Label(role.label, "small", tone="accent" if mine else "text3")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(label, 0, column)
        for row, permission in enumerate(group.permissions, start=1):
            grid.addWidget(Label(permission.permission.label, "cell", wrap=True), row, 0)
            for column, role in enumerate(Role, start=1):
                cell = self._cell(role in permission.roles, permission.permission.label, role)
                grid.addWidget(cell, row, column)
        card.body.addLayout(grid)
        return card

    def _cell(self, may: bool, what: str, role: Role) -> QWidget:
        mine = role in self._mine
        cell = Panel("soft" if mine else "plain", margin=(6, 3, 6, 3), spacing=4, horizontal=True)
        cell.body.addStretch(1)
        cell.body.addWidget(Icon("check" if may else "minus", "ok" if may else "text3", 14))
        cell.body.addWidget(Label(YES if may else NO, "small", tone="" if may else "text3"))
        cell.body.addStretch(1)
        cell.setAccessibleName(f"{what}，{role.label}：{YES if may else NO}")
        return cell

    def showEvent(self, event: QShowEvent) -> None:
        """Read who holds which role as the page comes into view."""
        super().showEvent(event)
        self._desk.jobs.run(self._desk.services.permissions.holders, done=self._show_holders, key="permissions")

    def _show_holders(self, found: tuple[RoleHolders, ...]) -> None:
        for one in found:
            self.holders[one.role].setText("、".join(one.names) or "暂无人员")
