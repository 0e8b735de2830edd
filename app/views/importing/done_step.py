"""Step 4 完成: what came of it, and the one way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.importing.types import ImportOutcome
from app.terms import ImportKind, RowVerdict
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Icon, Label, Panel

WIDEST = 720
LOOK = {
    ImportKind.CLIENT: "去看服务对象",
    ImportKind.CONSULTATION: "去看咨询",
    ImportKind.PAST_MATTER: "去看以往案件",
}


class DoneStep(QWidget):
    """完成."""

    undo_requested = Signal(object)
    """Batch id of the import."""
    again_requested = Signal()
    look_requested = Signal(object)
    """The kind that was imported."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcome: ImportOutcome | None = None
        self._icon = Icon("circle-check", "ok", 24)
        self._title, self._told = Label("", "subpage", wrap=True), Label("", "label", wrap=True)
        self.banner = Banner("", "error")
        self.banner.hide()
        self.undo = Button("撤销这次导入", icon="undo-2")
        self.look, self.again = Button("", Kind.PRIMARY), Button("再导入一份")
        self._lay_out()
        self.undo.clicked.connect(lambda _checked=False: self._undo())
        self.again.clicked.connect(lambda _checked=False: self.again_requested.emit())
        self.look.clicked.connect(lambda _checked=False: self._look())

    def _lay_out(self) -> None:
        card = Panel("card", margin=20, spacing=12)
        card.setMaximumWidth(WIDEST)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._told)
        head.addLayout(words, 1)
        card.body.addLayout(head)
        card.body.addWidget(self.banner)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in (self.look, self.again, self.undo):
            line.addWidget(button)
        line.addStretch(1)
        card.body.addLayout(line)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 4, 24, 24)
        rows.addWidget(card)
        rows.addStretch(1)

    def show_outcome(self, outcome: ImportOutcome) -> None:
        """Show what an import came to."""
        self._outcome = outcome
        counts = outcome.counts
        self._icon.set_icon("info" if outcome.cancelled else "circle-check", "text2" if outcome.cancelled else "ok")
        self._title.setText(outcome.sentence)
        faulty = counts[RowVerdict.FAULTY]
        rest = f"有误的 {faulty:,} 行没有导入。" if faulty else ""
        self._told.setText("" if outcome.cancelled else f"{rest}Ctrl+Z 或“撤销这次导入”可以一次全部撤回。")
        self.undo.setVisible(outcome.batch_id is not None)
        self.undo.setEnabled(True)
        self.look.set_words(LOOK[outcome.kind])
        self.banner.show_text("")

    def show_undone(self, sentence: str, *, ok: bool) -> None:
        """Show whether it was taken back."""
        self.banner.show_text(sentence, "ok" if ok else "error")
        self.undo.setEnabled(not ok)
        if ok:
            self.undo.hide()

    def _undo(self) -> None:
        if self._outcome is not None and self._outcome.batch_id is not None:
            self.undo.setEnabled(False)
            self.undo_requested.emit(self._outcome.batch_id)

    def _look(self) -> None:
        if self._outcome is not None:
            self.look_requested.emit(self._outcome.kind)
