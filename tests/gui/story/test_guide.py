"""A tour step that does not show what it should: what was expected is said, a picture is kept, the record says it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import SteppedClock
from app.settings import Settings
from app.views.tour.camera import Camera
from app.views.tour.guide import BrokenStepError, Guide
from app.views.tour.hand import Hand
from app.views.tour.stage import Stage


@pytest.fixture
def guide(tmp_path: Path, app_settings: Settings, morning: SteppedClock) -> Iterator[Guide]:
    """Return a guide before the sign-in window of a firm."""
    stage = Stage(tmp_path / "律所", app_settings, morning)
    stage.found_firm()
    stage.open_door()
    yield Guide(stage, Camera(tmp_path / "结果"))
    stage.close()


def test_a_step_that_shows_something_else_says_what_was_expected(
    guide: Guide, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        pytest.raises(BrokenStepError, match="第 1 步“找按钮”没有成功：要找“不存在的按钮”"),
        guide.step("找按钮", "画面"),
    ):
        Hand(guide.stage.window).click("不存在的按钮")
    (step,) = json.loads((guide.camera.folder / "tour.json").read_text("utf-8"))
    assert not step["passed"]
    assert "不存在的按钮" in step["problem"]
    assert step["left"] == ["01-没有成功.png"]
    assert (guide.camera.folder / "01-没有成功.png").stat().st_size > 0
    assert "没有成功" in capsys.readouterr().out


def test_a_fault_inside_the_program_breaks_the_step(guide: Guide) -> None:
    with pytest.raises(BrokenStepError, match="ZeroDivisionError"), guide.step("看一眼"):
        guide.stage.faults.append("ZeroDivisionError：division by zero")


def test_a_good_step_is_numbered_timed_and_photographed(guide: Guide) -> None:
    with guide.step("登录窗口", "登录"):
        guide.expect(right=Hand(guide.stage.window).sees("登录名"), wanted="问登录名")
    (step,) = guide.camera.steps
    assert (step.number, step.passed, step.left) == (1, True, ("01-登录.png",))
