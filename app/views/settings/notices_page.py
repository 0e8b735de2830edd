"""设置 › 提示语: what askers are told out of hours (S6.3)."""

from collections.abc import Callable
from typing import Any

from app.services.firm_settings.details import problem_of_notice
from app.services.hours import DEFAULT_NOTICE
from app.terms import Permission
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextArea
from app.views.components.form_field import FormField
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage

ENTRIES = (Entry("notice", "非工作时间提示语", "12348 热线 下班 午休"),)


class NoticesPage(FormPage):
    """提示语."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "提示语",
            "从程序里复制出去、发给咨询人的固定文字。",
            Permission.MANAGE_FIRM,
            frozenset({"firm"}),
        )
        self.text = TextArea(lines=5)
        back = Button("用程序自带的文字", Kind.TEXT, small=True)
        back.clicked.connect(lambda _on=False: self.text.set_value(DEFAULT_NOTICE))
        back.setVisible(self.may_edit)
        self.fields["notice"] = FormField(
            "非工作时间提示语",
            self.text,
            required=True,
            hint="非工作时间登记的咨询，点“发送 12348 提示”时复制的就是这段文字（S6.3），里面要有 12348。",
            check=problem_of_notice,
            beside=back,
        )
        self.card().body.addWidget(self.fields["notice"])
        self.listen(self.text)

    def load(self) -> Callable[[], Any]:
        """Read the text."""
        return self.desk.services.firm_settings.details.notice

    def show_values(self, values: Any) -> None:
        """Show the text."""
        self.text.set_value(values)

    def typed(self) -> str:
        """Return the text in the field."""
        return self.text.value()

    def save(self, confirmed: frozenset[str]) -> Call | None:  # noqa: ARG002 - nothing is asked about
        """Save the text."""
        return self.desk.services.firm_settings.details.save_notice, self.typed()
