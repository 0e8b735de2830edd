"""Unfinished forms, so that nothing typed is lost by a crash or a lock."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, JsonText, UtcDateTime
from app.terms import Uid


class Draft(Base):
    """草稿: the fields of one unfinished form of one person."""

    __tablename__ = "draft"
    __journalled__ = False

    staff_id: Mapped[Uid] = mapped_column(LargeBinary(16), primary_key=True)
    form: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Which form, e.g. "consultation.new" or "consultation.answer:<id>"."""
    fields: Mapped[dict[str, Any]] = mapped_column(JsonText)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
