"""Real offices on profiles of their own: built once per run, copied for each test.

The firm is invented (河北衡舟律师事务所); its staff sign in as zhoulan, liuxin, weidongming … without a password here,
because the data key is at hand.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.catalogue import Catalogue
from app.clock import SteppedClock
from app.paths import Profile
from app.services.accounts import find_actor
from app.services.container import Services
from app.services.core import Office
from app.services.demo.build import PASSWORD, build
from app.storage import keys
from app.storage.blobs import BlobStore
from app.storage.database import Database
from tests import engines

SHANGHAI = timezone(timedelta(hours=8))
FRIDAY_AFTERNOON = datetime(2026, 3, 13, 14, 26, tzinfo=SHANGHAI)
"""Friday 2026-03-13, 14:26: an ordinary working afternoon."""


LONGEST_BUILD = 120.0
"""Seconds one test process waits for another to build a firm."""


def at(text: str) -> datetime:
    """Return an instant of Shanghai from e.g. "2026-03-13 09:10"."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True)
class FirmTemplate:
    """A finished profile to copy, and the key that opens it."""

    root: Path
    data_key: bytes

    def copy_to(self, root: Path) -> Profile:
        """Return a fresh copy as a profile."""
        engines.current().copy_profile(self.root, root, self.data_key)
        return Profile(root)


def make_template(root: Path, clients: int, now: datetime = FRIDAY_AFTERNOON) -> FirmTemplate:
    """Build the invented firm with so many clients (0: staff only) at `root`."""
    profile = Profile(root)
    build(profile, SteppedClock(now), clients=clients, logins=("zhoulan",))
    return FirmTemplate(root, keys.open_with_password(profile, "zhoulan", PASSWORD))


def shared_template(folder: Path, name: str, clients: int) -> FirmTemplate:
    """Return a template in a folder that several test processes share; the first to come builds it, the others wait."""
    root, key = folder / f"firm-{name}", folder / f"firm-{name}.key"
    with closing(sqlite3.connect(folder / f"firm-{name}.lock", timeout=LONGEST_BUILD, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not key.exists():
            key.write_bytes(make_template(root, clients).data_key)
    return FirmTemplate(root, key.read_bytes())


def open_services(profile: Profile, data_key: bytes, clock: SteppedClock, login: str = "zhoulan") -> Services:
    """Open a copied profile and let somebody take the seat; close it with `services.close()`."""
    database = Database.open(profile, data_key)
    office = Office(
        profile=profile,
        database=database,
        blobs=BlobStore(profile, data_key),
        clock=clock,
        catalogue=Catalogue.load(),
    )
    office.seat(find_actor(office, login))
    return Services(office)


def act_as(services: Services, login: str) -> None:
    """Let another member of staff take the seat."""
    services.office.seat(find_actor(services.office, login))
