"""The sheets of the restore window: choose, open, compare, wait, done."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.clock import Clock
from app.errors import AppError, InvalidInputError
from app.services.backups.types import BackupView, Restored, RestorePreview
from app.views.backups.table import BackupRow, BackupTable
from app.views.backups.words import size_words
from app.views.components.buttons import Button
from app.views.components.choices import Choice, Option
from app.views.components.feedback import Banner, Busy, EmptyState, ThinBar
from app.views.components.fields import PasswordField, TextField
from app.views.components.form_field import FormField
from app.views.components.labels import Icon, Label, Panel
from app.views.components.toggles import Segmented
from app.views.jobs import JobRunner
from app.views.tables.base_view import BaseView
from app.views.text import count_text, moment_text

PASSWORD, RECOVERY = "password", "recovery"


class RestoreSheet(QWidget):
    """One step: a title, one sentence, what went wrong, and the rest."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(32, 26, 32, 20)
        self.rows.setSpacing(12)
        self.rows.addWidget(Label(title, "wizard"))
        self.about = Label(about, "body2", wrap=True)
        self.rows.addWidget(self.about)
        self.banner = Banner("", "error")
        self.banner.hide()
        self.rows.addWidget(self.banner)

    def show_error(self, error: AppError) -> None:
        """Say what went wrong."""
        self.banner.show_text(error.text, "error")


class ChooseSheet(RestoreSheet):
    """The backups of a folder."""

    folder_requested = Signal()
    opened = Signal()

    def __init__(self, jobs: JobRunner, clock: Clock) -> None:
        super().__init__("选择备份", "选一份备份。到最后一步之前，什么都不会改动。")
        self.table = BackupTable(jobs, clock)
        empty = EmptyState("hard-drive", "还没有找到备份", "插好 U 盘，点“打开备份文件夹”。")
        self.list = BaseView(self.table, "备份列表", row_height=36, empty=empty, clock=clock)
        self.list.opened.connect(lambda _key: self.opened.emit())
        self.rows.addWidget(self.list, 1)
        row = QHBoxLayout()
        self._where = Label("", "hint", wrap=True)
        other = Button("打开备份文件夹", icon="folder-open")
        other.clicked.connect(lambda _checked=False: self.folder_requested.emit())
        row.addWidget(self._where, 1)
        row.addWidget(other)
        self.rows.addLayout(row)

    def show_backups(self, found: Sequence[BackupView], where: str, first: Path | None = None) -> None:
        """Show the backups of a folder, with one of them chosen."""
        self.banner.show_text("")
        self._where.setText(where)
        self.table.show_rows([BackupRow(one, in_first=one.is_own, in_second=False) for one in found])
        keys = list(self.table.keys)
        at = keys.index(str(first)) if first is not None and str(first) in keys else 0
        if keys:
            self.list.setCurrentIndex(self.table.index(at, 0))
            self.list.setFocus()

    def chosen(self) -> BackupView | None:
        """Return the backup that is chosen."""
        row = self.table.backup_at(self.list.current_key())
        return row.backup if row is not None else None


