"""The answer editor: a box with the text, and when it was really sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextArea
from app.views.components.labels import Label, Panel, divider
from app.views.components.moments import MomentField
from app.views.keys import is_ctrl_enter
from app.views.text import moment_text

ALLOWED_AHEAD = timedelta(minutes=1)


class AnswerArea(TextArea):
    """The text; Ctrl+Enter sends."""

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send with Ctrl+Enter."""
        if is_ctrl_enter(event):
            self.sent.emit()
            return
        super().keyPressEvent(event)


class Composer(Panel):
    """Where a lawyer writes the answer.

    Args:
        now: the present instant.

    """

    edited = Signal()
    sent = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("editor", margin=(1, 1, 1, 1), spacing=0, parent=parent)
        self._now = now
        self._earliest: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        head = Panel("plain", margin=(11, 4, 6, 4), spacing=6, horizontal=True)
        head.body.addWidget(Label("答复", "cellstrong"))
        head.body.addStretch(1)
        self.when = Button("实际发送时间：现在", Kind.QUIET, icon="clock", small=True)
        self.when.setToolTip("早些时候已经发出的答复，可以补记实际发送时间")
        self.when.clicked.connect(lambda _checked=False: self._toggle_moment())
        head.body.addWidget(self.when)
        self.moment = MomentField(now)
        self.moment.setAccessibleName("实际发送时间")
        self.moment.changed.connect(self._show_when)
        self._moment_box = Panel("plain", margin=(8, 6, 8, 0), spacing=6, horizontal=True)
        self._moment_box.body.addWidget(self.moment, 1)
        at_once = Button("改回现在", Kind.TEXT, small=True)
        at_once.clicked.connect(lambda _checked=False: self._toggle_moment())
        self._moment_box.body.addWidget(at_once)
        self._moment_box.hide()
        self.area = AnswerArea("写好答复，复制后发到对方所在的群或微信", lines=2, bare=True)
        self.area.setAccessibleName("答复内容")
        self.area.textChanged.connect(self.edited)
        self.area.sent.connect(self.sent)
        self.problem = Label("", "error", wrap=True)
        self.problem.setContentsMargins(11, 0, 11, 6)
        self.problem.hide()
        inner = Panel("plain", margin=(8, 6, 6, 4), spacing=0)
        inner.body.addWidget(self.area)
        for widget in (head, divider(), self._moment_box):
            self.body.addWidget(widget)
        self.body.addWidget(inner, 1)
        self.body.addWidget(self.problem)

    def begin(self, earliest: datetime) -> None:
        """Start a fresh answer to a question that came at `earliest`."""
        self._earliest = earliest
        self.area.clear()
        self.show_problem("")
        if not self._moment_box.isHidden():
            self._toggle_moment()

    def set_text(self, text: str) -> None:
        """Show a draft."""
        self.area.set_value(text)

    def text(self) -> str:
        """Return the answer."""
        return self.area.value()

    def answered_at(self) -> datetime | None:
        """Return when it was sent, if not now."""
        return None if self._moment_box.isHidden() else self.moment.value()

    def _toggle_moment(self) -> None:
        opening = self._moment_box.isHidden()
        self._moment_box.setVisible(opening)
        if opening:
            self.moment.set_value(self._now())
            self.moment.time.setFocus(Qt.FocusReason.OtherFocusReason)
            self.moment.time.selectAll()
        self._show_when()

    def _show_when(self) -> None:
        at = self.answered_at()
        words = moment_text(at, self._now(), bare_today=True) if at is not None else "现在"
        self.when.set_words(f"实际发送时间：{words}")
        self.show_problem(self._moment_problem() if at is not None else "")

    def _moment_problem(self) -> str:
        if self._moment_box.isHidden():
            return ""
        if unreadable := self.moment.unreadable():
            return unreadable
        at = self.moment.value()
        if at is None:
            return "请填写实际发送时间，或改回现在。"
        if at > self._now() + ALLOWED_AHEAD:
            return "发送时间不能晚于现在，请核对。"
        if self._earliest is not None and at < self._earliest:
            return "发送时间早于收到时间，请核对两个时间。"
        return ""

    def check(self) -> bool:
        """Show what is missing, if anything; return whether the answer can be sent."""
        problem = "" if self.text() else "请先写好答复内容。"
        problem = problem or self._moment_problem()
        self.show_problem(problem)
        if problem and not self.text():
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        return not problem

    def show_problem(self, sentence: str) -> None:
        """Show a sentence below the text; "" takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
