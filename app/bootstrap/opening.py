"""The window's door: takes hold of the profile, opens the program, lets go."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app import crash, instance, logs
from app.bootstrap.last_words import say_before_the_end, to_terminal
from app.bootstrap.program import Program
from app.clock import SystemClock
from app.errors import AppError, ProfileInUseError
from app.paths import Profile
from app.settings import Settings
from app.views.application import make_application

LOOK = "现在登录只能查看，不能修改。要修改，请检查文件夹权限和磁盘，再重新打开律顾台。"


def _refuse(error: AppError, profile: Profile) -> int | None:
    """Say why the profile cannot be held and return the exit code; None where it can at least be looked at."""
    if isinstance(error, ProfileInUseError):
        to_terminal(error)
        return 0
    if profile.database.is_file():
        to_terminal(error)
        return None
    say_before_the_end(error)
    return 1


class _LeaveWhenShown(QObject):
    """Says “shown” on standard output once a window is painted, and ends the program: so a start can be timed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the painting."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._leave)
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        sys.stdout.write("shown\n")
        sys.stdout.flush()
        QApplication.quit()


def open_window(arguments: Sequence[str]) -> int:
    """Open the window and return the exit code when it is closed."""
    parser = argparse.ArgumentParser(prog="python -m app", description="打开律顾台。")
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹；不写就是本机默认位置")
    parser.add_argument("--leave-when-shown", action="store_true", help="登录窗口一显示就退出，用来测启动时间")
    options = parser.parse_args(list(arguments))
    profile = Profile(options.profile.expanduser().resolve()) if options.profile else Profile.default()
    logs.start(profile)
    settings = Settings(profile.settings)
    application = make_application(settings)
    program = Program(profile, SystemClock(), settings)
    guard = crash.install(profile, lambda _file: program.failed.emit())
    held = None
    try:
        held = instance.acquire(profile, program.raised.emit)
    except AppError as error:
        code = _refuse(error, profile)
        if code is not None:
            program.close()
            guard.stop()
            return code
        program.look_only = AppError(error.what, safe=error.safe, todo=LOOK)
    try:
        program.jobs.unexpected.connect(guard.report)
        program.start()
        if options.leave_when_shown and program.sign_in is not None:
            _LeaveWhenShown(program.sign_in)
        return int(application.exec())
    finally:
        program.close()
        if held is not None:
            held.release()
        guard.stop()
