"""`import` and `export` as processes: a clerk's list is judged, then taken in, and goes out again as a spreadsheet."""

import subprocess
import sys
from pathlib import Path

import openpyxl

from app.services.demo.build import PASSWORD
from tests.end_to_end.program import ROOT, environment
from tests.factories import FirmTemplate

LIST = ROOT / "tests" / "data" / "spreadsheets" / "clients.xlsx"


def _run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command that reads the password from standard input."""
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(home), input=PASSWORD + "\n", capture_output=True, encoding="utf-8",
        timeout=150, check=False,
    )  # fmt: skip


def test_a_list_is_judged_then_taken_in_and_exported(staffed_template: FirmTemplate, tmp_path: Path) -> None:
    firm = ("--profile", staffed_template.copy_to(tmp_path / "律所").root, "--login", "zhoulan")
    faulty, out = tmp_path / "有误.xlsx", tmp_path / "导出.xlsx"
    judged = _run(tmp_path, "import", LIST, *firm, "--faulty", faulty)
    assert judged.returncode == 1, judged.stderr
    assert "表头在第 4 行，12 行" in judged.stdout
    assert "身份证号 → 证件号码" in judged.stdout
    assert "第 15 行 ：缺少姓名或名称。" in judged.stdout
    assert "新增 6，补充 1，已有 0，有误 5" in judged.stdout
    assert "还没有写入" in judged.stdout
    assert faulty.exists()
    taken = _run(tmp_path, "import", LIST, *firm, "--confirm")
    assert "已导入服务对象：clients.xlsx（新增 6 行，补充 1 行，有误 5 行）。" in taken.stdout
    exported = _run(tmp_path, "export", out, *firm)
    assert exported.returncode == 0, exported.stderr
    assert "已导出服务对象 6 行" in exported.stdout
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    assert sheet.max_row == 7


def test_a_file_that_is_no_spreadsheet_is_told(staffed_template: FirmTemplate, tmp_path: Path) -> None:
    firm = ("--profile", staffed_template.copy_to(tmp_path / "律所").root, "--login", "zhoulan")
    bad = tmp_path / "名单.xlsx"
    bad.write_bytes(b"%PDF-1.7")
    done = _run(tmp_path, "import", bad, *firm)
    assert done.returncode == 2
    assert "这是 PDF 文件，不是表格。没有导入任何资料。" in done.stderr
