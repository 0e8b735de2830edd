"""Spreadsheets in and out from the list of clients."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtWidgets import QMenu

from app.services.clients.types import ClientRef
from app.terms import Role
from tests.gui.clients.conftest import OpenPage, Stage

Add = Callable[..., ClientRef]


def choose(stage: Stage, words: str) -> None:
    """Choose an entry of the menu behind ⋯."""
    stage.click("更多：导入、导出")
    (menu,) = stage.page.list.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_importing_is_asked_of_the_window(open_page: OpenPage) -> None:
    stage = open_page(roles=frozenset({Role.DIRECTOR}))
    asked: list[str] = []
    stage.page.import_requested.connect(asked.append)
    choose(stage, "从表格导入…")
    assert asked == ["client"]


def test_the_list_on_show_is_exported(open_page: OpenPage, add: Add, tmp_path: Path) -> None:
    add("赵建平", "13812340001")
    add("钱多多", "13812340002")
    stage = open_page(roles=frozenset({Role.DIRECTOR}))
    stage.robot.type_into("查找服务对象：姓名、拼音、首字母、电话或证件号", "钱多多")
    stage.robot.until(lambda: stage.page.list.table.rowCount() == 1)
    stage.dialogs.answer("save_file", tmp_path / "名单.xlsx")
    choose(stage, "导出这份列表…")
    assert stage.said.done == ["已导出服务对象 1 行：名单.xlsx。"]
    sheet = openpyxl.load_workbook(tmp_path / "名单.xlsx").active
    assert sheet is not None
    assert [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["钱多多"]


def test_who_may_neither_sees_no_menu(open_page: OpenPage) -> None:
    stage = open_page(roles=frozenset({Role.LAWYER}))
    assert not stage.page.list.more.isVisible()
