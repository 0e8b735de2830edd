"""The firm itself: one row, its working hours and its published prices."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText
from app.terms import Fen, Uid


class Firm(Identified, Base):
    """律所: who the firm is and when it works."""

    __tablename__ = "firm"

    full_name: Mapped[str] = mapped_column(String(100))
    short_name: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(200), default="")
    phones: Mapped[list[str]] = mapped_column(JsonText, default=list)
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    head: Mapped[str] = mapped_column(String(40), default="")
    schemes: Mapped[list[str]] = mapped_column(JsonText, default=list)
    weekly: Mapped[dict[str, list[list[str]]]] = mapped_column(JsonText, default=dict)
    """Weekday "0" (Monday) to "6" -> spans ["09:00", "12:00"]."""
    summer: Mapped[dict[str, Any] | None] = mapped_column(JsonText, default=None)
    """{"begins": "06-01", "ends": "08-31", "spans": [["09:00", "12:00"], …]} or nothing."""
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Shanghai")
    out_of_hours_text: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(Boolean, default=False)


class PublishedPrice(Identified, Base):
    """本所公示价: what the firm publishes for a matter the guidance gives only a range or nothing for."""

    __tablename__ = "published_price"
    __table_args__ = (UniqueConstraint("schedule_id", "matter_key", "valid_from"),)

    schedule_id: Mapped[str] = mapped_column(String(60))
    matter_key: Mapped[str] = mapped_column(String(60))
    price_fen: Mapped[Fen] = mapped_column(BigInteger)
    valid_from: Mapped[date] = mapped_column(Date)
    set_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), default=None)
