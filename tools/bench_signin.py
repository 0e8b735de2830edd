"""Password accepted -> usable inbox at 100,000 clients, beside a bare table window on the same database.

Counted from the moment the password has opened the data key, so without key derivation: opening the database, the
services, the main window, and the inbox's visible rows painted with the event loop free again. The program loads its
code while the sign-in window stands; both cases are measured: signing in after that, and at the first instant.
"""

import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from app.services.demo.build import PASSWORD
from tools.bench import compare
from tools.big_firm import FRIDAY, LOGIN, ROOT, Firm, aim, big_firm, environment, python

ROUNDS, WARM_UP = 9, 1
AIM = 400.0

OURS = """
import gc, os, sys, time
gc.disable()  # as app/__main__.py does
from datetime import datetime, timedelta
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView
import app.bootstrap as bootstrap
from app.paths import Profile
from app.settings import Settings
from app.views.application import make_application

root, login, password, start, patient = sys.argv[1:]
begun = time.monotonic()
accepted = []

class Running:
    def now(self):
        return datetime.fromisoformat(start) + timedelta(seconds=time.monotonic() - begun)

def usable():
    print((time.perf_counter() - accepted[0]) * 1000, flush=True)
    os._exit(0)

def watch_keys():
    from app.storage import keys
    derive = keys.open_with_password
    def timed(*args, **kwargs):
        key = derive(*args, **kwargs)
        accepted.append(time.perf_counter())
        return key
    keys.open_with_password = timed

def watch_rows():
    from app.views.tables.base_view import BaseView
    def paint(view, event):
        QTableView.paintEvent(view, event)
        last = view.rowAt(view.viewport().height() - 1)
        if view.table.rowCount() and all(view.table.peek(row) for row in range(last + 1)) and last > 0:
            QTimer.singleShot(0, usable)
    BaseView.paintEvent = paint

def sign_in():
    if patient == "yes" and program.jobs.busy:
        QTimer.singleShot(20, sign_in)
        return
    if program.accounts is None:
        QTimer.singleShot(1, sign_in)
        return
    watch_keys()
    watch_rows()
    program.sign_in.sign_in_requested.emit(login, password)

profile = Profile(Path(root))
settings = Settings(profile.settings)
application = make_application(settings)
program = bootstrap.Program(profile, Running(), settings)
program.start()
QTimer.singleShot(0 if patient == "no" else 1000, sign_in)
application.exec()
"""

BARE = """
import os, sys, time
from sqlcipher3 import dbapi2
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

class Table(QTableWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, usable)

def usable():
    print((time.perf_counter() - begin) * 1000, flush=True)
    os._exit(0)

application = QApplication([])
begin = time.perf_counter()
connection = dbapi2.connect(sys.argv[1])
connection.execute("PRAGMA key = \\"x'" + sys.argv[2] + "'\\"")
rows = connection.execute(
    "SELECT c.number, c.wechat_name, c.category, c.question, s.due_at, l.name FROM consultation_state s "
    "JOIN consultation c ON c.id = s.consultation_id LEFT JOIN staff l ON l.id = s.assignee_id "
    "WHERE s.stage = 'waiting' ORDER BY s.due_at"
).fetchall()
table = Table(len(rows), 6)
for row, cells in enumerate(rows):
    for column, cell in enumerate(cells):
        table.setItem(row, column, QTableWidgetItem(str(cell)))
table.resize(1366, 768)
table.show()
application.exec()
"""


def _milliseconds(command: list[str], surroundings: dict[str, str]) -> float:
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no window")
    return float(done.stdout.split()[-1])


def _ours(firm: Firm, patient: str) -> list[str]:
    return python(OURS, str(firm.profile.root), LOGIN, PASSWORD, FRIDAY.isoformat(), patient)


def main() -> None:
    """Print both times beside the bare table's."""
    with big_firm() as firm, TemporaryDirectory(prefix="lvgutai-bench-", ignore_cleanup_errors=True) as folder:
        surroundings = environment(Path(folder))
        commands = {
            "loaded": _ours(firm, "yes"),
            "at once": _ours(firm, "no"),
            "bare": python(BARE, str(firm.profile.database), firm.data_key.hex()),
        }
        found: dict[str, list[float]] = {name: [] for name in commands}
        begin = time.perf_counter()
        for number in range(ROUNDS + WARM_UP):
            for name, command in commands.items():
                took = _milliseconds(command, surroundings)
                if number >= WARM_UP:
                    found[name].append(took)
    print(f"  fresh processes in turns, offscreen, {time.perf_counter() - begin:.0f} s altogether")
    peer = "bare PySide6 table filled with all waiting questions by plain SQL"
    compare("inbox usable, code loaded while the sign-in window stood", found["loaded"], peer, found["bare"])
    compare("inbox usable, signed in before the code was loaded", found["at once"], peer, found["bare"])
    middle = sorted(found["loaded"])[len(found["loaded"]) // 2]
    aim("password accepted -> usable inbox", middle, AIM, " ms")
