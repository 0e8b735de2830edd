"""The program's memory on a big firm: signed in, its lists opened, one jumped through, searched; in a process of its own.

Only what the program itself imports is in that process.
"""

import subprocess

from tools.big_firm import ROOT, Firm, environment, python

PROGRAM = """
import gc, os, re, sys, threading
gc.disable()  # as app/__main__.py does
from pathlib import Path
from PySide6.QtCore import QTimer
from app import bootstrap
from app.clock import SystemClock
from app.paths import Profile
from app.settings import Settings
from app.views.application import make_application

root, login, password = sys.argv[1:]
profile = Profile(Path(root))
settings = Settings(profile.settings)
application = make_application(settings)
program = bootstrap.Program(profile, SystemClock(), settings)

def told(name):
    status = Path("/proc/self/status").read_text(encoding="ascii")
    held, most = (int(re.search(word + r":\\s+(\\d+)", status)[1]) * 1024 / 1e6 for word in ("VmRSS", "VmHWM"))
    print(f"{name}|{held:.1f}|{most:.1f}", flush=True)

def clients(page):
    bar = page.list.view.verticalScrollBar()
    yield "1,000,000 clients listed"
    for part in range(1, 13):
        bar.setValue(bar.maximum() * part // 12)
        yield None
    yield "jumped through them"
    for text in ("张", "张三", "zs", "zhangsan", "1381234", "建设", "欧阳", ""):
        page.list.search.setText(text)
        yield None
    yield "searched"
    for button in page.list.chips.values():
        button.click()
        yield None
    yield "every chip of the clients"

def steps():
    program.sign_in.sign_in_requested.emit(login, password)
    while program.workplace is None:
        yield None
    window = program.workplace.window
    yield "signed in, inbox painted"
    window.open_area("clients")
    yield None
    yield from clients(window.page("clients"))
    for area in ("contracts", "consultations"):
        window.open_area(area)
        yield None
    yield "contracts and inbox again"

todo = steps()
quiet = 0

def step():
    global quiet
    quiet = 0 if program.jobs.busy else quiet + 1
    if quiet < 5:
        return
    quiet = 0
    try:
        name = next(todo)
    except StopIteration:
        os._exit(0)
    if name:
        told(name)

timer = QTimer(interval=20)
timer.timeout.connect(step)
program.start()
QTimer.singleShot(1000, timer.start)
application.exec()
"""


def memory(firm: Firm, login: str, password: str) -> list[tuple[str, float, float]]:
    """Return what the process held, and the most it held until then, in millions of bytes, after each step."""
    command = python(PROGRAM, str(firm.profile.root), login, password)
    surroundings = environment(firm.profile.root.parent)
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no window")
    lines = [line.split("|") for line in done.stdout.splitlines() if line.count("|") == 2]
    return [(name, float(held), float(most)) for name, held, most in lines]
