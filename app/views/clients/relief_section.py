"""减免对象 (S9.1): the groups with proof and date, adding one in place, removing one."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.clock import Clock
from app.services.clients.types import ClientDetail, ReliefForm, ReliefView
from app.terms import ReliefGroup
from app.views.clients.sections import Section, holds_focus, state_words
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.choices import Choice
from app.views.components.fields import TextField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel
from app.views.components.moments import DateField
from app.views.text import today

SOON_DAYS = 60


def validity(relief: ReliefView, today: date) -> tuple[str, str, str]:
    """Return words, icon and tone of how a relief group stands: 已过期, 48 天后到期, 已核, 待补证明."""
    if relief.valid_until is not None:
        days = (relief.valid_until - today).days
        if days < 0:
            return "已过期", "circle-alert", "over"
        if days <= SOON_DAYS:
            return ("今天到期" if days == 0 else f"{days} 天后到期"), "hourglass", "soon"
    return ("已核", "check", "ok") if relief.proof else ("待补证明", "triangle-alert", "soon")


def proof_text(relief: ReliefView) -> str:
    """Return the proof and until when it holds."""
    until = f"证至 {relief.valid_until.isoformat()}" if relief.valid_until else "长期有效" if relief.proof else ""
    return "，".join(part for part in (relief.proof, until) if part)


class ReliefEntry(Panel):
    """The form in place: group, proof, valid until."""

    submitted = Signal(object)
    """ReliefForm to be added."""
    called_off = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("card", margin=12, spacing=8, parent=parent)
        self.group = Choice([(group, group.label) for group in ReliefGroup], placeholder="请选择")
        self.proof = TextField("证件名称和编号，例如：低保证 第 0312 号")
        self.until = DateField(partial(today, clock))
        self.fields = {
            "group": FormField("减免对象", self.group, required=True),
            "proof": FormField("证明", self.proof),
            "valid_until": FormField("有效期至", self.until, hint="长期有效的不填"),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self._problem = Label("", "error", wrap=True)
        self._problem.hide()
        self.body.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.save = Button("登记", Kind.PRIMARY, small=True)
        cancel = Button("取消", small=True)
        self.save.clicked.connect(lambda _checked=False: self.submit())
        cancel.clicked.connect(lambda _checked=False: self.called_off.emit())
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        self.body.addLayout(row)

    def start(self) -> None:
        """Begin with an empty form."""
        self.group.setCurrentIndex(-1)
        self.proof.clear()
        self.until.set_value(None)
        for field in self.fields.values():
            field.set_error("")
        self._problem.hide()
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Hand over what was entered, if it can be read."""
        if check_all(list(self.fields.values())):
            self.submitted.emit(ReliefForm(ReliefGroup(self.group.value()), self.proof.value(), self.until.value()))

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put the service's sentences beside the fields."""
        rest = "；".join(show_problems(self.fields, problems))
        self._problem.setText(rest)
        self._problem.setVisible(bool(rest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc calls it off."""
        if event.key() == Qt.Key.Key_Escape:
            self.called_off.emit()
            return
        super().keyPressEvent(event)


class ReliefSection(Section):
    """The relief groups of a client.

    Args:
        clock: the present instant.
        may_edit: whether the signed-in person may change them.

    """

    add_requested = Signal(object)
    """ReliefForm to be added."""
    remove_requested = Signal(object)
    """ReliefView to be removed."""

    def __init__(self, clock: Clock, *, may_edit: bool, parent: QWidget | None = None) -> None:
        super().__init__("减免对象", parent)
        self._clock, self._may_edit = clock, may_edit
        self.add_button = Button("添加", Kind.TEXT, icon="plus", small=True)
        self.add_button.setAccessibleName("添加减免对象")
        self.add_button.clicked.connect(lambda _checked=False: self.begin())
        if not may_edit:
            self.add_button.hide()
        self.head.addWidget(Label("S9.1", "hint"))
        self.head.addWidget(self.add_button)
        self.entry = ReliefEntry(clock)
        self.entry.submitted.connect(self.add_requested)
        self.entry.called_off.connect(self.end)
        self.entry.hide()
        self.body.addWidget(self.entry)

    def begin(self) -> None:
        """Open the form in place."""
        self.entry.show()
        self.entry.start()
        self.add_button.setEnabled(False)

    def end(self) -> None:
        """Close the form."""
        had_focus = holds_focus(self.entry)
        self.entry.hide()
        self.add_button.setEnabled(True)
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_detail(self, detail: ClientDetail) -> None:
        """Show a client's relief groups."""
        self.clear()
        for relief in detail.reliefs:
            self.rows.addWidget(self._row(relief, today(self._clock)))
        if not detail.reliefs:
            self.rows.addWidget(Label("没有登记减免对象。", "note"))

    def _row(self, relief: ReliefView, day: date) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(relief.group.label, "cell"))
        head.addStretch(1)
        head.addWidget(state_words(*validity(relief, day)))
        if self._may_edit:
            remove = IconButton("x", f"删除减免对象 {relief.group.label}", size=24, icon_size=14)
            remove.clicked.connect(lambda _checked=False: self.remove_requested.emit(relief))
            head.addWidget(remove)
        column.addLayout(head)
        if proof := proof_text(relief):
            column.addWidget(Label(proof, "small", wrap=True))
        return box
