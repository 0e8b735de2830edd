"""The big firms that benches work on: built once, kept in the temp folder, copied for each bench."""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.clock import SteppedClock
from app.paths import Profile
from app.services.demo.build import PASSWORD, build
from app.storage import keys

ROOT = Path(__file__).resolve().parent.parent
LOGIN = "zhoulan"
FRIDAY = datetime(2026, 3, 13, 6, 26, 5, tzinfo=UTC)
"""Friday 2026-03-13, 14:26:05 in Shanghai: working time, so that countdowns run."""
SOURCES = (
    "models",
    "storage/migrations",
    "rules/search_terms.py",
    "rules/pinyin.py",
    "services/demo",
    "services/derived.py",
    "services/client_states.py",
    "services/search_index.py",
)
"""What the rows of such a firm depend on."""


@dataclass(frozen=True)
class Size:
    """How big a firm is.

    Args:
        clients: clients with sign-ups and relief groups.
        consultations: questions altogether.
        waiting: how many of them still wait for an answer.

    """

    clients: int = 100_000
    consultations: int = 10_000
    waiting: int = 500


BIG, HUGE = Size(), Size(1_000_000, 100_000, 5_000)


class RunningClock:
    """A clock that runs on from `FRIDAY`, so that the same countdowns stand in every run."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return FRIDAY + timedelta(seconds=time.monotonic() - self._began)

    def seconds(self) -> float:
        """Return seconds that nobody can put forward or back."""
        return time.monotonic()


@dataclass(frozen=True)
class Firm:
    """A firm to measure on.

    Args:
        profile: its files; a copy of its own.
        data_key: opens the database.

    """

    profile: Profile
    data_key: bytes


def _fingerprint(size: Size) -> str:
    digest = hashlib.sha256(repr(size).encode())
    for source in SOURCES:
        place = ROOT / "app" / source
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _kept(size: Size) -> Path:
    """Return the firm built by the present sources, building it when there is none."""
    name = f"lvgutai-bench-{size.clients}-{size.waiting}-"
    place = Path(tempfile.gettempdir()) / f"{name}{_fingerprint(size)}"
    if (place / "firm" / "lvgutai.keys").exists():
        return place / "firm"
    print(f"  building a firm of {size.clients:,} clients, kept for the next benches", flush=True)
    half = Path(tempfile.mkdtemp(prefix="lvgutai-bench-"))
    profile = Profile(half / "firm")
    begin = time.perf_counter()
    build(
        profile,
        SteppedClock(FRIDAY),
        clients=size.clients,
        consultations=size.consultations,
        open_consultations=size.waiting,
        logins=(LOGIN,),
    )
    print(f"  built in {time.perf_counter() - begin:.0f} s", flush=True)
    for older in place.parent.glob(f"{name}*"):
        shutil.rmtree(older, ignore_errors=True)
    half.replace(place)
    return place / "firm"


@contextmanager
def big_firm(size: Size = BIG) -> Iterator[Firm]:
    """Give a copy of a big firm; it is deleted afterwards."""
    original = _kept(size)
    with tempfile.TemporaryDirectory(prefix="lvgutai-bench-copy-", ignore_cleanup_errors=True) as folder:
        profile = Profile(Path(shutil.copytree(original, Path(folder) / "firm")))
        yield Firm(profile, keys.open_with_password(profile, LOGIN, PASSWORD))


def aim(name: str, value: float, most: float, unit: str = "") -> None:
    """Print whether a figure meets its aim; a bench informs, it does not judge."""
    words = "met" if value <= most else "MISSED"
    print(f"  aim {name} <= {most:g}{unit}: {value:.3g}{unit}, {words}", flush=True)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an installed program: bytecode is kept, here in a folder of the bench."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "QT_QPA_PLATFORM": "offscreen"}


def python(script: str, *arguments: str) -> list[str]:
    """Return the command that runs a piece of code in a fresh interpreter at the checkout."""
    return [sys.executable, "-c", script, *arguments]
