"""The navigation at the left: icon, word and badge per area; icons only in a narrow window."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.views.areas import Area, Badge
from app.views.components.buttons import PaintedButton
from app.views.components.labels import Avatar, Panel, divider
from app.views.components.painting import CENTRE, Painted, draw_box, draw_text
from app.views.fonts import BASE, PANEL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme

WIDE, NARROW = 160, 56


class NavItem(PaintedButton):
    """One area: 40 high, soft ground and a 3×20 bar while chosen."""

    def __init__(self, area: Area, parent: QWidget | None = None) -> None:
        super().__init__(area.title, parent)
        self.area = area
        self.compact = False
        self._badge = Badge(0)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_badge(Badge(0))

    def set_badge(self, badge: Badge) -> None:
        """Show another count."""
        self._badge = badge
        spoken = badge.spoken or (f"{badge.count} 件待处理" if badge.count else "")
        self.setAccessibleName("，".join(part for part in (self.area.title, spoken) if part))
        keys = f"（{self.area.shortcut}）" if self.area.shortcut else ""
        self.setToolTip(f"{self.area.title}{keys}" + (f"\n{spoken}" if spoken else ""))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the row."""
        return QSize(theme().px(40 if self.compact else WIDE - 16), theme().px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar, icon, word and badge."""
        painter = QPainter(self)
        px, chosen = theme().px, self.isChecked()
        if chosen or self.hovered:
            draw_box(painter, self.rect(), "soft" if chosen else "hover", None, 6)
        if chosen:
            draw_box(painter, QRect(0, (self.height() - px(20)) // 2, 3, px(20)), "accent", None, 1.5)
        colour = "accent" if chosen else "text2"
        icon_x = (self.width() - px(20)) // 2 if self.compact else px(12)
        draw_icon(painter, self.area.icon, QRect(icon_x, 0, px(20), self.height()), colour, 20)
        if not self.compact:
            words = QRect(px(44), 0, self.width() - px(44 + 8), self.height())
            draw_text(painter, words, self.area.title, font(BASE, medium=chosen), colour)
        if self._badge.count:
            self._paint_badge(painter)
        if self.shows_focus:
            draw_box(painter, self.rect(), None, "accent", 6, width=2)

    def _paint_badge(self, painter: QPainter) -> None:
        px = theme().px
        text = str(self._badge.count) if self._badge.count < 100 else "99+"
        high = px(16 if self.compact else 20)
        wide = max(high, metrics(SMALL, medium=True).horizontalAdvance(text) + px(10))
        x = self.width() - wide - (0 if self.compact else px(8))
        y = 0 if self.compact else (self.height() - high) // 2
        rect = QRect(x, y, wide, high)
        draw_box(painter, rect, "overfill" if self._badge.urgent else "track", None, high / 2)
        colour = "onover" if self._badge.urgent else "text2"
        draw_text(painter, rect, text, font(SMALL, medium=True), colour, align=CENTRE)


class WordMark(Painted):
    """律顾台 in 16/700."""

    def sizeHint(self) -> QSize:
        """Return the word's room."""
        return QSize(metrics(PANEL, medium=True).horizontalAdvance("律顾台") + 6, theme().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word."""
        draw_text(QPainter(self), self.rect(), "律顾台", font(PANEL, bold=True), "text")


class Navigation(Panel):
    """Chooses an area; ↑ and ↓ move, Enter opens."""

    chosen = Signal(str)

    def __init__(self, areas: Sequence[Area], parent: QWidget | None = None) -> None:
        super().__init__("nav", margin=0, spacing=0, parent=parent)
        self.setAccessibleName("导航")
        self._group = QButtonGroup(self)
        self.items: dict[str, NavItem] = {}
        self._compact = False
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(8)
        head.addWidget(Avatar("律", size=24, solid=True))
        self._mark = WordMark()
        head.addWidget(self._mark)
        head.addStretch(1)
        self.body.addWidget(self._head)
        self.body.addWidget(divider())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(8, 8, 8, 8)
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(8, 8, 8, 8)
        self._foot_line = divider()
        self.body.addWidget(self._foot_line)
        self.body.addLayout(self._foot)
        self.set_areas(areas)
        theme().changed.connect(self._measure)

    def set_areas(self, areas: Sequence[Area]) -> None:
        """Offer these areas."""
        for item in self.items.values():
            self._group.removeButton(item)
            item.deleteLater()
        self.items = {area.id: NavItem(area) for area in areas}
        for item in self.items.values():
            self._group.addButton(item)
            (self._foot if item.area.at_bottom else self._list).addWidget(item)
            item.clicked.connect(lambda _checked=False, name=item.area.id: self.chosen.emit(name))
        self._foot_line.setVisible(any(area.at_bottom for area in areas))
        self._measure()

    def set_current(self, area: str) -> None:
        """Mark an area as the open one."""
        if area in self.items:
            self.items[area].setChecked(True)

    def set_badge(self, area: str, badge: Badge) -> None:
        """Show a count beside an area."""
        if area in self.items:
            self.items[area].set_badge(badge)

    def set_compact(self, compact: bool) -> None:
        """Show icons only, or icons and words."""
        if compact != self._compact:
            self._compact = compact
            self._measure()

    def _measure(self) -> None:
        self.setFixedWidth(theme().px(NARROW if self._compact else WIDE) - 1)
        self._head.setFixedHeight(theme().px(47))
        self._mark.setVisible(not self._compact)
        for item in self.items.values():
            item.compact = self._compact
            item.updateGeometry()
            item.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus between areas."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        items = list(self.items.values())
        at = next((index for index, item in enumerate(items) if item.hasFocus()), -1)
        if step and at >= 0:
            items[(at + step) % len(items)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
