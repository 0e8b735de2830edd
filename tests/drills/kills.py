"""Kills a writing program at a moment, opens the firm again and compares: nothing promised is lost, nothing is half."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from app.clock import SteppedClock
from app.errors import WrongPasswordError
from app.paths import Profile
from app.services.demo.build import PASSWORD
from app.services.drafts import Drafts
from app.settings import Settings
from app.storage import keys
from tests.drills import checks
from tests.drills.server import Order
from tests.drills.writer import DAILY, LOGIN, SETTING, TODAY_FORM
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services

ROOT = Path(__file__).resolve().parents[2]
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
LONGEST = 60.0
"""Seconds to wait for a line of the writer: far more than it ever takes."""
THOROUGH = 3
"""Every so many kills all rows are compared with the journal and the index with a new one: harm done stays till then."""
FRESH_AFTER = 21
"""So many kills a copy of the firm lives through before the next one is taken."""


@dataclass(frozen=True)
class Aim:
    """When the writer is to die: so long after it began to write, or at the n-th statement or flush.

    Args:
        name: what is counted by the writer; empty means by time.
        most: seconds, or the highest count.
        kinds: what is being written.

    """

    name: str
    most: float
    kinds: tuple[str, ...]


AIMS: tuple[tuple[int, Aim], ...] = (
    (40, Aim("", 0.16, DAILY)),
    (8, Aim("", 0.6, ("contract_draft", "contract", "contract", "void"))),
    (4, Aim("", 0.3, ("backup", "client", "setting"))),
    (20, Aim("statement", 100, DAILY)),
    (8, Aim("commit", 5, DAILY)),
    (6, Aim("committed", 5, DAILY)),
    (4, Aim("fsync", 3, ("sign_up", "question", "setting", "backup"))),
    (3, Aim("replaced", 3, ("sign_up", "question", "setting", "backup"))),
    (2, Aim("fsync", 2, ("password", "client"))),
    (2, Aim("fsynced", 2, ("password", "client"))),
    (2, Aim("replace", 2, ("password", "client"))),
    (1, Aim("replaced", 2, ("password", "client"))),
)
"""Weight and aim."""


@dataclass
class Outcome:
    """What came of some kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)
    aims: Counter[str] = field(default_factory=Counter)


