"""收案登记: matters of the time before the program, kept for conflict checks."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Searchable
from app.terms import Fen, Uid


class PastMatter(Searchable, Base):
    """以往案件: one line of the firm's old contract or 收案 register."""

    __tablename__ = "past_matter"

    number: Mapped[str] = mapped_column(String(60), index=True, default="")
    client_name: Mapped[str] = mapped_column(String(100))
    client_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("client.id"), index=True, default=None)
    opponent: Mapped[str] = mapped_column(String(200), default="")
    cause: Mapped[str] = mapped_column(String(100), default="")
    lawyers: Mapped[str] = mapped_column(String(100), default="")
    accepted_on: Mapped[date | None] = mapped_column(Date, default=None)
    closed_on: Mapped[date | None] = mapped_column(Date, default=None)
    fee_fen: Mapped[Fen | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(Text, default="")
