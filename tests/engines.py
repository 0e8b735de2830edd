"""The two engines as the tests use them: every test of storage and services runs on both.

The test itself does not know: it makes and opens databases as ever, and copies the firm that was built once. On
PostgreSQL a new database is a copy of an empty one on the tests' own server, and a firm's copy is a copy of its database
there.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from app.paths import Profile
from app.services.derived import rebuild_all
from app.services.hours import load_hours
from app.storage import locator
from app.storage.connections import reader_engine
from app.storage.database import Database
from app.storage.postgres import moving
from app.storage.postgres.connections import single_engine
from app.storage.postgres.database import PostgresDatabase
from tests.embedded_server import EmbeddedServer
from tests.one_engine import ONE_ENGINE, POSTGRESQL, SQLCIPHER
from tests.template_databases import TemplateDatabases

BOTH = (SQLCIPHER, POSTGRESQL)
ROOMS = ("services", "storage", "properties")
"""The folders whose tests run on both engines."""


class SqlcipherTests:
    """Each profile has a file of its own."""

    name = SQLCIPHER

    def copy_profile(self, source: Path, target: Path, data_key: bytes) -> None:  # noqa: ARG002 - a file is copied as it is
        """Make a profile like another one, as if its folder had been copied to another PC."""
        shutil.copytree(source, target, dirs_exist_ok=True)


class PostgresTests:
    """Each profile has a database of its own on the tests' server.

    Args:
        server: running.

    """

    name = POSTGRESQL

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        self._databases = TemplateDatabases(server)
        self._empty = ""
        self._firms: dict[Path, str] = {}
        self._lent: list[tuple[str, str]] = []
        self._made: list[str] = []

    def create(self, profile: Profile, data_key: bytes) -> Database:
        """Make the database of a new profile and open it, as `Database.create` does."""
        return PostgresDatabase.join(profile, data_key, self._borrow(self._empty_template()))

    def copy_profile(self, source: Path, target: Path, data_key: bytes) -> None:
        """Make a profile like another one with a database of its own; one with a file moves onto the server."""
        shutil.copytree(source, target, dirs_exist_ok=True)
        database = Profile(target).database
        if locator.is_locator(database):
            self._made.append(self.server.create(locator.read(database, data_key)["dbname"]))
            place = self.server.place(self._made[-1])
        else:
            place = self._borrow(self._firms.get(source) or self._move_in(source, data_key))
            database.unlink()
        locator.write(database, data_key, place)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let new databases be made on the server; afterwards they are given back or dropped."""
        (lent, self._lent), (made, self._made) = (self._lent, []), (self._made, [])
        with patch.object(Database, "create", self.create):
            yield
        for template, name in self._lent:
            self._databases.take_back(template, name)
        for name in self._made:
            self.server.drop(name)
        self._lent, self._made = lent, made

    def _borrow(self, template: str) -> locator.Place:
        name = self._databases.lend(template)
        self._lent.append((template, name))
        return self.server.place(name)

    def _empty_template(self) -> str:
        if not self._empty:
            self._empty = self._databases.keep(self._make_empty())
        return self._empty

    def _make_empty(self) -> str:
        name = self.server.create()
        with tempfile.TemporaryDirectory() as folder:
            PostgresDatabase.make(Profile(Path(folder)), bytes(32), self.server.place(name)).close()
        return name

    def _move_in(self, source: Path, data_key: bytes) -> str:
        """Move a firm that was built in a file onto the server, once; return the database to copy."""
        name = self._make_empty()
        file, server = reader_engine(Profile(source).database, data_key), single_engine(self.server.place(name))
        moving.move(file, server)
        file.dispose()
        with Session(server) as session:
            rebuild_all(session, load_hours(session))
            session.commit()
        self._firms[source] = self._databases.keep(name)
        return name


Engine = SqlcipherTests | PostgresTests
_current: Engine = SqlcipherTests()


def current() -> Engine:
    """Return the engine the running test is on."""
    return _current


@contextmanager
def on(engine: Engine) -> Iterator[Engine]:
    """Run a test on an engine."""
    global _current  # noqa: PLW0603 - one test runs at a time
    before, _current = _current, engine
    try:
        if isinstance(engine, PostgresTests):
            with engine.in_use():
                yield engine
        else:
            yield engine
    finally:
        _current = before


ALWAYS = frozenset({"test_main_job.py", "test_clients.py", "test_client_states.py", "test_audit.py", "test_inbox.py"})
"""Modules of services that run on the server in the quick run too; the others do in the full one."""


def runs_of(test: pytest.Item) -> list[Any]:
    """Return the engines a test runs on as parameters; most services meet the server only in the full run."""
    later = test.path.parent.name == "services" and test.path.name not in ALWAYS
    return [
        pytest.param(name, marks=pytest.mark.slow)
        if later and name == POSTGRESQL and len(engines_of(test)) > 1
        else name
        for name in engines_of(test)
    ]


def engines_of(test: pytest.Item) -> tuple[str, ...]:
    """Return the engines a test runs on: both in the rooms for it, unless it is on the list of those on one only."""
    if test.path.parent.name not in ROOMS:
        return (SQLCIPHER,)
    names = [test.path.name]
    for part in test.nodeid.split("::")[1:]:
        names.append(f"{names[-1]}::{part}")
    only = [ONE_ENGINE[name][0] for name in names if name in ONE_ENGINE]
    return tuple(only) or BOTH
