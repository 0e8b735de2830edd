"""咨询: the question as it came in, the events that followed and the state derived from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText, Searchable, TermType, UtcDateTime
from app.terms import Category, Channel, ClockKind, ConsultationEventKind, Scheme, Stage, Uid


class Consultation(Searchable, Base):
    """咨询: what came in and the clock policy it was taken under; everything later is an event."""

    __tablename__ = "consultation"

    number: Mapped[str] = mapped_column(String(40), unique=True)
    scheme: Mapped[Scheme] = mapped_column(TermType(Scheme))
    channel: Mapped[Channel] = mapped_column(TermType(Channel))
    source_name: Mapped[str] = mapped_column(String(100), default="")
    """Which group or account it came through; the platform's own number for 北京法网."""
    asker_name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="", index=True)
    wechat_name: Mapped[str] = mapped_column(String(60), default="")
    category: Mapped[Category] = mapped_column(TermType(Category))
    question: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the firm got it (北京法网: when the platform's notice came); lateness runs from here."""
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    clock: Mapped[ClockKind] = mapped_column(TermType(ClockKind))
    allowance_minutes: Mapped[int] = mapped_column(Integer)
    clause: Mapped[str] = mapped_column(String(10), default="")
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    """敏感事项: seen only by those who handle it and those who may see sensitive matters."""
    is_past: Mapped[bool] = mapped_column(Boolean, default=False)
    """以往咨询: taken over from an old register, judged by nobody's clock."""


class ConsultationEvent(Identified, Base):
    """咨询事件: one thing that happened; written once."""

    __tablename__ = "consultation_event"
    __table_args__ = (Index("ix_consultation_event_consultation_id_seq", "consultation_id", "seq", unique=True),)

    consultation_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("consultation.id"))
    seq: Mapped[int] = mapped_column(Integer)
    """1, 2, 3 … within the consultation."""
    kind: Mapped[ConsultationEventKind] = mapped_column(TermType(ConsultationEventKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it happened."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was written down."""
    actor_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    details: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)


class ConsultationState(Base):
    """The state of a consultation as its events give it: rebuilt by `project`, never edited by hand."""

    __tablename__ = "consultation_state"
    __journalled__ = False
    __table_args__ = (
        Index("ix_consultation_state_stage_due_at", "stage", "due_at"),
        Index("ix_consultation_state_stage_assignee_id_due_at", "stage", "assignee_id", "due_at"),
        Index("ix_consultation_state_answered_at", "answered_at"),
        Index("ix_consultation_state_client_id", "client_id"),
    )

    consultation_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("consultation.id"), primary_key=True)
    row_no: Mapped[int] = mapped_column(Integer, unique=True)
    """Row number of the consultation in this file."""
    stage: Mapped[Stage] = mapped_column(TermType(Stage))
    channel: Mapped[Channel] = mapped_column(TermType(Channel))
    scheme: Mapped[Scheme] = mapped_column(TermType(Scheme))
    clock: Mapped[ClockKind] = mapped_column(TermType(ClockKind))
    allowance_minutes: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The asker's last unanswered message."""
    soon_at: Mapped[datetime] = mapped_column(UtcDateTime)
    urgent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    late_after: Mapped[datetime] = mapped_column(UtcDateTime)
    """An answer after this instant has used more than the allowance; later than due_at over a break."""
    is_estimated: Mapped[bool] = mapped_column(Boolean, default=False)
    """The deadline touches a year whose holidays are not published yet."""
    client_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), default=None)
    assignee_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    elapsed_minutes: Mapped[float | None] = mapped_column(Float, default=None)
    is_late: Mapped[bool | None] = mapped_column(Boolean, default=None)
    notice_sent: Mapped[bool] = mapped_column(Boolean, default=False)
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    is_past: Mapped[bool] = mapped_column(Boolean, default=False)
    last_seq: Mapped[int] = mapped_column(Integer)
