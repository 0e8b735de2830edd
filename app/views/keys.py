"""Keys that forms and lists understand the same way."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def is_enter(event: QKeyEvent) -> bool:
    """Return whether it is Enter, of either block of keys."""
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_ctrl_enter(event: QKeyEvent) -> bool:
    """Return whether it is Ctrl+Enter: the form is finished."""
    return is_enter(event) and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
