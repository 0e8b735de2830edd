"""Build the program with PyInstaller into dist/lvgutai, and try it where nothing else is installed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.door.say import ROOT, say

PROGRAM = "lvgutai"
SELF_TEST_SECONDS = 180


def executable(root: Path = ROOT) -> Path:
    """Return the built program."""
    return root / "dist" / PROGRAM / (f"{PROGRAM}.exe" if os.name == "nt" else PROGRAM)


def build() -> int:
    """Build the program; return PyInstaller's exit code."""
    work = ROOT / "build" / "pyinstaller"
    options: list[str | Path] = [
        "--noconfirm",
        "--clean",
        "--log-level",
        "WARN",
        "--distpath",
        ROOT / "dist",
        "--workpath",
        work,
    ]
    return subprocess.run(
        [sys.executable, "-m", "PyInstaller", *options, ROOT / "build.spec"], cwd=ROOT, check=False
    ).returncode


def size_mb(folder: Path) -> float:
    """Return the size of everything in a folder, in millions of bytes."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


def bare_environment(home: Path) -> Mapping[str, str]:
    """Return the environment of a person without Python, without a display, with an empty home."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "WINDIR") if name in os.environ}
    folders = {name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP")}
    return {**kept, **folders, "PATH": "", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


def self_test() -> int:
    """Copy the program to an empty place and let it test itself there; return its exit code."""
    with tempfile.TemporaryDirectory(prefix="律顾台 自检 ") as place:
        home = Path(place, "home")
        home.mkdir()
        copied = shutil.copytree(executable().parent, Path(place, "程序"), symlinks=True)
        command: list[str | Path] = [copied / executable().name, "self-test"]
        done = subprocess.run(
            command,
            cwd=home,
            env=bare_environment(home),
            stdin=subprocess.DEVNULL,
            timeout=SELF_TEST_SECONDS,
            check=False,
        )
    return done.returncode


def main(arguments: Sequence[str]) -> int:
    """Build, and with --self-test try the result; return the exit code."""
    if code := build():
        say("打包没有成功，请看上面的提示。", "The build failed, see above.")
        return code
    say(
        f"已打包：{executable()}（{size_mb(executable().parent):.0f} MB）",
        "Built; copy the whole folder to install it.",
    )
    if "--self-test" not in arguments:
        return 0
    code = self_test()
    if code:
        say(f"打包后的程序自检未通过（退出码 {code}）。", "The packaged program failed its self-test.")
        return code
    say("打包后的程序自检通过。", "The packaged program passed its self-test.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
