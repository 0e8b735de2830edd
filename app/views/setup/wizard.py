"""The first-run wizard: six steps, then the firm. Nothing is in force before the last one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from app.services.accounts import Accounts
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner, Stepper
from app.views.components.labels import Label, Panel, divider
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.keys import is_enter
from app.views.setup.brand import Brand, Promise
from app.views.setup.flow import NAMES, Flow, Step
from app.views.setup.page import StepPage
from app.views.setup.step_firm import FirmPage
from app.views.setup.step_hours import HoursPage
from app.views.setup.step_recovery import RecoveryPage
from app.views.setup.step_schemes import SchemesPage
from app.views.setup.step_start import StartPage
from app.views.setup.step_user import UserPage
from app.views.theme import theme

USUAL, SMALLEST = QSize(1180, 760), QSize(760, 480)
RAIL, NARROW_RAIL, NARROW, FOOTER = 248, 176, 1000, 64
VOID = "已经打印或保存的恢复密钥作废，请销毁。"
KEEP = "资料只存在这台电脑上，全部加密。设置完成前不会保存任何内容。"


class Wizard(QWidget):
    """Sets a firm up.

    Args:
        accounts: the door of an empty profile.
        jobs: runs what takes time.
        dialogs: asks before typed things are given up, saves and prints the recovery key.

    """

    finished = Signal(object)
    """The opened `Office`: the firm is set up and its first user signed in."""
    restore_requested = Signal()
    """There is a backup already: the firm is to come from it."""
    closed = Signal()
    """The window was closed; where `finished` did not come before, nothing was set up or the firm is shut again."""

    def __init__(self, accounts: Accounts, jobs: JobRunner, dialogs: Dialogs) -> None:
        super().__init__()
        self._accounts, self._dialogs = accounts, dialogs
        self._is_over = False
        self.flow = Flow()
        self.setWindowTitle("首次设置 - 律顾台")
        self.setObjectName("wizard")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.firm, self.user = FirmPage(self.flow), UserPage(self.flow)
        self.recovery = RecoveryPage(self.flow, accounts, jobs, dialogs)
        self.schemes, self.hours = SchemesPage(self.flow), HoursPage(self.flow, accounts)
        self.start = StartPage(self.flow, accounts, jobs)
        self.pages: dict[Step, StepPage] = {
            Step.FIRM: self.firm,
            Step.USER: self.user,
            Step.RECOVERY: self.recovery,
            Step.SCHEMES: self.schemes,
            Step.HOURS: self.hours,
            Step.START: self.start,
        }
        self._lay_out()
        self._connect()
        self._show_step()
        jobs.run(accounts.place_warning, lane="work", done=self._place_warning.show_text)

    # --- building ---

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._make_rail())
        whole.addWidget(divider(vertical=True))
        right = Panel("bg", margin=0, spacing=0)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(_scrolled(page))
        self._place_warning = Banner("", "soon")
        self._place_warning.hide()
        right.body.addWidget(self._place_warning)
        right.body.addWidget(self._stack, 1)
        right.body.addWidget(divider())
        right.body.addWidget(self._make_footer())
        whole.addWidget(right, 1)

    def _make_rail(self) -> Panel:
        self._rail = Panel("nav", margin=(24, 28, 16, 24), spacing=8)
        self._stepper = Stepper(NAMES, vertical=True)
        self._rail.body.addWidget(Brand())
        self._rail.body.addWidget(Label("首次设置，约 5 分钟", "label"))
        self._rail.body.addSpacing(20)
        self._rail.body.addWidget(self._stepper)
        self._rail.body.addStretch(1)
        restore = Button("从备份恢复", Kind.TEXT, icon="archive-restore")
        restore.setToolTip("换了电脑，或重装过系统：用备份和登录密码（或恢复密钥）取回全部资料")
        restore.clicked.connect(lambda _checked=False: self._leave_for_backup())
        self._rail.body.addWidget(restore, 0, Qt.AlignmentFlag.AlignLeft)
        self._rail.body.addWidget(Promise(KEEP, wrap=True))
        return self._rail

    def _make_footer(self) -> Panel:
        footer = Panel("surface", margin=(32, 16, 32, 15), spacing=16, horizontal=True)
        self.back = Button("上一步", icon="arrow-left")
        self.back.setToolTip("上一步（Alt+←）")
        self.next = Button("下一步", Kind.PRIMARY, icon="arrow-right", icon_after=True)
        self.next.setToolTip("下一步（Enter）")
        self._place = Label("", "small")
        footer.body.addWidget(self.back)
        footer.body.addStretch(1)
        footer.body.addWidget(self._place)
        footer.body.addWidget(self.next)
        return footer

    def _connect(self) -> None:
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        for keys, act in (("Alt+Left", self.go_back), ("Esc", self.close)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.recovery.ready_changed.connect(self._show_state)
        self.start.working_changed.connect(self._show_state)
        self.start.created.connect(self._show_state)
        theme().changed.connect(self._fit)

    # --- going on and back ---

    def go_on(self) -> None:
        """Check the step and go to the next one; at the end set the firm up, then hand it over."""
        if not self.next.isEnabled():
            return
        if self.start.office is not None:
            self._is_over = True
            self.finished.emit(self.start.office)
            return
        if not self._page().leave():
            self._show_state()
            return
        if self.flow.is_last:
            self._set_up()
        elif self.flow.go_on():
            self._show_step()

    def go_back(self) -> None:
        """Go to the step before; what was typed stays."""
        if self.back.isEnabled() and not self.back.isHidden() and self.flow.go_back():
            self._show_step()

    def _set_up(self) -> None:
        keys = self.flow.keys
        if (missing := self.flow.missing()) is not None or keys is None:
            self.flow.step = missing if missing is not None else Step.RECOVERY
            self._show_step()
            return
        self.start.start(self.flow.form(), keys)

    def _page(self) -> StepPage:
        return self.pages[self.flow.step]

    def _show_step(self) -> None:
        step = self.flow.step
        self._stepper.set_current(step)
        self._stack.setCurrentIndex(step)
        self._place.setText(f"第 {step + 1} 步，共 {len(NAMES)} 步")
        self._page().entered()
        self._show_state()

    def _show_state(self) -> None:
        """Show which buttons do something now."""
        is_created, working = self.start.office is not None, self.start.is_working
        self.back.setVisible(self.flow.step is not Step.FIRM and not is_created)
        self.back.setEnabled(not working)
        making = self.flow.step is Step.RECOVERY and self.recovery.is_making
        self.next.setEnabled(not working and not making)
        if not self.flow.is_last:
            self.next.set_words("下一步", "arrow-right")
        elif is_created and not working:
            self.next.set_words("打开律顾台", "arrow-right")
            self.next.setFocus()
        else:
            self.next.set_words("完成设置", "check")

    # --- window ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, wherever a field does not need it itself."""
        if is_enter(event):
            self.go_on()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the first field."""
        super().showEvent(event)
        self._fit()
        self._page().entered()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give rail and columns the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = theme().px
        rail = px(RAIL if self.width() >= px(NARROW) else NARROW_RAIL)
        self._rail.setFixedWidth(rail)
        for page in self.pages.values():
            page.fit(self.width() - rail - 12, self.height() - px(FOOTER))

    def is_touched(self) -> bool:
        """Return whether something was typed that closing would lose."""
        return any(page.is_touched() for page in self.pages.values())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before typed things are given up; leave no half profile behind."""
        if self.start.is_working:
            event.ignore()
            return
        if self._is_over:
            super().closeEvent(event)
            return
        if self.start.office is None:
            if self.is_touched() and not self._may_give_up():
                event.ignore()
                return
            self._accounts.abandon()
        else:
            self.start.office.database.close()
        self._is_over = True
        super().closeEvent(event)
        self.closed.emit()

    def _leave_for_backup(self) -> None:
        """Give the set-up up for a backup, unless it has got too far."""
        if self.start.is_working or self.start.office is not None:
            return
        if self.is_touched() and not self._may_give_up():
            return
        self._accounts.abandon()
        self._is_over = True
        self.restore_requested.emit()

    def _may_give_up(self) -> bool:
        return self._dialogs.confirm(
            self,
            "放弃这次设置？",
            detail=f"填写的内容不会保存，下次打开从头开始。{'' if self.flow.needs_keys else VOID}",
            yes="放弃设置",
            destructive=True,
        )


def _scrolled(page: StepPage) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
