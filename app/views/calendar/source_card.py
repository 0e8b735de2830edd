"""Where the year's arrangement comes from, and the buttons that belong to the year."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.services.calendars.types import Origin, YearView
from app.terms import CalendarStatus
from app.views.calendar.words import counts_text
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Label, Panel, Tag, Tone
from app.views.text import local, long_day_text

NO_DATA = "没有这一年的资料，只按每周工作时间推算。"


def status_tags() -> tuple[Tag, Tag]:
    """Return the tags of a published and of an estimated year."""
    published, estimated = CalendarStatus.PUBLISHED, CalendarStatus.ESTIMATED
    return Tag(published.label, Tone.OK, "circle-check"), Tag(estimated.label, Tone.SOON, "info")


class SourceCard(Panel):
    """已公布 or 推算, the notice, who changed it; 恢复原来的安排 and 标为已公布."""

    reset_requested = Signal()
    confirm_requested = Signal()

    def __init__(self, *, may_edit: bool) -> None:
        super().__init__("card", margin=16, spacing=6)
        self._may = may_edit
        self._head = QHBoxLayout()
        self._title = Label("", "head")
        self._published, self._estimated = status_tags()
        self._head.addWidget(self._title)
        self._head.addWidget(self._published)
        self._head.addWidget(self._estimated)
        self._head.addStretch(1)
        self._source = Label("", "cell", wrap=True, selectable=True)
        self._papers = Label("", "hint", wrap=True, selectable=True)
        self._papers.setAccessibleName("通知的网址")
        self._changed, self._counts = Label("", "note", wrap=True), Label("", "note", wrap=True)
        self.body.addLayout(self._head)
        for label in (self._source, self._papers, self._changed, self._counts):
            self.body.addWidget(label)
        self.confirm = Button("标为已公布…", Kind.TEXT, icon="badge-check", small=True)
        self.reset = Button("恢复原来的安排", Kind.TEXT, icon="undo-2", small=True)
        foot = QHBoxLayout()
        for button, signal in ((self.confirm, self.confirm_requested), (self.reset, self.reset_requested)):
            button.clicked.connect(signal)
            foot.addWidget(button)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def show_year(self, year: YearView) -> None:
        """Show a year's origin."""
        published = year.status is CalendarStatus.PUBLISHED
        self._title.setText(f"{year.year} 年节假日安排")
        self._published.setVisible(published)
        self._estimated.setVisible(not published)
        self._source.setText(NO_DATA if year.origin is Origin.NOWHERE else year.source)
        self._papers.setText("\n".join(year.papers))
        self._papers.setVisible(bool(year.papers))
        self._changed.setText(_changed(year))
        self._counts.setText(counts_text(year))
        self.confirm.setVisible(self._may and not published)
        self.reset.setVisible(self._may and year.origin is Origin.FIRM)


def _changed(year: YearView) -> str:
    if year.set_at is None:
        return "随程序提供，本所没有改动。" if year.is_delivered else "本所没有录入过。"
    at = local(year.set_at)
    who = f"由{year.set_by}" if year.set_by else ""
    return f"{at.year}年{long_day_text(at.date())} {at:%H:%M} {who}在本所修改。"
