"""本所公示价: what the fee is compared with where the guidance gives no sum; the director sets it in place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.contracts.types import FeeQuote
from app.views.components.buttons import Button
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.contracts.inputs import MoneyField

ASK_DIRECTOR = "还没有设定，请主任登录后在这里设定。"


class PriceBar(QWidget):
    """The published price with its field, closed to those who may not set it."""

    price_set = Signal(int)

    def __init__(self, *, may_set: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.price = MoneyField("未设定")
        self.button = Button("设为公示价")
        self.field = FormField("本所公示价（每件）", self.price)
        self.words = Label("", "label", tone="soon")
        self.button.clicked.connect(lambda _checked=False: self._set())
        beside = QWidget()
        below = QHBoxLayout(beside)
        below.setContentsMargins(0, 22, 0, 0)
        below.addWidget(self.button)
        below.addWidget(self.words)
        below.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(beside, 1)
        self.price.setReadOnly(not may_set)
        self.price.setEnabled(may_set)
        self.button.setVisible(may_set)
        self.words.setVisible(not may_set)

    def show_quote(self, quote: FeeQuote) -> None:
        """Show the price in force where the matter is compared with it."""
        calculation = quote.calculation
        self.setVisible(calculation is None or calculation.total_fen is None)
        price = quote.published_price_fen
        self.words.setText(ASK_DIRECTOR if price is None else "")
        if not self.price.hasFocus():
            self.price.set_value(price)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the price typed in."""
        self.field.set_error(sentence)

    def _set(self) -> None:
        price = self.price.value()
        if price is None:
            self.field.set_error(self.price.unreadable() or "请填写公示价。")
            return
        self.field.set_error("")
        self.price_set.emit(price)
