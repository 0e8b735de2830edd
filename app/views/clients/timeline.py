"""A client's timeline: rings with icons, year heads, verdict tags and running countdowns; a list for keyboard and mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.clock import Clock
from app.services.areas import TimelineEntry
from app.services.countdowns import CountdownView
from app.terms import ClockKind, Urgency
from app.views.components.labels import Tone, draw_tag, tag_width
from app.views.components.painting import RIGHT, draw_box, draw_line, draw_text
from app.views.components.pill import ICON
from app.views.countdowns import LiveCountdowns, spoken
from app.views.fonts import BASE, CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.text import local, moment_text
from app.views.theme import theme
from app.views.ticker import ticker

YEAR_HEIGHT, ENTRY_HEIGHT, RING = 28, 58, 32
MARGIN = 16
Index = QModelIndex | QPersistentModelIndex

_TONE = {
    Urgency.CALM: Tone.NEUTRAL,
    Urgency.SOON: Tone.SOON,
    Urgency.URGENT: Tone.URGENT,
    Urgency.OVERDUE: Tone.OVERDUE,
    Urgency.PAUSED: Tone.NEUTRAL,
}
_TAG_ICON = {"ok": "check", "overdue": "circle-alert", "neutral": ""}


@dataclass(frozen=True)
class Line:
    """One line of the list: a year, or an entry with the icon of its kind.

    Args:
        year: set on year heads.
        entry: set on entries.
        last: the last entry before a year head or the end: no line below the ring.

    """

    year: int | None = None
    entry: TimelineEntry | None = None
    last: bool = False


def icon_of(entry: TimelineEntry) -> str:
    """Return the icon of an entry by the area it comes from and its way."""
    if entry.area == "contracts":
        return "file-pen"
    if entry.area == "clients":
        return "user-check"
    return "phone" if entry.title.startswith("电话") else "messages-square"


def lines_of(entries: Sequence[TimelineEntry]) -> list[Line]:
    """Return entries (newest first) with a head before each year."""
    lines: list[Line] = []
    for position, entry in enumerate(entries):
        year = local(entry.at).year
        if position == 0 or local(entries[position - 1].at).year != year:
            lines.append(Line(year=year))
        following = entries[position + 1] if position + 1 < len(entries) else None
        lines.append(Line(entry=entry, last=following is None or local(following.at).year != year))
    return lines


def time_text(at: datetime, now: datetime) -> str:
    """Return 今天 09:32, 3月11日 15:18 this year, or 11月20日 under another year's head."""
    day, today = local(at).date(), local(now).date()
    return moment_text(at, now) if day.year == today.year else f"{day.month}月{day.day}日"


def _running_words(view: CountdownView, clock: ClockKind) -> str:
    """Return what a running allowance says in a tag: 还剩 1 时 36 分, 超 34 分, 周一 09:00 继续, 立即回拨 5 分前."""
    if view.urgency in (Urgency.PAUSED, Urgency.OVERDUE):
        return view.rest
    if clock in (ClockKind.AT_ONCE, ClockKind.NEXT_CHECK_IN):
        return f"{view.word} {view.rest}"
    return "还剩 " + view.rest.removeprefix("剩 ")


class TimelineModel(QAbstractListModel):
    """The lines; their whole text is what screen readers say."""

    def __init__(self, clock: Clock, live: LiveCountdowns, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.clock, self.live = clock, live

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries, newest first."""
        self.beginResetModel()
        self.lines = lines_of(entries)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line's words."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self.lines[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole and (entry := self.lines[index.row()].entry):
            return f"{entry.title}\n{entry.line}" if entry.line else entry.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Year heads cannot be chosen."""
        if index.isValid() and self.lines[index.row()].entry is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def tag_of(self, entry: TimelineEntry, now: datetime) -> tuple[str, Tone, str]:
        """Return words, tone and icon of what stands after the title: the verdict or the running allowance."""
        if entry.running is None:
            return entry.tag, Tone(entry.tag_tone), _TAG_ICON.get(entry.tag_tone, "")
        view = self.live.view(entry.running, now)
        if view is None:
            return "", Tone.NEUTRAL, ""
        return _running_words(view, entry.running.clock), _TONE[view.urgency], ICON[view.urgency]

    def _words(self, line: Line) -> str:
        if line.entry is None:
            return f"{line.year} 年"
        now, entry = self.clock.now(), line.entry
        view = self.live.view(entry.running, now) if entry.running is not None else None
        tag = spoken(view, entry.running, now) if view is not None and entry.running is not None else entry.tag
        return "，".join(part for part in (entry.title, tag, entry.line, time_text(entry.at, now)) if part)


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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
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
