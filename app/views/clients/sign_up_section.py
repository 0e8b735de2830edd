"""签约证据: every sign-up with its files and state; filing a telephone sign-up (S4), ending one with a reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.clients.types import ClientDetail, SignUpView
from app.terms import SignUpChannel, SignUpState
from app.views.clients.flow import FlowLayout
from app.views.clients.sections import Section, clear, state_words
from app.views.clients.thumbnail import FileBoxes
from app.views.components.buttons import Button, Kind
from app.views.components.labels import Label, Tag, Tone
from app.views.text import clock_text, local

_TONE = {
    SignUpState.EFFECTIVE: (Tone.OK, "check"),
    SignUpState.AWAITING_FILING: (Tone.SOON, "hourglass"),
    SignUpState.ENDED: (Tone.NEUTRAL, ""),
}


def about(sign_up: SignUpView) -> str:
    """Return one line about a sign-up: date and what its channel names."""
    match sign_up.channel:
        case SignUpChannel.WRITTEN:
            what = f"协议 {sign_up.agreement_no}"
        case SignUpChannel.GROUP:
            what = f"{sign_up.group_name}，昵称“{sign_up.nickname}”"
        case SignUpChannel.PHONE:
            at = sign_up.called_at
            what = f"通话 {local(at):%Y-%m-%d} {clock_text(at)}" if at else "电话咨询并留下基本信息"
        case SignUpChannel.JIFATONG:
            what = "冀法通在线咨询即签约"
    return f"{sign_up.signed_on.isoformat()}　{what}"


class SignUpSection(Section):
    """The sign-ups of a client.

    Args:
        files: fetches the evidence.
        may_sign_up: whether the signed-in person may sign clients up.
        may_file: whether they may file a telephone sign-up.

    """

    sign_up_requested = Signal()
    file_requested = Signal(object)
    """SignUpView to be filed."""
    end_requested = Signal(object)
    """SignUpView to be ended."""

    def __init__(self, files: FileBoxes, *, may_sign_up: bool, may_file: bool, parent: QWidget | None = None) -> None:
        super().__init__("签约证据", parent)
        self._files, self._may_sign_up, self._may_file = files, may_sign_up, may_file
        self._state = QHBoxLayout()
        self.head.addLayout(self._state)
        self.sign_up_button = Button("办理签约", icon="badge-check", small=True)
        self.sign_up_button.clicked.connect(lambda _checked=False: self.sign_up_requested.emit())
        self.body.addWidget(self.sign_up_button)
        self.sign_up_button.setVisible(may_sign_up)

    def show_detail(self, detail: ClientDetail) -> None:
        """Show a client's sign-ups."""
        self.clear()
        clear(self._state)
        waiting = any(sign_up.state is SignUpState.AWAITING_FILING for sign_up in detail.sign_ups)
        if detail.is_signed_up:
            self._state.addWidget(state_words("齐全", "circle-check", "ok"))
        elif waiting:
            self._state.addWidget(state_words("待管理员归档", "hourglass", "soon"))
        else:
            self._state.addWidget(state_words("未签约", "circle", "text3"))
        for sign_up in detail.sign_ups:
            self.rows.addWidget(self._row(sign_up))
        self.sign_up_button.set_words("再办一种签约" if detail.sign_ups else "办理签约")

    def _row(self, sign_up: SignUpView) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(sign_up.channel.label, "cellstrong"))
        head.addWidget(Label(sign_up.channel.value, "hint"))
        head.addStretch(1)
        head.addWidget(Tag(sign_up.state.label, *_TONE[sign_up.state]))
        column.addLayout(head)
        column.addWidget(Label(about(sign_up), "small", wrap=True))
        if sign_up.notes:
            column.addWidget(Label(sign_up.notes, "small", wrap=True))
        if sign_up.filed_at:
            filed = local(sign_up.filed_at)
            column.addWidget(Label(f"管理员 {filed:%Y-%m-%d %H:%M} 归档", "small", wrap=True))
        if sign_up.attachments:
            boxes = FlowLayout(gap=8)
            for file in sign_up.attachments:
                boxes.addWidget(self._files.make(file))
            column.addLayout(boxes)
        column.addLayout(self._buttons(sign_up))
        return box

    def _buttons(self, sign_up: SignUpView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if sign_up.state is SignUpState.AWAITING_FILING and self._may_file:
            filing = Button("归档", icon="archive", small=True)
            filing.setAccessibleName(f"归档{sign_up.signed_on.isoformat()}的电话签约")
            filing.clicked.connect(lambda _checked=False: self.file_requested.emit(sign_up))
            row.addWidget(filing)
        if sign_up.state is not SignUpState.ENDED and self._may_sign_up:
            end = Button("解除", Kind.QUIET, small=True)
            end.setAccessibleName(f"解除{sign_up.signed_on.isoformat()}的{sign_up.channel.label}")
            end.clicked.connect(lambda _checked=False: self.end_requested.emit(sign_up))
            row.addWidget(end)
        row.addStretch(1)
        return row
