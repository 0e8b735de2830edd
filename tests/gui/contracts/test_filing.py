"""The last step: what is in the way, filing once, both files, printing, and the filed contract's page."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton

from app.services.contracts.register import ContractChip
from app.services.contracts.types import ContractForm
from app.views.jobs import Jobs
from tests.gui.contracts.conftest import AddClient, OpenPage, Stage

LoanForm = Callable[..., ContractForm]


def print_to_file(stage: Stage, path: Path) -> None:
    """Draw what was printed into a PDF, page by page."""
    draw = stage.dialogs.printed[-1]
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setResolution(100)
    printer.setFullPage(True)
    painter = QPainter(printer)
    for page in range(stage.wizard.preview.page_count):
        if page:
            printer.newPage()
        draw(painter, page)
    painter.end()


@pytest.mark.clause("S9.3")
def test_filed_contract_has_number_files_and_prints(open_page: OpenPage, add_client: AddClient, tmp_path: Path) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.to_filing()
    stage.click("归档")
    stage.robot.wait_for("已归档，编号 民代〔2026〕0001")
    filed = stage.wizard.filed
    assert filed is not None
    assert stage.robot.sees(filed.docx_hash[:8])
    assert stage.robot.sees(filed.pdf_hash[:8])

    stage.dialogs.answer("folder", tmp_path)
    stage.click("另存 .docx 和 PDF")
    stem = "民代〔2026〕0001 赵建平 委托代理合同（民事）"
    stage.robot.wait_for(f"已存成 {stem}.docx 和 .pdf")
    assert (tmp_path / f"{stem}.pdf").read_bytes().startswith(b"%PDF")
    with ZipFile(tmp_path / f"{stem}.docx") as package:
        assert "word/document.xml" in package.namelist()
    (tmp_path / f"{stem}.pdf").unlink()
    stage.click("另存 .docx 和 PDF")
    stage.robot.until((tmp_path / f"{stem}.pdf").exists)
    assert [kind for kind, _ in stage.dialogs.asked] == ["folder"], "the folder is asked for once"

    stage.dialogs.answer("print_pages", True)
    stage.robot.press("Ctrl+P")
    stage.robot.until(lambda: bool(stage.dialogs.printed))
    print_to_file(stage, tmp_path / "printed.pdf")
    printed = stage.services.contracts.papers.opened((tmp_path / "printed.pdf").read_bytes())
    assert printed.page_count == stage.wizard.preview.page_count
    assert stage.said.done == ["已送打印：委托代理合同（民事） 民代〔2026〕0001"]


def test_double_click_files_once_and_does_not_leave(open_page: OpenPage, add_client: AddClient, jobs: Jobs) -> None:
    stage = open_page(jobs=jobs)
    client_id = add_client()
    stage.page.draft_for(client_id)
    stage.robot.until(lambda: stage.page.wizard is not None)
    stage.to_filing()
    stage.robot.until(lambda: stage.robot.find(QAbstractButton, "归档").isEnabled())
    stage.double_click("归档")
    stage.robot.wait_for("已归档，编号")
    stage.robot.until(lambda: not jobs.busy)
    assert stage.page.wizard is not None, "the second click must not leave the page"
    assert stage.services.contracts.register.counts()[ContractChip.ALL] == 1


def test_double_click_with_an_immediate_answer_does_not_leave(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client())
    stage.to_filing()
    stage.double_click("归档")
    stage.robot.wait_for("已归档，编号")
    assert stage.page.wizard is not None
    assert stage.services.contracts.register.counts()[ContractChip.FILED] == 1


def test_what_is_missing_is_listed_with_a_way_there(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    client_id = add_client(complete=False)
    stage.page.draft_for(client_id)
    stage.to_filing()
    stage.robot.wait_for("赵建平 的档案里还没有证件号，请先补上。")
    assert not stage.robot.find(QAbstractButton, "归档").isEnabled()
    asked: list[object] = []
    stage.page.client_requested.connect(asked.append)
    stage.click("打开档案")
    assert asked == [client_id]


def test_front_desk_may_draft_but_not_file(open_page: OpenPage, add_client: AddClient) -> None:
    client_id = add_client()
    stage = open_page("liuxin")
    stage.page.draft_for(client_id)
    stage.to_filing()
    stage.robot.wait_for("归档要由律师或主任办理。")
    assert not stage.robot.find(QAbstractButton, "归档").isEnabled()


@pytest.mark.parametrize("name", ["张<三>&李\"四'", "龘行龙"])
def test_names_with_odd_signs_arrive_on_paper(open_page: OpenPage, add_client: AddClient, name: str) -> None:
    stage = open_page()
    stage.page.draft_for(add_client(name))
    stage.to_filing()
    stage.click("归档")
    stage.robot.wait_for("已归档，编号")
    assert stage.wizard.filed is not None
    pdf = stage.services.contracts.register.paper(stage.wizard.filed.id, as_pdf=True)
    assert stage.services.contracts.papers.page_with(pdf, name) == 0
    assert not set('<>"') & set(stage.wizard.filed.file_stem)


def test_character_that_no_font_has_is_named_before_filing(open_page: OpenPage, add_client: AddClient) -> None:
    stage = open_page()
    stage.page.draft_for(add_client("𠮷田"))
    stage.to_filing()
    stage.robot.wait_for("现有字体里没有这些字：")
    assert stage.robot.sees("𠮷")
    stage.click("归档")
    stage.robot.wait_for("没有保存缺字的文件。")
    assert stage.services.contracts.register.counts()[ContractChip.FILED] == 0


def test_filed_page_shows_the_papers_and_makes_void_with_a_reason(
    open_page: OpenPage, add_client: AddClient, loan_form: LoanForm
) -> None:
    client_id = add_client()
    stage = open_page()
    filed = stage.services.contracts.drafting.file(loan_form(client_id), None)
    stage.page.open_record(filed.id)
    stage.robot.wait_for("民代〔2026〕0001")
    stage.robot.until(lambda: stage.page.filed.viewer.sheet.has_picture)
    assert stage.robot.sees("55,000 元（伍万伍仟元整）")
    stage.click("收费计算单")
    stage.robot.wait_for("第 1 页，共 1 页")
    stage.dialogs.answer("reason", None)
    stage.click("作废")
    assert not stage.robot.sees("已作废：")
    stage.dialogs.answer("reason", "当事人改变主意")
    stage.click("作废")
    stage.robot.wait_for("已作废：当事人改变主意")
    assert not stage.robot.has(QAbstractButton, "作废")
    assert stage.services.contracts.register.paper(filed.id, as_pdf=True).startswith(b"%PDF")


def test_a_full_or_closed_folder_is_told_and_another_one_offered(
    open_page: OpenPage, add_client: AddClient, loan_form: LoanForm, tmp_path: Path
) -> None:
    client_id = add_client()
    stage = open_page()
    filed = stage.services.contracts.drafting.file(loan_form(client_id), None)
    stage.page.open_record(filed.id)
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / f"{filed.file_stem}.docx").mkdir()  # a folder of that name: the file cannot be put there
    stage.dialogs.answer("folder", closed)
    stage.click("另存 .docx 和 PDF")
    stage.robot.wait_for("合同已在本机归档，没有丢失。")
    stage.dialogs.answer("folder", tmp_path)
    stage.click("换个文件夹")
    stage.robot.wait_for("已存成")
    assert (tmp_path / f"{filed.file_stem}.pdf").exists()


def test_folder_is_opened_in_the_file_manager(
    open_page: OpenPage, add_client: AddClient, loan_form: LoanForm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    client_id = add_client()
    stage = open_page()
    filed = stage.services.contracts.drafting.file(loan_form(client_id), None)
    stage.page.open_record(filed.id)
    assert not stage.robot.has(QAbstractButton, "打开文件夹")
    stage.dialogs.answer("folder", tmp_path)
    stage.click("另存 .docx 和 PDF")
    stage.click("打开文件夹")
    assert [Path(path) for path in opened] == [tmp_path]
