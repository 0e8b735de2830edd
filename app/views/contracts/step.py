"""What the four steps of the wizard share."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.services.contracts.types import ContractForm
from app.views.components.form_field import FormField
from app.views.components.labels import Label


class Step(QWidget):
    """One step: shows its part of the form, gives it back, and names what is wrong beside the fields.

    A subclass fills `fields` (name of the problem -> form field) and implements `fill` and `apply`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FormField] = {}
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(24, 14, 24, 10)
        self.rows.setSpacing(9)

    def fill(self, form: ContractForm) -> None:
        """Show a form."""
        raise NotImplementedError

    def apply(self, form: ContractForm) -> ContractForm:
        """Return the form with what stands in this step."""
        raise NotImplementedError

    def problems(self) -> dict[str, str]:
        """Return what is wrong with what was typed here, by field; the services know the rest."""
        return {
            name: field.problem() for name, field in self.fields.items() if field.isVisibleTo(self) and field.problem()
        }

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Put sentences beside their fields, the focus into the first; return those that have no field here."""
        first: FormField | None = None
        rest = []
        for name, sentence in problems.items():
            field = self.fields.get(name)
            if field is None:
                rest.append(sentence)
                continue
            field.set_error(sentence)
            first = first or field
        if first is not None:
            first.input.setFocus(Qt.FocusReason.OtherFocusReason)
        return rest

    def listen(self, *inputs: QObject) -> None:
        """Tell `changed` when one of these inputs changes."""
        for thing in inputs:
            for name in ("textEdited", "changed", "textChanged"):
                signal = getattr(thing, name, None)
                if signal is not None:
                    signal.connect(self._tell)
                    break

    def _tell(self, *_args: object) -> None:
        self.changed.emit()

    def heading(self, words: str, *beside: QWidget) -> QWidget:
        """Add a section's head, with things beside it (the last ones at the right)."""
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(words, "head"))
        for widget in beside[:1]:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in beside[1:]:
            row.addWidget(widget)
        self.rows.addWidget(line)
        return line


def two_columns(parts: list[tuple[QWidget, int, int, int]], *, shares: tuple[int, int] = (1, 1)) -> QGridLayout:
    """Return a grid of two columns.

    Args:
        parts: (widget, line, column, columns taken).
        shares: how the room is divided.

    """
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for widget, line, column, span in parts:
        grid.addWidget(widget, line, column, 1, span)
    grid.setColumnStretch(0, shares[0])
    grid.setColumnStretch(1, shares[1])
    return grid
