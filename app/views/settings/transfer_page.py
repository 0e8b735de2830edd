"""设置 › 导出与导入设置: one file out; in again row by row, nothing written before it is confirmed."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.firm_settings.transfer import ImportRow, SettingsImport
from app.services.wording import who_may
from app.terms import Permission
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Icon, Label, Panel, divider
from app.views.components.toggles import CheckBox
from app.views.desk import Desk
from app.views.settings.entry import Entry
from app.views.settings.form_page import PlainPage

ENTRIES = (
    Entry("export", "导出设置", "备份设置 保存到文件"),
    Entry("import", "导入设置", "从文件读取 照搬"),
)
PATTERNS = "设置文件 (*.json)"


class ImportLine(QWidget):
    """One setting the file would change: what holds now and what would hold, to be ticked."""

    def __init__(self, row: ImportRow) -> None:
        super().__init__()
        self.row = row
        self.box = CheckBox(row.label, checked=not row.problem)
        self.box.setEnabled(not row.problem)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 6)
        rows.setSpacing(0)
        rows.addWidget(self.box)
        words = f"{row.before or '没有设'} → {row.after}" if row.after else row.before
        text = Label(words, "hint", wrap=True)
        text.setContentsMargins(24, 0, 0, 0)
        text.setVisible(bool(words))
        rows.addWidget(text)
        if row.problem:
            line = QHBoxLayout()
            line.setContentsMargins(24, 0, 0, 0)
            line.setSpacing(4)
            line.addWidget(Icon("circle-alert", "over", 14, line=18))
            line.addWidget(Label(row.problem, "error", wrap=True), 1)
            rows.addLayout(line)


class TransferPage(PlainPage):
    """导出与导入设置."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "导出与导入设置",
            "把本所的设置存成一个文件，或从文件里挑着读进来。里面没有服务对象、咨询和合同，也没有员工和密码。",
        )
        self._found: SettingsImport | None = None
        self._lines: list[ImportLine] = []
        self.export, self.import_ = Button("导出设置", icon="download"), Button("选择设置文件", icon="folder-open")
        out = self.card(
            "导出设置", "本所资料、方案、渠道时限、提示语、编号写法、公示价、工作时间和日历，存成一个能直接看懂的文件。"
        )
        out.body.addWidget(self.export)
        into = self.card("导入设置", "先逐项列出会改什么，确认前什么都不写；导入后可以一次撤销。")
        into.body.addWidget(self.import_)
        self.preview = Panel("card", margin=16, spacing=8)
        self.preview.hide()
        self.column.addWidget(self.preview)
        self.export.clicked.connect(self._export)
        self.import_.clicked.connect(self._choose)
        if not desk.may(Permission.MANAGE_FIRM):
            self.export.setEnabled(False)
            self.import_.setEnabled(False)
            self.column.insertWidget(0, Banner(f"导出和导入请找{who_may(Permission.MANAGE_FIRM)}。", "info"))

    def open_record(self, key: object) -> None:
        """Go to one of the two."""
        self.go_to(self.export if key == "export" else self.import_)

    # --- out ---

    def _export(self) -> None:
        name = f"律顾台设置 {self.desk.today().isoformat()}.json"
        path = self.desk.dialogs.save_file(self, "导出设置", name, PATTERNS)
        if path is not None:
            export = self.desk.services.firm_settings.transfer.export
            self.desk.jobs.run(export, path, done=partial(self._exported, path), failed=self._refused)

    def _exported(self, path: Path, _result: None) -> None:
        self.banner.show_text("")
        self.desk.messages.show_done(f"已导出到 {path.name}")

    def _refused(self, error: AppError) -> None:
        self.banner.show_text(error.text, "error")

    # --- in ---

    def _choose(self) -> None:
        chosen = self.desk.dialogs.open_files(self, "选择设置文件", PATTERNS)
        if chosen:
            self.look_at(chosen[0])

    def look_at(self, path: Path) -> None:
        """Read a file and show what it would change; nothing is written."""
        self._clear()
        self.desk.jobs.run(
            self.desk.services.firm_settings.transfer.preview, path, done=self._show, failed=self._refused
        )

    def _show(self, found: SettingsImport) -> None:
        self._clear()
        self._found = found
        body = self.preview.body
        body.addWidget(Label("导入前请核对", "head"))
        body.addWidget(
            Label(f"文件是“{found.firm}”在 {found.exported_at.replace('T', ' ')[:16]} 导出的。", "note", wrap=True)
        )
        good = sum(not row.problem for row in found.rows)
        bad = len(found.rows) - good
        faulty = f"，{bad} 项不能导入" if bad else ""
        body.addWidget(Label(f"与现在不同 {good} 项，相同 {found.same} 项{faulty}。", "cell"))
        body.addWidget(divider())
        self._lines = [ImportLine(row) for row in found.rows]
        for line in self._lines:
            body.addWidget(line)
            line.box.changed.connect(self._count)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 4, 0, 0)
        self._go, back = Button("导入", Kind.PRIMARY), Button("不导入")
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self._go)
        body.addWidget(buttons)
        back.clicked.connect(self._clear)
        self._go.clicked.connect(self._apply)
        self.preview.show()
        self._count()

    def _chosen(self) -> frozenset[str]:
        return frozenset(line.row.key for line in self._lines if line.box.value())

    def _count(self, *_args: object) -> None:
        count = len(self._chosen())
        self._go.setText(f"导入 {count} 项" if count else "导入")
        self._go.setAccessibleName(self._go.text())
        self._go.setEnabled(bool(count))
        self._go.updateGeometry()

    def _apply(self) -> None:
        if self._found is not None:
            self._go.setEnabled(False)
            apply = self.desk.services.firm_settings.transfer.apply
            self.desk.jobs.run(
                apply, self._found, self._chosen(), done=self._applied, failed=self._not_applied, label="正在导入设置"
            )

    def _applied(self, count: int) -> None:
        self._clear()
        self.desk.messages.show_done(f"已导入 {count} 项设置，按 Ctrl+Z 可以一次撤销")

    def _not_applied(self, error: AppError) -> None:
        self._refused(error)
        self._count()

    def _clear(self, *_args: object) -> None:
        self._found, self._lines = None, []
        self.banner.show_text("")
        self.preview.hide()
        while (item := self.preview.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
