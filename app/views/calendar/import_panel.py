"""What an imported year would change, before anything is written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from app.services.calendars.types import YearImport
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel
from app.views.text import long_day_text


class ImportPanel(Panel):
    """The differences day by day, 采用 and 不导入."""

    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("card", margin=16, spacing=8)
        self._title, self._about = Label("", "panel"), Label("", "cell", wrap=True)
        self._warning = Banner("", "soon")
        self._head = Label("", "head")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("将要改变的日子")
        self.accept_button = Button("采用", Kind.PRIMARY, icon="check")
        back = Button("不导入")
        self.accept_button.clicked.connect(self.accepted)
        back.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addWidget(self.accept_button)
        foot.addWidget(back)
        foot.addStretch(1)
        for widget in (self._title, self._about, self._warning, self._head):
            self.body.addWidget(widget)
        self.body.addWidget(self._area, 1)
        self.body.addLayout(foot)

    def show_import(self, found: YearImport) -> None:
        """Show what a file holds and what would become of the year in force."""
        self._title.setText(f"导入 {found.year} 年节假日安排")
        self._about.setText(
            f"文件里有放假 {found.days_off} 天、调休上班 {found.make_up_days} 天。来源：{found.source}。"
            f"{found.year} 年现在是“{found.status_before.label}”，采用后是“{found.status.label}”。"
        )
        self._warning.show_text("这一年本所改过，采用后以文件为准，可以撤销。" if found.replaces_own else "")
        self._head.setText(f"有 {len(found.changes)} 天和现在不同" if found.changes else "每一天都和现在相同")
        self._area.setWidget(_table(found))
        self.accept_button.setFocus()


def _table(found: YearImport) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    for column, words in enumerate(("日期", "现在", "采用后")):
        grid.addWidget(Label(words, "hint"), 0, column)
    for line, one in enumerate(found.changes, start=1):
        own_year = "" if one.day.year == found.year else f"{one.day.year}年"
        grid.addWidget(Label(f"{own_year}{long_day_text(one.day)}", "cell"), line, 0)
        grid.addWidget(Label(one.before, "label"), line, 1)
        grid.addWidget(Label(one.after, "cellstrong"), line, 2)
    grid.setColumnStretch(2, 1)
    grid.setRowStretch(len(found.changes) + 1, 1)
    return whole
