"""导入与导出 as an administrator meets it: a file picked, columns put right, rows checked, brought in, taken back."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton

from app.terms import ImportKind, RowVerdict
from app.views.importing.page import ImportPage
from app.views.importing.past_matters_page import PastMattersPage
from app.views.jobs import Jobs
from tests.gui.settings.conftest import OpenSettings, Stage

DATA = Path(__file__).parents[2] / "data" / "spreadsheets"


def page_of(stage: Stage) -> ImportPage:
    """Return the page of the section."""
    page = stage.page.section_page("importing")
    assert isinstance(page, ImportPage)
    return page


def pick(stage: Stage, name: str) -> ImportPage:
    """Open the section and pick a file of the tests."""
    stage.open("importing", "把表格拖到这里")
    stage.dialogs.answer("open_files", [DATA / name])
    stage.robot.click("选择文件")
    stage.robot.wait_for("列的对应是按表头猜的")
    return page_of(stage)


@pytest.mark.clause("S5.1")
def test_a_clerks_list_goes_from_file_to_clients_and_back_by_one_undo(open_settings: OpenSettings) -> None:
    stage = open_settings()
    robot = stage.robot
    pick(stage, "clients.xlsx")
    assert robot.sees("合计、签名等 2 行不导入")
    robot.click("核对")
    robot.wait_for("将写入 7 行，5 行有误")
    assert len(robot.rows("核对结果")) == 5  # the faulty ones first
    assert any("末几位已经丢失" in " ".join(row) for row in robot.rows("核对结果"))
    robot.click("补充")
    assert len(robot.rows("核对结果")) == 1
    assert stage.services.clients.lists.counts().all == 0
    robot.click("导入 7 行")
    robot.wait_for("已导入服务对象：clients.xlsx（新增 6 行，补充 1 行，有误 5 行）")
    assert stage.services.clients.lists.counts().all == 6
    robot.click("撤销这次导入")
    robot.wait_for("已撤销：导入服务对象：clients.xlsx")
    assert stage.services.clients.lists.counts().all == 0


def test_faulty_rows_are_exported_to_be_corrected(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    pick(stage, "clients.xlsx")
    stage.robot.click("核对")
    stage.dialogs.answer("save_file", tmp_path / "有误的行.xlsx")
    stage.robot.click("导出有误的行")
    assert stage.said.done == ["已导出有误的行：有误的行.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "有误的行.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 6


def test_a_column_is_put_right_and_a_field_stands_for_one_column_only(open_settings: OpenSettings) -> None:
    stage = open_settings()
    page = pick(stage, "clients.xlsx")
    stage.robot.choose("“姓名”导入为", "不导入")
    stage.robot.click("核对")
    stage.robot.wait_for("还没有一列对应“姓名或名称”")
    stage.robot.choose("“备注”导入为", "姓名或名称（必填）")
    stage.robot.choose("“姓名”导入为", "姓名或名称（必填）")
    assert list(page.columns.columns().values()).count("name") == 1
    assert "care_notes" not in page.columns.columns().values()
    stage.robot.click("核对")
    stage.robot.wait_for("将写入")


def test_a_bad_file_is_refused_on_the_page(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    stage.open("importing", "把表格拖到这里")
    bad = tmp_path / "名单.xls"
    bad.write_text("<html><table>", encoding="utf-8")
    stage.dialogs.answer("open_files", [bad])
    stage.robot.click("选择文件")
    stage.robot.wait_for("这个文件实际是网页，只是名字像表格。没有导入任何资料。")
    assert stage.robot.sees("把表格拖到这里")


def test_copied_rows_are_pasted(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("importing", "把表格拖到这里")
    QGuiApplication.clipboard().setText("姓名\t电话\n赵示\t13000000001")
    stage.robot.click("粘贴表格")
    stage.robot.wait_for("粘贴的表格：从剪贴板粘贴，1 行")


def test_a_copied_file_is_taken_and_an_empty_clipboard_is_told(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.open("importing", "把表格拖到这里")
    QGuiApplication.clipboard().setText("  ")
    stage.robot.click("粘贴表格")
    stage.robot.wait_for("剪贴板里没有表格")
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(DATA / "group.ods"))])
    QGuiApplication.clipboard().setMimeData(held)
    stage.robot.click("粘贴表格")
    stage.robot.wait_for("OpenDocument 表格（.ods），3 行")


def test_the_kind_asked_for_is_chosen(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.page.open_record(("importing", "past_matter"))
    page = page_of(stage)
    assert page.file.kind.value() is ImportKind.PAST_MATTER
    stage.robot.wait_for("供起草合同时检索利益冲突")


def test_the_old_register_is_seen_and_searched(open_settings: OpenSettings) -> None:
    stage = open_settings()
    stage.page.open_record(("importing", "past_matter"))
    stage.dialogs.answer("open_files", [DATA / "register.csv"])
    stage.robot.click("选择文件")
    stage.robot.click("核对")
    stage.robot.click("导入 4 行")
    stage.robot.click("去看以往案件")
    stage.robot.wait_for("4 件")
    page = stage.page.section_page("past_matters")
    assert isinstance(page, PastMattersPage)
    page.search.setText("远示")
    stage.robot.wait_for("1 件")
    assert stage.robot.rows("以往案件列表")[0][1] == "华示商贸有限公司"
    stage.robot.wait_for("12,000 元")


def test_who_may_only_look_is_told_whom_to_ask(open_settings: OpenSettings) -> None:
    stage = open_settings(login="hesiyuan")
    stage.open("importing", "导入请找")
    assert stage.robot.find(QAbstractButton, "导出服务对象").isEnabled() is False
    assert not stage.robot.sees("把表格拖到这里")


def test_an_import_broken_off_is_offered_back(open_settings: OpenSettings) -> None:
    stage = open_settings()
    importing = stage.services.importing
    table = importing.table(importing.read(DATA / "clients.xlsx"), ImportKind.CLIENT)

    class PowerCutError(BaseException):
        pass

    def cut(done: int, _total: int, _text: str) -> None:
        if done:
            raise PowerCutError

    with pytest.raises(PowerCutError):
        importing.run(table, table.columns, cut)
    stage.open("importing", "导入“clients.xlsx”时中断了")
    stage.robot.click("撤回已写入的")
    stage.robot.wait_for("已撤销：导入服务对象：clients.xlsx")
    assert stage.services.clients.lists.counts().all == 0
    assert importing.unfinished() is None


def test_everything_is_exported_from_the_card(open_settings: OpenSettings, tmp_path: Path) -> None:
    stage = open_settings()
    stage.open("importing", "导出为表格")
    stage.dialogs.answer("save_file", tmp_path / "咨询")
    stage.robot.click("导出咨询")
    assert stage.said.done == ["已导出咨询 0 行：咨询.xlsx。"]
    assert (tmp_path / "咨询.xlsx").exists()


def test_verdicts_have_a_look_of_their_own() -> None:
    from app.views.importing.check_step import TONES

    assert set(TONES) == set(RowVerdict)
    assert len({icon for _, icon in TONES.values()}) == len(RowVerdict)


def test_jobs_tell_the_end_of_a_long_call_that_was_cancelled(jobs: Jobs, open_settings: OpenSettings) -> None:
    stage = open_settings()
    job = jobs.run(stage.services.importing.unfinished)
    assert not job.is_long
    importing = stage.services.importing
    table = importing.table(importing.read(DATA / "group.ods"), ImportKind.CLIENT)
    told: list[object] = []
    long = jobs.run(importing.run, table, table.columns, done=told.append)
    assert long.is_long
    jobs.cancel(long.number)
    stage.robot.until(lambda: bool(told))
    assert stage.services.clients.lists.counts().all in (0, 3)  # cancelled in time, or done before
