"""The client list: two lines a row: name, groups and phone at the left, last contact and way of signing up at the right."""

from array import array
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.clock import Clock
from app.services.clients.types import ClientRow
from app.services.wording import day_words
from app.terms import ClientKind
from app.views.components.feedback import EmptyState
from app.views.components.painting import RIGHT, draw_text
from app.views.fonts import BASE, SMALL, font, metrics
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column
from app.views.tables.delegates import CellDelegate
from app.views.text import local, moment_text
from app.views.theme import theme

ROW_HEIGHT = 52


def groups_text(row: ClientRow) -> str:
    """Return what stands after the name: 单位, and the relief groups."""
    words = ["单位"] if row.kind is ClientKind.ORGANISATION else []
    return " · ".join([*words, *(group.label for group in row.groups)])


def contact_text(at: datetime, now: datetime) -> str:
    """Return when the last contact was: 今天 09:32, otherwise the day alone."""
    day, today = local(at).date(), local(now).date()
    return moment_text(at, now) if day == today else day_words(day, today)


class ClientCells(CellDelegate):
    """Draws both lines of a client."""

    def _cell(self, painter: QPainter, rect: QRect, column: Column[Any], row: ClientRow) -> None:  # noqa: ARG002
        px = theme().px
        top = QRect(rect.x() + px(4), rect.y() + px(6), rect.width() - px(4), px(20))
        below = QRect(top.x(), top.bottom() + 1, top.width(), px(20))
        when = contact_text(row.last_contact_at, self.now())
        draw_text(painter, top, when, font(SMALL), "text3", align=RIGHT)
        draw_text(painter, below, row.sign_up_word, font(SMALL), "text2", align=RIGHT)
        top.adjust(0, 0, -metrics(SMALL).horizontalAdvance(when) - px(8), 0)
        below.adjust(0, 0, -metrics(SMALL).horizontalAdvance(row.sign_up_word) - px(8), 0)
        draw_text(painter, top, row.name, font(BASE, medium=True), "text")
        draw_text(painter, below, row.phone or row.file_no, font(SMALL), "text2")
        used = metrics(BASE, medium=True).horizontalAdvance(row.name) + px(6)
        top.adjust(used, 0, 0, 0)
        if top.width() >= px(24):
            draw_text(painter, top, groups_text(row), font(SMALL), "text2")


class ClientTable(BaseTable[int, ClientRow]):
    """Clients by row number, in one painted column.

    Args:
        jobs: runs the loader.
        load: gets row numbers, returns their rows.
        clock: tells the present instant.

    """

    def __init__(self, jobs: JobRunner, load: Callable[[list[int]], Iterable[ClientRow]], clock: Clock) -> None:
        column: Column[ClientRow] = Column("client", "服务对象", self._words, width=120, stretch=True)
        super().__init__([column], jobs, load, lambda row: row.row_no)
        self.clock = clock

    def _words(self, row: ClientRow) -> str:
        """Return the whole row in words, for screen readers and the tooltip."""
        now = self.clock.now() if self.clock is not None else row.last_contact_at
        parts = (row.name, groups_text(row), row.phone, contact_text(row.last_contact_at, now), row.sign_up_word)
        return "，".join(part for part in parts if part)


class ClientView(BaseView):
    """The list widget."""

    def __init__(self, table: ClientTable, clock: Clock, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(
            table, "服务对象列表", row_height=ROW_HEIGHT, empty=empty, clock=clock, framed=False, parent=parent
        )
        self._cells = ClientCells(self)
        self.setItemDelegate(self._cells)
        self.horizontalHeader().hide()

    def show_rows(self, numbers: "array[int]", rows: Iterable[ClientRow]) -> None:
        """Show clients of these numbers; the rows at hand paint at once."""
        self.table.set_keys(numbers, rows)
