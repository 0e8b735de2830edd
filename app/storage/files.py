"""Writing files so that they are there whole or not at all."""

import os
import sys
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then put in place.

    Raises:
        OSError: nothing was changed.

    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(partial, path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)  # half a contract is not left in somebody's folder
        raise


def put_in_place(partial: Path, path: Path) -> None:
    """Give a finished, flushed file its name and make the folder remember it."""
    os.replace(partial, path)  # noqa: PTH105 - atomic on all three systems
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush the folder's entries; Windows has no such call and needs none, some network drives refuse it.

    The file has its name by then: a refusal is not passed on as if nothing had been written.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
