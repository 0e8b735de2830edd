"""The released schemas, oldest first; each step is a module with `upgrade()` written in Alembic operations.

The steps are ordinary imports, so that the packaged program needs neither an ini file nor a script folder.
"""

from types import ModuleType

REVISIONS: tuple[str, ...] = ("0001", "0002")
"""Every released schema in order; the last one is what this program works with."""

HEAD = REVISIONS[-1]


def step(revision: str) -> ModuleType:
    """Return the module that leads to a revision; imported only when something is to be migrated."""
    from app.storage.migrations import r0001_initial, r0002_solid_ground  # noqa: PLC0415 - Alembic costs start-up time

    return {"0001": r0001_initial, "0002": r0002_solid_ground}[revision]
