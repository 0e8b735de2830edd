"""The keys of the blob files: one for each data key the firm has had."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Identified, UtcDateTime


class BlobKey(Identified, Base):
    """材料密钥: an age identity that older blob files are sealed to; never in the journal, so never leaves by a merge."""

    __tablename__ = "blob_key"
    __journalled__ = False

    identity: Mapped[str] = mapped_column(String(120))
    retired_at: Mapped[datetime] = mapped_column(UtcDateTime)
