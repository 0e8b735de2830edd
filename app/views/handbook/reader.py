"""Shows a chapter: text with pictures that fit the width, in the theme's colours; follows links inside the handbook only."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from app.views.handbook.book import Book, Chapter
from app.views.handbook.markup import Sizes, page, stylesheet
from app.views.theme import theme

MARGIN, WIDEST = 28, 880
"""Pixels at 100 % text: around the text, and the longest line that is easy to read."""
STEP = 8
"""Pictures change their width in steps of so many pixels, so that a window being pulled is not laid out at each."""


class Reader(QTextBrowser):
    """The right side of the handbook.

    Args:
        book: whose pictures are shown.

    """

    link_followed = Signal(str, str)
    """A chapter (empty: this one) and an anchor (may be empty)."""

    def __init__(self, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._chapter: Chapter | None = None
        self._words: tuple[str, ...] = ()
        self._wide = 0
        self.setAccessibleName("手册内容")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        )  # one that comes and goes changes the width
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(0)
        self._resized.timeout.connect(self._lay_out)
        self.anchorClicked.connect(self._follow)
        theme().changed.connect(self._lay_out)

    # --- what the window asks ---

    def show_chapter(self, chapter: Chapter, anchor: str = "", words: tuple[str, ...] = ()) -> None:
        """Show a chapter from its beginning or from a section on, with words marked."""
        self._words = words
        if chapter is not self._chapter:
            self._chapter = chapter
            self._lay_out()
        self._mark()
        if anchor:
            self.scrollToAnchor(anchor)
        else:
            self.verticalScrollBar().setValue(0)

    @property
    def place(self) -> int:
        """How far the text is scrolled."""
        return self.verticalScrollBar().value()

    @place.setter
    def place(self, value: int) -> None:
        self.verticalScrollBar().setValue(value)

    # --- laying out ---

    def _lay_out(self) -> None:
        if self._chapter is None:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._wide = self._room()
        document = self.document()
        document.setDocumentMargin(theme().px(MARGIN))
        document.setDefaultFont(self.font())
        document.setDefaultStyleSheet(stylesheet())
        self.setHtml(page(self._chapter.source, Sizes(self._width_of)))
        self._mark()
        bar.setValue(round(share * bar.maximum()))

    def _room(self) -> int:
        """Return the width that pictures may have."""
        room = min(self.viewport().width(), theme().px(WIDEST) + 2 * theme().px(MARGIN)) - 2 * theme().px(MARGIN)
        return max(STEP, room // STEP * STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines readable and pictures inside, once the window has its size."""
        edge = max(0, self.width() - theme().px(WIDEST) - 2 * theme().px(MARGIN) - self.verticalScrollBar().width())
        self.setViewportMargins(0, 0, edge, 0)
        super().resizeEvent(event)
        if self._room() != self._wide:
            self._resized.start()  # not now: Qt may be laying the text out itself

    def _width_of(self, name: str) -> int:
        file = self._book.picture(name)
        return min(self._wide, theme().px(QImageReader(str(file)).size().width())) if file is not None else 0

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Give the handbook's own pictures, drawn smoothly in the size shown; nothing else is ever loaded."""
        shown = QUrl(name).toString()
        file = self._book.picture(shown)
        if kind != QTextDocument.ResourceType.ImageResource.value or file is None:
            return None
        ratio = self.devicePixelRatioF()
        image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
        wide = round(self._width_of(shown) * ratio)
        image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    # --- links and marks ---

    def _follow(self, url: QUrl) -> None:
        if not url.scheme() and not url.host():
            self.link_followed.emit(url.path(), url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def _mark(self) -> None:
        """Mark every place where a word that was looked for stands."""
        marks = []
        for word in self._words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                marks.append(_marked(cursor))
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)


def _marked(cursor: QTextCursor) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    found: Any = selection  # the binding's stubs do not name these attributes
    found.cursor = cursor
    found.format.setBackground(QColor(theme().value("soonbg")))
    found.format.setForeground(QColor(theme().value("soon")))
    return selection
