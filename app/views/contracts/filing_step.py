"""Step 4 保存归档: what will be filed, what still stands in the way, and the papers once it is filed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import amounts
from app.services.contracts.types import ContractForm, FiledContract
from app.terms import Permission
from app.views.components.buttons import Button, Kind
from app.views.components.feedback import Banner
from app.views.components.labels import Icon, Label, Panel
from app.views.contracts.filed import Facts, HashLines, PaperButtons
from app.views.contracts.outlet import Outlet, Papers
from app.views.contracts.start import Start
from app.views.contracts.step import Step
from app.views.desk import Desk

ONLY_LAWYERS = "归档要由律师或主任办理。草稿已经保存，请转告承办律师在合同列表里打开。"


class ProblemRow(Panel):
    """One thing in the way, with a link to where it is put right."""

    def __init__(self, sentence: str, link: str) -> None:
        super().__init__("soon", margin=(12, 6, 8, 6), spacing=8, horizontal=True)
        self.setAccessibleName(sentence)
        self.body.addWidget(Icon("triangle-alert", "soon", line=20))
        self.body.addWidget(Label(sentence, "cell", wrap=True), 1)
        self.link = Button(link, Kind.TEXT, small=True)
        self.body.addWidget(self.link)


class FilingStep(Step):
    """保存归档."""

    jump_requested = Signal(str)
    """Name of the field that is in the way."""

    def __init__(self, desk: Desk, start: Start, outlet: Outlet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._start = desk, start
        self.said = Banner("", "ok")
        self.rows.addWidget(self.said)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(6)
        self.rows.addLayout(self._problems)
        self.problem_rows: list[ProblemRow] = []
        self.papers = QWidget()
        inner = QVBoxLayout(self.papers)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        self.buttons = PaperButtons(desk, outlet)
        self.hashes = HashLines()
        inner.addWidget(self.buttons)
        inner.addWidget(self.hashes)
        self.rows.addWidget(self.papers)
        self.heading("归档内容")
        self.summary = Facts()
        box = Panel("card", margin=16)
        box.body.addWidget(self.summary)
        self.rows.addWidget(box)
        self.rows.addStretch(1)
        self.papers.hide()
        self.said.hide()

    def fill(self, form: ContractForm) -> None:
        """Show a summary of the form."""
        matter, fee = form.matter, form.fee
        is_agency = self._start.is_agency(form.template)
        names = {person.id: person.name for person in self._start.lawyers}
        lawyers = "、".join(names.get(person, "") for person in matter.lawyer_ids)
        day = form.terms.contract_date or self._desk.today()
        facts = [("合同", self._start.title_of(form.template)), ("服务对象", self._start.client.form.name)]
        if is_agency:
            stage = matter.stage.label if matter.stage else ""
            about = "，".join(part for part in (matter.cause, stage) if part)
            paid = (
                f"{amounts.amount_text(fee.fee_fen)} 元（{amounts.amount_words(fee.fee_fen)}）" if fee.fee_fen else ""
            )
            facts += [("案由", about), ("对方当事人", matter.opponent), ("律师服务费", paid)]
            facts += [("减免理由", fee.relief_reason.label if fee.relief_reason else "")]
            facts += [("法律援助", fee.legal_aid.label if fee.legal_aid else "")]
        else:
            facts += [("家庭成员", "、".join(member.name for member in form.terms.members))]
        kept = "合同 .docx 与 PDF" + ("、收费计算单" if is_agency else "")
        facts += [("承办律师", lawyers), ("签订日期", day.isoformat()), ("份数", f"{form.terms.copies} 份")]
        self.summary.set_facts([*facts, ("将存档", kept)])

    def apply(self, form: ContractForm) -> ContractForm:
        """Return the form as it is: this step adds nothing."""
        return form

    @property
    def may_file(self) -> bool:
        """Whether the signed-in person may file contracts."""
        return self._desk.may(Permission.FILE_CONTRACT)

    def show_open_problems(self, problems: Mapping[str, str], links: Mapping[str, str]) -> None:
        """List what is in the way; `links` gives the words of a jump for a field."""
        for row in self.problem_rows:
            self._problems.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.problem_rows = []
        for name, sentence in problems.items():
            row = ProblemRow(sentence, links.get(name, ""))
            row.link.setVisible(name in links)
            row.link.clicked.connect(partial(self._jump, name))
            self.problem_rows.append(row)
            self._problems.addWidget(row)
        if problems:
            self.said.hide()
        elif not self.may_file:
            self.said.show_text(ONLY_LAWYERS, "soon")
        else:
            self.said.show_text("各项齐全，可以归档。归档后编号、文件和哈希值不再改变。", "ok")

    def _jump(self, name: str, _checked: bool = False) -> None:
        self.jump_requested.emit(name)

    def show_refused(self, sentence: str) -> None:
        """Say why it was not filed."""
        self.said.show_text(sentence, "error")

    def show_filed(self, filed: FiledContract) -> None:
        """Show number and hashes, offer the papers."""
        self.show_open_problems({}, {})
        self.said.show_text(f"已归档，编号 {filed.number}", "ok")
        self.hashes.set_hashes(filed.docx_hash, filed.pdf_hash)
        self.buttons.show_papers(Papers(filed.id, f"{filed.title} {filed.number}", filed.file_stem))
        self.papers.show()
