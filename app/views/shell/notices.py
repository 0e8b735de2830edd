"""The bar above the pages: sentences that stand as long as they are so."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.warnings import Warning as Standing
from app.settings import Settings
from app.views.components.feedback import Banner

PREFIX = "put_away."


class Notices(QWidget):
    """Shows what has to be said; what the user put away on this PC stays away until it changes.

    Args:
        settings: remembers what was put away.

    """

    put_away = Signal(str)
    """The id of a sentence that was put away."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 10, 16, 0)
        self._rows.setSpacing(6)
        self.hide()

    def show_all(self, warnings: Sequence[Standing]) -> None:
        """Show these and nothing else."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        wanted = [one for one in warnings if not self._is_put_away(one)]
        for one in wanted:
            kind = "error" if one.is_grave else "soon"
            done = partial(self._put_away, one, warnings) if one.answer else None
            self._rows.addWidget(Banner(one.text, kind, action=one.answer, done=done))
        self.setVisible(bool(wanted))

    def _is_put_away(self, one: Standing) -> bool:
        return bool(one.answer) and self._settings.text(PREFIX + one.id) == one.about

    def _put_away(self, one: Standing, among: Sequence[Standing]) -> None:
        self._settings.set(PREFIX + one.id, one.about)
        self.show_all(among)
        self.put_away.emit(one.id)
