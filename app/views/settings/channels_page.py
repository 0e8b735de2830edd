"""设置 › 渠道与时限: which channels the firm offers and how fast it wants to answer there, within the schemes' limits."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.services.firm_settings.channels import ChannelForm, ChannelView, limit_problem
from app.terms import Channel, ClockKind, Permission, Scheme
from app.views.components.buttons import Button, Kind
from app.views.components.choices import Choice
from app.views.components.labels import Label, Panel, Tag, Tone
from app.views.components.number_field import NumberField
from app.views.components.toggles import CheckBox
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import Call, FormPage

ENTRIES = tuple(Entry(channel.value, f"{channel.label}的时限", "渠道 提醒 分钟 开通 关闭") for channel in Channel)
FIGURES = (ClockKind.WORKING, ClockKind.WALL, ClockKind.AT_ONCE)
"""The clocks that take a number of minutes."""
HEADS = ("渠道", "计时方式", "时限（分钟）", "将到期（%）", "紧急（%）")
Place = tuple[Scheme, Channel]


class ChannelRow:
    """The inputs of one channel; they stand in a grid that the page lays out."""

    def __init__(self, view: ChannelView, *, may_edit: bool) -> None:
        self.view = view
        name = view.channel.label
        self.offered = CheckBox(name)
        self.clock = Choice([(clock, clock.label) for clock in view.clocks])
        self.minutes, self.soon, self.urgent = NumberField(limit=4), NumberField(limit=2), NumberField(limit=2)
        self.limit = Label(f"{view.clause} 规定：{view.limit}", "hint", wrap=True)
        self.coming = Tag("", Tone.ACCENT)
        self.error = Label("", "error", wrap=True)
        self.error.hide()
        self.offered.setAccessibleName(f"开通{name}")
        for field, words in (
            (self.clock, "计时方式"),
            (self.minutes, "时限，分钟"),
            (self.soon, "将到期，百分比"),
            (self.urgent, "紧急，百分比"),
        ):
            field.setAccessibleName(f"{name}的{words}")
        self.inputs: tuple[QWidget, ...] = (self.offered, self.clock, self.minutes, self.soon, self.urgent)
        for one in self.inputs:
            one.setEnabled(may_edit)
        self.clock.setEnabled(may_edit and len(view.clocks) > 1)
        has_share = view.default.clock is not ClockKind.AT_ONCE
        self.minutes.setEnabled(may_edit and self._takes_minutes())
        self.soon.setEnabled(may_edit and has_share)
        self.urgent.setEnabled(may_edit and has_share)
        self.show_view(view)
        for field in (self.minutes, self.soon, self.urgent):
            field.left.connect(self.check)
        self.clock.changed.connect(lambda _clock: self.check())

    def _takes_minutes(self) -> bool:
        return any(clock in FIGURES for clock in self.view.clocks)

    def show_view(self, view: ChannelView) -> None:
        """Show what was read: what will hold in the end, and from when where that is a later day."""
        self.view = view
        self.show(view.newest)
        self.set_error("")
        self.coming.set_tag(f"{view.valid_from.isoformat()} 起执行" if view.valid_from else "", Tone.ACCENT)
        self.coming.setVisible(view.valid_from is not None)

    def show(self, form: ChannelForm) -> None:
        """Show values."""
        self.offered.set_value(form.is_offered)
        self.clock.set_value(form.clock)
        self.minutes.set_value(str(form.minutes) if form.minutes else "")
        self.soon.set_value(f"{form.soon * 100:.0f}")
        self.urgent.set_value(f"{form.urgent * 100:.0f}")

    def typed(self) -> tuple[object, ...]:
        """Return what stands in the inputs."""
        texts = (self.minutes.value(), self.soon.value(), self.urgent.value())
        return (self.offered.value(), self.clock.value(), *texts)

    def form(self) -> ChannelForm:
        """Return the values typed; unreadable figures stand at 0 and are refused by `check`."""
        soon, urgent = (int(field.value()) if field.value().isdigit() else 0 for field in (self.soon, self.urgent))
        minutes = int(self.minutes.value()) if self.minutes.value().isdigit() else 0
        return ChannelForm(self.offered.value(), self.clock.value(), minutes, soon / 100, urgent / 100)

    def check(self) -> bool:
        """Show what is wrong beside the row; return whether all is well."""
        form = self.form()
        problem = limit_problem(self.view, form.clock, form.minutes)
        if not problem and not 0 < form.soon <= form.urgent < 1:
            problem = "提醒点填 1 到 99 之间的整数，“将到期”不晚于“紧急”。"
        self.set_error(problem)
        return not problem

    def set_error(self, problem: str) -> None:
        """Show a sentence below the row."""
        self.error.setText(problem)
        self.error.setVisible(bool(problem))


class ChannelsPage(FormPage):
    """渠道与时限."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "渠道与时限",
            "本所的时限可以比方案更严，不能更松。保存后登记的咨询按新时限计算，已登记的不变。",
            Permission.MANAGE_FIRM,
            frozenset({"firm", "channel_policy"}),
        )
        self._cards: list[Panel] = []
        self.channel_rows: dict[Place, ChannelRow] = {}

    def load(self) -> Callable[[], Any]:
        """Read the channels."""
        return self.desk.services.firm_settings.channels.channels

    def show_values(self, values: Any) -> None:
        """Show a card per scheme, a line per channel."""
        views: tuple[ChannelView, ...] = values
        if [(view.scheme, view.channel) for view in views] == list(self.channel_rows):
            for view in views:
                self.channel_rows[view.scheme, view.channel].show_view(view)
            return
        self._clear()
        for scheme in dict.fromkeys(view.scheme for view in views):
            mine = [view for view in views if view.scheme is scheme]
            if mine:
                self._add_scheme(scheme, mine)

    def _clear(self) -> None:
        for card in self._cards:
            self.column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards.clear()
        self.channel_rows.clear()
        self.fields.clear()

    def _add_scheme(self, scheme: Scheme, views: list[ChannelView]) -> None:
        card = self.card(scheme.label, "打勾的渠道才能登记咨询。将到期、紧急是用掉时限的百分之几时变色提醒。")
        self._cards.append(card)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, words in enumerate(HEADS):
            grid.addWidget(Label(words, "small", tone="text3"), 0, column)
        for number, view in enumerate(views):
            self._add_row(grid, 1 + 3 * number, view)
        grid.setColumnStretch(0, 2)
        for column in range(1, 5):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        if self.may_edit:
            back = Button(f"全部恢复为{scheme.label}的时限", Kind.TEXT, small=True)
            back.clicked.connect(lambda _on=False, which=scheme: self._to_default(which))
            card.body.addWidget(back)

    def _add_row(self, grid: QGridLayout, line: int, view: ChannelView) -> None:
        row = ChannelRow(view, may_edit=self.may_edit)
        self.channel_rows[view.scheme, view.channel] = row
        for column, one in enumerate(row.inputs):
            grid.addWidget(one, line, column)
        below = QWidget()
        words = QVBoxLayout(below)
        words.setContentsMargins(0, 0, 0, 8)
        words.setSpacing(2)
        words.addWidget(row.limit)
        words.addWidget(row.coming)
        words.addWidget(row.error)
        grid.addWidget(below, line + 1, 0, 1, len(HEADS))
        self.listen(row.offered, row.clock, row.minutes, row.soon, row.urgent)

    def _to_default(self, scheme: Scheme) -> None:
        for (one, _channel), row in self.channel_rows.items():
            if one is scheme:
                row.show(row.view.default)
                row.set_error("")
        self.follow()

    def open_record(self, key: object) -> None:
        """Go to a channel."""
        for (_scheme, channel), row in self.channel_rows.items():
            if channel.value == key:
                self.go_to(row.minutes if row.minutes.isEnabled() else row.offered)
                return
        self.wanted = str(key)

    def shown(self) -> None:
        """Go to the channel the search asked for before the page was read."""
        wanted, self.wanted = self.wanted, ""
        if wanted:
            self.open_record(wanted)

    def typed(self) -> dict[Place, tuple[object, ...]]:
        """Return what stands in the lines."""
        return {place: row.typed() for place, row in self.channel_rows.items()}

    def save(self, confirmed: frozenset[str]) -> Call | None:  # noqa: ARG002 - nothing is asked about
        """Save the lines that differ, from today on."""
        wrong = [row for row in self.channel_rows.values() if not row.check()]
        if wrong:
            wrong[0].minutes.setFocus()
            return None
        forms = {place: row.form() for place, row in self.channel_rows.items() if row.form() != row.view.newest}
        return self.desk.services.firm_settings.channels.save, forms
