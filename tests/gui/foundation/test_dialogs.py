"""Dialogs name the thing, speak Chinese, and never destroy by a careless Enter."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from app.views.dialogs import Dialogs, QtDialogs, ScriptedDialogs
from tests.gui.robot import Robot

Show = Callable[..., Robot]


@pytest.fixture
def robot(show: Show) -> Robot:
    return show(QWidget(), 600, 400)


def during(act: Callable[[], object]) -> None:
    """Act as soon as a dialog waits for the user; what goes wrong closes it, so that the test ends."""

    def try_() -> None:
        waiting = QApplication.activeModalWidget()
        if waiting is None:
            QTimer.singleShot(10, try_)
            return
        try:
            act()
        except BaseException:
            waiting.close()
            raise

    QTimer.singleShot(0, try_)


def test_a_confirmation_names_the_thing_and_its_button_says_what_it_does(robot: Robot) -> None:
    seen: list[list[str]] = []

    def read_and_agree() -> None:
        seen.append(robot.texts())
        robot.click("作废编号")

    during(read_and_agree)
    assert QtDialogs().confirm(
        robot.root, "作废合同〔2026〕0164？", detail="作废后不能恢复。", yes="作废编号", destructive=True
    )
    assert {"作废合同〔2026〕0164？", "作废后不能恢复。", "取消", "作废编号"} <= set(seen[0])


def test_enter_agrees_to_what_harms_nothing_only(robot: Robot) -> None:
    during(lambda: robot.press("Return"))
    assert QtDialogs().confirm(robot.root, "现在打印？", yes="打印")
    during(lambda: robot.press("Return"))
    assert not QtDialogs().confirm(robot.root, "作废合同？", yes="作废", destructive=True)


def test_escape_calls_off(robot: Robot) -> None:
    during(lambda: robot.press("Escape"))
    assert not QtDialogs().confirm(robot.root, "现在打印？", yes="打印")


def test_a_reason_has_to_be_given(robot: Robot) -> None:
    def answer() -> None:
        robot.click("忽略")
        assert robot.sees("请填写理由。")
        robot.type_into("理由", "已口头告知")
        robot.click("忽略")

    during(answer)
    assert QtDialogs().reason(robot.root, "忽略这条提示？", label="理由", yes="忽略") == "已口头告知"


def test_something_told_is_closed_by_one_button(robot: Robot) -> None:
    during(lambda: robot.click("知道了"))
    QtDialogs().tell(robot.root, "恢复密钥请另外保管。")


def test_qts_own_buttons_speak_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    words = {button.text().split("(")[0] for button in box.buttons()}
    assert words == {"取消", "保存"}


def test_printing_can_be_called_off(robot: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: 0)
    drawn: list[int] = []
    assert not QtDialogs().print_pages(robot.root, "合同", 2, lambda _painter, page: drawn.append(page))
    assert drawn == []


def test_scripted_answers_come_in_order_and_a_surprise_fails(robot: Robot, tmp_path: Path) -> None:
    script = ScriptedDialogs()
    dialogs: Dialogs = script
    script.answer("confirm", True, False)
    script.answer("save_file", tmp_path / "合同.docx")
    script.answer("print_pages", True)
    assert dialogs.confirm(robot.root, "甲？", yes="好")
    assert not dialogs.confirm(robot.root, "乙？", yes="好")
    assert dialogs.save_file(robot.root, "保存", "合同.docx", "") == tmp_path / "合同.docx"

    def draw(_painter: QPainter, _page: int) -> None: ...

    assert dialogs.print_pages(robot.root, "合同", 1, draw)
    assert script.printed == [draw]
    assert script.asked[:2] == [("confirm", "甲？"), ("confirm", "乙？")]
    with pytest.raises(AssertionError, match="丙"):
        dialogs.confirm(robot.root, "丙？", yes="好")
