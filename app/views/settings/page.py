"""The 设置 area: the rail of sections at the left, the chosen section's page at the right."""

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.terms import Uid
from app.views.actions import Action
from app.views.components.labels import divider
from app.views.desk import Desk
from app.views.settings.finding import find_settings, open_sections
from app.views.settings.rail import Rail
from app.views.theme import theme

NARROW = 820
"""Width (pixels at 100 % text) under which the rail shows icons only."""
REMEMBERED = "settings_section"
PASSED_ON = (
    "client_requested",
    "record_requested",
    "import_requested",
    "restore_requested",
    "backed_up",
    "idle_minutes_changed",
)


class SettingsPage(QWidget):
    """设置: hosts the registered sections.

    A section's page may offer `on_changes(tables)`, `open_record(key)`, `may_leave()`, `hints()`, `hints_changed` and the
    `…_requested` signals below; each is optional.

    Args:
        desk: what the window gives.

    """

    hints_changed = Signal(str)
    client_requested = Signal(object)
    record_requested = Signal(str, object)
    import_requested = Signal(str)
    restore_requested = Signal(object)
    backed_up = Signal()
    section_requested = Signal(str)
    """Another section of 设置 is asked for; the page has opened it."""
    idle_minutes_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sections = {section.id: section for section in open_sections(desk.may)}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self.rail = Rail(tuple(self._sections.values()))
        self.stack = QStackedWidget()
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        for widget in (self.rail, divider(vertical=True)):
            columns.addWidget(widget)
        columns.addWidget(self.stack, 1)
        self.setFocusProxy(self.rail)
        self.rail.chosen.connect(self.open_section)
        self.rail.found.connect(self.open_record)
        self.rail.searched.connect(self._search)
        theme().changed.connect(self._measure)
        find = Action("settings.find", "搜索设置", self.rail.start_search, "search", "Ctrl+F", "设置", None, False)
        desk.actions.add(find, self)
        self._search("")
        self._open_remembered()

    def _open_remembered(self) -> None:
        kept = self._desk.settings.text(REMEMBERED)
        first = kept if kept in self._sections else next(iter(self._sections), "")
        if first:
            self.open_section(first)

    # --- sections ---

    @property
    def current_section(self) -> str:
        """The id of the section on show."""
        return self._current

    def open_section(self, section_id: str) -> bool:
        """Show a section; False if there is none such, or the present one holds the user back."""
        if section_id not in self._sections:
            return False
        if section_id != self._current and not self.may_leave():
            self.rail.set_current(self._current)
            return False
        self._current = section_id
        self.stack.setCurrentWidget(self.section_page(section_id))
        self.rail.set_current(section_id)
        self._desk.settings.set(REMEMBERED, section_id)
        self.hints_changed.emit(self.hints())
        return True

    def section_page(self, section_id: str) -> QWidget:
        """Return a section's page, built at the first call.

        Raises:
            KeyError: there is no such section, or it is not open to this person.

        """
        if section_id not in self._pages:
            page = self._sections[section_id].make(self._desk)
            self._pages[section_id] = page
            self.stack.addWidget(page)
            self._listen(section_id, page)
        return self._pages[section_id]

    def _listen(self, section_id: str, page: QWidget) -> None:
        signals: Any = page
        for name in PASSED_ON:
            if hasattr(page, name):
                getattr(signals, name).connect(getattr(self, name))
        if hasattr(page, "section_requested"):
            signals.section_requested.connect(self._open_requested)
        if hasattr(page, "hints_changed"):
            signals.hints_changed.connect(lambda text: self._show_hints(section_id, text))

    def _open_requested(self, section_id: str) -> None:
        if self.open_section(section_id):
            self.section_requested.emit(section_id)

    def _show_hints(self, section_id: str, text: str) -> None:
        if section_id == self._current:
            self.hints_changed.emit(text)

    # --- what the window asks ---

    def open_record(self, key: object) -> None:
        """Show a section by its id, or one of its records or settings by (section id, key)."""
        section_id, inner = key if isinstance(key, tuple) else (key, "")
        if not isinstance(section_id, str):
            raise TypeError(f"a section is asked for by its id, not {key!r}")
        if self.open_section(section_id) and inner != "":
            opener: Any = getattr(self.section_page(section_id), "open_record", None)
            if opener is not None:
                opener(inner)

    def may_leave(self) -> bool:
        """Ask the section on show."""
        return bool(self._ask("may_leave", True))

    def hints(self) -> str:
        """Words for the status bar."""
        return str(self._ask("hints", "↑↓ 选择　Enter 打开　Ctrl+F 搜索设置"))

    def _ask(self, name: str, otherwise: object) -> object:
        asked: Any = getattr(self._pages.get(self._current), name, None)
        return otherwise if asked is None else asked()

    def on_changes(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Tell every section built so far which rows changed."""
        for page in self._pages.values():
            listener: Any = getattr(page, "on_changes", None)
            if listener is not None:
                listener(changes)

    # --- search and measures ---

    def _search(self, text: str) -> None:
        self.rail.show_found(find_settings(text, self._desk.may) if text.strip() else None)

    def _measure(self) -> None:
        self.rail.set_compact(self.width() * 100 / theme().scale < NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the rail where room is short."""
        super().resizeEvent(event)
        self._measure()
