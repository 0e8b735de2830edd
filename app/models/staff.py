"""The people of the firm who sign in."""

from datetime import datetime

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, JsonText, UtcDateTime


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
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class FailedSignIn(Identified, Base):
    """登录失败: a wrong password or recovery key, told to the journal at the next opening."""

    __tablename__ = "failed_sign_in"

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(60))
