"""Which client a new contract is for: type a name, pinyin or phone, take one with Enter."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.clients.types import ClientFilter, ClientRow
from app.services.container import Services
from app.views.components.buttons import IconButton
from app.views.components.feedback import EmptyState
from app.views.components.fields import SearchField
from app.views.components.labels import Label, Panel, Tone, divider
from app.views.desk import Desk
from app.views.tables.base_table import BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column, TagSpec
from app.views.theme import theme

MOST = 50
QUIET_MS = 120
SIGNED_UP = TagSpec("已签约", Tone.ACCENT, "badge-check", "已签约")


def _tag(row: ClientRow) -> TagSpec | None:
    return SIGNED_UP if row.is_signed_up else None


COLUMNS: Sequence[Column[ClientRow]] = (
    Column("name", "姓名或名称", lambda row: row.name, 220, stretch=True, medium=True, tag=_tag),
    Column("groups", "减免对象", lambda row: "、".join(group.label for group in row.groups), 160, priority=2),
    Column("phone", "电话", lambda row: row.phone, 130, priority=1, colour="text2"),
    Column("file", "档案号", lambda row: row.file_no, 130, right=True, colour="text3"),
)


class ClientPicker(QWidget):
    """起草合同, before it begins: for whom."""

    chosen = Signal(object)
    """Id of a client."""
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: dict[int, ClientRow] = {}
        self._takes_first = False
        self.search = SearchField("输入姓名、拼音或电话，找到服务对象")
        empty = EmptyState("users", "没有找到这位服务对象", "换个写法试试；还没有档案的，请先在“服务对象”里建档。")
        self.table: BaseTable[int, ClientRow] = BaseTable(
            COLUMNS, desk.jobs, desk.services.clients.lists.rows, lambda row: row.row_no
        )
        self.view = BaseView(self.table, "选择服务对象", row_height=36, empty=empty, clock=desk.clock)
        self.back = IconButton("x", "返回合同列表（Esc）")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(QUIET_MS)
        self._lay_out()
        self._rest.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _text: self._rest.start())
        self.search.returnPressed.connect(self._take)
        self.view.opened.connect(self._open)
        self.back.clicked.connect(lambda _checked=False: self.left.emit())

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        head = Panel("surface", margin=(10, 0, 24, 0), spacing=8, horizontal=True)
        head.setMinimumHeight(theme().px(56))
        head.body.addWidget(self.back)
        head.body.addWidget(Label("起草合同", "subpage"))
        head.body.addSpacing(6)
        head.body.addWidget(Label("先选服务对象", "label"), 1)
        rows.addWidget(head)
        rows.addWidget(divider())
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(12)
        inner.addWidget(self.search)
        inner.addWidget(self.view, 1)
        rows.addLayout(inner, 1)

    def begin(self) -> None:
        """Begin anew: the clients of late."""
        self.search.clear()
        self._ask()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self._rest.stop()
        self._desk.jobs.run(
            find_clients,
            self._desk.services,
            self.search.value(),
            lane="read",
            done=self._found,
            key=f"contract-clients-{id(self)}",
        )

    def _found(self, rows: list[ClientRow]) -> None:
        self._rows = {row.row_no: row for row in rows}
        self.table.set_keys([row.row_no for row in rows], rows)
        if rows:
            self.view.choose(rows[0].row_no)
        if self._takes_first and rows and self.search.value():
            self._open(rows[0].row_no)
        self._takes_first = False

    def _take(self) -> None:
        if self._rest.isActive():  # Enter right after typing: take what that finds
            self._takes_first = True
            self._ask()
            return
        key = self.view.current_key()
        if key is not None:
            self._open(key)

    def _open(self, key: int) -> None:
        row = self._rows.get(key)
        if row is not None:
            self.chosen.emit(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the list, leave with Esc."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.search.hasFocus():
            keys = list(self.table.keys)
            at = self.table.row_of(self.view.current_key()) + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= at < len(keys):
                self.view.choose(keys[at])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while out of sight."""
        super().hideEvent(event)
        self._rest.stop()


def find_clients(services: Services, text: str) -> list[ClientRow]:
    """Return the clients that match, best first; those of late for an empty text."""
    lists = services.clients.lists
    return lists.rows(list(lists.row_numbers(ClientFilter(text=text))[:MOST]))
