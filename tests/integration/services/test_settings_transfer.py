"""Settings out to a file and in again: what is shown beforehand is what is written, at once or not at all."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError, NotAllowedError
from app.services.container import Services
from app.services.firm_settings.channels import ChannelForm
from app.services.firm_settings.numbers import SeriesForm
from app.services.firm_settings.transfer import SettingsImport
from app.terms import Channel, ClockKind, Scheme
from tests.factories import act_as

WECHAT = (Scheme.SHIJIAZHUANG, Channel.WECHAT)


@pytest.fixture
def firm(staffed: Services) -> Services:
    """Return the services with the director in the seat."""
    act_as(staffed, "weidongming")
    return staffed


@pytest.fixture
def file(firm: Services, tmp_path: Path) -> Path:
    """Return the settings as they were exported, before several were changed."""
    path = tmp_path / "设置.json"
    settings = firm.firm_settings
    settings.prices.save({"advisor": 20_000_00})
    firm.calendars.set_own_days(date(2026, 4, 17), date(2026, 4, 17), "所庆", ())
    settings.transfer.export(path)
    before = settings.details.details()
    settings.details.save_details(replace(before, head="周岚"), before)
    settings.channels.save({WECHAT: ChannelForm(True, ClockKind.WORKING, 120, 0.5, 0.75)})
    settings.numbering.save({"client": SeriesForm("档{year}-{number}")})
    settings.prices.save({"advisor": 30_000_00})
    firm.calendars.remove_own_day(date(2026, 4, 17))
    return path


def keys(found: SettingsImport) -> set[str]:
    """Return the keys of an import's rows."""
    return {row.key for row in found.rows}


def edited(path: Path, group: str, key: str, value: Any) -> Path:
    """Change a value in a file, as somebody with an editor would."""
    content = json.loads(path.read_text("utf-8"))
    content.setdefault(group, {})[key] = value
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


CHANGED = {
    "firm/head",
    "channels/shijiazhuang.wechat",
    "settings/numbering.client",
    "prices/advisor",
    "firm_days/2026-04-17",
}


def test_the_file_can_be_read_by_people_and_holds_no_client(file: Path) -> None:
    content = json.loads(file.read_text("utf-8"))
    assert content["firm"]["full_name"] == "河北衡舟律师事务所"
    assert content["prices"]["advisor"] == "20,000"
    assert content["channels"]["shijiazhuang.wechat"]["minutes"] == 300
    assert "\\u" not in file.read_text("utf-8")


def test_only_what_differs_is_shown_and_nothing_is_written_yet(firm: Services, file: Path) -> None:
    found = firm.firm_settings.transfer.preview(file)
    assert keys(found) == CHANGED
    assert not [row for row in found.rows if row.problem]
    head = next(row for row in found.rows if row.key == "firm/head")
    assert (head.label, head.before, head.after) == ("负责人", "周岚", "魏东明")
    assert found.same > 10
    assert firm.firm_settings.details.details().head == "周岚"


def test_the_chosen_rows_are_written_and_undone_as_one(firm: Services, file: Path) -> None:
    transfer = firm.firm_settings.transfer
    found = transfer.preview(file)
    assert transfer.apply(found, frozenset(CHANGED - {"firm/head"})) == 4
    assert keys(transfer.preview(file)) == {"firm/head"}
    assert firm.firm_settings.numbering.series()[0].pattern == "顾档〔{year}〕{number:04}"
    outcome = firm.history.undo()
    assert outcome.ok
    assert outcome.label == "导入设置 4 项"
    assert keys(transfer.preview(file)) == CHANGED


def test_another_firm_takes_the_settings_over(firm: Services, file: Path) -> None:
    transfer = firm.firm_settings.transfer
    found = transfer.preview(file)
    transfer.apply(found, keys_of(found))
    second = file.with_name("again.json")
    transfer.export(second)
    first, again = (json.loads(path.read_text("utf-8")) for path in (file, second))
    for content in (first, again):
        content.pop("exported_at")
    assert again == first


