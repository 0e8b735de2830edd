"""起草合同: four steps at the left, the real pages at the right, kept as a draft all the time."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import AppError, InvalidInputError
from app.services import amounts
from app.services.contracts.types import FeeQuote, FiledContract, Paper, Preview
from app.terms import Authority
from app.views.actions import Action
from app.views.contracts.autosave import Autosave
from app.views.contracts.fee_step import FeeStep
from app.views.contracts.filing_step import FilingStep
from app.views.contracts.frame import Frame
from app.views.contracts.matter_step import MatterStep
from app.views.contracts.outlet import Outlet
from app.views.contracts.preview import LivePreview
from app.views.contracts.start import Start
from app.views.contracts.step import Step
from app.views.contracts.terms_step import TermsStep
from app.views.desk import Desk
from app.views.text import clock_text

NAMES = {"matter": "事项", "fee": "收费", "terms": "条款与预览", "filing": "保存归档"}
ON_STEP = {
    **dict.fromkeys(("cause", "opponent", "amount", "stage", "lawyers", "begins_on", "ends_on", "members"), "matter"),
    **dict.fromkeys(("fee", "relief_reason", "relief_note", "payments", "legal_aid", "approver"), "fee"),
    **dict.fromkeys(("powers", "contract_date", "extra_clauses"), "terms"),
}
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
        self.form = start.form
        self.filed: FiledContract | None = None
        self._filling = self._filing = False
        self._at = ""
        self.autosave = Autosave(desk, start.form, start.contract_id, self)
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
        self.fee.approval_requested.connect(self._approve)
        self.fee.guidance.sheet_requested.connect(self._show_sheet)
        self.filing.jump_requested.connect(self._jump)
        self.autosave.told.connect(self._show_kept)
        frame = self.frame
        frame.close_button.clicked.connect(lambda _checked=False: self.leave())
        frame.discard_button.clicked.connect(lambda _checked=False: self._discard())
        frame.back.clicked.connect(lambda _checked=False: self.go_back())
        frame.next.clicked.connect(lambda _checked=False: self.go_on())
        frame.file.clicked.connect(lambda _checked=False: self.file())
        frame.finish.clicked.connect(lambda _checked=False: self.leave())

    def _add_actions(self) -> None:
        def add(name: str, text: str, handler: object, shortcut: str) -> None:
            action = Action(
                f"contracts.wizard.{name}-{id(self)}",
                text,
                handler,  # type: ignore[arg-type]
                shortcut=shortcut,
                scope="起草合同",
                in_palette=False,
            )
            self._desk.actions.add(action, self)

        add("back", "上一步", self.go_back, "Alt+Left")
        add("print", "打印合同", self._print, "Ctrl+P")
        add("page-back", "预览上一页", partial(self.preview.turn, -1), "PgUp")
        add("page-on", "预览下一页", partial(self.preview.turn, 1), "PgDown")

    def _open(self) -> None:
        self.frame.about.set_text(self._about())
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

    def on_changes(self) -> None:
        """Look again at what others may have changed: an approval, the client's file, a published price."""
        if self.filed is not None or self._filing:
            return
        if self._at == "fee":
            self.fee.ask(self.form, self.autosave.contract_id)
        elif self._at == "filing":
            self._look_for_problems()

    # --- where it stands ---

    @property
    def is_agency(self) -> bool:
        """Whether a mandate with a fee is drawn up."""
        return self._start.is_agency(self.form.template)

    @property
    def order(self) -> list[str]:
        """The steps in order; the free agreement has no fee."""
        return [name for name in NAMES if name != "fee" or self.is_agency]

    @property
    def current(self) -> str:
        """The step on show."""
        return self._at

    def _about(self) -> str:
        matter = self.form.matter
        parts = [self._start.client.form.name]
        if self.is_agency:
            parts += [matter.cause, matter.stage.label if matter.stage else ""]
        else:
            parts.append(self._start.title_of(self.form.template))
        return "，".join(part for part in parts if part)

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
            self._look_for_problems()
        self._show_next()
        self.preview.turn_to(self._words_of(name))
        _focus_first(step)

    def _words_of(self, name: str) -> str:
        """Return what the preview turns to at a step: the clause it writes."""
        fee = self.form.fee.fee_fen or 0
        return (
            {"fee": amounts.amount_words(fee), "terms": Authority.SPECIAL.label}.get(name, "") if self.is_agency else ""
        )

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
        self.frame.about.set_text(self._about())
        self.autosave.touch(form)
        self.preview.request(form, self.autosave.contract_id)
        if self._at == "fee":
            self.fee.ask(form, self.autosave.contract_id)

    def _show_kept(self) -> None:
        save = self.autosave
        if self.filed is not None:
            words = ""
        elif save.failed is not None:
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

    # --- approving, the sheet ---

    def _approve(self) -> None:
        self.autosave.after(self._approve_kept, even_untouched=True)

    def _approve_kept(self) -> None:
        approve = self._desk.services.contracts.drafting.approve
        if self.autosave.contract_id is not None:
            self._desk.jobs.run(approve, self.autosave.contract_id, done=self._approved)

    def _approved(self, _nothing: object) -> None:
        self._desk.messages.show_done("已批准减免")
        self.fee.ask(self.form, self.autosave.contract_id, at_once=True)

    def _show_sheet(self) -> None:
        compose = self._desk.services.contracts.papers.compose
        self._desk.jobs.run(compose, self.form, self.autosave.contract_id, done=self._draw_sheet)

    def _draw_sheet(self, paper: Paper) -> None:
        sheet = self._desk.services.contracts.papers.sheet
        self._desk.jobs.run(sheet, paper, self.form, done=self._sheet_drawn)

    def _sheet_drawn(self, sheet: Preview) -> None:
        self.preview.show_sheet(sheet)
        self.frame.show_preview()

    # --- filing ---

    def _look_for_problems(self) -> None:
        if self.filed is not None:
            return
        self.frame.file.setEnabled(False)
        problems = self._desk.services.contracts.drafting.problems
        self._desk.jobs.run(
            problems, self.form, self.autosave.contract_id, done=self._problems_found, key=f"problems-{id(self)}"
        )

    def _problems_found(self, problems: Mapping[str, str]) -> None:
        links = {name: f"去{NAMES[step]}" for name, step in ON_STEP.items() if step in self.order}
        self.filing.show_open_problems(problems, {**links, "client": "打开档案"})
        self.frame.file.setEnabled(not problems and self.filing.may_file and not self._filing)

    def file(self) -> None:
        """File it, once: the button is closed until the answer is there."""
        if self._filing or self.filed is not None or not self.frame.file.isEnabled():
            return
        self._filing = True
        self.frame.file.setEnabled(False)
        self.autosave.after(self._file_kept, even_untouched=True)

    def _file_kept(self) -> None:
        self._desk.jobs.run(
            self._desk.services.contracts.drafting.file,
            self.form,
            self.autosave.contract_id,
            done=self._filed,
            failed=self._not_filed,
            label="正在归档合同",
        )

    def _filed(self, filed: FiledContract) -> None:
        self._filing = False
        self.filed = filed
        self.autosave.stop()
        self.filing.show_filed(filed)
        self.frame.title.setText("合同已归档")
        self.hints_changed.emit(self.hints())
        self._show_kept()
        self._show_next()
        register = self._desk.services.contracts.register
        self._desk.jobs.run(register.paper, filed.id, as_pdf=True, done=self._show_filed_pages)

    def _show_filed_pages(self, pdf: bytes) -> None:
        opened = self._desk.services.contracts.papers.opened
        self._desk.jobs.run(opened, pdf, done=self._filed_pages_counted)

    def _filed_pages_counted(self, preview: Preview) -> None:
        self.preview.show_filed(preview)

    def _not_filed(self, error: AppError) -> None:
        self._filing = False
        if isinstance(error, InvalidInputError):
            self._problems_found(error.problems)
        self.filing.show_refused(error.text)
        self.frame.file.setEnabled(self.filing.may_file and not isinstance(error, InvalidInputError))

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

    def _discard(self) -> None:
        name = self._about()
        if not self._desk.dialogs.confirm(
            self,
            f"放弃这份草稿吗：{name}",
            detail="草稿会被删除；可以用“撤销上一步操作”找回。",
            yes="放弃草稿",
            destructive=True,
        ):
            return
        contract_id = self.autosave.contract_id
        self.autosave.stop()
        if contract_id is not None:
            discard = self._desk.services.contracts.drafting.discard
            self._desk.jobs.run(discard, contract_id, done=self._discarded)

    def _discarded(self, _nothing: object) -> None:
        self._desk.messages.show_done("已放弃草稿")
        self.left.emit()

    def stop(self) -> None:
        """Ask and save nothing any more."""
        self.preview.stop()
        self.fee.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed as the page is left."""
        super().hideEvent(event)
        self.stop()
        if self.filed is None:
            self.autosave.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _focus_first(step: Step) -> None:
    """Put the focus into the first input of a step that is still empty, or the first at all."""
    fields = [field for field in step.fields.values() if field.isVisibleTo(step)]
    empty = [field for field in fields if hasattr(field.input, "value") and field.value() in (None, "", (), [])]
    if fields:
        (empty or fields)[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
