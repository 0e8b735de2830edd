"""设置 › 本所公示价: what the firm publishes for matters the guidance gives no sum for (S9.3)."""

from collections.abc import Callable
from typing import Any

from app.services import amounts
from app.services.firm_settings.prices import PriceView
from app.terms import Permission
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label, Panel
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage

ENTRIES = (Entry("", "本所公示价", "价格 收费 公示 刑事 顾问 非诉讼"),)
MOST_VERSIONS = 4


class PricesPage(FormPage):
    """本所公示价."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "本所公示价",
            "指导意见只有区间或没有数额的事务，起草合同时拿约定的收费与这里的价格比较（S9.3）。新价格从今天起用，已归档的合同不变。",
            Permission.SET_PRICES,
            frozenset({"published_price"}),
        )
        self._prices: dict[str, PriceView] = {}
        self._inputs: dict[str, TextField] = {}
        self._notes: dict[str, Label] = {}
        self._card: Panel = self.card()

    def load(self) -> Callable[[], Any]:
        """Read the prices."""
        return self.desk.services.firm_settings.prices.prices

    def show_values(self, values: Any) -> None:
        """Show a field per kind of matter."""
        for view in values:
            self._prices[view.key] = view
            if view.key not in self._inputs:
                self._add(view)
            self._inputs[view.key].set_value("" if view.price_fen is None else amounts.amount_text(view.price_fen))
            self._notes[view.key].setText(_history(view))
            self._notes[view.key].setVisible(bool(view.history))

    def _add(self, view: PriceView) -> None:
        price = TextField("没有公示", unit="元", limit=20)
        self._inputs[view.key] = price
        self.fields[view.key] = FormField(view.label, price, hint=view.guidance, check=amounts.amount_problem)
        self._notes[view.key] = Label("", "hint", wrap=True)
        self._card.body.addWidget(self.fields[view.key])
        self._card.body.addWidget(self._notes[view.key])
        self.listen(price)

    def typed(self) -> dict[str, str]:
        """Return the prices as typed."""
        return {key: field.value() for key, field in self._inputs.items()}

    def save(self, confirmed: frozenset[str]) -> Call | None:  # noqa: ARG002 - nothing is asked about
        """Save the prices that differ; one that was published cannot be left empty."""
        prices: dict[str, int] = {}
        for key, text in self.typed().items():
            before = self._prices[key].price_fen
            if not text and before is not None:
                self.fields[key].set_error("已公示的价格不能留空，请填新的价格。")
                return None
            if text and amounts.read_amount(text) != before:
                prices[key] = amounts.read_amount(text)
        return self.desk.services.firm_settings.prices.save, prices


def _history(view: PriceView) -> str:
    lines = [
        f"{one.valid_from.isoformat()} 起 {amounts.amount_text(one.price_fen)} 元{f'（{one.set_by}）' if one.set_by else ''}"
        for one in view.history[:MOST_VERSIONS]
    ]
    return "历次：" + "；".join(lines) if lines else ""
