"""A table model over a list of row keys; rows are fetched by pages in the reader thread as they come into view."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.clock import Clock
from app.errors import AppError
from app.views.jobs import JobRunner
from app.views.tables.columns import Column

R = TypeVar("R")
K = TypeVar("K", bound=Hashable)
Index = QModelIndex | QPersistentModelIndex

PAGE = 100
KEPT = 4000
"""Rows kept in memory: what lies around the visible ones and was seen lately."""

NEAR = 10_000
"""Rows at each side of where a key stood that are looked at first."""


class BaseTable(QAbstractTableModel, Generic[K, R]):
    """Rows by key.

    Args:
        columns: what is shown.
        jobs: runs the loader.
        load: gets keys, returns their rows in any order (missing ones left out); runs in the reader thread.
        key_of: a row's key.
        parent: Qt parent.

    """

    keys_changing = Signal()
    keys_changed = Signal()
    rows_loaded = Signal()
    load_failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        jobs: JobRunner,
        load: Callable[[list[K]], Iterable[R]],
        key_of: Callable[[R], K],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._jobs, self._load, self._key_of = jobs, load, key_of
        self._keys: Sequence[K] = []
        self._rows: OrderedDict[K, R] = OrderedDict()
        self._stale: set[K] = set()
        self._asked: set[K] = set()
        self._wanted: list[int] = []
        self.clock: Clock | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fetch)

    # --- what the page does ---

    def set_keys(self, keys: Sequence[K], rows: Iterable[R] = ()) -> None:
        """Show other rows, in this order.

        Args:
            keys: the sorted keys, e.g. an `array('q')` of row numbers.
            rows: those already at hand (the first page), so that they show at once.

        """
        self.keys_changing.emit()
        self.beginResetModel()
        self._keys = keys
        self._keep(rows)
        self.endResetModel()
        self.keys_changed.emit()

    def refresh(self, keys: Iterable[K] | None = None) -> None:
        """Read rows again (all when no keys are given); the old ones stay on show until the new ones come."""
        changed = set(self._rows) if keys is None else {key for key in keys if key in self._rows}
        self._stale |= changed
        self._asked -= changed
        if changed and len(self._keys):
            last = self.index(len(self._keys) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def keys(self) -> Sequence[K]:
        """The keys in order."""
        return self._keys

    def key_at(self, row: int) -> K | None:
        """Return the key of a row."""
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: K, near: int = -1) -> int:
        """Return where a key stands, or -1.

        Args:
            key: of the row.
            near: where it stood before; looked at first, as going through a million keys holds the window up for frames.

        """
        if near >= 0 and len(self._keys) > 2 * NEAR:
            first = max(near - NEAR, 0)
            part = self._keys[first : near + NEAR]
            if key in part:
                return first + part.index(key)
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def peek(self, row: int) -> R | None:
        """Return a row if it is at hand, without fetching."""
        key = self.key_at(row)
        return None if key is None else self._rows.get(key)

    def row(self, row: int) -> R | None:
        """Return a row, or None and fetch it."""
        key = self.key_at(row)
        if key is None:
            return None
        found = self._rows.get(key)
        if found is None or key in self._stale:
            self._want(row)
        elif found is not None:
            self._rows.move_to_end(key)
        return found

    # --- fetching ---

    def _want(self, row: int) -> None:
        if self._keys[row] in self._asked:
            return
        self._wanted.append(row)
        if not self._soon.isActive():
            self._soon.start()

    def _fetch(self) -> None:
        pages = sorted({row // PAGE for row in self._wanted if row < len(self._keys)})
        self._wanted.clear()
        for page in pages:
            keys = [
                key
                for key in self._keys[page * PAGE : (page + 1) * PAGE]
                if key not in self._asked and (key in self._stale or key not in self._rows)
            ]
            if keys:
                self._asked.update(keys)
                self._jobs.run(self._load, keys, lane="read", done=self._came, failed=self._failed)

    def _came(self, rows: Iterable[R]) -> None:
        self._keep(rows)
        if len(self._keys):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self.columns) - 1))
        self.rows_loaded.emit()

    def _failed(self, error: AppError) -> None:
        self._asked.clear()
        self.load_failed.emit(error)

    def _keep(self, rows: Iterable[R]) -> None:
        for row in rows:
            key = self._key_of(row)
            self._rows[key] = row
            self._rows.move_to_end(key)
            self._stale.discard(key)
            self._asked.discard(key)
        while len(self._rows) > KEPT:
            gone, _ = self._rows.popitem(last=False)
            self._stale.discard(gone)

    # --- what Qt asks ---

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of keys."""
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return words, tooltip or accessible text of a cell; what is not at hand yet is empty."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = self.row(index.row())
        if row is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[index.column()]
        text = column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole and column.pill is not None and self.clock is not None:
            return column.pill(row, self.clock.now()).spoken
        tag = column.tag(row) if column.tag is not None else None
        if tag is None or role == Qt.ItemDataRole.DisplayRole:
            return text
        return f"{text}，{tag.spoken or tag.text}"
