"""Real offices on profiles of their own: built once per test process, copied for each test.

The firm is invented (河北衡舟律师事务所); its staff sign in as zhoulan, liuxin, weidongming … without a password here,
because the data key is at hand.
"""

import shutil
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

SHANGHAI = timezone(timedelta(hours=8))
FRIDAY_AFTERNOON = datetime(2026, 3, 13, 14, 26, tzinfo=SHANGHAI)
"""Friday 2026-03-13, 14:26: an ordinary working afternoon."""


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
        shutil.copytree(self.root, root)
        return Profile(root)


def make_template(root: Path, clients: int, now: datetime = FRIDAY_AFTERNOON) -> FirmTemplate:
    """Build the invented firm with so many clients (0: staff only) at `root`."""
    profile = Profile(root)
    build(profile, SteppedClock(now), clients=clients, logins=("zhoulan",))
    return FirmTemplate(root, keys.open_with_password(profile, "zhoulan", PASSWORD))


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
