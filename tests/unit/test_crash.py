"""Crash files: every way a defect can surface leaves one, without what somebody typed."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import app
from app import crash
from app.paths import Profile, program_root

SECRET = "李四 身份证 110105194912310021"


@pytest.fixture
def shown() -> list[Path]:
    return []


@pytest.fixture
def guard(profile: Profile, shown: list[Path]) -> Iterator[crash.CrashGuard]:
    found = crash.install(profile, shown.append)
    yield found
    found.stop()


def defect(value: str = SECRET) -> None:
    raise ValueError(f"unexpected {value}")


def raised(action: Callable[[], object]) -> Exception:
    try:
        action()
    except Exception as error:  # noqa: BLE001 - any defect will do
        return error
    raise AssertionError("nothing was raised")


def test_a_defect_in_the_window_leaves_a_file_and_is_shown(
    guard: crash.CrashGuard, shown: list[Path], profile: Profile, expect_logged_error: Callable[[str], None]
) -> None:
    expect_logged_error("defect ValueError, crash file crash-")
    error = raised(defect)
    sys.excepthook(ValueError, error, error.__traceback__)
    assert [file.parent for file in shown] == [profile.logs]
    text = shown[0].read_text("utf-8")
    assert f"律顾台 {app.__version__}" in text
    assert "in defect" in text
    assert SECRET not in text


def test_a_defect_in_a_thread_leaves_a_file(
    guard: crash.CrashGuard, shown: list[Path], expect_logged_error: Callable[[str], None]
) -> None:
    expect_logged_error("defect ValueError")
    thread = threading.Thread(target=defect, name="hashing")
    thread.start()
    thread.join()
    assert "thread hashing" in shown[0].read_text("utf-8")


def test_the_same_defect_is_written_and_shown_once(
    guard: crash.CrashGuard, shown: list[Path], profile: Profile, expect_logged_error: Callable[[str], None]
) -> None:
    expect_logged_error("defect ValueError")
    files = {guard.report(raised(defect)) for _ in range(5)}
    assert len(files) == 1
    assert shown == list(files)


def test_a_defect_while_showing_a_defect_ends_there(
    profile: Profile, expect_logged_error: Callable[[str], None]
) -> None:
    expect_logged_error("defect ValueError")
    expect_logged_error("could not be shown: ZeroDivisionError")

    def show(file: Path) -> None:
        raise ZeroDivisionError(file)

    guard = crash.CrashGuard(profile, show)
    assert guard.report(raised(defect)).exists()


def test_ctrl_c_is_no_defect(guard: crash.CrashGuard, shown: list[Path]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert shown == []


def test_a_folder_that_cannot_be_written_does_not_raise(
    tmp_path: Path, expect_logged_error: Callable[[str], None]
) -> None:
    expect_logged_error("defect ValueError")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    guard = crash.install(Profile(tmp_path / "file"))
    guard.report(raised(defect))
    guard.stop()


def test_only_the_newest_files_are_kept(profile: Profile, expect_logged_error: Callable[[str], None]) -> None:
    expect_logged_error("defect ValueError")
    profile.logs.mkdir(parents=True)
    for number in range(crash.KEPT_FILES + 5):
        (profile.logs / f"crash-2020010{number:04}.txt").write_text("old", encoding="utf-8")
    newest = crash.CrashGuard(profile).report(raised(defect))
    kept = sorted(profile.logs.glob("crash-*.txt"))
    assert len(kept) == crash.KEPT_FILES
    assert kept[-1] == newest


def test_a_native_crash_is_found_at_the_next_start(profile: Profile) -> None:
    dying = (
        "import faulthandler, sys; from pathlib import Path; from app import crash; from app.paths import Profile; "
        "crash.install(Profile(Path(sys.argv[1]))); faulthandler._sigabrt()"
    )
    ended = subprocess.run([sys.executable, "-c", dying, profile.root], cwd=program_root(), check=False)
    assert ended.returncode != 0
    guard = crash.install(profile)
    guard.stop()
    assert guard.previous_native_crash is not None
    assert "Aborted" in guard.previous_native_crash.read_text("utf-8")
    again = crash.install(profile)
    again.stop()
    assert again.previous_native_crash is None
