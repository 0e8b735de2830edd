"""导出: clients, consultations, contracts and past matters as .xlsx, page by page, noted in the access log.

What the signed-in person may not see is not in the file: every page is read by `Office.reading`.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats.columns import Column, Value
from app.models import (
    Client,
    ClientRelief,
    Consultation,
    ConsultationEvent,
    ConsultationState,
    Contract,
    PastMatter,
    SignUp,
    Staff,
)
from app.models.journal import AccessLog
from app.services.access import LONGEST_NOTE
from app.services.clients.lists import Lists
from app.services.clients.types import ClientFilter
from app.services.contracts.register import ContractChip, Register
from app.services.core import Service, long_operation
from app.services.importing.service import save_workbook
from app.services.importing.types import Told
from app.services.later import Later
from app.services.past_matters import PastMatters
from app.storage.recorder import chunks
from app.storage.unit_of_work import Undo
from app.terms import AccessWay, ConsultationEventKind, ExportKind, Permission, SignUpState, Uid

if TYPE_CHECKING:
    from app.formats import xlsx_export
else:
    xlsx_export = Later("app.formats.xlsx_export")

CLIENT_COLUMNS = (
    Column("档案号", 20),
    Column("类型", 8),
    Column("姓名或名称", 18),
    Column("证件类型", 16),
    Column("证件号码", 22),
    Column("性别", 6),
    Column("出生日期", 14),
    Column("法定代表人", 12),
    Column("电话", 16),
    Column("其他电话", 16),
    Column("微信名", 14),
    Column("区县", 12),
    Column("住址", 36),
    Column("减免对象", 18),
    Column("签约状态", 12),
    Column("签约方式", 18),
    Column("签约日期", 14),
    Column("协议编号", 18),
    Column("群名", 30),
    Column("群昵称", 14),
    Column("建档日期", 14),
    Column("备注", 30),
)
CONSULTATION_COLUMNS = (
    Column("编号", 18),
    Column("咨询时间", 17),
    Column("咨询方式", 12),
    Column("群名", 20),
    Column("咨询人", 14),
    Column("电话", 16),
    Column("微信名", 14),
    Column("类别", 12),
    Column("咨询内容", 60),
    Column("阶段", 10),
    Column("律师", 12),
    Column("答复", 60),
    Column("答复时间", 17),
    Column("用时（分钟）", 12),
    Column("时限判定", 12),
    Column("以往咨询", 10),
)
CONTRACT_COLUMNS = (
    Column("编号", 20),
    Column("合同", 22),
    Column("委托人", 18),
    Column("案由", 22),
    Column("对方当事人", 24),
    Column("承办律师", 18),
    Column("律师费（元）", 14),
    Column("状态", 10),
    Column("签订日期", 14),
    Column("归档时间", 17),
)
MATTER_COLUMNS = (
    Column("编号", 20),
    Column("委托人", 18),
    Column("对方当事人", 24),
    Column("案由", 22),
    Column("承办律师", 18),
    Column("收案日期", 14),
    Column("结案日期", 14),
    Column("律师费（元）", 14),
    Column("备注", 30),
)
TABLES = {
    ExportKind.CLIENT: "client",
    ExportKind.CONSULTATION: "consultation",
    ExportKind.CONTRACT: "contract",
    ExportKind.PAST_MATTER: "past_matter",
}
Row = Sequence[Value]


@dataclass(frozen=True)
class ExportRequest:
    """What is to be exported; the filters are those of the lists."""

    kind: ExportKind
    clients: ClientFilter = field(default_factory=ClientFilter)
    contracts: ContractChip = ContractChip.ALL
    text: str = ""


@dataclass(frozen=True)
class ExportOutcome:
    """What came of it."""

    path: Path
    rows: int
    sentence: str


@dataclass(frozen=True)
class _Plan:
    columns: Sequence[Column]
    numbers: Sequence[int]
    page: Callable[[Session, Sequence[int]], Iterator[Row]]


def _silent(_done: int, _total: int, _text: str) -> None:
    """Tell nobody."""


class Exporting(Service):
    """导出."""

    @long_operation(Permission.EXPORT_RECORDS)
    def run(self, request: ExportRequest, path: Path, progress: Told = _silent) -> ExportOutcome:
        """Write what is asked for as .xlsx; a cancelled export leaves no file.

        Raises:
            AppError: the place cannot be written to.

        """
        plan = self._plan(request)
        total, label = len(plan.numbers), request.kind.label
        progress(0, total, f"正在导出{label}")
        with self.office.reading() as session:
            rows = self._rows(session, plan)
            content = xlsx_export.workbook_bytes(
                label, plan.columns, rows, lambda done: progress(done, total, f"正在导出{label}")
            )
        progress(total, total, f"正在导出{label}")
        self._note(request, total)  # first: nothing is taken out that is not noted
        save_workbook(path, content)
        return ExportOutcome(path, total, f"已导出{label} {total:,} 行：{path.name}。")

    def _rows(self, session: Session, plan: _Plan) -> Iterator[Row]:
        for chunk in chunks(plan.numbers):
            yield from plan.page(session, chunk)
            session.expunge_all()

    def _plan(self, request: ExportRequest) -> _Plan:
        office = self.office
        match request.kind:
            case ExportKind.CLIENT:
                numbers: Sequence[int] = Lists(office).row_numbers(request.clients)
                return _Plan(CLIENT_COLUMNS, numbers, self._clients)
            case ExportKind.CONSULTATION:
                with office.reading() as session:
                    numbers = array(
                        "q",
                        session.scalars(
                            select(Consultation.row_no).order_by(Consultation.received_at, Consultation.row_no)
                        ),
                    )
                return _Plan(CONSULTATION_COLUMNS, numbers, self._consultations)
            case ExportKind.CONTRACT:
                return _Plan(CONTRACT_COLUMNS, Register(office).row_numbers(request.contracts), self._contracts)
            case ExportKind.PAST_MATTER:
                return _Plan(MATTER_COLUMNS, PastMatters(office).row_numbers(request.text), self._matters)

    def _note(self, request: ExportRequest, total: int) -> None:
        """Keep in the access log what was taken out; never what is in it."""
        with self.office.work() as work:
            who = work.context
            said = f"{request.kind.label} {total:,} 行"
            entry = AccessLog(
                at=work.now,
                actor_id=who.actor_id,
                actor_name=who.actor_name,
                device_id=who.device_id,
                way=AccessWay.EXPORTED,
                note=said[:LONGEST_NOTE],
                table_name=TABLES[request.kind],
                record_id=None,
            )
            work.session.add(entry)
            work.commit("导出资料", undo=Undo.ASIDE)

    def _local(self, at: datetime | None) -> datetime | None:
        zone: tzinfo = self.office.hours().zone
        return at.astimezone(zone).replace(tzinfo=None) if at else None

    # --- rows ---

    def _clients(self, session: Session, numbers: Sequence[int]) -> Iterator[Row]:
        found = {row.row_no: row for row in session.scalars(select(Client).where(Client.row_no.in_(numbers)))}
        ids = [row.id for row in found.values()]
        reliefs = _grouped(session, ClientRelief, ids)
        sign_ups = _grouped(session, SignUp, ids)
        for number in numbers:
            if client := found.get(number):
                yield self._client(client, reliefs.get(client.id, []), sign_ups.get(client.id, []))

    def _client(self, row: Client, reliefs: Sequence[ClientRelief], sign_ups: Sequence[SignUp]) -> Row:
        standing = [one for one in sign_ups if one.state is not SignUpState.ENDED] or list(sign_ups)
        last = max(standing, key=lambda one: one.signed_on, default=None)
        made = self._local(row.created_at)
        return (
            row.file_no,
            row.kind.label,
            row.name,
            row.identity_kind.label if row.identity_kind else "",
            row.identity_no,
            row.sex.label if row.sex else "",
            row.birth_date,
            row.representative,
            row.phone,
            row.other_phone,
            row.wechat_name,
            self.office.catalogue.region_name(row.district) if row.district else "",
            row.address,
            "、".join(one.group.label for one in reliefs),
            last.state.label if last else "未签约",
            last.channel.label if last else "",
            last.signed_on if last else None,
            last.agreement_no if last else "",
            last.group_name if last else "",
            last.nickname if last else "",
            made.date() if made else None,
            row.care_notes,
        )

    def _consultations(self, session: Session, numbers: Sequence[int]) -> Iterator[Row]:
        wanted = (
            select(Consultation, ConsultationState, Staff.name)
            .join(ConsultationState, ConsultationState.consultation_id == Consultation.id)
            .outerjoin(Staff, Staff.id == ConsultationState.assignee_id)
            .where(Consultation.row_no.in_(numbers))
        )
        found = {row.row_no: (row, state, lawyer) for row, state, lawyer in session.execute(wanted)}
        answers = _answers(session, [row.id for row, _, _ in found.values()])
        for number in numbers:
            if number in found:
                row, state, lawyer = found[number]
                yield self._consultation(row, state, lawyer or "", answers.get(row.id, ""))

    def _consultation(self, row: Consultation, state: ConsultationState, lawyer: str, answer: str) -> Row:
        judged = "" if state.is_late is None else "超时" if state.is_late else "时限内"
        used = state.elapsed_minutes
        return (
            row.number,
            self._local(row.received_at),
            row.channel.label,
            row.source_name,
            row.asker_name,
            row.phone,
            row.wechat_name,
            row.category.label,
            row.question,
            state.stage.label,
            lawyer,
            answer,
            self._local(state.answered_at),
            "" if used is None else str(int(used)),
            judged,
            "是" if row.is_past else "",
        )

    def _contracts(self, session: Session, numbers: Sequence[int]) -> Iterator[Row]:
        names = {staff_id.hex(): name for staff_id, name in session.execute(select(Staff.id, Staff.name))}
        wanted = select(Contract, Client.name).join(Client, Client.id == Contract.client_id)
        found = {row.row_no: (row, name) for row, name in session.execute(wanted.where(Contract.row_no.in_(numbers)))}
        for row, client in (found[number] for number in numbers if number in found):
            yield (
                row.number or "",
                row.title,
                client,
                row.cause,
                row.opponent,
                "、".join(names.get(one, "") for one in row.lawyer_ids),
                None if row.fee_fen is None else row.fee_fen / 100,
                row.state.label,
                row.contract_date,
                self._local(row.filed_at),
            )

    def _matters(self, session: Session, numbers: Sequence[int]) -> Iterator[Row]:
        found = {row.row_no: row for row in session.scalars(select(PastMatter).where(PastMatter.row_no.in_(numbers)))}
        for row in (found[number] for number in numbers if number in found):
            yield (
                row.number,
                row.client_name,
                row.opponent,
                row.cause,
                row.lawyers,
                row.accepted_on,
                row.closed_on,
                None if row.fee_fen is None else row.fee_fen / 100,
                row.note,
            )


def _grouped(session: Session, model: Any, ids: Sequence[Uid]) -> dict[Uid, list[Any]]:
    found: dict[Uid, list[Any]] = {}
    for row in session.scalars(select(model).where(model.client_id.in_(ids)).order_by(model.id)):
        found.setdefault(row.client_id, []).append(row)
    return found


def _answers(session: Session, ids: Sequence[Uid]) -> dict[Uid, str]:
    """Return each consultation's standing answers, one below the other."""
    kinds = (ConsultationEventKind.ANSWERED, ConsultationEventKind.WITHDRAWN)
    wanted = select(ConsultationEvent).where(
        ConsultationEvent.consultation_id.in_(ids), ConsultationEvent.kind.in_(kinds)
    )
    standing: dict[Uid, list[str]] = {}
    for event in session.scalars(wanted.order_by(ConsultationEvent.consultation_id, ConsultationEvent.seq)):
        texts = standing.setdefault(event.consultation_id, [])
        if event.kind is ConsultationEventKind.ANSWERED:
            texts.append(str(event.details.get("text", "")))
        elif texts:
            texts.pop()
    return {owner: "\n".join(texts) for owner, texts in standing.items()}
