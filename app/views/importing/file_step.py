"""Step 1 选文件: what the rows are, and the file itself; below, the way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.services.importing.types import Unfinished
from app.services.wording import who_may
from app.terms import ImportKind, Permission
from app.views.components.buttons import Button
from app.views.components.feedback import Banner
from app.views.components.labels import Label, Panel
from app.views.components.toggles import Segmented
from app.views.desk import Desk
from app.views.importing.drop_zone import DropZone
from app.views.importing.export_card import ExportCard
from app.views.text import local

WIDEST = 1000
ABOUT = {
    ImportKind.CLIENT: "姓名、证件号、电话、住址、减免对象和签约情况。同一人按证件号认，没有证件号的按姓名加电话认；已有档案只补空缺，不覆盖。",
    ImportKind.CONSULTATION: "旧咨询登记簿：日期、咨询人、内容、律师和答复。导入后是已办结的以往咨询，不计时、不算超时。",
    ImportKind.PAST_MATTER: "旧合同台账或收案登记：委托人、对方当事人、案由和律师，供起草合同时检索利益冲突。后续合同编号接着往下排。",
}


class FileStep(QWidget):
    """选文件.

    Args:
        desk: what the window gives.

    """

    take_back_requested = Signal(object)
    """Batch id of an import that was broken off."""
    keep_requested = Signal()
    """Leave what was broken off as it is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = Segmented("导入什么", [(kind, kind.label) for kind in ImportKind])
        self._about = Label("", "label", wrap=True)
        self.zone = DropZone(desk)
        self.broken = Panel("urgent", margin=(12, 8, 12, 8), horizontal=True)
        self._broken_words = Label("", "cell", wrap=True)
        self._begun: Unfinished | None = None
        column = Panel("bg", margin=(24, 4, 24, 24), spacing=12)
        column.setMaximumWidth(WIDEST)
        column.body.addWidget(self._unfinished_banner())
        if desk.may(Permission.IMPORT_RECORDS):
            card = Panel("card", margin=16, spacing=10)
            for widget in (Label("导入", "head"), self.kind, self._about, self.zone):
                card.body.addWidget(widget)
            column.body.addWidget(card)
        else:
            column.body.addWidget(Banner(f"导入请找{who_may(Permission.IMPORT_RECORDS)}。", "info"))
        self.exports = ExportCard(desk)
        column.body.addWidget(self.exports)
        column.body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(area)
        self.kind.changed.connect(self._say)
        self._say()

    def _unfinished_banner(self) -> Panel:
        self.broken.body.addWidget(self._broken_words, 1)
        back, keep = Button("撤回已写入的", small=True, icon="undo-2"), Button("保留", small=True)
        back.clicked.connect(lambda _checked=False: self._take_back())
        keep.clicked.connect(lambda _checked=False: self.keep_requested.emit())
        self.broken.body.addWidget(back)
        self.broken.body.addWidget(keep)
        self.broken.hide()
        return self.broken

    def _take_back(self) -> None:
        if self._begun is not None:
            self.take_back_requested.emit(self._begun.batch_id)

    def _say(self, *_value: object) -> None:
        self._about.setText(ABOUT[self.kind.value()])

    def show_unfinished(self, begun: Unfinished | None) -> None:
        """Tell of an import that was broken off; None: there is none."""
        self._begun = begun
        if begun is not None:
            when = f"{local(begun.begun_at):%m-%d %H:%M}"
            self._broken_words.setText(f"{when} 导入“{begun.source}”时中断了，可能只写入了一部分。")
        self.broken.setVisible(begun is not None)
