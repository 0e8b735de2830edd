"""付款安排: the instalments of a fee, row by row; untouched rows follow the fee."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services import amounts
from app.services.contracts.types import PaymentForm
from app.views.components.buttons import Button, Kind
from app.views.components.fields import TextField
from app.views.components.painting import restyle
from app.views.contracts.inputs import MoneyField
from app.views.contracts.rows import MOST_ROWS, Row
from app.views.theme import theme

AT_SIGNING = "签约之日"
AT_END = "本阶段终结之日起五日内"


class PaymentRow(Row):
    """When, how much, which share of the fee."""

    def __init__(self, payment: PaymentForm) -> None:
        self.when = TextField("何时支付", limit=60)
        self.when.setAccessibleName("付款时间")
        self.when.setText(payment.when)
        self.amount = MoneyField()
        self.amount.setAccessibleName("付款金额")
        self.amount.set_value(payment.amount_fen or None)
        super().__init__(self.when, self.amount, second_width=140)
        self.aside.setFixedWidth(theme().px(44))
        self.when.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> PaymentForm:
        """Return the instalment; an amount that is missing or no amount counts as 0."""
        return PaymentForm(self.when.value(), self.amount.value() or 0)


class Plan(StrEnum):
    """How the instalments follow the fee."""

    WHOLE = "whole"
    HALVES = "halves"
    OWN = "own"


class PaymentsEditor(QWidget):
    """付款安排: rows whose sum must be the fee; untouched rows follow the fee."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fee: int | None = None
        self._plan = Plan.WHOLE
        self.rows: list[PaymentRow] = []
        self._whole = Button("一次付清", Kind.TEXT, small=True)
        self._halves = Button("各付一半", Kind.TEXT, small=True)
        self._more = Button("添加一期", Kind.TEXT, small=True, icon="plus")
        self._whole.clicked.connect(lambda _checked=False: self.follow(Plan.WHOLE))
        self._halves.clicked.connect(lambda _checked=False: self.follow(Plan.HALVES))
        self._more.clicked.connect(lambda _checked=False: self._add())
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.buttons = QWidget()
        """Ways to divide the fee; stands beside the field's label."""
        buttons = QHBoxLayout(self.buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(2)
        for button in (self._whole, self._halves, self._more):
            buttons.addWidget(button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(self._list)
        self._put([PaymentForm(AT_SIGNING, 0)])

    def value(self) -> tuple[PaymentForm, ...]:
        """Return the instalments; none while no fee is typed."""
        return tuple(row.value() for row in self.rows) if self._fee else ()

    def set_value(self, payments: Sequence[PaymentForm], fee: int | None) -> None:
        """Show the instalments of a fee."""
        self._fee = fee
        if not payments:
            self.follow(Plan.WHOLE, told=False)
            return
        self._plan = Plan.WHOLE if len(payments) == 1 and payments[0].amount_fen == fee else Plan.OWN
        self._put(payments)

    def set_fee(self, fee: int | None) -> None:
        """Let untouched rows follow another fee."""
        if fee == self._fee:
            return
        self._fee = fee
        for row, amount in zip(self.rows, self._parts(), strict=False):
            row.amount.set_value(amount or None)
        self._tell()

    def follow(self, plan: Plan, *, told: bool = True) -> None:
        """Divide the fee anew: whole or in halves."""
        self._plan = plan
        words = [AT_SIGNING] if plan is Plan.WHOLE else [AT_SIGNING, AT_END]
        self._put([PaymentForm(when, amount) for when, amount in zip(words, self._parts(), strict=False)])
        if told:
            self.changed.emit()

    def unreadable(self) -> str:
        """Return what to do about an amount that cannot be read."""
        return next((said for row in self.rows if (said := row.amount.unreadable())), "")

    def set_wrong(self, wrong: bool) -> None:
        """Mark the amounts as wrong or right."""
        for row in self.rows:
            row.amount.setProperty("wrong", "true" if wrong else "false")
            restyle(row.amount)

    def _parts(self) -> list[int]:
        fee = self._fee or 0
        if self._plan is Plan.WHOLE:
            return [fee]
        return [fee // 200 * 100, fee - fee // 200 * 100] if self._plan is Plan.HALVES else []

    def _put(self, payments: Sequence[PaymentForm]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for payment in payments:
            self._append(payment)
        self._tell()

    def _append(self, payment: PaymentForm) -> PaymentRow:
        row = PaymentRow(payment)
        row.changed.connect(self.changed)
        row.amount.changed.connect(self._typed)
        row.amount.left.connect(self.left)
        row.removed.connect(self._drop)
        self.rows.append(row)
        self._list.addWidget(row)
        row.setVisible(True)  # at once, so that the focus can go there
        return row

    def _typed(self) -> None:
        self._plan = Plan.OWN
        self._tell()
        self.changed.emit()

    def _add(self) -> None:
        self._plan = Plan.OWN
        paid = sum(row.value().amount_fen for row in self.rows)
        row = self._append(PaymentForm("", max(0, (self._fee or 0) - paid)))
        self._tell()
        row.when.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self, row: PaymentRow) -> None:
        self._plan = Plan.OWN
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        for row in self.rows:
            row.aside.setText(amounts.share_words(row.value().amount_fen, self._fee or 0))
            row.remove.setEnabled(len(self.rows) > 1)
        self._more.setEnabled(len(self.rows) < MOST_ROWS)
