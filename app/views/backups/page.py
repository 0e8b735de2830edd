"""设置 › 备份与恢复: how safe the data is, the second place, the list of backups, how many are kept."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from app.errors import AppError
from app.services.backups.types import BackupDone, BackupStatus, BackupView, FoundBackups
from app.terms import Permission, Uid
from app.views.backups.rules_card import RulesCard
from app.views.backups.table import BackupRow, BackupTable, rows_of
from app.views.backups.words import counts_words
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner, EmptyState
from app.views.components.labels import ElidedLabel, Icon, Label
from app.views.desk import Desk
from app.views.settings.form_page import PlainPage
from app.views.tables.base_view import BaseView
from app.views.text import moment_text
from app.views.theme import theme

LIST_HEIGHT = 224
ABOUT = "有改动时自动备份，退出时、导入前、升级前也会备份；每份都打开核对过。备份和资料一样加密。"
SECOND = (
    "第二个备份位置放在别的盘上：U 盘、移动硬盘或另一台电脑的共享文件夹。这台电脑坏了、丢了，就靠它。只管这台电脑。"
)
KEPT = "恢复前先备份一次，现有资料会改名保留。恢复会退出登录，之后用备份当时的密码登录。"


class BackupsPage(PlainPage):
    """备份与恢复.

    Args:
        desk: what the window gives.

    """

    restore_requested = Signal(object)
    """The folder of the backup to restore, or None to choose one elsewhere; somebody else closes the firm for it."""

    backed_up = Signal()
    """How it stands may have changed: the line in the status bar should follow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "备份与恢复", ABOUT)
        self._may_change = desk.may(Permission.RESTORE_BACKUP)
        self._build_now()
        self._build_second()
        self._build_list()
        self.rules = RulesCard(desk)
        self.rules.saved.connect(self.refresh)
        self.column.addWidget(self.rules)
        self.rules.setVisible(self._may_change)

    # --- building ---

    def _build_now(self) -> None:
        card = self.card()
        row = QHBoxLayout()
        row.setSpacing(12)
        self._sign, self._title = Icon("hard-drive", "ok", 24), Label("正在读取…", "panel")
        self.now = Button("立即备份", Kind.PRIMARY, icon="database-backup")
        self.now.clicked.connect(lambda _checked=False: self.back_up())
        row.addWidget(self._sign)
        row.addWidget(self._title, 1)
        row.addWidget(self.now)
        card.body.addLayout(row)
        self._detail = Label("", "body2", wrap=True)
        card.body.addWidget(self._detail)
        self._failure = Banner("", "urgent")
        self._failure.hide()
        card.body.addWidget(self._failure)

    def _build_second(self) -> None:
        card = self.card("第二个备份位置", SECOND)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._place = ElidedLabel("没有选择")
        self.choose, self.drop = Button("选择文件夹", icon="folder-open"), Button("不用了", Kind.TEXT)
        self.retry = Button("现在补上", small=True)
        self.drop.setAccessibleName("不再用第二个备份位置")
        self.choose.clicked.connect(lambda _checked=False: self._choose())
        self.drop.clicked.connect(lambda _checked=False: self._set_second(None))
        self.retry.clicked.connect(lambda _checked=False: self._retry())
        row.addWidget(self._place, 1)
        for button in (self.retry, self.drop, self.choose):
            row.addWidget(button)
        card.body.addLayout(row)
        self._second_line = Label("", "hint", wrap=True)
        card.body.addWidget(self._second_line)
        self.retry.hide()

    def _build_list(self) -> None:
        card = self.card("已有的备份", KEPT)
        empty = EmptyState("hard-drive", "还没有备份", "点“立即备份”做第一份。")
        self.table = BackupTable(self.desk.jobs, self.desk.clock)
        self.list = BaseView(self.table, "备份列表", row_height=36, empty=empty, clock=self.desk.clock)
        self.list.setFixedHeight(theme().px(LIST_HEIGHT))
        self.list.chosen.connect(lambda _key: self._show_buttons())
        card.body.addWidget(self.list)
        self.check, self.remove = Button("重新核对"), Button("删除", Kind.TEXT)
        self.restore = Button("恢复这份备份", icon="archive-restore")
        self.elsewhere = Button("从别处恢复", Kind.TEXT)
        row = QHBoxLayout()
        row.setSpacing(8)
        acts = ((self.elsewhere, self._elsewhere), (self.remove, self._remove), (self.check, self._check))
        row.addWidget(self.elsewhere)
        row.addStretch(1)
        for button, act in (*acts, (self.restore, self._restore)):
            button.clicked.connect(partial(_call, act))
            row.addWidget(button)
        card.body.addLayout(row)
        for widget in (self.remove, self.restore, self.elsewhere, self.choose, self.drop):
            widget.setVisible(self._may_change)

    # --- showing ---

    def showEvent(self, event: QShowEvent) -> None:
        """Read everything anew: a stick may have come or gone."""
        super().showEvent(event)
        self.refresh()

    def on_changes(self, _tables: Mapping[str, Collection[Uid]]) -> None:
        """Show that something waits to be backed up."""
        if self.isVisible():
            self._read_status()

    def refresh(self) -> None:
        """Read the status and the list, and let the status bar follow."""
        self.backed_up.emit()
        self._read_status()
        jobs = self.desk.jobs
        jobs.run(self.desk.services.backups.found, done=self._show_found, key=f"backups-{id(self)}")

    def _read_status(self) -> None:
        jobs = self.desk.jobs
        jobs.run(self.desk.services.backups.status, done=self._show_status, key=f"backups-status-{id(self)}")

    def _show_status(self, status: BackupStatus) -> None:
        now, good = self.desk.now(), status.first is not None and status.first_failure is None
        self._sign.set_icon("hard-drive" if good else "triangle-alert", "ok" if good else "urg")
        first = f"上次备份：{moment_text(status.first.at, now)}" if status.first else "这台电脑上还没有备份"
        self._title.setText(first)
        self._detail.setText(self._next_words(status))
        failure = status.first_failure
        self._failure.show_text(f"{moment_text(failure.at, now)} 备份失败：{failure.text}" if failure else "")
        self._show_second(status)
        self.rules.show_status(status)

    def _next_words(self, status: BackupStatus) -> str:
        if not status.is_changed:
            return "上次备份以来没有改动，资料和备份一致。"
        if status.next_at is None or status.is_due:
            return "上次备份以来有改动，马上就会自动备份。"
        return f"上次备份以来有改动，{moment_text(status.next_at, self.desk.now())} 自动备份；退出时也会备份。"

    def _show_second(self, status: BackupStatus) -> None:
        place, failure, now = status.second_place, status.second_failure, self.desk.now()
        self._place.set_text(str(place) if place else "没有选择")
        self.drop.setVisible(place is not None and self._may_change)
        self.retry.setVisible(place is not None and (failure is not None or status.is_behind))
        done = f"上次成功：{moment_text(status.second.at, now)}。" if status.second else "还没有备份到这里。"
        words = "" if place is None else done
        if failure is not None:
            words += f"{moment_text(failure.at, now)} 没有成功：{failure.text}"
        self._second_line.setText(words)
        self._second_line.set_tone("urg" if failure else "")
        self._second_line.setVisible(bool(words))

    def _show_found(self, found: FoundBackups) -> None:
        self.table.show_rows(rows_of(found))
        self._show_buttons()

    def _row(self) -> BackupRow | None:
        return self.table.backup_at(self.list.current_key())

    def _show_buttons(self) -> None:
        row = self._row()
        for button in (self.check, self.restore, self.remove):
            button.setEnabled(row is not None)

    # --- doing ---

    def back_up(self) -> None:
        """Back up now."""
        self.now.setEnabled(False)
        self.desk.jobs.run(
            self.desk.services.backups.make, done=self._made, failed=self._not_made, label="正在备份", lane="work"
        )

    def _made(self, done: BackupDone) -> None:
        self.now.setEnabled(True)
        self.desk.messages.show_done(f"已备份并核对：{counts_words(done.backup)}")
        if done.second_failure:
            self.desk.messages.show_error(f"第二位置没有备份成。{done.second_failure}")
        self.refresh()

    def _not_made(self, error: AppError) -> None:
        self.now.setEnabled(True)
        self.desk.messages.show_error(error)
        self.refresh()

    def _choose(self) -> None:
        folder = self.desk.dialogs.folder(self, "选择第二个备份位置")
        if folder is not None:
            self._set_second(folder)

    def _set_second(self, folder: Path | None) -> None:
        self.desk.jobs.run(self.desk.services.backups.choose_second, folder, done=self._second_set)

    def _second_set(self, place: Path | None) -> None:
        self.desk.messages.show_done(f"第二个备份位置：{place}" if place else "不再用第二个备份位置。")
        self.refresh()
        if place is not None:
            self._retry()

    def _retry(self) -> None:
        self.desk.jobs.run(self.desk.services.backups.retry_second, done=self._retried, label="正在备份到第二位置")

    def _retried(self, problem: str) -> None:
        if problem:
            self.desk.messages.show_error(problem)
        self.refresh()

    def _check(self) -> None:
        if (row := self._row()) is not None:
            call = self.desk.services.backups.check
            self.desk.jobs.run(call, row.backup.path, done=self._checked, label="正在核对备份")

    def _checked(self, backup: BackupView) -> None:
        at = moment_text(backup.at, self.desk.now())
        self.desk.messages.show_done(f"{at} 的备份完好：{counts_words(backup)}")

    def _remove(self) -> None:
        row = self._row()
        if row is None:
            return
        at = moment_text(row.backup.at, self.desk.now())
        asked = f"删除 {at} 的备份？"
        detail = "只删除这个位置的这一份，删除后不能找回。旧备份到期会自动删除，一般不用手工删。"
        if self.desk.dialogs.confirm(self, asked, detail=detail, yes="删除备份", destructive=True):
            self.desk.jobs.run(self.desk.services.backups.remove, row.backup.path, done=self._removed)

    def _removed(self, _nothing: None) -> None:
        self.desk.messages.show_done("备份已删除。")
        self.refresh()

    def _restore(self) -> None:
        row = self._row()
        if row is None:
            return
        at = moment_text(row.backup.at, self.desk.now())
        detail = "先退出登录，再核对备份内容；到最后一步之前什么都不会改。" + KEPT
        if self.desk.dialogs.confirm(self, f"恢复到 {at} 的备份？", detail=detail, yes="退出登录并继续"):
            self.restore_requested.emit(row.backup.path)

    def _elsewhere(self) -> None:
        detail = "先退出登录，再选择备份；到最后一步之前什么都不会改。" + KEPT
        if self.desk.dialogs.confirm(self, "从别处的备份恢复？", detail=detail, yes="退出登录并继续"):
            self.restore_requested.emit(None)


def _call(act: Callable[[], object], _checked: bool = False) -> None:
    act()
