"""The program is killed in the middle of its work, again and again; the firm is opened and compared each time.

300 kills belong to every run, 700 more to the full one; each part takes a copy of its own and can run beside the others.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import SteppedClock
from app.services.container import Services
from tests.drills import checks
from tests.drills.kills import AIMS, KillDrill, Outcome, Server
from tests.drills.server import Order
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services
from tests.integration.services.support import create, register

KILLS = 50
"""In each part."""
PARTS, MORE_PARTS = 6, 14
LONGEST = 600
"""Seconds for a part on a PC that is busy with other things; it takes some ten on an idle one."""


def _drill(template: FirmTemplate, folder: Path, seed: int) -> Outcome:
    with Server(template, folder) as server:
        return KillDrill(template, folder, server, seed).run(KILLS)


def _expect_all_there(outcome: Outcome) -> None:
    assert outcome.lost == []
    assert outcome.wrong == []
    assert outcome.kills == KILLS
    assert outcome.acknowledged > KILLS / 2, "the writers were killed before they had written anything worth losing"


@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_moment_loses_nothing_that_was_promised(
    staffed_template: FirmTemplate, tmp_path: Path, part: int
) -> None:
    _expect_all_there(_drill(staffed_template, tmp_path, seed=part))


@pytest.mark.slow
@pytest.mark.timeout(LONGEST)
@pytest.mark.parametrize("part", range(PARTS, PARTS + MORE_PARTS))
def test_a_thousand_kills_lose_nothing_that_was_promised(
    staffed_template: FirmTemplate, tmp_path: Path, part: int
) -> None:
    _expect_all_there(_drill(staffed_template, tmp_path, seed=part))


def test_the_writer_dies_where_it_is_aimed_at(staffed_template: FirmTemplate, tmp_path: Path) -> None:
    """A kill before the commit leaves nothing; the drill would be worth little if its aims missed."""
    profile = staffed_template.copy_to(tmp_path / "aimed")
    key = staffed_template.data_key.hex()
    with Server(staffed_template, tmp_path) as server:
        for aim in {aim.name for _, aim in AIMS if aim.name}:
            kinds = ("backup",) if aim.startswith(("fsync", "replace")) else ("client",)
            told = server.run(Order(str(profile.root), key, 1, kinds, "", aim, 0), None)
            assert [said["kind"] for said in told if said["kind"] in ("ack", "broken")] == [], aim
            assert told[-1]["by"], f"{aim}: the writer ended in another way"


@pytest.fixture
def firm(staffed_template: FirmTemplate, tmp_path: Path) -> Iterator[Services]:
    """Return a firm with a client and a consultation after the start."""
    profile = staffed_template.copy_to(tmp_path / "checked")
    services = open_services(profile, staffed_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    yield services
    services.close()


TAMPERING: dict[str, tuple[str, str]] = {
    "row gone": ("DELETE FROM client", "client has 0 rows, the journal says 1"),
    "row changed": ("UPDATE client SET care_notes = '改'", "a row of client is not as the journal says"),
    "index": ("DELETE FROM search_client", "the search index of client is not as rebuilt"),
    "series": ("UPDATE number_series SET last = last + 3", "the series consultation stands at 4"),
    "journal": ("UPDATE change_set SET label = '另一件事'", "修改记录链在此中断"),
    "projection": ("UPDATE consultation_state SET stage = 'closed'", "咨询状态：1 条中有 1 条与记录不符"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_the_comparison_sees_each_kind_of_harm(firm: Services, name: str) -> None:
    start = checks.Starting.of(firm.office)
    create(firm)
    register(firm)
    assert checks.wrong(firm.office, start) == []
    statement, complaint = TAMPERING[name]
    _behind_the_journal(firm, statement)
    found = checks.wrong(firm.office, start)
    assert any(complaint in one for one in found), found


def test_the_comparison_misses_a_promise_that_was_not_kept(firm: Services) -> None:
    reference = register(firm)
    promises = checks.Promises({10**6: "0" * 64}, {("consultation", reference.id.hex()): "咨〔2026〕9999"})
    assert checks.lost(firm.office, promises) == [
        "change set 1000000 is gone",
        f"consultation 咨〔2026〕9999 is now {reference.number}",
    ]


def _behind_the_journal(services: Services, statement: str) -> None:
    connection = services.office.database.writer_engine.raw_connection()
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()
