"""A hand that works windows as a user does: finds things by the words on them, clicks, types, reads what is on show."""

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
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.clock import monotonic

W = TypeVar("W", bound=QWidget)
PATIENCE_SECONDS = 8.0
"""How long to wait for something that comes from a worker."""
BEAT_MS = 15


class NotOnShowError(AssertionError):
    """What was looked for is not on show, or cannot be used now; the words are for the user of the tour."""


def _columns(view: QAbstractItemView) -> int:
    """Return the columns of a view; a list has one (its model keeps the count private)."""
    return 1 if isinstance(view, QListView) else view.model().columnCount(QModelIndex())


def _listed(texts: list[str]) -> str:
    """Return the words on show, shortened, each once."""
    return "；".join(dict.fromkeys(texts))[:1500]


class Hand:
    """A user in front of one window.

    Args:
        root: the window.

    """

    def __init__(self, root: QWidget) -> None:
        self.root = root

    # --- finding ---

    def find(self, kind: type[W], words: str) -> W:
        """Return the visible widget of a kind whose accessible name, text or placeholder is, or begins with, `words`.

        Raises:
            NotOnShowError: none, or several, are on show.

        """
        seen = [widget for widget in self._windows(kind) if widget.isVisible()]
        exact = [widget for widget in seen if words in self._names(widget)]
        close = exact or [widget for widget in seen if any(name.startswith(words) for name in self._names(widget))]
        if len(close) != 1:
            names = sorted({name for widget in seen for name in self._names(widget) if name})
            raise NotOnShowError(f"要找“{words}”（{kind.__name__}），找到 {len(close)} 个；画面上有：{_listed(names)}")
        return close[0]

    def has(self, kind: type[QWidget], words: str) -> bool:
        """Return whether such a widget is on show."""
        try:
            self.find(kind, words)
        except NotOnShowError:
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
        if not button.isEnabled():
            raise NotOnShowError(f"“{words}”现在不能点。")
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
        raise NotOnShowError(f"画面上没有“{label}”这一栏。")

    def choose(self, label: str, words: str) -> None:
        """Choose an entry of a drop-down list by its words."""
        box = self.find(QComboBox, label)
        at = box.findText(words)
        if at < 0:
            entries = [box.itemText(i) for i in range(box.count())]
            raise NotOnShowError(f"“{label}”里没有“{words}”；有：{_listed(entries)}")
        box.setCurrentIndex(at)
        box.activated.emit(at)

    def press(self, keys: str, at: QWidget | None = None) -> None:
        """Press a key or shortcut (“Ctrl+K”, “Return”) where the focus is."""
        window = QApplication.activeModalWidget() or self.root
        focus: QWidget | None = QApplication.focusWidget() or window.focusWidget()
        target = at or (window if focus is None else focus)
        QTest.keySequence(target, keys)

    def pick(self, words: str) -> None:
        """Click the entry of the open menu whose words begin so."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            raise NotOnShowError(f"没有打开的菜单，不能选“{words}”。")
        for entry in menu.actions():
            if entry.text().startswith(words) and entry.isEnabled():
                QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
                return
        raise NotOnShowError(f"菜单里没有“{words}”；有：{_listed([entry.text() for entry in menu.actions()])}")

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
        self.until(lambda: self.sees(words), lambda: f"没有等到“{words}”；画面上有：{_listed(self.texts())}")

    def until(self, condition: Callable[[], bool], complaint: str | Callable[[], str] = "没有等到预期的结果。") -> None:
        """Wait for a condition.

        Args:
            condition: asked again and again while the window lives on.
            complaint: what to say when it never comes true; a function is asked at the end.

        Raises:
            NotOnShowError: it did not come true in time.

        """
        latest = monotonic() + PATIENCE_SECONDS
        while not condition():
            if monotonic() > latest:
                raise NotOnShowError(complaint if isinstance(complaint, str) else complaint())
            QTest.qWait(BEAT_MS)

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

        self.until(look, f"“{name}”里没有一行含有“{words}”。")
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
