"""The rail at the left of 设置: search on top, the sections under their headings; icons only where room is short."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from app.views.areas import Area
from app.views.components.buttons import IconButton, PaintedButton
from app.views.components.fields import SearchField
from app.views.components.labels import Label, Panel
from app.views.components.painting import draw_box, draw_text
from app.views.fonts import BASE, SMALL, font
from app.views.icons import draw_icon
from app.views.keys import is_enter
from app.views.settings.finding import Found
from app.views.settings.sections import GROUPS, Section
from app.views.shell.navigation import NavItem
from app.views.theme import theme

WIDE, NARROW = 184, 56


class RailItem(NavItem):
    """One section: as an area of the navigation, lower, so that many stand in a small window."""

    def sizeHint(self) -> QSize:
        """Return the row."""
        px = theme().px
        return QSize(px(40), px(40)) if self.compact else QSize(px(WIDE - 16), px(34))


class FoundItem(PaintedButton):
    """A hit of the search: its words, and below where it stands."""

    def __init__(self, found: Found, parent: QWidget | None = None) -> None:
        super().__init__(found.title, parent)
        self.found = found
        self.setAccessibleName(f"{found.title}，{found.line}")
        self.setToolTip(found.line)

    def sizeHint(self) -> QSize:
        """Return two lines."""
        return QSize(theme().px(WIDE - 16), theme().px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and place."""
        painter, px = QPainter(self), theme().px
        if self.hovered:
            draw_box(painter, self.rect(), "hover", None, 6)
        draw_icon(painter, self.found.section.icon, QRect(px(10), 0, px(16), self.height()), "text2")
        left, wide = px(36), self.width() - px(36 + 6)
        draw_text(painter, QRect(left, px(4), wide, px(22)), self.found.title, font(BASE), "text")
        draw_text(painter, QRect(left, px(25), wide, px(18)), self.found.line, font(SMALL), "text3")
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 6, width=2)


class Rail(Panel):
    """Chooses a section; ↑ and ↓ move, Enter opens, typing on top finds.

    Args:
        sections: what the person may open.

    """

    chosen = Signal(str)
    found = Signal(object)
    """A hit of the search was chosen: (section id, setting's key or "")."""
    searched = Signal(str)

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__("nav", margin=0, spacing=0, parent=parent)
        self.setAccessibleName("设置的各部分")
        self._compact = self._searching = False
        self._group = QButtonGroup(self)
        self.search = SearchField("搜索设置")
        self.opener = IconButton("search", "搜索设置（Ctrl+F）", size=40, icon_size=20)
        self.items: dict[str, RailItem] = {}
        self.headings: list[Label] = []
        self._hits: list[FoundItem] = []
        self._lay_out(sections)
        self.search.textChanged.connect(self.searched)
        self.search.left.connect(self._end_search)
        self.opener.clicked.connect(self.start_search)
        theme().changed.connect(self._measure)
        self._measure()

    def _lay_out(self, sections: Sequence[Section]) -> None:
        self._top = QVBoxLayout()
        self._top.addWidget(self.search)
        self._top.addWidget(self.opener)
        self.body.addLayout(self._top)
        self._list = QWidget()
        self._list.setProperty("ground", "nav")
        rows = QVBoxLayout(self._list)
        rows.setSpacing(2)
        for group in GROUPS:
            self._add_group(rows, group, [section for section in sections if section.group == group])
        self._results = QVBoxLayout()
        self._results.setSpacing(2)
        rows.addLayout(self._results)
        self._nothing = Label("没有这样的设置。换个词试试。", "hint", wrap=True)
        rows.addWidget(self._nothing)
        rows.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._list)
        self.body.addWidget(self._scroll, 1)

    def _add_group(self, rows: QVBoxLayout, group: str, sections: Sequence[Section]) -> None:
        if not sections:
            return
        heading = Label(group, "small", tone="text3")
        self.headings.append(heading)
        rows.addWidget(heading)
        for section in sections:
            item = RailItem(Area(section.id, section.title, section.icon, QWidget))
            item.clicked.connect(lambda _on=False, name=section.id: self.chosen.emit(name))
            self._group.addButton(item)
            self.items[section.id] = item
            rows.addWidget(item)

    # --- what the page asks ---

    def set_current(self, section_id: str) -> None:
        """Mark a section as the open one."""
        if section_id in self.items:
            self.items[section_id].setChecked(True)
            self.setFocusProxy(self.items[section_id])
            self._scroll.ensureWidgetVisible(self.items[section_id])

    def set_compact(self, compact: bool) -> None:
        """Show icons only, or icons and words."""
        if compact != self._compact:
            self._compact = compact
            self._measure()

    def start_search(self) -> None:
        """Put the cursor into the search; a narrow rail widens for it."""
        self._searching = True
        self._measure()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_found(self, found: Sequence[Found] | None) -> None:
        """Show these hits in place of the sections; None shows the sections."""
        for hit in self._hits:
            self._results.removeWidget(hit)
            hit.hide()
            hit.deleteLater()
        self._hits = [FoundItem(one) for one in found or ()]
        for hit in self._hits:
            hit.clicked.connect(lambda _on=False, target=hit.found.target: self._take(target))
            self._results.addWidget(hit)
        for widget in (*self.items.values(), *self.headings):
            widget.setVisible(found is None)
        self._nothing.setVisible(found is not None and not self._hits)
        self._measure()

    def _take(self, target: tuple[str, str]) -> None:
        self._searching = False
        self.search.clear()
        self.found.emit(target)

    def _end_search(self) -> None:
        if self._searching and not self.search.text():
            self._searching = False
            self._measure()

    # --- measures and keys ---

    def _measure(self) -> None:
        px = theme().px
        narrow = self._compact and not (self._searching or self.search.text())
        self.setFixedWidth(px(NARROW if narrow else WIDE))
        self._top.setContentsMargins(8, 12, 8, 4)
        rows = self._list.layout()
        if rows is not None:
            rows.setContentsMargins(8, 0, 8, 8)
        self.search.setVisible(not narrow)
        self.opener.setVisible(narrow)
        for heading in self.headings:
            heading.setContentsMargins(px(4 if narrow else 12), px(8), 0, px(2))
        for item in self.items.values():
            item.compact = narrow
            item.updateGeometry()
            item.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus among the sections or the hits; Enter in the search takes the first hit."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        items: list[PaintedButton] = list(self._hits) if self.search.text() else list(self.items.values())
        at = next((index for index, item in enumerate(items) if item.hasFocus()), -1)
        if is_enter(event) and self.search.hasFocus() and self._hits:
            self._take(self._hits[0].found.target)
        elif step and items:
            current = next((item for item in items if item.isChecked()), items[0])
            goal = current if at < 0 else items[(at + step) % len(items)]
            goal.setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(goal)
        else:
            super().keyPressEvent(event)
