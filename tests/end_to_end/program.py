"""Runs the program as a process, as a user's shell does."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(home: Path) -> dict[str, str]:
    """Return an environment without a screen and with a home folder of its own."""
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "LOCALAPPDATA": str(home), "APPDATA": str(home)}
    return {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def run(home: Path, *arguments: object, seconds: float = 150) -> subprocess.CompletedProcess[str]:
    """Run `python -m app …` and return what came of it."""
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, encoding="utf-8", timeout=seconds, check=False
    )
