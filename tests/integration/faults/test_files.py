"""Damaged, foreign and misplaced files: told in plain words, never overwritten, looked at and salvaged where possible."""

import csv
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from app.catalogue import Catalogue
from app.clock import SteppedClock
from app.errors import AppError, DamagedDatabaseError, NotAllowedError, ReadOnlyError, StrayLogError
from app.models import Staff
from app.paths import Profile
from app.services.accounts import Accounts
from app.services.clients.types import ClientFilter
from app.services.container import Services
from app.services.core import Office
from app.services.demo.build import PASSWORD
from app.services.health import examine
from app.services.rescue import Given, Rescue, SalvageReport
from app.storage import keys
from app.storage.database import Database
from app.storage.unit_of_work import unit_of_work
from app.storage.write_ahead import log_of
from app.terms import Role
from tests.drills import file_faults
from tests.drills.file_faults import FAULTS, HARMLESS, MUST_REFUSE, Damage, fingerprint
from tests.factories import FRIDAY_AFTERNOON, FirmTemplate, open_services
from tests.integration.services.support import SHOT, create, sign_up_form
from tests.storage_support import context_for

LOGIN = "zhoulan"
GIVEN, DIRECTOR = Given(LOGIN, PASSWORD), Given("weidongming", PASSWORD)


@pytest.fixture
def damage(peopled_template: FirmTemplate, tmp_path: Path) -> Damage:
    """Return a firm with people, to be damaged."""
    (tmp_path / "scratch").mkdir()
    return Damage(peopled_template.copy_to(tmp_path / "firm"), peopled_template, random.Random(7), tmp_path / "scratch")


def _accounts(profile: Profile) -> Accounts:
    return Accounts(profile, SteppedClock(FRIDAY_AFTERNOON), Catalogue.load())


def _rescue(profile: Profile) -> Rescue:
    return Rescue(profile, SteppedClock(FRIDAY_AFTERNOON), Catalogue.load())


def _files(profile: Profile) -> dict[str, str]:
    """Return what must not change while a damaged firm is looked at."""
    kept = (profile.database, log_of(profile.database), profile.slots)
    return {path.name: fingerprint(path) for path in kept}


def _try_the_door(profile: Profile) -> tuple[Office | None, AppError | None]:
    try:
        return _accounts(profile).sign_in(LOGIN, PASSWORD), None
    except AppError as error:
        return None, error


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_opened_is_told_and_left_as_it_is(damage: Damage, name: str) -> None:
    FAULTS[name](damage)
    before = _files(damage.profile)
    office, refused = _try_the_door(damage.profile)
    if office is None:
        assert refused is not None
        assert name not in HARMLESS
        assert refused.what.endswith("。"), "a sentence"
        assert refused.todo, "and what to do"
        assert _files(damage.profile) == before
        return
    assert name not in MUST_REFUSE
    services = Services(office)
    try:
        if name in HARMLESS:
            assert all(finding.is_fine for finding in examine(office))
            assert services.clients.lists.first_page(ClientFilter(), 50)
    finally:
        services.close()
    if name in ("翻转一位：任意页", "翻转一位：服务对象表", "截断"):
        assert fingerprint(damage.database) == before[damage.database.name]


@pytest.mark.parametrize("fault", [file_faults.older_log, file_faults.anothers_log, file_faults.newer_log])
def test_a_stray_log_is_set_aside_by_the_user_and_the_firm_opens_whole(
    damage: Damage, fault: Callable[[Damage], None]
) -> None:
    fault(damage)
    stray = fingerprint(log_of(damage.database))
    with pytest.raises(DamagedDatabaseError) as caught:
        _accounts(damage.profile).sign_in(LOGIN, PASSWORD)
    assert isinstance(caught.value, StrayLogError)
    rescue = _rescue(damage.profile)
    aside = rescue.set_log_aside(GIVEN)
    assert fingerprint(aside) == stray, "nothing is thrown away"
    office = _accounts(damage.profile).sign_in(LOGIN, PASSWORD)
    assert all(finding.is_fine for finding in examine(office))
    office.database.close()


