"""An opened firm's database, whichever engine holds it.

Two engines hold a firm's data: an encrypted SQLCipher file in the profile (`sqlcipher.py`), or a PostgreSQL server that
several PCs share (`postgres/`). Everything above works with this class and never asks which one it is.
"""

from abc import ABC, abstractmethod
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from app.errors import DamagedDatabaseError
from app.paths import Profile
from app.storage import guard, locator
from app.storage.connections import connect
from app.storage.copying import Told
from app.storage.gate import Gate
from app.terms import Uid


class Database(ABC):
    """One firm's database, open.

    Use `Database.create` or `Database.open`; as a context manager it closes itself.

    Args:
        profile: where its files lie.
        data_key: the 32 bytes that open it.
        device: under which id this PC writes the journal.

    """

    is_read_only = False
    """Whether it is open for looking only."""
    writer_engine: Engine
    """One connection; its transactions take the one write lock when they begin."""
    reader_engine: Engine
    """Connections that cannot write; each transaction sees one state of the data throughout."""

    def __init__(self, profile: Profile, data_key: bytes, device: Uid) -> None:
        self.profile = profile
        self.path: Path = profile.database
        self.device_id: Uid = device
        self.gate = Gate()
        self.is_open = True
        self.take_up(data_key)

    @property
    def data_key(self) -> bytes:
        """The 32 bytes in force."""
        return self._key

    def take_up(self, data_key: bytes) -> None:
        """Connect with a key, at first or again after `let_go`."""
        self._key = data_key
        self.writer_engine, self.reader_engine = self._engines()
        guard.watch(self.writer_engine)

    @abstractmethod
    def _engines(self) -> tuple[Engine, Engine]:
        """Return the writer's and the readers' engine under the key in force."""

    def let_go(self) -> None:
        """Close every connection; the object stays, for `take_up`."""
        self.reader_engine.dispose()
        self.writer_engine.dispose()

    @classmethod
    def create(cls, profile: Profile, data_key: bytes) -> "Database":
        """Make the database file of a new profile and open it.

        Raises:
            AppError: there is one already; it is left alone.

        """
        from app.storage.sqlcipher import SqlcipherDatabase  # noqa: PLC0415 - made of this class

        return SqlcipherDatabase.make(profile, data_key)

    @classmethod
    def open(cls, profile: Profile, data_key: bytes) -> "Database":
        """Open the database of a profile, upgrading one of an older version of the program.

        Raises:
            NewerDatabaseError: made by a newer version of the program; untouched.
            DamagedDatabaseError: damaged, foreign or locked with another key; untouched.
            AppError: the server cannot be reached.

        """
        if locator.is_locator(profile.database):
            from app.storage.postgres.database import PostgresDatabase  # noqa: PLC0415 - with its driver, where used

            return PostgresDatabase.enter(profile, data_key)
        from app.storage.sqlcipher import SqlcipherDatabase  # noqa: PLC0415 - made of this class

        return SqlcipherDatabase.enter(profile, data_key)

    def close(self) -> None:
        """Let go of the data for good; calls that come later are refused."""
        self.is_open = False
        self.let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @classmethod
    def fits(cls, profile: Profile, data_key: bytes) -> bool:
        """Return whether a key opens the profile's database, or the address of its server; nothing is changed."""
        try:
            if locator.is_locator(profile.database):
                locator.read(profile.database, data_key)
            else:
                connect(profile.database, data_key).close()
        except DamagedDatabaseError:
            return False
        return True

    @abstractmethod
    def write_rekeyed(self, target: Path, fresh: bytes, now: datetime) -> None:
        """Write what is to stand at `path` under another key, and keep the present key of the blobs in the database.

        The caller is the gate's writer; `target` does not exist.

        Raises:
            AppError: it could not be written or does not hold what it should.

        """

    @abstractmethod
    def has_all(self, target: Path, fresh: bytes) -> bool:
        """Return whether what `write_rekeyed` wrote still holds all that is stored; asked once everybody let go.

        Raises:
            AppError: one of the two cannot be read.

        """

    @abstractmethod
    def integrity_check(self) -> tuple[str, ...]:
        """Return what is wrong with the stored data, page by page and reference by reference; empty means sound."""

    @abstractmethod
    def copy_to(self, target: Path, told: Told | None = None) -> None:
        """Write a verified copy of the present state, a SQLCipher file under the same key.

        Args:
            target: must not exist.
            told: gets progress; may cancel.

        Raises:
            AppError: it could not be written or does not equal the original; nothing is left at `target`.
            CancelledError: `told` raised it; likewise.

        """