def keys_of(found: SettingsImport) -> frozenset[str]:
    """Return every row's key."""
    return frozenset(keys(found))


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("firm/full_name", "衡舟", "律师事务所"),
        ("firm/full_name", 7, "内容不对"),
        ("firm/schemes", ["hebei"], "内容不对"),
        ("firm/schemes", [], "至少"),
        ("firm/out_of_hours_text", "下班了", "12348"),
        ("settings/numbering.client", "没有编号", "{顺序号}"),
        ("settings/beijing.hosts_platform_duty", "yes", "“是”或“否”"),
        ("settings/colour", "red", "没有这一项"),
        ("channels/shijiazhuang.wechat", {"minutes": 900}, "内容不对"),
        (
            "channels/shijiazhuang.wechat",
            {"offered": True, "clock": "working", "minutes": 900, "soon": 0.6, "urgent": 0.8},
            "S6.2",
        ),
        ("prices/advisor", "-5", "金额"),
        ("prices/unknown", "5", "没有这一项"),
        ("hours/weekly", {"9": [["09:00", "12:00"]]}, "工作日"),
        ("hours/weekly", {"0": [["9 o'clock", "12:00"]]}, "内容不对"),
        ("calendar_years/2027", {"status": "published", "days": [], "papers": [], "source": ""}, "没有任何一天"),
        ("calendar_years/next", {}, "没有这一项"),
        ("firm_days/2026-05-06", {"name": "调休"}, "内容不对"),
    ],
)
def test_a_wrong_value_is_a_row_that_cannot_be_taken(
    firm: Services, file: Path, place: str, value: object, words: str
) -> None:
    transfer = firm.firm_settings.transfer
    group, key = place.split("/")
    found = transfer.preview(edited(file, group, key, value))
    row = next(row for row in found.rows if row.key == place)
    assert words in row.problem
    before = firm.history.changes(firm.office.seated_at).position
    if "没有这一项" not in row.problem:
        with pytest.raises(AppError):
            transfer.apply(found, frozenset({row.key}))
    assert firm.history.changes(firm.office.seated_at).position == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是设置文件"),
        (b"\xff\xfe\x00", "不是设置文件"),
        (b"[" * 200_000, "不是设置文件"),
        (b'{"firm": {}}', "不是律顾台的设置文件"),
        (b'["lvgutai-settings"]', "不是律顾台的设置文件"),
        (b'{"format": "lvgutai-settings", "version": 99}', "更新版本"),
        (b'{"format": "lvgutai-settings", "version": 1, "prices": []}', "不完整"),
        (b" " * 5_000_001, "太大"),
    ],
)
def test_a_bad_file_gets_a_clear_sentence(firm: Services, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "坏.json").write_bytes(content)
    with pytest.raises(AppError, match=words) as caught:
        firm.firm_settings.transfer.preview(tmp_path / "坏.json")
    assert caught.value.todo


def test_a_file_that_is_gone_is_said(firm: Services, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="读不出来"):
        firm.firm_settings.transfer.preview(tmp_path / "没有.json")


def test_a_folder_that_takes_no_file_is_said(firm: Services, tmp_path: Path) -> None:
    (tmp_path / "占着.json").mkdir()
    with pytest.raises(AppError, match="没有存成"):
        firm.firm_settings.transfer.export(tmp_path / "占着.json")


def test_patterns_that_would_clash_are_refused_whole(firm: Services, file: Path) -> None:
    transfer = firm.firm_settings.transfer
    found = transfer.preview(edited(file, "settings", "numbering.contract.顾约", "民代〔{year}〕{number}"))
    with pytest.raises(AppError, match="重号"):
        transfer.apply(found, keys_of(found))
    assert firm.firm_settings.details.details().head == "周岚", "nothing of it was written"


def test_prices_are_left_to_who_may_set_them(firm: Services, file: Path) -> None:
    act_as(firm, "zhoulan")  # system administrator, not the director
    found = firm.firm_settings.transfer.preview(file)
    price = next(row for row in found.rows if row.key == "prices/advisor")
    assert "主任" in price.problem
    with pytest.raises(AppError, match="公示价"):
        firm.firm_settings.transfer.apply(found, frozenset({price.key}))


def test_the_front_desk_neither_exports_nor_imports(firm: Services, tmp_path: Path) -> None:
    act_as(firm, "liuxin")
    with pytest.raises(NotAllowedError):
        firm.firm_settings.transfer.export(tmp_path / "设置.json")
