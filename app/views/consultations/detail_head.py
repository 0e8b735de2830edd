"""The head of the detail panel: who asked, how it came, and how much of the time allowed is left."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.services.consultations.types import ConsultationDetail
from app.services.countdowns import CountdownView
from app.services.wording import ESTIMATED, passed_words
from app.terms import ClockKind, Stage, Urgency
from app.views.components.buttons import IconButton
from app.views.components.feedback import Banner, ThinBar
from app.views.components.labels import ElidedLabel, Icon, Label, Tag, Tone, tag_width
from app.views.components.pill import BAR, ICON, TEXT
from app.views.countdowns import LiveCountdowns
from app.views.text import moment_text
from app.views.theme import theme

UNIT = {ClockKind.WORKING: "工作分钟", ClockKind.WALL: "分钟"}
ROUNDING = 1e-6
"""A share times the allowance may fall a hair short of the whole minute."""
LABEL_TONE = {Urgency.CALM: "text2", Urgency.SOON: "soon", Urgency.URGENT: "urgent", Urgency.OVERDUE: "over"}


def facts_line(detail: ConsultationDetail) -> list[str]:
    """Return the second line's parts: number, category, scheme, lawyer."""
    lawyer = f"主办 {detail.assignee}" if detail.assignee else "待指派"
    return [detail.number, detail.category.label, detail.scheme.label, lawyer]


def channel_words(detail: ConsultationDetail, room: int) -> str:
    """Return e.g. “微信群 · 幸福里业主群”, the group's name cut so that the tag fits into so many pixels."""
    source, channel = detail.source_name, detail.channel.label
    words = f"{channel} · {source}" if source else channel
    most = len(source)
    while most > 1 and tag_width(words) > room:
        most -= 1
        words = f"{channel} · {source[:most]}…"
    return words if tag_width(words) <= room else channel


