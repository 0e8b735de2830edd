"""Papers, pictures and sound that belong to a record; the bytes lie in the blob store."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, TermType, UtcDateTime
from app.terms import AttachmentKind, Uid


class Attachment(Identified, Base):
    """材料: names a blob and the record it belongs to."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_owner_kind_owner_id", "owner_kind", "owner_id"),)

    owner_kind: Mapped[str] = mapped_column(String(30))
    """Table name of the owner: client, sign_up, consultation, contract, client_relief."""
    owner_id: Mapped[Uid] = mapped_column(LargeBinary(16))
    kind: Mapped[AttachmentKind] = mapped_column(TermType(AttachmentKind))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    blob_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the plain bytes, hexadecimal."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[Uid | None] = mapped_column(LargeBinary(16), ForeignKey("staff.id"), default=None)
