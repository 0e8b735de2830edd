"""A closed copy of the database, encrypted anew and checked; and keeping others from writing meanwhile."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from app.models import BlobKey, new_uid
from app.storage import copying
from app.storage.blobs import blob_identity
from app.storage.connections import connect, single_engine
from app.storage.faults import plain_words


def reencrypt(copy: Path, old: bytes, fresh: bytes, now: datetime) -> None:
    """Encrypt a closed copy anew, keep the old blob key inside it, and check every page and table.

    Raises:
        AppError: it does not hold what it held.

    """
    with plain_words():
        with single_engine(copy, old).begin() as writing:
            writing.execute(insert(BlobKey).values(id=new_uid(), identity=blob_identity(old), retired_at=now))
        with closing(connect(copy, old)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # a write-ahead log would keep pages under the old key
            expected = copying.count_rows(connection)
            connection.execute(f"PRAGMA rekey = \"x'{fresh.hex()}'\"")
        copying.verify(copy, fresh, expected)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def nobody_writes(path: Path, key: bytes) -> Iterator[None]:
    """Hold the write lock, so that nothing another process commits is left out of a copy."""
    with closing(connect(path, key)) as connection, plain_words():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
