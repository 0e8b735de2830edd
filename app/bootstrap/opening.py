"""The window's door: takes hold of the profile, opens the program, lets go."""

import argparse
from collections.abc import Sequence
from pathlib import Path

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


def open_window(arguments: Sequence[str]) -> int:
    """Open the window and return the exit code when it is closed."""
    parser = argparse.ArgumentParser(prog="python -m app", description="打开律顾台。")
    parser.add_argument("--profile", type=Path, help="资料所在的文件夹；不写就是本机默认位置")
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
        return int(application.exec())
    finally:
        program.close()
        if held is not None:
            held.release()
        guard.stop()
