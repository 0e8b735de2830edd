"""Small forms that take the editor's place: a further question, the correction of when it came."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.errors import AppError, InvalidInputError
from app.terms import AttachmentKind
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextArea, TextField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel
from app.views.components.moments import MomentField
from app.views.desk import Desk
from app.views.file_box import FileBox
from app.views.keys import is_ctrl_enter


class SideForm(Panel):
    """A heading, fields, two buttons; Ctrl+Enter goes on, Esc goes back."""

    finished = Signal(str)
    """A sentence of what was done."""
    cancelled = Signal()

    def __init__(self, desk: Desk, title: str, yes: str, fields: Mapping[str, FormField]) -> None:
        super().__init__("surface", margin=(16, 12, 16, 12), spacing=10)
        self._desk, self._fields, self._saving = desk, dict(fields), False
        self.body.addWidget(Label(title, "head"))
        for field in fields.values():
            self.body.addWidget(field)
        self.problem = Label("", "error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.body.addStretch(1)
        foot = Panel("plain", margin=0, horizontal=True)
        back = Button("返回")
        back.clicked.connect(lambda _checked=False: self.cancelled.emit())
        self.go = Button(yes, Kind.PRIMARY, shortcut="Ctrl+Enter")
        self.go.clicked.connect(lambda _checked=False: self.save())
        foot.body.addWidget(back)
        foot.body.addStretch(1)
        foot.body.addWidget(self.go)
        self.body.addWidget(foot)

    def start(self) -> None:
        """Put the focus into the first field."""
        next(iter(self._fields.values())).input.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter, go back with Esc."""
        if is_ctrl_enter(event):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Check the fields and hand them to the service, once."""
        if self._saving or not check_all(list(self._fields.values())):
            return
        self._saving = True
        self.go.setEnabled(False)
        self._run()

    def _run(self) -> None:
        raise NotImplementedError

    def _failed(self, error: AppError) -> None:
        self._saving = False
        self.go.setEnabled(True)
        if isinstance(error, InvalidInputError):
            rest = "".join(show_problems(self._fields, error.problems))
        else:
            rest = error.text
        self.problem.setText(rest)
        self.problem.setVisible(bool(rest))


class _Question(TextArea):
    """Several lines that leave Ctrl+Enter and Esc to the form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the form's keys on."""
        if is_ctrl_enter(event):
            event.ignore()
            return
        super().keyPressEvent(event)


def _not_later(now: Callable[[], datetime]) -> Callable[[datetime], str]:
    return lambda at: "时间不能晚于现在，请核对。" if at > now() else ""


class FollowUpForm(SideForm):
    """登记追问: a further question of the same asker; its allowance runs anew."""

    def __init__(self, desk: Desk, consultation_id: bytes, parent: QWidget | None = None) -> None:
        self._id = consultation_id
        self.question = _Question("粘贴或输入追问的内容", lines=4)
        self.question.takes_pictures = True
        self.received = MomentField(desk.now, desk.now())
        self.files = FileBox(desk.jobs, desk.dialogs, AttachmentKind.SCREENSHOT, words="截图")
        self.question.picture_pasted.connect(self.files.take)
        fields = {
            "question": FormField("追问内容", self.question, required=True),
            "received_at": FormField("收到时间", self.received, required=True, check=_not_later(desk.now)),
            "attachment": FormField("图片", self.files),
        }
        super().__init__(desk, "登记追问", "登记追问", fields)
        self.files.refused.connect(self._failed)
        self.setParent(parent)

    def _run(self) -> None:
        self._desk.jobs.run(
            self._desk.services.consultations.answering.ask_again,
            self._id,
            self.question.value(),
            self.received.value(),
            self.files.files(),
            done=lambda _none: self.finished.emit("已登记追问，重新开始计时"),
            failed=self._failed,
        )


class CorrectionForm(SideForm):
    """更正收到时间: with the reason; the first figure stays on record."""

    def __init__(
        self, desk: Desk, consultation_id: bytes, received_at: datetime, parent: QWidget | None = None
    ) -> None:
        self._id = consultation_id
        self.received = MomentField(desk.now, received_at)
        self.reason = TextField("例如 按群消息时间", limit=200)
        fields = {
            "received_at": FormField("收到时间", self.received, required=True, check=_not_later(desk.now)),
            "reason": FormField("更正依据", self.reason, required=True, hint="原来的时间和依据都会留在记录里。"),
        }
        super().__init__(desk, "更正收到时间", "更正", fields)
        self.setParent(parent)

    def _run(self) -> None:
        self._desk.jobs.run(
            self._desk.services.consultations.answering.correct_received,
            self._id,
            self.received.value(),
            self.reason.value(),
            done=lambda _none: self.finished.emit("已更正收到时间，截止时间已重算"),
            failed=self._failed,
        )
