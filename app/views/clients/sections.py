"""Building parts of the facts column: a section with a head, and rows of label and value."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QLayoutItem, QVBoxLayout, QWidget

from app.views.components.labels import Icon, Label, Panel
from app.views.theme import theme

LABEL_WIDTH = 72


class Section(Panel):
    """A head with something at its right, and a body that is built anew for each client."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("surface2", margin=(16, 12, 16, 12), spacing=6, parent=parent)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(Label(title, "head"))
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.body.addLayout(self.rows)

    def clear(self) -> None:
        """Take every row away."""
        clear(self.rows)


def clear(layout: QLayout) -> None:
    """Delete everything in a layout, nested layouts too."""
    while layout.count():
        item: QLayoutItem | None = layout.takeAt(0)
        if item is None:
            return
        if (widget := item.widget()) is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def holds_focus(widget: QWidget) -> bool:
    """Return whether the keyboard stands somewhere inside a widget."""
    focused = QApplication.focusWidget()
    return isinstance(focused, QWidget) and (focused is widget or widget.isAncestorOf(focused))


class FactLabel(Label):
    """What a fact is: a column of its own, as wide as the text size asks for."""

    def __init__(self, words: str) -> None:
        super().__init__(words, "note")
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedWidth(theme().px(LABEL_WIDTH))


def fact_row(label: str, value: QWidget, beside: QWidget | None = None) -> QHBoxLayout:
    """Return a row: label in its column, value, and something at the right."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(FactLabel(label), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(value, 1)
    if beside is not None:
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)
    return row


def state_words(text: str, icon: str, tone: str) -> QWidget:
    """Return an icon with a word in the colour of a state (ok, soon, over, text3)."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(Icon(icon, tone, 14, line=18))
    label = Label(text, "small", tone=tone)
    row.addWidget(label)
    pair.setAccessibleName(text)
    return pair
