"""What a page and its parts are given by the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from app.clock import Clock
from app.errors import AppError
from app.services.container import Services
from app.settings import Settings
from app.terms import Permission
from app.views.actions import Actions
from app.views.dialogs import Dialogs
from app.views.jobs import JobRunner
from app.views.text import today


class Messages(Protocol):
    """The window's short messages."""

    def show_done(self, text: str, *, action: str = "", done: Callable[[], object] | None = None) -> object:
        """Say what was done, with one way back."""
        ...

    def show_error(
        self, error: AppError | str, *, action: str = "", done: Callable[[], object] | None = None
    ) -> object:
        """Say what went wrong; stays until closed."""
        ...


@dataclass(frozen=True)
class Desk:
    """Everything a page works with.

    Args:
        jobs: runs services off the UI thread.
        services: of the opened firm and the signed-in person.
        dialogs: asks and picks files.
        messages: the window's toasts.
        settings: what this PC remembers.
        actions: the registry that binds shortcuts.

    """

    jobs: JobRunner
    services: Services
    dialogs: Dialogs
    messages: Messages
    settings: Settings
    actions: Actions

    @property
    def clock(self) -> Clock:
        """The firm's clock."""
        return self.services.office.clock

    def now(self) -> datetime:
        """Return the present instant."""
        return self.clock.now()

    def today(self) -> date:
        """Return the present day where the firm is."""
        return today(self.clock)

    def may(self, permission: Permission) -> bool:
        """Return whether the signed-in person may do this."""
        return self.services.actor.may(permission)
