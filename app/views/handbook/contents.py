"""The left side of the handbook: search on top; chapters with the open one's sections below, or what was found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.views.components.fields import SearchField
from app.views.components.labels import Label, Panel
from app.views.fonts import font
from app.views.handbook.book import Book, Chapter, Found
from app.views.keys import is_enter
from app.views.theme import theme

WIDE = 248
TARGET = Qt.ItemDataRole.UserRole


class Contents(Panel):
    """Chooses where to read.

    Args:
        book: what is listed.

    """

    chosen = Signal(str, str)
    """A chapter's name and an anchor (may be empty)."""

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__("nav", margin=(8, 12, 8, 8), spacing=8, parent=parent)
        self._book, self._open = book, book.chapters[0]
        self.search = SearchField("在手册里查找")
        self.list = QListWidget()
        self.list.setAccessibleName("手册目录")
        self.list.setProperty("contents", "true")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = Label("手册里没有这样的话。换个词试试。", "hint", wrap=True)
        for widget in (self.search, self._nothing):
            self.body.addWidget(widget)
        self.body.addWidget(self.list, 1)
        self.search.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        theme().changed.connect(self._measure)
        self._measure()

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for."""
        return tuple(self.search.text().split())

    def set_open(self, chapter: Chapter, anchor: str = "") -> None:
        """Mark what is being read; what was found stays on show."""
        self._open = chapter
        if not self.words:
            self._fill()
            self._select((chapter.name, anchor))

    def _select(self, target: tuple[str, str]) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            if item.data(TARGET) == target:
                self.list.setCurrentItem(item)
                return

    def _fill(self) -> None:
        self.list.clear()
        found = self._book.find(self.search.text())
        if self.words:
            self._add_found(found)
        else:
            for chapter in self._book.chapters:
                self._add(chapter.title, (chapter.name, ""), strong=True)
                if chapter is self._open:
                    for section in chapter.sections[1:]:
                        self._add("　" + section.title, (chapter.name, section.title))
        self._nothing.setVisible(bool(self.words) and not found)

    def _add_found(self, found: Sequence[Found]) -> None:
        for hit in found:
            title = hit.section.title or hit.chapter.title
            self._add(f"{title}\n{hit.chapter.title}：{hit.snippet}", (hit.chapter.name, hit.section.title))

    def _add(self, words: str, target: tuple[str, str], *, strong: bool = False) -> None:
        item = QListWidgetItem(words)
        item.setData(TARGET, target)
        item.setFont(font(14 if strong else 13, medium=strong))
        self.list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(*item.data(TARGET))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search: ↓ goes to the list, Enter opens the first hit."""
        if self.search.hasFocus() and self.list.count() and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            self.list.setCurrentRow(0)
        elif self.search.hasFocus() and self.list.count() and is_enter(event) and self.words:
            self._take(self.list.item(0))
        else:
            super().keyPressEvent(event)

    def _measure(self) -> None:
        self.setFixedWidth(theme().px(WIDE))
        self._fill()
        self._select((self._open.name, ""))
