"""The journal as a manager uses it: read, filter, explain, prove, take back, export."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from app.models.journal import ChangeSet
from app.services.access import Opened
from app.services.clients.types import ClientRef
from app.services.container import Services
from app.terms import Permission
from app.views.journal import page as page_module
from app.views.journal.page import JournalPage
from app.views.settings.sections import sections
from tests.gui.journal.conftest import Seat
from tests.gui.robot import Robot
from tests.integration.services.support import create

LIST = "操作日志列表"
Seating = Callable[..., Seat]


@pytest.fixture
def client(staffed: Services) -> ClientRef:
    """Return a client whose address 周岚 has changed, and whose file she opened."""
    made = create(staffed)
    before = staffed.clients.details.find(made.id).form
    staffed.clients.files.update(made.id, replace(before, address="中山路 1 号"), before)
    staffed.access.note((Opened("client", made.id, staffed.office.clock.now()),))
    return made


@pytest.fixture
def opened(seat: Seating, client: ClientRef) -> tuple[Seat, JournalPage, Robot]:
    """Return the page as the director sees it."""
    chair = seat()
    page = JournalPage(chair.desk)
    return chair, page, chair.put(page)


Opening = tuple[Seat, JournalPage, Robot]


def _texts(page: JournalPage) -> str:
    return "\n".join(label.text() for label in page.panel.findChildren(QLabel) if label.isVisible())


def test_an_entry_is_explained_field_by_field(opened: Opening) -> None:
    _, page, robot = opened
    robot.click_row(LIST, "修改服务对象 钱多多")
    shown = _texts(page)
    for words in ("修改服务对象 钱多多", "周岚", "地址", "中山路 1 号"):
        assert words in shown


def test_looks_stand_in_the_same_list(opened: Opening) -> None:
    _, page, robot = opened
    assert any("查看服务对象 钱多多" in " ".join(row) for row in robot.rows(LIST))
    robot.choose("类别", "查看与取出")
    assert page.filters.is_narrow()
    assert len(robot.rows(LIST)) == 1
    robot.click("清除条件")
    assert len(robot.rows(LIST)) > 2


def test_words_that_nobody_did_leave_a_list_that_says_so(opened: Opening) -> None:
    _, page, robot = opened
    robot.type_into("查找操作日志里的字", "没有这样的话")
    robot.wait_for("没有符合条件的操作")
    assert page.table.rowCount() == 0


def test_older_work_is_taken_back_after_a_question(opened: Opening, staffed: Services, client: ClientRef) -> None:
    chair, _, robot = opened
    robot.click_row(LIST, "修改服务对象 钱多多")
    chair.dialogs.answer("confirm", False, True)
    robot.click("撤销这项操作")
    assert staffed.clients.details.find(client.id).form.address == "中山路 1 号"
    robot.click("撤销这项操作")
    assert staffed.clients.details.find(client.id).form.address == ""
    assert chair.said.done == ["已撤销：修改服务对象 钱多多"]
    assert any("撤销：修改服务对象" in " ".join(row) for row in robot.rows(LIST))


def test_what_cannot_be_taken_back_says_why_and_offers_no_button(opened: Opening) -> None:
    _, page, robot = opened
    robot.click_row(LIST, "新建服务对象 钱多多")
    assert "已对外生效或编号" in _texts(page)
    assert page.panel.undo.isHidden()


def test_the_record_of_an_entry_opens(opened: Opening, client: ClientRef, qtbot: QtBot) -> None:
    _, page, robot = opened
    robot.click_row(LIST, "修改服务对象 钱多多")
    with qtbot.waitSignal(page.record_requested) as asked:
        robot.click("打开记录")
    assert asked.args == ["clients", client.id]


def test_one_record_s_history_is_opened_from_elsewhere(opened: Opening, client: ClientRef) -> None:
    _, page, robot = opened
    page.open_record(("client", client.id, "钱多多"))
    words = [" ".join(row) for row in robot.rows(LIST)]
    assert len(words) == 3
    assert all("钱多多" in row for row in words)
    robot.click("只看 钱多多")
    assert len(robot.rows(LIST)) > 3


def test_the_check_says_that_all_is_well_and_where_it_is_not(opened: Opening, staffed: Services) -> None:
    _, _, robot = opened
    robot.click("核对完整性")
    robot.wait_for("没有改动过")
    with staffed.office.database.writer_engine.begin() as connection:
        broken = update(ChangeSet).where(ChangeSet.label == "修改服务对象 钱多多").values(actor_name="某人")
        connection.execute(broken)
    robot.click("核对完整性")
    robot.wait_for("在一处对不上")
    robot.wait_for("“修改服务对象 钱多多”")


def test_the_list_reads_on_at_its_end(seat: Seating, staffed: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "AT_ONCE", 20)
    made = create(staffed)
    staffed.access.note(tuple(Opened("client", made.id, staffed.office.clock.now()) for _ in range(70)))
    chair = seat()
    page = JournalPage(chair.desk)
    robot = chair.put(page)
    assert page.table.rowCount() == 20
    bar = page.view.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
    robot.until(lambda: page.table.rowCount() >= 70)
    assert len(set(page.table.keys)) == page.table.rowCount()


def test_the_export_asks_where_and_is_itself_in_the_journal(opened: Opening, tmp_path: Path) -> None:
    chair, page, robot = opened
    where = tmp_path / "操作日志.csv"
    chair.dialogs.answer("save_file", where)
    robot.click("导出")
    assert "修改服务对象 钱多多" in where.read_text(encoding="utf-8-sig")
    page.reload()
    assert any("导出" in " ".join(row) for row in robot.rows(LIST))


def test_everything_goes_by_keyboard(opened: Opening) -> None:
    _, page, robot = opened
    page.view.setFocus()
    robot.press("Home")
    robot.press("Return")
    assert page.panel.isVisible()
    robot.press("Escape")
    assert page.panel.isHidden()
    view = page.findChild(QAbstractItemView, "")
    assert view is not None
    assert page.view.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_in_a_narrow_window_the_entry_takes_the_list_s_place(seat: Seating, client: ClientRef) -> None:
    chair = seat()
    page = JournalPage(chair.desk)
    robot = chair.put(page, 620, 560)
    robot.click_row(LIST, "修改服务对象 钱多多", twice=True)
    assert page.panel.isVisible()
    assert not page.view.isVisible()
    robot.press("Escape")
    assert page.view.isVisible()


def test_only_those_who_may_read_it_are_offered_the_journal(seat: Seating) -> None:
    section = next(one for one in sections() if one.id == "journal")
    assert section.permission is Permission.READ_JOURNAL
    assert not seat("liuxin").desk.may(section.permission)
    assert seat("weidongming").desk.may(section.permission)
