"""A disk that fills up: a small tmpfs where one may be mounted, else a limit on the size of every file written."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.models import Client
from app.paths import Profile
from app.services.container import Services
from app.storage import keys
from tests.integration.services.support import contracting_client, create, mandate

SIZE = "48m"
BALLAST = "ballast"


class Disk:
    """A folder whose space can be used up and freed again."""

    root: Path

    def fill(self) -> None:
        """Leave no space."""
        raise NotImplementedError

    def free(self) -> None:
        """Give the space back."""
        raise NotImplementedError


class SmallDisk(Disk):
    """A real file system of a few megabytes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        """Write until nothing more goes in."""
        with (self.root / BALLAST).open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                if ballast.write(bytes(65536)) < 65536:
                    break
        with (self.root / BALLAST).open("ab", buffering=0) as ballast, suppress(OSError):
            while ballast.write(bytes(512)):
                pass

    def free(self) -> None:
        """Remove the ballast."""
        (self.root / BALLAST).unlink(missing_ok=True)


class LimitedFiles(Disk):
    """The process may not make any file longer: needs no rights, and is the same for SQLite, Python and age."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        """Let every write at or behind the first byte fail."""
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))

    def free(self) -> None:
        """Lift the limit."""
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _may_mount() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


@contextmanager
def disk(root: Path, kind: str) -> Iterator[Disk]:
    """Give a disk of a kind ("small" or "limited"); where a small one cannot be mounted, a limited one."""
    root.mkdir(parents=True)
    mounted = False
    if kind == "small" and _may_mount():
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(root)]
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    made: Disk = SmallDisk(root) if mounted else LimitedFiles(root)
    try:
        yield made
    finally:
        made.free()
        if mounted:
            subprocess.run(["umount", str(root)], check=True)


@dataclass(frozen=True)
class Writing:
    """One thing that is written while there is no space.

    Args:
        services: of a firm on the disk.
        disk: the disk.

    """

    services: Services
    disk: Disk

    @property
    def profile(self) -> Profile:
        """The firm's profile."""
        return self.services.office.profile


def save(writing: Writing) -> None:
    """Save a client whose notes do not fit into what the log has left."""
    create(writing.services, "满盘", care_notes="长" * 400_000)


def backup(writing: Writing) -> None:
    """Copy the database."""
    writing.services.office.database.copy_to(writing.profile.backups / "copy.db")


def blob(writing: Writing) -> None:
    """Keep a picture."""
    writing.services.office.blobs.put(os.urandom(300_000))


def contract(writing: Writing) -> None:
    """File a contract: number, .docx, PDF."""
    services = writing.services
    with services.office.reading() as session:
        client = session.scalars(select(Client.id).where(Client.name == "赵建平")).one()
    services.contracts.drafting.file(mandate(services, client), None)


def paper(writing: Writing) -> None:
    """Save a PDF into a folder of the user's."""
    writing.services.contracts.drafting.write_file(os.urandom(200_000), writing.disk.root / "合同.pdf")


def slot(writing: Writing) -> None:
    """Give somebody a way in: the slot file is written."""
    keys.add_login(writing.profile, writing.services.office.database.data_key, "hesiyuan", "hengzhou-full")


WRITES: dict[str, Callable[[Writing], None]] = {
    "保存": save,
    "备份": backup,
    "存材料": blob,
    "合同归档（Word、PDF）": contract,
    "另存 PDF": paper,
    "密钥文件": slot,
}


def prepare(services: Services) -> None:
    """Make what the writes need."""
    contracting_client(services)
