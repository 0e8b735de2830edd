"""Text inputs: one line, amounts and phones, search, passwords, several lines."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.views.components.buttons import IconButton
from app.views.components.painting import RIGHT, draw_text
from app.views.fonts import CELL, font, metrics
from app.views.icons import draw_icon
from app.views.keys import is_enter
from app.views.text import clean_line
from app.views.theme import theme


class LineField(QLineEdit):
    """One line of text, 34 high; pasted text is tidied.

    Args:
        placeholder: grey words while empty.
        unit: shown inside at the right (元).
        clean: how pasted and left text is tidied.
        limit: most characters taken.

    """

    left = Signal()
    """The field lost the focus (or Enter was pressed): time to check it."""

    def __init__(
        self,
        placeholder: str = "",
        *,
        unit: str = "",
        clean: Callable[[str], str] = clean_line,
        limit: int = 200,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit, self._clean = unit, clean
        self.setPlaceholderText(placeholder)
        self.setMaxLength(limit)
        self.editingFinished.connect(self._tidy)
        if unit:
            self._make_room()
            theme().changed.connect(self._make_room)

    def _make_room(self) -> None:
        self.setTextMargins(0, 0, metrics(CELL).horizontalAdvance(self._unit) + 8, 0)

    def _tidy(self) -> None:
        tidy = self._clean(self.text())
        if tidy != self.text():
            self.setText(tidy)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tidy what is pasted."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.insert(self._clean(QApplication.clipboard().text()))
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the unit inside at the right."""
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            draw_text(painter, self.rect().adjusted(0, 0, -12, 0), self._unit, font(CELL), "text2", align=RIGHT)


class TextField(LineField):
    """One line of text; see `LineField`."""

    def value(self) -> str:
        """Return the tidied text."""
        return self._clean(self.text())

    def set_value(self, text: str) -> None:
        """Show a text."""
        self.setText(text)


class SearchField(TextField):
    """A field with a magnifier; Esc clears it.

    Args:
        hint: shown at the right while there is room (姓名、拼音、电话均可).
        quiet: the look of the top bar's field.

    """

    def __init__(
        self, placeholder: str = "", *, hint: str = "", quiet: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, parent=parent)
        self.setProperty("search", "quiet" if quiet else "true")
        self.setAccessibleName(placeholder)
        self._hint = hint
        self._indent()
        theme().changed.connect(self._indent)

    def _indent(self) -> None:
        self.setTextMargins(theme().px(22), 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the magnifier, and the hint at the right."""
        super().paintEvent(event)
        where = QRect(10, 0, theme().px(16), self.height())
        draw_icon(QPainter(self), "search", where, "accent" if self.hasFocus() else "text3")
        used = metrics(14).horizontalAdvance(self.text() or self.placeholderText()) + 60
        if self._hint and used + metrics(12).horizontalAdvance(self._hint) < self.width():
            painter = QPainter(self)
            draw_text(painter, self.rect().adjusted(0, 0, -11, 0), self._hint, font(12), "text3", align=RIGHT)


class _Eye(IconButton):
    """Shows or hides the password by a click or Space; Enter goes on to sign in, as in the field."""

    def __init__(self, field: "PasswordField") -> None:
        super().__init__("eye", "显示密码", size=26, parent=field)
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand Enter to the field."""
        if is_enter(event):
            self._field.returnPressed.emit()
            return
        super().keyPressEvent(event)


class PasswordField(TextField):
    """A password with an eye to show it."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, clean=str, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhHiddenText)
        self._eye = _Eye(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.setTextMargins(0, 0, 30, 0)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.set_icon(*(("eye-off", "隐藏密码") if shown else ("eye", "显示密码")))

    def resizeEvent(self, event: object) -> None:
        """Keep the eye at the right."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        side = self._eye.sizeHint()
        self._eye.setGeometry(
            self.width() - side.width() - 4, (self.height() - side.height()) // 2, side.width(), side.height()
        )


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves the field, Ctrl+Tab is not needed.

    Args:
        placeholder: grey words while empty.
        lines: visible lines.
        bare: without edge and ground, to stand in a box that has them.

    """

    left = Signal()
    picture_pasted = Signal(object)
    """A QImage or a list of local file paths was pasted or dropped instead of text."""

    def __init__(
        self, placeholder: str = "", *, lines: int = 3, bare: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.takes_pictures = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        if bare:
            self.setProperty("bare", "true")
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.setMinimumHeight(theme().px(20) * self._lines + 20)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room of its lines; a layout may give more."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def value(self) -> str:
        """Return the text without spaces at its ends."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Show a text."""
        self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take pictures and files too, where the page wants them."""
        return (self.takes_pictures and (source.hasImage() or source.hasUrls())) or super().canInsertFromMimeData(
            source
        )

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert plain text; hand pictures and files to the page."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if self.takes_pictures and source.hasImage():
            self.picture_pasted.emit(source.imageData())
        elif self.takes_pictures and files:
            self.picture_pasted.emit(files)
        elif source.hasText():
            self.insertPlainText(source.text())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()
