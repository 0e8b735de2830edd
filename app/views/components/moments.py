"""Dates and times typed the way people type them, shown in Asia/Shanghai."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.views.components.buttons import IconButton
from app.views.components.fields import LineField
from app.views.components.labels import Panel
from app.views.icons import icon
from app.views.text import ZONE, clean_line, local
from app.views.theme import theme

NEAR = {"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2}


def read_date(text: str, today: date) -> date | None:
    """Return the day a person means: 今天, 3-13, 3月13日, 2026.3.13, 20260313; None if unreadable."""
    text = clean_line(text).replace(" ", "")
    if text in NEAR:
        return today + timedelta(days=NEAR[text])
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    parts = compact or re.fullmatch(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?", text)
    if parts is None:
        return None
    year, month, day = parts.groups()
    try:
        return date(int(year) if year else today.year, int(month), int(day))
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time a person means: 9, 930, 0930, 9:30, 9点半, 9点30分; None if unreadable."""
    text = clean_line(text).replace(" ", "").replace("：", ":").replace("点半", ":30").replace("点", ":").rstrip("分:")
    parts = (
        re.fullmatch(r"(\d{1,2}):(\d{1,2})", text)
        or re.fullmatch(r"(\d{1,2})(\d{2})", text)
        or re.fullmatch(r"(\d{1,2})()", text)
    )
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeField(LineField):
    """A time of day; ↑ and ↓ move by 15 minutes.

    Args:
        small: 28 high, for timetables.

    """

    changed = Signal()

    def __init__(self, at: time | None = None, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("时:分", parent=parent)
        if small:
            self.setProperty("small", "true")
        self.setProperty("clock", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(at)
        self.left.connect(self._show)

    def value(self) -> time | None:
        """Return the time, None if empty or unreadable."""
        return read_time(self.text())

    def set_value(self, at: time | None) -> None:
        """Show a time."""
        self.setText(f"{at:%H:%M}" if at is not None else "")

    def unreadable(self) -> str:
        """Return what to do about a text that is no time."""
        return "请写成 09:30 这样的时间。" if self.text().strip() and self.value() is None else ""

    def _show(self) -> None:
        at = self.value()
        if at is not None:
            self.set_value(at)
            self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by quarters of an hour."""
        step = {Qt.Key.Key_Up: 15, Qt.Key.Key_Down: -15}.get(Qt.Key(event.key()), 0)
        at = self.value()
        if step and at is not None:
            minutes = (at.hour * 60 + at.minute + step) % 1440
            self.set_value(time(minutes // 60, minutes % 60))
            self.changed.emit()
            return
        super().keyPressEvent(event)


def _calendar(day: date, parent: QWidget) -> QCalendarWidget:
    """Return a month sheet in the program's look: weeks from Monday, weekends no redder than other days."""
    calendar = QCalendarWidget(parent)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))
    plain, quiet = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(theme().colour("text2"))
    quiet.setForeground(theme().colour("text3"))
    for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(weekend, plain)
    calendar.setHeaderTextFormat(quiet)
    for name, sign in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(sign))
    return calendar


class DateField(LineField):
    """A day, typed or picked from a calendar; ↑ and ↓ move by a day.

    Args:
        today: gives the present day.
        latest: whether days after today are refused.

    """

    changed = Signal()

    def __init__(self, today: Callable[[], date], *, parent: QWidget | None = None) -> None:
        super().__init__("年-月-日", parent=parent)
        self._today = today
        self.setMinimumWidth(132)
        self._open = IconButton("calendar", "从日历选", size=26, parent=self)
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.clicked.connect(self.open_calendar)
        self.setTextMargins(0, 0, 28, 0)
        self.left.connect(self._show)

    def value(self) -> date | None:
        """Return the day, None if empty or unreadable."""
        return read_date(self.text(), self._today())

    def set_value(self, day: date | None) -> None:
        """Show a day."""
        self.setText(day.isoformat() if day is not None else "")

    def unreadable(self) -> str:
        """Return what to do about a text that is no day."""
        return "请写成 2026-03-13 这样的日期。" if self.text().strip() and self.value() is None else ""

    def _show(self) -> None:
        day = self.value()
        if day is not None:
            self.set_value(day)
            self.changed.emit()

    def open_calendar(self) -> None:
        """Open the calendar below the field."""
        popup = Panel("card", margin=4, parent=self)
        popup.setWindowFlags(Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = _calendar(self.value() or self._today(), popup)
        calendar.clicked.connect(lambda picked: self._picked(picked, popup))
        calendar.activated.connect(lambda picked: self._picked(picked, popup))
        popup.body.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _picked(self, picked: QDate, popup: QWidget) -> None:
        self.set_value(date(picked.year(), picked.month(), picked.day()))
        popup.close()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by days; Alt+Down opens the calendar."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(key, 0)
        if step:
            self.set_value((self.value() or self._today()) + timedelta(days=step))
            self.changed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the calendar button at the right."""
        super().resizeEvent(event)
        side = self._open.sizeHint()
        self._open.setGeometry(
            self.width() - side.width() - 4, (self.height() - side.height()) // 2, side.width(), side.height()
        )


class MomentField(QWidget):
    """A day and a time of it; the value is an aware instant in UTC.

    Args:
        now: gives the present instant.
        at: shown at first.

    """

    changed = Signal()
    left = Signal()

    def __init__(self, now: Callable[[], datetime], at: datetime | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DateField(lambda: local(now()).date())
        self.time = TimeField()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        self.setFocusProxy(self.day)
        for part in (self.day, self.time):
            part.left.connect(self.left)
            part.changed.connect(self.changed)
            part.textEdited.connect(lambda _text: self.changed.emit())
        self.set_value(at)

    def setAccessibleName(self, name: str) -> None:
        """Name both parts."""
        super().setAccessibleName(name)
        self.day.setAccessibleName(f"{name}，日期")
        self.time.setAccessibleName(f"{name}，时刻")

    def value(self) -> datetime | None:
        """Return the instant in UTC, None if a part is missing or unreadable."""
        day, at = self.day.value(), self.time.value()
        return datetime.combine(day, at, ZONE).astimezone(UTC) if day and at is not None else None

    def set_value(self, at: datetime | None) -> None:
        """Show an aware instant."""
        self.day.set_value(local(at).date() if at else None)
        self.time.set_value(local(at).time() if at else None)

    def unreadable(self) -> str:
        """Return what to do about a part that is missing or unreadable."""
        problem = self.day.unreadable() or self.time.unreadable()
        if not problem and bool(self.day.value()) != (self.time.value() is not None):
            return "日期和时刻都要填。"
        return problem
