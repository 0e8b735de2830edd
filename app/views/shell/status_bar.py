"""The status bar: the page's keys at the left; what runs and what is kept safe at the right."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.views.components.buttons import IconButton, PaintedButton
from app.views.components.feedback import Busy
from app.views.components.labels import ElidedLabel, Icon, Label, Panel
from app.views.components.painting import draw_box, draw_text
from app.views.fonts import SMALL, font, metrics
from app.views.icons import draw_icon
from app.views.theme import theme

LONGEST = 40
"""Characters of a fact; the whole sentence stands in the tooltip."""


class FactButton(PaintedButton):
    """An icon and a few words that can be clicked."""

    def __init__(self) -> None:
        super().__init__("")
        self._icon, self._tone, self._words = "", "text3", ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_fact(self, icon: str, text: str, tone: str) -> None:
        """Show another fact."""
        self._icon, self._tone = icon, tone
        self._words = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return icon and words."""
        px = theme().px
        return QSize(px(14 + 6) + metrics(SMALL).horizontalAdvance(self._words) + 4, px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, words and focus edge."""
        painter, px = QPainter(self), theme().px
        if self.hovered or self.shows_focus:
            draw_box(painter, self.rect(), "hover", "accent" if self.shows_focus else None, 4)
        draw_icon(painter, self._icon, QRect(1, 0, px(14), self.height()), self._tone, 14)
        draw_text(painter, self.rect().adjusted(px(20), 0, 0, 0), self._words, font(SMALL), self._tone)


class StatusBar(Panel):
    """24 high."""

    messages_requested = Signal()
    cancel_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__("surface", margin=(16, 0, 16, 0), spacing=12, horizontal=True)
        self._job = 0
        self._hints = ElidedLabel("", 12, "text3")
        self._hints.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self._hints, 1)
        self._busy = Busy("", 12)
        self._cancel = IconButton("x", "取消", size=20, icon_size=14)
        self._cancel.clicked.connect(lambda _checked=False: self.cancel_requested.emit(self._job))
        self.body.addWidget(self._busy)
        self.body.addWidget(self._cancel)
        self._items = QHBoxLayout()
        self._items.setSpacing(12)
        self.body.addLayout(self._items)
        self._kept: dict[str, tuple[QWidget, Icon, Label]] = {}
        self._links: dict[str, FactButton] = {}
        self._messages = IconButton("bell", "最近的提示", size=20, icon_size=14)
        self._messages.clicked.connect(self.messages_requested)
        self._messages.hide()
        self.body.addWidget(self._messages)
        self.show_slow([])
        theme().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(theme().px(24))

    def set_hints(self, text: str) -> None:
        """Show the page's keys, parts separated by wide spaces."""
        self._hints.set_text(text)

    def hints(self) -> str:
        """Return the words at the left."""
        return self._hints.text()

    def set_item(self, name: str, icon: str, text: str) -> None:
        """Show or change a fact at the right (本机加密, 已保存); "" hides it."""
        if name not in self._kept:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            sign, words = Icon(icon, "text3", 14), Label(text, "hint")
            row.addWidget(sign)
            row.addWidget(words)
            self._items.addWidget(pair, 0, Qt.AlignmentFlag.AlignVCenter)
            self._kept[name] = (pair, sign, words)
        pair, sign, words = self._kept[name]
        sign.set_icon(icon, "text3")
        words.setText(text)
        pair.setVisible(bool(text))

    def set_link(self, name: str, icon: str, text: str, tone: str, done: Callable[[], object]) -> None:
        """Show or change a fact at the right that leads somewhere when it is clicked.

        Args:
            name: of the fact.
            icon: before the words.
            text: the words.
            tone: token of their colour: text3 when all is well, urg when somebody has to do something.
            done: what a click does.

        """
        if name not in self._links:
            link = FactButton()
            link.clicked.connect(lambda _checked=False: done())
            self._items.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
            self._links[name] = link
        self._links[name].set_fact(icon, text, tone)

    def show_messages(self, count: int) -> None:
        """Offer the list of recent messages."""
        self._messages.setVisible(count > 0)

    def show_slow(self, slow: list[tuple[int, str, int, int]]) -> None:
        """Show what has been running for more than 0.3 s."""
        self._busy.setVisible(bool(slow))
        self._cancel.setVisible(bool(slow))
        if slow:
            self._job, label, done, total = slow[0]
            share = f" {done * 100 // total}%" if total else ""
            self._busy.set_words(f"{label or '正在处理'}{share}…")
