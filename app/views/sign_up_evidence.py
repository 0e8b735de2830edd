"""What each way of signing up asks for: its fields and its evidence (S1, S2.1, S3.1, S4)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.clock import Clock
from app.services.clients.types import SignUpForm
from app.terms import AttachmentKind, GroupKind, SignUpChannel, Uid
from app.views.components.choices import Choice
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Label
from app.views.components.moments import DateField, MomentField
from app.views.components.toggles import Segmented
from app.views.dialogs import Dialogs
from app.views.file_box import PAPERS, FileBox
from app.views.jobs import JobRunner
from app.views.text import today

NEEDS = {
    SignUpChannel.WRITTEN: "双方签字的书面协议：协议编号，扫描件或照片。",
    SignUpChannel.JIFATONG: "在冀法通咨询过即可签约，以这条咨询为据。",
    SignUpChannel.GROUP: "进群或关注公众号即签约：群名、昵称，成员截图。",
    SignUpChannel.PHONE: "电话咨询签约：通话时间和通话记录截图，管理员归档后生效。",
}
EVIDENCE = {
    SignUpChannel.WRITTEN: (AttachmentKind.SIGNED_COPY, "签字协议的扫描件或照片"),
    SignUpChannel.GROUP: (AttachmentKind.SCREENSHOT, "群成员或关注记录的截图"),
    SignUpChannel.PHONE: (AttachmentKind.SCREENSHOT, "通话记录截图"),
}


@dataclass(frozen=True)
class EvidencePrefill:
    """What is known of a sign-up beforehand.

    Args:
        channel: the likely way.
        group_kind: of which group or account, if it came through one.
        group_name: its name; empty means the prescribed one.
        nickname: how the asker is called there.
        called_at: when they called.
        from_jifatong: whether the consultation came that way; only then 冀法通 is offered.

    """

    channel: SignUpChannel = SignUpChannel.WRITTEN
    group_kind: GroupKind | None = None
    group_name: str = ""
    nickname: str = ""
    called_at: datetime | None = None
    from_jifatong: bool = False


class EvidenceFields(QWidget):
    """The way of signing up and what it needs."""

    changed = Signal()

    def __init__(self, jobs: JobRunner, dialogs: Dialogs, clock: Clock, prefill: EvidencePrefill) -> None:
        super().__init__()
        self._prescribed = ""
        self._clock = clock
        ways = [way for way in SignUpChannel if way is not SignUpChannel.JIFATONG or prefill.from_jifatong]
        self.way = Choice([(way, way.label) for way in ways])
        self.way.set_value(prefill.channel)
        self.needs = Label("", "hint", wrap=True)
        self.signed_on = DateField(self._today)
        self.signed_on.set_value(self._today())
        self.group_kind = Segmented("群或账号", [(kind, kind.label) for kind in GroupKind])
        self.group_kind.set_value(prefill.group_kind or GroupKind.WECHAT_GROUP)
        self.group_name = TextField(limit=100)
        self.group_name.set_value(prefill.group_name)
        self.nickname = TextField(limit=60)
        self.nickname.set_value(prefill.nickname)
        self.agreement_no = TextField("例如 顾协〔2026〕012", limit=40)
        self.called_at = MomentField(clock.now, prefill.called_at)
        self.files = FileBox(jobs, dialogs, AttachmentKind.SCREENSHOT, patterns=PAPERS)
        self._build()
        self.way.changed.connect(lambda _value: self._show_way())
        self.group_kind.changed.connect(lambda _value: self._show_group())
        self._show_way()

    def _build(self) -> None:
        self.fields = {
            "channel": FormField("签约方式", self.way, required=True),
            "signed_on": FormField("签约日期", self.signed_on, required=True),
            "group_kind": FormField("群或账号", self.group_kind),
            "group_name": FormField("群名", self.group_name, required=True),
            "nickname": FormField("对方在群里的昵称", self.nickname, required=True),
            "agreement_no": FormField("协议编号", self.agreement_no, required=True),
            "called_at": FormField("通话时间", self.called_at, required=True),
            "evidence": FormField("凭据", self.files, required=True),
        }
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self.fields["channel"], 1)
        pair.addWidget(self.fields["signed_on"], 1)
        rows.addLayout(pair)
        rows.addWidget(self.needs)
        for name, field in self.fields.items():
            if name not in ("channel", "signed_on"):
                rows.addWidget(field)

    def _today(self) -> date:
        return today(self._clock)

    def set_prescribed(self, name: str) -> None:
        """Fill in the group's prescribed name where none was given (S3.2)."""
        self._prescribed = name
        if not self.group_name.value():
            self.group_name.set_value(name)
        self._show_group()

    def channel(self) -> SignUpChannel:
        """Return the chosen way."""
        chosen: SignUpChannel = self.way.value()
        return chosen

    def _show_way(self) -> None:
        way = self.channel()
        self.needs.setText(f"{way.value}　{NEEDS[way]}")
        for name in ("group_kind", "group_name", "nickname"):
            self.fields[name].setVisible(way is SignUpChannel.GROUP)
        self.fields["agreement_no"].setVisible(way is SignUpChannel.WRITTEN)
        self.fields["called_at"].setVisible(way is SignUpChannel.PHONE)
        self.fields["evidence"].setVisible(way in EVIDENCE)
        if way in EVIDENCE:
            self.files.set_kind(*EVIDENCE[way])
        self._show_group()
        self.changed.emit()

    def _show_group(self) -> None:
        is_account = self.group_kind.value() is GroupKind.OFFICIAL_ACCOUNT
        field = self.fields["group_name"]
        wanted = f"规定的群名：{self._prescribed}" if self._prescribed and not is_account else ""
        field.set_hint(wanted)

    def shown_fields(self) -> dict[str, FormField]:
        """Return the fields that the chosen way asks for, by name."""
        return {name: field for name, field in self.fields.items() if not field.isHidden()}

    def form(self, consultation_id: Uid | None) -> SignUpForm:
        """Return what was entered."""
        way = self.channel()
        is_group = way is SignUpChannel.GROUP
        kind = self.group_kind.value()
        return SignUpForm(
            channel=way,
            signed_on=self.signed_on.value() or self._today(),
            agreement_no=self.agreement_no.value() if way is SignUpChannel.WRITTEN else "",
            group_kind=GroupKind(str(kind)) if is_group else None,
            group_name=self.group_name.value() if is_group else "",
            nickname=self.nickname.value() if is_group else "",
            consultation_id=consultation_id,
            called_at=_utc(self.called_at.value()) if way is SignUpChannel.PHONE else None,
        )


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None
