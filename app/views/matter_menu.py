"""更多: what concerns a whole record: marking it as sensitive, and its history in the journal."""

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.services.sensitive import Insiders
from app.terms import Permission, Uid
from app.views.components.buttons import IconButton
from app.views.desk import Desk
from app.views.icons import icon

MOST_NAMES = 8


class MatterMenu(IconButton):
    """A button with a menu for the record on show; hidden where the person may do nothing of it.

    Args:
        desk: what pages work with.
        table: "client", "consultation" or "contract"; only the last two can be sensitive.

    """

    history_requested = Signal(str, object)
    """Area and key, as the window opens records: the journal, narrowed to the record."""
    marked = Signal()
    """The mark was set or taken off; the record still exists for the person."""
    vanished = Signal()
    """The record was marked and exists no more for the person."""

    def __init__(self, desk: Desk, table: str, parent: QWidget | None = None) -> None:
        super().__init__("ellipsis", "更多操作", parent=parent)
        self._desk, self._table = desk, table
        self._id: Uid = b""
        self._name, self._is_sensitive = "", False
        self._marks = table != "client" and desk.may(Permission.MARK_SENSITIVE)
        self._reads = desk.may(Permission.READ_JOURNAL)
        self.menu = QMenu(self)
        self.menu.setAccessibleName("更多操作")
        self.clicked.connect(lambda _checked=False: self.open_menu())
        if not (self._marks or self._reads):
            self.hide()

    def show_matter(self, record_id: Uid, name: str, *, is_sensitive: bool = False) -> None:
        """Offer what can be done with another record."""
        self._id, self._name, self._is_sensitive = record_id, name, is_sensitive

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.fill_menu()
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def fill_menu(self) -> None:
        """Put the entries into the menu."""
        self.menu.clear()
        if self._marks:
            words = "取消敏感标记" if self._is_sensitive else "标为敏感事项"
            entry = self.menu.addAction(icon("shield-alert"), words)
            entry.triggered.connect(self._unmark if self._is_sensitive else self._ask_who)
        if self._reads:
            self.menu.addAction(icon("history"), "操作记录").triggered.connect(self._history)

    def _history(self, _checked: bool = False) -> None:
        self.history_requested.emit("settings", ("journal", (self._table, self._id, self._name)))

    # --- marking ---

    def _ask_who(self, _checked: bool = False) -> None:
        sensitive = self._desk.services.sensitive
        ask = sensitive.insiders_of_contract if self._table == "contract" else sensitive.insiders_of_consultation
        self._desk.jobs.run(ask, self._id, done=partial(self._mark, self._id), key=f"insiders-{id(self)}")

    def _mark(self, record_id: Uid, insiders: Insiders) -> None:
        if record_id != self._id:
            return
        names = "、".join(insiders.names[:MOST_NAMES])
        more = f"等 {len(insiders.names)} 人" if len(insiders.names) > MOST_NAMES else ""
        warning = "" if insiders.includes_me else "您自己将看不到它。"
        question = f"把 {self._name} 标为敏感事项？以后只有 {names}{more}能看到。{warning}"
        reason = self._desk.dialogs.reason(self, question, label="标记的原因", yes="标为敏感")
        if reason:
            sensitive = self._desk.services.sensitive
            mark = sensitive.mark_contract if self._table == "contract" else sensitive.mark_consultation
            self._desk.jobs.run(mark, record_id, reason, done=partial(self._done, insiders.includes_me))

    def _unmark(self, _checked: bool = False) -> None:
        question = f"取消 {self._name} 的敏感标记？取消后同事都能看到。"
        reason = self._desk.dialogs.reason(self, question, label="取消的原因", yes="取消标记")
        if reason:
            sensitive = self._desk.services.sensitive
            unmark = sensitive.unmark_contract if self._table == "contract" else sensitive.unmark_consultation
            self._desk.jobs.run(unmark, self._id, reason, done=self._unmarked)

    def _done(self, still_there: bool, _nothing: object) -> None:
        self._desk.messages.show_done(f"{self._name} 已标为敏感事项")
        (self.marked if still_there else self.vanished).emit()

    def _unmarked(self, _nothing: object) -> None:
        self._desk.messages.show_done(f"{self._name} 已取消敏感标记")
        self.marked.emit()
