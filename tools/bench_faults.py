"""The tally of faults: kills, a full disk, damaged files; how often, what was lost, whether all is whole, what is said.

`LVGUTAI_KILLS` sets how often the program is killed (300).
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.catalogue import Catalogue
from app.clock import SteppedClock
from app.errors import AppError
from app.services.accounts import Accounts
from app.services.demo.build import PASSWORD
from app.services.health import examine
from tests.drills import checks, full_disk
from tests.drills.file_faults import FAULTS, HARMLESS, MUST_REFUSE, Damage, fingerprint
from tests.drills.full_disk import WRITES, Writing, disk
from tests.drills.kills import KillDrill, Server
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, make_template, open_services

KILLS = int(os.environ.get("LVGUTAI_KILLS", "300"))
LOGIN = "zhoulan"


@dataclass(frozen=True)
class Line:
    """One line of the tally.

    Args:
        fault: what was done.
        times: how often.
        lost: acknowledged changes that were gone, or files that were overwritten.
        whole: whether everything fitted together afterwards.
        said: what the user reads.

    """

    fault: str
    times: int
    lost: int
    whole: bool
    said: str


def main() -> str:
    """Print the tally; return what is wrong, if anything."""
    lines: list[Line] = []
    with TemporaryDirectory(prefix="lvgutai-faults-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        staffed = make_template(folder / "staffed", 0)
        peopled = make_template(folder / "peopled", 12)
        for part in (_kills(staffed, folder), _full(staffed, folder), _files(peopled, folder)):
            for line in part:
                lines.append(line)
                print(_shown(line), flush=True)
    bad = [line.fault for line in lines if line.lost or not line.whole]
    print(f"  {sum(line.times for line in lines)} faults, {sum(line.lost for line in lines)} losses")
    return f"lost or not whole: {', '.join(bad)}" if bad else ""


def _shown(line: Line) -> str:
    state = "whole" if line.whole else "NOT WHOLE"
    return f"  {line.fault}: {line.times}x, lost {line.lost}, {state}{f' | {line.said}' if line.said else ''}"


def _kills(template: FirmTemplate, folder: Path) -> Iterator[Line]:
    begin = time.perf_counter()
    with Server(template, folder) as server:
        outcome = KillDrill(template, folder, server, seed=2026).run(KILLS)
    took = time.perf_counter() - begin
    print(
        f"  {outcome.acknowledged} acknowledged changes of {len(outcome.ways)} kinds; {took:.0f} s, "
        f"{took / KILLS * 1000:.0f} ms a kill; aimed at {dict(outcome.aims)}"
    )
    for problem in [*outcome.lost, *outcome.wrong]:
        print(f"    {problem}")
    yield Line("kill -9", outcome.kills, len(outcome.lost), not outcome.wrong, "")


def _full(template: FirmTemplate, folder: Path) -> Iterator[Line]:
    for kind in ("small", "limited"):
        with disk(folder / kind, kind) as made:
            profile = template.copy_to(made.root / "firm")
            services = open_services(profile, template.data_key, SteppedClock(FRIDAY_AFTERNOON))
            full_disk.prepare(services)
            for name, write in WRITES.items():
                start = checks.Starting.of(services.office)
                made.fill()
                said = _try(partial(write, Writing(services, made)))
                made.free()
                yield Line(f"磁盘满（{kind}）：{name}", 1, 0, not checks.wrong(services.office, start), said)
            services.close()


def _try(act: Callable[[], object]) -> str:
    try:
        act()
    except AppError as error:
        return error.what
    return "（没有受影响）"


def _files(template: FirmTemplate, folder: Path) -> Iterator[Line]:
    for number, (name, spoil) in enumerate(FAULTS.items()):
        scratch = folder / f"scratch-{number}"
        scratch.mkdir()
        damage = Damage(template.copy_to(folder / f"damaged-{number}"), template, random.Random(number), scratch)  # noqa: S311 - a drill
        spoil(damage)
        before = fingerprint(damage.database)
        accounts = Accounts(damage.profile, SteppedClock(FRIDAY_AFTERNOON), Catalogue.load())
        try:
            office = accounts.sign_in(LOGIN, PASSWORD)
        except AppError as error:
            overwritten = fingerprint(damage.database) != before
            yield Line(name, 1, int(overwritten), name not in HARMLESS, error.what)
            continue
        try:
            found = [finding.text for finding in examine(office) if not finding.is_fine]
        except AppError as error:
            found = [error.what]
        office.database.close()
        overwritten = bool(found) and fingerprint(damage.database) != before
        is_told = name not in MUST_REFUSE and (not found or name not in HARMLESS)
        yield Line(name, 1, int(overwritten), is_told, "；".join(found)[:60] or "（打开后完好）")
