"""A firm's database on a PostgreSQL server, shared by several PCs.

The profile holds the sealed address of the server in place of the database file; keys, device id and papers lie in the
profile as ever. Pages at rest are the server's business: it belongs on an encrypted disk.
"""

from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, Table, exists, func, insert, select, text

from app.errors import AppError
from app.models import BlobKey, new_uid
from app.models.base import Base
from app.paths import Profile
from app.storage import locator, migrate
from app.storage.blobs import blob_identity
from app.storage.copying import Told
from app.storage.database import Database
from app.storage.device import device_id, renew_device_id
from app.storage.locator import Place
from app.storage.postgres import schema
from app.storage.postgres.connections import reader_engine, single_engine, writer_engine
from app.storage.postgres.copying import copy_to_file

ENCODING, ORDER = "UTF8", "C"
"""A server's database orders text by code points, as the encrypted file does; no locale of a PC comes in."""


class PostgresDatabase(Database):
    """One firm's database on a server."""

    def _engines(self) -> tuple[Engine, Engine]:
        place = locator.read(self.path, self._key)
        return writer_engine(place), reader_engine(place)

    @property
    def place(self) -> Place:
        """Where the database is."""
        return locator.read(self.path, self._key)

    @classmethod
    def make(cls, profile: Profile, data_key: bytes, place: Place) -> Self:
        """Make a new firm's tables in an empty database of a server, note its address in the profile and open it.

        Raises:
            AppError: there is data already, here or there; it is left alone. Or the server cannot be reached.

        """
        engine = single_engine(place)
        _require_order(engine)
        if profile.database.exists() or not schema.is_empty(engine):
            raise AppError("这里已有数据库。", safe="原有数据没有改动。", todo="请直接登录，或另建一个空的数据库。")
        schema.upgrade(engine)
        return cls.join(profile, data_key, place)

    @classmethod
    def join(cls, profile: Profile, data_key: bytes, place: Place) -> Self:
        """Note the address of a firm's database in the profile of one more PC, and open it.

        Raises:
            AppError: the profile has data of its own, which is left alone.

        """
        if profile.database.exists():
            raise AppError("这个文件夹里已有数据库。", safe="原有数据没有改动。", todo="请直接登录，或另选一个文件夹。")
        locator.write(profile.database, data_key, place)
        renew_device_id(profile)
        return cls.enter(profile, data_key)

    @classmethod
    def enter(cls, profile: Profile, data_key: bytes) -> Self:
        """Open the database that a profile has the address of; see `Database.open`."""
        engine = single_engine(locator.read(profile.database, data_key))
        found = schema.revision_of(engine)
        if found != migrate.HEAD:
            if not found:
                raise AppError("服务器上的数据库是空的。", safe="没有改动。", todo="请核对服务器上的数据库名。")
            migrate.refuse_newer(found)
            schema.upgrade(engine)
        return cls(profile, data_key, device_id(profile))

    def write_rekeyed(self, target: Path, fresh: bytes, now: datetime) -> None:
        """Seal the server's address with the fresh key; see `Database.write_rekeyed`."""
        retired = insert(BlobKey).values(id=new_uid(), identity=blob_identity(self._key), retired_at=now)
        with self.writer_engine.begin() as connection:
            connection.execute(retired)
        locator.write(target, fresh, self.place)

    def has_all(self, target: Path, fresh: bytes) -> bool:  # noqa: ARG002 - the data stay where they are
        """Return True: only the address was written anew."""
        return True

    def integrity_check(self) -> tuple[str, ...]:
        """Read every row, so that the server checks its pages, and look for references that lead nowhere."""
        with self.reader_engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                connection.execute(text(f'SELECT sum(length(t::text)) FROM "{table.name}" t'))  # noqa: S608 - our own names
            return tuple(problem for table in Base.metadata.sorted_tables for problem in _dangling(connection, table))

    def copy_to(self, target: Path, told: Told | None = None) -> None:
        """Write a verified copy as an encrypted file, which any PC opens without the server; see `Database.copy_to`."""
        with self.gate.reading():
            copy_to_file(self.reader_engine, target, self._key, told)


def _dangling(connection: Connection, table: Table) -> list[str]:
    found = []
    for key in table.foreign_keys:
        other = key.column.table.alias()
        leads = exists().where(other.c[key.column.name] == key.parent)
        wanted = select(func.count()).select_from(table).where(key.parent.is_not(None), ~leads)
        if count := connection.scalar(wanted):
            found.append(f"{table.name}.{key.parent.name}: {count}")
    return found


def _require_order(engine: Engine) -> None:
    wanted = text(
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
    )
    with engine.connect() as connection:
        encoding, order = connection.execute(wanted).one()
    if encoding != ENCODING or order not in (ORDER, "POSIX"):
        raise AppError(
            "服务器上的数据库不是按本程序的要求建立的。",
            safe="没有改动。",
            todo="请系统管理员以 UTF8 编码、C 排序规则重新建立空的数据库。",
        )
