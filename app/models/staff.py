"""The people of the firm who sign in, when they are away, and who holds the programme's post."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText, TermType, UtcDateTime
from app.terms import LeaveKind, Post, Uid


class Staff(Identified, Base):
    """员工: a login, a name and the roles that say what they may do."""

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(String(200), default="")
    """Pinyin, for sorting."""
    roles: Mapped[list[str]] = mapped_column(JsonText, default=list)
    licence_no: Mapped[str] = mapped_column(String(30), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    is_phone_published: Mapped[bool] = mapped_column(Boolean, default=False)
    other_phones: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    """[{"number": "…", "is_published": false}, …]."""
    birth_date: Mapped[date | None] = mapped_column(Date, default=None)
    is_party_member: Mapped[bool | None] = mapped_column(Boolean, default=None)
    """Nothing where it was not asked."""
    fields: Mapped[list[str]] = mapped_column(JsonText, default=list)
    """Fields of law (`Category` values)."""
    languages: Mapped[list[str]] = mapped_column(JsonText, default=list)
    """Languages and dialects spoken, as words."""
    weekly: Mapped[dict[str, list[list[str]]] | None] = mapped_column(JsonText, default=None)
    """Own working spans in the form of `Firm.weekly`; nothing means the firm's."""
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    """A temporary password was given out."""
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    left_on: Mapped[date | None] = mapped_column(Date, default=None)


class StaffLeave(Identified, Base):
    """请假: a stretch in which a member of staff is not to be given work."""

    __tablename__ = "staff_leave"

    staff_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), index=True)
    kind: Mapped[LeaveKind] = mapped_column(TermType(LeaveKind))
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")


class Appointment(Identified, Base):
    """任命: who holds a post of the programme, from when to when (S5.0)."""

    __tablename__ = "appointment"

    post: Mapped[Post] = mapped_column(TermType(Post))
    staff_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), index=True)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date, default=None)
    appointed_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")


class FailedSignIn(Identified, Base):
    """登录失败: a wrong password or recovery key, told to the journal at the next opening."""

    __tablename__ = "failed_sign_in"

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(60))
