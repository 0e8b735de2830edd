"""设置 › 编号: the pattern of each series of numbers, with the next one as it will look."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout

from app.services.firm_settings import numbers
from app.services.firm_settings.numbers import SeriesForm, SeriesView
from app.terms import Permission
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.components.number_field import NumberField
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage

ENTRIES = (
    Entry("client", "服务对象档案号", "编号 顾档"),
    Entry("consultation", "咨询编号", "编号"),
    Entry("contract.民代", "委托代理合同号", "编号 民代"),
    Entry("contract.顾约", "签约协议号", "编号 顾约"),
)
NEXT = ".next"


class NumberingPage(FormPage):
    """编号."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "编号",
            "从下一个号起按新写法编，已经编好的号不变。花括号里的由程序填：{年份}、{四位顺序号}（前面补 0）、{简称}；其余照抄。",
            Permission.MANAGE_FIRM,
            frozenset({"firm", "firm_setting", "number_series"}),
        )
        self._firm = ""
        self._series: dict[str, SeriesView] = {}
        self._patterns: dict[str, TextField] = {}
        self._nexts: dict[str, NumberField] = {}
        self._previews: dict[str, Label] = {}
        for entry in ENTRIES:
            self._add(entry.key, entry.label)

    def _add(self, key: str, label: str) -> None:
        card = self.card(label)
        pattern, following, preview = (
            TextField(limit=80),
            NumberField(limit=6),
            Label("", "cellstrong", selectable=True),
        )
        pattern.setAccessibleName(f"{label}的写法")
        self._patterns[key], self._nexts[key], self._previews[key] = pattern, following, preview
        self.fields[key] = FormField(
            f"{label}的写法", pattern, required=True, check=partial(self._problem, key), hint=" "
        )
        self.fields[key + NEXT] = FormField(
            f"{label}的下一个号", following, check=partial(self._next_problem, key), hint="只能往后设，不能退回"
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(self.fields[key], 0, 0)
        grid.addWidget(self.fields[key + NEXT], 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        card.body.addLayout(grid)
        card.body.addWidget(preview)
        self.listen(pattern, following)
        for field in (pattern, following):
            field.textChanged.connect(partial(self._show_preview, key))

    def _problem(self, _key: str, text: str) -> str:
        return numbers.pattern_problem(numbers.from_words(text), self._firm)

    def _next_problem(self, key: str, text: str) -> str:
        return numbers.next_problem(text, self._series[key].last) if key in self._series else ""

    def _show_preview(self, key: str, _text: str = "") -> None:
        known, typed = self._series.get(key), self._nexts[key].value()
        if known is None:
            return
        number = int(typed) if typed.isdigit() else known.last + 1
        pattern = numbers.from_words(self._patterns[key].value())
        look = numbers.preview(pattern, year=known.year, number=number, firm=self._firm)
        self._previews[key].setText(f"下一个：{look}" if look else "写法有误，看不出下一个号")

    def load(self) -> Callable[[], Any]:
        """Read the series and the firm's short name."""
        return partial(_read, self.desk)

    def show_values(self, values: Any) -> None:
        """Show patterns and next numbers."""
        self._firm, series = values
        for one in series:
            self._series[one.key] = one
            self._patterns[one.key].set_value(numbers.in_words(one.pattern))
            self._nexts[one.key].set_value(str(one.last + 1))
            self.fields[one.key].set_hint(f"{one.about}程序自带的写法：{numbers.in_words(one.default)}")
            self._show_preview(one.key)

    def typed(self) -> dict[str, tuple[str, str]]:
        """Return patterns and next numbers as typed."""
        return {
            key: (numbers.from_words(field.value()), self._nexts[key].value()) for key, field in self._patterns.items()
        }

    def save(self, confirmed: frozenset[str]) -> Call | None:  # noqa: ARG002 - nothing is asked about
        """Save those that differ from what was read."""
        forms: dict[str, SeriesForm] = {}
        for key, (pattern, following) in self.typed().items():
            read = self._series[key]
            number = int(following) if following and int(following) != read.last + 1 else None
            if number is not None or pattern != read.pattern:
                forms[key] = SeriesForm(pattern, number)
        return self.desk.services.firm_settings.numbering.save, forms


def _read(desk: Desk) -> tuple[str, tuple[SeriesView, ...]]:
    return desk.services.firm.find().short_name, desk.services.firm_settings.numbering.series()
