"""Opening or editing a client's file: checks, confirmations in place, a draft that survives, Ctrl+S and Esc."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError, NeedsConfirmationError
from app.services.clients.types import ClientDetail, ClientForm, ClientRef
from app.services.drafts import DraftView
from app.terms import Uid
from app.views.actions import Action
from app.views.clients.client_fields import ClientFields
from app.views.clients.form_values import EMPTY, form_for, from_json, to_json
from app.views.clients.question import Question
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.form_field import check_all, show_problems
from app.views.components.labels import ElidedLabel, Panel, divider
from app.views.desk import Desk
from app.views.drafts import DraftKeeper
from app.views.text import moment_text
from app.views.theme import theme

WIDTH = 680
NEW = "clients.new"


class ClientEditor(Panel):
    """The form for a new or an existing client.

    Args:
        desk: what pages work with.

    """

    saved = Signal(object, bool)
    """ClientRef, and whether the file is new."""
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", margin=0, spacing=0, parent=parent)
        self._desk = desk
        self._client_id: Uid | None = None
        self._original = self._begun = EMPTY
        self._confirmed: frozenset[str] = frozenset()
        self._saving = False
        self.fields = ClientFields(desk.clock)
        self.drafts = DraftKeeper(desk.jobs, desk.services.drafts, self._worth_keeping, self)
        self._build()
        self.fields.edited.connect(self._edited)
        self.question.agreed.connect(self._agreed)
        desk.jobs.run(desk.services.clients.details.districts, done=self.fields.set_districts)
        save = Action(
            "clients.save", "保存服务对象", self.save, "save", "Ctrl+S;Ctrl+Return", "服务对象", in_palette=False
        )
        desk.actions.add(save, self)

    # --- building ---

    def _build(self) -> None:
        self.title = ElidedLabel("", 18, medium=True)
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 24, 14)
        head.addWidget(self.title, 1)
        self.body.addLayout(head)
        self.body.addWidget(divider())
        self.body.addWidget(self._scrolled(), 1)
        self.body.addWidget(divider())
        foot = Panel("surface", margin=(24, 12, 24, 12), horizontal=True)
        self.cancel_button = Button("取消", shortcut="Esc")
        self.cancel_button.clicked.connect(lambda _checked=False: self.close_form())
        self.save_button = Button("保存", Kind.PRIMARY, icon="save", shortcut="Ctrl+S")
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        foot.body.addWidget(self._foot)
        foot.body.addStretch(1)
        self.body.addWidget(foot)
        theme().changed.connect(self._measure)
        self._measure()

    def _scrolled(self) -> QScrollArea:
        content = QWidget()
        content.setProperty("plain", "true")
        line = QHBoxLayout(content)
        line.setContentsMargins(24, 16, 24, 24)
        self._column = QWidget()
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.problem = Banner("", "error")
        self.problem.hide()
        self.question = Question()
        self.restored = Banner("", "info", action="放弃草稿", done=self._discard_draft)
        self.restored.hide()
        for widget in (self.restored, self.problem, self.question, self.fields):
            rows.addWidget(widget)
        rows.addStretch(1)
        line.addWidget(self._column, 1)
        line.addStretch(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._area = area
        return area

    def _measure(self) -> None:
        self._column.setMaximumWidth(theme().px(WIDTH))
        self._foot.setMaximumWidth(theme().px(WIDTH))
        self._foot.setMinimumWidth(0)

    # --- opening ---

    def open_new(self, searched: str = "") -> None:
        """Begin a new client, with what was searched in vain."""
        self._open(None, "新建服务对象", EMPTY, form_for(searched))

    def open_edit(self, detail: ClientDetail) -> None:
        """Edit a client."""
        self._open(detail.id, f"编辑 {detail.form.name}", detail.form, detail.form)

    def _open(self, client_id: Uid | None, title: str, original: ClientForm, shown: ClientForm) -> None:
        self._client_id, self._original = client_id, original
        self._confirmed, self._saving = frozenset(), False
        self.title.set_text(title)
        self.save_button.set_words("保存" if client_id else "建档")
        self.save_button.setEnabled(True)
        self.restored.hide()
        self._quiet()
        self.fields.set_form(shown)
        self._begun = self.fields.form()
        self._area.verticalScrollBar().setValue(0)
        self.drafts.begin(f"clients.edit.{client_id.hex()}" if client_id else NEW, self._restore)
        self.fields.first_input().setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self, draft: DraftView | None) -> None:
        """Give back what was typed before a crash or a lock, unless something else was begun meanwhile."""
        if draft is None or not draft.fields or self.fields.form() != self._begun:
            return
        kept = from_json(draft.fields)
        if kept != self._original:
            self.fields.set_form(kept)
            when = moment_text(draft.saved_at, self._desk.now())
            self.restored.show_text(f"已恢复 {when} 没有保存的内容。")

    def _discard_draft(self) -> None:
        self.restored.hide()
        self.drafts.drop()
        self.fields.set_form(self._begun)
        self.fields.first_input().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- typing ---

    def is_changed(self) -> bool:
        """Return whether something was typed that is not saved."""
        return self.fields.form() != self._original

    def _worth_keeping(self) -> Mapping[str, Any]:
        return to_json(self.fields.form()) if self.is_changed() else {}

    def _edited(self) -> None:
        self.drafts.touch()
        self._confirmed = frozenset()
        self._quiet()

    def _quiet(self) -> None:
        self.problem.hide()
        self.question.hide()

    # --- saving ---

    def save(self) -> None:
        """Save; wrong fields say what to do, unusual input is asked about in place."""
        if self._saving or not check_all(list(self.fields.shown().values())):
            return
        self._quiet()
        self._saving = True
        self.save_button.setEnabled(False)
        files, form = self._desk.services.clients.files, self.fields.form()
        run = self._desk.jobs.run
        if self._client_id is None:
            run(files.create, form, self._confirmed, done=self._done, failed=self._failed)
        else:
            run(
                files.update,
                self._client_id,
                form,
                self._original,
                self._confirmed,
                done=self._done,
                failed=self._failed,
            )

    def _agreed(self, key: str) -> None:
        self._confirmed |= {key}
        self.save()

    def _done(self, ref: ClientRef) -> None:
        is_new = self._client_id is None
        self._saving = False
        self._original = self.fields.form()
        self.drafts.drop()
        self.drafts.end()
        self.saved.emit(ref, is_new)

    def _failed(self, error: AppError) -> None:
        self._saving = False
        self.save_button.setEnabled(True)
        if isinstance(error, NeedsConfirmationError):
            self.question.ask(error)
            self._area.verticalScrollBar().setValue(0)
        elif isinstance(error, InvalidInputError):
            rest = show_problems(self.fields.shown(), error.problems)
            self.problem.show_text("；".join(rest), "error")
        else:
            self.problem.show_text(error.text, "error")
            self._area.verticalScrollBar().setValue(0)

    # --- leaving ---

    def close_form(self) -> bool:
        """Leave the form; asks only when something was changed. Return whether it is closed."""
        if self.is_changed():
            what = f"放弃对“{self._original.name}”的修改吗？" if self._client_id else "放弃正在新建的档案吗？"
            if not self._desk.dialogs.confirm(self, what, detail="填写的内容不会保存。", yes="放弃", destructive=True):
                return False
        self.fields.set_form(self._original)
        self.drafts.drop()
        self.drafts.end()
        self.closed.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
            return
        super().keyPressEvent(event)
