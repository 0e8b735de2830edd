"""夏季作息: a switch, two days of the year, and the afternoon between them."""

from datetime import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.services.setup_types import Spans, SummerForm
from app.views.components.fields import LineField
from app.views.components.labels import Label, Panel
from app.views.components.toggles import Switch
from app.views.hours.week import half_problem, order_problem, read_month_day
from app.views.hours.week_table import HalfDay


class MonthDayField(LineField):
    """A day of every year, typed as 6月1日, 6-1 or 0601."""

    changed = Signal()

    def __init__(self, month: int, day: int) -> None:
        super().__init__("6月1日", limit=12)
        self.setProperty("small", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("12月31日") + 12)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_value(month, day)
        self.left.connect(self._show)

    def set_value(self, month: int, day: int) -> None:
        """Show a day."""
        self.setText(f"{month}月{day}日")

    def value(self) -> tuple[int, int] | None:
        """Return month and day, None if unreadable."""
        return read_month_day(self.text())

    def _show(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(*found)
        self.changed.emit()


class SummerRow(Panel):
    """夏季作息: a switch, two days of the year and the afternoon between them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("card", margin=(16, 11, 16, 11), spacing=6)
        self.switch = Switch("夏季作息")
        self.begins, self.ends = MonthDayField(6, 1), MonthDayField(8, 31)
        self.begins.setAccessibleName("夏季开始")
        self.ends.setAccessibleName("夏季结束")
        self.afternoon = HalfDay("夏季下午", time(14, 30), time(18))
        self._error = Label("", "error", wrap=True)
        self._parts = QWidget()
        parts = QHBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(7)
        for widget in (self.begins, Label("至", "label"), self.ends, Label("下午改为", "label"), self.afternoon):
            parts.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self._parts)
        self.body.addLayout(row)
        self.body.addWidget(self._error)
        self.switch.changed.connect(self._on_changed)
        for field in (self.begins, self.ends, self.afternoon):
            field.changed.connect(self._on_changed)
        self._on_changed()

    def set_value(self, summer: SummerForm | None) -> None:
        """Show a summer timetable: its two days and its last span; None switches it off."""
        self.switch.set_value(summer is not None)
        if summer is not None:
            for field, month_day in ((self.begins, summer.begins), (self.ends, summer.ends)):
                month, _, day = month_day.partition("-")
                field.set_value(int(month), int(day))
            self.afternoon.set_value(summer.spans[-1])
        self._on_changed()

    def problem(self) -> str:
        """Return what is wrong, or nothing."""
        if not self.switch.value():
            return ""
        if self.begins.value() is None or self.ends.value() is None:
            return "请写成 6月1日 这样的日期。"
        if self.afternoon.value() == (None, None):
            return "请填写夏季下午的时间，例如 14:30 至 18:00。"
        return self.afternoon.unreadable() or half_problem("夏季下午", self.afternoon.value())

    def order_problem(self, morning: Spans) -> str:
        """Return whether the summer afternoon begins before the morning is over."""
        if not self.switch.value() or self.problem() or not morning:
            return ""
        return order_problem("夏季", morning[0], self.afternoon.value())

    def value(self, morning: Spans) -> SummerForm | None:
        """Return the summer timetable: the given morning and the afternoon on show; None while off or wrong."""
        begins, ends, (start, end) = self.begins.value(), self.ends.value(), self.afternoon.value()
        if not self.switch.value() or self.problem() or self.order_problem(morning):
            return None
        if begins is None or ends is None or start is None or end is None:
            return None
        return SummerForm(f"{begins[0]:02d}-{begins[1]:02d}", f"{ends[0]:02d}-{ends[1]:02d}", (*morning, (start, end)))

    def show_error(self, sentence: str) -> None:
        """Show a sentence below the fields."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _on_changed(self) -> None:
        self._parts.setVisible(self.switch.value())
        self.show_error(self.problem())
        self.changed.emit()
