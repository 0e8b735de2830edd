"""What working hours come to: a few questions with their deadlines."""

from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QVBoxLayout, QWidget

from app.services.hours_preview import Example
from app.services.wording import passed_words
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.text import long_day_text


class ExamplePanel(Panel):
    """Three questions and their deadlines, computed by the real clock."""

    def __init__(self, minutes: int) -> None:
        super().__init__("card", margin=16, spacing=8)
        self.body.addWidget(Label("按这样设置，截止时间是", "head"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self.body.addWidget(divider())
        self.body.addWidget(
            Label(f"以 2026 年的节假日为例，时限 {passed_words(minutes, hour='小时')}（S6.2）", "hint", wrap=True)
        )

    def show_examples(self, found: tuple[Example, ...]) -> None:
        """Show other deadlines."""
        while (item := self._list.takeAt(0)) is not None:
            _drop(item)
        if not found:
            self._list.addWidget(Label("先选好工作日，这里会算给您看。", "cell", wrap=True))
        for at, example in enumerate(found):
            if at:
                self._list.addWidget(divider())
            self._list.addWidget(_example(example))


def _example(example: Example) -> QWidget:
    received, due = example.received, example.due
    same_day = received.date() == due.date()
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(1)
    rows.addWidget(Label(f"{long_day_text(received.date())} {received:%H:%M} 收到", "label"))
    line = QHBoxLayout()
    line.setSpacing(6)
    line.addWidget(Icon("arrow-right", "accent", 14))
    when = "当天" if same_day else long_day_text(due.date())
    line.addWidget(Label(f"{when} {due:%H:%M} 截止", "head"), 1)
    rows.addLayout(line)
    rows.addWidget(Label(example.why, "hint"))
    return whole


def _drop(item: QLayoutItem) -> None:
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
