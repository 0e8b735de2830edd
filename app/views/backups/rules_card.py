"""How often backups are made by themselves, and how many are kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.errors import AppError, InvalidInputError
from app.services.backups.types import MAX_INTERVAL, MIN_INTERVAL, BackupStatus, RulesForm, thinning
from app.views.components.buttons import Button
from app.views.components.fields import TextField
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel
from app.views.desk import Desk

ABOUT = (
    "最近若干小时、若干天、若干月各留最新一份，其余自动删除；手动的和导入前、升级前等备份另留 20 份。最新一份永远保留。"
)
FIGURES = (
    ("interval", "有改动时每隔", "分钟"),
    ("hourly", "按小时保留", "份"),
    ("daily", "按天保留", "份"),
    ("monthly", "按月保留", "份"),
)


class RulesCard(Panel):
    """Four figures and a button; for the whole firm.

    Args:
        desk: what the window gives.

    """

    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("card", margin=16, spacing=12)
        self._desk = desk
        self.body.addWidget(Label("间隔与保留（全所）", "head"))
        self.body.addWidget(Label(ABOUT, "note", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        self._fields: dict[str, FormField] = {}
        self._inputs: dict[str, TextField] = {}
        for key, words, unit in FIGURES:
            self._inputs[key] = TextField(unit=unit, limit=5)
            self._fields[key] = FormField(words, self._inputs[key], required=True, check=_whole)
            row.addWidget(self._fields[key], 1)
        self.body.addLayout(row)
        save = Button("保存间隔与保留")
        save.clicked.connect(lambda _checked=False: self._save())
        below = QHBoxLayout()
        below.addWidget(Label(f"间隔 {MIN_INTERVAL} 到 {MAX_INTERVAL} 分钟；没有改动时不备份。", "hint"), 1)
        below.addWidget(save)
        self.body.addLayout(below)

    def show_status(self, status: BackupStatus) -> None:
        """Show what holds, unless somebody is typing."""
        if any(field.hasFocus() for field in self._inputs.values()):
            return
        kept = status.thinning
        for key, figure in zip(self._inputs, (status.interval, kept.hourly, kept.daily, kept.monthly), strict=True):
            self._inputs[key].set_value(str(figure))

    def _save(self) -> None:
        if not check_all(list(self._fields.values())):
            return
        interval, *kept = (int(field.value()) for field in self._inputs.values())
        form = RulesForm(interval, thinning(*kept))
        self._desk.jobs.run(self._desk.services.backups.set_rules, form, done=self._done, failed=self._refused)

    def _done(self, _nothing: None) -> None:
        self._desk.messages.show_done("备份间隔与保留份数已保存。")
        self.saved.emit()

    def _refused(self, error: AppError) -> None:
        if isinstance(error, InvalidInputError):
            show_problems(self._fields, error.problems)
        else:
            self._desk.messages.show_error(error)


def _whole(value: object) -> str:
    return "" if str(value).isascii() and str(value).isdigit() else "请填写整数。"
