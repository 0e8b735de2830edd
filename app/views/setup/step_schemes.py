"""Step 4: the public programmes the firm takes part in; a rule binds only in its own scheme."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.terms import Scheme
from app.views.components.feedback import Banner
from app.views.components.labels import Label
from app.views.setup.cards import ChoiceCard
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage

ABOUT = {
    Scheme.SHIJIAZHUANG: (
        "为个人、家庭和小微企业担任律师顾问，义务以方案全文为准。",
        (
            ("clock", "短信、微信咨询 5 个工作小时内免费答复", "S6.2"),
            ("phone", "非工作时间引导拨打 12348", "S6.3"),
            ("badge-check", "现场、冀法通、入群、电话四种签约，各有凭据", "S1 至 S4"),
            ("users", "群名统一，群里公示律师信息", "S3.2"),
            ("file-pen", "签约服务对象正式委托，收费低于指导意见", "S9.3"),
        ),
    ),
    Scheme.BEIJING: (
        "派律师在北京法律服务网驻场解答，只约束平台上的问题。",
        (
            ("clock", "收到平台通知后 5 小时内解答，按钟点连续计算", "B2"),
            ("scale", "诉讼中、已由司法机关处理的，不予解答", "B5"),
            ("globe", "当事人线下委托，须经平台", "B7"),
            ("circle-alert", "不得借解答招揽业务", "B8"),
        ),
    ),
}


class SchemesPage(StepPage):
    """One card for each scheme; at least one is chosen."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(
            flow, NAMES[Step.SCHEMES], "选中的方案才有约束，可以都选。一个方案的规定不会用到另一个方案的咨询上。"
        )
        self.cards = {scheme: ChoiceCard(scheme.label, *ABOUT[scheme]) for scheme in Scheme}
        cards = QWidget()
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for one in self.cards.values():
            row.addWidget(one, 1)
            one.toggled.connect(self._on_chosen)
        self._missing = Banner("", "error")
        self._missing.hide()
        self.add_main(self._missing, cards, Label("编号是条款号，在程序里和打印件上都会注明出处。", "hint"))

    def chosen(self) -> tuple[Scheme, ...]:
        """Return the schemes chosen."""
        return tuple(scheme for scheme, one in self.cards.items() if one.isChecked())

    def _on_chosen(self) -> None:
        if self.chosen():
            self._missing.show_text("")

    def entered(self) -> None:
        """Put the focus on the first card."""
        self.cards[Scheme.SHIJIAZHUANG].setFocus()

    def is_touched(self) -> bool:
        """Return whether a scheme is chosen."""
        return bool(self.chosen())

    def leave(self) -> bool:
        """Check that a scheme is chosen."""
        if not self.chosen():
            self._missing.show_text("请至少选择一个参加的方案。", "error")
            return False
        self.flow.schemes = self.chosen()
        return True