class OpenSheet(RestoreSheet):
    """What the backup says of itself, and the password of its time."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__("打开备份", "用备份当时的登录名和密码打开；忘记了就用打印保存的恢复密钥。")
        self._facts = FactsPanel()
        self.rows.addWidget(self._facts)
        self.way = Segmented("打开方式", [(PASSWORD, "登录密码"), (RECOVERY, "恢复密钥")])
        self.way.changed.connect(lambda _way: self._show_way())
        self.rows.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.login, self.password, self.code = Choice(), PasswordField(), TextField("8 组，每组 4 个字符", limit=120)
        self._fields = {
            "login": FormField("登录名", self.login),
            "password": FormField("备份当时的密码", self.password, required=True),
            "code": FormField("恢复密钥", self.code, required=True),
        }
        for edit in (self.password, self.code):
            edit.returnPressed.connect(self.submitted)
        for field in self._fields.values():
            self.rows.addWidget(field)
        self.rows.addStretch(1)
        self._show_way()

    def show_preview(self, preview: RestorePreview, now: datetime) -> None:
        """Show date, counts and logins."""
        self.banner.show_text("")
        self._facts.show_backup(preview.backup, now)
        self.login.set_options([Option(login, login) for login in preview.logins])
        self.password.set_value("")
        self.code.set_value("")
        self._show_way()

    @property
    def is_by_password(self) -> bool:
        """Whether a password is asked for, not the recovery key."""
        return bool(self.way.value() == PASSWORD)

    def _show_way(self) -> None:
        for key, field in self._fields.items():
            field.setVisible((key == "code") != self.is_by_password)
        (self.password if self.is_by_password else self.code).setFocus()

    def is_complete(self) -> bool:
        """Check what was typed; say beside the field what is missing."""
        return bool(self._fields["password" if self.is_by_password else "code"].check())

    def show_error(self, error: AppError) -> None:
        """Say what was wrong beside the field it belongs to."""
        key = "password" if self.is_by_password else "code"
        text = error.problems.get("code", error.text) if isinstance(error, InvalidInputError) else error.text
        self._fields[key].set_error(text)
        self._fields[key].input.setFocus()


class CompareSheet(RestoreSheet):
    """The backup as it was counted after opening, and what will happen."""

    def __init__(self) -> None:
        super().__init__("核对后恢复", "备份已打开并逐项核对，内容完好。")
        self._facts = FactsPanel()
        self.rows.addWidget(self._facts)
        card = Panel("card", margin=16, spacing=8)
        card.body.addWidget(Label("恢复会做什么", "head"))
        for words in (
            "这之后登记的内容不在备份里；现有资料会改名保留在资料文件夹里，不会删除。",
            "员工、密码和设置也回到备份那时的样子。",
            "操作日志里会记下这次恢复，这台电脑换用新的设备编号。",
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(Icon("check", "accent", 16, line=20), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(words, "cell", wrap=True), 1)
            card.body.addLayout(line)
        self.rows.addWidget(card)
        self.rows.addStretch(1)

    def show_backup(self, backup: BackupView, now: datetime) -> None:
        """Show the counted figures."""
        self.banner.show_text("")
        self._facts.show_backup(backup, now)


class WaitSheet(RestoreSheet):
    """Progress."""

    def __init__(self) -> None:
        super().__init__("正在处理", "请不要拔出 U 盘或关闭窗口。")
        self._busy, self._bar = Busy("正在读取备份…"), ThinBar(0, "accent")
        self.rows.addWidget(self._busy)
        self.rows.addWidget(self._bar)
        self.rows.addStretch(1)

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far it is."""
        self._busy.set_words(f"{text}…")
        self._bar.set_share(done / total if total else 0, "accent")


class DoneSheet(RestoreSheet):
    """What was restored, and where the former files are."""

    def __init__(self) -> None:
        super().__init__("已恢复", "请用备份当时的登录名和密码登录；忘记密码时在登录窗口用恢复密钥。")
        self._facts = FactsPanel()
        self._kept = Label("", "body2", wrap=True, selectable=True)
        self.rows.addWidget(self._facts)
        self.rows.addWidget(self._kept)
        self.rows.addStretch(1)

    def show_result(self, done: Restored, now: datetime) -> None:
        """Show it."""
        self._facts.show_backup(done.backup, now)
        self._kept.setText(f"原来的资料保留在：{done.kept}" if done.kept else "")
        lost = f"有 {done.lost} 份材料的文件在备份中已缺失或损坏，没有恢复；记录本身都在。" if done.lost else ""
        self.banner.show_text(lost, "soon")


class FactsPanel(Panel):
    """Date and figures of a backup, side by side."""

    def __init__(self) -> None:
        super().__init__("card", margin=16, spacing=6)
        self._head, self._line = Label("", "panel"), Label("", "label", wrap=True)
        self._figures = Label("", "body2", wrap=True)
        for label in (self._head, self._figures, self._line):
            self.body.addWidget(label)

    def show_backup(self, backup: BackupView, now: datetime) -> None:
        """Show a backup."""
        self._head.setText(f"{moment_text(backup.at, now)} 的备份")
        self._figures.setText("　".join(f"{words} {count_text(count)}" for words, count in backup.counts))
        missing = f" · 缺 {backup.missing} 份材料的文件" if backup.missing else ""
        program = f"律顾台 {backup.program}"
        self._line.setText(f"{backup.reason} · {backup.device_name} · {size_words(backup.size)} · {program}{missing}")
