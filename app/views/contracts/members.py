"""家庭成员: who belongs to a family, row by row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.contracts.types import MemberForm
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextField
from app.views.contracts.rows import MOST_ROWS, Row


class MemberRow(Row):
    """A family member and how they are related."""

    def __init__(self, member: MemberForm) -> None:
        self.name = TextField("姓名", limit=60)
        self.name.setAccessibleName("家庭成员姓名")
        self.name.setText(member.name)
        self.relation = TextField("关系，如 配偶", limit=20)
        self.relation.setAccessibleName("与服务对象的关系")
        self.relation.setText(member.relation)
        super().__init__(self.name, self.relation, second_width=160)
        self.aside.hide()
        for field in (self.name, self.relation):
            field.textEdited.connect(lambda _text: self.changed.emit())


class MembersEditor(QWidget):
    """家庭成员: rows of name and relation."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[MemberRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self._more = Button("添加成员", Kind.TEXT, small=True, icon="plus")
        self._more.clicked.connect(lambda _checked=False: self._add())
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(self._list)
        lines.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def value(self) -> tuple[MemberForm, ...]:
        """Return the members; rows without a name do not count."""
        rows = (MemberForm(row.name.value(), row.relation.value()) for row in self.rows)
        return tuple(member for member in rows if member.name)

    def set_value(self, members: Sequence[MemberForm]) -> None:
        """Show members."""
        for row in list(self.rows):
            self._take(row)
        for member in members:
            self._append(member)

    def _append(self, member: MemberForm) -> MemberRow:
        row = MemberRow(member)
        row.changed.connect(self.changed)
        row.removed.connect(self._drop)
        self.rows.append(row)
        self._list.addWidget(row)
        row.setVisible(True)  # at once, so that the focus can go there
        self._more.setEnabled(len(self.rows) < MOST_ROWS)
        return row

    def _add(self) -> None:
        self._append(MemberForm("")).name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, row: MemberRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._more.setEnabled(True)

    def _drop(self, row: MemberRow) -> None:
        self._take(row)
        self.changed.emit()
