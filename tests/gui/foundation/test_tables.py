"""Long lists: rows on demand, selection by key, sorting by the service, countdowns, narrow windows."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.errors import AppError, NotFoundError
from app.terms import Urgency
from app.views.components.feedback import EmptyState
from app.views.components.pill import PillState
from app.views.jobs import InlineJobs, Jobs
from app.views.tables.base_table import KEPT, PAGE, BaseTable
from app.views.tables.base_view import BaseView
from app.views.tables.columns import Column, TagSpec
from app.views.theme import theme
from app.views.ticker import ticker
from tests.gui.robot import Robot

Show = Callable[..., Robot]
NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    due: datetime


class Store:
    """Stands for a service: remembers which keys were asked for."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.suffix = ""

    def load(self, keys: list[int]) -> Iterator[Row]:
        self.asked.append(list(keys))
        return iter([Row(key, f"张{key}{self.suffix}", NOW + timedelta(minutes=key + 0.5)) for key in keys])


def pill(row: Row, now: datetime) -> PillState:
    left = int((row.due - now).total_seconds() // 60)
    return PillState(Urgency.CALM, "平稳", f"{left} 分", left / 300, f"还剩 {left} 分")


COLUMNS: list[Column[Row]] = [
    Column("left", "剩余时间", lambda _row: "", 150, sort="due", pill=pill),
    Column("name", "姓名", lambda row: row.name, 120, sort="name", tag=lambda row: TagSpec(icon="badge-check", spoken="已签约") if row.id % 2 else None),
    Column("kind", "类别", lambda _row: "民间借贷", 90, priority=2),
    Column("text", "内容摘要", lambda row: f"{row.name}的问题，" * 20, 200, stretch=True, priority=1),
    Column("number", "编号", lambda row: str(row.id), 80, right=True),
]  # fmt: skip


@pytest.fixture
def store() -> Store:
    return Store()


def make(jobs: Jobs | InlineJobs, store: Store, keys: Sequence[int], clock: SteppedClock | None = None) -> BaseView:
    table: BaseTable[int, Row] = BaseTable(COLUMNS, jobs, store.load, lambda row: row.id)
    view = BaseView(
        table, "咨询列表", empty=EmptyState("messages-square", "没有待答复的咨询"), clock=clock or SteppedClock(NOW)
    )
    table.set_keys(keys)
    return view


def test_only_what_is_on_show_is_read(show: Show, jobs: Jobs, store: Store) -> None:
    view = make(jobs, store, array("q", range(1_000_000)))
    robot = show(view)
    robot.wait_for("张3")
    assert {key for keys in store.asked for key in keys} <= set(range(2 * PAGE))
    view.scrollTo(view.table.index(900_000, 0), BaseView.ScrollHint.PositionAtTop)
    robot.wait_for("张900001")
    assert sum(len(keys) for keys in store.asked) <= 4 * PAGE


def test_each_row_is_read_once(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, list(range(30)))
    robot = show(view)
    robot.wait_for("张3")
    view.viewport().update()
    robot.until(lambda: robot.sees("张12"))
    assert len(store.asked) == 1


def test_rows_at_hand_show_without_asking(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [])
    robot = show(view)
    rows = [Row(1, "李桂兰", NOW), Row(2, "孙秀英", NOW)]
    view.table.set_keys([2, 1], rows)
    assert [row[1] for row in robot.rows("咨询列表")] == ["孙秀英", "李桂兰，已签约"]
    assert store.asked == []


def test_the_selection_stays_with_its_record(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1, 2, 3, 4, 5])
    show(view)
    view.choose(4)
    told: list[object] = []
    view.chosen.connect(told.append)
    view.table.set_keys([5, 4, 3, 9])
    assert view.current_key() == 4
    assert view.currentIndex().row() == 1
    assert told == [], "the same record is still chosen"
    view.table.set_keys([5, 3])
    assert view.current_key() is None
    assert told == [None]


def test_the_selection_stays_with_its_record_in_a_long_list(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    keys = list(range(1, 60_001))
    view = make(inline_jobs, store, keys)
    show(view)
    view.choose(30_000)
    view.table.set_keys([*range(70_000, 70_500), *keys])
    assert (view.current_key(), view.currentIndex().row()) == (30_000, 30_499), "moved a little"
    view.table.set_keys([*keys[40_000:], *keys[:40_000]])
    assert (view.current_key(), view.currentIndex().row()) == (30_000, 49_999), "moved far away"
    view.table.set_keys(keys[30_000:])
    assert view.current_key() is None


def test_changed_rows_are_read_again(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1, 2, 3])
    robot = show(view)
    robot.wait_for("张2")
    store.suffix = "改"
    view.table.refresh([2, 77])
    robot.wait_for("张2改")
    assert store.asked[-1] == [2]
    assert not robot.sees("张1改")


