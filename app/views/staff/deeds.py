"""The short forms of the staff page: leave, leaving, the appointment and its end."""

from datetime import datetime, time

from app.services.container import Services
from app.services.staff.types import (
    AppointmentForm,
    AppointmentView,
    LeaveForm,
    LeaveView,
    StaffDetail,
    StaffView,
)
from app.terms import AttachmentKind, LeaveKind, Role
from app.views.components.choices import Choice, Option
from app.views.components.fields import TextField
from app.views.components.form_field import FormField
from app.views.components.moments import DateField, MomentField
from app.views.desk import Desk
from app.views.file_box import FileBox
from app.views.staff.side_form import SideForm
from app.views.text import ZONE

PAPERS = "文件 (*.pdf *.png *.jpg *.jpeg *.docx)"


class LeaveSide(SideForm):
    """Notes a leave, or changes one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "登记请假", "保存")
        self._person: StaffDetail | None = None
        self._leave: LeaveView | None = None
        self.kind = Choice([(kind, kind.label) for kind in LeaveKind])
        self.begins, self.ends = MomentField(desk.now), MomentField(desk.now)
        self.note = TextField("例如 长安区法院", limit=200)
        self.add(("kind", FormField("类型", self.kind, required=True)))
        self.add(("begins_at", FormField("开始", self.begins, required=True)))
        self.add(("ends_at", FormField("结束", self.ends, required=True, check=self._check_end)))
        self.add(("note", FormField("备注", self.note)))

    def show_leave(self, person: StaffDetail, leave: LeaveView | None) -> None:
        """Offer a new leave for today, or one that stands."""
        self._person, self._leave = person, leave
        self.title.setText(f"{'修改' if leave else '登记'}{person.form.name}的请假")
        form = leave.form if leave else None
        day = self.desk.today()
        self.kind.set_value(form.kind if form else LeaveKind.COURT)
        self.begins.set_value(form.begins_at if form else datetime.combine(day, time(9), ZONE))
        self.ends.set_value(form.ends_at if form else datetime.combine(day, time(17, 30), ZONE))
        self.note.set_value(form.note if form else "")
        self.start()

    def _check_end(self, _value: object) -> str:
        begins, ends = self.begins.value(), self.ends.value()
        return "结束时间要晚于开始时间。" if begins and ends and ends <= begins else ""

    def run(self) -> None:
        """Save."""
        begins, ends, leaves = self.begins.value(), self.ends.value(), self.desk.services.staff.leaves
        if begins is None or ends is None or self._person is None:
            return
        form = LeaveForm(self.kind.value(), begins, ends, self.note.value())
        if self._leave is None:
            self.call(leaves.add, self._person.id, form)
        else:
            self.call(leaves.change, self._leave.id, form)


class LeavingSide(SideForm):
    """Closes somebody's way in and names who takes over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "停用", "停用", destructive=True)
        self._person: StaffDetail | None = None
        self.left_on = DateField(desk.today)
        self.colleague = Choice([], placeholder="请选择接手的律师")
        self.add(("left_on", FormField("最后工作日", self.left_on, required=True, hint="今天或以前")))
        self._who = FormField("由谁接手", self.colleague, required=True, hint="每件咨询都会留下转派记录")
        self.add(("colleague", self._who))

    def show_person(self, person: StaffDetail, lawyers: tuple[StaffView, ...]) -> None:
        """Ask about one member of staff."""
        self._person = person
        self.title.setText(f"停用 {person.form.name}")
        work = person.open_work
        parts = [
            f"停用后{person.form.name}立即不能登录，原来的密码也打不开本所资料；以往的记录都保留。",
            "以前的备份仍能用当时的密码打开，请保管好。",
        ]
        if work.is_any:
            parts.insert(1, f"手上还有 {work.text}，会一并移交给接手的律师。")
        self.say("".join(parts))
        self.left_on.set_value(self.desk.today())
        self.colleague.set_options([Option(one.id, one.choice_text) for one in lawyers if one.id != person.id])
        self.colleague.set_value(None)
        self._who.setVisible(work.is_any)
        self.start()

    def run(self) -> None:
        """Disable."""
        day = self.left_on.value()
        if self._person is not None and day is not None:
            colleague = self.colleague.value() if self._person.open_work.is_any else None
            self.desk.jobs.run(
                self.desk.services.staff.leaving.disable,
                self._person.id,
                day,
                colleague,
                done=self._done,
                failed=self._failed,
                label="正在停用并更换数据密钥",
            )


class AppointSide(SideForm):
    """Appoints the 律师顾问管理员 (S5.0)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "任命律师顾问管理员", "任命")
        self.who = Choice([], placeholder="请选择员工")
        self.begins_on = DateField(desk.today)
        self.note = TextField("例如 所务会议决定", limit=200)
        self.papers = FileBox(desk.jobs, desk.dialogs, AttachmentKind.DOCUMENT, words="任命文件", patterns=PAPERS)
        self.add(("staff_id", FormField("任命谁", self.who, required=True)))
        self.add(("begins_on", FormField("任命日期", self.begins_on, required=True)))
        self.add(("note", FormField("依据或备注", self.note)))
        self.add(("attachment", FormField("任命文件（可不附）", self.papers)))

    def show_state(self, people: tuple[StaffView, ...], current: AppointmentView | None) -> None:
        """Offer everybody but the present holder."""
        holder = current.staff_id if current else None
        self.say(f"接替{current.name}，其任命到这一天为止，角色随之移交。" if current else "任命后自动带有该角色。")
        options = [
            Option(one.id, one.name, "、".join(role.label for role in one.roles if role is not Role.ADVISOR_ADMIN))
            for one in people
            if one.id != holder
        ]
        self.who.set_options(options)
        self.who.set_value(None)
        self.begins_on.set_value(self.desk.today())
        self.note.clear()
        self.papers.clear()
        self.start()

    def run(self) -> None:
        """Appoint."""
        day = self.begins_on.value()
        if day is not None:
            form = AppointmentForm(self.who.value(), day, self.note.value())
            self.call(self.desk.services.staff.appointments.appoint, form, self.papers.files())


class EndPostSide(SideForm):
    """Ends an appointment without a successor."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "结束任命", "结束任命", destructive=True)
        self._post: AppointmentView | None = None
        self.ends_on = DateField(desk.today)
        self.add(("ends_on", FormField("结束日期", self.ends_on, required=True)))

    def show_post(self, post: AppointmentView) -> None:
        """Ask about one appointment."""
        self._post = post
        self.title.setText(f"结束{post.name}的任命")
        self.say(f"{post.post.label}的角色随之取消，任命记录保留。要换人时请直接任命接替的人。")
        self.ends_on.set_value(self.desk.today())
        self.start()

    def run(self) -> None:
        """End it."""
        day = self.ends_on.value()
        if self._post is not None and day is not None:
            self.call(self.desk.services.staff.appointments.end, self._post.id, day)


def load_people(services: Services) -> tuple[tuple[StaffView, ...], AppointmentView | None]:
    """Return who may be appointed and who holds the post; runs in the reader thread."""
    return services.staff.everyone(), services.staff.appointments.state().current
