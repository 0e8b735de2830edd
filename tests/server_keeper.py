"""Runs a PostgreSQL server for as long as its standard input stays open: the server never outlives the tests.

Run as a script: `python server_keeper.py LOG USER COMMAND…`; USER is empty to stay who one is. It prints “ready” when the
server takes connections. When the tests end in whatever way, the pipe closes and the server is shut down.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

READY = "ready to accept connections"


def main(log: str, user: str, *command: str) -> int:
    """Run the server until standard input is closed; return its exit code."""
    as_user: dict[str, Any] = {"user": user, "extra_groups": []} if user else {}
    if os.name == "nt":
        as_user["creationflags"] = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    server = subprocess.Popen(list(command), stderr=subprocess.PIPE, encoding="utf-8", errors="replace", **as_user)
    ready = threading.Event()
    reader = threading.Thread(target=_keep_log, args=(server, Path(log), ready))
    reader.start()
    ready.wait()
    if server.poll() is None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.read()
        server.send_signal(signal.SIGINT if os.name != "nt" else getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
    code = server.wait()
    reader.join()
    return code


def _keep_log(server: "subprocess.Popen[str]", log: Path, ready: threading.Event) -> None:
    """Write what the server says to a file, and tell when it is ready, or gone."""
    assert server.stderr is not None
    with log.open("a", encoding="utf-8") as file:
        for line in server.stderr:
            file.write(line)
            file.flush()
            if READY in line:
                ready.set()
    server.wait()
    ready.set()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
