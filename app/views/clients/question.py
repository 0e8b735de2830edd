"""A confirmation in place of a dialog: names what is unusual and offers to go on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import NeedsConfirmationError
from app.views.components.buttons import Button
from app.views.components.labels import Icon, Label, Panel

GO_ON = {"credit_code": "已核对原件，仍然保存", "duplicate": "不是同一个人，仍然新建"}


class Question(Panel):
    """A confirmation in place: names the thing, says what to check, offers to go on."""

    agreed = Signal(str)
    """The key of the confirmation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("soon", margin=(12, 10, 12, 10), spacing=8, horizontal=True, parent=parent)
        self._key = ""
        self.body.addWidget(Icon("triangle-alert", "soon", line=20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._what, self._todo = Label("", "cellstrong", wrap=True), Label("", "label", wrap=True)
        words.addWidget(self._what)
        words.addWidget(self._todo)
        self.body.addLayout(words, 1)
        self.go_on = Button("仍然保存", small=True)
        self.go_on.clicked.connect(lambda _checked=False: self.agreed.emit(self._key))
        self.body.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def ask(self, error: NeedsConfirmationError) -> None:
        """Show what is unusual; the focus goes to the button."""
        self._key = error.key
        self._what.setText(error.what)
        self._todo.setText(error.todo)
        self.setAccessibleName(error.what)
        self.go_on.set_words(GO_ON.get(error.key, "仍然保存"))
        self.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)
