"""签约 in one step: what the way of signing up needs, and the client's details where there is no file yet."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError, NeedsConfirmationError
from app.services import checks
from app.services.clients.types import ClientForm, ClientRef
from app.services.consultations.intake import ClientHint
from app.services.container import Services
from app.terms import ClientKind, SignUpChannel, Uid
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.feedback import Banner
from app.views.components.fields import TextField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel, divider
from app.views.components.number_field import NumberField
from app.views.components.toggles import Segmented
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.keys import is_ctrl_enter
from app.views.sign_up_evidence import EvidenceFields, EvidencePrefill

GO_ON = {"group_name": "群名没改好，仍然签约", "duplicate": "不是同一个人，新建档案", "credit_code": "已核对原件，继续"}


@dataclass(frozen=True)
class SignUpPrefill:
    """What is known before the form opens.

    Args:
        consultation_id: the consultation it starts from; the asker is linked to the client with it.
        client_id: the client, where a file exists; no details are asked then.
        client_name: that client's name.
        name: the asker's name, for a new file.
        phone: their phone.
        wechat_name: their WeChat name.
        evidence: what is known of the sign-up itself.

    """

    consultation_id: Uid | None = None
    client_id: Uid | None = None
    client_name: str = ""
    name: str = ""
    phone: str = ""
    wechat_name: str = ""
    evidence: EvidencePrefill = field(default_factory=EvidencePrefill)


class SignUpPanel(QWidget):
    """A panel with the whole form; takes the place of what it was opened from.

    Args:
        jobs: runs the services.
        services: of the opened firm.
        dialogs: picks files, asks for confirmation.
        prefill: what is known.

    """

    signed_up = Signal(bytes, str)
    """The client's id and a sentence of what was done."""
    cancelled = Signal()

    def __init__(
        self,
        jobs: JobRunner,
        services: Services,
        dialogs: Dialogs,
        prefill: SignUpPrefill,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._services, self._dialogs, self._prefill = jobs, services, dialogs, prefill
        self._client_id, self._client_name = prefill.client_id, prefill.client_name
        self._saving = False
        self.evidence = EvidenceFields(jobs, dialogs, services.office.clock, prefill.evidence)
        self.kind = Segmented("类型", [(kind, kind.label) for kind in ClientKind])
        self.name = TextField(limit=60)
        self.phone = NumberField("手机或座机")
        self.wechat = TextField(limit=60)
        self.problem = Banner("", "error")
        self.known = Banner("", "info", action="用这份档案", done=self._use_known)
        self.known.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._hint: ClientHint | None = None
        self._build()
        self._fill()
        jobs.run(services.clients.sign_ups.prescribed_group_name, done=self.evidence.set_prescribed)
        self._look_up()

    # --- building ---

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        self.title = Label("", "panel")
        head.addWidget(self.title, 1)
        close = IconButton("x", "不签约，返回")
        close.clicked.connect(lambda _checked=False: self.cancelled.emit())
        head.addWidget(close)
        rows.addLayout(head)
        rows.addWidget(divider())
        rows.addWidget(self._scrolled(), 1)
        rows.addWidget(divider())
        foot = Panel("surface", margin=(16, 12, 16, 12), horizontal=True)
        back = Button("返回")
        back.clicked.connect(lambda _checked=False: self.cancelled.emit())
        self.go = Button("完成签约", Kind.PRIMARY, icon="badge-check", shortcut="Ctrl+Enter")
        self.go.clicked.connect(lambda _checked=False: self.save())
        foot.body.addWidget(back)
        foot.body.addStretch(1)
        foot.body.addWidget(self.go)
        rows.addWidget(foot)

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        content.setProperty("plain", "true")
        rows = QVBoxLayout(content)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(10)
        self.fields = {
            "name": FormField("姓名", self.name, required=True),
            "phone": FormField("电话", self.phone, check=lambda text: checks.phone(text).problem),
            "wechat_name": FormField("微信名", self.wechat),
        }
        self.details = QWidget()
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(Label("服务对象", "head"))
        inner.addWidget(self.kind)
        inner.addWidget(self.fields["name"])
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.fields["phone"], 1)
        pair.addWidget(self.fields["wechat_name"], 1)
        inner.addLayout(pair)
        for widget in (self.problem, self.known, self.details, Label("签约凭据", "head"), self.evidence):
            rows.addWidget(widget)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        return area

    def _fill(self) -> None:
        self.problem.hide()
        self.known.hide()
        self.name.set_value(self._prefill.name)
        self.phone.set_value(self._prefill.phone)
        self.wechat.set_value(self._prefill.wechat_name)
        self.kind.changed.connect(self._kind_changed)
        for part in (self.phone, self.wechat):
            part.left.connect(self._look_up)
        self.evidence.files.refused.connect(self._show_error)
        self._show_client()

    def _show_client(self) -> None:
        known = self._client_id is not None
        self.details.setVisible(not known)
        self.title.setText(f"{self._client_name} 签约" if known else "签约为服务对象")

    def _kind_changed(self, kind: object) -> None:
        self.name.setPlaceholderText("单位全称" if kind is ClientKind.ORGANISATION else "")

    def first_field(self) -> None:
        """Put the focus where typing begins."""
        target = self.evidence.way if self._client_id is not None or self.name.value() else self.name
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- a client who has a file already ---

    def _look_up(self) -> None:
        phone, wechat = self.phone.value(), self.wechat.value()
        if self._client_id is None and (phone or wechat):
            found = self._services.consultations.intake.known_client
            self._jobs.run(found, phone, wechat, done=self._found, key="sign_up.known")

    def _found(self, hint: ClientHint | None) -> None:
        self._hint = hint
        words = f"电话或微信名与 {hint.name}（{hint.file_no}）一致。" if hint else ""
        self.known.show_text(words)

    def _use_known(self) -> None:
        if self._hint is not None:
            self._client_id, self._client_name = self._hint.id, self._hint.name
            self.known.hide()
            self._show_client()

    # --- saving ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+Enter, go back with Esc."""
        if is_ctrl_enter(event):
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def shown_fields(self) -> dict[str, FormField]:
        """Return every field on show by the name services use for it."""
        details = self.fields if self._client_id is None else {}
        return {**details, **self.evidence.shown_fields()}

    def save(self, confirmed: frozenset[str] = frozenset()) -> None:
        """Sign up; wrong fields say what to do, unusual ones are asked about once."""
        if self._saving or not check_all(list(self.shown_fields().values())):
            return
        self._saving = True
        self.go.setEnabled(False)
        self.problem.hide()
        form, files = self.evidence.form(self._prefill.consultation_id), self._files()
        service = self._services.clients.sign_ups
        failed = lambda error: self._failed(error, confirmed)  # noqa: E731 - one closure over the confirmations given
        if self._prefill.consultation_id is not None:
            client = self._client_id or self._client_form()
            self._jobs.run(
                service.sign_up_asker,
                self._prefill.consultation_id,
                client,
                form,
                files,
                confirmed,
                done=self._done_asker,
                failed=failed,
            )
        elif self._client_id is not None:
            self._jobs.run(
                service.sign_up, self._client_id, form, files, confirmed, done=self._done_client, failed=failed
            )

    def _files(self) -> tuple[object, ...]:
        return () if self.evidence.channel() is SignUpChannel.JIFATONG else self.evidence.files.files()

    def _client_form(self) -> ClientForm:
        return ClientForm(
            kind=self.kind.value(),
            name=self.name.value(),
            phone=self.phone.value(),
            wechat_name=self.wechat.value(),
        )

    def _done_asker(self, ref: ClientRef) -> None:
        self._finish(ref.id, ref.name)

    def _done_client(self, _sign_up: Uid) -> None:
        if self._client_id is not None:
            self._finish(self._client_id, self._client_name)

    def _finish(self, client_id: Uid, name: str) -> None:
        way = self.evidence.channel()
        waits = "，等管理员归档后生效" if way is SignUpChannel.PHONE else ""
        self.signed_up.emit(client_id, f"{name} 已签约（{way.label}）{waits}")

    def _failed(self, error: AppError, confirmed: frozenset[str]) -> None:
        self._saving = False
        self.go.setEnabled(True)
        if isinstance(error, NeedsConfirmationError):
            yes = GO_ON.get(error.key, "仍然签约")
            if self._dialogs.confirm(self, error.what, detail=error.todo, yes=yes):
                self.save(confirmed | {error.key})
        elif isinstance(error, InvalidInputError):
            rest = show_problems(self.shown_fields(), error.problems)
            self.problem.show_text("".join(rest), "error")
        else:
            self._show_error(error)

    def _show_error(self, error: AppError) -> None:
        self.problem.show_text(error.text, "error")
