"""What is loaded while the sign-in window stands."""

import gc
from typing import TYPE_CHECKING

from PySide6 import QtWidgets

from app.clock import Clock
from app.paths import Profile

if TYPE_CHECKING:
    from app.services.accounts import Accounts


def load(profile: Profile, clock: Clock) -> "Accounts":
    """Import the rest of the program and return the profile's door."""
    from app.services.accounts import Accounts  # noqa: PLC0415 - the sign-in window stands meanwhile
    from app.services.container import Services  # noqa: F401, PLC0415
    from app.views import dialogs, workplace  # noqa: F401, PLC0415

    for name in dir(QtWidgets):  # the binding makes its classes at first use, all at the first `viewport()`
        getattr(QtWidgets, name)
    return Accounts.of(profile, clock)


def collect_garbage_again() -> None:
    """Switch the garbage collector on, blind to the program's own code.

    A look at all of that would stop every thread for a tenth of a second, in the middle of typing.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
