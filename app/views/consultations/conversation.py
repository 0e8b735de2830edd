"""The conversation: what was said boxed, what was done in one line, in the order it happened."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget

from app.services.attachments import AttachmentView
from app.services.consultations.types import ConsultationDetail, EventEntry
from app.services.wording import day_words
from app.terms import ConsultationEventKind as Kind
from app.views.components.buttons import Button
from app.views.components.labels import Label, Panel
from app.views.text import clock_text, local, moment_text
from app.views.theme import theme

TIME_COLUMN = 44
SHORT_NAME = 9
"""Up to so many characters two files stand side by side."""
OWN_WORDS = frozenset({Kind.NOTICE_SENT, Kind.REMINDED})
LINES = {Kind.NOTICE_SENT: "发送 12348 提示", Kind.REMINDED: "复制提醒语给律师"}


def line_of(event: EventEntry) -> str:
    """Return what was done, in one line."""
    what = LINES.get(event.kind, event.text)
    return f"{event.actor} {what}".strip()


def recorded_line(event: EventEntry, now: datetime) -> str:
    """Return the note on a message written down later than it happened: the four instants are never confused."""
    noun = {Kind.RECEIVED: "收到", Kind.FOLLOW_UP_ASKED: "收到", Kind.ANSWERED: "发送"}[event.kind]
    verb = "登记" if event.kind is not Kind.ANSWERED else "记录"
    at = moment_text(event.at, now, bare_today=True)
    return f"{event.actor} {verb}，{noun}时间按 {at} 补记".strip()


def files_by_event(events: Sequence[EventEntry], files: Sequence[AttachmentView]) -> dict[int, list[AttachmentView]]:
    """Return which files came with which message (by its place): the last one recorded before the file was."""
    places = [place for place, event in enumerate(events) if event.is_message]
    found: dict[int, list[AttachmentView]] = {}
    for file in files:
        fitting = [place for place in places if events[place].recorded_at <= file.added_at]
        found.setdefault((fitting or places or [0])[-1], []).append(file)
    return found


class Conversation(QScrollArea):
    """Scrolls; as high as its content while there is room for the editor below."""

    attachment_requested = Signal(bytes)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("往来记录")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shown: tuple[object, ...] = ()
        self._greedy = False
        self._last: tuple[ConsultationDetail, datetime] | None = None
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        """Lay out anew for another text size."""
        if self._last is not None:
            self.show_detail(*self._last)

    def set_greedy(self, greedy: bool) -> None:
        """Take all the room there is (no editor below), or only what the content needs."""
        self._greedy = greedy
        vertical = QSizePolicy.Policy.Expanding if greedy else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._fit()

    def show_detail(self, detail: ConsultationDetail, now: datetime) -> None:
        """Show a conversation; one that did not change is left alone."""
        self._last = (detail, now)
        key = (detail.id, detail.events, detail.attachments, local(now).date(), theme().scale)
        if key == self._shown:
            return
        is_other = not self._shown or self._shown[0] != detail.id
        self._shown = key
        content = _Writer(self, detail, now).content
        content.installEventFilter(self)
        self.setWidget(content)
        content.show()
        self._fit()
        bar = self.verticalScrollBar()
        bar.setValue(0 if is_other else bar.maximum())

    def open_file(self, attachment_id: bytes) -> None:
        """Ask for a file to be shown."""
        self.attachment_requested.emit(attachment_id)

    def _fit(self) -> None:
        content = self.widget()
        if content is None or self._greedy:
            self.setMaximumHeight(16777215)
            return
        self.setMaximumHeight(max(40, self._needed(content)))
        self.updateGeometry()

    def _needed(self, content: QWidget) -> int:
        """Return the height of the content at the present width, beside a scroll bar."""
        layout = content.layout()
        wide = (self.width() or theme().px(400)) - self.verticalScrollBar().sizeHint().width()
        return layout.totalHeightForWidth(wide) + 2 if layout is not None else 80

    def sizeHint(self) -> QSize:
        """Ask for what the content needs."""
        content = self.widget()
        return QSize(100, 80 if content is None else self._needed(content))

    def minimumSizeHint(self) -> QSize:
        """Stay readable beside the editor."""
        return QSize(100, theme().px(64))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the text size changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        return super().eventFilter(watched, event)


class _Writer:
    """Lays events out in a grid: the time, then what was said or done.

    Args:
        view: gets the clicks on files.
        detail: the consultation.
        now: the present instant.

    """

    def __init__(self, view: Conversation, detail: ConsultationDetail, now: datetime) -> None:
        self._view, self._now, self._row = view, now, 0
        self.content = QWidget()
        self.content.setProperty("plain", "true")
        self.content.setMinimumHeight(1)  # otherwise wrapped labels claim the height they would have when narrow
        self._grid = grid = QGridLayout(self.content)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, theme().px(TIME_COLUMN))
        grid.setColumnStretch(1, 1)
        files = files_by_event(detail.events, detail.attachments)
        self._day = local(now).date()
        for place, event in enumerate(detail.events):
            self._add(event, files.get(place, []))
        grid.setRowStretch(self._row, 1)

    def _put(self, widget: QWidget, column: int, columns: int = 1) -> None:
        top = Qt.AlignmentFlag.AlignTop if column == 0 else Qt.AlignmentFlag(0)
        self._grid.addWidget(widget, self._row, column, 1, columns, top)

    def _turn_to(self, at: datetime) -> None:
        """Say the day where it is another than that of the line before (today at first)."""
        if local(at).date() != self._day:
            self._day = local(at).date()
            self._put(Label(day_words(self._day, local(self._now).date()), "hint"), 0, 2)
            self._row += 1

    def _add(self, event: EventEntry, files: list[AttachmentView]) -> None:
        self._turn_to(event.at)
        time = Label(clock_text(event.at), "hint")
        self._put(time, 0)
        if event.is_message:
            time.setContentsMargins(0, 9, 0, 0)
            self._put(_message(self._view, event, files), 1)
        else:
            line = Label(line_of(event), "hint", wrap=True)
            if event.kind in OWN_WORDS:
                line.setToolTip(event.text)
            self._put(line, 1)
        self._row += 1
        if event.is_message and (event.is_back_dated or event.kind is Kind.RECEIVED):
            self._add_record(event)

    def _add_record(self, event: EventEntry) -> None:
        """Say who wrote it down and when, where that differs from when it happened."""
        words = recorded_line(event, self._now) if event.is_back_dated else f"{event.actor} 登记".strip()
        self._turn_to(event.recorded_at)
        self._put(Label(clock_text(event.recorded_at), "hint"), 0)
        self._put(Label(words, "hint", wrap=True), 1)
        self._row += 1


def _message(view: Conversation, event: EventEntry, files: list[AttachmentView]) -> Panel:
    is_answer = event.kind is Kind.ANSWERED
    box = Panel("soft" if is_answer and not event.is_withdrawn else "box", margin=(10, 8, 10, 8), spacing=6)
    if is_answer:
        who = f"{event.actor} 答复" + ("（已撤回）" if event.is_withdrawn else "")
        box.body.addWidget(Label(who, "hint"))
    elif event.kind is Kind.FOLLOW_UP_ASKED:
        box.body.addWidget(Label("追问", "hint"))
    text = Label(event.text, "cell", wrap=True, selectable=True)
    if event.is_withdrawn:
        text.set_tone("text3")
    box.body.addWidget(text)
    if files:
        columns = 2 if all(len(file.file_name) <= SHORT_NAME for file in files) else 1
        grid = QGridLayout()
        grid.setSpacing(6)
        grid.setColumnStretch(columns, 1)
        for place, file in enumerate(files):
            button = Button(_short(file.file_name), icon="image" if _is_picture(file) else "file-text", small=True)
            button.setToolTip(f"打开 {file.file_name}")
            button.setAccessibleName(f"打开 {file.file_name}")
            button.clicked.connect(lambda _checked=False, key=file.id: view.open_file(key))
            grid.addWidget(button, place // columns, place % columns)
        box.body.addLayout(grid)
    return box


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:9]}…{name[-7:]}"


def _is_picture(file: AttachmentView) -> bool:
    return file.media_type.startswith("image/")
