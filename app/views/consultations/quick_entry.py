"""登记咨询 in under 15 seconds: who, through what, since when, and the question; nothing typed is lost."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QWidget

from app.errors import AppError, InvalidInputError
from app.services.clients.types import ClientDetail
from app.services.consultations.types import ConsultationRef
from app.services.drafts import DraftView
from app.services.firm import FirmView
from app.services.staff import StaffView
from app.terms import Uid
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.form_field import check_all, show_problems
from app.views.components.labels import Label
from app.views.consultations.entry_form import EntryForm
from app.views.consultations.entry_notice import EntryNotice
from app.views.desk import Desk
from app.views.dialogs import Sheet
from app.views.drafts import DraftKeeper
from app.views.keys import is_ctrl_enter, is_enter
from app.views.text import moment_text
from app.views.theme import theme
from app.views.ticker import ticker

FORM = "consultation.register"
LAST_CHANNEL = "consultations.last_channel"
WIDTH, REST = 720, 165
"""The sheet's width, and the height of everything but the form (title bar, head, footer), at 100 % text."""


class QuickEntry(Sheet):
    """The sheet that F2 opens from anywhere.

    Args:
        desk: what the page works with.
        parent: the page.

    """

    registered = Signal(object)
    """The `ConsultationRef` of what was saved."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, "登记咨询", width=WIDTH)
        self.setModal(False)
        self._desk, self._saving, self._beating = desk, False, False
        self.form = EntryForm(desk)
        self.banner = Banner("", "info", action="清空重填", done=self.start_afresh)
        self.banner.hide()
        self.problem = Banner("", "error")
        self.problem.hide()
        self.keeper = DraftKeeper(desk.jobs, desk.services.drafts, self.form.draft, self)
        self._build()
        self.form.files.changed.connect(self._files_changed)
        self.form.edited.connect(self.keeper.touch)
        self.form.refused.connect(self._show_error)
        self.form.installEventFilter(self)
        for field in self.form.fields.values():
            field.input.installEventFilter(self)

    def _build(self) -> None:
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label("登记咨询", "panel"))
        head.addStretch(1)
        self.saved_hint = Label("", "hint")
        head.addWidget(self.saved_hint)
        self.body.addLayout(head)
        for widget in (self.banner, self.problem):
            self.body.addWidget(widget)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self.form)
        self.form.setProperty("plain", "true")
        self.body.addWidget(self._area, 1)
        self._keys = Label("Enter 下一项　Ctrl+Enter 登记　Esc 关闭", "hint")
        self.footer.insertWidget(0, self._keys)
        back = Button("取消")
        back.clicked.connect(lambda _checked=False: self.reject())
        self.go = Button("登记", Kind.PRIMARY, icon="check", shortcut="Ctrl+Enter")
        self.go.clicked.connect(lambda _checked=False: self.save())
        self.footer.addWidget(back)
        self.footer.addWidget(self.go)
        self._back = back

    def _files_changed(self) -> None:
        self._fit()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.form.files))  # once it is laid out

    def _fit(self) -> None:
        """Take the room the form needs, as far as the screen has it."""
        screen = self.screen().availableGeometry()
        self.setMinimumWidth(min(theme().px(WIDTH), screen.width() - 40))
        self._area.setMinimumHeight(min(self._form_height() + 2, screen.height() - theme().px(REST)))
        if self.isVisible() and (below := self.frameGeometry().bottom() - screen.bottom()) > 0:
            self.move(self.x(), max(screen.top(), self.y() - below))

    def _form_height(self) -> int:
        """Return what the form needs at its present width; sentences below the fields may break into lines."""
        rows = self.form.layout()
        least = rows.heightForWidth(self.form.width()) if rows is not None and rows.hasHeightForWidth() else 0
        return max(least, self.form.sizeHint().height())

    # --- beginning ---

    def set_lawyers(self, lawyers: tuple[StaffView, ...]) -> None:
        """Offer these lawyers."""
        self.form.set_lawyers(lawyers)

    def set_firm(self, firm: FirmView) -> None:
        """Offer the channels the firm takes questions on."""
        self.form.set_channels(firm.channels)

    def begin(self, client_id: Uid | None = None) -> None:
        """Start with what was left unfinished, or with a client's details."""
        self.form.choose_channel(self._desk.settings.text(LAST_CHANNEL))
        if client_id is not None:
            found = self._desk.services.clients.details.find
            self._desk.jobs.run(found, client_id, done=self._client_came)
        self.keeper.begin(FORM, self._restore)
        self.form.start()

    def _client_came(self, client: ClientDetail) -> None:
        self.form.use_client(client)

    def _restore(self, draft: DraftView | None) -> None:
        if draft is not None and not self.form.draft():
            self.form.restore(draft.fields)
            when = moment_text(draft.saved_at, self._desk.now())
            self.banner.show_text(f"已恢复 {when} 没有登记完的内容。")

    def start_afresh(self) -> None:
        """Empty the form and forget its draft."""
        self.form.clear()
        self.keeper.drop()
        self.banner.hide()
        self.problem.hide()
        self.form.start()

    # --- saving ---

    def save(self) -> None:
        """Register the question, once."""
        if self._saving or not check_all(list(self.form.shown_fields().values())):
            return
        self._saving = True
        self.go.setEnabled(False)
        self.problem.hide()
        new = self.form.new_consultation()
        self._desk.settings.set(LAST_CHANNEL, new.channel.value)
        self._desk.jobs.run(
            self._desk.services.consultations.intake.register, new, done=self._saved, failed=self._failed
        )

    def _saved(self, ref: ConsultationRef) -> None:
        self.form.clear()
        self.keeper.drop()
        self.keeper.end()
        self.registered.emit(ref)
        if ref.is_out_of_hours:
            self._offer_notice(ref)
            return
        self._desk.messages.show_done(f"已登记 {ref.number}")
        self.accept()

    def _failed(self, error: AppError) -> None:
        self._saving = False
        self.go.setEnabled(True)
        if isinstance(error, InvalidInputError):
            rest = "".join(show_problems(self.form.shown_fields(), error.problems))
            self.problem.show_text(rest, "error")
        else:
            self._show_error(error)

    def _show_error(self, error: AppError) -> None:
        self.problem.show_text(error.text, "error")

    # --- out of hours ---

    def _offer_notice(self, ref: ConsultationRef) -> None:
        """Offer the 12348 notice at once (S6.3)."""
        self._area.hide()
        self.banner.hide()
        notice = EntryNotice(ref.number)
        notice.copy_requested.connect(lambda: self._send_notice(ref))
        self.body.addWidget(notice)
        notice.show()
        self.notice = notice
        self.go.hide()
        self._keys.hide()
        self._back.set_words("完成")
        self.adjustSize()
        notice.start()

    def _send_notice(self, ref: ConsultationRef) -> None:
        service = self._desk.services.consultations.answering.send_notice
        self._desk.jobs.run(service, ref.id, done=self._notice_sent, failed=self._show_error)

    def _notice_sent(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.messages.show_done("已复制 12348 提示，请粘贴给咨询人")
        self.accept()

    # --- the widget itself ---

    def reject(self) -> None:
        """Close; ask only if something was typed."""
        if self.form.draft() and not self._saving:
            agreed = self._desk.dialogs.confirm(
                self, "放弃这件没有登记完的咨询？", detail="已填写的内容会清除。", yes="放弃", destructive=True
            )
            if not agreed:
                return
            self.form.clear()
            self.keeper.drop()
        self.keeper.end()
        super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter go on to the next field in one-line fields."""
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)  # a sentence below a field came or went
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if is_ctrl_enter(event):
                self.save()
                return True
            if is_enter(event) and isinstance(watched, QLineEdit) and not self.form.list_is_open(watched):
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter, close with Esc."""
        if is_ctrl_enter(event):
            self.save()
        if is_enter(event):
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the minutes while open."""
        super().showEvent(event)
        self._fit()
        if not self._beating:
            self._beating = True
            ticker().second.connect(self.form.beat)
            ticker().start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        if self._beating:
            self._beating = False
            ticker().second.disconnect(self.form.beat)
            ticker().stop()
        self.keeper.flush()
