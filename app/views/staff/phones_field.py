"""Telephone numbers of one person, each with whether the firm publishes it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import checks
from app.services.staff.types import PhoneForm
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.fields import TextField
from app.views.components.toggles import CheckBox

MOST = 5


class PhonesField(QWidget):
    """One line per number; the value is those filled in."""

    left = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        rows.addLayout(self._rows)
        self._more = Button("再加一个电话", Kind.TEXT, icon="plus", small=True)
        self._more.clicked.connect(lambda _checked=False: self._add().setFocus())
        line = QHBoxLayout()
        line.addWidget(self._more)
        line.addStretch(1)
        rows.addLayout(line)
        self._lines: list[tuple[QWidget, TextField, CheckBox]] = []
        self._add()

    def value(self) -> tuple[PhoneForm, ...]:
        """Return the numbers filled in."""
        return tuple(PhoneForm(field.value(), box.value()) for _line, field, box in self._lines if field.value())

    def set_value(self, phones: tuple[PhoneForm, ...]) -> None:
        """Show numbers, at least one line."""
        while self._lines:
            self._drop(self._lines[-1][0])
        for phone in phones or (PhoneForm(""),):
            field = self._add()
            field.set_value(phone.number)
            self._lines[-1][2].set_value(phone.is_published)

    def problem(self) -> str:
        """Return what is wrong with the first wrong number, or nothing."""
        return next((found for one in self.value() if (found := checks.phone(one.number).problem)), "")

    def setFocus(self, *_reason: object) -> None:
        """Put the cursor into the first number."""
        self._lines[0][1].setFocus()

    def _add(self) -> TextField:
        line, number = QWidget(), len(self._lines) + 1
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        field, box = TextField("手机号或座机", limit=40), CheckBox("对外公布")
        name = "电话" if number == 1 else f"电话 {number}"
        field.setAccessibleName(name)
        box.setAccessibleName(f"{name}对外公布")
        field.left.connect(self.left)
        field.textEdited.connect(lambda _text: self.changed.emit())
        box.changed.connect(lambda _on: self.changed.emit())
        row.addWidget(field, 1)
        row.addWidget(box)
        if self._lines:
            drop = IconButton("x", f"去掉{name}", size=28)
            drop.clicked.connect(partial(self._remove, line))
            row.addWidget(drop)
        self._lines.append((line, field, box))
        self._rows.addWidget(line)
        line.show()
        self._more.setVisible(len(self._lines) < MOST)
        return field

    def _remove(self, line: QWidget) -> None:
        self._drop(line)
        self._lines[-1][1].setFocus()
        self.changed.emit()
        self.left.emit()

    def _drop(self, line: QWidget) -> None:
        self._lines = [one for one in self._lines if one[0] is not line]
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._more.setVisible(len(self._lines) < MOST)
