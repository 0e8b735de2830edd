"""The journal: who changed what, when and from which device, and what only this file knows about it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Identified, TermType, UtcDateTime, new_uid
from app.terms import AccessWay, Uid

LocalNumber = BigInteger().with_variant(Integer, "sqlite")


class Undo(StrEnum):
    """What Ctrl+Z may do with an operation."""

    UNDOABLE = "undoable"
    """The inverse may be applied."""
    COMPENSATED = "compensated"
    """Taken back only by a further event (撤回, 作废)."""
    FINAL = "final"
    """Never taken back."""
    ASIDE = "aside"
    """The program's own doing, e.g. a draft saved by itself: Ctrl+Z passes over it to what the person did."""


class Action(StrEnum):
    """How a change set came about."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    BASELINE = "baseline"


class Operation(StrEnum):
    """What happened to a row."""

    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    BASELINE = "baseline"


class ChangeSet(Base):
    """One committed unit of work, chained by digest to the device's previous one.

    `local_seq` counts what this file has seen, own and foreign, in the order of commits; it is never merged.
    """

    __tablename__ = "change_set"
    __journalled__ = False
    __table_args__ = (
        UniqueConstraint("device_id", "device_seq"),
        Index("ix_change_set_actor", "actor_id", "local_seq"),
        Index("ix_change_set_at_local_seq", "at", "local_seq"),
        Index("ix_change_set_undoes", "undoes"),
        {"sqlite_autoincrement": True},
    )

    local_seq: Mapped[int] = mapped_column(LocalNumber, primary_key=True, autoincrement=True)
    id: Mapped[Uid] = mapped_column(LargeBinary(16), unique=True, nullable=False, default=new_uid)
    device_id: Mapped[Uid] = mapped_column(LargeBinary(16), nullable=False)
    device_seq: Mapped[int] = mapped_column(BigInteger, nullable=False)
    batch_id: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    actor_id: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    actor_name: Mapped[str] = mapped_column(String(100), nullable=False)
    label: Mapped[str] = mapped_column(String(200), nullable=False)
    source: Mapped[str] = mapped_column(String(40), nullable=False)
    undo: Mapped[str] = mapped_column(String(20), nullable=False)
    action: Mapped[str] = mapped_column(String(20), nullable=False, default=Action.DO.value)
    undoes: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    schema_revision: Mapped[str] = mapped_column(String(40), nullable=False)
    previous_digest: Mapped[str] = mapped_column(String(64), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)

    changes: Mapped[list["Change"]] = relationship(back_populates="change_set", order_by="Change.ordinal")


class Change(Base):
    """What one change set did to one row; the images may be erased, their digests stay.

    `before` and `after` are canonical JSON: the whole row for an insert or delete, only the changed columns for
    an update. `salt` goes with the images, so that nothing can be guessed back from a digest.
    """

    __tablename__ = "change"
    __journalled__ = False
    __table_args__ = (
        UniqueConstraint("change_set_id", "ordinal"),
        Index("ix_change_row", "table_name", "row_id"),
    )

    number: Mapped[int] = mapped_column(LocalNumber, primary_key=True, autoincrement=True)
    change_set_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("change_set.id"), nullable=False)
    ordinal: Mapped[int] = mapped_column(Integer, nullable=False)
    table_name: Mapped[str] = mapped_column(String(60), nullable=False)
    row_id: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    operation: Mapped[str] = mapped_column(String(20), nullable=False)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    before_digest: Mapped[str | None] = mapped_column(String(64))
    after_digest: Mapped[str | None] = mapped_column(String(64))

    change_set: Mapped[ChangeSet] = relationship(back_populates="changes")


class AppliedSet(Base):
    """Another device's change set that was applied to this file."""

    __tablename__ = "applied_set"
    __journalled__ = False

    change_set_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("change_set.id"), primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    conflicts: Mapped[int] = mapped_column(Integer, nullable=False)


class MergeConflict(Base):
    """A field (or a whole row, where `column_name` is empty) that two devices changed differently; both are kept."""

    __tablename__ = "merge_conflict"
    __journalled__ = False
    __table_args__ = (UniqueConstraint("change_set_id", "table_name", "row_id", "column_name"),)

    id: Mapped[Uid] = mapped_column(LargeBinary(16), primary_key=True, default=new_uid)
    change_set_id: Mapped[Uid] = mapped_column(LargeBinary(16), ForeignKey("change_set.id"), nullable=False)
    table_name: Mapped[str] = mapped_column(String(60), nullable=False)
    row_id: Mapped[Uid] = mapped_column(LargeBinary(16), nullable=False)
    column_name: Mapped[str] = mapped_column(String(60), nullable=False)
    base_value: Mapped[str | None] = mapped_column(Text)
    local_value: Mapped[str | None] = mapped_column(Text)
    foreign_value: Mapped[str | None] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Device(Base):
    """A PC whose work is in the journal."""

    __tablename__ = "device"
    __journalled__ = False

    id: Mapped[Uid] = mapped_column(LargeBinary(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), nullable=False)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)


class AccessLog(Base):
    """Who opened a record, printed or saved a paper, took data out; it cannot be switched off."""

    __tablename__ = "access_log"
    __journalled__ = False
    __table_args__ = (
        Index("ix_access_log_record", "table_name", "record_id"),
        Index("ix_access_log_at_number", "at", "number"),
    )

    number: Mapped[int] = mapped_column(LocalNumber, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, nullable=False)
    actor_id: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    actor_name: Mapped[str] = mapped_column(String(100), nullable=False)
    device_id: Mapped[Uid] = mapped_column(LargeBinary(16), nullable=False)
    way: Mapped[AccessWay] = mapped_column(TermType(AccessWay), nullable=False, default=AccessWay.OPENED)
    table_name: Mapped[str] = mapped_column(String(60), nullable=False)
    record_id: Mapped[Uid | None] = mapped_column(LargeBinary(16))
    """Nothing where it was many records at once, e.g. an export."""
    note: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    """What was taken out, e.g. “服务对象 312 行”; never what is in it."""


class NumberSeries(Identified, Base):
    """The last number taken in a series of a year; numbers are never given back."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("series", "year"),)

    series: Mapped[str] = mapped_column(String(60), nullable=False)
    year: Mapped[int] = mapped_column(Integer, nullable=False)
    last: Mapped[int] = mapped_column(Integer, nullable=False)
