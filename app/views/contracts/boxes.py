"""Framed boxes of the fee step: the guidance line by line, the comparison beside the fee, the approval."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.views.components.buttons import Button
from app.views.components.labels import Icon, Label, Tag
from app.views.components.painting import Painted, draw_box
from app.views.theme import theme

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LineTable(QWidget):
    """A small framed table of labels: header 32, rows 36, an emphasised last line of 40.

    Args:
        name: accessible name.
        titles: the columns; the first takes the room, the others are right-aligned figures.

    """

    def __init__(self, name: str, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._titles = tuple(titles)
        self._rows: list[tuple[str, ...]] = []
        self._total: tuple[str, str] | None = None
        self._heights: list[int] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(13, 1, 13, 1)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._fill)

    def set_rows(
        self,
        rows: Sequence[tuple[str, ...]],
        total: tuple[str, str] | None = None,
        *,
        titles: Sequence[str] | None = None,
    ) -> None:
        """Show other rows, a last line of words and figure, and, where given, other titles."""
        wanted = (tuple(titles or self._titles), list(rows), total)
        if wanted != (self._titles, self._rows, self._total) or not self._heights:
            self._titles, self._rows, self._total = wanted
            self._fill()

    @property
    def words(self) -> list[str]:
        """Each line as a screen reader says it."""
        lines = ["，".join(row) for row in self._rows]
        return lines + (["，".join(self._total)] if self._total else [])

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        px = theme().px
        self._heights = [px(32)] + [px(36)] * len(self._rows) + ([px(40)] if self._total else [])
        self._put(0, self._titles, "hint")
        for line, row in enumerate(self._rows, start=1):
            self._put(line, row, "cell")
        if self._total is not None:
            self._grid.addWidget(Label(self._total[0], "cellstrong"), len(self._rows) + 1, 0)
            figure = Label(self._total[1], "panel")
            self._grid.addWidget(figure, len(self._rows) + 1, 1, 1, len(self._titles) - 1, RIGHT)
        for line, high in enumerate(self._heights):
            self._grid.setRowMinimumHeight(line, high)
        for line in range(len(self._heights), self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)
        self.setAccessibleDescription("；".join(self.words))
        self.setFixedHeight(sum(self._heights) + 2)
        self.update()

    def _put(self, line: int, texts: Sequence[str], role: str) -> None:
        for column, text in enumerate(texts):
            label = Label(text, role)
            if column:
                self._grid.addWidget(label, line, column, RIGHT)
            else:
                self._grid.addWidget(label, line, column)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, header, total line and the lines between."""
        painter = QPainter(self)
        draw_box(painter, self.rect(), "surface", None, 6)
        shape = QPainterPath()
        shape.addRoundedRect(self.rect(), 6, 6)
        painter.setClipPath(shape)
        y, last = 1, len(self._heights) - 1
        for line, high in enumerate(self._heights):
            if line == 0 or (line == last and self._total):
                painter.fillRect(QRect(0, y if line else 0, self.width(), high + 1), theme().colour("surface2"))
            y += high
            if line != last:
                painter.setPen(theme().colour("border2" if line == 0 else "border"))
                painter.drawLine(0, y - 1, self.width(), y - 1)
        painter.setClipping(False)
        draw_box(painter, self.rect(), None, "border", 6)


LOOKS = {  # ground, edge, colour of words, icon
    "ok": ("okbg", None, "ok", "circle-check"),
    "over": ("overbg", None, "over", "circle-alert"),
    "urgent": ("urgbg", None, "urgent", "triangle-alert"),
    "soon": ("soonbg", None, "soon", "triangle-alert"),
    "quiet": ("surface2", "border", "text3", "info"),
}


class ResultBox(Painted):
    """The result of a check beside its field: 34 high, icon, words, figure at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = "quiet"
        self._icon = Icon("info", "text3")
        self._words = Label("", "head")
        self._figure = Label("", "label")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._figure)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words.setMinimumWidth(20)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_result(self, look: str, words: str, figure: str = "", *, tip: str = "") -> None:
        """Show a result in one of the looks ok, over, urgent, soon, quiet."""
        self._look = look
        _ground, _edge, colour, icon = LOOKS[look]
        self._icon.set_icon(icon, {"urgent": "urg"}.get(colour, colour))
        self._words.setText(words)
        self._words.set_tone(colour)
        self._figure.setText(figure)
        self._figure.setVisible(bool(figure))
        self.setAccessibleName(f"{words} {figure}".strip())
        self.setToolTip(tip)
        self.update()

    @property
    def look(self) -> str:
        """The look on show."""
        return self._look

    @property
    def words(self) -> str:
        """The words on show."""
        return self._words.text()

    @property
    def figure(self) -> str:
        """The figure at the right."""
        return self._figure.text()

    def value(self) -> str:
        """Return the words (a form field asks its input for a value)."""
        return self.words

    def sizeHint(self) -> QSize:
        """Return 34 at 100 % text."""
        return QSize(super().sizeHint().width(), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground."""
        ground, edge, _colour, _icon = LOOKS[self._look]
        draw_box(QPainter(self), self.rect(), ground, edge, 6)


class ApprovalBox(Painted):
    """Who agreed to the reduction: a name with a tag, or the button for the director."""

    approve_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label("", "")
        self._tag = Tag("", "neutral")
        self.button = Button("批准", small=True, icon="stamp")
        self.button.clicked.connect(lambda _checked=False: self.approve_clicked.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._tag)
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_none()

    def show_none(self, words: str = "无需批准") -> None:
        """Say that no approval is needed."""
        self._show(words, "text3")

    def show_waiting(self, *, may_approve: bool) -> None:
        """Say that an approval is missing; the director may give it here."""
        self._show("待主任批准", "text2", None if may_approve else ("待批准", "soon", "hourglass"), button=may_approve)

    def show_given(self, name: str, when: str) -> None:
        """Say who gave it and when."""
        self._show(name, "", (f"{when} 同意", "ok", "check"))

    def _show(self, words: str, tone: str, tag: tuple[str, str, str] | None = None, *, button: bool = False) -> None:
        self._words.setText(words)
        self._words.set_tone(tone)
        if tag:
            self._tag.set_tag(*tag)
        self._tag.setVisible(tag is not None)
        self.button.setVisible(button)
        self.setAccessibleName("，".join([words] + ([tag[0]] if tag else [])))

    def value(self) -> str:
        """Return the words (a form field asks its input for a value)."""
        return self._words.text()

    def sizeHint(self) -> QSize:
        """Return 34 at 100 % text."""
        return QSize(super().sizeHint().width(), theme().px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        draw_box(QPainter(self), self.rect(), "surface", "border", 6)
