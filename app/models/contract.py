"""合同: what was agreed, how the fee was found, and the filed papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, JsonText, Searchable, TermType, UtcDateTime
from app.terms import ContractState, FeeVerdict, Fen, MatterClass, MatterStage, ReliefReason, Uid


class Contract(Searchable, Base):
    """合同: drafted in four steps; once filed its papers and numbers never change."""

    __tablename__ = "contract"
    __table_args__ = (Index("ix_contract_client_id", "client_id"), Index("ix_contract_state", "state"))

    state: Mapped[ContractState] = mapped_column(TermType(ContractState))
    number: Mapped[str | None] = mapped_column(String(40), unique=True, default=None)
    client_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("client.id"))
    template: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(100))
    matter_class: Mapped[MatterClass] = mapped_column(TermType(MatterClass))
    stage: Mapped[MatterStage | None] = mapped_column(TermType(MatterStage), default=None)
    has_property: Mapped[bool] = mapped_column(Boolean, default=False)
    amount_fen: Mapped[Fen | None] = mapped_column(BigInteger, default=None)
    cause: Mapped[str] = mapped_column(String(100), default="")
    opponent: Mapped[str] = mapped_column(String(200), default="")
    lawyer_ids: Mapped[list[str]] = mapped_column(JsonText, default=list)
    """Staff ids as hexadecimal text."""
    signed_up: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the client was signed up when the fee was compared."""
    fee_fen: Mapped[Fen | None] = mapped_column(BigInteger, default=None)
    schedule_id: Mapped[str] = mapped_column(String(60), default="")
    calculation: Mapped[dict[str, Any] | None] = mapped_column(JsonText, default=None)
    """The guidance's lines, total, source and status as they stood."""
    published_price_fen: Mapped[Fen | None] = mapped_column(BigInteger, default=None)
    verdict: Mapped[FeeVerdict | None] = mapped_column(TermType(FeeVerdict), default=None)
    relief_reason: Mapped[ReliefReason | None] = mapped_column(TermType(ReliefReason), default=None)
    relief_note: Mapped[str] = mapped_column(Text, default="")
    approver_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    approved_fee_fen: Mapped[Fen | None] = mapped_column(BigInteger, default=None)
    """The fee the approver agreed to; a lower one needs a new approval."""
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    terms: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    """The remaining fields of the template, by its field keys."""
    contract_date: Mapped[date | None] = mapped_column(Date, default=None)
    docx_hash: Mapped[str] = mapped_column(String(64), default="")
    pdf_hash: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    filed_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    """敏感事项: seen only by its lawyers and those who may see sensitive matters."""
    voided_reason: Mapped[str] = mapped_column(Text, default="")
