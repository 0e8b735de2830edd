"""The chosen day beside the year: what it is and by whose word, and the forms that change it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.calendars.service import Calendars
from app.services.calendars.types import CalendarOutcome, DayView, YearView
from app.terms import CalendarStatus, DayKind, Permission
from app.views.calendar.day_forms import ORDINARY, DayForm, OfficialForm, OwnDayForm
from app.views.calendar.words import spans_text
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Label, Panel, Tag, Tone
from app.views.desk import Desk
from app.views.text import long_day_text

TONES = {DayKind.HOLIDAY: Tone.ACCENT, DayKind.MAKE_UP: Tone.ACCENT}


class DayPanel(Panel):
    """What the chosen day is, with its buttons; one of the forms takes their place.

    Args:
        desk: what pages work with.

    """

    done = Signal(CalendarOutcome)
    opened = Signal(QWidget)
    """A form takes the place of the buttons."""
    left = Signal()
    """A form was closed; the keys belong to the year again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("card", margin=16, spacing=8)
        self._desk = desk
        self._calendars: Calendars = desk.services.calendars
        self._day: DayView | None = None
        self._may = desk.may(Permission.MANAGE_CALENDAR)
        self._title = Label("", "panel")
        self._tags = {kind: Tag(kind.label, TONES.get(kind, Tone.NEUTRAL)) for kind in DayKind}
        self._name = Label("", "cellstrong")
        self._hours, self._why = Label("", "cell", wrap=True), Label("", "note", wrap=True)
        self.own_form, self.official_form = OwnDayForm(desk.today), OfficialForm()
        kind = QHBoxLayout()
        for widget in (*self._tags.values(), self._name):
            kind.addWidget(widget)
        kind.addStretch(1)
        self.body.addWidget(self._title)
        self.body.addLayout(kind)
        self.body.addWidget(self._hours)
        self.body.addWidget(self._why)
        self.buttons = self._make_buttons()
        self._parts = (self.buttons, self.own_form, self.official_form)
        for part in self._parts:
            self.body.addWidget(part)
        for form, save in ((self.own_form, self._save_own), (self.official_form, self._save_official)):
            form.save_requested.connect(save)
            form.left.connect(self.close_form)
        self._bring(self.buttons)

    def _bring(self, wanted: QWidget) -> None:
        """Show the buttons or one of the forms."""
        for part in self._parts:
            part.setVisible(part is wanted and self._may)

    def _make_buttons(self) -> QWidget:
        self.own = Button("设为本所特别日", icon="pencil", shortcut="Enter")
        self.remove = Button("取消本所特别日", icon="undo-2")
        self.official = Button("修改官方日历", Kind.TEXT, small=True)
        self.own.clicked.connect(lambda _checked=False: self.edit_own())
        self.remove.clicked.connect(lambda _checked=False: self._remove())
        self.official.clicked.connect(lambda _checked=False: self._open(self.official_form))
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(8)
        for button in (self.own, self.remove, self.official):
            rows.addWidget(button)
        rows.addStretch(1)
        return whole

    # --- showing ---

    def show_day(self, day: DayView, year: YearView) -> None:
        """Show a day; an open form of another day is closed."""
        if self._day is not None and self._day.day != day.day:
            self.close_form()
        self._day = day
        self._title.setText(f"{day.day.year}年{long_day_text(day.day)}")
        for kind, tag in self._tags.items():
            tag.setVisible(kind is day.kind)
        self._name.setText(day.name)
        season = "（夏季作息）" if day.is_summer else ""
        self._hours.setText(f"{spans_text(day.spans)}{season}")
        self._why.setText(_why(day, year))
        self.own.setText("修改本所特别日" if day.is_own else "设为本所特别日")
        self.remove.setVisible(day.is_own)

    # --- editing ---

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._may and self.buttons.isHidden()

    def is_changed(self) -> bool:
        """Return whether a form is open in which something was changed."""
        forms = (self.own_form, self.official_form)
        return self.is_editing and any(not form.isHidden() and form.is_changed() for form in forms)

    def edit_own(self, first: date | None = None) -> None:
        """Open the form of the firm's own day, from a day on."""
        if self._may and self._day is not None:
            self._open(self.own_form)
            if first is not None:
                self.own_form.first.set_value(first)

    def _open(self, form: OwnDayForm | OfficialForm) -> None:
        if self._day is not None:
            self._bring(form)
            form.open(self._day)
            self.opened.emit(form)

    def close_form(self) -> None:
        """Go back to the buttons."""
        if self.is_editing:
            self._bring(self.buttons)
            self.left.emit()

    def _save_own(self) -> None:
        value = self.own_form.value()
        if value is not None:
            self._run(self.own_form, self._calendars.set_own_days, *value)

    def _save_official(self) -> None:
        value = self.official_form.value()
        if value is None or self._day is None:
            return
        kind, name = value
        if kind is ORDINARY:
            self._run(self.official_form, self._calendars.clear_official_day, self._day.day)
        else:
            self._run(self.official_form, self._calendars.set_official_day, self._day.day, kind, name)

    def _remove(self) -> None:
        if self._day is not None:
            run = self._desk.jobs.run
            run(self._calendars.remove_own_day, self._day.day, done=self.done.emit, label="正在保存")

    def _run(self, form: DayForm, call: Callable[..., CalendarOutcome], *args: object) -> None:
        form.save.setEnabled(False)
        failed = partial(self._refused, form)
        self._desk.jobs.run(call, *args, done=partial(self._saved, form), failed=failed, label="正在保存")

    def _saved(self, form: DayForm, outcome: CalendarOutcome) -> None:
        form.save.setEnabled(True)
        self.close_form()
        self.done.emit(outcome)

    def _refused(self, form: DayForm, error: AppError) -> None:
        form.save.setEnabled(True)
        form.show_error(error)


def _why(day: DayView, year: YearView) -> str:
    """Return by whose word the day is what it is."""
    notice = f"来源：{year.source}"
    if year.status is CalendarStatus.ESTIMATED and day.official is not None:
        notice = f"节假日安排未公布，按推算。{notice}"
    if day.is_own:
        beneath = f"官方日历：{day.official.label}（{day.official_name}）。" if day.official is not None else ""
        return f"{beneath}本所特别日优先于官方日历和每周工作时间。"
    return notice if day.official is not None else "来源：本所每周的工作时间"