def test_its_own_log_after_a_crash_is_taken_as_it_is_and_never_set_aside(damage: Damage) -> None:
    services = open_services(damage.profile, damage.template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    create(services, "断电前")
    crashed = Profile(damage.scratch / "crashed")
    shutil.copytree(damage.profile.root, crashed.root)
    services.close()
    with pytest.raises(AppError, match="不能移开"):
        _rescue(crashed).set_log_aside(GIVEN)
    office = _accounts(crashed).sign_in(LOGIN, PASSWORD)
    assert Services(office).clients.lists.counts().all == 13
    office.database.close()


def test_a_firm_opened_for_looking_shows_everything_and_writes_nothing(damage: Damage) -> None:
    before = {path: fingerprint(path) for path in damage.profile.root.rglob("*") if path.is_file()}
    services = Services(_rescue(damage.profile).look(GIVEN))
    try:
        assert services.clients.lists.counts().all == 12
        with pytest.raises(ReadOnlyError, match="只读"):
            create(services)
        with pytest.raises(ReadOnlyError):
            services.drafts.keep("form", {})
        copy = services.office.database.path
        assert copy.exists()
    finally:
        services.close()
    assert not copy.parent.exists(), "the copy goes with the window"
    assert {path: fingerprint(path) for path in damage.profile.root.rglob("*") if path.is_file()} == before


def _salvaged(report: SalvageReport, name: str) -> list[dict[str, str]]:
    with (report.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _as_director(damage: Damage) -> None:
    keys.add_login(damage.profile, damage.template.data_key, "weidongming", PASSWORD)


def test_a_whole_firm_is_salvaged_whole(damage: Damage, tmp_path: Path) -> None:
    services = open_services(damage.profile, damage.template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    made = create(services, "=HYPERLINK()")
    services.clients.sign_ups.sign_up(made.id, sign_up_form(services), (SHOT,))
    services.close()
    _as_director(damage)
    told: list[str] = []
    report = _rescue(damage.profile).salvage(DIRECTOR, tmp_path / "out", lambda _done, _total, text: told.append(text))
    assert report.is_whole
    clients = _salvaged(report, "服务对象")
    assert len(clients) == 13
    assert "'=HYPERLINK()" in {row["姓名或名称"] for row in clients}, "no spreadsheet computes it"
    for sheet in ("咨询", "咨询经过", "签约", "员工", "操作日志"):
        assert _salvaged(report, sheet), sheet
    assert any(path.read_bytes() == SHOT.data for path in (report.folder / "材料").iterdir())
    assert "没有发现读不出的内容" in (report.folder / "抢救报告.txt").read_text(encoding="utf-8-sig")
    assert not list(report.folder.rglob("*blob_key*")), "no key leaves the house"
    assert "正在读取服务对象" in told


def test_one_damaged_page_costs_only_what_lay_on_it(damage: Damage, tmp_path: Path) -> None:
    services = open_services(damage.profile, damage.template.data_key, SteppedClock(FRIDAY_AFTERNOON))
    for number in range(60):
        create(services, f"客户{number:02d}", phone=f"1370000{number:04d}", care_notes="备注" * 60)
    services.close()
    _as_director(damage)
    file_faults.flipped_leaf(damage, "client")
    before = fingerprint(damage.database)
    report = _rescue(damage.profile).salvage(DIRECTOR, tmp_path / "out")
    saved = {row["姓名或名称"] for row in _salvaged(report, "服务对象")}
    assert 40 <= len(saved) < 72, "neither all nor nothing"
    assert len(report.gaps) == 1
    assert "服务对象：第" in report.gaps[0]
    assert "以下部分因文件损坏没有读出" in report.text
    assert fingerprint(damage.database) == before


def test_a_missing_and_a_damaged_paper_are_named(damage: Damage, tmp_path: Path) -> None:
    _as_director(damage)
    papers = sorted(path for path in damage.profile.blobs.glob("??/*"))
    assert len(papers) >= 2
    papers[0].unlink()
    papers[1].write_bytes(papers[1].read_bytes()[:-1])
    report = _rescue(damage.profile).salvage(DIRECTOR, tmp_path / "out")
    assert len(report.lost_papers) == 2
    assert report.papers == len(papers) - 2


def test_a_database_without_a_readable_beginning_still_gives_its_papers(damage: Damage, tmp_path: Path) -> None:
    file_faults.flipped_first(damage)
    report = _rescue(damage.profile).salvage(GIVEN, tmp_path / "out")
    assert not report.is_readable
    assert report.papers
    assert "请从备份恢复" in report.text


def test_salvage_is_for_those_who_may_export_and_never_into_the_firms_folder(damage: Damage, tmp_path: Path) -> None:
    rescue = _rescue(damage.profile)
    keys.add_login(damage.profile, damage.template.data_key, "chenqiming", PASSWORD)
    with pytest.raises(NotAllowedError, match="不能导出"):
        rescue.salvage(Given("chenqiming", PASSWORD), tmp_path / "out")
    with pytest.raises(AppError, match="资料文件夹以外"):
        rescue.salvage(GIVEN, damage.profile.root)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("values", "said"), [({"is_active": False}, "已经停用"), ({"roles": [Role.SYSTEM_ADMIN.value]}, "不能导出全部资料")]
)
def test_who_left_or_may_not_see_sensitive_matters_salvages_nothing(
    damage: Damage, tmp_path: Path, values: dict[str, object], said: str
) -> None:
    profile, key = damage.profile, damage.template.data_key
    keys.add_login(profile, key, "weidongming", PASSWORD)
    with Database.open(profile, key) as database, unit_of_work(database, context_for(database)) as work:
        person = work.session.scalars(select(Staff).where(Staff.login == "weidongming")).one()
        for name, value in values.items():
            setattr(person, name, value)
        work.commit("修改员工")
    with pytest.raises(NotAllowedError, match=said):
        _rescue(profile).salvage(DIRECTOR, tmp_path / "out")
    assert not (tmp_path / "out").exists()
