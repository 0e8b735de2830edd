"""The facts column of a client's file: basics, sign-ups, relief groups; the sign-up form takes its place."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.errors import AppError, InvalidInputError
from app.services.clients.types import ClientDetail, ReliefForm, ReliefView, SignUpView
from app.terms import Permission, SignUpChannel, Uid
from app.views.clients.basics import Basics
from app.views.clients.relief_section import ReliefSection
from app.views.clients.sections import holds_focus
from app.views.clients.sign_up_section import SignUpSection
from app.views.clients.thumbnail import FileBoxes
from app.views.components.labels import Panel, divider
from app.views.desk import Desk
from app.views.sign_up_evidence import EvidencePrefill
from app.views.sign_up_form import SignUpPanel, SignUpPrefill
from app.views.theme import theme

WIDTH = 344


class FactsPane(QStackedWidget):
    """What is known of a client, and what can be done with it.

    Args:
        desk: what pages work with.
        boxes: makes the thumbnails of the evidence.

    """

    edit_requested = Signal()
    did = Signal(str)
    """Something was done; a sentence that says what."""

    def __init__(self, desk: Desk, boxes: FileBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._detail: ClientDetail | None = None
        self.sign_up_panel: SignUpPanel | None = None
        self._build(boxes)
        self._connect()
        theme().changed.connect(self._measure)
        self._measure()

    # --- building ---

    def _build(self, boxes: FileBoxes) -> None:
        may = self._desk.may
        self.basics = Basics()
        self.basics.edit_button.setVisible(may(Permission.EDIT_CLIENT))
        self.sign_ups = SignUpSection(
            boxes, may_sign_up=may(Permission.SIGN_UP_CLIENT), may_file=may(Permission.FILE_SIGN_UP)
        )
        self.reliefs = ReliefSection(self._desk.clock, may_edit=may(Permission.EDIT_CLIENT))
        self._content = Panel("surface2", margin=0, spacing=0)
        for section in (self.basics, divider(), self.sign_ups, divider(), self.reliefs, divider()):
            self._content.body.addWidget(section)
        self._content.body.addStretch(1)
        self._area = QScrollArea()
        self._area.setProperty("ground", "surface2")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._content)
        self.addWidget(self._area)

    def _connect(self) -> None:
        self.basics.edit_requested.connect(self.edit_requested)
        self.sign_ups.sign_up_requested.connect(self.begin_sign_up)
        self.sign_ups.file_requested.connect(self._file)
        self.sign_ups.end_requested.connect(self._end)
        self._area.verticalScrollBar().rangeChanged.connect(self._show_relief_entry)
        self.reliefs.add_requested.connect(self._add_relief)
        self.reliefs.remove_requested.connect(self._remove_relief)

    def _measure(self) -> None:
        self.setFixedWidth(theme().px(WIDTH))

    # --- showing ---

    def show_detail(self, detail: ClientDetail) -> None:
        """Show a client."""
        self._detail = detail
        self.basics.show_detail(detail)
        self.sign_ups.show_detail(detail)
        self.reliefs.show_detail(detail)

    def close_forms(self) -> None:
        """Close the forms in place: another client comes."""
        self.end_sign_up()
        self.reliefs.end()

    def show_sign_ups(self) -> None:
        """Bring the sign-ups and their evidence into view."""
        self._area.ensureWidgetVisible(self.sign_ups)
        self.sign_ups.sign_up_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _name(self) -> str:
        return self._detail.form.name if self._detail is not None else ""

    # --- signing up ---

    def begin_sign_up(self) -> None:
        """Open the sign-up form in the place of the facts."""
        if self._detail is None:
            return
        self.end_sign_up()
        from_jifatong = self._detail.jifatong_consultation_id is not None and not self._detail.is_signed_up
        prefill = SignUpPrefill(
            consultation_id=self._detail.jifatong_consultation_id if from_jifatong else None,
            client_id=self._detail.id,
            client_name=self._detail.form.name,
            evidence=EvidencePrefill(
                channel=SignUpChannel.JIFATONG if from_jifatong else SignUpChannel.WRITTEN,
                nickname=self._detail.form.wechat_name,
                from_jifatong=from_jifatong,
            ),
        )
        panel = SignUpPanel(self._desk.jobs, self._desk.services, self._desk.dialogs, prefill)
        panel.signed_up.connect(self._signed_up)
        panel.cancelled.connect(self.end_sign_up)
        self.sign_up_panel = panel
        self.addWidget(panel)
        self.setCurrentWidget(panel)
        panel.first_field()

    def end_sign_up(self) -> None:
        """Show the facts again."""
        if self.sign_up_panel is None:
            return
        had_focus = holds_focus(self.sign_up_panel)
        self.setCurrentIndex(0)
        self.removeWidget(self.sign_up_panel)
        self.sign_up_panel.deleteLater()
        self.sign_up_panel = None
        if had_focus:
            self.sign_ups.sign_up_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _signed_up(self, _client_id: Uid, sentence: str) -> None:
        self.end_sign_up()
        self.did.emit(sentence)

    def _file(self, sign_up: SignUpView) -> None:
        said = f"已归档 {self._name} 的电话签约，从现在起生效"
        service = self._desk.services.clients.sign_ups
        self._desk.jobs.run(service.file, sign_up.id, done=partial(self._did, said))

    def _end(self, sign_up: SignUpView) -> None:
        question = f"解除 {self._name} 的签约（{sign_up.channel.label}）？记录和凭据会保留。"
        reason = self._desk.dialogs.reason(self, question, label="解除原因", yes="解除")
        if reason:
            said = f"已解除 {self._name} 的签约"
            service = self._desk.services.clients.sign_ups
            self._desk.jobs.run(service.end, sign_up.id, reason, done=partial(self._did, said))

    # --- relief groups ---

    def _show_relief_entry(self) -> None:
        """Bring the form in place into view; asked again when the column has grown by it."""
        if not self.reliefs.entry.isVisible():
            return
        self._area.ensureWidgetVisible(self.reliefs.entry.save, 0, 24)

    def _add_relief(self, form: ReliefForm) -> None:
        if self._detail is not None:
            said = f"已为 {self._name} 登记减免对象 {form.group.label}"
            files = self._desk.services.clients.files
            done = partial(self._added, said)
            self._desk.jobs.run(files.add_relief, self._detail.id, form, done=done, failed=self._relief_refused)

    def _added(self, said: str, _relief: Uid) -> None:
        self.reliefs.end()
        self.did.emit(said)

    def _relief_refused(self, error: AppError) -> None:
        problems = error.problems if isinstance(error, InvalidInputError) else {"": error.text}
        self.reliefs.entry.show_problems(problems)

    def _remove_relief(self, relief: ReliefView) -> None:
        said = f"已删除减免对象 {relief.group.label}，Ctrl+Z 可撤销"
        self._desk.jobs.run(self._desk.services.clients.files.remove_relief, relief.id, done=partial(self._did, said))

    def _did(self, said: str, _result: object) -> None:
        self.did.emit(said)
