"""A disk that fills up: told in plain words, nothing half is left, and everything goes on when there is space again."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import SteppedClock
from app.errors import AppError
from app.services.health import examine
from app.settings import Settings
from app.storage import keys
from tests.drills import checks, full_disk
from tests.drills.file_faults import fingerprint
from tests.drills.full_disk import WRITES, Writing, disk
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services


@pytest.fixture(params=["small", "limited"])
def writing(request: pytest.FixtureRequest, staffed_template: FirmTemplate, tmp_path: Path) -> Iterator[Writing]:
    """Return a firm on a disk that can be filled."""
    with disk(tmp_path / "disk", request.param) as made:
        profile = staffed_template.copy_to(made.root / "firm")
        services = open_services(profile, staffed_template.data_key, SteppedClock(FRIDAY_AFTERNOON))
        full_disk.prepare(services)
        yield Writing(services, made)
        made.free()
        services.close()


def _files(writing: Writing) -> set[Path]:
    return {path for path in writing.disk.root.rglob("*") if path.is_file()}


def _litter(writing: Writing, before: set[Path]) -> set[Path]:
    """Return what was left lying about; the engine's own side files are none of it."""
    return {path for path in _files(writing) - before if not path.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize("name", WRITES)
def test_a_full_disk_is_told_and_harms_nothing(writing: Writing, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    services = writing.services
    start = checks.Starting.of(services.office)
    Settings(writing.profile.settings).set("before", "kept")
    slots = fingerprint(writing.profile.slots)
    files = _files(writing)
    writing.disk.fill()
    try:
        with pytest.raises(AppError) as caught:
            WRITES[name](writing)
    finally:
        writing.disk.free()
    assert caught.value.what.endswith("。")
    assert caught.value.todo
    assert checks.wrong(services.office, start) == []
    assert checks.Starting.of(services.office).seq == start.seq, "nothing was recorded"
    assert fingerprint(writing.profile.slots) == slots
    assert keys.logins(writing.profile) == ["zhoulan"]
    assert Settings(writing.profile.settings).text("before") == "kept"
    assert _litter(writing, files) == set()
    WRITES[name](writing)
    assert all(finding.is_fine for finding in examine(services.office))


def test_what_this_pc_remembers_stays_as_it_was_when_it_cannot_be_written(writing: Writing) -> None:
    settings = Settings(writing.profile.settings)
    settings.set("theme", "dark")
    files = _files(writing)
    writing.disk.fill()
    settings.set("note", "x" * 50_000)
    writing.disk.free()
    assert Settings(writing.profile.settings).text("theme") == "dark"
    assert Settings(writing.profile.settings).text("note") == ""
    assert _litter(writing, files) == set()
    settings.set("theme", "light")
    assert Settings(writing.profile.settings).text("note") == "x" * 50_000, "kept in mind until there was space"