def test_clicking_a_title_asks_the_service_to_sort(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1, 2, 3])
    show(view)
    asked: list[tuple[str, bool]] = []
    view.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    header = view.horizontalHeader()
    name = QPoint(header.sectionViewportPosition(1) + 20, 10)
    for at in (name, name, QPoint(header.sectionViewportPosition(4) + 20, 10)):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == [("name", False), ("name", True)], "编号 cannot be sorted by"


def test_keys_open_and_move(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, list(range(100)))
    robot = show(view)
    view.setFocus()
    opened: list[object] = []
    view.opened.connect(opened.append)
    for keys in ("End", "Return", "Home", "Down", "Return"):
        robot.press(keys, view)
    assert opened == [99, 1]
    robot.click_row("咨询列表", "张5", twice=True)
    assert opened[-1] == 5


def test_a_narrow_table_hides_the_least_important(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1])

    def shown(width: int) -> list[str]:
        view.resize(width, 300)
        return [column.id for number, column in enumerate(COLUMNS) if not view.isColumnHidden(number)]

    show(view)
    assert shown(900) == ["left", "name", "kind", "text", "number"]
    assert shown(620) == ["left", "name", "text", "number"]
    assert shown(420) == ["left", "name", "number"]
    assert sum(view.columnWidth(i) for i in range(5) if not view.isColumnHidden(i)) == view.viewport().width()


def test_an_empty_list_says_why(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [])
    robot = show(view)
    assert robot.sees("没有待答复的咨询")
    view.set_empty("没有符合的咨询", "换个筛选条件试试。")
    assert robot.sees("换个筛选条件试试。")
    view.table.set_keys([1])
    assert not robot.sees("没有符合的咨询")


def test_a_failed_read_is_told(show: Show, inline_jobs: InlineJobs) -> None:
    def fails(_keys: list[int]) -> list[Row]:
        raise NotFoundError("读不出来。")

    table: BaseTable[int, Row] = BaseTable(COLUMNS, inline_jobs, fails, lambda row: row.id)
    errors: list[AppError] = []
    table.load_failed.connect(errors.append)
    table.set_keys([1])
    robot = show(BaseView(table, "咨询列表", clock=SteppedClock(NOW)))
    robot.until(lambda: bool(errors))
    assert errors[0].what == "读不出来。"


class Painted(QObject):
    """Notes which parts of a viewport are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.parts.append(event.region().boundingRect())
        return False


def test_the_countdown_repaints_only_what_changed(
    show: Show, inline_jobs: InlineJobs, store: Store, qtbot: QtBot
) -> None:
    clock = SteppedClock(NOW)
    view = make(inline_jobs, store, [10, 20, 40], clock)
    robot = show(view)
    robot.wait_for("张20")
    assert ticker().running
    assert robot.rows("咨询列表")[0][0] == "还剩 10 分"
    painted = Painted()
    view.viewport().installEventFilter(painted)
    QApplication.processEvents()
    painted.parts.clear()
    clock.advance(seconds=20)
    view.tick()
    QApplication.processEvents()
    assert painted.parts == [], "the figures are still the same"
    clock.advance(seconds=20)  # 10.5 minutes less 40 s: another minute begins
    view.tick()
    qtbot.waitUntil(lambda: bool(painted.parts))
    column = QRect(0, 0, view.columnWidth(0), view.viewport().height())
    assert all(column.contains(part) for part in painted.parts)
    assert robot.rows("咨询列表")[0][0] == "还剩 9 分"
    view.viewport().removeEventFilter(painted)


def test_a_hidden_list_does_not_listen(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1])
    show(view)
    view.hide()
    assert not ticker().running


def test_memory_stays_bounded(inline_jobs: InlineJobs, store: Store, show: Show) -> None:
    table: BaseTable[int, Row] = BaseTable(COLUMNS, inline_jobs, store.load, lambda row: row.id)
    table.set_keys(range(KEPT * 3), store.load(list(range(KEPT * 2))))
    assert table.peek(0) is None
    assert table.peek(KEPT * 2 - 1) is not None


def test_qt_finds_the_model_sound(inline_jobs: InlineJobs, store: Store) -> None:
    table: BaseTable[int, Row] = BaseTable(COLUMNS, inline_jobs, store.load, lambda row: row.id)
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.set_keys(list(range(300)))
    table.row(250)
    table.set_keys([])
    assert tester.model() is table


def test_rows_grow_with_the_text(show: Show, inline_jobs: InlineJobs, store: Store) -> None:
    view = make(inline_jobs, store, [1, 2])
    show(view)
    assert view.rowHeight(0) == 40
    theme().apply(scale=150)
    assert view.rowHeight(0) == 60
