"""`python -m app salvage` on a damaged firm, as a process."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock import SteppedClock
from app.models import Staff
from app.paths import Profile
from app.services.demo.build import PASSWORD
from app.terms import Role
from tests.drills.file_faults import fingerprint
from tests.end_to_end.program import run
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services


def _make_director(profile: Profile, data_key: bytes, login: str) -> None:
    """Let somebody see everything: salvage leaves nothing out."""
    services = open_services(profile, data_key, SteppedClock(FRIDAY_AFTERNOON))
    with services.office.work() as work:
        person = work.session.scalars(select(Staff).where(Staff.login == login)).one()
        person.roles = sorted({*person.roles, Role.DIRECTOR.value})
        work.commit("换角色")
    services.close()


def test_salvage_writes_spreadsheets_and_says_what_is_there(
    peopled_template: FirmTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = peopled_template.copy_to(tmp_path / "firm")
    _make_director(profile, peopled_template.data_key, "zhoulan")
    before = fingerprint(profile.database)
    monkeypatch.setenv("LVGUTAI_PASSWORD", PASSWORD)
    done = run(tmp_path, "salvage", "--profile", profile.root, "--login", "zhoulan", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "服务对象：12 条" in done.stdout
    assert "没有发现读不出的内容" in done.stdout
    (made,) = (tmp_path / "out").iterdir()
    assert (made / "服务对象.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert fingerprint(profile.database) == before


def test_salvage_with_a_wrong_password_does_nothing(
    peopled_template: FirmTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = peopled_template.copy_to(tmp_path / "firm")
    monkeypatch.setenv("LVGUTAI_PASSWORD", "not it")
    done = run(tmp_path, "salvage", "--profile", profile.root, "--login", "zhoulan", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "密码不正确" in done.stderr
    assert not (tmp_path / "out").exists()
