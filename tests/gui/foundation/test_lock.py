"""The lock covers everything, keeps what was typed, and lets nothing through."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.views.actions import Action, Actions
from app.views.components.buttons import Button
from app.views.components.fields import TextArea
from app.views.components.labels import Label
from app.views.dialogs import Sheet
from app.views.lock_screen import IdleWatch, LockOverlay
from app.views.shell.top_bar import UserInfo
from tests.gui.robot import Robot

Show = Callable[..., Robot]


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.content = QWidget(self)
        whole = QVBoxLayout(self)
        whole.addWidget(self.content)
        rows = QVBoxLayout(self.content)
        self.area = TextArea("答复")
        rows.addWidget(self.area)
        rows.addWidget(Button("保存"))
        self.actions_ = Actions(self.content)
        self.lock = LockOverlay(self, self.content)
        self.lock.set_user(UserInfo("周岚", "律师"))


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def robot(window: Window, show: Show) -> Robot:
    return show(window, 900, 600)


def test_what_was_typed_is_kept_beneath(window: Window, robot: Robot) -> None:
    window.area.setFocus()
    window.area.set_value("您好。借条写明了金额")
    window.lock.lock()
    assert window.lock.geometry() == window.rect()
    assert window.lock.password.hasFocus()
    assert robot.sees("没有写完的内容都还在")
    QTest.keyClicks(window.area, "x")
    window.lock.unlock()
    assert window.area.value() == "您好。借条写明了金额"
    assert window.area.hasFocus()


def test_the_password_is_handed_on_and_a_wrong_one_is_told(window: Window, robot: Robot, qtbot: QtBot) -> None:
    window.lock.lock()
    QTest.keyClicks(window.lock.password, "secret")
    with qtbot.waitSignal(window.lock.unlock_requested) as asked:
        robot.click("解锁")
    assert asked.args == ["secret"]
    window.lock.show_error("密码不对，再试一次。" * 3)
    sentence = robot.find(Label, "密码不对，再试一次。")
    robot.until(lambda: sentence.height() >= sentence.heightForWidth(sentence.width()) > 20, "the sentence is cut")
    window.lock.unlock()
    assert window.lock.password.text() == "", "the password is not left in memory of the field"


def test_no_shortcut_works_while_locked(window: Window, robot: Robot) -> None:
    ran: list[str] = []
    window.actions_.add(Action("save", "保存", lambda: ran.append("x"), shortcut="Ctrl+S"))
    robot.press("Ctrl+S")
    window.lock.lock()
    robot.press("Ctrl+S")
    assert ran == ["x"]
    window.lock.unlock()


def test_tab_stays_inside_the_lock(window: Window, robot: Robot) -> None:
    window.lock.lock()
    for _ in range(6):
        focus = QApplication.focusWidget()
        assert focus is not None
        assert window.lock.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    window.lock.unlock()


def test_an_open_dialog_is_covered_too(window: Window, robot: Robot, qtbot: QtBot) -> None:
    sheet = Sheet(window, "登记咨询")
    typed = TextArea("问题")
    sheet.body.addWidget(typed)
    sheet.open()
    typed.set_value("写了一半")
    window.lock.lock()
    assert window.lock.parentWidget() is sheet
    assert window.lock.isVisible()
    assert window.childAt(450, 300) not in (window.area, window.area.viewport())
    window.lock.unlock()
    assert sheet.isVisible()
    assert typed.value() == "写了一半"
    assert window.lock.parentWidget() is window
    sheet.reject()


def test_a_small_question_makes_room_and_neither_enter_nor_esc_answers_it(window: Window, robot: Robot) -> None:
    question = Sheet(window, "律顾台", width=300)
    question.add_buttons("放弃")
    answers: list[int] = []
    question.finished.connect(answers.append)
    question.open()
    small = question.size()
    asked: list[str] = []
    window.lock.unlock_requested.connect(asked.append)
    window.lock.lock()
    window.lock.show_error("密码不正确。请核对后再试，注意大小写和输入法。")
    for part in (window.lock.password, window.lock.field):
        assert question.rect().contains(part.rect().translated(part.mapTo(question, part.rect().topLeft())))
    QTest.keyClicks(window.lock.password, "secret")
    QTest.keyClick(window.lock.password, Qt.Key.Key_Return)
    QTest.keyClick(window.lock.password, Qt.Key.Key_Escape)
    assert (asked, answers) == (["secret"], [])
    assert window.lock.isVisible()
    window.lock.unlock()
    assert question.size() == small, "it is as small again as it was"
    question.reject()


def test_a_sheet_beside_the_window_is_put_away_while_locked(window: Window, robot: Robot, qtbot: QtBot) -> None:
    sheet = Sheet(window, "登记咨询")
    typed = TextArea("问题")
    sheet.body.addWidget(typed)
    sheet.setModal(False)
    closed: list[int] = []
    sheet.finished.connect(closed.append)
    with qtbot.waitActive(sheet):
        sheet.show()
        sheet.activateWindow()
    typed.setFocus()
    QTest.keyClicks(typed, "half")
    window.lock.lock()
    assert not sheet.isVisible()
    qtbot.waitUntil(window.lock.password.hasFocus)
    assert window.lock.parentWidget() is window
    window.lock.unlock()
    assert sheet.isVisible()
    assert (typed.value(), closed) == ("half", [])
    qtbot.waitUntil(typed.hasFocus)
    sheet.reject()


def test_idle_time_is_noticed_and_touches_count_anew(window: Window, robot: Robot, qtbot: QtBot) -> None:
    watch = IdleWatch(0.001)
    with qtbot.waitSignal(watch.idle, timeout=2000):
        pass
    watch.set_minutes(1)
    left = watch.remaining_ms()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.remaining_ms() >= left - 50
    watch.set_minutes(0)
    assert watch.remaining_ms() < 0, "0 switches the watch off"


def test_a_resting_watch_is_not_woken_by_touches(window: Window, robot: Robot) -> None:
    watch = IdleWatch(1)
    watch.rest()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.remaining_ms() < 0
    watch.resume()
    assert watch.remaining_ms() > 0
    watch.rest()
