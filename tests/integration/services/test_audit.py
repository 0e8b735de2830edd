"""The journal page: who changed or saw what, filtered, explained, proved, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from app.clock import SteppedClock
from app.errors import NotAllowedError, NotFoundError
from app.models import FailedSignIn
from app.models.journal import Change, ChangeSet
from app.services.access import Opened
from app.services.audit import listing
from app.services.audit.columns import TABLES, is_known
from app.services.audit.types import JournalEntry, JournalFilter, JournalKey, RecordKind, Stream
from app.services.clients.types import ClientRef, ReliefForm
from app.services.container import Services
from app.storage import guard
from app.storage.unit_of_work import Undo
from app.terms import AccessWay, JournalAction, ReliefGroup
from tests.factories import act_as, at
from tests.integration.services.support import contracting_client, create, mandate, register, set_time, staff_id

DIRECTOR = "weidongming"


def _entries(services: Services, **chosen: object) -> tuple[JournalEntry, ...]:
    return services.audit.page(JournalFilter(**chosen)).entries  # type: ignore[arg-type]


def _words(services: Services, **chosen: object) -> list[str]:
    return [entry.words for entry in _entries(services, **chosen)]


def _key(services: Services, words: str) -> JournalKey:
    return next(entry.key for entry in _entries(services) if entry.words == words)


def _tick(services: Services) -> None:
    clock = services.office.clock
    assert isinstance(clock, SteppedClock)
    clock.set(clock.now() + timedelta(minutes=1))


@pytest.fixture
def busy(staffed: Services) -> Services:
    """Return a firm in which 周岚 did some work and looked at a client; the director has the seat."""
    client = create(staffed)
    _tick(staffed)
    before = staffed.clients.details.find(client.id).form
    staffed.clients.files.update(client.id, replace(before, address="中山路 1 号"), before)
    _tick(staffed)
    staffed.access.note((Opened("client", client.id, staffed.office.clock.now()),))
    _tick(staffed)
    register(staffed, client_id=client.id)
    _tick(staffed)
    with staffed.office.work() as work:
        work.session.add(FailedSignIn(at=work.now, login="zhoulan"))
        work.commit(listing.FAILED_LABEL, undo=Undo.FINAL)
    act_as(staffed, DIRECTOR)
    return staffed


def _client(services: Services) -> ClientRef:
    hit = services.searching.in_area("clients", "钱多多").hits[0]
    return ClientRef(hit.target, 1, "", hit.title)


def test_changes_looks_and_failed_sign_ins_stand_in_one_list_newest_first(busy: Services) -> None:
    seen = [(one.who, one.way, one.words) for one in _entries(busy)[:5]]
    assert seen == [
        ("周岚", "登录失败", "密码错误，登录名 zhoulan"),
        ("周岚", "修改", "登记咨询 咨〔2026〕0001"),
        ("周岚", "查看", "查看服务对象 钱多多"),
        ("周岚", "修改", "修改服务对象 钱多多"),
        ("周岚", "修改", "新建服务对象 钱多多"),
    ]
    assert {one.device for one in _entries(busy)} == {busy.audit.pcs()[0].name}


def test_pages_by_keys_give_every_entry_once(busy: Services) -> None:
    everything = [one.key for one in busy.audit.page(JournalFilter(), most=1000).entries]
    paged: list[JournalKey] = []
    more = True
    while more:
        page = busy.audit.page(JournalFilter(), paged[-1] if paged else None, most=2)
        paged += [one.key for one in page.entries]
        more = page.more
    assert paged == everything
    assert [one.key for one in busy.audit.entries(everything[1:3])] == everything[1:3]
    assert busy.audit.count(JournalFilter()) == len(everything)


def test_entries_of_one_instant_are_paged_without_loss(staffed: Services) -> None:
    client = create(staffed)
    now = staffed.office.clock.now()
    staffed.access.note(tuple(Opened("client", client.id, now) for _ in range(5)))
    act_as(staffed, DIRECTOR)
    whole = [one.key for one in staffed.audit.page(JournalFilter(), most=100).entries]
    paged: list[JournalKey] = []
    while page := staffed.audit.page(JournalFilter(), paged[-1] if paged else None, most=1).entries:
        paged += [one.key for one in page]
    assert paged == whole


def test_each_filter_narrows(busy: Services) -> None:
    assert _words(busy, action=JournalAction.SEEN) == ["查看服务对象 钱多多"]
    assert _words(busy, action=JournalAction.FAILED_SIGN_IN) == ["密码错误，登录名 zhoulan"]
    assert _words(busy, text="修改服务") == ["修改服务对象 钱多多"]
    assert _words(busy, kind=RecordKind.CONSULTATION) == ["登记咨询 咨〔2026〕0001"]
    assert _words(busy, staff_id=staff_id(busy, "liuxin")) == []
    mine = JournalFilter(staff_id=staff_id(busy, "zhoulan"), begins=date(2026, 3, 13))
    assert {one.who for one in busy.audit.page(mine).entries} == {"周岚"}
    assert _words(busy, ends=date(2026, 3, 12), text="钱多多") == []
    assert len(_words(busy, begins=date(2026, 3, 13), ends=date(2026, 3, 13), text="钱多多")) == 2
    assert _words(busy, device_id=b"p" * 16) == []


def test_a_day_begins_at_midnight_where_the_firm_is(staffed: Services) -> None:
    set_time(staffed, "2026-03-14 00:30")
    create(staffed)
    act_as(staffed, DIRECTOR)
    assert _words(staffed, begins=date(2026, 3, 14), ends=date(2026, 3, 14)) == ["新建服务对象 钱多多"]
    assert "新建服务对象 钱多多" not in _words(staffed, ends=date(2026, 3, 13))


def test_the_history_of_one_record_has_what_belongs_to_it(busy: Services) -> None:
    client = _client(busy)
    act_as(busy, "zhoulan")
    relief = busy.clients.files.add_relief(client.id, ReliefForm(ReliefGroup.ELDERLY))
    busy.clients.files.remove_relief(relief)
    act_as(busy, DIRECTOR)
    assert set(_words(busy, record=("client", client.id))) == {
        "删除 钱多多 的减免对象 老年人",
        "为 钱多多 登记减免对象 老年人",
        "登记咨询 咨〔2026〕0001",  # moves the last contact along
        "查看服务对象 钱多多",
        "修改服务对象 钱多多",
        "新建服务对象 钱多多",
    }
    question = busy.searching.in_area("consultations", "漏水").hits[0].target
    assert _words(busy, record=("consultation", question)) == ["登记咨询 咨〔2026〕0001"]


def test_an_entry_tells_each_field_in_words_before_and_after(busy: Services) -> None:
    detail = busy.audit.find(_key(busy, "修改服务对象 钱多多"))
    row = detail.rows[0]
    assert (row.table, row.name, row.what) == ("服务对象", "钱多多", "修改")
    assert [(one.label, one.before, one.after) for one in row.fields] == [("地址", "", "中山路 1 号")]
    assert (detail.area, detail.target) == ("clients", _client(busy).id)
    made = busy.audit.find(_key(busy, "登记咨询 咨〔2026〕0001"))
    fields = {field.label: field.after for row in made.rows for field in row.fields}
    assert fields["渠道"] == "微信"
    assert fields["录入人"] == "周岚"
    assert fields["收到时间"] == "2026-03-13 14:29:00"
    assert fields["敏感事项"] == "否"
    assert "咨〔2026〕0001" in {row.name for row in made.rows}


def test_money_and_lawyers_are_told_in_words(staffed: Services) -> None:
    client = contracting_client(staffed)
    staffed.contracts.drafting.save(mandate(staffed, client.id))
    act_as(staffed, DIRECTOR)
    detail = staffed.audit.find(_key(staffed, "起草 赵建平 的委托代理合同（民事）"))
    fields = {one.label: one.after for row in detail.rows for one in row.fields}
    assert (fields["律师服务费"], fields["承办律师"], fields["服务对象"]) == ("55,000 元", "周岚", "赵建平")
    assert fields["减免理由"] == "签约服务对象优惠"


def test_every_table_and_column_of_the_journal_has_words() -> None:
    tables = guard.journalled_tables()
    assert sorted(tables.keys() - TABLES.keys()) == []
    unknown = [f"{name}.{column.name}" for name, table in tables.items() for column in table.c]
    assert [one for one in unknown if not is_known(*one.split("."))] == []


def test_printed_saved_and_exported_stand_in_the_list(staffed: Services) -> None:
    client = create(staffed)
    now = staffed.office.clock.now()
    exported = Opened("client", None, now, AccessWay.EXPORTED, "312 行")
    staffed.access.note((Opened("client", client.id, now, AccessWay.PRINTED), exported))
    act_as(staffed, DIRECTOR)
    assert _words(staffed, action=JournalAction.SEEN) == ["导出服务对象 312 行", "打印服务对象 钱多多"]


# --- the chain ---


def _verdict(services: Services) -> tuple[bool, str, str]:
    position = services.audit.check_chain()
    while not position.is_done:
        position = services.audit.check_chain(position)
    found = services.audit.chain_verdict(position)
    return found.ok, found.sentence, found.place


def test_the_check_proves_every_entry_in_stretches(busy: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.services.audit.service.CHECKED_AT_ONCE", 2)
    with busy.office.reading_everything() as session:
        total = session.query(ChangeSet).count()
    assert _verdict(busy) == (True, f"{total} 条操作逐条核对，没有改动过。", "")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (
            lambda: update(ChangeSet).where(ChangeSet.label == "修改服务对象 钱多多").values(actor_name="某人"),
            "内容与摘要不符",
        ),
        (
            lambda: update(Change).where(Change.after.contains("中山路")).values(after='{"address":"别处"}'),
            "第 1 项的内容与摘要不符",
        ),
    ],
)
def test_a_break_is_named_by_pc_number_time_and_words(busy: Services, harm: Callable[[], object], said: str) -> None:
    with busy.office.database.writer_engine.begin() as connection:
        connection.execute(harm())  # type: ignore[call-overload]
    ok, sentence, place = _verdict(busy)
    assert not ok
    assert "在一处对不上" in sentence
    assert busy.audit.pcs()[0].name in place
    assert "“修改服务对象 钱多多”，2026-03-13 14:27:00" in place
    assert said in place


def test_a_missing_entry_is_a_break(busy: Services) -> None:
    with busy.office.database.writer_engine.begin() as connection:
        connection.execute(
            text(
                "DELETE FROM change WHERE change_set_id IN (SELECT id FROM change_set WHERE label LIKE '修改服务对象%')"
            )
        )
        connection.execute(text("DELETE FROM change_set WHERE label LIKE '修改服务对象%'"))
    ok, _, place = _verdict(busy)
    assert not ok
    assert "前面缺少第" in place


# --- taking older work back ---


def test_older_work_of_somebody_else_is_taken_back_and_that_again(busy: Services) -> None:
    client = _client(busy)
    outcome = busy.audit.undo(_key(busy, "修改服务对象 钱多多"))
    assert (outcome.ok, outcome.sentence) == (True, "已撤销：修改服务对象 钱多多")
    assert busy.clients.details.find(client.id).form.address == ""
    key = _key(busy, "撤销：修改服务对象 钱多多")
    assert next(one for one in _entries(busy) if one.key == key).action is JournalAction.UNDONE
    assert busy.audit.undo(key).ok
    assert busy.clients.details.find(client.id).form.address == "中山路 1 号"


def test_taking_older_work_back_is_what_ctrl_z_takes_back_next(busy: Services) -> None:
    client = _client(busy)
    before = busy.clients.details.find(client.id).form
    busy.clients.files.update(client.id, replace(before, care_notes="听力不好"), before)
    busy.audit.undo(_entries(busy, text="修改服务对象")[-1].key)
    assert busy.history.undo().sentence == "已撤销：撤销：修改服务对象 钱多多"
    form = busy.clients.details.find(client.id).form
    assert (form.address, form.care_notes) == ("中山路 1 号", "听力不好")
    assert busy.history.redo().ok
    assert busy.clients.details.find(client.id).form.address == ""


def test_what_a_later_entry_changed_again_is_refused_by_its_name(busy: Services) -> None:
    client = _client(busy)
    before = busy.clients.details.find(client.id).form
    act_as(busy, "liuxin")
    busy.clients.files.update(client.id, replace(before, address="裕华路 2 号"), before)
    act_as(busy, DIRECTOR)
    outcome = busy.audit.undo(_entries(busy, text="修改服务对象")[-1].key)
    assert not outcome.ok
    assert "刘欣之后又做了“修改服务对象 钱多多”" in outcome.sentence
    assert busy.clients.details.find(client.id).form.address == "裕华路 2 号"


def test_what_is_numbered_or_final_or_already_taken_back_says_so(busy: Services) -> None:
    numbered = busy.audit.find(_key(busy, "新建服务对象 钱多多"))
    assert (numbered.may_undo, "对外生效或编号" in numbered.why_not) == (False, True)
    assert not busy.audit.undo(numbered.entry.key).ok
    changed = _key(busy, "修改服务对象 钱多多")
    assert busy.audit.find(changed).may_undo
    busy.audit.undo(changed)
    assert busy.audit.find(changed).why_not == "它已经撤销过了。"


def test_only_managers_read_the_journal_and_take_older_work_back(busy: Services) -> None:
    key = _key(busy, "修改服务对象 钱多多")
    act_as(busy, "liuxin")
    with pytest.raises(NotAllowedError, match="查看操作日志"):
        busy.audit.page(JournalFilter())
    with pytest.raises(NotAllowedError, match="撤销较早的操作"):
        busy.audit.undo(key)


def test_an_unknown_entry_is_not_found(busy: Services) -> None:
    with pytest.raises(NotFoundError):
        busy.audit.find(JournalKey(at("2026-03-13 14:00"), Stream.CHANGE, 99_999))


def test_the_export_has_every_line_and_no_formula(busy: Services) -> None:
    act_as(busy, "zhoulan")
    create(busy, name="=cmd()", phone="13900000009")
    act_as(busy, DIRECTOR)
    lines = busy.audit.as_csv(JournalFilter()).decode("utf-8-sig").splitlines()
    assert lines[0] == "时间,人员,电脑,类别,内容"
    assert len(lines) == 1 + busy.audit.count(JournalFilter())
    assert not any(cell.startswith(("=", "+", "@")) for line in lines for cell in line.split(","))
