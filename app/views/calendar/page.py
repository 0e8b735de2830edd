"""日历与工作时间: the year with the chosen day beside it, or the weekly hours."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.calendars.service import Calendars
from app.services.calendars.types import YEARS, CalendarOutcome, UnpublishedYear, YearImport, YearView
from app.services.hours import HOURS_TABLES
from app.terms import CalendarStatus, Permission, Uid
from app.views.actions import Action
from app.views.calendar.day_panel import DayPanel
from app.views.calendar.hours_pane import HoursPane
from app.views.calendar.import_panel import ImportPanel
from app.views.calendar.legend import Legend
from app.views.calendar.source_card import SourceCard, status_tags
from app.views.calendar.words import estimate_text
from app.views.calendar.year_sheet import YearSheet
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel
from app.views.components.toggles import Segmented
from app.views.desk import Desk
from app.views.theme import theme

SIDE = 304
SIDE_BY_SIDE = 680
"""Least width (pixels at 100 %) for the day beside the year."""
SCOPE = "日历"
YEAR, HOURS = "year", "hours"
MOST_BYTES = 1_000_000
"""A year's file has some 5 kB."""


class CalendarPage(QWidget):
    """The page of the section.

    Args:
        desk: what pages work with.

    """

    hints_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._calendars: Calendars = desk.services.calendars
        self._may = desk.may(Permission.MANAGE_CALENDAR)
        self._year: YearView | None = None
        self._wanted = desk.today().year
        self._file: tuple[bytes, str] | None = None
        self.sheet, self.day_panel, self.import_panel = YearSheet(), DayPanel(desk), ImportPanel()
        self.source, self.hours = SourceCard(may_edit=self._may), HoursPane(desk)
        self.tabs = Segmented("看什么", [(YEAR, "年历"), (HOURS, "每周工作时间")])
        self.warning = Banner("", "soon")
        self.warning.hide()
        self._lay_out()
        self._connect()
        self._add_actions()
        theme().changed.connect(self._arrange)
        self.load()
        self._look_for_warning()

    # --- building ---

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head())
        self._note = Panel("bg", margin=(24, 0, 24, 10))
        self._note.body.addWidget(self.warning)
        self._note.hide()
        rows.addWidget(self._note)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._year_view())
        self.stack.addWidget(self.hours)
        rows.addWidget(self.stack, 1)

    def _head(self) -> Panel:
        head = Panel("bg", margin=(24, 12, 24, 10), spacing=8, horizontal=True)
        self.add_day = Button("添加本所特别日", icon="plus")
        self.import_button = Button("导入年份…", Kind.PRIMARY, icon="download")
        self.add_day.setToolTip("添加本所特别日（Ctrl+N）")
        self.import_button.setToolTip("导入 holiday-cn 格式的一年（Ctrl+I）")
        self.add_day.clicked.connect(lambda _checked=False: self.begin_own_day())
        self.import_button.clicked.connect(lambda _checked=False: self.choose_file())
        head.body.addWidget(Label("日历与工作时间", "title"))
        head.body.addSpacing(8)
        head.body.addWidget(self.tabs)
        head.body.addStretch(1)
        for button in (self.add_day, self.import_button):
            button.setVisible(self._may)
            head.body.addWidget(button)
        return head

    def _year_view(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        self._title = Label("", "panel")
        self._before, self._after = IconButton("chevron-left", "上一年"), IconButton("chevron-right", "下一年")
        now = Button("今天", Kind.TEXT, small=True)
        for button, call in ((self._before, -1), (self._after, 1)):
            button.clicked.connect(lambda _checked=False, step=call: self.go_to_year(self._wanted + step))
        now.clicked.connect(lambda _checked=False: self.go_to_day(self._desk.today()))
        self._published, self._estimated = status_tags()
        for widget in (self._before, self._title, self._after, self._published, self._estimated, now):
            bar.addWidget(widget)
        bar.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.sheet)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(bar)
        left.addWidget(self._area, 1)
        left.addWidget(Legend())
        self._side = QStackedWidget()
        day = QWidget()
        cards = QVBoxLayout(day)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(12)
        cards.addWidget(self.day_panel)
        cards.addWidget(self.source)
        cards.addStretch(1)
        self._cards = QScrollArea()
        self._cards.setWidgetResizable(True)
        self._cards.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cards.setWidget(day)
        self._side.addWidget(self._cards)
        self._side.addWidget(self.import_panel)
        whole = Panel("bg", margin=(24, 0, 24, 14), spacing=16, horizontal=True)
        self._columns = whole.body
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._side)
        return whole

    def _connect(self) -> None:
        self.sheet.chosen.connect(self._day_chosen)
        self.sheet.year_requested.connect(self.go_to_year)
        self.sheet.edit_requested.connect(self._edit)
        self.day_panel.done.connect(self._did)
        self.day_panel.left.connect(self._form_left)
        self.day_panel.opened.connect(self._show_form)
        self.import_panel.accepted.connect(self._import)
        self.import_panel.left.connect(self._leave_import)
        self.source.reset_requested.connect(self._reset)
        self.source.confirm_requested.connect(self._confirm)
        self.hours.done.connect(self._did)
        self.tabs.changed.connect(self._tab)
        self.setFocusProxy(self.sheet)

    def _add_actions(self) -> None:
        def may_edit() -> bool:
            return self._may and self.stack.currentIndex() == 0

        own, add = ("添加本所特别日", self.begin_own_day), self._desk.actions.add
        add(Action("calendar.own-day", *own, "plus", "Ctrl+N", SCOPE, may_edit, False), self)
        add(Action("calendar.import", "导入年份", self.choose_file, "download", "Ctrl+I", SCOPE, may_edit, False), self)

    # --- what the window asks ---

    def hints(self) -> str:
        """Return the keys of this page for the status bar."""
        edit = "　Enter 设为本所特别日" if self._may else ""
        return f"方向键 换一天　PgUp PgDn 换一年{edit}" if self.stack.currentIndex() == 0 else ""

    def may_leave(self) -> bool:
        """Ask about hours or a day that were typed and not saved."""
        if self.day_panel.is_changed():
            asked = "这一天的改动还没有保存，离开吗？"
            if not self._desk.dialogs.confirm(self, asked, detail="离开后改动不保留。", yes="离开", destructive=True):
                return False
            self.day_panel.close_form()
        return not self.hours.is_touched() or self._desk.dialogs.confirm(
            self, "工作时间改了还没有保存，离开吗？", detail="离开后改动不保留。", yes="离开", destructive=True
        )

    def open_record(self, key: object) -> None:
        """Show a day, a year, or the weekly hours ("hours")."""
        if key == HOURS:
            self.tabs.set_value(HOURS)
        elif isinstance(key, date):
            self.go_to_day(key)
        elif isinstance(key, int):
            self.go_to_year(key)

    def on_changes(self, changes: Mapping[str, Collection[Uid]]) -> None:
        """Show what changed elsewhere: by undo, another page, another seat."""
        if not HOURS_TABLES.isdisjoint(changes):
            self.load()
            self.hours.load()
            self._look_for_warning()

    # --- the year ---

    def load(self) -> None:
        """Read the year on show."""
        self._desk.jobs.run(self._calendars.year, self._wanted, done=self._came, key="calendar.year")

    def _came(self, year: YearView) -> None:
        self._year = year
        self._title.setText(f"{year.year} 年")
        self._published.setVisible(year.status is CalendarStatus.PUBLISHED)
        self._estimated.setVisible(year.status is CalendarStatus.ESTIMATED)
        self.source.show_year(year)
        self.sheet.show_year(year, self._desk.today())

    def go_to_year(self, year: int) -> None:
        """Show another year."""
        if year in YEARS:
            self._wanted = year
            self.load()

    def go_to_day(self, day: date) -> None:
        """Choose a day, of another year too."""
        self.tabs.set_value(YEAR)
        self.sheet.choose(day)
        self.sheet.setFocus()

    def _day_chosen(self, day: date) -> None:
        if self._year is not None:
            self.day_panel.show_day(self._year.on(day), self._year)
            place = self.sheet.rect_of(day)
            self._area.ensureVisible(place.center().x(), place.center().y(), place.width(), 2 * place.height())

    def _edit(self, _day: date) -> None:
        self._side.setCurrentIndex(0)
        self.day_panel.edit_own()

    def _show_form(self, form: QWidget) -> None:
        """Bring a form into sight, once its room is known."""
        self._arrange()
        QTimer.singleShot(0, form, partial(self._cards.ensureWidgetVisible, form))

    def _form_left(self) -> None:
        self._arrange()
        self.sheet.setFocus()

    def begin_own_day(self) -> None:
        """Open the form of the firm's own day for the chosen day."""
        self.tabs.set_value(YEAR)
        self._edit(self.sheet.day)

    def _tab(self, which: str) -> None:
        self.stack.setCurrentIndex(0 if which == YEAR else 1)
        self.hints_changed.emit(self.hints())

    def _did(self, outcome: CalendarOutcome) -> None:
        self._desk.messages.show_done(outcome.sentence)
        self.load()
        self._look_for_warning()

    # --- importing ---

    def choose_file(self) -> None:
        """Let the user pick a year's file and show what it would change."""
        files = self._desk.dialogs.open_files(self, "选择一年的节假日安排", "节假日安排 (*.json)")
        if files:
            self.tabs.set_value(YEAR)
            self._desk.jobs.run(_read, files[0], lane="work", done=self._file_came)

    def _file_came(self, file: tuple[bytes, str]) -> None:
        self._file = file
        self._desk.jobs.run(self._calendars.preview_import, *file, done=self._show_import, key="calendar.import")

    def _show_import(self, found: YearImport) -> None:
        self.go_to_year(found.year)
        self.import_panel.show_import(found)
        self._side.setCurrentIndex(1)

    def _import(self) -> None:
        if self._file is not None:
            run = self._desk.jobs.run
            run(self._calendars.import_year, *self._file, done=self._imported, label="正在重新计算截止时间")

    def _imported(self, outcome: CalendarOutcome) -> None:
        self._leave_import()
        self._did(outcome)

    def _leave_import(self) -> None:
        self._file = None
        self._side.setCurrentIndex(0)
        self.sheet.setFocus()

    # --- the year's own buttons ---

    def _reset(self) -> None:
        year = self._year
        if year is None:
            return
        detail = "本所对这一年的改动不再生效，可以撤销。本所特别日不受影响。"
        if not year.is_delivered:
            detail = f"程序没有 {year.year} 年的资料，恢复后只按每周工作时间推算，可以撤销。"
        if self._desk.dialogs.confirm(self, f"恢复 {year.year} 年原来的安排？", detail=detail, yes="恢复"):
            self._desk.jobs.run(self._calendars.reset_year, year.year, done=self._did)

    def _confirm(self) -> None:
        if self._year is None:
            return
        question = f"{self._year.year} 年的放假和调休都已按通知改好？"
        source = self._desk.dialogs.reason(self, question, label="通知的名称或文号", yes="标为已公布")
        if source is not None:
            self._desk.jobs.run(self._calendars.confirm_year, self._year.year, source, done=self._did)

    def _look_for_warning(self) -> None:
        self._desk.jobs.run(self._calendars.warning, done=self._show_warning, key="calendar.warning")

    def _show_warning(self, found: UnpublishedYear | None) -> None:
        self.warning.show_text("" if found is None else estimate_text(found.year, found.days_left))
        self._note.setVisible(found is not None)

    # --- narrow windows ---

    def _arrange(self) -> None:
        wide = self.width() >= theme().px(SIDE_BY_SIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if wide else down)
        self._side.setFixedWidth(theme().px(SIDE)) if wide else self._side.setMinimumWidth(0)
        if not wide:
            self._side.setMaximumWidth(16_777_215)
        share = 0.6 if self.day_panel.is_editing else 0.4
        self._side.setMaximumHeight(16_777_215 if wide else round(self.height() * share))
        self.hours.fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width."""
        super().resizeEvent(event)
        self._arrange()


def _read(path: Path) -> tuple[bytes, str]:
    """Return a file's bytes and its name.

    Raises:
        AppError: it cannot be read, or is far too large for a year.

    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise AppError(f"{path.name} 太大了，不是一年的节假日安排。", todo="请选 holiday-cn 格式的文件。")
        return path.read_bytes(), path.name
    except OSError as fault:
        raise AppError(f"读不出 {path.name}。", safe="日历没有改动。", todo="请检查文件还在不在，再试一次。") from fault
