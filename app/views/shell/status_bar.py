"""The status bar: the page's keys at the left; what runs and what is kept safe at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.views.components.buttons import IconButton
from app.views.components.feedback import Busy
from app.views.components.labels import ElidedLabel, Icon, Label, Panel
from app.views.theme import theme


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
