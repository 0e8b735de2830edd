"""Drawing a contract up, approving its reduction, filing it with number and hash, making it void."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.errors import AppError, InvalidInputError, NotFoundError, RuleBrokenError
from app.models import Client, Contract, Firm
from app.rules import numbering
from app.rules.contracts import AGENCY, is_approved, needs_approver
from app.services import visibility
from app.services.attachments import NewAttachment, keep
from app.services.clients.lookups import find_client
from app.services.contracts import forms, papers, quotes
from app.services.contracts.file_names import file_stem
from app.services.contracts.sheets import render_sheet
from app.services.contracts.types import ContractForm, FiledContract, Paper
from app.services.core import Service, labour, operation, query
from app.services.firm_settings.numbers import take_number
from app.services.later import Later
from app.storage.files import write_atomically
from app.storage.unit_of_work import Undo, UnitOfWork
from app.terms import AttachmentKind, Authority, ClientKind, ContractState, Permission, Uid

if TYPE_CHECKING:
    from app.documents import templates
else:
    templates = Later("app.documents.templates")

SERIES = {AGENCY: numbering.MANDATE}
GONE = "这份合同已经不在了。"


class Drafting(Service):
    """起草与归档."""

    @operation(Permission.DRAFT_CONTRACT)
    def save(self, form: ContractForm, contract_id: Uid | None = None) -> Uid:
        """Save a contract while it is being drawn up; incomplete is fine.

        Raises:
            RuleBrokenError: it is filed or void already.

        """
        with self.office.work() as work:
            contract = self._draft(work, contract_id)
            _write(contract, form, templates.load_template(form.template).title)
            work.session.add(contract)
            work.session.flush()
            client = find_client(work.session, form.client_id)
            work.commit(f"起草 {client.name} 的{contract.title}", undo=Undo.ASIDE)
            return contract.id

    @operation(Permission.APPROVE_RELIEF)
    def approve(self, contract_id: Uid) -> None:
        """Agree to the reduction of a contract being drawn up, at the fee that stands in it."""
        with self.office.work() as work:
            contract = self._draft(work, contract_id)
            if contract.fee_fen is None:
                raise RuleBrokenError("这份合同还没有填写律师服务费，不能批准减免。")
            contract.approver_id, contract.approved_at = work.context.actor_id, work.now
            contract.approved_fee_fen = contract.fee_fen
            client = find_client(work.session, contract.client_id)
            work.commit(f"批准 {client.name} 的收费减免", undo=Undo.FINAL)

    @operation(Permission.DRAFT_CONTRACT)
    def discard(self, contract_id: Uid) -> None:
        """Give a draft up."""
        with self.office.work() as work:
            contract = self._draft(work, contract_id)
            client = find_client(work.session, contract.client_id)
            work.session.delete(contract)
            work.commit(f"放弃起草 {client.name} 的{contract.title}")

    @query()
    def problems(self, form: ContractForm, contract_id: Uid | None = None) -> dict[str, str]:
        """Return what still keeps a contract from being filed, field by field."""
        with self.office.reading() as session:
            client = find_client(session, form.client_id)
            firm = session.scalars(select(Firm)).one()
            found = _matter_problems(form, client, firm)
            if form.template == AGENCY:
                found |= dict(quotes.quote(self.office, session, form, contract_id).problems)
            return found

    @operation(Permission.FILE_CONTRACT)
    def file(self, form: ContractForm, contract_id: Uid | None) -> FiledContract:
        """Give the contract its number, make .docx and PDF, and file both with their hashes.

        Raises:
            InvalidInputError: what is missing, field by field.
            RuleBrokenError: the fee is not below what S9.3 asks for, or an approval is missing.
            DocumentError: the papers cannot be made as they should; nothing is filed.

        """
        with self.office.work() as work:
            contract = self._draft(work, contract_id)
            template = templates.load_template(form.template)
            _write(contract, form, template.title)
            contract.contract_date = form.terms.contract_date or self.office.today()
            work.session.add(contract)
            work.session.flush()
            self._check(work, contract, form)
            contract.number = _number(work, form.template, self.office.today())
            paper = papers.compose(self.office, work.session, form, contract.id, number=contract.number, masked=False)
            rendered = papers.render(paper)
            self._keep(work, contract, form, paper, rendered)
            client = find_client(work.session, form.client_id)
            client.last_contact_at = max(client.last_contact_at, work.now)
            work.commit(f"合同归档 {contract.number}", undo=Undo.COMPENSATED)
            return FiledContract(
                id=contract.id,
                number=contract.number,
                title=contract.title,
                client_name=client.name,
                docx_hash=contract.docx_hash,
                pdf_hash=contract.pdf_hash,
                file_stem=file_stem(contract.number, client.name, contract.title),
            )

    @operation(Permission.VOID_CONTRACT)
    def void(self, contract_id: Uid, reason: str) -> None:
        """Make a filed contract void: its number and papers stay on file."""
        if not reason.strip():
            raise InvalidInputError({"reason": "请写明作废的原因。"})
        with self.office.work() as work:
            contract = self._find(work, contract_id)
            if contract.state is not ContractState.FILED:
                raise RuleBrokenError("只有已归档的合同才能作废。")
            contract.state, contract.voided_reason = ContractState.VOIDED, reason.strip()
            work.commit(f"作废合同 {contract.number}", undo=Undo.FINAL)

    @labour(Permission.READ)
    def write_file(self, content: bytes, path: Path) -> Path:
        """Write a filed paper where the user wants it, whole or not at all.

        Raises:
            AppError: the place cannot be written to.

        """
        try:
            write_atomically(path, content)
        except OSError as error:
            raise AppError(
                f"文件没有存成：{path.name}。",
                safe="合同已在本机归档，没有丢失。",
                todo="请换个位置，或关闭正在打开它的程序。",
            ) from error
        return path

    def _draft(self, work: UnitOfWork, contract_id: Uid | None) -> Contract:
        if contract_id is None:
            return Contract(state=ContractState.DRAFT, created_at=work.now)
        contract = self._find(work, contract_id)
        if contract.state is not ContractState.DRAFT:
            raise RuleBrokenError(f"这份合同{contract.state.label}，不能再修改。", todo="需要变更时请另签补充协议。")
        return contract

    def _find(self, work: UnitOfWork, contract_id: Uid) -> Contract:
        visibility.require(work.session, self.office.actor.viewer, contract_id, GONE)
        contract = work.session.scalar(select(Contract).where(Contract.id == contract_id))
        if contract is None:
            raise NotFoundError(GONE, todo="请刷新后再试。")
        return contract

    def _check(self, work: UnitOfWork, contract: Contract, form: ContractForm) -> None:
        client = find_client(work.session, form.client_id)
        firm = work.session.scalars(select(Firm)).one()
        if problems := _matter_problems(form, client, firm):
            raise InvalidInputError(problems)
        if form.template != AGENCY:
            return
        quote = quotes.quote(self.office, work.session, form, contract.id)
        facts = quotes.facts_of(form, quote.comparison, contract)
        if problems := {field: said for field, said in quote.problems.items() if field != "approver"}:
            if not facts.may_proceed and facts.fee_fen is not None:
                raise RuleBrokenError(facts.sentence, clause="S9.3", todo="请调整律师服务费后再归档。")
            raise InvalidInputError(problems)
        if needs_approver(form.fee.relief_reason) and not is_approved(facts):
            raise RuleBrokenError("这项减免还没有主任批准。", clause="S9.1", todo="请主任登录后在合同里批准。")
        contract.signed_up = quote.is_signed_up
        contract.schedule_id = quote.calculation.schedule_id if quote.calculation else ""
        contract.calculation = quotes.to_json(quote.calculation)
        contract.published_price_fen = quote.published_price_fen
        contract.verdict = quote.comparison.verdict if quote.comparison else None

    def _keep(
        self, work: UnitOfWork, contract: Contract, form: ContractForm, paper: Paper, rendered: papers.Rendered
    ) -> None:
        contract.docx_hash = self.office.blobs.put(rendered.docx).hash
        contract.pdf_hash = self.office.blobs.put(rendered.pdf).hash
        contract.state = ContractState.FILED
        contract.filed_at, contract.filed_by = work.now, work.context.actor_id
        sheet = render_sheet(paper, form, work.context.actor_name)
        if sheet is not None:
            proof = NewAttachment(f"收费计算单 {contract.number}.pdf", AttachmentKind.DOCUMENT, sheet)
            keep(self.office, work, "contract", contract.id, (proof,))


def _write(contract: Contract, form: ContractForm, title: str) -> None:
    """Put a form into a contract; a consent given for another mandate or reason does not stay."""
    if contract.approved_fee_fen is not None and not quotes.is_what_was_approved(contract, form):
        contract.approver_id = contract.approved_at = contract.approved_fee_fen = None
    forms.write(contract, form, title)


def _number(work: UnitOfWork, template: str, today: date) -> str:
    return take_number(work, SERIES.get(template, numbering.AGREEMENT), today.year)


def _matter_problems(form: ContractForm, client: Client, firm: Firm) -> dict[str, str]:
    problems = _party_problems(client, firm)
    matter = form.matter
    if not matter.lawyer_ids:
        problems["lawyers"] = "请选择承办律师。"
    if form.template == AGENCY:
        if not matter.cause.strip():
            problems["cause"] = "请填写案由。"
        if not matter.opponent.strip():
            problems["opponent"] = "请填写对方当事人。"
        if matter.has_property and not matter.amount_fen:
            problems["amount"] = "请填写标的额。"
        if matter.stage is None:
            problems["stage"] = "请选择办理阶段。"
        if form.terms.authority is Authority.SPECIAL and not form.terms.powers:  # 民事诉讼法 art. 62: named one by one
            problems["powers"] = "请勾选特别授权的具体事项。"
    elif any(member.name and not member.relation for member in form.terms.members):
        problems["members"] = "请写明每位家庭成员与服务对象的关系。"
    return problems


def _party_problems(client: Client, firm: Firm) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not (client.address and (client.phone or client.other_phone)):
        problems["client"] = f"{client.name} 的档案里缺少住址或电话，合同送达要用，请先补上。"
    if client.kind is ClientKind.ORGANISATION and not client.representative:
        problems["client"] = f"{client.name} 的档案里还没有法定代表人或负责人，请先补上。"
    if not client.identity_no:
        problems["client"] = f"{client.name} 的档案里还没有证件号，请先补上。"
    if not (firm.credit_code and firm.address and firm.phones and firm.head):
        problems["firm"] = "本所资料还不完整：合同要用统一社会信用代码、地址、电话和负责人。"
    return problems
