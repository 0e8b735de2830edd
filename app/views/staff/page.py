"""员工: the list at the left; a person, or the form of what is being done, at the right."""

from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.services.attachments import NewAttachment
from app.services.staff.types import (
    AppointmentView,
    Leaver,
    LeaveView,
    NewPassword,
    StaffDetail,
    StaffView,
)
from app.terms import AttachmentKind, Uid
from app.views.components.feedback import EmptyState
from app.views.components.labels import divider
from app.views.desk import Desk
from app.views.staff.deeds import AppointSide, EndPostSide, LeaveSide, LeavingSide, load_people
from app.views.staff.detail_pane import DetailPane
from app.views.staff.editor import StaffEditor
from app.views.staff.list_pane import ListPane
from app.views.staff.password_card import PasswordCard
from app.views.theme import theme

LIST_WIDTH = 400
LISTENED = frozenset({"staff", "staff_leave", "appointment", "attachment", "consultation_event", "contract", "firm"})
PHOTOS = "照片 (*.jpg *.jpeg *.png)"


class StaffPage(QWidget):
    """The section 员工 of 设置."""

    hints_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list = ListPane(desk)
        self.detail, self.editor, self.password = DetailPane(desk), StaffEditor(desk), PasswordCard(desk)
        self.leave, self.leaving = LeaveSide(desk), LeavingSide(desk)
        self.appoint, self.end_post = AppointSide(desk), EndPostSide(desk)
        self.nobody = EmptyState("users", "没有选中员工", "在左边选一位，或新增员工。")
        self.right = QStackedWidget()
        for pane in (self.nobody, self.detail, self.editor, self.password, *self._sides):
            self.right.addWidget(pane)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.list)
        columns.addWidget(divider(vertical=True))
        columns.addWidget(self.right, 1)
        self._connect()
        self._connect_detail()
        theme().changed.connect(self._measure)
        self._measure()

    @property
    def _sides(self) -> tuple[LeaveSide | LeavingSide | AppointSide | EndPostSide, ...]:
        return (self.leave, self.leaving, self.appoint, self.end_post)

    def _connect(self) -> None:
        listing = self.list
        listing.chosen.connect(self._choose)
        listing.opened.connect(self.edit)
        listing.add_requested.connect(self.add)
        listing.key_change_requested.connect(self._change_key)
        listing.post.appoint_requested.connect(self._ask_appointment)
        listing.post.end_requested.connect(self._ask_end)
        listing.bind("add", "新增员工", self.add, "Ctrl+N")
        listing.bind("edit", "编辑员工", self.edit, "Ctrl+E")
        self.editor.saved.connect(self._edited)
        self.password.finished.connect(self._back)
        for side in (self.editor, *self._sides):
            side.cancelled.connect(self._back)
        self.leave.saved.connect(partial(self._did, "请假已登记"))
        self.leaving.saved.connect(self._left)
        self.appoint.saved.connect(partial(self._did, "任命已登记，角色从下次登录起生效"))
        self.end_post.saved.connect(partial(self._did, "任命已结束"))

    def _connect_detail(self) -> None:
        detail = self.detail
        detail.edit_requested.connect(self.edit)
        detail.photo_requested.connect(self._pick_photo)
        detail.photo_removed.connect(partial(self._set_photo, None))
        detail.reset_requested.connect(self._reset)
        detail.leaving_requested.connect(self._ask_leaving)
        detail.return_requested.connect(self._return)
        detail.leave_requested.connect(self._ask_leave)
        detail.leave_removed.connect(self._remove_leave)

    # --- what the host offers ---

    def on_changes(self, tables: Mapping[str, Collection[Uid]]) -> None:
        """Read anew what the journal says has changed; a form being filled in stays."""
        if LISTENED.intersection(tables):
            self.list.refresh()
            if self.detail.person is not None:
                self._read(self.detail.person.id)

    def open_record(self, key: object) -> None:
        """Show a member of staff."""
        if isinstance(key, bytes) and self.may_leave():
            self._show(self.detail)
            self.list.choose(key)

    def may_leave(self) -> bool:
        """Return whether nothing typed or shown once would be lost."""
        here = self.right.currentWidget()
        if here is self.password and self.password.password:
            self.password.done.setFocus()
            self._desk.messages.show_error("临时密码只显示这一次，请先复制或打印，再点“完成”。")
            return False
        return self.editor.may_close() if here is self.editor else True

    def hints(self) -> str:
        """Words for the status bar."""
        return "↑↓ 选择　Enter 编辑　Ctrl+N 新增员工　Alt+1…2 筛选"

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list as it comes into view."""
        super().showEvent(event)
        self.list.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list less in a narrow window."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        self.list.setFixedWidth(min(theme().px(LIST_WIDTH), max(theme().px(280), self.width() * 2 // 5)))

    # --- choosing ---

    def _choose(self, key: object) -> None:
        if not isinstance(key, bytes):
            if self.right.currentWidget() is self.detail:
                self._show(self.nobody)
            return
        self._read(key)

    def _read(self, staff_id: Uid) -> None:
        find = self._desk.services.staff.lists.find
        self._desk.jobs.run(find, staff_id, done=self._came, key=f"staff-detail-{id(self)}")

    def _came(self, person: StaffDetail) -> None:
        self.detail.show_person(person)
        if self.right.currentWidget() is self.nobody:
            self._show(self.detail)

    def _show(self, pane: QWidget) -> None:
        self.right.setCurrentWidget(pane)
        is_free = pane in (self.nobody, self.detail)
        self.list.setEnabled(is_free)

    def _back(self) -> None:
        self._show(self.detail if self.detail.person is not None else self.nobody)
        self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- records ---

    def add(self) -> None:
        """Open the form of a new member of staff."""
        if self.list.isEnabled():
            self._show(self.editor)
            self.editor.show_person(None)

    def edit(self) -> None:
        """Open the form of the person on show."""
        if self.detail.person is not None and self.right.currentWidget() is self.detail:
            self._show(self.editor)
            self.editor.show_person(self.detail.person)

    def _edited(self, result: object) -> None:
        if isinstance(result, NewPassword):
            self._give_out(result, "已新增。请把登录名和临时密码当面交给本人，第一次登录时要改成自己的密码。")
        else:
            self._did("员工资料已保存，角色从下次登录起生效", result)

    def _give_out(self, made: NewPassword, about: str) -> None:
        self._show(self.password)
        self.password.show_password(made, about)
        self.list.choose(made.staff_id)

    def _did(self, said: str, _result: object) -> None:
        self._desk.messages.show_done(said)
        self._back()
        self.list.refresh()
        if self.detail.person is not None:
            self._read(self.detail.person.id)

    def _pick_photo(self) -> None:
        paths = self._desk.dialogs.open_files(self, "选择照片", PHOTOS)
        if paths:
            self._desk.jobs.run(_read_photo, paths[0], lane="work", done=self._set_photo)

    def _set_photo(self, photo: NewAttachment | None) -> None:
        if self.detail.person is not None:
            said = "照片已更换" if photo is not None else "照片已删除，Ctrl+Z 可撤销"
            service = self._desk.services.staff.files.set_photo
            self._desk.jobs.run(service, self.detail.person.id, photo, done=partial(self._did, said))

    # --- passwords and leaving ---

    def _reset(self) -> None:
        person = self.detail.person
        if person is None:
            return
        question = f"重置{person.form.name}的密码？"
        detail = "现在的密码立即失效，会给出一个临时密码，本人下次登录时要改成自己的。"
        if self._desk.dialogs.confirm(self, question, detail=detail, yes="重置密码"):
            about = "原密码已经失效。请把临时密码当面交给本人，下次登录时要改成自己的密码。"
            done = partial(self._was_given, about)
            self._desk.jobs.run(self._desk.services.staff.logins.reset, person.id, done=done)

    def _was_given(self, about: str, made: NewPassword) -> None:
        self._give_out(made, about)

    def _ask_leaving(self) -> None:
        self._desk.jobs.run(self._desk.services.staff.lawyers, done=self._lawyers_came)

    def _lawyers_came(self, lawyers: tuple[StaffView, ...]) -> None:
        if self.detail.person is not None:
            self._show(self.leaving)
            self.leaving.show_person(self.detail.person, lawyers)

    def _left(self, done: object) -> None:
        if not isinstance(done, Leaver):
            return
        handed = f"，已移交 {done.handed.text}" if done.handed.is_any else ""
        if done.key_problem:
            self._desk.messages.show_error(f"已停用 {done.name}{handed}，但数据密钥没有更换：{done.key_problem}")
        else:
            self._desk.messages.show_done(f"已停用 {done.name}{handed}，数据密钥已更换")
        self._back()
        if self.detail.person is not None:
            self.list.choose(self.detail.person.id, active=False)

    def _return(self) -> None:
        person = self.detail.person
        if person is not None and self._desk.dialogs.confirm(
            self, f"恢复{person.form.name}在职？", detail="会给出一个临时密码，角色与停用前相同。", yes="恢复在职"
        ):
            about = "已恢复在职。请把临时密码当面交给本人，第一次登录时要改成自己的密码。"
            service = self._desk.services.staff.leaving.enable
            self._desk.jobs.run(service, person.id, done=partial(self._was_given, about))

    def _change_key(self) -> None:
        question = "现在更换数据密钥？"
        detail = "离职人员的登录密钥随之清除。更换时请不要关机，资料多时要几十秒；以前的备份仍用当时的密钥打开。"
        if self._desk.dialogs.confirm(self, question, detail=detail, yes="更换"):
            service = self._desk.services.staff.logins.change_data_key
            done = partial(self._did, "数据密钥已更换")
            self._desk.jobs.run(service, done=done, label="正在更换数据密钥")

    # --- leave and the post ---

    def _ask_leave(self, leave: object) -> None:
        if self.detail.person is not None:
            self._show(self.leave)
            self.leave.show_leave(self.detail.person, leave if isinstance(leave, LeaveView) else None)

    def _remove_leave(self, leave: object) -> None:
        if isinstance(leave, LeaveView):
            service = self._desk.services.staff.leaves.remove
            self._desk.jobs.run(service, leave.id, done=partial(self._did, "请假已删除，Ctrl+Z 可撤销"))

    def _ask_appointment(self) -> None:
        self._desk.jobs.run(load_people, self._desk.services, lane="read", done=self._people_came)

    def _people_came(self, found: tuple[tuple[StaffView, ...], AppointmentView | None]) -> None:
        self._show(self.appoint)
        self.appoint.show_state(*found)

    def _ask_end(self, post: object) -> None:
        if isinstance(post, AppointmentView):
            self._show(self.end_post)
            self.end_post.show_post(post)


def _read_photo(path: Path) -> NewAttachment:
    """Read a picked photo; runs in the pool."""
    return NewAttachment.from_file(path, AttachmentKind.PHOTO)
