"""Step 5: working hours, with the deadlines they give beside them."""

from datetime import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from app.services.accounts import Accounts
from app.services.hours import DEFAULT_NOTICE
from app.services.hours_preview import Example, allowance_minutes, examples, holiday_years
from app.services.setup_types import HoursForm, Spans, SummerForm
from app.services.wording import passed_words
from app.views.components.fields import LineField, TextArea
from app.views.components.form_field import FormField
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.components.toggles import Switch
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage, card
from app.views.setup.week import half_problem, order_problem, read_month_day
from app.views.setup.week_table import HalfDay, WeekTable
from app.views.text import long_day_text

INTRO = "答复时限只在工作时间里计算，午休、周末和节假日自动暂停。"


class MonthDayField(LineField):
    """A day of every year, typed as 6月1日, 6-1 or 0601."""

    changed = Signal()

    def __init__(self, month: int, day: int) -> None:
        super().__init__("6月1日", limit=12)
        self.setProperty("small", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("12月31日") + 12)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(f"{month}月{day}日")
        self.left.connect(self._show)

    def value(self) -> tuple[int, int] | None:
        """Return month and day, None if unreadable."""
        return read_month_day(self.text())

    def _show(self) -> None:
        found = self.value()
        if found is not None:
            self.setText(f"{found[0]}月{found[1]}日")
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


class ExamplePanel(Panel):
    """Three questions and their deadlines, computed by the real clock."""

    def __init__(self, minutes: int) -> None:
        super().__init__("card", margin=16, spacing=8)
        self.body.addWidget(Label("按这样设置，截止时间是", "head"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self.body.addWidget(divider())
        self.body.addWidget(
            Label(f"以 2026 年的节假日为例，时限 {passed_words(minutes, hour='小时')}（S6.2）", "hint", wrap=True)
        )

    def show_examples(self, found: tuple[Example, ...]) -> None:
        """Show other deadlines."""
        while (item := self._list.takeAt(0)) is not None:
            _drop(item)
        if not found:
            self._list.addWidget(Label("先选好工作日，这里会算给您看。", "cell", wrap=True))
        for at, example in enumerate(found):
            if at:
                self._list.addWidget(divider())
            self._list.addWidget(_example(example))


class HoursPage(StepPage):
    """The week, the summer, the holidays; at the right what comes of it."""

    def __init__(self, flow: Flow, accounts: Accounts) -> None:
        super().__init__(flow, NAMES[Step.HOURS], INTRO)
        self._catalogue = accounts.catalogue
        self.table, self.summer = WeekTable(), SummerRow()
        self.examples = ExamplePanel(allowance_minutes(self._catalogue))
        self.notice = TextArea(lines=4)
        self.notice.set_value(DEFAULT_NOTICE)
        self._notice_field = FormField(
            "非工作时间回复语", self.notice, required=True, hint="前台一键复制到微信，对应条款 S6.3"
        )
        notice = card()
        notice.body.addWidget(self._notice_field)
        self.add_main(self.table, self.summer, _holidays(accounts))
        self.add_side(self.examples, notice)
        self._shown: object = None
        self.table.changed.connect(self._preview)
        self.summer.changed.connect(self._preview)
        self._preview()

    def _morning(self) -> Spans:
        """Return the morning that the summer timetable keeps: of the first working day."""
        first = next((day for day in self.table.days() if day.spans), None)
        return first.spans[:1] if first is not None and first.morning != (None, None) else ()

    def _preview(self) -> None:
        if sentence := self.summer.problem() or self.summer.order_problem(self._morning()):
            self.summer.show_error(sentence)
        else:
            self.summer.show_error("")
        wanted = (self.table.weekly(), self.summer.value(self._morning()))
        if wanted != self._shown:
            self._shown = wanted
            self.examples.show_examples(examples(self._catalogue, *wanted))

    def entered(self) -> None:
        """Put the cursor into the first time."""
        self.table.setFocus()

    def leave(self) -> bool:
        """Check the table, the summer and the notice."""
        if self.table.problem():
            self.table.focus_problem()
            return False
        if self.summer.problem() or self.summer.order_problem(self._morning()):
            self.summer.begins.setFocus()
            return False
        if not self._notice_field.check():
            self.notice.setFocus()
            return False
        self.flow.hours = HoursForm(self.table.weekly(), self.summer.value(self._morning()), self.notice.value())
        return True


def _example(example: Example) -> QWidget:
    received, due = example.received, example.due
    same_day = received.date() == due.date()
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(1)
    rows.addWidget(Label(f"{long_day_text(received.date())} {received:%H:%M} 收到", "label"))
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(Icon("arrow-right", "accent", 14))
    when = "当天" if same_day else long_day_text(due.date())
    line.addWidget(Label(f"{when} {due:%H:%M} 截止", "head"), 1)
    rows.addLayout(line)
    rows.addWidget(Label(example.why, "hint"))
    return whole


def _drop(item: QLayoutItem) -> None:
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()


def _holidays(accounts: Accounts) -> Panel:
    whole = card("节假日与调休", spacing=6)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    for line, years in enumerate(holiday_years(accounts.catalogue)):
        name = f"{years.first} 年" if years.first == years.last else f"{years.first} 至 {years.last} 年"
        about = "国务院办公厅通知，已内置" if years.is_published else "节假日安排未公布，按法定节日推算，截止时间会注明"
        grid.addWidget(Label(name, "cell"), line, 0)
        grid.addWidget(Label(about, "label", wrap=True), line, 1)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(Icon("circle-check" if years.is_published else "info", "ok" if years.is_published else "text3"))
        state.addWidget(
            Label("可用" if years.is_published else "推算", "cell", tone="ok" if years.is_published else "text2")
        )
        grid.addLayout(state, line, 2)
    grid.setColumnStretch(1, 1)
    whole.body.addLayout(grid)
    return whole
