"""The firm itself: one row, its published prices, its settings and the clock policies of its channels."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText, TermType
from app.terms import Channel, ClockKind, Fen, Scheme, Uid


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


class FirmSetting(Identified, Base):
    """本所设置: one setting of the whole firm, as JSON; what is not stored is at its default."""

    __tablename__ = "firm_setting"

    key: Mapped[str] = mapped_column(String(80), unique=True)
    value: Mapped[Any] = mapped_column(JsonText)


class ChannelPolicy(Identified, Base):
    """渠道时限: the firm's own allowance on a channel of a scheme from a day on; without one the scheme's holds."""

    __tablename__ = "channel_policy"
    __table_args__ = (UniqueConstraint("scheme", "channel", "valid_from"),)

    scheme: Mapped[Scheme] = mapped_column(TermType(Scheme))
    channel: Mapped[Channel] = mapped_column(TermType(Channel))
    valid_from: Mapped[date] = mapped_column(Date)
    is_offered: Mapped[bool] = mapped_column(Boolean, default=True)
    clock: Mapped[ClockKind] = mapped_column(TermType(ClockKind))
    allowance_minutes: Mapped[int] = mapped_column(Integer)
    warn_at: Mapped[list[float]] = mapped_column(JsonText)
    """Shares of the allowance at which 将到期, 紧急 and 已超时 begin."""
    set_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
