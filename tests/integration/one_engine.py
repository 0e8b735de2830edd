"""The tests of storage and services that run on one engine only, and why. All others run on both.

A name is a module or a module's test (“module.py::test” or “module.py::Class”), as pytest shows it.
"""

from collections.abc import Mapping

FILE_ITSELF = "about the bytes of the encrypted file, which a server does not have"

ONE_ENGINE: Mapping[str, tuple[str, str]] = {}
