"""Drives windows as a user does: finds things by the words on them, clicks, types, reads what is on show."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

W = TypeVar("W", bound=QWidget)
PATIENCE = 5000
"""Milliseconds to wait for something that comes from a worker."""


def _columns(view: QAbstractItemView) -> int:
    """Return the columns of a view; a list has one (its model keeps the count private)."""
    return 1 if isinstance(view, QListView) else view.model().columnCount(QModelIndex())


class Robot:
    """A user in front of one window.

    Args:
        qtbot: pytest-qt's.
        root: the window.

    """

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self.qtbot, self.root = qtbot, root

    # --- finding ---

    def find(self, kind: type[W], words: str) -> W:
        """Return the visible widget of a kind whose accessible name, text or placeholder is, or begins with, `words`.

        Raises:
            AssertionError: none, or several, are on show.

        """
        seen = [widget for widget in self._windows(kind) if widget.isVisible()]
        exact = [widget for widget in seen if words in self._names(widget)]
        close = exact or [widget for widget in seen if any(name.startswith(words) for name in self._names(widget))]
        if len(close) != 1:
            names = sorted({name for widget in seen for name in self._names(widget) if name})
            raise AssertionError(f"{len(close)} {kind.__name__} called {words!r}; on show: {names}")
        return close[0]

    def has(self, kind: type[QWidget], words: str) -> bool:
        """Return whether such a widget is on show."""
        try:
            self.find(kind, words)
        except AssertionError:
            return False
        return True

    def _windows(self, kind: type[W]) -> list[W]:
        modal = QApplication.activeModalWidget()
        where = modal or self.root
        return [*([where] if isinstance(where, kind) else []), *where.findChildren(kind)]

    def _names(self, widget: QWidget) -> set[str]:
        names = {widget.accessibleName()}
        for name in ("text", "placeholderText", "windowTitle"):
            reader = getattr(widget, name, None)
            if callable(reader) and not (name == "text" and isinstance(widget, QLineEdit)):
                names.add(str(reader()))
        return (names | {name.replace("，必填", "") for name in names}) - {""}

    # --- acting ---

    def click(self, words: str, kind: type[QWidget] = QAbstractButton) -> None:
        """Click the button with these words."""
        button = self.find(kind, words)
        assert button.isEnabled(), f"{words} cannot be clicked now"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_into(self, label: str, text: str, *, clear: bool = True) -> None:
        """Type into the field with this label, then leave it with Tab."""
        field = self.field(label)
        field.setFocus()
        if clear and isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit)):
            field.selectAll()
            QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        elif isinstance(field, QLineEdit):
            field.insert(text)  # what an input method delivers
            field.textEdited.emit(field.text())
        elif isinstance(field, (QPlainTextEdit, QTextEdit)):
            field.insertPlainText(text)
        QTest.keyClick(field, Qt.Key.Key_Tab)

    def field(self, label: str) -> QWidget:
        """Return the visible input with this label."""
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox):
            if self.has(kind, label):
                return self.find(kind, label)
        raise AssertionError(f"no field called {label!r} is on show")

    def choose(self, label: str, words: str) -> None:
        """Choose an entry of a drop-down list by its words."""
        box = self.find(QComboBox, label)
        at = box.findText(words)
        assert at >= 0, f"{words} is not in {[box.itemText(i) for i in range(box.count())]}"
        box.setCurrentIndex(at)
        box.activated.emit(at)

    def press(self, keys: str, at: QWidget | None = None) -> None:
        """Press a key or shortcut (“Ctrl+K”, “Return”) where the focus is."""
        window = QApplication.activeModalWidget() or self.root
        focus: QWidget | None = QApplication.focusWidget() or window.focusWidget()
        target = at or (window if focus is None else focus)
        QTest.keySequence(target, keys)

    # --- reading ---

    def texts(self) -> list[str]:
        """Return every word on show: labels, buttons, tags, pills, fields, visible table rows."""
        found: list[str] = []
        for widget in self._windows(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QAbstractItemView):
                found += [cell for row in self._rows_of(widget) for cell in row if cell]
            elif isinstance(widget, QComboBox):
                found.append(widget.currentText())
            elif isinstance(widget, (QPlainTextEdit, QTextEdit)):
                found.append(widget.toPlainText())
            elif isinstance(widget, (QLabel, QLineEdit, QAbstractButton)):
                found.append(widget.text())
            if widget.accessibleName():
                found.append(widget.accessibleName())
        return [text for text in found if text]

    def sees(self, words: str) -> bool:
        """Return whether these words are on show somewhere."""
        return any(words in text for text in self.texts())

    def wait_for(self, words: str) -> None:
        """Wait until these words are on show."""
        self.until(lambda: self.sees(words), f"{words!r} never came; on show: {self.texts()}")

    def until(self, condition: Callable[[], bool], complaint: str = "condition never came true") -> None:
        """Wait for a condition."""

        def check() -> None:
            assert condition(), complaint

        self.qtbot.waitUntil(check, timeout=PATIENCE)

    def rows(self, name: str) -> list[list[str]]:
        """Return the visible rows of a table by its name, cell by cell as a screen reader says them."""
        return self._rows_of(self.find(QAbstractItemView, name))

    def _rows_of(self, view: QAbstractItemView) -> list[list[str]]:
        model = view.model()
        if not isValid(model) or isinstance(view, QHeaderView):
            return []
        last = view.indexAt(QPoint(4, view.viewport().height() - 2)).row()
        count = model.rowCount(QModelIndex()) if last < 0 else last + 1
        role = Qt.ItemDataRole
        return [
            [
                str(index.data(role.AccessibleTextRole) or index.data(role.DisplayRole) or "")
                for index in (model.index(row, column) for column in range(_columns(view)))
            ]
            for row in range(max(0, view.indexAt(QPoint(4, 2)).row()), count)
        ]

    def click_row(self, name: str, words: str, *, twice: bool = False) -> None:
        """Click (or double-click) the first row of a table that contains these words."""
        view = self.find(QAbstractItemView, name)
        found: list[QModelIndex] = []

        def look() -> bool:
            found[:] = self._cells_with(view, words)
            return bool(found)

        self.until(look, f"no row of {name} contains {words!r}")
        view.scrollTo(found[0])
        at = QPoint(view.viewport().width() // 2, view.visualRect(found[0]).center().y())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        if twice:
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def _cells_with(self, view: QAbstractItemView, words: str) -> list[QModelIndex]:
        """Return the cells among the first thousand rows that contain these words."""
        model = view.model()
        cells = (
            model.index(row, column)
            for row in range(min(1000, model.rowCount(QModelIndex())))
            for column in range(_columns(view))
        )
        role = Qt.ItemDataRole
        return [cell for cell in cells if words in str(cell.data(role.AccessibleTextRole) or cell.data() or "")]
