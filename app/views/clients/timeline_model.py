"""The lines of a client's timeline: year heads and entries with their words, tags and running countdowns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.clock import Clock
from app.services.areas import TimelineEntry
from app.services.countdowns import CountdownView
from app.terms import ClockKind, Urgency
from app.views.components.labels import Tone
from app.views.components.pill import ICON
from app.views.countdowns import LiveCountdowns, spoken
from app.views.text import local, moment_text

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
    if entry.area == "past_matters":
        return "archive"
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
