"""What each command of the door does."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import shortcut as shortcuts
from tools.door import environment, system
from tools.door.say import ROOT, DoorError, say

TOUR_FOLDER = Path("out", "tour")
MOST_WORKERS = 8
FAST_MARKS = "not slow and not libreoffice"


def _call(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> int:
    """Run a program in the checkout; return its exit code, a signal as the shell shows it (128 + n)."""
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **(extra or {})}, check=False).returncode
    return code if code >= 0 else 128 - code


def _module(lock: str, name: str, arguments: Sequence[str], extra: Mapping[str, str] | None = None) -> int:
    return _call([environment.ensure(lock), "-m", name, *arguments], extra)


def run(arguments: Sequence[str]) -> int:
    """Open the program; without a display, take the tour offscreen and say where its results are."""
    shown = system.display(os.environ)
    system.install(system.needed_packages(window=shown == "x"))
    python = environment.ensure(environment.RUNTIME)
    if shown or arguments:
        return _call([python, "-m", "app", *arguments])
    say(
        "这台电脑没有可用的显示器，改为在后台走一遍完整流程，并保存截图与合同。",
        "There is no display here: the tour goes through the whole story offscreen instead.",
    )
    code = _call([python, "-m", "app", "tour", "--out", str(TOUR_FOLDER), "--offscreen"])
    place = ROOT / TOUR_FOLDER
    if code:
        raise DoorError(f"流程中有一步没有成功，已完成部分在：{place}", f"A step failed; see {place}", code=code)
    say(f"完成。截图、合同和 tour.json 在：{place}", f"Done; the results are in {place}")
    return 0


def _workers(arguments: Sequence[str]) -> list[str]:
    """Return pytest's options for several processes, unless the caller chose tests or a number."""
    chosen = any(
        not given.startswith("-") or given.startswith(("-n", "--pdb", "--numprocesses")) for given in arguments
    )
    return [] if chosen else ["-n", str(min(MOST_WORKERS, os.cpu_count() or 1)), "--dist", "worksteal"]


def _libreoffice() -> bool:
    """Return whether LibreOffice is here, installing it where this may be done without a question."""
    if shutil.which("soffice") or shutil.which("libreoffice"):
        return True
    if not system.on_linux() or shutil.which("apt-get") is None or system.root_prefix() is None:
        return False
    system.install(["libreoffice-writer-nogui"])
    return True


def test(arguments: Sequence[str]) -> int:
    """Run the tests offscreen: the quick ones, or with --full all of them; further arguments go to pytest."""
    full = "--full" in arguments
    chosen = [given for given in arguments if given != "--full"]
    system.install(system.needed_packages(window=False))
    marks = [] if full else ["-m", FAST_MARKS]
    office = full and _libreoffice()
    if full and not office:
        marks = ["-m", "not libreoffice"]
    extra = {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    if full:
        extra["LVGUTAI_HYPOTHESIS"] = "thorough"
    code = _module(environment.DEVELOPMENT, "pytest", [*marks, *_workers(chosen), *chosen], extra)
    if full and not office:
        say(
            "注意：这台电脑没有 LibreOffice，标记为 libreoffice 的检查没有运行。",
            "Note: LibreOffice is not installed here, so the checks marked libreoffice were NOT run.",
        )
    return code


def check(arguments: Sequence[str]) -> int:
    """Run every check that is not a test; all of them, even when one fails."""
    del arguments
    python = environment.ensure(environment.DEVELOPMENT)
    contracts = "from importlinter.cli import lint_imports_command as command; command()"
    steps: dict[str, list[str | Path]] = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import contracts": ["-c", contracts, "--no-logo"],
        "locks": ["-m", "tools.locks"],
        "docs": ["-m", "tools.docs", "--check"],
    }
    failed = []
    for name, step in steps.items():
        print(f"== {name}", flush=True)
        if _call([python, *step]):
            failed.append(name)
    if failed:
        names = "、".join(failed)
        raise DoorError(f"检查未通过：{names}。", f"Checks failed: {', '.join(failed)}.")
    say("检查全部通过。", "All checks passed.")
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Measure the named benches, or all of them, each beside its peer."""
    system.install(system.needed_packages(window=False))
    return _module(environment.DEVELOPMENT, "tools.bench", arguments, {"QT_QPA_PLATFORM": "offscreen"})


def screens(arguments: Sequence[str]) -> int:
    """Write pictures of every page, light and dark."""
    system.install(system.needed_packages(window=False))
    return _module(environment.DEVELOPMENT, "tools.screens", arguments, {"QT_QPA_PLATFORM": "offscreen"})


def package(arguments: Sequence[str]) -> int:
    """Build the program into dist/, and with --self-test start it in an empty environment."""
    system.install([*system.needed_packages(window=True), *system.missing_packaging_packages()])
    return _module(environment.DEVELOPMENT, "tools.package", arguments)


def shortcut(arguments: Sequence[str]) -> int:
    """Put an entry for the program into the menu and on the desktop, or with --remove take it away."""
    return shortcuts.main(arguments)


def docs(arguments: Sequence[str]) -> int:
    """Generate the documentation that is made from code and data, or compare it."""
    return _module(environment.DEVELOPMENT, "tools.docs", arguments)


def lock(arguments: Sequence[str]) -> int:
    """Write both lock files anew from pyproject.toml."""
    return _module(environment.DEVELOPMENT, "tools.locks", ["--write", *arguments])
