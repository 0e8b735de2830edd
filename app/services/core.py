"""What every service shares: who acts, what a call needs, and where the data is.

A public method of a service declares how it runs and which permission it needs::

    @operation(Permission.EDIT_CLIENT)
    def update(self, ...): ...

Callers outside (the windows' job runner) read the declaration from `method.__service__`.
"""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from app.catalogue import Catalogue
from app.clock import Clock
from app.errors import NotAllowedError
from app.paths import Profile
from app.rules.permissions import may, roles_with
from app.rules.visibility import Viewer
from app.services import visibility
from app.services.hours import Hours, load_hours
from app.storage.blobs import BlobStore
from app.storage.database import Database
from app.storage.feed import journal_position
from app.storage.unit_of_work import Context, UnitOfWork, reading, unit_of_work
from app.terms import Permission, Role, Uid

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="Service")


class Mode(StrEnum):
    """Where a service call runs."""

    WRITE = "write"
    READ = "read"
    WORK = "work"
    LONG = "long"
    """Beside the others, in many short units of work, so that whoever else writes gets in between."""


@dataclass(frozen=True)
class ServiceSpec:
    """The declaration of a service call."""

    permission: Permission
    mode: Mode


@dataclass(frozen=True)
class Actor:
    """Who is signed in."""

    staff_id: Uid
    login: str
    name: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Return whether one of the person's roles carries the permission."""
        return may(self.roles, permission)

    @property
    def viewer(self) -> Viewer:
        """As whom the person looks at sensitive matters."""
        return Viewer(self.staff_id, self.may(Permission.SEE_SENSITIVE))


class Office:
    """The opened firm: its data, its clock, and who is signed in.

    Args:
        profile: where the firm's data lies.
        database: the opened database.
        blobs: papers, pictures, sound.
        clock: the only source of the present instant.
        catalogue: schemes, fees, calendars.
        source: what changes are recorded as coming from, e.g. "window", "cli", "demo".

    """

    def __init__(
        self,
        *,
        profile: Profile,
        database: Database,
        blobs: BlobStore,
        clock: Clock,
        catalogue: Catalogue,
        source: str = "window",
    ) -> None:
        self.profile = profile
        self.database = database
        self.blobs = blobs
        self.clock = clock
        self.catalogue = catalogue
        self.source = source
        self._actor: Actor | None = None
        self._undo_floor = 0
        self._hours: Hours | None = None
        self._forgotten = 0
        self._lock = threading.Lock()

    @property
    def actor(self) -> Actor:
        """Who is signed in.

        Raises:
            NotAllowedError: nobody is.

        """
        if self._actor is None:
            raise NotAllowedError("还没有登录。", todo="请先登录。")
        return self._actor

    @property
    def seated_at(self) -> int:
        """The journal's position when the present person took the seat."""
        return self._undo_floor

    def seat(self, actor: Actor | None) -> None:
        """Let a person take the seat, or nobody; undo does not reach behind this moment."""
        self._actor = actor
        self._undo_floor = journal_position(self.database)

    def require(self, permission: Permission) -> None:
        """Check that the signed-in person may do this.

        Raises:
            NotAllowedError: none of the person's roles carries the permission.

        """
        if not self.actor.may(permission):
            roles = "、".join(role.label for role in roles_with(permission))
            raise NotAllowedError(f"您的角色不能{permission.label}。", todo=f"请由{roles}办理。")

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work in the name of the signed-in person."""
        return unit_of_work(self.database, self.context())

    def context(self) -> Context:
        """Return who acts, where and when, for the journal."""
        actor = self._actor
        return Context(
            actor_id=actor.staff_id if actor else None,
            actor_name=actor.name if actor else "",
            device_id=self.database.device_id,
            clock=self.clock,
            source=self.source,
            undo_floor=self._undo_floor,
        )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session on the read-only connection that leaves out what is not for the signed-in person.

        Sensitive matters (敏感事项) do not exist in it for somebody who may not see them; see `services/visibility.py`.
        """
        with reading(self.database) as session:
            visibility.restrict(session, self._actor.viewer if self._actor else None)
            yield session

    def reading_everything(self) -> AbstractContextManager[Session]:
        """Open a session on the read-only connection for the program's own upkeep; nothing of it is shown by name."""
        return reading(self.database)

    def hours(self) -> Hours:
        """Return the firm's working hours on the official calendar.

        Nothing is read while the lock is held: a reader inside, whom a change of the data key waits for, would wait for
        one outside, who waits for the change.
        """
        with self._lock:
            known, forgotten = self._hours, self._forgotten
        if known is not None:
            return known
        with self.reading() as session:
            read = load_hours(session)
        with self._lock:
            if self._forgotten == forgotten:
                self._hours = read
        return read

    def today(self) -> date:
        """Return the present day where the firm is."""
        return self.clock.now().astimezone(self.hours().zone).date()

    def forget_hours(self) -> None:
        """Read the working hours anew at the next use: they or the calendar changed."""
        with self._lock:
            self._hours = None
            self._forgotten += 1


class Service:
    """Base of the services: each public method carries a declaration."""

    def __init__(self, office: Office) -> None:
        self.office = office


def _declare(
    permission: Permission, mode: Mode
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    spec = ServiceSpec(permission, mode)

    def decorate(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @functools.wraps(function)
        def checked(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            self.office.require(permission)
            return function(self, *args, **kwargs)

        checked.__service__ = spec  # type: ignore[attr-defined]
        return checked

    return decorate


def query(
    permission: Permission = Permission.READ,
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Declare a call that only reads."""
    return _declare(permission, Mode.READ)


def operation(permission: Permission) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Declare a call that changes data."""
    return _declare(permission, Mode.WRITE)


def long_operation(
    permission: Permission,
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Declare a call that takes its time with the database: it writes in short units of work, or reads page by page.

    It takes `progress` and ends by itself when that raises, putting things right first.
    """
    return _declare(permission, Mode.LONG)


def labour(permission: Permission) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Declare a call that works without the database: documents, pictures, hashes."""
    return _declare(permission, Mode.WORK)
