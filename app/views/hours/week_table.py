"""The table of working hours: a line for each weekday with morning, afternoon, a bar and the day's sum."""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.services.setup_types import DEFAULT_SPANS, Spans
from app.services.wording import WEEKDAYS
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.components.moments import TimeField
from app.views.components.painting import CENTRE, LEFT, RIGHT, Painted, draw_box, draw_text, restyle
from app.views.components.toggles import CheckBox
from app.views.fonts import SMALL, font
from app.views.hours.week import (
    EMPTY,
    DayHours,
    Half,
    axis_of,
    end_minute,
    half_problem,
    halves_of,
    hours_text,
    minute,
    order_problem,
    week_text,
)
from app.views.theme import theme

ROW = 38
DAY, HALF, SUM = 80, 160, 52


class HalfDay(QWidget):
    """Two times with 至 between.

    Args:
        name: for screen readers, e.g. 周一上午.
        start: shown at first.
        end: shown at first.

    """

    changed = Signal()

    def __init__(self, name: str, start: time | None, end: time | None) -> None:
        super().__init__()
        self.start, self.end = TimeField(start, small=True), TimeField(end, small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self.start)
        row.addWidget(Label("至", "label"))
        row.addWidget(self.end)
        row.addStretch(1)
        for field, words in ((self.start, "开始"), (self.end, "结束")):
            field.setAccessibleName(f"{name}{words}")
            field.changed.connect(self.changed)
            field.left.connect(self.changed)

    def value(self) -> Half:
        """Return start and end; None where a field is empty or unreadable."""
        return self.start.value(), self.end.value()

    def set_value(self, half: Half) -> None:
        """Show start and end."""
        self.start.set_value(half[0])
        self.end.set_value(half[1])

    def unreadable(self) -> str:
        """Return what to do about a text that is no time."""
        return self.start.unreadable() or self.end.unreadable()

    def mark(self, *, wrong: bool) -> None:
        """Give the fields the edge of an error, or take it away."""
        for field in (self.start, self.end):
            if bool(field.property("wrong") == "true") != wrong:
                field.setProperty("wrong", "true" if wrong else "false")
                restyle(field)


