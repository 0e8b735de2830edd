"""Process start -> sign-in window painted, beside a bare PySide6 window, with and without the program's fonts."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.clock import SystemClock
from app.paths import Profile
from app.services.demo.build import build
from tools.bench import compare
from tools.big_firm import ROOT, aim, environment, python

ROUNDS, WARM_UP = 15, 2
AIM = 1.6

OURS = """
import gc, os, sys
gc.disable()  # as app/__main__.py does
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
import app.bootstrap as bootstrap

def painted():
    print("painted", flush=True)
    heavy = ("sqlalchemy", "sqlcipher3", "alembic", "reportlab", "cryptography", "app.services.container")
    loaded = [name for name in heavy if name in early]
    print(" ".join(loaded), flush=True)
    os._exit(0)

def paint(self, event):
    QWidget.paintEvent(self, event)
    early.update(sys.modules)
    QTimer.singleShot(0, painted)

early = set()
bootstrap.program.SignInWindow.paintEvent = paint
bootstrap.open_window(["--profile", sys.argv[1]])
"""

BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

def painted():
    print("painted", flush=True)
    os._exit(0)

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, painted)

application = QApplication(sys.argv)
for font in sys.argv[1:]:
    QFontDatabase.addApplicationFont(font)
window = Window()
window.resize(760, 560)
window.show()
application.exec()
"""


def _milliseconds(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Return how long a process takes until it says that its window is painted, and what it says then."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        said = process.stdout.readline()
        took = (time.perf_counter() - begin) * 1000
        rest = process.stdout.read()
    if said.strip() != "painted":
        raise RuntimeError(f"no window: {' '.join(command[:2])} ended with {process.returncode}")
    return took, rest.strip()


def main() -> int:
    """Print the start times; return 1 when something heavy was loaded before the window stood."""
    fonts = [str(ROOT / "resources" / "fonts" / f"NotoSansSC-{style}.ttf") for style in ("Regular", "Medium")]
    with tempfile.TemporaryDirectory(prefix="lvgutai-bench-", ignore_cleanup_errors=True) as folder:
        profile = Profile(Path(folder) / "firm")
        build(profile, SystemClock(), clients=0, logins=("zhoulan",))
        commands = {"ours": python(OURS, str(profile.root)), "bare": python(BARE), "fonts": python(BARE, *fonts)}
        surroundings = environment(Path(folder))
        found: dict[str, list[float]] = {name: [] for name in commands}
        early = ""
        for number in range(ROUNDS + WARM_UP):
            for name, command in commands.items():
                took, said = _milliseconds(command, surroundings)
                early = said if name == "ours" else early
                if number >= WARM_UP:
                    found[name].append(took)
    print("  process start -> window painted, offscreen, warm disk and bytecode, processes taken in turns")
    ratio = compare("sign-in window", found["ours"], "bare PySide6 window, no fonts loaded", found["bare"])
    compare("sign-in window", found["ours"], "bare PySide6 window with the same two fonts loaded", found["fonts"])
    fastest = {name: min(values) for name, values in found.items()}
    print(
        f"  fastest: sign-in window {fastest['ours']:.0f} ms, bare {fastest['bare']:.0f} ms, with fonts {fastest['fonts']:.0f} ms"
    )
    aim("ratio to the bare window without fonts", ratio, AIM)
    if early:
        print(f"  loaded before the window stood: {early}", file=sys.stderr)
    return 1 if early else 0
