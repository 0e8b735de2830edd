"""`backup` and `restore` as processes: a firm goes to a stick and comes back on another PC, by password and recovery key."""

import subprocess
import sys
from pathlib import Path

from app.paths import Profile
from app.services.demo.build import PASSWORD
from tests.end_to_end.program import ROOT, environment, run
from tests.factories import FirmTemplate


def _run(home: Path, *arguments: object, said: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    """Run a command that reads a password from standard input."""
    command = [sys.executable, "-m", "app", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(home), input=said + "\n", capture_output=True, encoding="utf-8",
        timeout=150, check=False,
    )  # fmt: skip


def test_a_firm_goes_to_a_stick_and_comes_back_on_another_pc(peopled_template: FirmTemplate, tmp_path: Path) -> None:
    profile = peopled_template.copy_to(tmp_path / "律所")
    stick, new = tmp_path / "U 盘", tmp_path / "新电脑"
    made = _run(tmp_path, "backup", "--profile", profile.root, "--to", stick, "--login", "zhoulan")
    assert made.returncode == 0, made.stderr
    assert "已备份并核对" in made.stdout
    assert "服务对象 12" in made.stdout
    listed = run(tmp_path, "restore", "--from", stick, "--list")
    assert listed.returncode == 0, listed.stderr
    assert "服务对象 12" in listed.stdout
    wrong = _run(tmp_path, "restore", "--from", stick, "--profile", new, "--login", "zhoulan", said="falsch")
    assert wrong.returncode == 2
    assert "密码不正确" in wrong.stderr
    assert not Profile(new).exists
    done = _run(tmp_path, "restore", "--from", stick, "--profile", new, "--login", "zhoulan")
    assert done.returncode == 0, done.stderr
    assert "已恢复" in done.stdout
    again = _run(tmp_path, "restore", "--from", stick, "--profile", new, "--login", "zhoulan")
    assert "原来的资料保留在" in again.stdout
    assert list(new.glob("before-restore-*"))


def test_without_a_stick_nothing_is_made(peopled_template: FirmTemplate, tmp_path: Path) -> None:
    profile = peopled_template.copy_to(tmp_path / "律所")
    gone = tmp_path / "拔出" / "备份"
    done = _run(tmp_path, "backup", "--profile", profile.root, "--to", gone, "--login", "zhoulan")
    assert done.returncode == 2
    assert "找不到备份位置" in done.stderr
    assert not gone.parent.exists()


def test_a_folder_without_backups_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "restore", "--from", tmp_path, "--profile", tmp_path / "new")
    assert done.returncode == 2
    assert "没有备份" in done.stderr
