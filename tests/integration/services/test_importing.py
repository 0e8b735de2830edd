"""Three messy spreadsheets and what becomes of them: judged, written after the yes, taken back as one (S5.1)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.errors import AppError, CancelledError, NotAllowedError
from app.services.clients.types import ClientDetail, ClientFilter
from app.services.consultations.types import Chip, InboxFilter
from app.services.container import Services
from app.services.health import examine
from app.services.importing.service import UNIT
from app.services.importing.types import DryRun, ImportOutcome, ImportTable
from app.terms import ImportKind, ReliefGroup, RowVerdict, SignUpState, Stage
from tests.factories import act_as
from tests.integration.services.support import create, register

DATA = Path(__file__).parents[2] / "data" / "spreadsheets"
NEW, MERGED, SAME, FAULTY = RowVerdict.NEW, RowVerdict.MERGED, RowVerdict.SAME, RowVerdict.FAULTY


def table_of(services: Services, name: str, kind: ImportKind = ImportKind.CLIENT) -> ImportTable:
    """Read a file of the tests."""
    return services.importing.table(services.importing.read(DATA / name), kind)


def checked(services: Services, name: str, kind: ImportKind = ImportKind.CLIENT) -> DryRun:
    """Judge a file of the tests."""
    table = table_of(services, name, kind)
    return services.importing.dry_run(table, table.columns)


def imported(services: Services, name: str, kind: ImportKind = ImportKind.CLIENT) -> ImportOutcome:
    """Take a file of the tests in."""
    table = table_of(services, name, kind)
    return services.importing.run(table, table.columns)


def counts(found: Mapping[RowVerdict, int]) -> tuple[int, int, int, int]:
    """Return new, merged, same, faulty."""
    return found[NEW], found[MERGED], found[SAME], found[FAULTY]


def pasted(services: Services, text: str, kind: ImportKind = ImportKind.CLIENT) -> ImportTable:
    """Return the table of rows copied from a spreadsheet; columns are parted by |."""
    return services.importing.table(services.importing.read_pasted(text.replace("|", "\t")), kind)


def client(services: Services, name: str) -> ClientDetail:
    """Return the only client of a name."""
    found = services.clients.lists.row_numbers(ClientFilter(name))
    rows = [row for row in services.clients.lists.rows(found) if row.name == name]
    assert len(rows) == 1
    return services.clients.details.find(rows[0].id)


def all_clients(services: Services) -> int:
    """Return how many clients the firm has."""
    return services.clients.lists.counts().all


# --- judging ---


@pytest.mark.clause("S5.1")
def test_every_row_of_a_clerks_list_is_judged_with_its_reason(staffed: Services) -> None:
    found = checked(staffed, "clients.xlsx")
    assert counts(found.counts) == (6, 1, 0, 5)
    said = {row.line: row.said for row in found.rows}
    assert "末几位已经丢失" in said[10]
    assert "补充其他电话、减免对象（残疾人）" in said[11]
    assert "第 5 行 郝示兰" in said[12]
    assert "有两种读法（3月5日或5月3日）" in said[13]
    assert "缺少姓名或名称" in said[15]
    assert found.table.header_line == 4
    assert found.table.left_out == (17, 19)


def test_judging_writes_nothing(staffed: Services) -> None:
    before = staffed.history.changes(0).position
    checked(staffed, "clients.xlsx")
    assert staffed.history.changes(0).position == before
    assert all_clients(staffed) == 0


def test_what_nobody_may_import_is_not_even_read(staffed: Services) -> None:
    act_as(staffed, "chenqiming")  # a lawyer
    with pytest.raises(NotAllowedError, match="导入资料"):
        staffed.importing.read(DATA / "clients.xlsx")


def test_a_field_that_every_row_needs_is_asked_for(staffed: Services) -> None:
    table = table_of(staffed, "clients.xlsx")
    columns = {place: field for place, field in table.columns.items() if field != "name"}
    with pytest.raises(AppError, match="还没有一列对应“姓名或名称”"):
        staffed.importing.dry_run(table, columns)


def test_faulty_rows_are_saved_with_their_reasons_and_can_be_read_again(staffed: Services, tmp_path: Path) -> None:
    found = checked(staffed, "clients.xlsx")
    path = staffed.importing.save_faulty(found, tmp_path / "有误的行.xlsx")
    again = staffed.importing.table(staffed.importing.read(path), ImportKind.CLIENT)
    assert [record.cells[0] for record in again.records] == ["9", "10", "12", "13", "15"]
    assert "手机号应为 11 位" in again.records[0].cells[1]
    assert set(again.columns.values()) >= {"name", "phone", "identity_no", "signed_on"}


# --- writing ---


@pytest.mark.clause("S5.1")
def test_clients_come_in_with_sign_ups_and_relief_groups(staffed: Services) -> None:
    outcome = imported(staffed, "clients.xlsx")
    assert outcome.sentence == "已导入服务对象：clients.xlsx（新增 6 行，补充 1 行，有误 5 行）。"
    assert all_clients(staffed) == 6
    hao = client(staffed, "郝示兰")
    assert (hao.form.phone, hao.form.other_phone) == ("13000002001", "031180000011")
    assert hao.form.birth_date is not None
    assert hao.form.birth_date.isoformat() == "1962-03-14"
    assert hao.sign_ups[0].signed_on.isoformat() == "2025-03-05"
    assert hao.sign_ups[0].state is SignUpState.EFFECTIVE
    assert [relief.group for relief in hao.reliefs] == [ReliefGroup.LOW_INCOME]
    zhen = client(staffed, "甄示强")
    assert (zhen.form.phone, zhen.form.other_phone) == ("13000002002", "13000002007")
    assert {relief.group for relief in zhen.reliefs} == {ReliefGroup.MIGRANT_WORKER, ReliefGroup.DISABLED}
    assert client(staffed, "褚示国").form.care_notes == "=cmd|'/c calc'!A1"


def test_the_same_file_again_brings_nothing_and_its_columns_are_remembered(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    table = table_of(staffed, "clients.xlsx")
    assert table.is_remembered
    assert counts(staffed.importing.dry_run(table, table.columns).counts) == (0, 0, 7, 5)
    assert staffed.importing.run(table, table.columns).batch_id is None


def test_merged_cells_of_an_ods_are_filled(staffed: Services) -> None:
    imported(staffed, "group.ods")
    wei = client(staffed, "卫示三")
    assert wei.form.address == "长安区示范路 8 号"
    assert wei.sign_ups[0].group_name == "河北衡舟律师事务所律师顾问服务群"


def test_an_existing_file_is_filled_and_what_differs_stays(staffed: Services) -> None:
    there = create(staffed, name="李桂兰", phone="13000000101", address="", wechat_name="兰")
    table = pasted(staffed, "姓名|电话|住址|微信名|备注\n李桂兰|13000000101|示范路 9 号|兰姐|耳背")
    found = staffed.importing.dry_run(table, table.columns)
    assert found.rows[0].verdict is MERGED
    assert "微信名：档案为“兰”，表中为“兰姐”，保留档案的" in found.rows[0].said
    staffed.importing.run(table, table.columns)
    form = staffed.clients.details.find(there.id).form
    assert (form.address, form.wechat_name, form.care_notes) == ("示范路 9 号", "兰", "耳背")


def test_file_numbers_of_the_register_are_kept_and_the_next_goes_on_after_them(staffed: Services) -> None:
    table = pasted(
        staffed, "档案号|姓名|电话\n顾档〔2026〕0041|甲示|13000000201\n老12|乙示|13000000202\n|丙示|13000000203"
    )
    staffed.importing.run(table, table.columns)
    assert client(staffed, "甲示").file_no == "顾档〔2026〕0041"
    assert client(staffed, "乙示").file_no == "老12"
    assert client(staffed, "丙示").file_no == "顾档〔2026〕0042"
    assert create(staffed).file_no == "顾档〔2026〕0043"


# --- past consultations and matters ---


def test_past_consultations_come_in_closed_and_judged_by_no_clock(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    outcome = imported(staffed, "consultations.xls", ImportKind.CONSULTATION)
    assert counts(outcome.counts) == (4, 0, 0, 4)
    hit = staffed.searching.in_area("consultations", "赡养").hits[0]
    found = staffed.consultations.details.find(hit.target)
    assert (found.number, found.stage, found.is_late) == ("咨〔2024〕0001", Stage.CLOSED, None)
    assert (found.assignee, found.client_name) == ("周岚", "郝示兰")
    assert "可以起诉请求给付赡养费，先准备户口本和收入情况。" in [event.text for event in found.events]
    inbox = staffed.consultations.inbox.counts(InboxFilter())
    assert (inbox.of(Chip.WAITING), inbox.of(Chip.OVERDUE), inbox.of(Chip.ANSWERED)) == (0, 0, 0)
    old = staffed.consultations.details.find(staffed.searching.in_area("consultations", "房东").hits[0].target)
    assert old.number == "旧咨〔2024〕0001"
    assert "原登记律师 已离职的老王" in old.events[-1].text


def test_the_consultations_numbers_go_on_after_the_register(staffed: Services) -> None:
    text = "编号|咨询日期|咨询人|咨询内容\n咨〔2026〕0017|2026-1-5|甲示|借条丢了怎么办"
    table = pasted(staffed, text, ImportKind.CONSULTATION)
    staffed.importing.run(table, table.columns)
    assert register(staffed).number == "咨〔2026〕0018"


def test_the_old_register_is_found_by_opponent_and_linked_to_its_client(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    outcome = imported(staffed, "register.csv", ImportKind.PAST_MATTER)
    assert counts(outcome.counts) == (4, 0, 1, 2)
    hits = staffed.searching.in_area("past_matters", "孙示民").hits
    assert [hit.title for hit in hits] == ["郝示兰（对方 孙示民、孙示军）"]
    matter = staffed.past_matters.find(hits[0].target)
    assert (matter.fee_fen, matter.client_id) == (3_000_00, client(staffed, "郝示兰").id)
    assert any(entry.area == "past_matters" for entry in client(staffed, "郝示兰").timeline)


@pytest.mark.parametrize(
    ("written", "expected"), [("民代〔2026〕0118", 119), ("民代(2026)第7号", 8), ("旧字 33 号", 1)]
)
def test_the_contracts_numbers_go_on_after_the_register(staffed: Services, written: str, expected: int) -> None:
    table = pasted(staffed, f"合同编号|委托人|对方当事人\n{written}|甲示|乙示", ImportKind.PAST_MATTER)
    staffed.importing.run(table, table.columns)
    series = {one.key: one.last for one in staffed.firm_settings.numbering.series()}
    assert series["contract.民代"] + 1 == expected


# --- conflicts of interest ---


def test_both_sides_of_a_mandate_are_looked_for(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    imported(staffed, "register.csv", ImportKind.PAST_MATTER)
    zhen = client(staffed, "甄示强")
    found = staffed.contracts.conflicts.check(zhen.id, "被告：尹示梅等2人")
    texts = [one.text for one in found.found]
    assert any("“尹示梅”是本所签约服务对象" in text for text in texts)
    assert any("“尹示梅”曾委托本所：民代(2025)第118号 民间借贷纠纷" in text for text in texts)
    assert any("委托人“甄示强”曾是“尹示梅”的对方当事人" in text for text in texts)
    assert "第三十九条" in found.law


def test_names_that_only_begin_alike_are_no_conflict(staffed: Services) -> None:
    imported(staffed, "register.csv", ImportKind.PAST_MATTER)
    assert staffed.contracts.conflicts.check(None, "孙示").total == 0
    assert staffed.contracts.conflicts.check(None, "郝示兰").total == 1


# --- one undo, cancelling, faults ---


def rows(count: int) -> str:
    """Return a list of so many invented people as copied from a spreadsheet."""
    lines = [f"示范{number}|1300{number:07d}|示范路 {number} 号" for number in range(count)]
    return "\n".join(["姓名|电话|住址", *lines])


def test_one_undo_takes_an_import_of_many_units_back_and_redo_brings_it_again(staffed: Services) -> None:
    table = pasted(staffed, rows(UNIT * 2 + 7))
    staffed.importing.run(table, table.columns)
    assert all_clients(staffed) == UNIT * 2 + 7
    assert staffed.history.undo().sentence == "已撤销：导入服务对象：粘贴的表格"
    assert all_clients(staffed) == 0
    assert all(finding.is_fine for finding in examine(staffed.office))
    staffed.history.redo()
    assert all_clients(staffed) == UNIT * 2 + 7


def test_work_done_while_an_import_ran_does_not_split_its_undo(staffed: Services) -> None:
    table = pasted(staffed, rows(UNIT * 2))
    made = []

    def meanwhile(done: int, _total: int, _text: str) -> None:
        if done == UNIT:
            relief = create(staffed, name="林间", phone="13000000999")
            made.append(relief)

    staffed.importing.run(table, table.columns, meanwhile)
    assert staffed.history.undo().ok
    assert all_clients(staffed) == 1
    assert staffed.clients.details.find(made[0].id).form.name == "林间"


def test_numbers_taken_since_stay_taken_when_an_import_is_undone(staffed: Services) -> None:
    table = pasted(staffed, rows(3))
    outcome = staffed.importing.run(table, table.columns)
    later = create(staffed)
    assert outcome.batch_id is not None
    assert staffed.importing.take_back(outcome.batch_id).ok
    assert later.file_no == "顾档〔2026〕0004"
    assert create(staffed, name="另一人", phone="13000000777", identity_no="").file_no == "顾档〔2026〕0005"


def test_an_import_whose_people_were_worked_with_is_not_taken_back(staffed: Services) -> None:
    table = pasted(staffed, rows(2))
    outcome = staffed.importing.run(table, table.columns)
    form = client(staffed, "示范1").form
    staffed.clients.files.update(
        client(staffed, "示范1").id, form.__class__(**{**vars(form), "wechat_name": "新"}), form
    )
    assert outcome.batch_id is not None
    refused = staffed.importing.take_back(outcome.batch_id)
    assert not refused.ok
    assert "修改服务对象 示范1" in refused.sentence
    assert all_clients(staffed) == 2


def test_a_cancelled_import_leaves_nothing(staffed: Services) -> None:
    table = pasted(staffed, rows(UNIT * 3))

    def stop(done: int, _total: int, _text: str) -> None:
        if done >= UNIT * 2:
            raise CancelledError

    outcome = staffed.importing.run(table, table.columns, stop)
    assert outcome.cancelled
    assert outcome.sentence == "导入已取消，没有留下任何内容。"
    assert all_clients(staffed) == 0
    assert staffed.importing.unfinished() is None


def test_a_failed_import_leaves_nothing_and_says_so(staffed: Services) -> None:
    table = pasted(staffed, rows(UNIT * 2))

    def fail(done: int, _total: int, _text: str) -> None:
        if done >= UNIT:
            raise AppError("磁盘空间不足。", todo="请清理后再试。")

    with pytest.raises(AppError) as caught:
        staffed.importing.run(table, table.columns, fail)
    assert "没有导入，已写入的都已撤回" in caught.value.text
    assert all_clients(staffed) == 0


class _PowerCutError(BaseException):
    """The PC goes out: nothing after it runs."""


def test_an_import_broken_off_by_a_power_cut_is_told_and_can_be_taken_back(staffed: Services) -> None:
    table = pasted(staffed, rows(UNIT * 2))

    def cut(done: int, _total: int, _text: str) -> None:
        if done >= UNIT:
            raise _PowerCutError

    with pytest.raises(_PowerCutError):
        staffed.importing.run(table, table.columns, cut)
    staffed.office.seat(staffed.actor)  # signed in anew: Ctrl+Z does not reach back
    begun = staffed.importing.unfinished()
    assert begun is not None
    assert begun.source == "粘贴的表格"
    assert all_clients(staffed) == UNIT
    with pytest.raises(AppError, match="还没有结束"):  # another import would make the first one forgotten
        imported(staffed, "clients.xlsx")
    assert staffed.importing.unfinished() == begun
    assert staffed.importing.take_back(begun.batch_id).ok
    assert all_clients(staffed) == 0


def test_the_journal_names_file_and_counts(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    with staffed.office.reading() as session:
        from sqlalchemy import select

        from app.models.journal import ChangeSet

        labels = list(session.scalars(select(ChangeSet.label).order_by(ChangeSet.local_seq.desc()).limit(2)))
    assert labels[0] == "已导入服务对象：clients.xlsx（新增 6 行，补充 1 行，有误 5 行）"
    assert labels[1] == "导入服务对象：clients.xlsx"


def test_a_backup_is_made_first(staffed: Services) -> None:
    imported(staffed, "clients.xlsx")
    assert any("导入前" in backup.reason for backup in staffed.backups.found().first)
