"""Choosing from a list: a short one that drops down, a long one that is searched by typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QListWidget, QListWidgetItem, QWidget

from app.views.components.fields import TextField
from app.views.icons import draw_icon
from app.views.theme import theme


@dataclass(frozen=True)
class Option:
    """One thing to choose: its value, its words, and a grey remark."""

    value: Any
    words: str
    remark: str = ""


class Choice(QComboBox):
    """A short list that drops down; the wheel scrolls the page, not the choice.

    Args:
        options: (value, words) pairs or `Option`s.
        placeholder: grey words while nothing is chosen; without it the first option is chosen.

    """

    is_picked = True
    changed = Signal(object)
    left = Signal()

    def __init__(
        self, options: Sequence[tuple[Any, str] | Option] = (), *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setView(QListView(self))
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._placeholder = placeholder
        self._values: list[Any] = []  # Qt's item data would turn a StrEnum into str and bytes into QByteArray
        self.set_options(options)
        self.activated.connect(self._activated)

    def set_options(self, options: Sequence[tuple[Any, str] | Option]) -> None:
        """Offer other options; keeps the chosen value if it is still there."""
        before = self.value() if self.count() else None
        self.clear()
        given = [option if isinstance(option, Option) else Option(*option) for option in options]
        self._values = [option.value for option in given]
        self.addItems([option.words for option in given])
        self.setPlaceholderText(self._placeholder)
        self.setCurrentIndex(-1 if self._placeholder else 0)
        if before is not None:
            self.set_value(before)

    def _activated(self, _index: int) -> None:
        self.changed.emit(self.value())
        self.left.emit()

    def value(self) -> Any:
        """Return the chosen value, or None."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose a value; an unknown one changes nothing."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def showPopup(self) -> None:
        """Drop the list down, with round corners."""
        frame = self.view().window()
        if not frame.isVisible():
            frame.setWindowFlags(
                frame.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
            )
            frame.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow at the right."""
        super().paintEvent(event)
        px = theme().px
        arrow = QRect(self.width() - px(26), 0, px(16), self.height())
        draw_icon(QPainter(self), "chevron-down", arrow, "text2" if self.isEnabled() else "text3_disabled")


class SearchChoice(TextField):
    """A field whose matches drop down while typing: options given at once, or fetched for what was typed.

    For fetched options connect `search_requested(text)` and answer with `set_options`.
    """

    changed = Signal(object)
    search_requested = Signal(str)

    def __init__(
        self,
        placeholder: str = "",
        options: Sequence[Option] = (),
        *,
        free: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, parent=parent)
        self._all, self._free = list(options), free
        self._chosen: Option | None = None
        self._list = QListWidget(self)
        self._list.setProperty("popup", "true")
        self._list.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._take)
        self.textEdited.connect(self._typed)
        self.left.connect(self._leave)
        self.installEventFilter(self)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these for what is typed now."""
        self._all = list(options)
        if self.hasFocus() and self.isModified():
            self._offer(self._all)

    def value(self) -> Any:
        """Return the chosen option's value; with `free`, the typed text where none was chosen."""
        if self._chosen is not None:
            return self._chosen.value
        return super().value() if self._free else None

    def chosen(self) -> Option | None:
        """Return the chosen option."""
        return self._chosen

    def set_value(self, value: Any) -> None:
        """Choose by value, or show a text that is no option."""
        found = next((option for option in self._all if option.value == value), None)
        self._chosen = found
        self.setText(found.words if found else value if isinstance(value, str) and self._free else "")

    def choose(self, option: Option) -> None:
        """Choose an option as if it had been clicked."""
        self._chosen = option
        self.setText(option.words)
        self.setModified(False)
        self._list.hide()
        self.changed.emit(option.value)

    def list_shown(self) -> bool:
        """Return whether the list has dropped down, so that Enter belongs to it."""
        return self._list.isVisible()

    def unreadable(self) -> str:
        """Return what to do about a text that is no option."""
        return "请从列表中选一个。" if self.text() and self._chosen is None and not self._free else ""

    def _typed(self, text: str) -> None:
        self._chosen = None
        if self.receivers("2search_requested(QString)") > 0:
            self.search_requested.emit(text)
            return
        wanted = text.strip().casefold()
        self._offer([option for option in self._all if wanted in f"{option.words} {option.remark}".casefold()])

    def _offer(self, options: Sequence[Option]) -> None:
        self._list.clear()
        for option in options[:50]:
            item = QListWidgetItem(f"{option.words}　{option.remark}".rstrip("　"))
            item.setData(Qt.ItemDataRole.UserRole, option)
            self._list.addItem(item)
        if not options:
            self._list.hide()
            return
        self._list.setCurrentRow(-1 if self._free else 0)
        high = theme().px(30) * min(8, len(options)) + 10
        place = self.mapToGlobal(QPoint(0, self.height() + 2))
        self._list.setGeometry(place.x(), place.y(), self.width(), high)
        self._list.show()

    def _take(self, item: QListWidgetItem) -> None:
        self.choose(item.data(Qt.ItemDataRole.UserRole))

    def _leave(self) -> None:
        self._list.hide()
        if self._chosen is None and not self._free:
            exact = [option for option in self._all if option.words == self.text().strip()]
            if exact:
                self.choose(exact[0])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        super().focusOutEvent(event)
        self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, take with Enter, close with Esc, open with Down."""
        key = event.key()
        if self._list.isVisible():
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.currentItem() is not None:
                self._take(self._list.currentItem())
                return
            if key == Qt.Key.Key_Escape:
                self._list.hide()
                return
        elif key == Qt.Key.Key_Down and self._all:
            self._offer(self._all)
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the marked option when Tab leaves the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            item = self._list.currentItem() if self._list.isVisible() else None
            if item is not None:
                self._take(item)
        return super().eventFilter(watched, event)
