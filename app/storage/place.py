"""What this PC says about the folder of a profile; judged by `app.rules.places`."""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

from app.rules.places import SYNC_MARKERS, Mount, PlaceFacts, PlaceWarning, judge_place

DRIVE_REMOTE = 4
"""What Windows' GetDriveTypeW calls a network drive."""
MOUNTS = Path("/proc/self/mounts")


def warn_about(folder: Path) -> PlaceWarning | None:
    """Return what is wrong with keeping data in a folder; it need not exist yet."""
    return judge_place(gather(folder))


def gather(folder: Path) -> PlaceFacts:
    """Return the facts about a folder; what cannot be found out is left out."""
    with suppress(OSError):
        folder = folder.resolve()
    return PlaceFacts(
        path=folder,
        environment=dict(os.environ),
        markers=_markers(folder),
        mounts=_mounts(),
        is_remote_drive=_is_remote(folder),
    )


def _markers(folder: Path) -> set[str]:
    """Return the marks of sync programs in the folder and above it."""
    found = set()
    for place in (folder, *folder.parents):
        for name in SYNC_MARKERS:
            with suppress(OSError):
                if (place / name).exists():
                    found.add(name)
    return found


def _mounts() -> tuple[Mount, ...]:
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()
    fields = [line.split(" ") for line in lines]
    return tuple(Mount(_plain(f[1]), f[2]) for f in fields if len(f) > 2)


def _plain(point: str) -> str:
    """Undo the escapes of /proc/mounts: octal for blank, tab, line break and backslash."""
    for escaped, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(escaped, char)
    return point


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        with suppress(OSError):
            return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == DRIVE_REMOTE)
    return False
