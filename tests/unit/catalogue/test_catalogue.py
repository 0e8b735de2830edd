"""The data files as delivered, and what a damaged one says."""

import shutil
from pathlib import Path

import pytest

from app.catalogue import Catalogue
from app.errors import DataFileError, InvalidInputError, NotFoundError
from app.paths import resource
from app.terms import Channel, ClockKind, FactStatus, Scheme

CATALOGUE = Catalogue.load()


@pytest.mark.clause("S6.2")
@pytest.mark.parametrize(
    "channel",
    [
        Channel.SMS,
        Channel.WECHAT,
        Channel.WECHAT_GROUP,
        Channel.QQ_GROUP,
        Channel.OFFICIAL_ACCOUNT,
        Channel.ASSOCIATION_SITE,
    ],
)
def test_written_questions_have_five_working_hours(channel: Channel) -> None:
    policy = CATALOGUE.policy(channel, Scheme.SHIJIAZHUANG)
    assert (policy.clock, policy.minutes, policy.clause) == (ClockKind.WORKING, 300, "S6.2")
    assert policy.warn_at == (0.6, 0.8, 1.0)


@pytest.mark.clause("B2")
def test_the_platform_has_five_hours_by_the_wall_clock() -> None:
    policy = CATALOGUE.policy(Channel.BEIJING_PLATFORM, Scheme.BEIJING)
    assert (policy.clock, policy.minutes, policy.clause) == (ClockKind.WALL, 300, "B2")


@pytest.mark.clause("S6.1")
@pytest.mark.parametrize(
    ("channel", "clock", "clause"),
    [
        (Channel.JIFATONG, ClockKind.NEXT_CHECK_IN, "S2.2"),
        (Channel.PHONE, ClockKind.AT_ONCE, "S6.1"),
        (Channel.WALK_IN, ClockKind.AT_ONCE, "S6.1"),
    ],
)
def test_channels_without_a_figure(channel: Channel, clock: ClockKind, clause: str) -> None:
    policy = CATALOGUE.policy(channel, Scheme.SHIJIAZHUANG)
    assert (policy.clock, policy.clause) == (clock, clause)


def test_every_channel_has_a_policy_in_exactly_one_scheme() -> None:
    assert sorted(channel.value for channel, _ in CATALOGUE.policies) == sorted(channel.value for channel in Channel)


def test_a_channel_foreign_to_a_scheme_says_so() -> None:
    with pytest.raises(InvalidInputError, match="北京法网驻场没有“短信”"):
        CATALOGUE.policy(Channel.SMS, Scheme.BEIJING)


def test_all_clauses_are_there_and_belong_to_their_scheme() -> None:
    assert len(CATALOGUE.clauses) == 45
    for clause in CATALOGUE.clauses.values():
        assert clause.scheme is (Scheme.SHIJIAZHUANG if clause.id.startswith("S") else Scheme.BEIJING)
        assert clause.title
        assert clause.met_when
    assert CATALOGUE.clause("S9.3").title == "签约客户低于指导意见收费"
    with pytest.raises(NotFoundError):
        CATALOGUE.clause("S99")


def test_unverified_figures_are_never_enabled_by_themselves() -> None:
    for schedule in CATALOGUE.fee_schedules.values():
        assert schedule.enabled is (schedule.status is FactStatus.VERIFIED)
        assert all(item.source for item in schedule.items)


def test_every_delivered_file_is_right() -> None:
    Catalogue.load().read_all()


def test_regions() -> None:
    assert CATALOGUE.region_name("130102") == "长安区"
    assert CATALOGUE.region_name("110101") == "东城区"
    assert CATALOGUE.region_name("130199") == "130199"
    assert not CATALOGUE.regions["130103"].is_current
    assert sum(region.is_current for region in CATALOGUE.regions.values()) == 24 + 16


@pytest.mark.parametrize(
    ("damage", "key", "problem"),
    [
        (("fees/hebei-2016.toml", 'rate = "0.08"', 'rate = "8%"'), "item[0].bands[0].rate", "不是小数"),
        (("fees/hebei-2016.toml", 'rate = "0.08"', 'rate = "8"'), "item[0].bands[0].rate", "0 到 1"),
        (("fees/hebei-2016.toml", "upto = 1000000,", "upto = 1000,"), "item[0].bands[1].upto", "从低到高"),
        (("fees/hebei-2016.toml", 'method = "piecewise"', 'method = "guess"'), "item[0].method", "guess"),
        (("fees/hebei-2016.toml", 'status = "verified"', 'status = "unverified"'), "enabled", "不能启用"),
        (("fees/hebei-2016.toml", "maximum = 30000", "maximum = 30"), "item[1].maximum", "低于下限"),
        (("fees/hebei-2016.toml", 'key = "hourly"', 'key = "advisor"'), "item[3].key", "写了两次"),
        (("fees/hebei-2016.toml", "[[item]]", "[[item"), "格式", "TOML"),
        (("fees/hebei-2016.toml", 'id = "hebei-2016"', 'id = "beijing-2016"'), "id", "已经用过"),
        (("schemes/beijing.toml", 'id = "B2"', 'id = "B1"'), "clause[1].id", "写了两次"),
        (("schemes/beijing.toml", 'clause = "B2"', 'clause = "B99"'), "policy[0].clause", "没有条款 B99"),
        (("schemes/beijing.toml", "minutes = 300", "minutes = 0"), "policy[0].minutes", "大于 0"),
        (("schemes/beijing.toml", "minutes = 300", 'minutes = "300"'), "policy[0].minutes", "应为 int"),
        (("schemes/beijing.toml", "warn_at = [0.6,", "warn_at = [0.9,"), "policy[0].warn_at", "从小到大"),
        (("schemes/beijing.toml", 'kind = "timed"', 'kind = "maybe"'), "clause[1].kind", "maybe"),
        (("regions/beijing.csv", "110101,", "1101,"), "第 2 行", "看不懂"),
        (("regions/beijing.csv", "110102,", "110101,"), "第 3 行", "写了两次"),
        (("calendars/2027.json", '"year": 2027', '"year": 2028'), "days[0].date", "不属于"),
    ],
)
def test_a_damaged_file_names_file_key_and_problem(
    tmp_path: Path, damage: tuple[str, str, str], key: str, problem: str
) -> None:
    file, before, after = damage
    for folder in ("calendars", "fees", "schemes", "regions"):
        shutil.copytree(resource(folder), tmp_path / folder)
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    catalogue = Catalogue(tmp_path)
    with pytest.raises(DataFileError) as caught:
        catalogue.read_all()
    assert (caught.value.file, caught.value.key) == (Path(file).name, key)
    assert problem in caught.value.what


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"contingency\.toml"):
        _ = Catalogue(tmp_path).contingency
