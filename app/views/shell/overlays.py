"""Sheets over the window: every shortcut (F1) and the recent messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.views.actions import Action
from app.views.components.labels import Icon, Label
from app.views.components.painting import CENTRE, Painted, draw_box, draw_text
from app.views.dialogs import Sheet
from app.views.fonts import SMALL, font, metrics
from app.views.shell.toasts import Said
from app.views.text import moment_text
from app.views.theme import theme


class KeyBox(Painted):
    """A shortcut in a small box."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the words with padding."""
        return QSize(metrics(SMALL).horizontalAdvance(self._keys) + theme().px(14), theme().px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and words."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "surface2", "border2", 4)
        draw_text(painter, self.rect(), self._keys, font(SMALL), "text2", align=CENTRE)


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    content.setProperty("plain", "true")
    area.setWidget(content)
    return area


def shortcut_sheet(parent: QWidget, groups: Mapping[str, Sequence[Action]]) -> Sheet:
    """Return the sheet that lists every shortcut under its heading."""
    sheet = Sheet(parent, "全部快捷键", width=560)
    sheet.body.addWidget(Label("全部快捷键", "panel"))
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    row = 0
    for scope, actions in groups.items():
        grid.addWidget(Label(scope, "hint"), row, 0, 1, 2)
        for action in actions:
            row += 1
            grid.addWidget(Label(action.text, "cell"), row, 0)
            grid.addWidget(KeyBox(action.keys), row, 1, Qt.AlignmentFlag.AlignRight)
        row += 1
    grid.setColumnStretch(0, 1)
    grid.setRowStretch(row, 1)
    area = _scrolled(content)
    area.setMinimumHeight(min(theme().px(420), content.sizeHint().height() + 4))
    sheet.body.addWidget(area)
    sheet.add_buttons("关闭", no="")
    return sheet


def message_sheet(parent: QWidget, said: Sequence[Said], now: datetime) -> Sheet:
    """Return the sheet that lists the recent messages, newest first."""
    sheet = Sheet(parent, "最近的提示", width=520)
    sheet.body.addWidget(Label("最近的提示", "panel"))
    content = QWidget()
    rows = QVBoxLayout(content)
    rows.setContentsMargins(0, 0, 8, 0)
    rows.setSpacing(8)
    for entry in reversed(said):
        row = QHBoxLayout()
        row.setSpacing(8)
        icon = ("circle-alert", "over") if entry.error else ("circle-check", "ok")
        row.addWidget(Icon(*icon, line=20), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(entry.text, "cell", wrap=True, selectable=True), 1)
        row.addWidget(Label(moment_text(entry.at, now, bare_today=True), "hint"), 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(row)
    rows.addStretch(1)
    area = _scrolled(content)
    area.setMinimumHeight(min(theme().px(360), content.sizeHint().height() + 4))
    sheet.body.addWidget(area)
    sheet.add_buttons("关闭", no="")
    return sheet