class _Bar(Painted):
    """The spans of a day on the axis of the table."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: Spans = ()
        self._axis = (8, 19)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_spans(self, spans: Spans, axis: tuple[int, int]) -> None:
        """Show other spans on an axis of hours."""
        self._spans, self._axis = spans, axis
        self.update()

    def sizeHint(self) -> QSize:
        """Return the usual room."""
        return QSize(theme().px(180), theme().px(8))

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(theme().px(60), theme().px(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track and spans."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "track", None, self.height() / 2)
        first, last = self._axis
        for start, end in self._spans:
            left = round(self.width() * (minute(start) - first * 60) / ((last - first) * 60))
            right = round(self.width() * (end_minute(end) - first * 60) / ((last - first) * 60))
            draw_box(painter, QRect(left, 0, max(2, right - left), self.height()), "accent", None, 2)


class _Axis(Painted):
    """The hours above the bars."""

    def __init__(self) -> None:
        super().__init__()
        self._axis = (8, 19)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_axis(self, axis: tuple[int, int]) -> None:
        """Show another axis of hours."""
        self._axis = axis
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of one line."""
        return QSize(theme().px(60), theme().px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the first hour, noon and the last."""
        painter, (first, last) = QPainter(self), self._axis
        draw_text(painter, self.rect(), str(first), font(SMALL), "text3", align=LEFT)
        draw_text(painter, self.rect(), str(last), font(SMALL), "text3", align=RIGHT)
        noon = round(self.width() * (12 - first) / (last - first))
        draw_text(painter, QRect(noon - 20, 0, 40, self.height()), "12", font(SMALL), "text3", align=CENTRE)


class _Row:
    """The widgets of one weekday."""

    def __init__(self, weekday: int, spans: Spans) -> None:
        self.weekday = weekday
        name = WEEKDAYS[weekday]
        morning, afternoon = DEFAULT_SPANS
        self.box = CheckBox(name, checked=bool(spans))
        self.morning, self.afternoon = HalfDay(f"{name}上午", *morning), HalfDay(f"{name}下午", *afternoon)
        self.rest = Label("休息", "label", tone="text3")
        self.bar = _Bar()
        self.sum = Label("", "cell")
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def hours(self) -> DayHours:
        """Return what the fields say."""
        return DayHours(self.weekday, self.box.value(), self.morning.value(), self.afternoon.value())

    def problem(self) -> str:
        """Return what is wrong with the line, or nothing."""
        if not self.box.value():
            return ""
        return self.morning.unreadable() or self.afternoon.unreadable() or self.hours().problem()

    def refresh(self, axis: tuple[int, int]) -> None:
        """Show what belongs to the present times."""
        day = self.hours()
        empty = day.is_worked and day.morning == EMPTY == day.afternoon
        crossed = bool(day.is_worked and order_problem(day.name, day.morning, day.afternoon))
        for half in (self.morning, self.afternoon):
            half.setVisible(day.is_worked)
            broken = half.unreadable() or half_problem("", half.value())
            half.mark(wrong=bool(day.is_worked and (broken or empty or (crossed and half is self.afternoon))))
        self.rest.setVisible(not day.is_worked)
        self.bar.show_spans(day.spans, axis)
        self.sum.setText(f"{hours_text(day.minutes)} 时")
        self.sum.set_tone("" if day.is_worked else "text3")


class WeekTable(Panel):
    """Seven lines, the button that copies Monday's times, and the week's sum."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("card", margin=(16, 8, 16, 8), spacing=0)
        self._rows = [_Row(day, DEFAULT_SPANS if day < 5 else ()) for day in range(7)]
        self._axis = _Axis()
        self._sum = Label("", "label")
        self._error = Label("", "error", wrap=True)
        self._copy = Button("周一的时间用于全部工作日", Kind.TEXT, icon="copy", small=True)
        self._lay_out()
        self._copy.clicked.connect(self._copy_monday)
        for row in self._rows:
            row.box.changed.connect(self._on_changed)
            row.morning.changed.connect(self._on_changed)
            row.afternoon.changed.connect(self._on_changed)
        self._on_changed()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for column, words in ((0, "工作日"), (1, "上午"), (2, "下午"), (4, "当日")):
            head = Label(words, "hint")
            grid.addWidget(head, 0, column)
            if column == 4:
                head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._axis, 0, 3)
        grid.setRowMinimumHeight(0, theme().px(26))
        for at, row in enumerate(self._rows):
            grid.addWidget(divider(), 2 * at + 1, 0, 1, 5)
            line = 2 * at + 2
            grid.setRowMinimumHeight(line, theme().px(ROW) - 1)
            grid.addWidget(row.box, line, 0)
            grid.addWidget(row.morning, line, 1)
            grid.addWidget(row.rest, line, 1)
            grid.addWidget(row.afternoon, line, 2)
            grid.addWidget(row.bar, line, 3)
            grid.addWidget(row.sum, line, 4)
        for column, wide in ((0, DAY), (1, HALF), (2, HALF), (4, SUM)):
            grid.setColumnMinimumWidth(column, theme().px(wide))
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)
        self.body.addWidget(divider())
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 6, 0, 0)
        foot.addWidget(self._copy)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        self._wrong = QWidget()
        wrong = QHBoxLayout(self._wrong)
        wrong.setContentsMargins(0, 6, 0, 0)
        wrong.setSpacing(4)
        wrong.addWidget(Icon("circle-alert", "over", 14, line=18), 0, Qt.AlignmentFlag.AlignTop)
        wrong.addWidget(self._error, 1)
        self.body.addWidget(self._wrong)
        self.body.addLayout(foot)

    def days(self) -> list[DayHours]:
        """Return the seven days."""
        return [row.hours() for row in self._rows]

    def weekly(self) -> dict[int, Spans]:
        """Return weekday to spans; free days are left out."""
        return {day.weekday: day.spans for day in self.days() if day.spans}

    def set_weekly(self, weekly: Mapping[int, Spans]) -> None:
        """Show a week; a weekday without spans is free and keeps the times it had."""
        for row in self._rows:
            spans = weekly.get(row.weekday, ())
            row.box.set_value(bool(spans))
            if spans:
                row.morning.set_value(halves_of(spans)[0])
                row.afternoon.set_value(halves_of(spans)[1])
        self._on_changed()

    def problem(self) -> str:
        """Return the first sentence for what is wrong, or nothing."""
        if not any(row.box.value() for row in self._rows):
            return "请至少选择一个工作日。"
        return next((sentence for row in self._rows if (sentence := row.problem())), "")

    def focus_problem(self) -> None:
        """Put the cursor into the first line that is wrong."""
        for row in self._rows:
            if row.problem():
                row.morning.start.setFocus()
                return
        self._rows[0].box.setFocus()

    def setFocus(self, *_reason: object) -> None:
        """Put the cursor into the first time."""
        first = self._rows[0]
        (first.morning.start if first.box.value() else first.box).setFocus()

    def _copy_monday(self) -> None:
        monday = self._rows[0].hours()
        for row in self._rows[1:]:
            if row.box.value():
                row.morning.set_value(monday.morning)
                row.afternoon.set_value(monday.afternoon)
        self._on_changed()

    def _on_changed(self) -> None:
        days = self.days()
        axis = axis_of(days)
        self._axis.show_axis(axis)
        for row in self._rows:
            row.refresh(axis)
        self._copy.setEnabled(days[0].is_worked and not days[0].problem())
        self._sum.setText(week_text(days))
        sentence = self.problem()
        self._error.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.changed.emit()
