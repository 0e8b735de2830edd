"""What the import keeps in the firm's settings: column matchings by headers, the last import, one that was broken off."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FirmSetting
from app.rules.importing.fields import FIELDS, plain_header, signature
from app.services.importing.types import Unfinished
from app.storage.unit_of_work import UnitOfWork
from app.terms import ImportKind, Uid

BEGUN, LAST = "import.begun", "import.last"


def _key(kind: ImportKind, headers: Sequence[str]) -> str:
    digest = hashlib.sha256(signature(headers).encode()).hexdigest()[:24]
    return f"import.columns.{kind.value}.{digest}"


def recall(session: Session, kind: ImportKind, headers: Sequence[str]) -> dict[int, str] | None:
    """Return the matching used last for a table with these headers; None if there was none."""
    row = session.scalar(select(FirmSetting).where(FirmSetting.key == _key(kind, headers)))
    if row is None:
        return None
    known = {field.id for field in FIELDS[kind]}
    by_header = {header: field for header, field in row.value.items() if field in known}
    return {place: by_header[plain] for place, text in enumerate(headers) if (plain := plain_header(text)) in by_header}


def remember(work: UnitOfWork, kind: ImportKind, headers: Sequence[str], columns: Mapping[int, str]) -> None:
    """Keep a matching for the next table with these headers."""
    put(work, _key(kind, headers), {plain_header(headers[place]): field for place, field in columns.items()})


def put(work: UnitOfWork, key: str, value: Any) -> None:
    """Write a setting."""
    row = work.session.scalar(select(FirmSetting).where(FirmSetting.key == key))
    if row is None:
        same_everywhere = hashlib.sha256(f"firm_setting|{key}".encode()).digest()[:16]
        work.session.add(FirmSetting(id=same_everywhere, key=key, value=value))
    elif row.value != value:
        row.value = value


def begin(work: UnitOfWork, batch_id: Uid, kind: ImportKind, source: str) -> None:
    """Note that an import begins, so that one broken off by a power cut is found."""
    begun = {"batch": batch_id.hex(), "kind": kind.value, "file": source, "at": work.now.isoformat()}
    put(work, BEGUN, begun)


def end(work: UnitOfWork) -> None:
    """Forget that an import was under way."""
    row = work.session.scalar(select(FirmSetting).where(FirmSetting.key == BEGUN))
    if row is not None:
        work.session.delete(row)


def broken_off(session: Session) -> Unfinished | None:
    """Return the import that began and never ended."""
    row = session.scalar(select(FirmSetting).where(FirmSetting.key == BEGUN))
    if row is None:
        return None
    about = row.value
    return Unfinished(
        bytes.fromhex(about["batch"]), ImportKind(about["kind"]), about["file"], datetime.fromisoformat(about["at"])
    )
