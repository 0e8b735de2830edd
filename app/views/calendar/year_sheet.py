"""A year at a glance: twelve months in one painted widget, worked by keyboard and mouse."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from app.services.calendars.types import YEARS, DayView, YearView
from app.terms import CalendarStatus, DayKind
from app.views.calendar.words import MARKS, day_text
from app.views.components.painting import CENTRE, LEFT, Painted, draw_box, draw_text
from app.views.fonts import AXIS, CELL, SMALL, font, metrics
from app.views.keys import is_enter
from app.views.theme import theme

WEEKDAYS = "一二三四五六日"
DAY_WIDTH, DAY_HEIGHT = 25, 16
"""Least room of a day, in pixels at 100 %."""
TITLE, HEAD, GAP, LINE = 18, 13, 10, 6
WEEKS = 6
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
LOOKS = {  # ground, edge, dashed, text
    DayKind.HOLIDAY: ("soft", None, False, "accent"),
    DayKind.MAKE_UP: ("surface", "border2", False, "text"),
    DayKind.OWN_CLOSED: (None, "text3", True, "text2"),
    DayKind.OWN_HOURS: (None, "text3", True, "text"),
    DayKind.FREE: (None, None, False, "text3"),
    DayKind.WORKING: (None, None, False, "text"),
}


@dataclass(frozen=True)
class _Grid:
    """Where things are: columns of months, and the room of one month and one day."""

    columns: int
    month: QSize
    day: QSize


class YearSheet(Painted):
    """Twelve months; the arrows move the day, Page Up and Down the year, Enter edits."""

    chosen = Signal(date)
    edit_requested = Signal(date)
    year_requested = Signal(int)
    """Another year is asked for; the chosen day is already in it."""

    def __init__(self) -> None:
        super().__init__()
        self._year: YearView | None = None
        self._today = date.min
        self._day = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    # --- what is shown ---

    @property
    def day(self) -> date:
        """The chosen day."""
        return self._day

    def show_year(self, year: YearView, today: date) -> None:
        """Show a year; the chosen day stays where it is, or goes to the same day of it."""
        self._year, self._today = year, today
        if self._day.year != year.year:
            self._day = today if today.year == year.year else date(year.year, 1, 1)
        self.choose(self._day)

    def choose(self, day: date) -> None:
        """Choose a day; one of another year asks for that year."""
        if day.year not in YEARS:
            return
        self._day = day
        year = self._year
        if year is None or day.year != year.year:
            self.year_requested.emit(day.year)
            return
        self.setAccessibleName(f"{year.year} 年年历")
        self.setAccessibleDescription(day_text(year.on(day)))
        self.update()
        self.chosen.emit(day)

    # --- measures ---

    def _grid(self) -> _Grid:
        px = theme().px
        least = 7 * px(DAY_WIDTH) + px(GAP)
        columns = max(1, min(4, (self.width() + px(GAP)) // least))
        if columns == 4 and self._least_height(3) <= self.height():
            columns = 3  # wider days where the height allows
        wide = (self.width() + px(GAP)) // columns
        rows = -(-12 // columns)
        high = max(self._month_height(), (self.height() + px(LINE)) // rows)
        day = QSize((wide - px(GAP)) // 7, (high - px(TITLE + HEAD + LINE)) // WEEKS)
        return _Grid(columns, QSize(wide, high), day)

    def _month_height(self) -> int:
        px = theme().px
        return px(TITLE + HEAD + LINE) + WEEKS * px(DAY_HEIGHT)

    def _least_height(self, columns: int) -> int:
        return -(-12 // columns) * self._month_height() - theme().px(LINE)

    def minimumSizeHint(self) -> QSize:
        """Return room for one column of months."""
        return QSize(7 * theme().px(DAY_WIDTH), self.heightForWidth(max(self.width(), 7 * theme().px(DAY_WIDTH))))

    def sizeHint(self) -> QSize:
        """Return room for three columns."""
        px = theme().px
        return QSize(3 * (7 * px(DAY_WIDTH) + px(GAP)), self._least_height(3))

    def hasHeightForWidth(self) -> bool:
        """Narrower means fewer columns, and so more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the least height of a width."""
        px = theme().px
        least = 7 * px(DAY_WIDTH) + px(GAP)
        return self._least_height(max(1, min(4, (width + px(GAP)) // least)))

    def rect_of(self, day: date) -> QRect:
        """Return where a day of the year is painted."""
        grid, px = self._grid(), theme().px
        month = day.month - 1
        first = date(day.year, day.month, 1).weekday()
        row, column = divmod(first + day.day - 1, 7)
        left = (month % grid.columns) * grid.month.width() + column * grid.day.width()
        top = (month // grid.columns) * grid.month.height() + px(TITLE + HEAD) + row * grid.day.height()
        return QRect(left, top, grid.day.width(), grid.day.height())

    def _day_at(self, x: int, y: int) -> date | None:
        year = self._year
        if year is None:
            return None
        return next((one.day for one in year.days if self.rect_of(one.day).contains(x, y)), None)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the months."""
        if self._year is None:
            return
        painter = QPainter(self)
        for month in range(1, 13):
            self._paint_head(painter, month)
        for day in self._year.days:
            self._paint_day(painter, day, self.rect_of(day.day))

    def _paint_head(self, painter: QPainter, month: int) -> None:
        grid, px = self._grid(), theme().px
        left = ((month - 1) % grid.columns) * grid.month.width()
        top = ((month - 1) // grid.columns) * grid.month.height()
        wide = 7 * grid.day.width()
        draw_text(painter, QRect(left, top, wide, px(TITLE)), f"{month}月", font(CELL, medium=True), "text", align=LEFT)
        for column, word in enumerate(WEEKDAYS):
            place = QRect(left + column * grid.day.width(), top + px(TITLE), grid.day.width(), px(HEAD))
            draw_text(painter, place, word, font(AXIS), "text3", align=CENTRE)

    def _paint_day(self, painter: QPainter, day: DayView, place: QRect) -> None:
        ground, edge, dashed, colour = LOOKS[day.kind]
        box = place.adjusted(0, 0, -1, -1)
        is_guess = self._year is not None and self._year.status is CalendarStatus.ESTIMATED
        if is_guess and day.kind is DayKind.HOLIDAY:
            ground, edge, dashed = None, "accent", True
        if ground or edge:
            draw_box(painter, box, ground, edge, 4, dashed=dashed)
        if day.day == self._day:
            draw_box(painter, box, "accent", None, 4)
            colour = "onaccent"
        if day.day == self._today:
            ring = "onaccent" if day.day == self._day else "accent"
            draw_box(painter, box.adjusted(1, 1, -1, -1), None, ring, 4, width=1.5)
        if day.day == self._day and self.hasFocus():
            draw_box(painter, place, None, "text", 5, width=2)
        is_strong = day.day in (self._today, self._day)
        self._paint_figure(painter, day, box, colour, is_strong=is_strong)

    def _paint_figure(self, painter: QPainter, day: DayView, box: QRect, colour: str, *, is_strong: bool) -> None:
        mark = MARKS.get(day.kind, "")
        if not mark:
            draw_text(painter, box, str(day.day.day), font(SMALL, medium=is_strong), colour, align=CENTRE)
            return
        figure, sign = str(day.day.day), metrics(AXIS).horizontalAdvance(mark)
        wide = metrics(SMALL, medium=is_strong).horizontalAdvance(figure)
        left = box.x() + max(0, (box.width() - wide - sign) // 2)
        place = QRect(left, box.y(), wide + 1, box.height())
        draw_text(painter, place, figure, font(SMALL, medium=is_strong), colour)
        draw_text(painter, QRect(left + wide, box.y(), sign + 1, box.height()), mark, font(AXIS), colour)

    # --- hands ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the mouse."""
        day = self._day_at(event.position().toPoint().x(), event.position().toPoint().y())
        if day is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the day under the mouse."""
        day = self._day_at(event.position().toPoint().x(), event.position().toPoint().y())
        if day is not None:
            self.edit_requested.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the day or the year, or edit."""
        key = Qt.Key(event.key())
        if self._year is None:
            super().keyPressEvent(event)
        elif is_enter(event):
            self.edit_requested.emit(self._day)
        elif key in STEPS:
            self.choose(self._day + timedelta(days=STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.choose(_same_day(self._day, -1 if key is Qt.Key.Key_PageUp else 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            last = calendar.monthrange(self._day.year, self._day.month)[1]
            self.choose(self._day.replace(day=1 if key is Qt.Key.Key_Home else last))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys work."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they do no more."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say what the day under the mouse is."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._year is not None:
            day = self._day_at(event.pos().x(), event.pos().y())
            if day is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), day_text(self._year.on(day)), self, self.rect_of(day))
            return True
        return super().event(event)


def _same_day(day: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
