"""The table widget: keyboard, selection kept by key, column widths, countdown repaint, empty state."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from app.clock import Clock, SystemClock
from app.views.components.feedback import EmptyState
from app.views.tables.base_table import BaseTable
from app.views.tables.delegates import GAP, PADDING, CellDelegate
from app.views.tables.header import Header
from app.views.theme import theme
from app.views.ticker import ticker


class BaseView(QTableView):
    """Shows a `BaseTable`.

    Args:
        table: the rows.
        name: accessible name.
        row_height: pixels at 100 % text: 40 with a pill, 36 without, 52 with two lines.
        empty: shown while there are no rows.
        clock: tells the present instant to countdown columns.
        framed: edge and round corners of its own.

    """

    chosen = Signal(object)
    """Key of the current row, or None."""
    opened = Signal(object)
    """Key of a row opened by Enter or double click."""
    sort_requested = Signal(str, bool)
    """Sort key and whether descending: the service sorts, the page sets the new keys."""

    def __init__(
        self,
        table: BaseTable[Any, Any],
        name: str,
        *,
        row_height: int = 40,
        empty: EmptyState | None = None,
        clock: Clock | None = None,
        framed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        table.setParent(self)
        self._row_height, self._clock = row_height, clock or SystemClock()
        table.clock = self._clock
        self.hovered_row, self.first_column, self.last_column = -1, 0, len(table.columns) - 1
        self._kept: tuple[Any, int, Any, int] = (None, -1, None, -1)
        self._ticking = self._restoring = False
        self._cells = CellDelegate(self)
        self.setItemDelegate(self._cells)
        self._header = Header(self)
        self.setHorizontalHeader(self._header)
        self._settings(name, framed=framed)
        self.setModel(table)
        self._empty = empty
        if empty is not None:
            empty.setParent(self.viewport())
            empty.setVisible(False)
        table.keys_changing.connect(self._remember)
        table.keys_changed.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        theme().changed.connect(self._measure)
        self._measure()

    def _settings(self, name: str, *, framed: bool) -> None:
        self.setAccessibleName(name)
        self.setProperty("framed", "true" if framed else "false")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    # --- what the page does ---

    def now(self) -> datetime:
        """Return the present instant."""
        return self._clock.now()

    def current_key(self) -> Any:
        """Return the chosen row's key, or None."""
        index = self.currentIndex()
        return self.table.key_at(index.row()) if index.isValid() else None

    def choose(self, key: Any) -> bool:
        """Choose the row of a key and scroll to it; return whether it is in the list."""
        row = self.table.row_of(key)
        if row < 0:
            return False
        index = self.table.index(row, self.first_column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
        return True

    def show_sorted(self, sort: str, *, descending: bool = False) -> None:
        """Mark the column the rows are sorted by, without asking for sorting."""
        self._header.sorted_by, self._header.descending = sort, descending
        self._header.viewport().update()

    def sort_by(self, sort: str) -> None:
        """Ask for sorting by a key; the same key again turns the order round."""
        again = self._header.sorted_by == sort
        self.show_sorted(sort, descending=not self._header.descending if again else False)
        self.sort_requested.emit(sort, self._header.descending)

    def set_empty(self, why: str, what: str = "") -> None:
        """Change the sentences shown while there are no rows."""
        if self._empty is not None:
            self._empty.set_words(why, what)

    # --- selection over refreshes ---

    def _remember(self) -> None:
        top = self.rowAt(0)
        self._kept = (self.current_key(), self.currentIndex().row(), self.table.key_at(top), top)

    def _restore(self) -> None:
        key, key_row, top, top_row = self._kept
        self._cells.shown.clear()
        self._show_empty()
        if top is not None and (row := self.table.row_of(top, top_row)) >= 0:
            self.scrollTo(self.table.index(row, self.first_column), QAbstractItemView.ScrollHint.PositionAtTop)
        row = self.table.row_of(key, key_row) if key is not None else -1
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self._restoring = True  # the same record stays chosen: nothing changed for the page
            self.selectionModel().setCurrentIndex(self.table.index(row, self.first_column), flags)
            self._restoring = False
        elif key is not None:
            self.chosen.emit(None)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._restoring:
            self.chosen.emit(self.table.key_at(current.row()) if current.isValid() else None)

    # --- measures ---

    def _measure(self) -> None:
        high = theme().px(self._row_height)
        self.verticalHeader().setMinimumSectionSize(high)
        self.verticalHeader().setDefaultSectionSize(high)
        self._spread()
        self.viewport().update()

    def _spread(self) -> None:
        """Hide the least important columns until the rest fits; give what is left to the stretching one."""
        px, columns = theme().px, self.table.columns
        room = self.viewport().width()
        extra = PADDING * 2 - GAP
        shown = list(range(len(columns)))
        while len(shown) > 1 and sum(px(columns[i].width) for i in shown) + extra > room:
            least = max(shown, key=lambda i: columns[i].priority)
            if columns[least].priority == 0:
                break
            shown.remove(least)
        self.first_column, self.last_column = shown[0], shown[-1]
        widths = {i: px(columns[i].width) for i in shown}
        widths[shown[0]] += PADDING - GAP // 2
        widths[shown[-1]] += PADDING - GAP // 2
        stretching = [i for i in shown if columns[i].stretch] or [shown[-1]]
        rest = room - sum(widths.values())
        for i in stretching:
            widths[i] = max(px(24), widths[i] + rest // len(stretching))
        for i in range(len(columns)):
            self.setColumnHidden(i, i not in widths)
            if i in widths:
                self.setColumnWidth(i, widths[i])

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(self.table.rowCount() == 0)
            self._empty.setGeometry(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns again."""
        super().resizeEvent(event)
        self._spread()
        self._show_empty()

    # --- countdown ---

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the seconds while visible."""
        super().showEvent(event)
        if not self._ticking and any(column.pill is not None for column in self.table.columns):
            self._ticking = True
            ticker().second.connect(self.tick)
            ticker().start()
            self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop listening."""
        super().hideEvent(event)
        self._rest()

    def _rest(self) -> None:
        if self._ticking:
            self._ticking = False
            ticker().second.disconnect(self.tick)
            ticker().stop()

    def tick(self) -> None:
        """Repaint the countdown cells that show something else now; nothing else is touched."""
        now = self.now()
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.table.rowCount() - 1
        for number, column in enumerate(self.table.columns):
            if column.pill is None or self.isColumnHidden(number):
                continue
            x, wide = self.columnViewportPosition(number), self.columnWidth(number)
            for row in range(max(0, top), last + 1):
                data = self.table.peek(row)
                if data is not None and column.pill(data, now) != self._cells.shown.get(row):
                    self.viewport().update(QRect(x, self.rowViewportPosition(row), wide, self.rowHeight(row)))

    # --- mouse and keyboard ---

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        for changed in (self.hovered_row, row):
            if changed >= 0:
                self.viewport().update(
                    0, self.rowViewportPosition(changed), self.viewport().width(), self.rowHeight(changed)
                )
        self.hovered_row = row

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row the mouse is over."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hover."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rowAt(event.position().toPoint().y()) >= 0:
            self.opened.emit(self.current_key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Home and End go to the first and last row."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key() is not None:
            self.opened.emit(self.current_key())
            return
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.table.rowCount():
            self.choose(self.table.key_at(0 if key == Qt.Key.Key_Home else self.table.rowCount() - 1))
            return
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole text as a tooltip where it is cut, and what a pill or tag means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def _tip(self, at: QPoint) -> str:
        index = self.indexAt(at)
        row = self.table.peek(index.row()) if index.isValid() else None
        if row is None:
            return ""
        column = self.table.columns[index.column()]
        if column.pill is not None:
            return column.pill(row, self.now()).spoken
        text = str(self.table.data(index, Qt.ItemDataRole.ToolTipRole) or "")
        cut = self.fontMetrics().horizontalAdvance(column.text(row)) > self.columnWidth(index.column()) - GAP
        return text if cut or column.tag is not None else ""
