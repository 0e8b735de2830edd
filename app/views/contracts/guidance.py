"""What the guidance says of a matter, line by line, with its source and how far it is verified."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import amounts
from app.services.contracts.types import ContractForm, FeeQuote
from app.terms import FactStatus
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import ElidedLabel, Icon, Label, Tag
from app.views.contracts.boxes import LineTable

PERCENTAGE = ("分段", "本段金额（元）", "费率", "计算（元）")
RANGE = ("项目", "计费方式", "区间（元）")


class GuidancePanel(QWidget):
    """收费指导意见: head with tag, the lines, the source."""

    sheet_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tag = Tag("", "neutral")
        self._basis = Label("", "note")
        self.lines = LineTable("收费指导意见", PERCENTAGE)
        self.outside = Banner("", "soon")
        self._source = ElidedLabel("", 12, "text3")
        self.sheet = Button("计算单", Kind.TEXT, small=True)
        self.sheet.clicked.connect(lambda _checked=False: self.sheet_requested.emit())
        self._source_line = QWidget()
        source = QHBoxLayout(self._source_line)
        source.setContentsMargins(0, 0, 0, 0)
        source.setSpacing(6)
        source.addWidget(Icon("book-open", "text3", 14, line=18))
        source.addWidget(self._source, 1)
        source.addWidget(self.sheet)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(self._head())
        for widget in (self.lines, self.outside, self._source_line):
            rows.addWidget(widget)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("收费指导意见", "head"))
        head.addWidget(self.tag)
        head.addStretch(1)
        head.addWidget(self._basis)
        return head

    def show_quote(self, form: ContractForm, quote: FeeQuote) -> None:
        """Show what the guidance says of a form's matter."""
        calculation = quote.calculation
        self._show_status(quote)
        self._basis.setText(_basis_of(form, quote))
        inside = calculation is not None and calculation.in_guidance
        self.lines.setVisible(inside)
        self._source_line.setVisible(calculation is not None)
        self.sheet.setVisible(quote.comparison is not None)
        self.outside.show_text("" if inside else _outside_of(form, quote))
        if calculation is None:
            return
        self._source.set_text(f"来源：{calculation.citation}")
        self._source.setToolTip(calculation.source)
        if calculation.total_fen is not None:
            rows = [
                (
                    line.label,
                    amounts.amount_text(line.base_fen),
                    amounts.rate_words(line.rate),
                    amounts.amount_text(line.fee_fen),
                )
                for line in calculation.lines
            ]
            total = "合计" + ("（最低收费）" if calculation.minimum_applied else "")
            self.lines.set_rows(rows, (total, amounts.amount_text(calculation.total_fen)), titles=PERCENTAGE)
        elif calculation.minimum_fen is not None and calculation.maximum_fen is not None:
            extent = f"{amounts.amount_text(calculation.minimum_fen)} 至 {amounts.amount_text(calculation.maximum_fen)}"
            self.lines.set_rows([(calculation.label, calculation.method.label, extent)], titles=RANGE)

    def _show_status(self, quote: FeeQuote) -> None:
        calculation = quote.calculation
        self.tag.setVisible(calculation is not None)
        if calculation is None:
            return
        if calculation.status is FactStatus.VERIFIED:
            self.tag.set_tag(calculation.status.label, "ok", "check")
        else:
            self.tag.set_tag(calculation.status.label, "soon", "triangle-alert")


def _basis_of(form: ContractForm, quote: FeeQuote) -> str:
    matter = form.matter
    per_stage = "，每一诉讼阶段" if quote.calculation is not None and quote.calculation.per_stage else ""
    if matter.has_property and matter.amount_fen is not None:
        return f"标的额 {amounts.amount_text(matter.amount_fen)} 元{per_stage}"
    return "不涉及财产" + per_stage if not matter.has_property else ""


def _outside_of(form: ContractForm, quote: FeeQuote) -> str:
    if quote.calculation is not None:
        return f"依据待核实：{quote.calculation.note}"
    if form.matter.has_property and form.matter.amount_fen is None:
        return "还没有填写标的额，请先在“事项”里填写。"
    return "依据待核实：这类案件不适用收费指导意见，只与本所公示价比较。"
