"""A client's timeline: rings with icons, year heads, verdict tags and running countdowns; a list for keyboard and mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.clock import Clock
from app.services.areas import TimelineEntry
from app.views.clients.timeline_model import Index, Line, TimelineModel, icon_of, time_text
from app.views.components.labels import draw_tag, tag_width
from app.views.components.painting import RIGHT, draw_box, draw_line, draw_text
from app.views.countdowns import LiveCountdowns
from app.views.fonts import BASE, CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.keys import is_enter
from app.views.theme import theme
from app.views.ticker import ticker

YEAR_HEIGHT, ENTRY_HEIGHT, RING = 28, 58, 32
MARGIN = 16


class TimelineDelegate(QStyledItemDelegate):
    """Draws year heads and entries."""

    def __init__(self, model: TimelineModel, view: QListView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the line's height."""
        return QSize(0, theme().px(YEAR_HEIGHT if self._model.lines[index.row()].entry is None else ENTRY_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        rect: QRect = option.rect
        line = self._model.lines[index.row()]
        if line.entry is None:
            words = rect.adjusted(theme().px(MARGIN), 0, 0, 0)
            draw_text(painter, words, f"{line.year} 年", font(SMALL), "text3")
            return
        state = option.state
        if bool(state & QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, theme().colour("hover"))
        self._ring(painter, rect, line)
        self._words(painter, rect, line.entry)
        if bool(state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus():
            draw_box(painter, rect.adjusted(4, 1, -4, -1), None, "accent", 6, width=2)

    def _ring(self, painter: QPainter, rect: QRect, line: Line) -> None:
        px = theme().px
        ring = QRect(rect.x() + px(MARGIN), rect.y() + px(5), px(RING), px(RING))
        draw_box(painter, ring, "surface", "border2", px(RING) / 2)
        if line.entry is not None:
            draw_icon(painter, icon_of(line.entry), ring, "text2", 16)
        if not line.last:
            centre = ring.center().x() + 0.5
            below = rect.bottom() + 1 + px(5)
            draw_line(painter, QPointF(centre, ring.bottom() + 1), QPointF(centre, below), "border2")

    def _words(self, painter: QPainter, rect: QRect, entry: TimelineEntry) -> None:
        px, now = theme().px, self._model.clock.now()
        left = rect.x() + px(MARGIN + RING + 12)
        right = rect.right() - px(MARGIN)
        when = time_text(entry.at, now)
        wide = metrics(SMALL).horizontalAdvance(when) + 2
        top = QRect(left, rect.y() + px(5), right - left, px(20))
        draw_text(painter, top, when, font(SMALL), "text3", align=RIGHT)
        top.setRight(right - wide - px(10))
        tag, tone, icon = self._model.tag_of(entry, now)
        room = tag_width(tag, icon) + px(6) if tag else 0
        title = QRect(top.x(), top.y(), max(px(40), top.width() - room), top.height())
        draw_text(painter, title, entry.title, font(BASE, medium=True), "text")
        if tag:
            used = min(title.width(), metrics(BASE, medium=True).horizontalAdvance(entry.title))
            draw_tag(painter, QRect(title.x() + used + px(6), top.y(), room - px(6), px(20)), tag, tone, icon)
        below = QRect(left, top.bottom() + px(3), right - left, px(20))
        draw_text(painter, below, entry.line, font(CELL), "text2")


class Timeline(QListView):
    """The list widget."""

    entry_opened = Signal(object)
    """TimelineEntry that was clicked or opened with Enter."""

    def __init__(self, clock: Clock, live: LiveCountdowns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = TimelineModel(clock, live, self)
        self.setModel(self.model_)
        self.setItemDelegate(TimelineDelegate(self.model_, self))
        self.setAccessibleName("往来记录")
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        self._ticking = False
        self._shown: dict[int, str] = {}
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries, newest first; the keyboard stands on the first."""
        self.model_.show_entries(entries)
        if entries:
            self.setCurrentIndex(self.model_.index(1))

    def _open(self, index: QModelIndex) -> None:
        entry = self.model_.lines[index.row()].entry if index.isValid() else None
        if entry is not None:
            self.entry_opened.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter."""
        if is_enter(event):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the seconds while visible."""
        super().showEvent(event)
        if not self._ticking:
            self._ticking = True
            ticker().second.connect(self.tick)
            ticker().start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop listening."""
        super().hideEvent(event)
        if self._ticking:
            self._ticking = False
            ticker().second.disconnect(self.tick)
            ticker().stop()

    def tick(self) -> None:
        """Repaint the entries whose countdown says something else now."""
        now = self.model_.clock.now()
        for row, line in enumerate(self.model_.lines):
            if line.entry is not None and line.entry.running is not None:
                words = self.model_.tag_of(line.entry, now)[0]
                if self._shown.get(row) != words:
                    self._shown[row] = words
                    self.update(self.model_.index(row))
