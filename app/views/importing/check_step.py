"""Step 3 核对: every row with what would become of it, filtered by verdict; the import itself with progress."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.importing.types import CheckedRow, DryRun
from app.terms import RowVerdict
from app.views.components.buttons import Button, Chip, Kind
from app.views.components.feedback import Banner, EmptyState, ThinBar
from app.views.components.labels import Label, Tone
from app.views.desk import Desk
from app.views.jobs import InlineJobs
from app.views.tables.base_table import BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column, TagSpec
from app.views.text import count_text

TONES = {
    RowVerdict.NEW: (Tone.OK, "plus"),
    RowVerdict.MERGED: (Tone.ACCENT, "pencil"),
    RowVerdict.SAME: (Tone.NEUTRAL, "check"),
    RowVerdict.FAULTY: (Tone.URGENT, "triangle-alert"),
}


def _tag(row: CheckedRow) -> TagSpec:
    tone, icon = TONES[row.verdict]
    return TagSpec(row.verdict.label, tone, icon)


COLUMNS: tuple[Column[CheckedRow], ...] = (
    Column("line", "行", lambda row: str(row.line), 64, right=True, colour="text3"),
    Column("verdict", "结果", lambda _row: "", 96, tag=_tag),
    Column("name", "姓名或名称", lambda row: row.name or "（空）", 150, medium=True),
    Column("about", "摘要", lambda row: row.about, 150, colour="text2", priority=1),
    Column("said", "说明", lambda row: row.said, 300, stretch=True, colour="text2"),
)


class CheckStep(QWidget):
    """核对.

    Args:
        desk: what the window gives.

    """

    back_requested = Signal()
    save_requested = Signal()
    """Save the faulty rows."""
    import_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checked: DryRun | None = None
        self._by_line: dict[int, CheckedRow] = {}
        self.verdict: RowVerdict | None = None
        self.chips: dict[RowVerdict | None, Chip] = {None: Chip("全部")}
        self.chips |= {one: Chip(one.label, tone="urg" if one is RowVerdict.FAULTY else "text3") for one in RowVerdict}
        self._rows = InlineJobs(self)  # every row is at hand, nothing to fetch
        self.table: BaseTable[int, CheckedRow] = BaseTable(COLUMNS, self._rows, self._load, lambda row: row.line)
        empty = EmptyState("file-spreadsheet", "没有这样的行", "点上面的“全部”看所有行。")
        self.view = BaseView(self.table, "核对结果", row_height=36, empty=empty, clock=desk.clock)
        self.banner = Banner("", "error")
        self.banner.hide()
        self.told = Label("", "label", wrap=True)
        self.reason = Label("", "cell", wrap=True, selectable=True)
        self.bar, self.progress_words = ThinBar(0, "accent"), Label("", "hint")
        self.go, self.cancel = Button("导入", Kind.PRIMARY, icon="upload"), Button("取消导入", icon="x")
        self.save = Button("导出有误的行", icon="file-down")
        self.back = Button("上一步", icon="arrow-left")
        self._lay_out()
        self._connect()
        self.set_running(running=False)

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(self.save)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.bar)
        words.addWidget(self.progress_words)
        foot.addLayout(words, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 4, 24, 16)
        rows.setSpacing(10)
        rows.addWidget(self.told)
        rows.addWidget(self.banner)
        rows.addLayout(chips)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.reason)
        rows.addLayout(foot)

    def _connect(self) -> None:
        for verdict, chip in self.chips.items():
            chip.clicked.connect(partial(self._choose, verdict))
        self.view.chosen.connect(self._show_reason)
        self.back.clicked.connect(lambda _checked=False: self.back_requested.emit())
        self.save.clicked.connect(lambda _checked=False: self.save_requested.emit())
        self.go.clicked.connect(lambda _checked=False: self.import_requested.emit())
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_requested.emit())

    # --- showing ---

    def show_checked(self, checked: DryRun) -> None:
        """Show every row with its verdict; faulty ones first where there are any."""
        self._checked = checked
        self._by_line = {row.line: row for row in checked.rows}
        counts = checked.counts
        self.chips[None].set_count(count_text(len(checked.rows)))
        for verdict in RowVerdict:
            self.chips[verdict].set_count(count_text(counts[verdict]))
        writes = counts[RowVerdict.NEW] + counts[RowVerdict.MERGED]
        self.go.set_words(f"导入 {writes:,} 行")
        self.go.setEnabled(writes > 0)
        self.save.setVisible(counts[RowVerdict.FAULTY] > 0)
        self.told.setText(self._sentence(counts[RowVerdict.FAULTY], counts[RowVerdict.SAME], writes))
        self.banner.show_text("")
        self._choose(RowVerdict.FAULTY if counts[RowVerdict.FAULTY] else None)

    def _sentence(self, faulty: int, same: int, writes: int) -> str:
        parts = [f"将写入 {writes:,} 行" if writes else "没有可以写入的行"]
        parts += [f"{same:,} 行已有，跳过"] if same else []
        parts += [f"{faulty:,} 行有误，不导入，可以导出改好后再导"] if faulty else []
        return "，".join(parts) + "。现在还什么都没有写；导入前会先备份，导入后可以一次撤销。"

    def _choose(self, verdict: RowVerdict | None, _checked: bool = False) -> None:
        self.verdict = verdict
        for one, chip in self.chips.items():
            chip.setChecked(one is verdict)
        wanted = [row for row in self._by_line.values() if verdict in (None, row.verdict)]
        self.table.set_keys([row.line for row in wanted], wanted[:200])
        self.reason.setText("")
        if wanted:
            self.view.choose(wanted[0].line)

    def _show_reason(self, line: object) -> None:
        """Show the chosen row's reason in full."""
        row = self._by_line.get(line) if isinstance(line, int) else None
        self.reason.setText(f"第 {row.line} 行：{row.said or '没有要说明的。'}" if row else "")

    def _load(self, lines: list[int]) -> list[CheckedRow]:
        return [self._by_line[line] for line in lines if line in self._by_line]

    # --- running ---

    def set_running(self, *, running: bool) -> None:
        """Show progress and the way to stop, or the buttons."""
        self.bar.setVisible(running)
        self.progress_words.setVisible(running)
        self.cancel.setVisible(running)
        self.cancel.setEnabled(True)
        self.cancel.set_words("取消导入")
        self.go.setVisible(not running)
        self.back.setEnabled(not running)
        self.save.setEnabled(not running)
        if running:
            self.bar.set_share(0, "accent")
            self.progress_words.setText("正在准备，先做一次备份…")

    def show_progress(self, done: int, total: int, text: str) -> None:
        """Show how far it is."""
        self.bar.set_share(done / total if total else 0, "accent")
        self.progress_words.setText(f"{text} {done:,} / {total:,}" if total else f"{text}…")

    def show_stopping(self) -> None:
        """Say that it is being cancelled and taken back."""
        self.cancel.setEnabled(False)
        self.cancel.set_words("正在取消并撤回…")
