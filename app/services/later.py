"""Modules that are imported when they are first used: what makes papers and spreadsheets holds 50 MB of libraries.

For the type checker, and for what packs the program, stand the plain imports beside it under `TYPE_CHECKING`. First used
in a worker's thread, as services are, such a module does not stop the window.
"""

import sys
from importlib import import_module
from types import ModuleType


class Later(ModuleType):
    """Stands for a module until one of its names is asked for.

    Args:
        name: full name of the module.

    """

    def __getattr__(self, name: str) -> object:
        """Import the module, once in a process, and return what it has under this name."""
        return getattr(import_module(self.__name__), name)


def is_loaded(name: str) -> bool:
    """Return whether something has used a module already."""
    return name in sys.modules
