"""材料: papers, pictures and sound that belong to a record."""

import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import InvalidInputError, NotFoundError
from app.models import Attachment
from app.services.core import Office, Service, query
from app.storage.unit_of_work import UnitOfWork
from app.terms import AttachmentKind, Uid

MOST_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True)
class NewAttachment:
    """A file to keep: its name, kind and bytes."""

    file_name: str
    kind: AttachmentKind
    data: bytes

    @classmethod
    def from_file(cls, path: Path, kind: AttachmentKind) -> "NewAttachment":
        """Read a file from disk.

        Raises:
            InvalidInputError: it cannot be read, is empty or larger than 200 MiB.

        """
        try:
            if path.stat().st_size > MOST_BYTES:
                raise InvalidInputError({"attachment": f"“{path.name}”超过 200 MB，请先压缩或分段。"})
            data = path.read_bytes()
        except OSError as error:
            raise InvalidInputError({"attachment": f"读不了“{path.name}”，请检查文件是否还在、是否被占用。"}) from error
        if not data:
            raise InvalidInputError({"attachment": f"“{path.name}”是空文件，请换一个。"})
        return cls(path.name, kind, data)


@dataclass(frozen=True)
class AttachmentView:
    """A kept file as screens show it."""

    id: Uid
    kind: AttachmentKind
    file_name: str
    media_type: str
    size: int
    added_at: datetime


def keep(office: Office, work: UnitOfWork, owner_kind: str, owner_id: Uid, files: tuple[NewAttachment, ...]) -> None:
    """Store files for a record inside a unit of work; the bytes are on disk before the rows name them."""
    for file in files:
        ref = office.blobs.put(file.data)
        work.session.add(
            Attachment(
                owner_kind=owner_kind,
                owner_id=owner_id,
                kind=file.kind,
                file_name=plain_name(file.file_name)[:200],
                media_type=mimetypes.guess_type(file.file_name)[0] or "application/octet-stream",
                size=ref.size,
                blob_hash=ref.hash,
                added_at=work.now,
                added_by=work.context.actor_id,
            )
        )


def plain_name(name: str) -> str:
    """Return a file's own name without folders: it may come from a sender or another PC and is offered for saving."""
    own = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in own if ord(char) >= 32).strip(" .") or "材料"


def views_of(session: Session, owner_kind: str, owner_id: Uid) -> tuple[AttachmentView, ...]:
    """Return the files of one record, oldest first."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.owner_kind == owner_kind, Attachment.owner_id == owner_id)
        .order_by(Attachment.added_at, Attachment.id)
    )
    return tuple(AttachmentView(a.id, a.kind, plain_name(a.file_name), a.media_type, a.size, a.added_at) for a in rows)


class Attachments(Service):
    """Reading kept files back."""

    @query()
    def read(self, attachment_id: Uid) -> tuple[AttachmentView, bytes]:
        """Return a file with its bytes, checked against its hash.

        Raises:
            NotFoundError: there is no such file.

        """
        with self.office.reading() as session:
            found = session.get(Attachment, attachment_id)
            if found is None:
                raise NotFoundError("这份材料已经不在了。", todo="请刷新后再看。")
            view = AttachmentView(
                found.id, found.kind, plain_name(found.file_name), found.media_type, found.size, found.added_at
            )
            blob_hash = found.blob_hash
        return view, self.office.blobs.read(blob_hash)
