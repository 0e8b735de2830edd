"""A form in the right half of the staff page: heading, fields, a sentence for what is wrong, two buttons."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel, divider
from app.views.desk import Desk
from app.views.keys import is_ctrl_enter


class SideForm(QWidget):
    """Ctrl+Enter goes on, Esc goes back.

    Args:
        desk: what pages work with.
        title: the heading.
        yes: words of the button that goes on.
        destructive: the button takes something away.

    """

    saved = Signal(object)
    """What the service gave back."""
    cancelled = Signal()

    def __init__(self, desk: Desk, title: str, yes: str, *, destructive: bool = False) -> None:
        super().__init__()
        self.desk, self._is_saving = desk, False
        self.fields: dict[str, FormField] = {}
        self.title = Label(title, "panel", wrap=True)
        self.about = Label("", "label", wrap=True)
        self.about.hide()
        self.problem = Banner("", "error")
        self.problem.hide()
        self.go = Button(yes, Kind.DESTRUCTIVE if destructive else Kind.PRIMARY, shortcut="Ctrl+Enter")
        self.back = Button("取消", shortcut="Esc")
        self._lay_out()
        self.go.clicked.connect(lambda _checked=False: self.save())
        self.back.clicked.connect(lambda _checked=False: self.cancel())

    def _lay_out(self) -> None:
        inner = Panel("surface", margin=(24, 16, 24, 16), spacing=12)
        for widget in (self.title, self.about, self.problem):
            inner.body.addWidget(widget)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(12)
        inner.body.addLayout(self.rows)
        inner.body.addStretch(1)
        self._area = QScrollArea()
        self._area.setProperty("ground", "surface")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        foot = Panel("surface", margin=(24, 12, 24, 12), horizontal=True)
        foot.body.addStretch(1)
        foot.body.addWidget(self.back)
        foot.body.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(divider())
        whole.addWidget(foot)

    def add(self, *fields: tuple[str, FormField]) -> None:
        """Add fields side by side, by the names that the service's problems use."""
        line = QHBoxLayout()
        line.setSpacing(16)
        for name, field in fields:
            self.fields[name] = field
            line.addWidget(field, 1)
        self.rows.addLayout(line)

    def say(self, about: str) -> None:
        """Show a sentence below the heading."""
        self.about.setText(about)
        self.about.setVisible(bool(about))

    def start(self) -> None:
        """Begin anew: no messages, the cursor in the first field."""
        self._is_saving = False
        self.go.setEnabled(True)
        self.problem.show_text("")
        for field in self.fields.values():
            field.set_error("")
        self._area.verticalScrollBar().setValue(0)
        next(iter(self.fields.values())).input.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Check the fields and hand them to the service, once."""
        if self._is_saving or not check_all([field for field in self.fields.values() if field.isVisible()]):
            return
        self.problem.show_text("")
        self._is_saving = True
        self.go.setEnabled(False)
        self.run()

    def run(self) -> None:
        """Call the service; ends in `call`."""
        raise NotImplementedError

    def call(self, service: Callable[..., object], *given: object) -> None:
        """Run a service with what was typed."""
        self.desk.jobs.run(service, *given, done=self._done, failed=self._failed)

    def cancel(self) -> None:
        """Go back without saving."""
        self.cancelled.emit()

    def values(self) -> Mapping[str, object]:
        """Return what stands in the fields."""
        return {name: field.value() for name, field in self.fields.items()}

    def _done(self, result: object) -> None:
        self._is_saving = False
        self.go.setEnabled(True)
        self.saved.emit(result)

    def _failed(self, error: AppError) -> None:
        self._is_saving = False
        self.go.setEnabled(True)
        problems = error.problems if isinstance(error, InvalidInputError) else None
        rest = "；".join(show_problems(self.fields, problems)) if problems is not None else error.text
        self.problem.show_text(rest)
        if rest:
            self._area.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter, go back with Esc."""
        if is_ctrl_enter(event):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)
