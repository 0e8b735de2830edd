"""The contract list and one contract with its filed papers."""

from array import array
from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.models import Client, Contract, Staff
from app.rules.contracts import needs_approver
from app.rules.money import yuan_text
from app.services.areas import TimelineEntry
from app.services.attachments import views_of
from app.services.contracts import forms
from app.services.contracts.file_names import file_stem
from app.services.contracts.types import ContractDetail, ContractRow
from app.services.core import Service, query
from app.storage.recorder import chunks
from app.terms import ContractState, Uid


class ContractChip(StrEnum):
    """The filters above the contract list, in their order."""

    ALL = "all"
    DRAFT = "draft"
    FILED = "filed"
    VOIDED = "voided"


class Register(Service):
    """合同列表."""

    @query()
    def row_numbers(self, chip: ContractChip) -> "array[int]":
        """Return the row numbers behind a chip, the newest first."""
        with self.office.reading() as session:
            wanted = select(Contract.row_no).where(*_condition(chip)).order_by(Contract.row_no.desc())
            return array("q", session.scalars(wanted))

    @query()
    def counts(self) -> dict[ContractChip, int]:
        """Return how many contracts stand behind each chip."""
        with self.office.reading() as session:
            wanted = select(Contract.state, func.count()).group_by(Contract.state)
            by_state = {state.value: int(count) for state, count in session.execute(wanted)}
        counts = {chip: by_state.get(chip.value, 0) for chip in ContractChip}
        counts[ContractChip.ALL] = sum(by_state.values())
        return counts

    @query()
    def rows(self, row_numbers: Sequence[int]) -> list[ContractRow]:
        """Return the rows of given numbers, in that order; numbers that are gone are left out."""
        wanted = select(Contract, Client.name).join(Client, Client.id == Contract.client_id)
        with self.office.reading() as session:
            found = {
                contract.row_no: _row(contract, name)
                for chunk in chunks(row_numbers)
                for contract, name in session.execute(wanted.where(Contract.row_no.in_(chunk)))
            }
        return [found[number] for number in row_numbers if number in found]

    @query()
    def find(self, contract_id: Uid) -> ContractDetail:
        """Return a contract.

        Raises:
            NotFoundError: there is none of this id.

        """
        with self.office.reading() as session:
            contract = session.scalar(select(Contract).where(Contract.id == contract_id))
            if contract is None:
                raise NotFoundError("这份合同已经不在了。", todo="请刷新后再看。")
            client = session.scalar(select(Client.name).where(Client.id == contract.client_id)) or ""
            filer = session.get(Staff, contract.filed_by) if contract.filed_by else None
            return ContractDetail(
                id=contract.id,
                number=contract.number or "",
                title=contract.title,
                state=contract.state,
                client_name=client,
                form=forms.read(contract),
                docx_hash=contract.docx_hash,
                pdf_hash=contract.pdf_hash,
                created_at=contract.created_at,
                filed_at=contract.filed_at,
                filed_by=filer.name if filer else "",
                voided_reason=contract.voided_reason,
                awaits_approval=_awaits_approval(contract),
                file_stem=file_stem(contract.number or "", client, contract.title),
                attachments=views_of(session, "contract", contract.id),
                is_sensitive=contract.is_sensitive,
            )

    @query()
    def paper(self, contract_id: Uid, *, as_pdf: bool) -> bytes:
        """Return a filed contract as PDF or .docx, checked against its hash.

        Raises:
            NotFoundError: it is not filed.

        """
        with self.office.reading() as session:
            contract = session.scalar(select(Contract).where(Contract.id == contract_id))
            blob_hash = (contract.pdf_hash if as_pdf else contract.docx_hash) if contract else ""
        if not blob_hash:
            raise NotFoundError("这份合同还没有归档，没有可取的文件。", todo="请先完成归档。")
        return self.office.blobs.read(blob_hash)


def contract_entries(session: Session, client_id: Uid) -> list[TimelineEntry]:
    """Return the contracts of a client for the timeline."""
    entries = []
    for contract in session.scalars(select(Contract).where(Contract.client_id == client_id)):
        fee = f"律师服务费 {yuan_text(contract.fee_fen)} 元" if contract.fee_fen else ""
        about = "，".join(part for part in (contract.number or "", fee) if part)
        tone = "ok" if contract.state is ContractState.FILED else "neutral"
        title = "合同：" + (contract.cause or contract.title)
        at = contract.filed_at or contract.created_at
        entries.append(TimelineEntry("contracts", contract.id, at, title, about, contract.state.label, tone))
    return entries


def _condition(chip: ContractChip) -> list[ColumnElement[bool]]:
    return [] if chip is ContractChip.ALL else [Contract.state == ContractState(chip.value)]


def _awaits_approval(contract: Contract) -> bool:
    if contract.state is not ContractState.DRAFT or not needs_approver(contract.relief_reason):
        return False
    approved = contract.approved_fee_fen
    return contract.fee_fen is not None and (approved is None or contract.fee_fen < approved)


def _row(contract: Contract, client: str) -> ContractRow:
    return ContractRow(
        row_no=contract.row_no,
        id=contract.id,
        number=contract.number or "",
        title=contract.title,
        client=client,
        cause=contract.cause,
        fee_fen=contract.fee_fen,
        state=contract.state,
        awaits_approval=_awaits_approval(contract),
        contract_date=contract.contract_date,
        changed_at=contract.filed_at or contract.created_at,
        is_sensitive=contract.is_sensitive,
    )