class DetailHead(QWidget):
    """Who, tags, number, due line with a bar; beats with the seconds."""

    close_requested = Signal()

    def __init__(self, countdowns: LiveCountdowns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._countdowns = countdowns
        self._detail: ConsultationDetail | None = None
        self.who = ElidedLabel("", 16, medium=True)
        self.channel, self.signed = Tag(""), Tag("")
        self.sensitive = Tag("敏感", Tone.SOON, "shield-alert")
        self.sensitive.setToolTip("敏感事项：只有经办人和有权限的人能看到")
        self.facts = ElidedLabel("", 12, "text3")
        self._icon = Icon("clock", "text2", 18, line=24)
        self.word = Label("", "head")
        self.sentence = Label("", "panel")
        self.due = Label("", "small")
        self._bar = ThinBar(ticks=(0.6, 0.8))
        self.used, self.pauses = Label("", "hint"), Label("", "hint")
        self.estimate = Banner("", "soon")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 12)
        rows.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.who)
        first.addWidget(self.channel)
        first.addWidget(self.signed)
        first.addStretch(1)
        close = IconButton("x", "关闭详情（Esc）")
        close.clicked.connect(lambda _checked=False: self.close_requested.emit())
        first.addWidget(close)
        rows.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.sensitive)
        second.addWidget(self.facts, 1)
        rows.addLayout(second)
        rows.addSpacing(2)
        due = QHBoxLayout()
        due.setSpacing(6)
        for widget in (self._icon, self.word, self.sentence):
            due.addWidget(widget)
        due.addStretch(1)
        due.addWidget(self.due, 0, Qt.AlignmentFlag.AlignBottom)
        rows.addLayout(due)
        rows.addWidget(self._bar)
        below = QHBoxLayout()
        below.addWidget(self.used, 1)
        below.addWidget(self.pauses)
        rows.addLayout(below)
        rows.addWidget(self.estimate)
        self.estimate.hide()

    def show_detail(self, detail: ConsultationDetail) -> None:
        """Show another consultation, or the same one anew."""
        self._detail = detail
        self.who.set_text(detail.asker)
        self.channel.setToolTip(detail.source_name)
        self._show_signed(detail)
        self._fit_names()
        self.sensitive.setVisible(detail.is_sensitive)
        self.facts.set_text("　".join(facts_line(detail)))
        waiting = detail.stage is Stage.WAITING
        self.estimate.show_text(ESTIMATED if detail.is_estimated and waiting else "")
        self.beat()

    def _show_signed(self, detail: ConsultationDetail) -> None:
        if detail.is_signed_up:
            self.signed.set_tag("已签约", Tone.ACCENT, "badge-check")
        else:
            self.signed.set_tag("未签约")
        named = detail.client_name and detail.client_name != detail.asker_name
        self.who.setToolTip(f"{detail.asker}（{detail.asker_name}）" if named and detail.asker_name else detail.asker)

    def _fit_names(self) -> None:
        """Share the first line between the asker and the group: the asker gets at least half of it."""
        if self._detail is None:
            return
        px = theme().px
        taken = 32 + px(32) + self.signed.sizeHint().width() + 4 * 6
        room = max(px(120), (self.width() or px(376)) - taken)
        wanted = self.who.sizeHint().width()
        full = tag_width(channel_words(self._detail, 10_000))
        who = min(wanted, max(room // 2, room - full))
        self.who.setFixedWidth(who)
        self.channel.set_tag(channel_words(self._detail, room - who))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the names to the new width."""
        super().resizeEvent(event)
        self._fit_names()

    def beat(self) -> None:
        """Show the time as it is now."""
        if self._detail is None:
            return
        now = self._countdowns.clock.now()
        if self._detail.stage is Stage.WAITING:
            view = self._countdowns.view(self._detail.timeline, now)
            if view is not None:
                self._show_running(self._detail, view, now)
        else:
            self._show_verdict(self._detail, now)

    def _show_running(self, detail: ConsultationDetail, view: CountdownView, now: datetime) -> None:
        paused = view.urgency is Urgency.PAUSED
        self._icon.set_icon(ICON[view.urgency], TEXT[view.urgency])
        self.word.setText("暂停" if paused else view.word if view.urgency is not Urgency.OVERDUE else "")
        self.word.set_tone(LABEL_TONE.get(view.urgency, "text3"))
        self.sentence.setText(view.sentence)
        self.sentence.set_tone("over" if view.urgency is Urgency.OVERDUE else "")
        at_once = detail.clock is ClockKind.AT_ONCE
        self.due.setText("" if at_once else f"{moment_text(view.due_at, now)} 截止")
        self._bar.setVisible(detail.clock in UNIT)
        self._bar.set_share(view.used_share, BAR[view.urgency])
        received = f"{moment_text(detail.received_at, now, bare_today=True)} 收到"
        unit = UNIT.get(detail.clock)
        used = min(view.used_minutes, detail.timeline.minutes)
        self.used.setText(
            f"{received}，已用 {int(used + ROUNDING)} / {detail.timeline.minutes:g} {unit}" if unit else received
        )
        self.pauses.setText(self._pause_words(detail, view))

    def _pause_words(self, detail: ConsultationDetail, view: CountdownView) -> str:
        if view.urgency is Urgency.PAUSED:
            return view.rest
        return "午休不计时" if detail.clock is ClockKind.WORKING else ""

    def _show_verdict(self, detail: ConsultationDetail, now: datetime) -> None:
        self._bar.hide()
        if detail.is_late is None or detail.elapsed_minutes is None:
            self._show_closed(detail, now)
            return
        took = passed_words(detail.elapsed_minutes, hour="小时")
        self._icon.set_icon(*(("circle-alert", "over") if detail.is_late else ("circle-check", "ok")))
        self.word.setText("超时" if detail.is_late else "时限内")
        self.word.set_tone("over" if detail.is_late else "ok")
        self.sentence.setText(f"用时 {took}")
        self.sentence.set_tone("")
        answered = f"{moment_text(detail.answered_at, now)} 答复" if detail.answered_at else ""
        self.due.setText(answered)
        unit = UNIT.get(detail.clock, "")
        received = f"{moment_text(detail.received_at, now, bare_today=True)} 收到"
        if unit and detail.allowance_minutes:
            received += f"，时限 {detail.allowance_minutes} {unit}"
        self.used.setText(received)
        self.pauses.setText(detail.stage.label)

    def _show_closed(self, detail: ConsultationDetail, now: datetime) -> None:
        self._icon.set_icon("archive", "text3")
        self.word.setText(detail.stage.label)
        self.word.set_tone("text2")
        self.sentence.setText("")
        self.due.setText("")
        self.used.setText(f"{moment_text(detail.received_at, now, bare_today=True)} 收到")
        self.pauses.setText("")
