"""The packaged program beside the sources: process start -> sign-in window painted, and the package's size.

Needs `dev.py package` first. Both are the same program, offscreen, on the same profile, taken in turns.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.clock import SystemClock
from app.paths import Profile
from app.services.demo.build import build
from tools.bench import compare
from tools.big_firm import ROOT, aim, environment
from tools.package import executable, size_mb

ROUNDS, WARM_UP = 15, 2
RATIO, SIZE = 1.3, 230.0


def _milliseconds(command: list[str], surroundings: dict[str, str]) -> float:
    """Return how long a process takes until it says that its window is painted."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=surroundings
    ) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        said = process.stdout.readline()
        took = (time.perf_counter() - begin) * 1000
        process.stdout.read()
    if said.strip() != "shown":
        raise RuntimeError(f"no window: {command[0]} ended with {process.returncode}")
    return took


def main() -> int:
    """Print size and start times; return 1 where nothing is packaged."""
    program = executable()
    if not program.exists():
        print("  nothing packaged: run `python3 dev.py package` first", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="lvgutai-bench-", ignore_cleanup_errors=True) as folder:
        profile = Profile(Path(folder) / "firm")
        build(profile, SystemClock(), clients=0, logins=("zhoulan",))
        options = ["--profile", str(profile.root), "--leave-when-shown"]
        commands = {"packaged": [str(program), *options], "source": [sys.executable, "-m", "app", *options]}
        surroundings = {**environment(Path(folder)), "LANG": os.environ.get("LANG", "C.UTF-8")}
        found: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(ROUNDS + WARM_UP):
            for name, command in commands.items():
                took = _milliseconds(command, surroundings)
                if number >= WARM_UP:
                    found[name].append(took)
    ratio = compare("packaged, start -> sign-in window", found["packaged"], "from source", found["source"])
    aim("packaged / source", ratio, RATIO)
    aim("size", size_mb(program.parent), SIZE, " MB")
    return 0
