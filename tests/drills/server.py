"""Forks writers from a warmed-up process: a drill then costs milliseconds, not the loading of the program.

Reads one line of JSON per drill from the standard input; the writer's lines and its end come out of the standard output.
Where there is no fork, each drill is a process of its own.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.clock import SteppedClock
from app.paths import Profile
from app.services.container import Services
from tests.drills.writer import LOGIN, WAYS, Writer, say
from tests.factories import FRIDAY_AFTERNOON, open_services


@dataclass(frozen=True)
class Order:
    """One drill.

    Args:
        root: the profile to write into.
        data_key: opens it, in hex.
        seed: decides what is written.
        kinds: of what.
        password: of the writer's login at present.
        aim: "" waits for the killer; else the writer kills itself at the n-th "statement", "commit", "committed",
            "fsync", "fsynced", "replace" or "replaced".
        at: which one.

    """

    root: str
    data_key: str
    seed: int
    kinds: tuple[str, ...]
    password: str
    aim: str = ""
    at: int = 0


def end_now() -> None:
    """End this process as a power cut to it would: nothing is flushed, closed or caught."""
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def write(order: Order) -> None:
    """Open the profile and write until killed."""
    services = open_services(
        Profile(Path(order.root)), bytes.fromhex(order.data_key), SteppedClock(FRIDAY_AFTERNOON), LOGIN
    )
    _take_aim(services, order)
    Writer(services, random.Random(order.seed), order.password).go_on(order.kinds)


def _take_aim(services: Services, order: Order) -> None:
    left = [order.at]

    def count(*_whatever: Any, **_more: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            end_now()

    engine = services.office.database.writer_engine
    match order.aim:
        case "statement":
            event.listen(engine, "after_cursor_execute", count)
        case "commit":
            event.listen(engine, "commit", count)
        case "committed":
            event.listen(engine.pool, "checkin", count)
        case "fsync" | "replace":
            setattr(os, order.aim, _around(getattr(os, order.aim), before=count))
        case "fsynced" | "replaced":
            name = order.aim.removesuffix("ed" if order.aim == "fsynced" else "d")
            setattr(os, name, _around(getattr(os, name), after=count))


def _around(
    call: Callable[..., Any], before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None
) -> Callable[..., Any]:
    def surrounded(*args: Any, **kwargs: Any) -> Any:
        before()
        result = call(*args, **kwargs)
        after()
        return result

    return surrounded


def warm_up(root: Path, data_key: str) -> None:
    """Do each thing once on a copy of no value, so that the forked writers find everything loaded."""
    services = open_services(Profile(root), bytes.fromhex(data_key), SteppedClock(FRIDAY_AFTERNOON), LOGIN)
    writer = Writer(services, random.Random(1))
    for kind in WAYS:
        writer.step(kind)
    services.close()


def serve() -> None:
    """Start one writer per line, and say when it is there and when it is dead."""
    warm_up(Path(sys.argv[1]), sys.argv[2])
    say("warm")
    for line in sys.stdin:
        pid, wait = _fork(line) if hasattr(os, "fork") else _spawn(line)
        say("begun", pid=pid)
        say("dead", by=wait())


def _fork(line: str) -> tuple[int, Callable[[], int]]:
    child = os.fork()
    if child == 0:
        once(line)

    def wait() -> int:
        _, status = os.waitpid(child, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    return child, wait


def _spawn(line: str) -> tuple[int, Callable[[], int]]:
    child = subprocess.Popen([sys.executable, "-m", "tests.drills.server", "once", line])
    return child.pid, child.wait


def once(line: str) -> None:
    """Write as ordered, and never return."""
    try:
        write(Order(**json.loads(line)))
    except BaseException as error:  # noqa: BLE001 - told to the killer, whose test fails
        say("broken", why=f"{type(error).__name__}: {error}")
    finally:
        os._exit(1)


if __name__ == "__main__":
    once(sys.argv[2]) if sys.argv[1:2] == ["once"] else serve()
