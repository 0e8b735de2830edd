"""每周工作时间与夏季作息, with the deadlines they give beside them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.calendars.types import CalendarOutcome, HoursView
from app.services.hours_preview import Example, allowance_minutes
from app.services.setup_types import Spans
from app.terms import Permission
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel
from app.views.desk import Desk
from app.views.hours.examples import ExamplePanel
from app.views.hours.summer_row import SummerRow
from app.views.hours.week_table import WeekTable
from app.views.theme import theme

SIDE = 260
TWO_COLUMNS = 960
INTRO = "答复时限只在工作时间里计算。改动保存后，待答复咨询的截止时间重新计算，已答复、已办结的不变；节假日和本所特别日另算。"


class HoursPane(QWidget):
    """The editor; 保存 stays at the bottom.

    Args:
        desk: what pages work with.

    """

    done = Signal(CalendarOutcome)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stored: HoursView | None = None
        self._asked: object = None
        self._may = desk.may(Permission.MANAGE_CALENDAR)
        self.table, self.summer = WeekTable(), SummerRow()
        self.examples = ExamplePanel(allowance_minutes(desk.services.office.catalogue))
        self.banner = Banner("", "error")
        self.save, self.undo = Button("保存工作时间", Kind.PRIMARY, icon="save"), Button("不改了")
        self._lay_out()
        self.table.changed.connect(self._on_changed)
        self.summer.changed.connect(self._on_changed)
        self.save.clicked.connect(lambda _checked=False: self.store())
        self.undo.clicked.connect(lambda _checked=False: self._show())
        for widget in (self.table, self.summer):
            widget.setEnabled(self._may)
        self.load()

    def _lay_out(self) -> None:
        inside = Panel("bg", margin=(24, 4, 24, 16), spacing=12)
        inside.body.addWidget(Label(INTRO, "label", wrap=True))
        inside.body.addWidget(self.banner)
        self.banner.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addWidget(self.table)
        main.addWidget(self.summer)
        main.addStretch(1)
        side = QVBoxLayout()
        side.addWidget(self.examples)
        side.addStretch(1)
        self._columns.addLayout(main, 1)
        self._columns.addLayout(side)
        inside.body.addLayout(self._columns)
        inside.body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(area, 1)
        self._foot = Panel("surface", margin=(24, 10, 24, 10), horizontal=True)
        foot: QHBoxLayout | QBoxLayout = self._foot.body
        foot.addStretch(1)
        foot.addWidget(self.undo)
        foot.addWidget(self.save)
        rows.addWidget(self._foot)
        self._foot.setVisible(self._may)

    def fit(self, width: int) -> None:
        """Put the examples beside the table or below it, by the room there is."""
        wide = width >= theme().px(TWO_COLUMNS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(across if wide else down)
        self.examples.setMinimumWidth(theme().px(SIDE) if wide else 0)
        self.examples.setMaximumWidth(theme().px(SIDE) if wide else 16_777_215)

    # --- reading ---

    def load(self) -> None:
        """Read the hours; what is being typed stays."""
        if not self.is_touched():
            self._desk.jobs.run(self._desk.services.working_hours.find, done=self._came, key="calendar.hours")

    def _came(self, found: HoursView) -> None:
        self._stored = found
        self._show()

    def _show(self) -> None:
        if self._stored is not None:
            self.banner.show_text("")
            self.table.set_weekly(self._stored.weekly)
            self.summer.set_value(self._stored.summer)
            self._on_changed()

    # --- what is typed ---

    def _morning(self) -> Spans:
        """Return the morning that the summer timetable keeps: of the first working day."""
        first = next((day for day in self.table.days() if day.spans), None)
        return first.spans[:1] if first is not None and first.morning != (None, None) else ()

    def problem(self) -> str:
        """Return what is wrong, or nothing."""
        return self.table.problem() or self.summer.problem() or self.summer.order_problem(self._morning())

    def _value(self) -> HoursView:
        return HoursView(self.table.weekly(), self.summer.value(self._morning()))

    def is_touched(self) -> bool:
        """Return whether something was typed that is not saved."""
        return self._may and self._stored is not None and self._value() != self._stored

    def _on_changed(self) -> None:
        self.summer.show_error(self.summer.problem() or self.summer.order_problem(self._morning()))
        touched = self.is_touched()
        self.save.setEnabled(touched and not self.problem())
        self.undo.setVisible(touched)
        wanted = self._value()
        if wanted != self._asked:
            self._asked = wanted
            call = self._desk.services.working_hours.examples
            self._desk.jobs.run(call, wanted.weekly, wanted.summer, done=self._show_examples, key="calendar.examples")

    def _show_examples(self, found: tuple[Example, ...]) -> None:
        self.examples.show_examples(found)

    # --- saving ---

    def store(self) -> None:
        """Save, or go to what is wrong."""
        if self.problem():
            self.table.focus_problem() if self.table.problem() else self.summer.begins.setFocus()
            return
        self.save.setEnabled(False)
        value, run = self._value(), self._desk.jobs.run
        call = self._desk.services.working_hours.save
        run(call, value.weekly, value.summer, done=self._saved, failed=self._refused, label="正在重新计算截止时间")

    def _saved(self, outcome: CalendarOutcome) -> None:
        self._stored = self._value()
        self._on_changed()
        self.done.emit(outcome)

    def _refused(self, error: AppError) -> None:
        self.banner.show_text(error.text, "error")
        self.save.setEnabled(True)
