"""What stands at the door when the data does not open: what happened, what is safe, and the ways on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import AppError, StrayLogError
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.setup.brand import Brand
from app.views.theme import theme

if TYPE_CHECKING:
    from app.services.rescue import Given, Rescue, SalvageReport

USUAL, SMALLEST = QSize(820, 720), QSize(520, 440)
CARD = 640


@dataclass(frozen=True)
class Way:
    """One way on.

    Args:
        icon: its icon.
        title: its name, on the button, too.
        about: what it does, and to what.

    """

    icon: str
    title: str
    about: str


SET_ASIDE = Way(
    "archive", "移开日志后打开", "给不配套的日志文件改名（不删除），再正常登录。适合刚复制或同步过文件的情况。"
)
LOOK = Way("eye", "只读打开", "在副本上查看资料，不能修改；原文件一个字节也不动。")
SALVAGE = Way("life-buoy", "抢救导出", "把还能读出的记录存成表格、材料存成文件，并列出没有读出的部分。")
RESTORE = Way("archive-restore", "从备份恢复", "选一份备份，核对日期和数量后再换上；现在的文件会保留。")


class RescueWindow(QWidget):
    """Offers the ways around data that does not open.

    Args:
        error: why it does not.
        rescue: does the work.
        given: what was given at the door; None where nothing can be unlocked (no slot file, nobody asked yet).
        jobs: runs what takes time.
        dialogs: asks for a folder.
        can_restore: whether somebody answers `restore_requested`.

    """

    opened = Signal(object)
    """The `Office`, open for looking only."""
    restore_requested = Signal()
    retry_requested = Signal()
    """What was in the way is set aside: sign in again with what was given."""
    back_requested = Signal()
    closed = Signal()

    def __init__(
        self,
        error: AppError,
        rescue: "Rescue",
        given: "Given | None",
        jobs: JobRunner,
        dialogs: Dialogs,
        *,
        can_restore: bool,
    ) -> None:
        super().__init__()
        self._rescue, self._given, self._jobs, self._dialogs = rescue, given, jobs, dialogs
        self._buttons: list[Button] = []
        self.setWindowTitle("资料打不开 - 律顾台")
        self.setObjectName("rescue")
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._news = Banner("", "info")
        self._news.hide()
        self._card = Panel("card", margin=24, spacing=12)
        self._card.setFixedWidth(theme().px(CARD))
        self._tell(error)
        self._offer(error, can_restore=can_restore)
        self._lay_out()

    def _tell(self, error: AppError) -> None:
        self._card.body.addWidget(Label("资料打不开", "panel"))
        self._card.body.addWidget(Banner(error.what, "error"))
        self._card.body.addWidget(Label(error.safe + error.todo, "body2", wrap=True))
        self._card.body.addWidget(self._news)

    def _offer(self, error: AppError, *, can_restore: bool) -> None:
        """List the ways that are open, the best first."""
        ways: list[tuple[Way, Callable[[], object]]] = []
        if self._given is not None and isinstance(error, StrayLogError):
            ways.append((SET_ASIDE, self._set_aside))
        if can_restore:
            ways.append((RESTORE, self.restore_requested.emit))
        if self._given is not None:
            ways += [(LOOK, self._look), (SALVAGE, self._salvage)]
        for at, (way, act) in enumerate(ways):
            self._card.body.addWidget(divider())
            self._card.body.addWidget(self._row(way, act, first=at == 0))
        if not ways:
            place = f"资料文件夹：{self._rescue.profile.root}"
            self._card.body.addWidget(Label(place, "label", wrap=True))

    def _row(self, way: Way, act: Callable[[], object], *, first: bool) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(Icon(way.icon, "text2", 20, line=24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(way.title, "head"))
        words.addWidget(Label(way.about, "label", wrap=True))
        row.addLayout(words, 1)
        button = Button(way.title, Kind.PRIMARY if first else Kind.SECONDARY)
        button.setAccessibleDescription(way.about)
        button.clicked.connect(lambda _checked=False: act())
        self._buttons.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return whole

    def _lay_out(self) -> None:
        back = Button("返回登录", Kind.TEXT, small=True)
        back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self._card.body.addWidget(back, 0, Qt.AlignmentFlag.AlignRight)
        ground = QWidget()
        ground.setProperty("plain", "true")
        rows = QVBoxLayout(ground)
        rows.setContentsMargins(24, 24, 24, 20)
        rows.setSpacing(20)
        rows.addStretch(1)
        rows.addWidget(Brand(), 0, Qt.AlignmentFlag.AlignHCenter)
        middle = QHBoxLayout()  # not by alignment: the sentences' height follows their width
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        rows.addLayout(middle)
        rows.addStretch(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # --- acting ---

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while something runs."""
        for button in self._buttons:
            button.setEnabled(not busy)

    def show_error(self, error: AppError) -> None:
        """Say why a way did not lead on."""
        self.set_busy(busy=False)
        self._news.show_text(error.text, "error")

    def _look(self) -> None:
        self._begin("正在复制资料，准备只读打开…")
        self._jobs.run(self._rescue.look, self._given, lane="work", done=self.opened.emit, failed=self.show_error)

    def _set_aside(self) -> None:
        self._begin("正在移开日志文件…")
        done = self._is_aside
        self._jobs.run(self._rescue.set_log_aside, self._given, lane="work", done=done, failed=self.show_error)

    def _is_aside(self, _aside: Path) -> None:
        self.retry_requested.emit()

    def _salvage(self) -> None:
        folder = self._dialogs.folder(self, "抢救出来的资料放在哪里")
        if folder is None:
            return
        self._begin("正在抢救导出，可能需要几分钟…")
        self._jobs.run(
            self._rescue.salvage,
            self._given,
            folder,
            lane="work",
            done=self._salvaged,
            failed=self.show_error,
            label="正在抢救导出",
        )

    def _salvaged(self, report: "SalvageReport") -> None:
        self.set_busy(busy=False)
        kind = "ok" if report.is_whole else "soon"
        self._news.show_text(f"{report.summary}已存到 {report.folder}", kind)

    def _begin(self, words: str) -> None:
        self.set_busy(busy=True)
        self._news.show_text(words, "info")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the program that the window was closed."""
        super().closeEvent(event)
        self.closed.emit()
