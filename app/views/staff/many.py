"""Several of a few words, each a tick: roles, fields of law."""

from collections.abc import Collection, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.terms import Term
from app.views.components.toggles import CheckBox

T = TypeVar("T", bound=Term)


class ManyOf(QWidget, Generic[T]):
    """Ticks in columns.

    Args:
        terms: what can be ticked.
        columns: side by side.

    """

    is_picked = True
    changed = Signal()
    left = Signal()

    def __init__(self, terms: Sequence[T], columns: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self._boxes = {term: CheckBox(term.label) for term in terms}
        for at, box in enumerate(self._boxes.values()):
            grid.addWidget(box, at // columns, at % columns)
            box.changed.connect(lambda _on: self.changed.emit())
        grid.setColumnStretch(columns, 1)

    def value(self) -> list[T]:
        """Return what is ticked, in order."""
        return [term for term, box in self._boxes.items() if box.value()]

    def set_value(self, terms: Collection[T]) -> None:
        """Tick these and no others."""
        for term, box in self._boxes.items():
            box.set_value(term in terms)

    def setFocus(self, *_reason: object) -> None:
        """Put the focus on the first."""
        next(iter(self._boxes.values())).setFocus()
