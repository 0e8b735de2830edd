"""The firm's telephone numbers: one line each, as many as there are."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.fields import TextField

MOST = 6


class PhoneList(QWidget):
    """Lines of telephone numbers; the value is the list of those filled in."""

    left = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        rows.addLayout(self._lines)
        self._more = Button("再加一个电话", Kind.TEXT, icon="plus", small=True)
        self._more.clicked.connect(self._grow)
        rows.addWidget(self._more)
        self._fields: list[TextField] = []
        self._holders: dict[TextField, QWidget] = {}
        self._name = ""
        self._add()

    def setAccessibleName(self, name: str) -> None:
        """Name the lines: the first as the field, further ones by number."""
        super().setAccessibleName(name)
        self._name = name
        for number, field in enumerate(self._fields, 1):
            field.setAccessibleName(name if number == 1 else f"{name} {number}")

    def value(self) -> list[str]:
        """Return the numbers filled in."""
        return [text for field in self._fields if (text := field.value())]

    def set_value(self, numbers: list[str]) -> None:
        """Show numbers, at least one line."""
        while len(self._fields) > max(1, len(numbers)):
            self._remove(self._fields[-1])
        while len(self._fields) < len(numbers):
            self._add()
        for field, number in zip(self._fields, numbers, strict=False):
            field.set_value(number)

    def setFocus(self, *_reason: object) -> None:
        """Put the cursor into the first line."""
        self._fields[0].setFocus()

    def _grow(self) -> None:
        self._add().setFocus()

    def _add(self) -> TextField:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        field = TextField("0311-8666 1234 或手机号", limit=40)
        field.left.connect(self.left)
        field.textEdited.connect(lambda _text: self.changed.emit())
        row.addWidget(field, 1)
        if self._fields:
            drop = IconButton("x", "去掉这个电话", size=28)
            drop.clicked.connect(partial(self._drop, field))
            row.addWidget(drop)
        self._fields.append(field)
        self._holders[field] = line
        self._lines.addWidget(line)
        line.show()
        self.setAccessibleName(self._name)
        self._more.setVisible(len(self._fields) < MOST)
        return field

    def _drop(self, field: TextField) -> None:
        self._remove(field)
        self._fields[-1].setFocus()
        self.changed.emit()
        self.left.emit()

    def _remove(self, field: TextField) -> None:
        self._fields.remove(field)
        line = self._holders.pop(field)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setAccessibleName(self._name)
        self._more.setVisible(len(self._fields) < MOST)
