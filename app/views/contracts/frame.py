"""The wizard's frame: head with steps, form at the left, preview at the right, footer; one column when narrow."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.feedback import Stepper
from app.views.components.labels import ElidedLabel, Label, Panel, divider
from app.views.theme import theme

NARROW = 940
"""Below this width the preview takes the form's place on demand."""


class Scrolled(QScrollArea):
    """A step that scrolls where the window is low."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        inner.setProperty("plain", "true")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)


class Frame(QWidget):
    """Everything of the wizard that is not a step."""

    def __init__(self, steps: Sequence[QWidget], preview: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.close_button = IconButton("x", "返回合同列表（Esc）")
        self.discard_button = IconButton("trash-2", "放弃草稿")
        self.title = Label("起草合同", "subpage")
        self.about = ElidedLabel("", 13, "text2")
        self.stepper_place = QHBoxLayout()
        self.stepper: Stepper | None = None
        self.back = Button("上一步", icon="arrow-left")
        self.next = Button("下一步", Kind.PRIMARY, icon="arrow-right", icon_after=True)
        self.file = Button("归档", Kind.PRIMARY, icon="archive")
        self.finish = Button("完成")
        self.toggle = Button("看预览", icon="eye")
        self.kept = ElidedLabel("", 12, "text3")
        self.stack = QStackedWidget()
        for step in steps:
            self.stack.addWidget(Scrolled(step))
        self.preview = preview
        self._shows_preview = False
        self._lay_out()
        self.toggle.clicked.connect(lambda _checked=False: self._turn())
        theme().changed.connect(self._measure)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head())
        rows.addWidget(divider())
        self._columns = QHBoxLayout()
        self._columns.setSpacing(0)
        self._left = QVBoxLayout()
        self._left.setSpacing(0)
        self._left.addWidget(self.stack, 1)
        self._left.addWidget(divider())
        self._left.addWidget(self._footer())
        self._columns.addLayout(self._left, 646)
        self._line = divider(vertical=True)
        self._columns.addWidget(self._line)
        self._columns.addWidget(self.preview, 560)
        rows.addLayout(self._columns, 1)

    def _head(self) -> QWidget:
        head = Panel("surface", margin=(10, 0, 24, 0), spacing=8, horizontal=True)
        head.setMinimumHeight(theme().px(56))
        head.body.addWidget(self.close_button)
        head.body.addWidget(self.title)
        head.body.addSpacing(6)
        head.body.addWidget(self.about, 1)
        head.body.addWidget(self.discard_button)
        head.body.addSpacing(8)
        head.body.addLayout(self.stepper_place)
        return head

    def _footer(self) -> QWidget:
        foot = Panel("surface", margin=(24, 12, 24, 12), spacing=8, horizontal=True)
        for widget in (self.back, self.finish, self.toggle):
            foot.body.addWidget(widget)
        foot.body.addSpacing(8)
        foot.body.addWidget(self.kept, 1)
        foot.body.addWidget(self.next)
        foot.body.addWidget(self.file)
        self.finish.hide()
        self.file.hide()
        return foot

    def show_steps(self, names: Sequence[str]) -> None:
        """Show other steps in the head."""
        old = self.stepper
        self.stepper = Stepper(names)
        self.stepper_place.addWidget(self.stepper)
        if old is not None:
            self.stepper_place.removeWidget(old)
            old.hide()
            old.deleteLater()

    @property
    def is_narrow(self) -> bool:
        """Whether form and preview take turns."""
        return self.width() < theme().px(NARROW)

    def show_form(self) -> None:
        """Show the form where it takes turns with the preview."""
        if self._shows_preview:
            self._turn()

    def show_preview(self) -> None:
        """Show the preview where it takes turns with the form."""
        if self.is_narrow and not self._shows_preview:
            self._turn()

    def _turn(self) -> None:
        self._shows_preview = not self._shows_preview
        self._measure()

    def _measure(self) -> None:
        narrow = self.is_narrow
        if not narrow:
            self._shows_preview = False
        if narrow and self._left.indexOf(self.preview) < 0:
            self._columns.removeWidget(self.preview)
            self._left.insertWidget(1, self.preview, 1)
        elif not narrow and self._columns.indexOf(self.preview) < 0:
            self._left.removeWidget(self.preview)
            self._columns.addWidget(self.preview, 560)
        self.toggle.setVisible(narrow)
        self.toggle.set_words(*(("看表单", "pencil") if self._shows_preview else ("看预览", "eye")))
        self.stack.setVisible(not self._shows_preview)
        self.preview.setVisible(not narrow or self._shows_preview)
        self._line.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take turns in a narrow window."""
        super().resizeEvent(event)
        self._measure()
