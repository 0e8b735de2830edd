"""The two forms beside the year: a day of the firm's own, and what the official calendar says of a day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError
from app.services.calendars.types import DayView
from app.services.setup_types import DEFAULT_SPANS, Spans
from app.terms import DayKind
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextField
from app.views.components.form_field import FormField, show_problems
from app.views.components.labels import Label
from app.views.components.moments import DateField
from app.views.components.toggles import Segmented
from app.views.hours.week import DayHours, halves_of
from app.views.hours.week_table import HalfDay

ORDINARY = DayKind.WORKING
"""Stands for “照常”: the official calendar says nothing of the day."""


class DayForm(QWidget):
    """A form with 保存 and 取消; what is wrong stands beside the field."""

    save_requested = Signal()
    left = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.fields: dict[str, FormField] = {}
        self._shown: object = None
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        self.rows.addWidget(Label(title, "head"))
        self._error = Label("", "error", wrap=True)
        self._error.hide()
        self.save = Button("保存", Kind.PRIMARY)
        back = Button("取消")
        self.save.clicked.connect(self.save_requested)
        back.clicked.connect(self.left)
        self._foot = QHBoxLayout()
        for button in (self.save, back):
            self._foot.addWidget(button)
        self._foot.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Enter in a field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save.isEnabled():
            self.save_requested.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def is_changed(self) -> bool:
        """Return whether something else stands in the form than when it was opened."""
        return self.typed() != self._shown

    def typed(self) -> object:
        """Return what stands in the form, right or wrong."""
        raise NotImplementedError

    def finish(self) -> None:
        """Add the message and the buttons below the fields."""
        self.rows.addWidget(self._error)
        self.rows.addLayout(self._foot)

    def show_error(self, error: AppError) -> None:
        """Say what is wrong, beside the fields it names or above the buttons."""
        rest = error.text
        if isinstance(error, InvalidInputError):
            show_problems(self.fields, error.problems)
            rest = "；".join(words for name, words in error.problems.items() if name not in self.fields)
        self._say(rest)

    def _say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))


class OwnDayForm(DayForm):
    """添加本所特别日: closed, or other hours, on a day or several in a row.

    Args:
        today: gives the present day.

    """

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("本所特别日")
        self.name = TextField("例如 团建、半天、值班")
        self.first, self.last = DateField(today), DateField(today)
        self.kind = Segmented("这几天怎么上班", [(False, "不上班"), (True, "另定时间")])
        self.morning, self.afternoon = HalfDay("上午", None, None), HalfDay("下午", None, None)
        self.fields = {
            "name": FormField("名称", self.name, required=True),
            "day": FormField("第一天", self.first, required=True),
            "last": FormField("最后一天", self.last, required=True),
        }
        self._lay_out()
        self.kind.changed.connect(lambda _value: self._arrange())

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(self.fields["day"])
        days.addWidget(self.fields["last"])
        self.rows.addWidget(self.fields["name"])
        self.rows.addLayout(days)
        self.rows.addWidget(self.kind)
        self._hours = QWidget()
        hours = QVBoxLayout(self._hours)
        hours.setContentsMargins(0, 0, 0, 0)
        hours.setSpacing(6)
        for words, half in (("上午", self.morning), ("下午", self.afternoon)):
            row = QHBoxLayout()
            row.addWidget(Label(words, "label"))
            row.addWidget(half, 1)
            hours.addLayout(row)
        hours.addWidget(Label("半天就只填一行。", "hint"))
        self.rows.addWidget(self._hours)
        self.finish()

    def open(self, day: DayView) -> None:
        """Begin with a day as it stands."""
        self.name.set_value(day.name if day.is_own else "")
        self.first.set_value(day.day)
        self.last.set_value(day.day)
        self.kind.set_value(day.kind is DayKind.OWN_HOURS)
        morning, afternoon = halves_of(day.spans or DEFAULT_SPANS)
        self.morning.set_value(morning)
        self.afternoon.set_value(afternoon)
        self._say("")
        self._arrange()
        self._shown = self.typed()
        self.name.setFocus()

    def _arrange(self) -> None:
        self._hours.setVisible(self.kind.value())

    def typed(self) -> object:
        """Return what stands in the form, right or wrong."""
        return self.name.value(), self.kind.value(), self.morning.value(), self.afternoon.value()

    def value(self) -> tuple[date, date, str, Spans] | None:
        """Return first day, last day, name and hours; None after saying what is wrong."""
        first, last = self.first.value(), self.last.value()
        hours = DayHours(0, self.kind.value(), self.morning.value(), self.afternoon.value())
        unreadable = self.morning.unreadable() or self.afternoon.unreadable()
        problem = (unreadable or hours.problem().removeprefix("周一")) if self.kind.value() else ""
        self._say(problem)
        checked = [field.check() for field in self.fields.values()]
        if problem or not all(checked) or first is None or last is None:
            return None
        return first, last, self.name.value(), hours.spans


class OfficialForm(DayForm):
    """修改官方日历的一天: as usual, off, or a make-up day."""

    def __init__(self) -> None:
        super().__init__("官方日历")
        self.kind = Segmented(
            "官方日历里这一天", [(ORDINARY, "照常"), (DayKind.HOLIDAY, "放假"), (DayKind.MAKE_UP, "上班")]
        )
        self.name = TextField("例如 春节、国庆节")
        self.fields = {"name": FormField("节日名称", self.name, required=True)}
        self.rows.addWidget(self.kind)
        self.rows.addWidget(self.fields["name"])
        self.rows.addWidget(Label("请以国务院办公厅的通知为准。改动只在本所生效，可以随时恢复。", "hint", wrap=True))
        self.finish()
        self.kind.changed.connect(lambda _value: self._arrange())

    def open(self, day: DayView) -> None:
        """Begin with a day as it stands."""
        self.kind.set_value(day.official or ORDINARY)
        self.name.set_value(day.official_name)
        self._say("")
        self._arrange()
        self._shown = self.typed()
        self.kind.setFocus()

    def _arrange(self) -> None:
        self.fields["name"].setVisible(self.kind.value() is not ORDINARY)

    def typed(self) -> object:
        """Return what stands in the form, right or wrong."""
        return self.kind.value(), self.name.value()

    def value(self) -> tuple[DayKind, str] | None:
        """Return what the day is to be and its festival; None after saying what is wrong."""
        kind: DayKind = self.kind.value()
        if kind is not ORDINARY and not self.fields["name"].check():
            return None
        return kind, self.name.value()
