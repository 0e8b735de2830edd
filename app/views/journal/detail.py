"""One entry of the journal: who and when, every field before and after, and what can be done with it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.services.audit.types import FieldChange, JournalDetail, RowChanges
from app.views.components.buttons import Button, IconButton
from app.views.components.labels import Label, Panel, divider
from app.views.contracts.frame import Scrolled
from app.views.text import local
from app.views.theme import theme

WIDTH = 360
LABEL_WIDTH = 92
ERASED = "内容已依法删除，只留下摘要供核对。"


class EntryPanel(Panel):
    """Explains the chosen entry."""

    close_requested = Signal()
    record_requested = Signal(str, object)
    undo_requested = Signal(object)
    """Key of the entry to take back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=0, spacing=0, parent=parent)
        self.detail: JournalDetail | None = None
        self._head = Panel("surface", margin=(16, 12, 12, 12), spacing=6)
        self.words = Label("", "head", wrap=True, selectable=True)
        close = IconButton("x", "关闭详情（Esc）")
        close.clicked.connect(lambda _checked=False: self.close_requested.emit())
        first = Panel("plain", margin=0, horizontal=True)
        first.body.addWidget(self.words, 1)
        first.body.addWidget(close)
        self.about = Label("", "small", tone="text2", wrap=True, selectable=True)
        self.open_record = Button("打开记录", icon="folder-open", small=True)
        self.open_record.clicked.connect(lambda _checked=False: self._open())
        self.undo = Button("撤销这项操作", icon="undo-2", small=True)
        self.undo.clicked.connect(lambda _checked=False: self._undo())
        buttons = Panel("plain", margin=0, horizontal=True)
        buttons.body.addWidget(self.open_record)
        buttons.body.addWidget(self.undo)
        buttons.body.addStretch(1)
        self.why_not = Label("", "hint", wrap=True)
        for widget in (first, self.about, buttons, self.why_not):
            self._head.body.addWidget(widget)
        self._inner = QWidget()
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(16, 12, 16, 16)
        self._rows.setSpacing(12)
        self.body.addWidget(self._head)
        self.body.addWidget(divider())
        self.body.addWidget(Scrolled(self._inner), 1)

    def show_detail(self, detail: JournalDetail, now: datetime) -> None:
        """Show another entry."""
        self.detail = detail
        entry = detail.entry
        at = local(entry.at)
        day = f"{at:%Y-%m-%d}" if at.date() != local(now).date() else "今天"
        parts = (f"{day} {at:%H:%M:%S}", entry.who, entry.way, entry.device, detail.place)
        self.words.setText(entry.words)
        self.about.setText("　".join(part for part in parts if part))
        self.open_record.setVisible(bool(detail.area))
        self.undo.setVisible(detail.may_undo)
        self.why_not.setText(f"不能撤销：{detail.why_not}" if detail.why_not else "")
        self.why_not.setVisible(bool(detail.why_not))
        self._clear()
        for row in detail.rows:
            self._rows.addWidget(_row_box(row))
        if detail.more_rows:
            self._rows.addWidget(Label(f"另有 {detail.more_rows:,} 条记录，没有逐条列出。", "note", wrap=True))
        self._rows.addStretch(1)

    def _clear(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _open(self) -> None:
        if self.detail is not None and self.detail.area:
            self.record_requested.emit(self.detail.area, self.detail.target)

    def _undo(self) -> None:
        if self.detail is not None:
            self.undo_requested.emit(self.detail.entry.key)


def _row_box(row: RowChanges) -> QWidget:
    """Return one touched record with its fields."""
    box = Panel("box", margin=(12, 10, 12, 10), spacing=6)
    heading = "　".join(part for part in (f"{row.what}{row.table}", row.name) if part)
    box.body.addWidget(Label(heading, "cellstrong", wrap=True))
    if row.erased:
        box.body.addWidget(Label(ERASED, "note", wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme().px(LABEL_WIDTH))
    at = 0
    for field in row.fields:
        label = Label(field.label, "small", tone="text3", wrap=True)
        label.setMaximumWidth(theme().px(LABEL_WIDTH))
        grid.addWidget(label, at, 0)
        for words, role, tone in _both(field):
            grid.addWidget(Label(words, role, tone=tone, wrap=True, selectable=True), at, 1)
            at += 1
    box.body.addLayout(grid)
    return box


def _both(field: FieldChange) -> list[tuple[str, str, str]]:
    """Return the lines of a field: before and after, or the one there is."""
    if field.before and field.after:
        return [(f"原：{field.before}", "small", "text3"), (f"改为：{field.after}", "cell", "")]
    if field.before:
        return [(f"原：{field.before}", "small", "text3"), ("改为：（空）", "cell", "")]
    return [(field.after, "cell", "")]
