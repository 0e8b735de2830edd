"""A record counts as opened when it was really looked at, once, and is handed on a few at a time."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.errors import AppError
from app.services.access import Opened
from app.terms import Uid
from app.views import access
from app.views.access import AccessWatch
from app.views.jobs import InlineJobs
from tests.gui.robot import Robot

ONE, OTHER = b"1" * 16, b"2" * 16


class Log:
    """Stands for the service: keeps what it is told, or refuses."""

    def __init__(self) -> None:
        self.told: list[tuple[Opened, ...]] = []
        self.is_full = False

    def note(self, opened: tuple[Opened, ...]) -> None:
        if self.is_full:
            raise AppError("磁盘空间不足，没有保存成功。")
        self.told.append(opened)

    @property
    def records(self) -> list[Uid | None]:
        return [one.record_id for batch in self.told for one in batch]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def pane(show: Callable[..., Robot]) -> QWidget:
    widget = QWidget()
    show(widget, 300, 200)
    return widget


@pytest.fixture
def watch(
    pane: QWidget, log: Log, inline_jobs: InlineJobs, stepped_clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[AccessWatch]:
    monkeypatch.setattr(access, "LOOKED_AT_MS", 40)
    monkeypatch.setattr(access, "BATCH_MS", 80)
    desk: Any = SimpleNamespace(jobs=inline_jobs, services=SimpleNamespace(access=log), now=stepped_clock.now)
    made = AccessWatch(desk, pane, "client")
    yield made
    log.is_full = False
    made.show(None)
    made.flush()


def test_what_is_looked_at_is_told_once_with_the_moment_it_came_up(
    watch: AccessWatch, log: Log, stepped_clock: SteppedClock, qtbot: QtBot
) -> None:
    came = stepped_clock.now()
    watch.show(ONE)
    stepped_clock.set(came + timedelta(seconds=3))
    watch.show(ONE)  # read again after a change: still the same look
    qtbot.waitUntil(lambda: bool(log.told))
    assert log.told == [(Opened("client", ONE, came),)]
    watch.show(OTHER)
    watch.show(ONE)
    qtbot.waitUntil(lambda: len(log.told) == 2)
    assert log.records == [ONE, ONE], "the one passed over was not looked at"


def test_several_go_in_one_batch(watch: AccessWatch, log: Log, qtbot: QtBot) -> None:
    watch._batch.setInterval(60_000)
    for count, record in enumerate((ONE, OTHER), start=1):
        watch.show(record)
        qtbot.waitUntil(lambda count=count: len(watch._looked_at) == count)  # type: ignore[misc]
    assert log.told == []
    watch.flush()
    assert [len(batch) for batch in log.told] == [2]


def test_a_hidden_pane_is_not_looked_at_and_hands_over_at_once(
    watch: AccessWatch, log: Log, pane: QWidget, qtbot: QtBot
) -> None:
    watch._batch.setInterval(60_000)
    watch.show(ONE)
    qtbot.waitUntil(lambda: bool(watch._looked_at))
    watch.show(OTHER)
    pane.hide()
    assert log.records == [ONE]
    assert not watch._look.isActive()
    pane.show()
    qtbot.waitUntil(lambda: bool(watch._looked_at))
    watch.flush()
    assert log.records == [ONE, OTHER]


def test_what_could_not_be_written_is_told_later(watch: AccessWatch, log: Log, qtbot: QtBot) -> None:
    log.is_full = True
    watch.show(ONE)
    qtbot.waitUntil(lambda: watch._waiting is None)
    watch.flush()
    assert log.told == []
    log.is_full = False
    qtbot.waitUntil(lambda: bool(log.told))
    assert log.records == [ONE]
