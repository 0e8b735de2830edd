"""Step 2 收费: the guidance line by line, the firm's fee beside it, relief, payments, the legal-aid screen."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services import amounts
from app.services.contracts.types import ContractForm, FeeForm, FeeQuote
from app.terms import FeeVerdict, LegalAidScreen, Permission, ReliefReason, Uid
from app.views.components.choices import Choice
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.painting import restyle
from app.views.contracts.boxes import ApprovalBox, ResultBox
from app.views.contracts.guidance import GuidancePanel
from app.views.contracts.inputs import MoneyField
from app.views.contracts.payments import PaymentsEditor
from app.views.contracts.price_bar import PriceBar
from app.views.contracts.start import Start
from app.views.contracts.step import Step, two_columns
from app.views.desk import Desk
from app.views.text import moment_text

QUIET_MS = 120
BELOW = (FeeVerdict.BELOW_GUIDANCE, FeeVerdict.BELOW_PUBLISHED)


class FeeStep(Step):
    """收费."""

    quoted = Signal()
    """A new quote has been put on show."""
    approval_requested = Signal()

    def __init__(self, desk: Desk, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._start = desk, start
        self._asked: tuple[ContractForm, Uid | None] | None = None
        self.quote: FeeQuote | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._rest.timeout.connect(self._ask)
        self._make_inputs(start)
        self._lay_out()
        self._connect()

    def _make_inputs(self, start: Start) -> None:
        self.guidance = GuidancePanel()
        self.price = PriceBar(may_set=self._desk.may(Permission.SET_PRICES))
        self.fee = MoneyField()
        self.result = ResultBox()
        self.reason = Choice(_reasons(start))
        self.note = TextField("具体理由", limit=200)
        self.approval = ApprovalBox()
        self.payments = PaymentsEditor()
        self.legal_aid = Choice([(screen, screen.label) for screen in LegalAidScreen], placeholder="请选择筛查结果")
        self._comparison = FormField("与指导意见比较", self.result)
        self._note = FormField("减免的具体理由", self.note)
        self.fields = {
            "fee": FormField("本阶段律师服务费", self.fee, required=True),
            "relief_reason": FormField("减免理由", self.reason),
            "relief_note": self._note,
            "approver": FormField("批准", self.approval),
            "payments": FormField("付款安排", self.payments, beside=self.payments.buttons),
            "legal_aid": FormField("法律援助条件筛查，已告知当事人（S9.2）", self.legal_aid, required=True),
        }

    def _lay_out(self) -> None:
        fields = self.fields
        self.rows.addWidget(self.guidance)
        self.rows.addWidget(self.price)
        self.heading("本所收费")
        grid = two_columns(
            [
                (fields["fee"], 0, 0, 1),
                (self._comparison, 0, 1, 1),
                (fields["relief_reason"], 1, 0, 1),
                (fields["approver"], 1, 1, 1),
                (self._note, 2, 0, 2),
            ],
            shares=(3, 5),
        )
        self.rows.addLayout(grid)
        self.rows.addWidget(fields["payments"])
        self.rows.addWidget(fields["legal_aid"])
        self.rows.addStretch(1)

    def _connect(self) -> None:
        self.fee.changed.connect(self._fee_typed)
        self.fee.left.connect(self._fee_typed)
        self.listen(self.reason, self.note, self.payments, self.legal_aid)
        self.reason.changed.connect(self._show_relief)
        self.price.price_set.connect(self._set_price)
        self.approval.approve_clicked.connect(self.approval_requested)

    def _fee_typed(self) -> None:
        self.payments.set_fee(self.fee.value())
        self._show_words()
        self.changed.emit()

    def _show_words(self) -> None:
        self.fields["fee"].set_hint(self.fee.words())

    def fill(self, form: ContractForm) -> None:
        """Show a form."""
        fee = form.fee
        self.fee.set_value(fee.fee_fen)
        self.reason.set_value(fee.relief_reason)
        self.note.set_value(fee.relief_note)
        self.payments.set_value(fee.payments, fee.fee_fen)
        self.legal_aid.set_value(fee.legal_aid)
        self._show_words()
        self._show_relief()

    def apply(self, form: ContractForm) -> ContractForm:
        """Return the form with this step; a mandate without a fee for the family agreement."""
        if not self._start.is_agency(form.template):
            return replace(form, fee=FeeForm())
        fee = FeeForm(
            fee_fen=self.fee.value(),
            relief_reason=self.reason.value(),
            relief_note=self.note.value() if self._needs_note else "",
            payments=self.payments.value(),
            legal_aid=self.legal_aid.value(),
        )
        return replace(form, fee=fee)

    @property
    def _needs_note(self) -> bool:
        return self.reason.value() not in (None, ReliefReason.SIGN_UP)

    def problems(self) -> dict[str, str]:
        """Return amounts that cannot be read."""
        found = {"fee": self.fee.unreadable(), "payments": self.payments.unreadable()}
        return {name: sentence for name, sentence in found.items() if sentence}

    # --- the quote ---

    def ask(self, form: ContractForm, contract_id: Uid | None, *, at_once: bool = False) -> None:
        """Work the quote out anew for what is typed now."""
        self._asked = (form, contract_id)
        if at_once:
            self._ask()
        else:
            self._rest.start()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._rest.stop()

    def _ask(self) -> None:
        self._rest.stop()
        if self._asked is not None:
            quote = self._desk.services.contracts.quotes.quote
            self._desk.jobs.run(
                quote, *self._asked, done=self._quoted, failed=self._refused, key=f"contract-quote-{id(self)}"
            )

    def _quoted(self, quote: FeeQuote) -> None:
        if self._asked is None:
            return
        self.quote = quote
        self.guidance.show_quote(self._asked[0], quote)
        self.price.show_quote(quote)
        self._show_comparison(quote)
        self._show_groups(quote)
        self._show_approval(quote)
        payments = quote.problems.get("payments", "")
        self.fields["payments"].set_error(payments)
        self.payments.set_wrong(bool(payments))
        self.quoted.emit()

    def _refused(self, error: AppError) -> None:
        self.quote = None
        self.result.show_result("urgent", "现在不能比较", tip=error.text)
        self._comparison.set_error(error.text)
        self.quoted.emit()

    @property
    def is_closed(self) -> bool:
        """Whether S9.3 forbids to go on with the typed fee."""
        comparison = self.quote.comparison if self.quote is not None else None
        return comparison is not None and not comparison.may_proceed

    @property
    def closed_sentence(self) -> str:
        """Why it cannot go on."""
        comparison = self.quote.comparison if self.quote is not None else None
        return comparison.sentence if comparison is not None and not comparison.may_proceed else ""

    def _show_comparison(self, quote: FeeQuote) -> None:
        comparison = quote.comparison
        wrong = comparison is not None and not comparison.may_proceed
        if self.fee.property("wrong") != ("true" if wrong else "false"):
            self.fee.setProperty("wrong", "true" if wrong else "false")
            restyle(self.fee)
        self._comparison.set_error(comparison.sentence if comparison is not None and wrong else "")
        self._comparison.set_hint(_rule_words(quote))
        if comparison is None:
            self.result.show_result("quiet", "填写金额后立即比较")
            return
        look = "over" if wrong else "ok" if comparison.verdict in BELOW else "quiet"
        if comparison.verdict is FeeVerdict.NO_BASIS:
            look = "urgent"
        words = comparison.verdict.label + (_measure_of(quote) if wrong and comparison.basis_fen is not None else "")
        if comparison.verdict in BELOW and comparison.percent is not None:
            words += f" {amounts.percent_words(comparison.percent)}"
        self.result.show_result(look, words, _difference(comparison.difference_fen), tip=comparison.sentence)

    def _show_groups(self, quote: FeeQuote) -> None:
        groups = "、".join(quote.relief_groups)
        self.fields["relief_reason"].set_hint(f"{groups}，可以减免（S9.1）" if groups else "")

    def _show_relief(self, *_args: object) -> None:
        self._note.setVisible(self._needs_note)

    def _show_approval(self, quote: FeeQuote) -> None:
        if not quote.needs_approver:
            is_sign_up = self.reason.value() is ReliefReason.SIGN_UP
            self.approval.show_none("签约优惠，无需批准" if is_sign_up else "无需批准")
        elif quote.approver and quote.approved_at is not None:
            self.approval.show_given(quote.approver, moment_text(quote.approved_at, self._desk.now()))
        else:
            self.approval.show_waiting(may_approve=self._desk.may(Permission.APPROVE_RELIEF))
        self.fields["approver"].set_error("")

    # --- the published price ---

    def _set_price(self, price: int) -> None:
        if self._asked is not None:
            quotes = self._desk.services.contracts.quotes
            matter = self._asked[0].matter
            self._desk.jobs.run(
                quotes.set_published_price, matter, price, done=self._price_set, failed=self._price_refused
            )

    def _price_set(self, _nothing: object) -> None:
        self._desk.messages.show_done("已设定本所公示价")
        self._ask()

    def _price_refused(self, error: AppError) -> None:
        self.price.show_problem(error.what)


def _reasons(start: Start) -> list[tuple[ReliefReason | None, str]]:
    offered = [reason for reason in ReliefReason if reason is not ReliefReason.SIGN_UP or start.client.is_signed_up]
    return [(None, "没有减免"), *((reason, reason.label) for reason in offered)]


def _rule_words(quote: FeeQuote) -> str:
    if not quote.is_signed_up:
        return "未签约服务对象，不要求低于指导意见"
    return f"签约服务对象须低于{_measure_of(quote)}（S9.3）"


def _measure_of(quote: FeeQuote) -> str:
    is_sum = quote.calculation is not None and quote.calculation.total_fen is not None
    return "指导意见" if is_sum else "本所公示价"


def _difference(fen: int | None) -> str:
    if fen is None:
        return ""
    if fen == 0:
        return "相同"
    return f"少 {amounts.amount_text(fen)} 元" if fen > 0 else f"多 {amounts.amount_text(-fen)} 元"
