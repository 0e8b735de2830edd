"""The header of a table: 32 high, sorted column in the accent colour with an arrow."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from app.views.components.painting import LEFT, RIGHT, draw_box, draw_text
from app.views.fonts import SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.tables.columns import Column
from app.views.theme import theme


class Header(QHeaderView):
    """Paints titles; a click on a sortable one asks the view to sort."""

    def __init__(self, view: Any) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.sorted_by = ""
        self.descending = False
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(20)
        self.viewport().setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Return 32 at 100 % text."""
        return QSize(super().sizeHint().width(), theme().px(32))

    def _column(self, section: int) -> Column[Any]:
        column: Column[Any] = self._view.table.columns[section]
        return column

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground with round upper corners, then the sections."""
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        draw_box(painter, whole.adjusted(0, 0, 0, 8), "surface2", None, 5)
        painter.setPen(theme().colour("border2"))
        painter.drawLine(0, whole.bottom(), whole.right(), whole.bottom())
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title and the arrow of the sorted column."""
        column = self._column(section)
        first, last = self._view.first_column == section, self._view.last_column == section
        inner = rect.adjusted(12 if first else 5, 0, -12 if last else -5, -1)
        chosen = bool(column.sort) and column.sort == self.sorted_by
        colour = "accent" if chosen else "text3"
        arrow = theme().px(14) if chosen else 0
        words = inner.adjusted(0, 0, -arrow - 4 if arrow else 0, 0)
        draw_text(painter, words, column.title, font(SMALL), colour, align=RIGHT if column.right else LEFT)
        if chosen:
            used = min(words.width(), metrics(SMALL).horizontalAdvance(column.title))
            x = inner.right() - arrow if column.right else words.x() + used + 4
            name = "chevron-down" if self.descending else "chevron-up"
            draw_icon(painter, name, QRect(x, inner.y(), arrow, inner.height()), "accent", 14)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over sortable titles."""
        section = self.logicalIndexAt(event.position().toPoint())
        sortable = section >= 0 and bool(self._column(section).sort)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if sortable else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for sorting."""
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and section >= 0 and self._column(section).sort:
            self._view.sort_by(self._column(section).sort)
