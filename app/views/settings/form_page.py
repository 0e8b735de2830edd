"""What the settings' pages with a 保存 button share: cards of fields, a footer, and no leaving with changes unsaved."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import AppError, InvalidInputError, NeedsConfirmationError
from app.services.wording import who_may
from app.terms import Permission
from app.views.actions import Action
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.form_field import FormField, check_all, show_problems
from app.views.components.labels import Label, Panel, divider
from app.views.desk import Desk

Call = tuple[Any, ...]
"""A service call and its arguments."""
WIDEST = 1000
MARK_MS = 2500
"""How long a setting that the search jumped to stays marked."""


def open_or_close(input_: QWidget, *, may_edit: bool) -> None:
    """Let an input be changed, or only be read: text stays as clear as ever and can be copied."""
    for one in (input_, *input_.findChildren(QWidget)):
        if isinstance(one, (QLineEdit, QPlainTextEdit)):
            one.setReadOnly(not may_edit)
        elif isinstance(one, (QAbstractButton, QComboBox)):
            one.setEnabled(may_edit)


class PlainPage(QWidget):
    """A settings page: title, one sentence, a column of cards that scrolls.

    Args:
        desk: what the window gives.
        title: of the page.
        about: one sentence on what it is for.

    """

    def __init__(self, desk: Desk, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.fields: dict[str, FormField] = {}
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        head = Panel("bg", margin=(24, 14, 24, 10), spacing=2)
        head.body.addWidget(Label(title, "title"))
        head.body.addWidget(Label(about, "label", wrap=True))
        self.rows.addWidget(head)
        self.banner = Banner("", "error")
        self.banner.hide()
        column = Panel("bg", margin=(24, 0, 24, 24), spacing=12)
        column.body.addWidget(self.banner)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        column.body.addLayout(self.column)
        column.body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(column)
        self.rows.addWidget(self.area, 1)
        self.wanted = ""
        """The setting asked for before the page had read what it shows."""
        self._marked: Panel | None = None
        self._unmark = QTimer(self)
        self._unmark.setSingleShot(True)
        self._unmark.setInterval(MARK_MS)
        self._unmark.timeout.connect(self._take_mark_away)

    def card(self, title: str = "", about: str = "") -> Panel:
        """Add a card with a heading and one sentence."""
        made = Panel("card", margin=16, spacing=12)
        made.setMaximumWidth(WIDEST)
        if title:
            made.body.addWidget(Label(title, "head"))
        if about:
            made.body.addWidget(Label(about, "note", wrap=True))
        self.column.addWidget(made)
        return made

    def open_record(self, key: object) -> None:
        """Go to a setting and mark it for a moment."""
        field = self.fields.get(str(key))
        if field is None:
            self.wanted = str(key)
            return
        self.go_to(field.input)

    def go_to(self, widget: QWidget) -> None:
        """Put the focus into an input and mark its card for a moment."""
        self.area.ensureWidgetVisible(widget, 0, 80)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        card = widget.parentWidget()
        while card is not None and not (isinstance(card, Panel) and card.property("ground") in ("card", "soft")):
            card = card.parentWidget()
        self._take_mark_away()
        if isinstance(card, Panel):
            self._marked = card
            card.set_ground("soft")
            self._unmark.start()

    def _take_mark_away(self) -> None:
        self._unmark.stop()
        if self._marked is not None:
            self._marked.set_ground("card")
        self._marked = None


class FormPage(PlainPage):
    """A settings page whose changes are saved by 保存 (Ctrl+S) and taken back by 放弃修改.

    A page builds its fields, and says in `load` what to read, in `show_values` how to show it, in `typed` what stands in
    the fields now and in `save` which call keeps it.

    Args:
        desk: what the window gives.
        title: of the page.
        about: one sentence on what it is for.
        permission: who may change it; others see it without fields to type in.
        tables: a change of one of these tables reads the page anew.

    """

    hints_changed = Signal(str)

    def __init__(self, desk: Desk, title: str, about: str, permission: Permission, tables: frozenset[str]) -> None:
        super().__init__(desk, title, about)
        self.title, self.permission, self.tables = title, permission, tables
        self.may_edit = desk.may(permission)
        self._before: Any = None
        self._is_saving = False
        self._confirmed: frozenset[str] = frozenset()
        self._go = Button("保存", Kind.PRIMARY, shortcut="Ctrl+S")
        self._back = Button("放弃修改")
        self._note = Label("", "note")
        self._footer = Panel("surface", margin=(24, 11, 24, 11), horizontal=True)
        self._footer.body.addWidget(self._note, 1)
        self._footer.body.addWidget(self._back)
        self._footer.body.addWidget(self._go)
        self._line = divider()
        self.rows.addWidget(self._line)
        self.rows.addWidget(self._footer)
        if not self.may_edit:
            self._footer.hide()
            self._line.hide()
            self.column.addWidget(Banner(f"您可以查看，修改请找{who_may(permission)}。", "info"))
        self._go.clicked.connect(self.keep)
        self._back.clicked.connect(self.give_up)
        desk.actions.add(
            Action(
                f"settings.save.{type(self).__name__}", "保存设置", self.keep, "save", "Ctrl+S", "设置", None, False
            ),
            self,
        )
        self.follow()

    # --- what a page says ---

    def load(self) -> Callable[[], Any]:
        """Return the service call that reads the page."""
        raise NotImplementedError

    def show_values(self, values: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def shown(self) -> None:
        """Do what follows from the values shown, e.g. grey out what they make pointless."""

    def typed(self) -> Any:
        """Return what stands in the fields; equal to what was read while nothing was changed."""
        raise NotImplementedError

    def save(self, confirmed: frozenset[str]) -> Call | None:
        """Return the service call that keeps what was typed, with its arguments; None calls it off.

        Args:
            confirmed: what the service asked about and the user agreed to.

        """
        raise NotImplementedError

    # --- reading ---

    def showEvent(self, event: QShowEvent) -> None:
        """Read the page when it comes to the front, unless something was typed."""
        super().showEvent(event)
        if not self.is_changed():
            self.reload()

    def reload(self) -> None:
        """Read the page anew."""
        self.desk.jobs.run(
            self.load(), lane="read", done=self._loaded, failed=self._refused, key=f"settings-{id(self)}"
        )

    def _loaded(self, values: Any) -> None:
        if self.is_changed():
            return
        self.show_values(values)
        for field in self.fields.values():
            field.set_error("")
            open_or_close(field.input, may_edit=self.may_edit)
        self.shown()
        self._before = self.typed()
        self.follow()

    def on_changes(self, changes: Any) -> None:
        """Read anew what changed here or elsewhere, while nothing is typed."""
        if self.tables.isdisjoint(changes) or self._is_saving:
            return
        if not self.is_changed():
            if self.isVisible():
                self.reload()
            return
        self.banner.show_text("这一页刚被别人改过。保存前请放弃修改，看过新内容再改。", "soon")

    # --- typing ---

    def listen(self, *inputs: QWidget) -> None:
        """Follow what is typed into inputs."""
        for one in inputs:
            for name in ("textChanged", "changed"):
                signal: Any = getattr(one, name, None)
                if signal is not None:
                    signal.connect(self.follow)
                    break

    def is_changed(self) -> bool:
        """Return whether something is typed and not saved."""
        return self.may_edit and self._before is not None and bool(self.typed() != self._before)

    def follow(self, *_args: object) -> None:
        """Offer 保存 and 放弃修改 while something differs from what was read."""
        changed = self.is_changed()
        self._go.setEnabled(changed and not self._is_saving)
        self._back.setEnabled(changed and not self._is_saving)
        self._note.setText("有修改没有保存" if changed else "")

    def may_leave(self) -> bool:
        """Hold the user back while something is not saved, unless it is given up."""
        if not self.is_changed():
            return True
        leave = self.desk.dialogs.confirm(
            self,
            f"“{self.title}”有修改没有保存，要离开吗？",
            detail="离开后这些修改不会保留。",
            yes="放弃修改并离开",
            destructive=True,
        )
        if leave:
            self.give_up()
        return leave

    def hints(self) -> str:
        """Words for the status bar."""
        return "Tab 下一项　Ctrl+S 保存　Ctrl+F 搜索设置" if self.may_edit else "Ctrl+F 搜索设置"

    # --- saving ---

    def keep(self) -> None:
        """Check every field and save."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        if not self.is_changed() or self._is_saving or not check_all(shown):
            return
        self.banner.show_text("")
        self._run(frozenset())

    def _run(self, confirmed: frozenset[str]) -> None:
        call = self.save(confirmed)
        if call is None:
            return
        self._confirmed = confirmed
        self._is_saving = True
        self.follow()
        function, *arguments = call
        self.desk.jobs.run(function, *arguments, done=self._saved, failed=self._refused, label="正在保存")

    def _saved(self, _result: object) -> None:
        self._is_saving = False
        self._before = None
        self.follow()
        self.desk.messages.show_done(f"已保存：{self.title}")
        self.reload()

    def _refused(self, error: AppError) -> None:
        self._is_saving = False
        self.follow()
        if isinstance(error, NeedsConfirmationError):
            if self.desk.dialogs.confirm(self, error.what, detail=error.todo, yes="仍要保存"):
                self._run(self._confirmed | {error.key})
            return
        rest = show_problems(self.fields, error.problems) if isinstance(error, InvalidInputError) else [error.text]
        self.banner.show_text("".join(rest), "error")
        if rest:
            self.area.verticalScrollBar().setValue(0)

    def give_up(self) -> None:
        """Show what is saved instead of what was typed."""
        self._before = None
        self.banner.show_text("")
        self.follow()
        self.reload()
