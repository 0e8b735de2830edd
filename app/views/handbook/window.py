"""The handbook's window: contents at the left, the chapter at the right; Esc closes."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.views.components.buttons import IconButton
from app.views.components.labels import Label, Panel, divider
from app.views.handbook.book import Book, Chapter, load_book
from app.views.handbook.contents import Contents
from app.views.handbook.reader import Reader

USUAL, SMALLEST = QSize(1120, 700), QSize(680, 420)
MOST_STEPS = 100
"""So many places are remembered for going back."""


class HandbookWindow(QWidget):
    """Reads the handbook beside the work; nothing in it can be changed.

    Args:
        book: its chapters.
        parent: the window it belongs to and closes with.

    """

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._book = book
        self._places: list[tuple[str, int]] = []
        self._open: Chapter | None = None
        self.setWindowTitle("使用手册 - 律顾台")
        self.setMinimumSize(SMALLEST)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(USUAL.width(), room.width()), min(USUAL.height(), room.height()))
        self.contents, self.reader = Contents(book), Reader(book)
        self.back = IconButton("arrow-left", "回到刚才看的地方（Alt+←）")
        self._title = Label("", "head")
        self._lay_out()
        self.contents.chosen.connect(self.open)
        self.reader.link_followed.connect(self._follow)
        self.back.clicked.connect(lambda _checked=False: self.go_back())
        for keys, act in (("Alt+Left", self.go_back), ("Ctrl+F", self.start_search)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.contents)
        whole.addWidget(divider(vertical=True))
        right = Panel("surface", margin=0, spacing=0)
        head = Panel("surface", margin=(12, 8, 16, 7), spacing=8, horizontal=True)
        head.body.addWidget(self.back)
        head.body.addWidget(self._title, 1)
        head.body.addWidget(Label("Ctrl+F 查找　Esc 关闭", "hint"))
        for widget in (head, divider()):
            right.body.addWidget(widget)
        right.body.addWidget(self.reader, 1)
        whole.addWidget(right, 1)

    # --- reading ---

    def open(self, name: str, anchor: str = "") -> None:
        """Show a chapter, from a section on; an unknown one shows the first."""
        if self._open is not None:
            self._places = [*self._places, (self._open.name, self.reader.place)][-MOST_STEPS:]
        self._show(self._book.chapter(name) or self._book.chapters[0], anchor)

    def _show(self, chapter: Chapter, anchor: str = "") -> None:
        self._open = chapter
        self._title.setText(f"{chapter.title} · {anchor}" if anchor else chapter.title)
        self.contents.set_open(chapter, anchor)
        self.reader.show_chapter(chapter, anchor, self.contents.words)
        self.back.setEnabled(bool(self._places))

    def _follow(self, name: str, anchor: str) -> None:
        self.open(name or (self._open.name if self._open is not None else ""), anchor)

    def go_back(self) -> None:
        """Show what was read before, where it was left."""
        if not self._places:
            return
        name, place = self._places.pop()
        chapter = self._book.chapter(name)
        if chapter is not None:
            self._show(chapter)
            self.reader.place = place

    def start_search(self) -> None:
        """Put the cursor into the search."""
        self.contents.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.contents.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def open_handbook(parent: QWidget, chapter: str) -> HandbookWindow:
    """Open the handbook of a window at a chapter; one that is open already comes to the front.

    Args:
        parent: the window it belongs to.
        chapter: name of the chapter's file.

    Raises:
        DataFileError: the handbook was not delivered with this copy of the program.

    """
    window = parent.findChild(HandbookWindow) or HandbookWindow(load_book(), parent)
    window.open(chapter)
    window.show()
    window.raise_()
    window.activateWindow()
    return window
