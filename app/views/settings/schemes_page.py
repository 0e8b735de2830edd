"""设置 › 方案: the public programmes the firm takes part in, and the platform's duty desk."""

from collections.abc import Callable
from typing import Any

from app.services.firm_settings.details import SchemesForm
from app.terms import Permission, Scheme
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.components.toggles import CheckBox, Switch
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage

DUTY = "本机构承担平台值班"
ENTRIES = (
    Entry("shijiazhuang", Scheme.SHIJIAZHUANG.label, "石家庄"),
    Entry("beijing", Scheme.BEIJING.label, "北京"),
    Entry("duty", DUTY, "值班员 专家 平台"),
)
ABOUT = {
    Scheme.SHIJIAZHUANG: "短信、微信咨询 5 个工作小时内答复（S6.2），四种签约各有凭据，签约服务对象收费低于指导意见（S9.3）。",
    Scheme.BEIJING: "平台问题收到通知后 5 小时内解答，按钟点连续计算（B2）；线下委托须经平台（B7）。",
}


class SchemesPage(FormPage):
    """方案."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "方案",
            "选中的方案才有约束；一个方案的规定不会用到另一个方案的咨询上。",
            Permission.MANAGE_FIRM,
            frozenset({"firm", "firm_setting"}),
        )
        card = self.card("参加的方案", "关掉一个方案后，还没办完的咨询仍按它原来的时限办完。")
        self.boxes = {scheme: CheckBox(scheme.label) for scheme in Scheme}
        for scheme, box in self.boxes.items():
            self.fields[scheme.value] = FormField(f"参加{scheme.label}", box, hint=ABOUT[scheme])
            card.body.addWidget(self.fields[scheme.value])
        duty = self.card("北京法网的值班")
        self.duty = Switch(DUTY)
        self.fields["duty"] = FormField(
            "平台值班",
            self.duty,
            hint="打开表示平台的值班由本所承担，值班人员就是本所员工；关闭时他们是本所要通知的外部联系人。",
        )
        duty.body.addWidget(self.fields["duty"])
        self._no_duty = Label("参加北京法网后才用得上。", "note")
        duty.body.addWidget(self._no_duty)
        self.listen(self.duty, *self.boxes.values())
        self.boxes[Scheme.BEIJING].changed.connect(lambda _on: self._show_duty())

    def _show_duty(self) -> None:
        takes_part = self.boxes[Scheme.BEIJING].value()
        self.duty.setEnabled(takes_part and self.may_edit)
        self._no_duty.setVisible(not takes_part)

    def load(self) -> Callable[[], Any]:
        """Read the schemes."""
        return self.desk.services.firm_settings.details.schemes

    def show_values(self, values: Any) -> None:
        """Show the schemes."""
        for scheme, box in self.boxes.items():
            box.set_value(scheme in values.schemes)
        self.duty.set_value(values.hosts_platform_duty)

    def shown(self) -> None:
        """Let the duty desk follow the scheme."""
        self._show_duty()

    def typed(self) -> SchemesForm:
        """Return what is ticked."""
        chosen = tuple(scheme for scheme, box in self.boxes.items() if box.value())
        return SchemesForm(chosen, self.duty.value() and Scheme.BEIJING in chosen)

    def save(self, confirmed: frozenset[str]) -> Call | None:
        """Save the schemes."""
        return self.desk.services.firm_settings.details.save_schemes, self.typed(), confirmed
