"""The list side of the page: title with counts, chips, filters, the two tables."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.services.consultations.types import Chip as Filter
from app.services.consultations.types import InboxCounts, InboxFilter, InboxRow
from app.terms import Channel, Permission, Scheme
from app.views.components.buttons import Button, Chip, DropButton, Kind
from app.views.components.feedback import EmptyState
from app.views.components.labels import Label
from app.views.countdowns import LiveCountdowns
from app.views.desk import Desk
from app.views.icons import icon
from app.views.tables.base_view import BaseView
from app.views.tables.consultation_table import (
    CHANNEL_ICONS,
    answered_columns,
    consultation_table,
    waiting_columns,
)

WORDS = {
    Filter.WAITING: ("待答复", "text3"),
    Filter.SOON: ("即将超时", "urg"),
    Filter.OVERDUE: ("已超时", "over"),
    Filter.MINE: ("我的", "text3"),
    Filter.ANSWERED: ("今日已答", "text3"),
}
ALL_CHANNELS, ALL_SCHEMES = "全部渠道", "全部方案"


def title_words(counts: InboxCounts, urgent: int) -> str:
    """Return “待答复 12 件，其中 3 件需要马上处理”."""
    if not counts.waiting:
        return "没有待答复的咨询"
    return f"待答复 {counts.waiting} 件" + (f"，其中 {urgent} 件需要马上处理" if urgent else "")


def empty_words(chosen: InboxFilter, counts: InboxCounts | None) -> tuple[str, str]:
    """Return why the list is empty and what comes."""
    if chosen.channel is not None or chosen.scheme is not None:
        return "这些条件下没有咨询", "换一个渠道或方案，或者清除筛选。"
    answered = f"今天已答 {counts.answered} 件。" if counts is not None and counts.answered else ""
    waiting = f"待答复还有 {counts.waiting} 件。" if counts is not None and counts.waiting else answered
    return {
        Filter.WAITING: ("没有待答复的咨询", f"{answered}新问题登记后会按剩余时间排在这里。"),
        Filter.SOON: ("没有即将超时的咨询", f"{waiting}时限用到 60% 的会出现在这里。"),
        Filter.OVERDUE: ("没有超时的咨询", f"{waiting}用完时限还没答复的会出现在这里。"),
        Filter.MINE: ("没有等您答复的咨询", f"{waiting}指派给您的会出现在这里。"),
        Filter.ANSWERED: ("今天还没有答复过咨询", f"{waiting}答复并标记已发送后会出现在这里。"),
    }[chosen.chip]


class ListPane(QWidget):
    """Shows what the filter asks for; the page loads it.

    Args:
        desk: what the page works with.
        countdowns: computes the remaining time.

    """

    filter_changed = Signal()
    register_requested = Signal()
    remind_requested = Signal()
    chosen = Signal(object)
    """Row number of the current row, or None."""
    clicked = Signal(object)
    """Row number of a row clicked once."""
    opened = Signal(object)
    """Row number of a row opened by Enter or double click."""

    def __init__(self, desk: Desk, countdowns: LiveCountdowns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._countdowns = desk, countdowns
        self.filter = InboxFilter()
        self._counts: InboxCounts | None = None
        self._empties: list[tuple[EmptyState, Button]] = []
        self.title = Label("", "label")
        self.remind = Button("提醒语", icon="copy")
        self.remind.setToolTip("复制给律师的提醒语：@律师 还剩多久")
        self.register = Button("登记咨询", Kind.PRIMARY, icon="plus", shortcut="F2")
        self.chips = {chip: Chip(words, tone=tone) for chip, (words, tone) in WORDS.items()}
        self.channel_button, self.scheme_button = DropButton(ALL_CHANNELS), DropButton(ALL_SCHEMES)
        self.scheme_button.hide()
        self._schemes: tuple[Scheme, ...] = ()
        self.waiting = self._view(waiting_columns(countdowns), "咨询")
        self.waiting.show_sorted("urgency", descending=True)
        self.waiting.sort_requested.connect(lambda key, _turned: self._sort(key))
        self.answered = self._view(answered_columns(desk.now), "今日已答的咨询")
        self._lay_out()
        self._connect()
        self.set_counts(None, 0)

    def _view(self, columns: Sequence[object], name: str) -> BaseView:
        inbox = self._desk.services.consultations.inbox
        table = consultation_table(list(columns), self._desk.jobs, inbox)  # type: ignore[arg-type]
        button = Button("登记咨询", icon="plus", small=True)
        empty = EmptyState("messages-square", "", "", button=button)
        button.clicked.connect(lambda _checked=False: self._next_step())
        self._empties.append((empty, button))
        return BaseView(table, name, empty=empty, clock=self._desk.services.office.clock)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 16, 12)
        rows.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label("咨询", "title"))
        head.addWidget(self.title, 1)
        head.addWidget(self.remind)
        head.addWidget(self.register)
        if not self._desk.may(Permission.ASSIGN_CONSULTATION):
            self.remind.hide()
        if not self._desk.may(Permission.REGISTER_CONSULTATION):
            self.register.hide()
        rows.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(8)
        for chip in self.chips.values():
            chip.setAutoExclusive(True)
            line.addWidget(chip)
        line.addStretch(1)
        line.addWidget(self.channel_button)
        line.addWidget(self.scheme_button)
        rows.addLayout(line)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.waiting)
        self._stack.addWidget(self.answered)
        rows.addWidget(self._stack, 1)
        self.chips[Filter.WAITING].setChecked(True)

    def _connect(self) -> None:
        self.register.clicked.connect(lambda _checked=False: self.register_requested.emit())
        self.remind.clicked.connect(lambda _checked=False: self.remind_requested.emit())
        for name, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, name=name: self.choose_chip(name))
        self.channel_button.clicked.connect(lambda _checked=False: self._open_channels())
        self.scheme_button.clicked.connect(lambda _checked=False: self._open_schemes())
        for view in (self.waiting, self.answered):
            view.chosen.connect(self.chosen)
            view.opened.connect(self.opened)
            view.clicked.connect(lambda index, view=view: self.clicked.emit(view.table.key_at(index.row())))
            view.table.load_failed.connect(self._desk.messages.show_error)

    # --- what is shown ---

    @property
    def view(self) -> BaseView:
        """The table on show."""
        return self.answered if self.filter.chip is Filter.ANSWERED else self.waiting

    def set_counts(self, counts: InboxCounts | None, urgent: int) -> None:
        """Show the counts beside title and chips."""
        self._counts = counts
        self.title.setText(title_words(counts, urgent) if counts is not None else "")
        for name, chip in self.chips.items():
            chip.set_count(counts.of(name) if counts is not None else None)
        self._show_empty_words()

    def set_rows(self, numbers: Sequence[int], first: Sequence[InboxRow] = ()) -> None:
        """Show these row numbers in this order; the first rows paint at once."""
        self.view.table.set_keys(numbers, first)
        self.view.viewport().update()

    def set_schemes(self, schemes: tuple[Scheme, ...]) -> None:
        """Offer the scheme filter where the firm takes part in more than one."""
        self._schemes = schemes
        self.scheme_button.setVisible(len(schemes) > 1)

    def choose_chip(self, chip: Filter) -> None:
        """Show what stands behind a chip."""
        self.chips[chip].setChecked(True)
        if chip is not self.filter.chip:
            self._change(replace(self.filter, chip=chip))

    def choose_channel(self, channel: Channel | None) -> None:
        """Show one channel only, or all."""
        self.channel_button.set_words(channel.label if channel else ALL_CHANNELS)
        self._change(replace(self.filter, channel=channel))

    def choose_scheme(self, scheme: Scheme | None) -> None:
        """Show one scheme only, or all."""
        self.scheme_button.set_words(scheme.label if scheme else ALL_SCHEMES)
        self._change(replace(self.filter, scheme=scheme))

    def _sort(self, key: str) -> None:
        """Show the most urgent first, or the newest."""
        self.waiting.show_sorted(key, descending=True)
        self._change(replace(self.filter, newest_first=key == "received"))

    def _change(self, chosen: InboxFilter) -> None:
        self.filter = chosen
        self._stack.setCurrentWidget(self.view)
        self._show_empty_words()
        self.filter_changed.emit()

    def _show_empty_words(self) -> None:
        why, what = empty_words(self.filter, self._counts)
        is_filtered = self.filter.channel is not None or self.filter.scheme is not None
        may = self._desk.may(Permission.REGISTER_CONSULTATION)
        for empty, button in self._empties:
            empty.set_words(why, what)
            if is_filtered:
                button.set_words("清除筛选", "x")
            elif self.filter.chip is not Filter.WAITING:
                button.set_words("看全部待答复", "messages-square")
            else:
                button.set_words("登记咨询", "plus")
            button.setVisible(is_filtered or self.filter.chip is not Filter.WAITING or may)

    def _next_step(self) -> None:
        if self.filter.channel is not None or self.filter.scheme is not None:
            self._drop_filters(self.filter.chip)
        elif self.filter.chip is not Filter.WAITING:
            self.choose_chip(Filter.WAITING)
        else:
            self.register_requested.emit()

    def show_everything(self) -> None:
        """Show every question that waits, whatever the channel and scheme."""
        self.chips[Filter.WAITING].setChecked(True)
        self._drop_filters(Filter.WAITING)

    def _drop_filters(self, chip: Filter) -> None:
        self.channel_button.set_words(ALL_CHANNELS)
        self.scheme_button.set_words(ALL_SCHEMES)
        wanted = replace(self.filter, chip=chip, channel=None, scheme=None)
        if wanted != self.filter:
            self._change(wanted)

    # --- menus ---

    def _open_channels(self) -> None:
        menu = QMenu(self)
        self._entry(menu, ALL_CHANNELS, is_on=self.filter.channel is None).triggered.connect(
            lambda: self.choose_channel(None)
        )
        menu.addSeparator()
        for channel in Channel:
            entry = self._entry(menu, channel.label, is_on=self.filter.channel is channel, sign=CHANNEL_ICONS[channel])
            entry.triggered.connect(lambda _checked=False, channel=channel: self.choose_channel(channel))
        self._pop(menu, self.channel_button)

    def _open_schemes(self) -> None:
        menu = QMenu(self)
        self._entry(menu, ALL_SCHEMES, is_on=self.filter.scheme is None).triggered.connect(
            lambda: self.choose_scheme(None)
        )
        for scheme in self._schemes:
            entry = self._entry(menu, scheme.label, is_on=self.filter.scheme is scheme)
            entry.triggered.connect(lambda _checked=False, scheme=scheme: self.choose_scheme(scheme))
        self._pop(menu, self.scheme_button)

    def _entry(self, menu: QMenu, words: str, *, is_on: bool, sign: str = "") -> QAction:
        entry = menu.addAction(icon(sign), words) if sign else menu.addAction(words)
        entry.setCheckable(True)
        entry.setChecked(is_on)
        return entry

    def _pop(self, menu: QMenu, button: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        wide = menu.sizeHint().width()
        menu.popup(button.mapToGlobal(QPoint(button.width() - wide, button.height() + 2)))
