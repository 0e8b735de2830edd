"""Inputs only contracts need: an amount as people write it, a choice of people, rows that grow."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services import amounts
from app.views.components.fields import LineField
from app.views.text import clean_line


class MoneyField(LineField):
    """An amount in 元 that reads “100万” and “62,000.50”; its value is 分.

    It is written out with separators when it is left, so that everybody sees what was understood.
    """

    changed = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, unit="元", clean=clean_line, limit=40, parent=parent)
        self.left.connect(self._write_out)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> int | None:
        """Return the amount in 分; None if nothing or no amount was typed."""
        if not self.text().strip() or self.unreadable():
            return None
        return amounts.read_amount(self.text())

    def set_value(self, fen: int | None) -> None:
        """Show an amount in 分."""
        self.setText("" if fen is None else amounts.amount_text(fen))

    def unreadable(self) -> str:
        """Return what to do about a text that is no amount."""
        return amounts.amount_problem(self.text())

    def words(self) -> str:
        """Return the amount in capital figures, "" without one."""
        fen = self.value()
        return amounts.amount_words(fen) if fen else ""

    def _write_out(self) -> None:
        fen = self.value()
        if fen is not None:
            self.set_value(fen)


def joined(parts: Sequence[str]) -> str:
    """Return the parts that are not empty, joined as Chinese sentences do."""
    return "，".join(part for part in parts if part)
