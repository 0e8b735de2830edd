"""服务对象: the clients, their special groups and how they signed up."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, Searchable, TermType, UtcDateTime
from app.terms import ClientKind, GroupKind, IdentityKind, ReliefGroup, Sex, SignUpChannel, SignUpState, Uid


class Client(Searchable, Base):
    """服务对象: a person or an organisation with a file (S5.1)."""

    __tablename__ = "client"
    __table_args__ = (
        Index("ix_client_name_key_row_no", "name_key", "row_no"),
        Index("ix_client_last_contact_at_row_no", "last_contact_at", "row_no"),
        Index("ix_client_row_no_name", "row_no", "name"),  # a search ranks 2,000 hits by their names alone
    )

    file_no: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[ClientKind] = mapped_column(TermType(ClientKind))
    name: Mapped[str] = mapped_column(String(100), index=True)
    name_key: Mapped[str] = mapped_column(String(400), default="")
    """Pinyin, for sorting."""
    identity_kind: Mapped[IdentityKind | None] = mapped_column(TermType(IdentityKind), default=None)
    identity_no: Mapped[str] = mapped_column(String(40), default="", index=True)
    sex: Mapped[Sex | None] = mapped_column(TermType(Sex), default=None)
    birth_date: Mapped[date | None] = mapped_column(Date, default=None)
    representative: Mapped[str] = mapped_column(String(40), default="")
    """Legal representative or person in charge of an organisation."""
    phone: Mapped[str] = mapped_column(String(30), default="", index=True)
    other_phone: Mapped[str] = mapped_column(String(30), default="", index=True)
    wechat_name: Mapped[str] = mapped_column(String(60), default="", index=True)
    district: Mapped[str] = mapped_column(String(6), default="")
    """Six-digit code of resources/regions."""
    address: Mapped[str] = mapped_column(String(200), default="")
    care_notes: Mapped[str] = mapped_column(Text, default="")
    """What to mind when talking with them: hearing, a son who may speak for them …"""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)


def _of_those(flag: str, order: str) -> Index:
    """Return an index of the clients with one mark in one order: a chip's list is read from it alone."""
    return Index(
        f"ix_client_state_{flag}_{order}",
        order,
        "row_no",
        sqlite_where=text(f"{flag} = 1"),
        postgresql_where=text(flag),
    )


class ClientState(Base):
    """What the client list filters and sorts by, gathered from the client, the sign-ups and the relief groups.

    Rebuilt by `app.services.client_states`, never edited by hand.
    """

    __tablename__ = "client_state"
    __journalled__ = False
    __table_args__ = tuple(
        _of_those(flag, order)
        for flag in ("is_signed_up", "is_awaiting_filing", "has_relief")
        for order in ("name_key", "last_contact_at")
    )

    row_no: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    """Row number of the client in this file."""
    name_key: Mapped[str] = mapped_column(String(400))
    last_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_signed_up: Mapped[bool] = mapped_column(Boolean, default=False)
    is_awaiting_filing: Mapped[bool] = mapped_column(Boolean, default=False)
    has_relief: Mapped[bool] = mapped_column(Boolean, default=False)


class ClientRelief(Identified, Base):
    """减免对象 entry of a client: the group, its proof and until when it holds (S9.1)."""

    __tablename__ = "client_relief"

    client_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("client.id"), index=True)
    group: Mapped[ReliefGroup] = mapped_column("relief_group", TermType(ReliefGroup))
    proof: Mapped[str] = mapped_column(String(200), default="")
    valid_until: Mapped[date | None] = mapped_column(Date, default=None)


class SignUp(Identified, Base):
    """签约: one sign-up of a client by one of the scheme's channels, with its evidence (S1, S2.1, S3.1, S4)."""

    __tablename__ = "sign_up"
    __table_args__ = (Index("ix_sign_up_state_client_id", "state", "client_id"),)

    client_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("client.id"), index=True)
    channel: Mapped[SignUpChannel] = mapped_column(TermType(SignUpChannel))
    state: Mapped[SignUpState] = mapped_column(TermType(SignUpState))
    signed_on: Mapped[date] = mapped_column(Date)
    agreement_no: Mapped[str] = mapped_column(String(40), default="")
    group_kind: Mapped[GroupKind | None] = mapped_column(TermType(GroupKind), default=None)
    group_name: Mapped[str] = mapped_column(String(100), default="")
    nickname: Mapped[str] = mapped_column(String(60), default="")
    consultation_id: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("consultation.id"), default=None)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    filed_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    notes: Mapped[str] = mapped_column(Text, default="")
