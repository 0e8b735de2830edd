"""Step 2 对应列: each column of the spreadsheet beside the field it becomes, with what stands in it."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.importing.service import fields_of
from app.services.importing.types import ImportSource, ImportTable
from app.views.components.buttons import Button, Kind
from app.views.components.choices import Choice
from app.views.components.feedback import Banner
from app.views.components.form_field import FormField
from app.views.components.labels import ElidedLabel, Label, Panel
from app.views.theme import theme

NOT_TAKEN = ""
GUESSED, WITHOUT = -1, 0


class ColumnsStep(QWidget):
    """对应列."""

    back_requested = Signal()
    check_requested = Signal(object)
    """Matching: place of a column -> id of its field."""
    table_requested = Signal(str, object)
    """Another sheet or another header line (from 1; 0: none; None: as found)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[int, Choice] = {}
        self._table: ImportTable | None = None
        self.sheet, self.header = Choice(), Choice()
        self._sheet_field = FormField("工作表", self.sheet)
        self._header_field = FormField("表头在", self.header)
        self.banner = Banner("", "error")
        self.banner.hide()
        self._told = Label("", "label", wrap=True)
        self._grid_holder = QWidget()
        self._area = QScrollArea()
        self.check = Button("核对", Kind.PRIMARY, icon="arrow-right", icon_after=True)
        self.back = Button("上一步", icon="arrow-left")
        self._lay_out()
        self.check.clicked.connect(lambda _checked=False: self.check_requested.emit(self.columns()))
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.sheet.changed.connect(self._other_sheet)
        self.header.changed.connect(self._other_header)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._sheet_field, 1)
        top.addWidget(self._header_field, 1)
        top.addStretch(2)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.check)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 4, 24, 16)
        rows.setSpacing(10)
        rows.addWidget(self._told)
        rows.addLayout(top)
        rows.addWidget(self.banner)
        rows.addWidget(self._area, 1)
        rows.addLayout(foot)

    # --- showing ---

    def show_table(self, source: ImportSource, table: ImportTable) -> None:
        """Show the columns of a table."""
        self._table = table
        self.banner.show_text("")
        left = f"，合计、签名等 {len(table.left_out)} 行不导入" if table.left_out else ""
        kept = "列的对应沿用上次的选择。" if table.is_remembered else "列的对应是按表头猜的，请核对。"
        self._told.setText(f"{source.name}：{source.form}，{len(table.records):,} 行{left}。{kept}")
        self._fill(self.sheet, [(name, name) for name in source.sheets], table.sheet)
        self._sheet_field.setVisible(len(source.sheets) > 1)
        lines = [(line, f"第 {line} 行") for line in range(1, max(12, table.header_line + 3))]
        self._fill(self.header, [(WITHOUT, "没有表头"), *lines], table.header_line)
        self._show_columns(table)

    def _fill(self, choice: Choice, options: Sequence[tuple[object, str]], value: object) -> None:
        choice.blockSignals(True)
        choice.set_options(options)
        choice.set_value(value)
        choice.blockSignals(False)

    def _show_columns(self, table: ImportTable) -> None:
        holder = Panel("card", margin=(16, 8, 16, 12), spacing=0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for place, words in enumerate(("表格里的列", "导入为", "前几行的内容")):
            grid.addWidget(Label(words, "label"), 0, place)
        options = [(NOT_TAKEN, "不导入")]
        options += [(one.id, f"{one.title}（必填）" if one.required else one.title) for one in fields_of(table.kind)]
        self._choices = {}
        for place, header in enumerate(table.headers):
            choice = Choice(options)
            choice.set_value(table.columns.get(place, NOT_TAKEN))
            choice.setAccessibleName(f"“{header}”导入为")
            choice.changed.connect(partial(self._changed, place))
            self._choices[place] = choice
            name = ElidedLabel(header, 14)
            name.setMinimumWidth(theme().px(140))
            sample = ElidedLabel("　".join(table.samples[place]) or "（空）", 13, "text3")
            sample.setMinimumWidth(theme().px(200))
            for column, widget in enumerate((name, choice, sample)):
                grid.addWidget(widget, place + 1, column)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 5)
        holder.body.addLayout(grid)
        holder.body.addStretch(1)
        self._area.setWidget(holder)

    # --- answers ---

    def columns(self) -> Mapping[int, str]:
        """Return the matching as it is chosen."""
        return {place: choice.value() for place, choice in self._choices.items() if choice.value() != NOT_TAKEN}

    def _changed(self, place: int, field: object) -> None:
        """Give a field to one column only: the one it was taken from is not imported."""
        self.banner.show_text("")
        if field == NOT_TAKEN:
            return
        for other, choice in self._choices.items():
            if other != place and choice.value() == field:
                choice.set_value(NOT_TAKEN)

    def _other_sheet(self, name: object) -> None:
        self.table_requested.emit(str(name), None)

    def _other_header(self, line: object) -> None:
        if self._table is not None:
            self.table_requested.emit(self._table.sheet, line)