class Server:
    """The warmed-up process that forks writers.

    Args:
        template: what it warms itself up with.
        folder: for a copy of that.

    """

    def __init__(self, template: FirmTemplate, folder: Path) -> None:
        scratch = template.copy_to(folder / "warming-up")
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.drills.server", str(scratch.root), template.data_key.hex()],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._rest = b""
        self._await("warm")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, order: Order, after: float | None) -> list[dict[str, Any]]:
        """Let a writer write until it is killed; return what it told.

        Args:
            order: what to write where.
            after: seconds from its first word to its end; None leaves that to itself.

        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._process.stdin.flush()
        pid, told = 0, []
        for said in self._lines(LONGEST):
            told.append(said)
            if said["kind"] == "begun":
                pid = said["pid"]
            if said["kind"] == "ready" and after is not None:
                break
            if said["kind"] == "dead":
                return told
        told.extend(self._lines(after or 0.0, patient=False))
        os.kill(pid, KILL)
        told += self._await("dead")
        return told

    def _await(self, kind: str) -> list[dict[str, Any]]:
        told = []
        for said in self._lines(LONGEST):
            told.append(said)
            if said["kind"] == kind:
                return told
        raise RuntimeError(f"the writer's server did not say {kind}")

    def _lines(self, seconds: float, *, patient: bool = True) -> Iterator[dict[str, Any]]:
        """Yield what is told within some seconds."""
        assert self._process.stdout is not None
        until, source = time.monotonic() + seconds, self._process.stdout.fileno()
        while True:
            while b"\n" in self._rest:
                line, _, self._rest = self._rest.partition(b"\n")
                yield json.loads(line)
            left = until - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                if patient:
                    raise RuntimeError("the writer is silent")
                return
            piece = os.read(source, 65536)
            if not piece:
                raise RuntimeError("the writer's server is gone")
            self._rest += piece


class KillDrill:
    """Kills again and again, on copies of a firm.

    Args:
        template: the firm to copy.
        folder: for the copies.
        server: forks the writers.
        seed: decides everything but the moments that depend on the machine.

    """

    def __init__(self, template: FirmTemplate, folder: Path, server: Server, seed: int) -> None:
        self._template, self._folder, self._server = template, folder, server
        self._chance = random.Random(seed)
        self.outcome = Outcome()
        self._until = 0

    def run(self, kills: int) -> Outcome:
        """Kill so many times and return what came of it."""
        self._until = kills
        weights, aims = [w for w, _ in AIMS], [a for _, a in AIMS]
        firm = Firm(self._template, self._folder / "firm-0")
        for number in range(kills):
            if number and number % FRESH_AFTER == 0:
                firm = Firm(self._template, self._folder / f"firm-{number}")
            self._kill(firm, self._chance.choices(aims, weights)[0])
        return self.outcome

    def _kill(self, firm: "Firm", aim: Aim) -> None:
        seed = self._chance.randrange(2**32)
        order = Order(str(firm.profile.root), self._template.data_key.hex(), seed, aim.kinds, firm.password, aim.name)
        after = None if aim.name else self._chance.uniform(0, aim.most)
        if aim.name:
            order = Order(**{**asdict(order), "at": self._chance.randrange(int(aim.most))})
        told = self._server.run(order, after)
        if problem := [said["why"] for said in told if said["kind"] == "broken"]:
            raise RuntimeError(f"the writer failed by itself: {problem}")
        outcome = self.outcome
        outcome.kills += 1
        outcome.aims[aim.name or "time"] += 1
        firm.hear(told, outcome)
        place = f"kill {outcome.kills} ({aim.name or 'time'}, seed {seed}): "
        lost, wrong = firm.compare(thoroughly=outcome.kills % THOROUGH == 0 or outcome.kills == self._until)
        outcome.lost += [place + one for one in lost]
        outcome.wrong += [place + one for one in wrong]


class Firm:
    """A copy of the firm that is written to and killed, with all that was promised of it."""

    def __init__(self, template: FirmTemplate, root: Path) -> None:
        self.template = template
        self.profile: Profile = template.copy_to(root)
        self.promises = checks.Promises()
        self.password = PASSWORD
        self._kept: dict[str, list[str]] = {"draft": [""], "setting": [""], "password": [PASSWORD]}
        self._copies: list[Path] = []
        services = self._open()
        self._start = checks.Starting.of(services.office)
        services.close()

    def _open(self) -> Any:
        return open_services(self.profile, self.template.data_key, SteppedClock(FRIDAY_AFTERNOON), LOGIN)

    def hear(self, told: Sequence[dict[str, Any]], outcome: Outcome) -> None:
        """Take down what was promised."""
        for said in told:
            match said["kind"]:
                case "ack":
                    self.promises.acks[said["seq"]] = said["digest"]
                    outcome.acknowledged += 1
                    outcome.ways[said["way"]] += 1
                case "number" if "number" in said:
                    self.promises.numbers[said["series"], said["of"]] = said["number"]
                case "try":
                    self._kept[said["what"]].append(said["value"])
                case "kept":
                    self._kept[said["what"]] = [said["value"]]
                case "copy":
                    self._copies.append(Path(said["path"]))

    def compare(self, *, thoroughly: bool) -> tuple[list[str], list[str]]:
        """Open the firm again; return what is lost and what is not whole."""
        services = self._open()
        try:
            lost = checks.lost(services.office, self.promises)
            lost += self._unjournalled(services.drafts)
            whole = checks.wrong(services.office, self._start) if thoroughly else checks.unsound(services.office)
            return lost, whole
        finally:
            services.close()

    def _unjournalled(self, drafts: Drafts) -> Iterator[str]:
        found = drafts.find(TODAY_FORM)
        present = {
            "draft": str(found.fields["text"]) if found else "",
            "setting": Settings(self.profile.settings).text(SETTING),
        }
        for what, value in present.items():
            if value not in self._kept[what]:
                yield f"the {what} is neither the one kept nor the one being kept"
            self._kept[what] = [value]
        yield from self._login()
        if missing := [path.name for path in self._copies if not path.is_file()]:
            yield f"copies are gone: {missing}"

    def _login(self) -> Iterator[str]:
        """Try the passwords that may be in force, if one was being changed."""
        if len(self._kept["password"]) == 1 and self._kept["password"][0] == self.password:
            keys.logins(self.profile)
            return
        for password in reversed(self._kept["password"]):
            try:
                key = keys.open_with_password(self.profile, LOGIN, password, clock=SteppedClock(FRIDAY_AFTERNOON))
            except WrongPasswordError:
                continue
            self.password = password
            self._kept["password"] = [password]
            if key == self.template.data_key:
                return
        yield "no password opens the firm any more"
