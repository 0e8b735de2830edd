"""Step 6: an empty firm or one with invented data; then the set-up itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.accounts import Accounts, NewKeys
from app.services.core import Office
from app.services.demo.populate import populate
from app.services.setup_types import SetupForm
from app.terms import Role
from app.views.components.feedback import Banner, Busy, ThinBar
from app.views.components.labels import Icon, Label, Panel
from app.views.hours.week import minutes_of
from app.views.jobs import JobRunner
from app.views.setup.cards import ChoiceCard
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage, card, fact

DEMO_CLIENTS = 40
EMPTY = ("空的律所", "从第一位真实的服务对象开始。")
DEMO = ("演示数据", "先看一看、练一练：本所里已经有人、有咨询。")
EMPTY_LINES = (("users", "没有服务对象和咨询", ""), ("circle-check", "正式使用请选这一项", ""))
DEMO_LINES = (
    ("users", f"{DEMO_CLIENTS} 位虚构的服务对象，含签约和减免", ""),
    ("messages-square", "各种状态的咨询，倒计时按现在的时间走", ""),
    ("info", "以后不能变回空的律所，正式使用请选左边一项", ""),
)


class StartPage(StepPage):
    """The choice, the progress, and the firm that is ready.

    Args:
        flow: everything collected.
        accounts: sets the firm up.
        jobs: runs that outside the window's thread.

    """

    created = Signal()
    """The firm is there; `office` is its opened self."""
    working_changed = Signal()

    def __init__(self, flow: Flow, accounts: Accounts, jobs: JobRunner) -> None:
        super().__init__(flow, NAMES[Step.START], "最后一步。设置好以后就用刚才的登录名和密码登录。")
        self._accounts, self._jobs = accounts, jobs
        self.office: Office | None = None
        self.is_working = False
        self.empty = ChoiceCard(*EMPTY, EMPTY_LINES, exclusive=True)
        self.demo = ChoiceCard(*DEMO, DEMO_LINES, exclusive=True)
        self._group = QButtonGroup(self)
        self.empty.setChecked(True)
        self._bar, self._busy = ThinBar(0, "accent"), Busy("正在创建律所…")
        self._done_title, self._done_note = Label("", "panel"), Banner("", "soon")
        self._sheets = (self._choice(), self._progress(), self._done())
        self.add_main(*self._sheets)
        self._show_sheet(0)

    # --- building ---

    def _show_sheet(self, wanted: int) -> None:
        for at, sheet in enumerate(self._sheets):
            sheet.setVisible(at == wanted)

    def _choice(self) -> QWidget:
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for one in (self.empty, self.demo):
            self._group.addButton(one)
            cards.addWidget(one, 1)
        rows.addLayout(cards)
        rows.addWidget(self._summary())
        rows.addStretch(1)
        return whole

    def _summary(self) -> Panel:
        whole = card("将要创建", spacing=10)
        self._facts: dict[str, Label] = {}
        columns = QHBoxLayout()
        columns.setSpacing(24)
        for name in ("律所", "第一位用户", "方案", "工作时间"):
            row, self._facts[name] = fact(name)
            columns.addWidget(row, 1)
        whole.body.addLayout(columns)
        return whole

    def _progress(self) -> QWidget:
        whole = card(margin=24, spacing=12)
        whole.body.addWidget(self._busy)
        whole.body.addWidget(self._bar)
        whole.body.addWidget(Label("请不要关闭窗口，通常只要几秒。", "hint"))
        whole.body.addStretch(1)
        return whole

    def _done(self) -> QWidget:
        whole = card(margin=24, spacing=12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("circle-check", "ok", 24))
        head.addWidget(self._done_title, 1)
        whole.body.addLayout(head)
        self._done_login = Label("", "body2", wrap=True)
        whole.body.addWidget(self._done_login)
        whole.body.addWidget(
            Label("恢复密钥请现在就锁好。以后每次打开律顾台，选登录名、输密码即可。", "body2", wrap=True)
        )
        self._done_note.hide()
        whole.body.addWidget(self._done_note)
        whole.body.addStretch(1)
        return whole

    # --- showing ---

    def entered(self) -> None:
        """Show what will be created."""
        flow = self.flow
        if flow.firm is None or flow.user is None or flow.hours is None or self.office is not None:
            return
        week = sum(minutes_of(spans) for spans in flow.hours.weekly.values())
        roles = roles_text(flow.user.roles)
        self._facts["律所"].setText(flow.firm.full_name)
        self._facts["第一位用户"].setText(f"{flow.user.name}（{flow.user.login}）\n{roles}")
        self._facts["方案"].setText("\n".join(scheme.label for scheme in flow.schemes))
        summer = "，有夏季作息" if flow.hours.summer else ""
        self._facts["工作时间"].setText(f"每周 {week / 60:g} 小时{summer}")
        (self.demo if self.demo.isChecked() else self.empty).setFocus()

    def leave(self) -> bool:
        """Take the choice."""
        self.flow.wants_demo = self.demo.isChecked()
        return True

    # --- setting up ---

    def start(self, form: SetupForm, keys: NewKeys) -> None:
        """Set the firm up in the writer thread."""
        self._work(working=True)
        self.clear_error()
        self._show_sheet(1)
        self._busy.set_words("正在创建律所…")
        self._bar.set_share(0.05, "accent")
        self._jobs.run(
            self._accounts.set_up,
            form,
            keys,
            lane="write",
            done=partial(self._opened, form),
            failed=self._failed,
            label="正在创建律所",
        )

    def _opened(self, form: SetupForm, office: Office) -> None:
        self.office = office
        if not form.is_demo:
            self._ready(form)
            return
        self._busy.set_words("正在写入演示数据…")
        fill: Callable[..., None] = partial(populate, office, clients=DEMO_CLIENTS)
        self._jobs.run(
            fill,
            lane="write",
            done=partial(self._filled, form),
            failed=partial(self._half_filled, form),
            progress=self._told,
            label="正在写入演示数据",
        )

    def _told(self, done: int, total: int, text: str) -> None:
        self._busy.set_words(f"{text} {done} / {total}" if done < total else text)
        self._bar.set_share(0.1 + 0.8 * done / max(total, 1), "accent")

    def _filled(self, form: SetupForm, _nothing: None) -> None:
        self._ready(form)

    def _half_filled(self, form: SetupForm, error: AppError) -> None:
        self._done_note.show_text(f"演示数据没有全部写入：{error.text}律所本身已经建好，可以使用。", "soon")
        self._ready(form)

    def _ready(self, form: SetupForm) -> None:
        name = form.firm.short_name or form.firm.full_name
        self._done_title.setText(f"{name}已经设置好")
        self._done_login.setText(f"登录名 {form.user.login}，角色：{roles_text(form.user.roles)}。")
        self.intro.setText("已经可以使用了。")
        self._show_sheet(2)
        self._work(working=False)
        self.created.emit()

    def _failed(self, error: AppError) -> None:
        self._show_sheet(0)
        self.show_error(error)
        self._work(working=False)

    def _work(self, *, working: bool) -> None:
        self.is_working = working
        self.working_changed.emit()


def roles_text(roles: frozenset[Role]) -> str:
    """Return the roles' words in the vocabulary's order."""
    return "、".join(role.label for role in Role if role in roles)
