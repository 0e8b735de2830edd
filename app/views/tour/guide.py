"""Leads through the acts: says each step, keeps its picture, stops at the first that does not show what it should."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import SteppedClock, monotonic
from app.settings import Settings
from app.views.application import make_application
from app.views.tour import act_contract, act_look, act_question, act_sign_up
from app.views.tour.camera import Camera
from app.views.tour.stage import Stage, at

MORNING = at("2026-03-13 11:00")
"""Friday, an ordinary working day; the message came at 09:10."""
ACTS = (act_question.play, act_sign_up.play, act_contract.play, act_look.play)


Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


class BrokenStepError(Exception):
    """A step did not show what it should; the words are for the user."""


class Guide:
    """What the acts are given: the stage, the camera, and steps to put their doings into.

    Args:
        stage: the windows.
        camera: keeps pictures, papers and times.

    """

    def __init__(self, stage: Stage, camera: Camera) -> None:
        self.stage, self.camera = stage, camera

    @contextmanager
    def step(self, name: str, picture: str = "") -> Iterator[None]:
        """Do one step of the story; its picture is taken when everything is painted.

        Args:
            name: what is done, in Chinese.
            picture: the picture's name; none without.

        Raises:
            BrokenStepError: something was not on show as expected, or the program had a fault.

        """
        number = len(self.camera.steps) + 1
        sys.stdout.write(f"第 {number:>2} 步　{name}")
        sys.stdout.flush()
        self.camera.begin()
        try:
            yield
            self.stage.settle()
            self._no_faults()
            if picture:
                self.picture(picture)
        except Exception as error:
            problem = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}：{error}"
            self.camera.picture(self.stage.window, "没有成功")
            self.camera.end(name, problem)
            sys.stdout.write("　没有成功\n")
            raise BrokenStepError(f"第 {number} 步“{name}”没有成功：{problem}") from error
        self.camera.end(name)
        sys.stdout.write(f"　{self.camera.steps[-1].seconds:.1f} 秒\n")

    def picture(self, name: str, window: QWidget | None = None) -> None:
        """Keep a picture of the window in front, or of another."""
        self.stage.settle()
        self.camera.picture(window or self.stage.window, name)

    def expect(self, right: bool, wanted: str) -> None:
        """Stop the tour unless something is as it should be; `wanted` says what was expected."""
        if not right:
            raise AssertionError(f"应当{wanted}，但不是这样。")

    def _no_faults(self) -> None:
        if self.stage.faults:
            raise RuntimeError("；".join(self.stage.faults))


def _say_of_qt(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for what a platform without a screen cannot do."""
    if "This plugin does not support" not in text:
        sys.stderr.write(f"{text}\n")


def _fault_keeper(stage: Stage) -> Hook:
    """Return a hook that keeps what goes wrong inside Qt's callbacks, so that the present step fails by it."""

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        stage.faults.append(f"{kind.__name__}：{error}")
        sys.__excepthook__(kind, error, trace)

    return keep


def take(folder: Path) -> int:
    """Take the whole tour, leaving everything in a folder; return the exit code."""
    try:
        camera = Camera(folder)
    except OSError as error:
        sys.stderr.write(f"不能写入文件夹 {folder}（{error.strerror}）。什么都没有改动。请用 --out 换一个文件夹。\n")
        return 2
    began = monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        settings = Settings(Path(place) / "settings.json")
        settings.set("theme", "light")
        make_application(settings)
        stage = Stage(Path(place), settings, SteppedClock(MORNING))
        qInstallMessageHandler(_say_of_qt)
        hook = sys.excepthook
        sys.excepthook = _fault_keeper(stage)
        try:
            for act in ACTS:
                act(Guide(stage, camera))
        except BrokenStepError as error:
            sys.stderr.write(f"{error}\n画面和 tour.json 在 {folder}\n")
            return 1
        finally:
            sys.excepthook = hook
            stage.close()
            QApplication.processEvents()
    pictures = sum(name.endswith(".png") for step in camera.steps for name in step.left)
    sys.stdout.write(
        f"全部 {len(camera.steps)} 步都成功，用时 {monotonic() - began:.0f} 秒；{pictures} 张截图、合同和 tour.json 在 {folder}\n"
    )
    return 0
