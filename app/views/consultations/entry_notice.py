"""Shown right after a question was registered that came out of hours: the 12348 notice is due (S6.3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.views.components.buttons import Button, Kind
from app.views.components.labels import Icon, Label, Panel


class EntryNotice(Panel):
    """One sentence and the button that copies the notice."""

    copy_requested = Signal()

    def __init__(self, number: str, parent: QWidget | None = None) -> None:
        super().__init__("soon", margin=16, spacing=12, horizontal=True, parent=parent)
        self.body.addWidget(Icon("phone", "soon", 20, line=24), 0, Qt.AlignmentFlag.AlignTop)
        words = Panel("plain", margin=0, spacing=4)
        words.body.addWidget(Label(f"{number} 已登记", "head"))
        words.body.addWidget(Label("收到时不在工作时间，请把 12348 提示发给咨询人（S6.3）。", "cell", wrap=True))
        self.body.addWidget(words, 1)
        self._copy = Button("复制12348提示", Kind.PRIMARY, icon="copy")
        self._copy.clicked.connect(lambda _checked=False: self.copy_requested.emit())
        self.body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)

    def start(self) -> None:
        """Put the focus on the button."""
        self._copy.setFocus(Qt.FocusReason.OtherFocusReason)
