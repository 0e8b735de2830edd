"""The program's commands as processes: what they print, what they exit with, what a second start does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from app import __version__
from app.paths import Profile
from tests.end_to_end.program import ROOT, environment, run
from tests.factories import FirmTemplate

BEAT, PATIENCE = 0.05, 600
"""Seconds between two looks; how many looks."""


@pytest.mark.parametrize(
    ("amount", "total"), [("30000", "3,000"), ("100000", "8,000"), ("1000000", "62,000"), ("10000000", "422,000")]
)
def test_fee_prints_the_total_last(tmp_path: Path, amount: str, total: str) -> None:
    done = run(tmp_path, "fee", "--schedule", "hebei-2016", "--matter", "civil-property", "--amount", amount)
    assert done.returncode == 0, done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert total.replace(",", "") in last.replace(",", "")


def test_self_test_passes(tmp_path: Path) -> None:
    done = run(tmp_path, "self-test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().splitlines()[-1] == "self-test: 5 passed, 0 failed"


def test_demo_builds_a_firm_and_says_how_to_open_it_once(tmp_path: Path) -> None:
    place = tmp_path / "演示"
    done = run(tmp_path, "demo", "--clients", 3, "--profile", place)
    assert done.returncode == 0, done.stderr
    assert f"打开：python -m app --profile {place}" in done.stdout
    assert "恢复密钥" in done.stdout
    assert Profile(place).exists
    again = run(tmp_path, "demo", "--clients", 3, "--profile", place)
    assert again.returncode == 2
    assert "已经设置过" in again.stderr
    assert "原有资料没有改动" in again.stderr


def test_an_unknown_command_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, "exprot")
    assert done.returncode == 2
    assert "没有“exprot”这个命令" in done.stderr
    assert "--help" in done.stderr


def test_version_and_help(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").stdout == f"律顾台 {__version__}\n"
    shown = run(tmp_path, "--help")
    assert shown.returncode == 0
    for command in ("fee", "demo", "tour", "doctor", "self-test"):
        assert command in shown.stdout


@pytest.fixture
def open_program(peopled_template: FirmTemplate, tmp_path: Path) -> Iterator[Profile]:
    """Return a profile whose window stands open in a process of its own."""
    profile = peopled_template.copy_to(tmp_path / "律所")
    command = [sys.executable, "-m", "app", "--profile", str(profile.root)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(tmp_path), stderr=subprocess.PIPE) as process:
        tick = Event()
        for _ in range(PATIENCE):
            if profile.lock.exists() or process.poll() is not None:
                break
            tick.wait(BEAT)
        assert process.poll() is None, "the window did not stay open"
        yield profile
        process.terminate()


def test_a_second_start_on_the_same_profile_leaves_calmly(open_program: Profile, tmp_path: Path) -> None:
    done = run(tmp_path, "--profile", open_program.root)
    assert done.returncode == 0
    assert "律顾台已经在运行" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_start_can_be_timed(peopled_template: FirmTemplate, tmp_path: Path) -> None:
    profile = peopled_template.copy_to(tmp_path / "firm")
    done = run(tmp_path, "--profile", profile.root, "--leave-when-shown")
    assert (done.returncode, done.stdout.splitlines()) == (0, ["shown"])
