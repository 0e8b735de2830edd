"""The contract list: number, contract, client, cause, fee, state, date."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.services.amounts import amount_text
from app.services.container import Services
from app.services.contracts.types import ContractRow
from app.terms import ContractState
from app.views.components.labels import Tone
from app.views.jobs import JobRunner
from app.views.tables.base_table import BaseTable
from app.views.tables.columns import Column, TagSpec
from app.views.text import local

AWAITS = TagSpec("待批准", Tone.SOON, "hourglass", "减免待主任批准")
SENSITIVE = TagSpec("", Tone.SOON, "shield-alert", "敏感事项")
_STATE_COLOUR = {ContractState.DRAFT: "text2", ContractState.FILED: "text", ContractState.VOIDED: "text3"}


def _number(row: ContractRow) -> str:
    return row.number or "（归档时编号）"


def _fee(row: ContractRow) -> str:
    return amount_text(row.fee_fen) if row.fee_fen is not None else "—"


def _date(row: ContractRow) -> str:
    day = row.contract_date or local(row.changed_at).date()
    return day.isoformat()


def _state_tag(row: ContractRow) -> TagSpec | None:
    return AWAITS if row.awaits_approval else None


def _sensitive_tag(row: ContractRow) -> TagSpec | None:
    return SENSITIVE if row.is_sensitive else None


def _state_colour(row: ContractRow) -> str:
    return _STATE_COLOUR[row.state]


COLUMNS: Sequence[Column[ContractRow]] = (
    Column("number", "编号", _number, 150, tag=_sensitive_tag, colour=lambda row: "text" if row.number else "text3"),
    Column("title", "合同", lambda row: row.title, 170, priority=2),
    Column("client", "服务对象", lambda row: row.client, 130, medium=True),
    Column("cause", "案由", lambda row: row.cause or "—", 140, stretch=True, priority=3, colour="text2"),
    Column("fee", "律师服务费（元）", _fee, 120, right=True, priority=1),
    Column("gap", "", lambda _row: "", 20),
    Column("state", "状态", lambda row: row.state.label, 136, tag=_state_tag, colour=_state_colour),
    Column("date", "日期", _date, 96, right=True, priority=4, colour="text3"),
)


class ContractTable(BaseTable[int, ContractRow]):
    """Rows of the contract list, by row number."""

    def __init__(self, services: Services, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, jobs, services.contracts.register.rows, lambda row: row.row_no, parent)
