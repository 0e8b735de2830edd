"""The left half of the staff page: search, chips, the list, the post, the state of the data key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.services.container import Services
from app.services.staff.types import KeyState, PostState, StaffFilter, StaffListing
from app.terms import Uid
from app.views.actions import Action
from app.views.components.buttons import Button, Chip, Kind
from app.views.components.feedback import Banner, EmptyState
from app.views.components.fields import SearchField
from app.views.components.labels import Label
from app.views.desk import Desk
from app.views.staff.post_card import PostCard
from app.views.tables.base_view import BaseView
from app.views.tables.staff_table import StaffTable

SEARCH_MS = 120
WHY_EMPTY = {
    True: ("没有这样的员工", "换个姓名、拼音或电话试试。"),
    False: ("没有已离职的员工", "停用的员工会留在这里，以往的记录照样能查到。"),
}

Loaded = tuple[StaffListing, PostState, KeyState]


def load_list(services: Services, wanted: StaffFilter) -> Loaded:
    """Gather the list, the post and the state of the data key; runs in the reader thread."""
    staff = services.staff
    return staff.lists.listing(wanted), staff.appointments.state(), staff.logins.key_state()


class ListPane(QWidget):
    """Who works here, who has left."""

    add_requested = Signal()
    chosen = Signal(object)
    opened = Signal()
    key_change_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.active = True
        self.listing: StaffListing | None = None
        self._wanted: Uid | None = None
        self.add = Button("新增员工", Kind.PRIMARY, icon="user-plus", shortcut="Ctrl+N")
        self.search = SearchField("搜索员工", hint="姓名、拼音、电话")
        self.chips = {True: Chip("在职"), False: Chip("已离职")}
        self.table = StaffTable(desk.services, desk.jobs)
        empty = EmptyState("users", *WHY_EMPTY[True])
        self.view = BaseView(self.table, "员工列表", row_height=52, empty=empty, clock=desk.clock)
        self.post = PostCard()
        words = "有离职人员的登录密钥还没有清除，或数据密钥还没有更换。"
        self.key = Banner(words, "urgent", action="现在更换", done=self.key_change_requested.emit)
        self.key.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SEARCH_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("员工", "title"))
        head.addStretch(1)
        head.addWidget(self.add)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        group = QButtonGroup(self)
        for chip in self.chips.values():
            group.addButton(chip)
            chips.addWidget(chip)
        chips.addStretch(1)
        self.chips[True].setChecked(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.search)
        rows.addLayout(chips)
        rows.addWidget(self.key)
        rows.addWidget(self.view, 1)
        rows.addWidget(self.post)

    def _connect(self) -> None:
        self.add.clicked.connect(lambda _checked=False: self.add_requested.emit())
        self.search.textChanged.connect(lambda _text: self._later.start())
        self._later.timeout.connect(self.refresh)
        self.view.chosen.connect(self.chosen)
        self.view.opened.connect(lambda _key: self.opened.emit())
        for number, (active, chip) in enumerate(self.chips.items(), start=1):
            handler = partial(self.choose_chip, active=active)
            chip.clicked.connect(lambda _checked=False, handler=handler: handler())
            chip.setToolTip(f"{chip.text()}（Alt+{number}）")
            self.bind(f"chip-{number}", f"看{chip.text()}员工", handler, f"Alt+{number}")

    def bind(self, name: str, text: str, handler: Callable[[], object], shortcut: str) -> None:
        """Add an action of the page."""
        action = Action(f"staff.{name}-{id(self)}", text, handler, shortcut=shortcut, scope="员工", in_palette=False)
        self._desk.actions.add(action, self.parentWidget() or self)

    def choose_chip(self, *, active: bool) -> None:
        """Show those who work here, or those who have left."""
        self.active = active
        self.chips[active].setChecked(True)
        self.refresh()

    def choose(self, staff_id: Uid, *, active: bool = True) -> None:
        """Show somebody in the list, after it was read anew."""
        self._wanted = staff_id
        self.search.clear()
        self._later.stop()
        self.choose_chip(active=active)

    def refresh(self) -> None:
        """Read the list anew; the chosen row stays chosen."""
        wanted = StaffFilter(self.active, self.search.value())
        self._desk.jobs.run(
            load_list, self._desk.services, wanted, lane="read", done=self._show, key=f"staff-list-{id(self)}"
        )

    def _show(self, loaded: Loaded) -> None:
        self.listing, post, key = loaded
        self.chips[True].set_count(self.listing.active)
        self.chips[False].set_count(self.listing.left)
        self.view.set_empty(*WHY_EMPTY[self.active])
        rows = self.listing.rows
        self.table.set_keys([row.id for row in rows], rows)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and self.view.choose(wanted):
            self.chosen.emit(wanted)  # also where the row was chosen before: its record may be another now
        elif self.view.current_key() is None and rows:
            self.view.choose(rows[0].id)
        elif not rows:
            self.chosen.emit(None)
        self.post.show_state(post)
        self.key.setVisible(bool(key.due))
