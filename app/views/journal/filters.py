"""The filters above the journal: words, who, kind, record, PC, days."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.audit.types import JournalFilter, Pc, Person, RecordKind
from app.terms import JournalAction, Uid
from app.views.clients.flow import FlowLayout
from app.views.components.buttons import Button
from app.views.components.choices import Choice
from app.views.components.fields import SearchField
from app.views.components.labels import Label
from app.views.components.moments import DateField
from app.views.desk import Desk
from app.views.theme import theme

TYPED_MS = 250
WIDTHS = {"search": 190, "who": 116, "action": 116, "kind": 116, "pc": 130, "day": 132}


class FilterBar(QWidget):
    """Says what the journal shows.

    Args:
        desk: tells the present day.

    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: tuple[str, Uid] | None = None
        self.search = SearchField("内容里的字")
        self.search.setAccessibleName("查找操作日志里的字")
        self.who: Choice = Choice([(None, "全部人员")])
        self.action: Choice = Choice([(None, "全部类别"), *((one, one.label) for one in JournalAction)])
        self.kind: Choice = Choice([(None, "全部记录"), *((one, one.label) for one in RecordKind)])
        self.pc: Choice = Choice([(None, "全部电脑")])
        self.begins, self.ends = DateField(desk.today), DateField(desk.today)
        self.only = Button("", icon="x", icon_after=True, small=True)
        self.reset = Button("清除条件", small=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPED_MS)
        self._shown = self.value()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        flow = FlowLayout(gap=8, line_gap=6)
        parts = (self.search, self.who, self.action, self.kind, self.pc)
        for name, widget in zip(WIDTHS, parts, strict=False):
            widget.setProperty("wide", WIDTHS[name])
            flow.addWidget(widget)
        for words, field, name in (("从", self.begins, "开始日期"), ("到", self.ends, "结束日期")):
            field.setAccessibleName(name)
            field.setProperty("wide", WIDTHS["day"])
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Label(words, "label"))
            row.addWidget(field)
            flow.addWidget(pair)
        for button in (self.only, self.reset):
            flow.addWidget(button)
            button.hide()
        for choice, name in ((self.who, "人员"), (self.action, "类别"), (self.kind, "记录"), (self.pc, "电脑")):
            choice.setAccessibleName(name)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(flow)
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        for widget in (self.search, self.who, self.action, self.kind, self.pc, self.begins, self.ends):
            widget.setFixedWidth(theme().px(widget.property("wide")))

    def _connect(self) -> None:
        for choice in (self.who, self.action, self.kind, self.pc):
            choice.changed.connect(self._tell)
        for field in (self.begins, self.ends):
            field.changed.connect(self._tell)
            field.left.connect(self._tell)
        self.search.textChanged.connect(self._soon.start)
        self._soon.timeout.connect(self._tell)
        self.only.clicked.connect(lambda _checked=False: self.narrow_to(None, ""))
        self.reset.clicked.connect(lambda _checked=False: self.clear())

    # --- what the page does ---

    def set_people(self, people: Sequence[Person]) -> None:
        """Offer these people."""
        named = [(one.id, one.name if one.is_active else f"{one.name}（已离职）") for one in people]
        self.who.set_options([(None, "全部人员"), *named])

    def set_pcs(self, pcs: Sequence[Pc]) -> None:
        """Offer these PCs."""
        named = [(one.id, f"{one.name}（本机）" if one.is_this else one.name) for one in pcs]
        self.pc.set_options([(None, "全部电脑"), *named])

    def narrow_to(self, record: tuple[str, Uid] | None, words: str) -> None:
        """Show one record's history only; None shows all again."""
        self._record = record
        self.only.set_words(f"只看 {words if len(words) <= 12 else words[:11] + '…'}")
        self.only.setToolTip(f"只看“{words}”的操作，点一下看全部")
        self.only.setVisible(record is not None)
        self._tell()

    def value(self) -> JournalFilter:
        """Return what is chosen."""
        return JournalFilter(
            staff_id=self.who.value(),
            begins=self.begins.value(),
            ends=self.ends.value(),
            action=self.action.value(),
            kind=self.kind.value(),
            device_id=self.pc.value(),
            text=self.search.value(),
            record=self._record,
        )

    def is_narrow(self) -> bool:
        """Return whether anything narrows the list."""
        return self.value() != JournalFilter()

    def clear(self) -> None:
        """Show everything."""
        for choice in (self.who, self.action, self.kind, self.pc):
            choice.set_value(None)
            choice.setCurrentIndex(0)
        for field in (self.begins, self.ends):
            field.set_value(None)
        self.search.clear()
        self.narrow_to(None, "")

    def focus_search(self) -> None:
        """Begin to type."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _tell(self, *_ignored: object) -> None:
        self._soon.stop()
        self.reset.setVisible(self.is_narrow())
        if self.value() != self._shown:
            self._shown = self.value()
            self.changed.emit()
