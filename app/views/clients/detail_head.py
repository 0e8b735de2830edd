"""The head of a client's file: name, sex and age, tags, and what can be begun from here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.clients.types import ClientDetail
from app.terms import ClientKind, SignUpState
from app.views.clients.flow import FlowLayout
from app.views.clients.sections import clear
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.labels import ElidedLabel, Label, Panel, Tag, Tone


def age_text(detail: ClientDetail) -> str:
    """Return 女，74 岁; 单位 for an organisation."""
    if detail.form.kind is ClientKind.ORGANISATION:
        return "单位"
    sex = detail.form.sex.label if detail.form.sex else ""
    age = f"{detail.age} 岁" if detail.age is not None else ""
    return "，".join(part for part in (sex, age) if part)


def tags_of(detail: ClientDetail) -> list[tuple[str, Tone, str]]:
    """Return the tags: the sign-up with its day, then the relief groups."""
    tags: list[tuple[str, Tone, str]] = []
    in_force = [sign_up.signed_on for sign_up in detail.sign_ups if sign_up.state is SignUpState.EFFECTIVE]
    if in_force:
        tags.append((f"已签约 {min(in_force).isoformat()}", Tone.ACCENT, "badge-check"))
    elif any(sign_up.state is SignUpState.AWAITING_FILING for sign_up in detail.sign_ups):
        tags.append(("电话签约待归档", Tone.SOON, "hourglass"))
    else:
        tags.append(("未签约", Tone.NEUTRAL, ""))
    tags += [(relief.group.label, Tone.NEUTRAL, "") for relief in detail.reliefs if not relief.is_expired]
    return tags


class DetailHead(Panel):
    """Name and tags at the left, buttons at the right."""

    back_requested = Signal()
    contract_requested = Signal()
    consultation_requested = Signal()

    def __init__(self, *, may_draft: bool, may_register: bool, parent: QWidget | None = None) -> None:
        super().__init__("bg", margin=(16, 12, 16, 8), spacing=8, horizontal=True, parent=parent)
        self.back = IconButton("arrow-left", "返回列表")
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.back.hide()
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self._names = QWidget()
        self._flow = FlowLayout(gap=8, line_gap=4)
        holder = QVBoxLayout(self._names)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addLayout(self._flow)
        self.body.addWidget(self._names, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.contract = Button("起草合同", icon="file-pen")
        self.consultation = Button("登记咨询", Kind.PRIMARY, icon="plus")
        self.contract.clicked.connect(lambda _checked=False: self.contract_requested.emit())
        self.consultation.clicked.connect(lambda _checked=False: self.consultation_requested.emit())
        if not may_draft:
            self.contract.hide()
        if not may_register:
            self.consultation.hide()
        buttons.addWidget(self.contract)
        buttons.addWidget(self.consultation)
        self.body.addLayout(buttons)
        self.body.setAlignment(buttons, Qt.AlignmentFlag.AlignTop)

    def show_detail(self, detail: ClientDetail) -> None:
        """Show another client."""
        clear(self._flow)
        self.name = ElidedLabel(detail.form.name, 20, medium=True)
        self._flow.addWidget(self.name)
        if words := age_text(detail):
            self._flow.addWidget(Label(words, "body2"))
        for text, tone, icon in tags_of(detail):
            self._flow.addWidget(Tag(text, tone, icon))
        self._names.updateGeometry()
