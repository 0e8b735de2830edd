"""The program's own Python environment in .venv: made once from a lock file with hashes, repaired when broken."""

import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.door import system
from tools.door.say import ROOT, DoorError, say

RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"

Stamp = dict[str, str]


def folder(root: Path = ROOT) -> Path:
    """Return the environment's folder."""
    return root / ".venv"


def interpreter(root: Path = ROOT) -> Path:
    """Return the environment's Python."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return folder(root).joinpath(*inside)


def _stamp_file(root: Path) -> Path:
    return folder(root) / "installed.json"


def _unfinished(root: Path) -> Path:
    return folder(root) / "unfinished"


def _python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix}"


def _digest(root: Path, lock: str) -> str:
    return hashlib.sha256((root / lock).read_bytes()).hexdigest()


def read_stamp(root: Path) -> Stamp:
    """Return what the environment says it holds; empty when it does not say."""
    try:
        found = json.loads(_stamp_file(root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def ready(root: Path, lock: str) -> bool:
    """Return whether everything in a lock file is installed: no network, no child process."""
    stamp = read_stamp(root)
    if stamp.get("python") != _python() or not interpreter(root).exists():
        return False
    if stamp.get(DEVELOPMENT) == _digest(root, DEVELOPMENT):
        return True  # it holds the runtime lock as well
    return lock == RUNTIME and stamp.get(RUNTIME) == _digest(root, RUNTIME)


def ensure(lock: str, root: Path = ROOT) -> Path:
    """Make the environment hold a lock file's packages; return its Python.

    Raises:
        DoorError: when the environment cannot be made or the packages cannot be had.

    """
    if not ready(root, lock):
        with _alone(root):
            if not ready(root, lock):  # another call may have done it while this one waited
                _set_up(root, lock)
    return interpreter(root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the set-up for this process only; the system lets go of it whatever happens to the process."""
    with (root / ".venv.lock").open("a", encoding="utf-8") as held:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            while True:
                try:
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    continue  # it gives up after ten seconds; setting up may take longer
        else:
            import fcntl  # noqa: PLC0415 - exists on the others only

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _set_up(root: Path, lock: str) -> None:
    say(
        "首次运行或依赖有更新：正在准备运行环境，约需一两分钟……",
        "Setting up .venv from the lock file; only needed once.",
    )
    system.install(system.missing_venv_package())
    fresh = not _usable(root)
    if fresh:
        _make(root)
    if not _fill(root, lock) and not (not fresh and _make_and_fill(root, lock)):
        raise DoorError(
            "依赖没有装全。请检查网络后重新运行同一条命令，会自动续上；您的数据没有改动。",
            "The packages could not all be installed: check the network and run the same command again.",
        )
    say("运行环境已就绪。", "The environment is ready.")


def _usable(root: Path) -> bool:
    """Return whether the environment found can be filled further: finished, of this Python, and it runs."""
    if _unfinished(root).exists() or not interpreter(root).exists():
        return False
    if read_stamp(root).get("python", _python()) != _python():
        return False
    probe = "import sys, pip; print(sys.version_info[:2])"
    found = subprocess.run([interpreter(root), "-c", probe], capture_output=True, text=True, check=False)
    return found.returncode == 0 and found.stdout.strip() == str(sys.version_info[:2])


def _make(root: Path) -> None:
    folder(root).mkdir(exist_ok=True)
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(folder(root))
    except (OSError, subprocess.CalledProcessError) as error:
        raise DoorError(
            f"无法在 {folder(root)} 建立运行环境。请确认磁盘有空间、文件夹可写，然后重新运行。",
            f"The environment could not be made: {error}",
        ) from error


def _make_and_fill(root: Path, lock: str) -> bool:
    _make(root)
    return _fill(root, lock)


def _fill(root: Path, lock: str) -> bool:
    """Install a lock file; whatever interrupts this leaves a mark that the next run sees."""
    stamp = {"python": _python(), lock: _digest(root, lock)}
    _unfinished(root).touch()
    _stamp_file(root).unlink(missing_ok=True)
    pip: list[str | Path] = [
        interpreter(root),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--require-hashes",
    ]
    done = subprocess.run([*pip, "-r", root / lock], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        return False
    partial = _stamp_file(root).with_suffix(".partial")
    partial.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    partial.replace(_stamp_file(root))
    _unfinished(root).unlink()
    return True
