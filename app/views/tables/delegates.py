"""Draws table cells: icon, words, tag after them, countdown pill; the accent bar of the chosen row."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.views.components.labels import draw_tag, tag_width
from app.views.components.painting import LEFT, RIGHT, draw_box, draw_text
from app.views.components.pill import HEIGHT, WIDTH, PillState, draw_pill
from app.views.fonts import BASE, CELL, SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column, TagSpec
from app.views.theme import theme

PADDING, GAP = 12, 10
Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """One delegate for every column of a `BaseTable`."""

    def __init__(self, parent: Any) -> None:
        super().__init__(parent)
        self._view = parent
        self.shown: dict[int, PillState] = {}
        """Pill drawn last per row: the countdown repaints only where it changed."""

    def now(self) -> datetime:
        """Return the instant the countdowns are drawn for."""
        instant: datetime = self._view.now()
        return instant

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the fixed row height."""
        return QSize(theme().px(100), theme().px(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line below, accent bar, focus edge and the cell's content."""
        rect: QRect = option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = self._view.hovered_row == index.row()
        painter.fillRect(rect, theme().colour("soft" if chosen else "hover" if hovered else "surface"))
        painter.setPen(theme().colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        first = self._view.first_column == index.column()
        if chosen and first:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme().colour("accent"))
        table: BaseTable[Any, Any] = self._view.table
        row = table.row(index.row())
        last = self._view.last_column == index.column()
        inner = rect.adjusted(PADDING if first else GAP // 2, 0, -PADDING if last else -(GAP // 2), -1)
        if row is None:
            self._waiting(painter, inner)
            return
        column = table.columns[index.column()]
        if column.pill is not None:
            self._pill(painter, inner, index.row(), column.pill(row, self.now()))
        else:
            self._cell(painter, inner, column, row)

    def _waiting(self, painter: QPainter, rect: QRect) -> None:
        bar = QRect(rect.x(), rect.center().y() - 4, min(rect.width() * 2 // 3, theme().px(120)), 8)
        draw_box(painter, bar, "track", None, 4)

    def _pill(self, painter: QPainter, rect: QRect, row: int, state: PillState) -> None:
        self.shown[row] = state
        high = theme().px(HEIGHT)
        wide = min(rect.width(), theme().px(WIDTH))
        draw_pill(painter, QRect(rect.x(), rect.y() + (rect.height() - high) // 2, wide, high), state)

    def _cell(self, painter: QPainter, rect: QRect, column: Column[Any], row: Any) -> None:
        px = theme().px
        if column.second is not None:
            top = QRect(rect.x(), rect.y() + px(6), rect.width(), px(20))
            below = QRect(rect.x(), top.bottom() + 1, rect.width(), px(18))
            align = RIGHT if column.right else LEFT
            draw_text(painter, below, column.second(row), font(SMALL), "text3", align=align)
            rect = top
        if column.icon is not None and (name := column.icon(row)):
            draw_icon(painter, name, QRect(rect.x(), rect.y(), px(16), rect.height()), "text2", 16)
            rect = rect.adjusted(px(16 + 6), 0, 0, 0)
        self._words(painter, rect, column, row)

    def _words(self, painter: QPainter, rect: QRect, column: Column[Any], row: Any) -> None:
        text = column.text(row)
        size = BASE if column.second is not None and column.medium else CELL
        style = font(size, medium=column.medium)
        tag = column.tag(row) if column.tag is not None else None
        room = _tag_room(tag)
        words = rect.adjusted(0, 0, -room, 0)
        colour = column.colour_of(row)
        draw_text(painter, words, text, style, colour, align=RIGHT if column.right else LEFT)
        if tag is not None:
            used = min(words.width(), metrics(size, medium=column.medium).horizontalAdvance(text))
            x = rect.right() + 1 - room if column.right else words.x() + used
            _draw_tag_after(painter, QRect(x + theme().px(6), rect.y(), room, rect.height()), tag)


def _tag_room(tag: TagSpec | None) -> int:
    if tag is None:
        return 0
    return theme().px(6) + (tag_width(tag.text, tag.icon) if tag.text else theme().px(16))


def _draw_tag_after(painter: QPainter, rect: QRect, tag: TagSpec) -> None:
    px = theme().px
    if not tag.text:
        draw_icon(painter, tag.icon, QRect(rect.x(), rect.y(), px(14), rect.height()), "accent", 14)
        return
    high = px(20)
    where = QRect(rect.x(), rect.y() + (rect.height() - high) // 2, tag_width(tag.text, tag.icon), high)
    draw_tag(painter, where, tag.text, tag.tone, tag.icon)
