"""Step 5: working hours, with the deadlines they give beside them."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from app.services.accounts import Accounts
from app.services.hours import DEFAULT_NOTICE
from app.services.hours_preview import allowance_minutes, examples, holiday_years
from app.services.setup_types import HoursForm, Spans
from app.views.components.fields import TextArea
from app.views.components.form_field import FormField
from app.views.components.labels import Icon, Label, Panel
from app.views.hours.examples import ExamplePanel
from app.views.hours.summer_row import SummerRow
from app.views.hours.week_table import WeekTable
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage, card

INTRO = "答复时限只在工作时间里计算，午休、周末和节假日自动暂停。"


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
