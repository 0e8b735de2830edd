"""Proving the journal on request: a stretch at a time, with its progress, until it is done or given up."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.services.audit.types import ChainPosition, ChainView
from app.views.components.buttons import Button, IconButton
from app.views.components.feedback import Banner, ThinBar
from app.views.components.labels import Label
from app.views.desk import Desk


class ChainCheck(QWidget):
    """Shows a running check, then what it came to; hidden before the first one.

    Args:
        desk: runs the service.

    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_running = False
        self.progress = Label("", "small", tone="text2")
        self.bar = ThinBar()
        self.cancel = Button("停止核对", small=True)
        self.cancel.clicked.connect(lambda _checked=False: self.stop())
        self.result = Banner("", "ok")
        self.close_result = IconButton("x", "收起核对结果")
        self.close_result.clicked.connect(lambda _checked=False: self.hide())
        self._running = QWidget()
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.progress)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self._ended = QWidget()
        below = QHBoxLayout(self._ended)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.result, 1)
        below.addWidget(self.close_result)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._running)
        rows.addWidget(self._ended)
        self.hide()

    def start(self) -> None:
        """Begin a check; one that runs goes on."""
        if self._is_running:
            return
        self._is_running = True
        self.progress.setText("正在核对…")
        self.bar.set_share(0, "accent")
        self._show(running=True)
        self._go_on(None)

    def stop(self) -> None:
        """Give the running check up."""
        self._is_running = False
        self.hide()

    def _go_on(self, position: ChainPosition | None) -> None:
        check = self._desk.services.audit.check_chain
        self._desk.jobs.run(check, position, done=self._came, failed=self._failed, key=f"chain-{id(self)}")

    def _came(self, position: ChainPosition) -> None:
        if not self._is_running:
            return
        if position.is_done:
            verdict = self._desk.services.audit.chain_verdict
            self._desk.jobs.run(verdict, position, done=self._ended_with, failed=self._failed)
            return
        self.progress.setText(f"已核对 {position.checked:,} / {max(position.total, position.checked):,} 条")
        self.bar.set_share(position.checked / max(position.total, 1), "accent")
        self._go_on(position)

    def _ended_with(self, found: ChainView) -> None:
        if self._is_running:
            self._is_running = False
            words = (
                f"{found.sentence}{found.place}"
                if found.ok
                else f"{found.sentence}位置：{found.place}请保留现有备份并联系管理员。"
            )
            self.result.show_text(words, "ok" if found.ok else "error")
            self._show(running=False)

    def _failed(self, error: AppError) -> None:
        self.stop()
        self._desk.messages.show_error(error)

    def _show(self, *, running: bool) -> None:
        self._running.setVisible(running)
        self._ended.setVisible(not running)
        self.show()
