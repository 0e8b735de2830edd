"""The card of the 律师顾问管理员: who holds the post, who held it, 任命 (S5.0)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.services.staff.types import AppointmentView, PostState
from app.terms import Post
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel

EARLIER = 2
"""So many former holders are named."""


class PostCard(Panel):
    """Present holder, hint, former holders."""

    appoint_requested = Signal()
    end_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__("card", margin=12, spacing=8)
        self._current: AppointmentView | None = None
        self.appoint = Button("任命", icon="user-check", small=True)
        self.end = Button("结束任命", Kind.TEXT, small=True)
        self.hint = Banner("", "soon")
        self.hint.hide()
        self._who, self._past = Label("", "cell", wrap=True), Label("", "hint", wrap=True)
        self.body.addWidget(Label(Post.ADVISOR_ADMIN.label, "head"))
        for widget in (self.hint, self._who, self._past):
            self.body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.appoint, self.end):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.appoint.clicked.connect(lambda _checked=False: self.appoint_requested.emit())
        self.end.clicked.connect(lambda _checked=False: self.end_requested.emit(self._current))

    def show_state(self, state: PostState) -> None:
        """Show who holds the post."""
        self._current = state.current
        self.hint.show_text(state.hint)
        self.end.setVisible(state.current is not None)
        self.appoint.set_words("另行任命" if state.current else "任命")
        self._who.setText(_words(state.current) if state.current else "")
        self._who.setVisible(state.current is not None)
        earlier = "；".join(f"{one.name} {one.begins_on} 至 {one.ends_on}" for one in state.past[:EARLIER])
        self._past.setText(f"以前：{earlier}" if earlier else "")
        self._past.setVisible(bool(earlier))


def _words(current: AppointmentView) -> str:
    papers = f"，附 {len(current.papers)} 份文件" if current.papers else ""
    note = f"，{current.note}" if current.note else ""
    return f"{current.name}，自 {current.begins_on} 起{note}{papers}"
