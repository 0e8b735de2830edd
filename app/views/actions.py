"""Actions as data: one record per thing a user can do, with its words, icon, shortcut and scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Action:
    """Something a user can do.

    Args:
        id: stable name, e.g. "consultations.register".
        text: Chinese words, a verb first.
        handler: called without arguments.
        icon: name of an icon.
        shortcut: in Qt's words ("F2", "Ctrl+Return"); several are separated by ";".
        scope: heading in F1's list: 全局, 咨询, 服务对象, 合同 …
        enabled: asked before running and when shown; None is always.
        in_palette: whether Ctrl+K finds it.
        in_sheets: whether the shortcut also works in a sheet beside the window (登记咨询).

    """

    id: str
    text: str
    handler: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    scope: str = "全局"
    enabled: Callable[[], bool] | None = None
    in_palette: bool = True
    in_sheets: bool = False

    def possible(self) -> bool:
        """Return whether it can be done now."""
        return self.enabled is None or self.enabled()

    def run(self) -> None:
        """Do it, if it can be done now."""
        if self.possible():
            self.handler()

    @property
    def keys(self) -> str:
        """The (first) shortcut as people read it (Ctrl+Enter)."""
        return key_text(self.shortcut.split(";")[0])

    @property
    def tip(self) -> str:
        """The tooltip: words and shortcut."""
        return f"{self.text}（{self.keys}）" if self.shortcut else self.text


def key_text(shortcut: str) -> str:
    """Return a shortcut as people read it: Ctrl+Return -> Ctrl+Enter, Alt+Left -> Alt+←."""
    for word, sign in (("Return", "Enter"), ("Left", "←"), ("Right", "→"), ("Up", "↑"), ("Down", "↓")):
        shortcut = shortcut.replace(word, sign)
    return shortcut


class Actions(QObject):
    """The registry. Global actions work everywhere; a page's actions while that page (or a child) has the focus."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        self._owners: dict[str, QWidget] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}

    def add(self, action: Action, owner: QWidget | None = None) -> Action:
        """Register an action.

        Args:
            action: what it is.
            owner: the page it belongs to; the shortcut works inside it. None: in the whole window.

        Raises:
            ValueError: the id, or the shortcut for the same owner, is taken.

        """
        if action.id in self._actions:
            raise ValueError(f"action {action.id} exists")
        keys = [part for part in action.shortcut.split(";") if part]
        for other_id, other in self._actions.items():
            taken = set(keys) & set(other.shortcut.split(";")) - {""}
            if taken and self._owners.get(other_id) is owner:
                raise ValueError(f"shortcut {taken} of {action.id} belongs to {other_id}")
        self._actions[action.id] = action
        if owner is not None:
            self._owners[action.id] = owner
            owner.destroyed.connect(lambda _gone=None, name=action.id: self.remove(name))
        self._shortcuts[action.id] = [self._bind(action, key, owner) for key in keys]
        self.changed.emit()
        return action

    def _bind(self, action: Action, key: str, owner: QWidget | None) -> QShortcut:
        context = Qt.ShortcutContext
        everywhere = context.ApplicationShortcut if action.in_sheets else context.WindowShortcut
        inside = context.WidgetWithChildrenShortcut
        shortcut = QShortcut(QKeySequence(key), owner or self._window)
        shortcut.setContext(inside if owner is not None else everywhere)
        shortcut.activated.connect(action.run)
        return shortcut

    def remove(self, action_id: str) -> None:
        """Forget an action."""
        self._actions.pop(action_id, None)
        owner = self._owners.pop(action_id, None)
        shortcuts = self._shortcuts.pop(action_id, [])
        if owner is None:
            for shortcut in shortcuts:
                shortcut.deleteLater()
        if shiboken6.isValid(self):  # the window may go before its pages
            self.changed.emit()

    def get(self, action_id: str) -> Action:
        """Return an action by its id."""
        return self._actions[action_id]

    def all(self) -> list[Action]:
        """Return every action in the order of registration."""
        return list(self._actions.values())

    def by_scope(self) -> dict[str, list[Action]]:
        """Return the actions that have a shortcut, by heading (F1's list)."""
        groups: dict[str, list[Action]] = {}
        for action in self._actions.values():
            if action.shortcut:
                groups.setdefault(action.scope, []).append(action)
        return groups

    def matching(self, text: str, limit: int = 6) -> list[Action]:
        """Return possible actions whose words contain what was typed."""
        wanted = text.strip().casefold()
        found: Iterable[Action] = (
            action
            for action in self._actions.values()
            if action.in_palette and wanted in action.text.casefold() and action.possible()
        )
        return list(found)[:limit]
