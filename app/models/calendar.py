"""日历: holiday years the firm imported or edited, and its own days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText, TermType, UtcDateTime
from app.terms import CalendarStatus, Uid


class CalendarYear(Identified, Base):
    """日历年份: a year's holiday arrangement in place of the one delivered with the program."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(Integer, unique=True)
    status: Mapped[CalendarStatus] = mapped_column(TermType(CalendarStatus))
    days: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    """holiday-cn's form: [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, …]."""
    papers: Mapped[list[str]] = mapped_column(JsonText, default=list)
    source: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)


class FirmDay(Identified, Base):
    """本所特别日: a day on which the firm's hours differ from the official calendar."""

    __tablename__ = "firm_day"

    day: Mapped[date] = mapped_column(Date, unique=True)
    name: Mapped[str] = mapped_column(String(60))
    spans: Mapped[list[list[str]]] = mapped_column(JsonText, default=list)
    """Working spans ["09:00", "12:00"] of the day; none means closed."""
    set_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
