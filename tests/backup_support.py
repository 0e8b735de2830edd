"""Profiles with a slot file, a database and papers, for tests of backups and restoring."""

import hashlib
import hmac
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.clock import SteppedClock
from app.models import Staff
from app.paths import Profile
from app.services.backups.restoring import Restoring
from app.storage import recovery_code
from app.storage.backup import About, make_backup
from app.storage.backup_set import BackupSet
from app.storage.blobs import BlobStore, blob_identity
from app.storage.connections import connect
from app.storage.database import Database
from app.storage.slots import LOGIN, RECOVERY, Slot, SlotFile, seal
from app.storage.unit_of_work import reading
from tests.storage_support import KEY, START, add_staff, context_for

LOGIN_NAME, PASSWORD = "zhoulan", "清晨的滹沱河很美"
CODE = recovery_code.generate()
KEPT = Path(__file__).resolve().parent / "databases"
PAPERS = (b"paper one " * 100, b"paper two " * 3000)


def give_slots(profile: Profile, key: bytes = KEY, password: str = PASSWORD, code: str = CODE) -> None:
    """Let `LOGIN_NAME` and a recovery key open a profile whose data key is known."""
    slots = (Slot.make(LOGIN, LOGIN_NAME, password), Slot.make(RECOVERY, "", code))
    check = hmac.digest(key, b"lvgutai slot file", hashlib.sha256).hex()
    SlotFile(slots, seal(key, slots), check).write(profile)


@dataclass
class Firm:
    """A small firm whose clock stands still, with one member of staff and two papers."""

    profile: Profile
    clock: SteppedClock = field(default_factory=lambda: SteppedClock(START))

    @classmethod
    def make(cls, root: Path) -> "Firm":
        """Set it up."""
        firm = cls(Profile(root))
        with Database.create(firm.profile, KEY) as database:
            add_staff(database, context_for(database), LOGIN_NAME, "周岚")
        give_slots(firm.profile)
        for paper in PAPERS:
            firm.blobs.put(paper)
        return firm

    @property
    def blobs(self) -> BlobStore:
        """Its papers."""
        return BlobStore(self.profile, KEY)

    def hire(self, login: str) -> None:
        """Change something."""
        with Database.open(self.profile, KEY) as database:
            add_staff(database, context_for(database, clock=self.clock), login)

    def logins(self) -> set[str]:
        """Return whom the database knows."""
        with Database.open(self.profile, KEY) as database, reading(database) as session:
            return set(session.scalars(select(Staff.login)))

    def back_up(self, place: Path | None = None, **minutes: float) -> BackupSet:
        """Back up, some minutes later."""
        self.clock.set(self.clock.now() + timedelta(**minutes))
        return make_backup(self.about(), place or self.profile.backups)

    def about(self, reason: str = "自动", at: datetime | None = None) -> About:
        """Return what a backup of it is about."""
        return About(self.profile, KEY, at or self.clock.now(), reason)

    @property
    def restoring(self) -> Restoring:
        """What restores into its profile."""
        return Restoring(self.profile, self.clock)


def kept_firm(root: Path, revision: str) -> Firm:
    """Return a firm whose database is the one kept of a released schema."""
    firm = Firm(Profile(root))
    root.mkdir(parents=True)
    shutil.copyfile(KEPT / f"{revision}.db", firm.profile.database)
    with closing(connect(firm.profile.database, KEY)) as raw:
        if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'blob_key'").fetchone():
            raw.execute(
                "UPDATE blob_key SET identity = ?", (blob_identity(bytes(32)),)
            )  # the sample row's is a mere word
    give_slots(firm.profile)
    return firm


def files_of(root: Path, *, without: tuple[str, ...] = ("?",)) -> dict[str, str]:
    """Return path -> digest of every file under a folder, to compare what must not change."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.relative_to(root).parts[0].startswith(without)
    }


def flip(path: Path, at: int = -1) -> None:
    """Flip one bit of a file, in its middle by default."""
    content = bytearray(path.read_bytes())
    content[at if at >= 0 else len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
