"""Service calls run in their thread, come back to the UI thread, and nothing is left behind."""

import threading
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.errors import AppError, CancelledError, NotFoundError
from app.views.jobs import InlineJobs, Jobs, Progress


def where() -> str:
    return threading.current_thread().name


def marked(mode: str) -> Callable[[], str]:
    def call() -> str:
        return where()

    call.__service__ = SimpleNamespace(mode=mode)  # type: ignore[attr-defined]
    return call


@pytest.mark.parametrize(("mode", "thread"), [("write", "writer"), ("read", "reader"), ("work", "pool-")])
def test_metadata_chooses_the_thread(jobs: Jobs, qtbot: QtBot, mode: str, thread: str) -> None:
    came: list[tuple[str, bool]] = []
    jobs.run(marked(mode), done=lambda name: came.append((name, threading.current_thread() is threading.main_thread())))
    qtbot.waitUntil(lambda: bool(came))
    assert came[0][0].startswith(thread)
    assert came[0][1], "results come back to the UI thread"


def test_a_plain_function_goes_to_the_pool_or_where_told(jobs: Jobs, qtbot: QtBot) -> None:
    came: list[str] = []
    jobs.run(where, done=came.append)
    jobs.run(where, lane="read", done=came.append)
    qtbot.waitUntil(lambda: len(came) == 2)
    assert sorted(name.split("-")[0] for name in came) == ["pool", "reader"]


def test_writes_run_one_after_another_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(50):
        jobs.run(order.append, number, lane="write")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert order == list(range(50))


def test_a_newer_search_supersedes_the_older(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    came: list[str] = []

    def find(text: str) -> str:
        gate.wait(5)
        return text

    for text in ("l", "li", "li g"):
        jobs.run(find, text, lane="read", key="search", done=came.append)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert came == ["li g"]


def test_a_known_error_reaches_its_page(jobs: Jobs, qtbot: QtBot) -> None:
    errors: list[AppError] = []

    def fails() -> None:
        raise NotFoundError("这份合同已经不在了。")

    jobs.run(fails, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].what == "这份合同已经不在了。"


def test_an_error_nobody_takes_goes_to_the_window(jobs: Jobs, qtbot: QtBot) -> None:
    def fails() -> None:
        raise NotFoundError("不在了。")

    with qtbot.waitSignal(jobs.error_occurred) as said:
        jobs.run(fails)
    assert said.args is not None
    assert said.args[0].what == "不在了。"


def test_a_defect_is_told_calmly(jobs: Jobs, qtbot: QtBot, expect_logged_error: Callable[[str], None]) -> None:
    expect_logged_error("unexpected error in a job")
    defects: list[BaseException] = []
    jobs.unexpected.connect(defects.append)
    errors: list[AppError] = []

    def breaks() -> None:
        raise ZeroDivisionError

    jobs.run(breaks, failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(defects[0], ZeroDivisionError)
    assert "已保存的资料不受影响" in errors[0].text
    assert "ZeroDivision" not in errors[0].text


def test_progress_is_shown_and_can_be_cancelled(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[tuple[int, int, str]] = []
    began, gate = threading.Event(), threading.Event()
    ended: list[str] = []

    def long(progress: Progress) -> None:
        progress(1, 3, "正在导入")
        began.set()
        gate.wait(5)
        try:
            progress(2, 3)
        finally:
            ended.append("ended")

    came: list[object] = []
    job = jobs.run(long, progress=lambda *parts: told.append(parts), done=came.append, failed=came.append)
    qtbot.waitUntil(began.is_set)
    qtbot.waitUntil(lambda: bool(told))
    jobs.cancel(job.number)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert told == [(1, 3, "正在导入")]
    assert ended == ["ended"]
    assert came == [], "a cancelled call tells nothing"


def test_what_takes_long_is_shown_with_its_label(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    shown: list[list[tuple[int, str, int, int]]] = []
    jobs.slow_changed.connect(shown.append)
    jobs.run(gate.wait, 5, label="正在生成合同")
    qtbot.waitUntil(lambda: any(shown))
    assert next(list_ for list_ in shown if list_)[0][1] == "正在生成合同"
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert shown[-1] == []


def test_nothing_is_delivered_to_a_closed_page(jobs: Jobs, qtbot: QtBot) -> None:
    gate = threading.Event()
    page = QLabel()

    def late() -> str:
        gate.wait(5)
        return "late"

    jobs.run(late, done=page.setText)
    jobs.run(late, done=partial(page.setText))
    shiboken6.delete(page)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_what_somebody_who_left_had_asked_for_stops_at_its_next_report_and_writes_go_on(
    jobs: Jobs, qtbot: QtBot
) -> None:
    begun, left = threading.Event(), threading.Event()
    ended: list[str] = []

    def copy(progress: Progress) -> None:
        begun.set()
        left.wait(5)
        try:
            progress(1, 2, "正在复制")
        except CancelledError:
            ended.append("stopped")
            raise
        ended.append("went on")

    jobs.run(copy, done=lambda _: ended.append("delivered"))
    qtbot.waitUntil(begun.is_set)
    jobs.run(ended.append, "written", lane="write")
    jobs.stop_running()
    left.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert sorted(ended) == ["stopped", "written"]


def test_closing_waits_for_writes_and_ends_the_threads(qtbot: QtBot) -> None:
    jobs = Jobs()
    written: list[int] = []
    for number in range(20):
        jobs.run(written.append, number, lane="write")
    threads = [
        thread for thread in threading.enumerate() if thread.name in ("writer", "reader") or "pool-" in thread.name
    ]
    jobs.closing()
    assert written == list(range(20))
    assert threads
    assert not any(thread.is_alive() for thread in threads)
    jobs.run(written.append, 99, lane="write")
    assert 99 not in written


def test_the_inline_runner_speaks_the_same_protocol(expect_logged_error: Callable[[str], None]) -> None:
    expect_logged_error("unexpected error in a job")
    jobs = InlineJobs()
    came: list[object] = []
    told: list[tuple[int, int, str]] = []

    def call(number: int, *, progress: Progress, double: bool) -> int:
        progress(1, 1, "好")
        return number * 2 if double else number

    jobs.run(call, 21, double=True, done=came.append, progress=lambda *parts: told.append(parts))
    assert came == [42]
    assert told == [(1, 1, "好")]
    errors: list[AppError] = []
    jobs.run(lambda: 1 // 0, failed=errors.append)
    assert "程序内部出错" in errors[0].what
