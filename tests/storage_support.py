"""Databases and contexts for tests of everything that stores."""

from datetime import UTC, datetime
from pathlib import Path

from app.clock import Clock, SteppedClock
from app.models import Staff
from app.models.base import new_uid
from app.paths import Profile
from app.storage.database import Database
from app.storage.unit_of_work import Context, unit_of_work
from app.terms import Uid

KEY = bytes(range(32))
START = datetime(2026, 3, 3, 1, 10, tzinfo=UTC)
"""Tuesday 09:10 in Shanghai."""


def new_database(root: Path, key: bytes = KEY) -> Database:
    """Make and open a database in a fresh profile."""
    return Database.create(Profile(root), key)


def context_for(
    database: Database, *, actor_id: Uid | None = b"\x01" * 16, name: str = "王芳", clock: Clock | None = None
) -> Context:
    """Return a context of somebody at this database's device."""
    return Context(actor_id, name, database.device_id, clock or SteppedClock(START), "cli")


def staff(login: str, name: str = "李静") -> Staff:
    """Return an unsaved member of staff."""
    return Staff(id=new_uid(), login=login, name=name, roles=["lawyer"])


def add_staff(database: Database, context: Context, login: str, name: str = "李静") -> Uid:
    """Store a member of staff as one undoable operation and return the id."""
    with unit_of_work(database, context) as work:
        person = staff(login, name)
        work.session.add(person)
        work.commit("新增员工")
        return person.id
