"""All about one member of staff, and what can be done: edit, photo, leave, password, leaving."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.services.attachments import AttachmentView
from app.services.staff.types import LeaveView, StaffDetail
from app.services.wording import WEEKDAYS
from app.views.components.buttons import Button, IconButton, Kind
from app.views.components.labels import Label, Panel, Tag, Tone, divider
from app.views.desk import Desk
from app.views.staff.photo import Photo
from app.views.text import moment_text

SHOWN_LEAVES = 8


class DetailPane(QScrollArea):
    """One member of staff."""

    edit_requested = Signal()
    photo_requested = Signal()
    photo_removed = Signal()
    reset_requested = Signal()
    leaving_requested = Signal()
    return_requested = Signal()
    leave_requested = Signal(object)
    """A LeaveView to change, or None for a new one."""
    leave_removed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.person: StaffDetail | None = None
        self.setProperty("ground", "surface")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.photo = Photo()
        self.name, self.state = Label("", "subpage"), Tag("", Tone.OK)
        self.roles = Label("", "label", wrap=True)
        self.edit = Button("编辑", icon="pencil", small=True, shortcut="Ctrl+E")
        self.change_photo = Button("换照片", icon="image", small=True)
        self.drop_photo = Button("删除照片", Kind.TEXT, small=True)
        self.reset = Button("重置密码", icon="key-round", small=True)
        self.disable = Button("停用…", Kind.DESTRUCTIVE, icon="log-out", small=True)
        self.enable = Button("恢复在职", icon="user-check", small=True)
        self.add_leave = Button("登记请假", icon="plus", small=True)
        self._facts, self._leaves = QGridLayout(), QVBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inner = Panel("surface", margin=(24, 16, 24, 16), spacing=12)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        title = QHBoxLayout()
        title.setSpacing(8)
        for widget in (self.name, self.state):
            title.addWidget(widget)
        title.addStretch(1)
        words.addLayout(title)
        words.addWidget(self.roles)
        head.addLayout(words, 1)
        inner.body.addLayout(head)
        for buttons in ((self.edit, self.reset, self.disable, self.enable), (self.change_photo, self.drop_photo)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            inner.body.addLayout(line)
        inner.body.addWidget(divider())
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        inner.body.addLayout(self._facts)
        inner.body.addWidget(divider())
        line = QHBoxLayout()
        line.addWidget(Label("请假", "head"), 1)
        line.addWidget(self.add_leave)
        inner.body.addLayout(line)
        self._leaves.setSpacing(4)
        inner.body.addLayout(self._leaves)
        inner.body.addStretch(1)
        self.setWidget(inner)

    def _connect(self) -> None:
        for button, signal in (
            (self.edit, self.edit_requested),
            (self.change_photo, self.photo_requested),
            (self.drop_photo, self.photo_removed),
            (self.reset, self.reset_requested),
            (self.disable, self.leaving_requested),
            (self.enable, self.return_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
        self.add_leave.clicked.connect(lambda _checked=False: self.leave_requested.emit(None))

    def show_person(self, person: StaffDetail) -> None:
        """Show somebody."""
        is_other = self.person is None or self.person.id != person.id
        had_photo = self.person.photo if self.person is not None and not is_other else None
        self.person = person
        self.name.setText(person.form.name)
        self.state.set_tag(*_state(person))
        self.roles.setText("、".join(role.label for role in person.roles) or "没有角色")
        is_self = person.id == self._desk.services.actor.staff_id
        for button in (self.reset, self.add_leave):
            button.setVisible(person.is_active)
        self.disable.setVisible(person.is_active and not is_self)
        self.enable.setVisible(not person.is_active)
        self.drop_photo.setVisible(person.photo is not None)
        self._show_facts(person)
        self._show_leaves(person)
        if is_other:
            self.verticalScrollBar().setValue(0)
        if person.photo is None:
            self.photo.show_person(person.form.name)
        elif is_other or person.photo != had_photo:
            self.photo.show_person(person.form.name)
            self._desk.jobs.run(self._desk.services.attachments.read, person.photo.id, done=self._photo_came)

    def _photo_came(self, found: tuple[AttachmentView, bytes]) -> None:
        if self.person is not None and self.person.photo is not None and self.person.photo.id == found[0].id:
            self.photo.show_person(self.person.form.name, found[1])

    def _show_facts(self, person: StaffDetail) -> None:
        _clear(self._facts)
        for row, (label, words) in enumerate(_facts(person)):
            self._facts.addWidget(Label(label, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(Label(words, "cell", wrap=True), row, 1)

    def _show_leaves(self, person: StaffDetail) -> None:
        _clear(self._leaves)
        now = self._desk.now()
        if not person.leaves:
            self._leaves.addWidget(Label("没有登记请假。", "hint"))
        for leave in person.leaves[:SHOWN_LEAVES]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            form = leave.form
            span = f"{moment_text(form.begins_at, now)} 至 {moment_text(form.ends_at, now)}"
            words = f"{form.kind.label}　{span}" + (f"，{form.note}" if form.note else "")
            row.addWidget(Label(words, "cell", tone="" if form.ends_at > now else "text3", wrap=True), 1)
            self._leave_buttons(row, leave)
            self._leaves.addWidget(line)

    def _leave_buttons(self, row: QHBoxLayout, leave: LeaveView) -> None:
        change, remove = IconButton("pencil", "修改这次请假", size=26), IconButton("trash-2", "删除这次请假", size=26)
        change.clicked.connect(partial(self._ask_leave, leave))
        remove.clicked.connect(partial(self._drop_leave, leave))
        row.addWidget(change)
        row.addWidget(remove)

    def _ask_leave(self, leave: LeaveView, _checked: object = False) -> None:
        self.leave_requested.emit(leave)

    def _drop_leave(self, leave: LeaveView, _checked: object = False) -> None:
        self.leave_removed.emit(leave)


def _state(person: StaffDetail) -> tuple[str, Tone, str]:
    if not person.is_active:
        return f"{person.left_on} 离职" if person.left_on else "已离职", Tone.NEUTRAL, "log-out"
    if person.away:
        return person.away, Tone.SOON, "clock"
    return "在职", Tone.OK, "circle-check"


def _facts(person: StaffDetail) -> list[tuple[str, str]]:
    form = person.form
    phones = "；".join(f"{one.number}（{'对外公布' if one.is_published else '不公布'}）" for one in form.phones)
    party = {True: "是", False: "否"}.get(form.is_party_member, "未登记") if form.is_party_member is not None else ""
    facts = [
        ("登录名", form.login + _login_words(person)),
        ("执业证号", form.licence_no),
        ("电话", phones),
        ("出生日期", form.birth_date.isoformat() if form.birth_date else ""),
        ("中共党员", party),
        ("擅长领域", "、".join(one.label for one in form.fields)),
        ("语言", "、".join(form.languages)),
        ("工作时间", _hours_words(person)),
        ("手上的工作", person.open_work.text if person.open_work.is_any else "没有未办结的咨询和合同草稿"),
    ]
    return [(label, words) for label, words in facts if words]


def _login_words(person: StaffDetail) -> str:
    if not person.is_active:
        return "（已停用）"
    if not person.has_login:
        return "（还没有密码，请重置密码）"
    return "（临时密码，尚未更改）" if person.must_change_password else ""


def _hours_words(person: StaffDetail) -> str:
    weekly = person.form.weekly
    if weekly is None:
        return "与本所一致"
    days = []
    for day, spans in sorted(weekly.items()):
        days.append(f"{WEEKDAYS[day]} " + "、".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans))
    return "；".join(days)


def _clear(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
