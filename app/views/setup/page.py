"""What the wizard's steps share: head, one or two columns by the room there is, checking when they are left."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel
from app.views.setup.flow import Flow
from app.views.theme import theme

SIDE = 320
"""Width of the second column."""
TWO_COLUMNS = 930
"""Least room for two columns, in pixels at 100 %."""
LOW = 640
"""Below this height the page's margins give way first."""
GAP = 16


class StepPage(QWidget):
    """One step.

    Args:
        flow: takes what was entered.
        title: the step's name.
        intro: one sentence below it.

    """

    def __init__(self, flow: Flow, title: str, intro: str) -> None:
        super().__init__()
        self.flow = flow
        self.setProperty("plain", "true")
        self.setAccessibleName(title)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(Label(title, "wizard"))
        self.intro = Label(intro, "body2", wrap=True)
        head.addWidget(self.intro)
        self._rows.addLayout(head)
        self._rows.addSpacing(4)
        self.banner = Banner("", "error")
        self.banner.hide()
        self._rows.addWidget(self.banner)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(GAP)
        self._rows.addLayout(self.columns)
        self._rows.addStretch(1)
        self._side: list[QWidget] = []

    def add_main(self, *widgets: QWidget) -> None:
        """Put widgets below each other into the wide column."""
        self.columns.addLayout(_stack(widgets), 1)

    def add_side(self, *widgets: QWidget) -> None:
        """Put widgets below each other into the narrow column."""
        self._side = list(widgets)
        self.columns.addLayout(_stack(widgets), 0)

    def fit(self, width: int, height: int) -> None:
        """Lay the columns side by side or below each other, by the room there is."""
        margin = theme().px(32 if width >= theme().px(820) else 20)
        above, below = (26, 20) if height >= theme().px(LOW) else (10, 8)
        self._rows.setContentsMargins(margin, theme().px(above), margin, theme().px(below))
        wide = width >= theme().px(TWO_COLUMNS)
        self.columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.columns.setSpacing(GAP if wide else 12)
        for widget in self._side:
            widget.setMinimumWidth(theme().px(SIDE) if wide else 0)
            widget.setMaximumWidth(theme().px(SIDE) if wide else 16_777_215)

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width: the least height of wrapped sentences is that of a narrow column."""
        return QSize(super().minimumSizeHint().width(), 0)

    def entered(self) -> None:
        """Prepare for being shown; the first input gets the cursor."""

    def leave(self) -> bool:
        """Check everything and hand it to the flow; return whether all is well."""
        raise NotImplementedError

    def is_touched(self) -> bool:
        """Return whether something was entered that would be lost."""
        return False

    def show_error(self, error: AppError | str) -> None:
        """Say what went wrong, above the fields."""
        self.banner.show_text(error if isinstance(error, str) else error.text, "error")

    def clear_error(self) -> None:
        """Take the sentence above the fields away."""
        self.banner.show_text("")


def _stack(widgets: tuple[QWidget, ...]) -> QVBoxLayout:
    stack = QVBoxLayout()
    stack.setSpacing(12)
    for widget in widgets:
        stack.addWidget(widget)
    stack.addStretch(1)
    return stack


def card(title: str = "", *, margin: int = 16, spacing: int = 8) -> Panel:
    """Return a white card with a heading."""
    made = Panel("card", margin=margin, spacing=spacing)
    if title:
        made.body.addWidget(Label(title, "head"))
    return made


def fact(name: str, text: str = "") -> tuple[QWidget, Label]:
    """Return a grey name above a line of text, and the line."""
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(2)
    rows.addWidget(Label(name, "hint"))
    line = Label(text, "cell", wrap=True)
    line.setAlignment(Qt.AlignmentFlag.AlignTop)
    rows.addWidget(line)
    return whole, line
