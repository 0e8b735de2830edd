"""起草合同: four steps at the left, the real pages at the right, kept as a draft all the time."""

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services.contracts.types import FeeQuote, FiledContract, Preview
from app.views.access import AccessWatch
from app.views.actions import Action
from app.views.contracts.autosave import Autosave
from app.views.contracts.course import NAMES, ON_STEP, Course, focus_first
from app.views.contracts.deeds import Deeds
from app.views.contracts.fee_step import FeeStep
from app.views.contracts.filer import Filer
from app.views.contracts.filing_step import FilingStep
from app.views.contracts.frame import Frame
from app.views.contracts.matter_step import MatterStep
from app.views.contracts.outlet import Outlet
from app.views.contracts.preview import LivePreview
from app.views.contracts.start import Start
from app.views.contracts.step import Step
from app.views.contracts.terms_step import TermsStep
from app.views.desk import Desk
from app.views.keys import is_enter
from app.views.text import clock_text

ON_PAPER = frozenset({"client", "staff", "firm", "sign_up", "published_price"})
"""Tables whose rows stand in the contract, apart from what is typed here."""
NOT_CLOSING = frozenset({"approver"})
"""What is asked for at filing only: the director may agree later."""


class Wizard(QWidget):
    """One contract from the first field to the filed papers.

    Args:
        desk: of the page.
        start: what it opens with.

    """

    left = Signal()
    """The user is done here, or goes away; what was typed is kept."""
    hints_changed = Signal(str)
    client_requested = Signal(object)
    """Another page is to show a client's file."""

    def __init__(self, desk: Desk, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._start = desk, start
        self.course = Course(start)
        self.form = start.form
        self._filling = False
        self._at = ""
        self.autosave = Autosave(desk, start.form, start.contract_id, self)
        AccessWatch(desk, self, "contract").show(start.contract_id)
        self.outlet = Outlet(desk, self)
        self.preview = LivePreview(desk.services, desk.jobs)
        self.matter, self.fee = MatterStep(desk, start), FeeStep(desk, start)
        self.terms, self.filing = TermsStep(desk, start), FilingStep(desk, start, self.outlet)
        self.steps: dict[str, Step] = {
            "matter": self.matter,
            "fee": self.fee,
            "terms": self.terms,
            "filing": self.filing,
        }
        self.frame = Frame(list(self.steps.values()), self.preview)
        self.filer = Filer(
            desk,
            self.filing,
            self.frame.file,
            autosave=self.autosave,
            preview=self.preview,
            links=lambda: self.course.links(self.form),
        )
        self.deeds = Deeds(desk, self.autosave, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.frame)
        self._connect()
        self._add_actions()
        self._open()

    # --- building ---

    def _connect(self) -> None:
        for step in self.steps.values():
            step.changed.connect(self._typed)
        self.matter.template.changed.connect(lambda _slug: self._change_template())
        self.fee.quoted.connect(self._show_next)
        self.fee.approval_requested.connect(self.deeds.approve)
        self.fee.guidance.sheet_requested.connect(self.deeds.draw_sheet)
        self.deeds.approved.connect(self.on_changes)
        self.deeds.sheet_drawn.connect(self._show_sheet)
        self.deeds.discarded.connect(self.left)
        self.filer.filed.connect(self._show_filed)
        self.filing.jump_requested.connect(self._jump)
        self.autosave.told.connect(self._show_kept)
        frame = self.frame
        frame.close_button.clicked.connect(lambda _checked=False: self.leave())
        frame.discard_button.clicked.connect(lambda _checked=False: self.deeds.discard(self.course.about(self.form)))
        frame.back.clicked.connect(lambda _checked=False: self.go_back())
        frame.next.clicked.connect(lambda _checked=False: self.go_on())
        frame.file.clicked.connect(lambda _checked=False: self.filer.file())
        frame.finish.clicked.connect(lambda _checked=False: self.leave())

    def _add_actions(self) -> None:
        def add(name: str, text: str, handler: Callable[[], object], shortcut: str) -> None:
            identity = f"contracts.wizard.{name}-{id(self)}"
            action = Action(identity, text, handler, shortcut=shortcut, scope="起草合同", in_palette=False)
            self._desk.actions.add(action, self)

        add("back", "上一步", self.go_back, "Alt+Left")
        add("print", "打印合同", self._print, "Ctrl+P")
        add("page-back", "预览上一页", partial(self.preview.turn, -1), "PgUp")
        add("page-on", "预览下一页", partial(self.preview.turn, 1), "PgDown")

    def _open(self) -> None:
        self.frame.about.set_text(self.course.about(self.form))
        self._fill_steps()
        self._show_steps()
        self.show_step("matter")
        self._show_kept()
        self.preview.request(self.form, self.autosave.contract_id, at_once=True)

    def _fill_steps(self) -> None:
        self._filling = True
        for step in self.steps.values():
            step.fill(self.form)
        self._filling = False

    def on_changes(self, changes: Collection[str] = ()) -> None:
        """Look again at what others may have changed: an approval, the client's file, a published price.

        Args:
            changes: the tables with changes.

        """
        if self.filed is not None or self.filer.is_running:
            return
        if not ON_PAPER.isdisjoint(changes):
            self.preview.forget()
            self.preview.request(self.form, self.autosave.contract_id)
        if self._at == "fee":
            self.fee.ask(self.form, self.autosave.contract_id)
        elif self._at == "filing":
            self.filer.look_for_problems()

    # --- where it stands ---

    @property
    def filed(self) -> FiledContract | None:
        """The filed contract, once it is."""
        return self.filer.contract

    @property
    def order(self) -> list[str]:
        """The steps of this contract in order."""
        return self.course.steps(self.form)

    @property
    def current(self) -> str:
        """The step on show."""
        return self._at

    def hints(self) -> str:
        """Words for the status bar."""
        if self.filed is not None:
            return "Esc 完成　PgUp/PgDn 翻页　Ctrl+P 打印"
        return "Enter 下一步　Alt+← 上一步　PgUp/PgDn 翻页　Esc 返回"

    def _change_template(self) -> None:
        self.preview.page = 0
        self._show_steps()

    def _show_steps(self) -> None:
        self.form = self.matter.apply(self.form)
        self.frame.show_steps([NAMES[name] for name in self.order])
        if self.frame.stepper is not None and self._at in self.order:
            self.frame.stepper.set_current(self.order.index(self._at))
        self._show_next()

    def show_step(self, name: str) -> None:
        """Go to a step."""
        self._at = name
        self.frame.stack.setCurrentIndex(list(self.steps).index(name))
        if self.frame.stepper is not None:
            self.frame.stepper.set_current(self.order.index(name))
        self.frame.show_form()
        step = self.steps[name]
        if name in ("terms", "filing"):
            self._filling = True
            step.fill(self.form)
            self._filling = False
        if name == "fee":
            self.fee.ask(self.form, self.autosave.contract_id, at_once=True)
        if name == "filing":
            self.filer.look_for_problems()
        self._show_next()
        self.preview.turn_to(self.course.words_on_paper(name, self.form))
        focus_first(step)

    def _show_next(self) -> None:
        order, frame = self.order, self.frame
        at = order.index(self._at) if self._at in order else 0
        is_last = at == len(order) - 1
        frame.back.setVisible(at > 0 and self.filed is None)
        frame.finish.setVisible(self.filed is not None)
        frame.next.setVisible(not is_last)
        frame.file.setVisible(is_last and self.filed is None)
        frame.discard_button.setVisible(self.autosave.contract_id is not None and self.filed is None)
        if not is_last:
            frame.next.set_words(f"下一步：{NAMES[order[at + 1]]}")
        closed = self._at == "fee" and self.fee.is_closed
        frame.next.setEnabled(not closed)
        frame.next.setToolTip(self.fee.closed_sentence if closed else "Enter")

    # --- typing ---

    def _typed(self) -> None:
        if self._filling or self.filed is not None:
            return
        form = self.form
        for name in ("matter", "fee", "terms"):
            form = self.steps[name].apply(form)
        if form == self.form:
            return
        self.form = form
        self.frame.about.set_text(self.course.about(self.form))
        self.autosave.touch(form)
        self.preview.request(form, self.autosave.contract_id)
        if self._at == "fee":
            self.fee.ask(form, self.autosave.contract_id)

    def _show_kept(self) -> None:
        save = self.autosave
        if self.filed is not None:
            words = ""
        elif save.failed is not None:
            self.filer.not_kept(save.failed)
            words = f"草稿没有存成：{save.failed.text}"
        elif save.saved_at is not None:
            words = f"草稿已自动保存 {clock_text(save.saved_at)}"
        else:
            words = "草稿已保存" if save.contract_id is not None else ""
        self.frame.kept.set_text(words)
        self.frame.discard_button.setVisible(save.contract_id is not None and self.filed is None)

    # --- going on and back ---

    def go_on(self) -> None:
        """Go to the next step if this one is right."""
        if self._at == "filing" or not self.frame.next.isEnabled():
            return
        self._typed()
        step = self.steps[self._at]
        if wrong := step.problems():
            step.show_problems(wrong)
            return
        if self._at == "fee":
            quote = self._desk.services.contracts.quotes.quote
            self._desk.jobs.run(quote, self.form, self.autosave.contract_id, done=self._fee_checked)
        else:
            self._step_on()

    def _fee_checked(self, quote: FeeQuote) -> None:
        wrong = {name: said for name, said in quote.problems.items() if name not in NOT_CLOSING}
        if self._at != "fee":
            return
        if wrong:
            self.fee.show_problems(wrong)
        else:
            self._step_on()

    def _step_on(self) -> None:
        order = self.order
        if self.autosave.is_dirty:
            self.autosave.flush()
        self.show_step(order[order.index(self._at) + 1])

    def go_back(self) -> None:
        """Go to the step before."""
        order = self.order
        at = order.index(self._at)
        if at > 0 and self.filed is None:
            self._typed()
            self.show_step(order[at - 1])

    def _jump(self, field: str) -> None:
        if field == "client":
            self.client_requested.emit(self._start.client.id)
            return
        step = ON_STEP.get(field, "matter")
        self.show_step(step)
        target = self.steps[step].fields.get(field)
        if target is not None:
            target.input.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- filed ---

    def _show_sheet(self, sheet: Preview) -> None:
        self.preview.show_sheet(sheet)
        self.frame.show_preview()

    def _show_filed(self) -> None:
        self.frame.title.setText("合同已归档")
        self.hints_changed.emit(self.hints())
        self._show_kept()
        self._show_next()

    def _print(self) -> None:
        if self.filed is not None:
            self.filing.buttons.print_now()

    # --- leaving ---

    def unreadable(self) -> str:
        """Return a sentence about something typed that cannot be kept."""
        if self.filed is not None:
            return ""
        found = [self.matter.amount.unreadable(), self.fee.fee.unreadable(), self.fee.payments.unreadable()]
        return next((sentence for sentence in found if sentence), "")

    def may_leave(self) -> bool:
        """Keep what was typed; ask only where something cannot be kept."""
        sentence = self.unreadable()
        if sentence and not self._desk.dialogs.confirm(
            self, "有一处金额看不懂，不会保存。仍要离开吗？", detail=sentence, yes="离开", destructive=True
        ):
            return False
        if self.filed is None:
            self._typed()
            self.autosave.flush()
        return True

    def leave(self) -> None:
        """Go back to the list."""
        if self.may_leave():
            self.autosave.after(self.left.emit)

    def stop(self) -> None:
        """Ask and save nothing any more."""
        self.preview.stop()
        self.fee.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while out of sight."""
        super().showEvent(event)
        if self.filed is None:
            self.preview.request(self.form, self.autosave.contract_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed as the page is left."""
        super().hideEvent(event)
        self.stop()
        if self.filed is None:
            self.autosave.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, leave with Esc."""
        if is_enter(event):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
