"""A canary for the Qt binding: a release that loses references to None aborts the process after some thousand calls.

PySide6 6.12.0 does so on Python 3.11 (`none_dealloc: deallocating None`), while short test suites still pass.
"""

import os
import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    told = Signal(int)

heard = []
sender = Sender()
sender.told.connect(heard.append)
for number in range(20_000):
    QObject().setObjectName("canary")
for number in range(10_000):
    sender.told.emit(number)
print(len(heard))
"""


def test_thousands_of_void_calls_and_signals_survive() -> None:
    silent = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, env=silent, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [b"10000"]), done.stderr.decode()
