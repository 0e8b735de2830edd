"""What tests of pages put around a page: a window to fill, and messages kept instead of shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError


@dataclass
class Said:
    """The window's messages, kept instead of shown."""

    done: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def show_done(self, text: str, *, action: str = "", done: Callable[[], object] | None = None) -> object:  # noqa: ARG002 - not shown here
        """Keep what was done."""
        self.done.append(text)
        return None

    def show_error(
        self,
        error: AppError | str,
        *,
        action: str = "",  # noqa: ARG002 - not shown here
        done: Callable[[], object] | None = None,  # noqa: ARG002 - not shown here
    ) -> object:
        """Keep what went wrong."""
        self.errors.append(error if isinstance(error, str) else error.text)
        return None


def fill_window(window: QWidget, page: QWidget) -> None:
    """Let a page fill a window."""
    rows = QVBoxLayout(window)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(page)
