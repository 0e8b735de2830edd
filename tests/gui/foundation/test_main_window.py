"""The main window: areas, keyboard flows, search, undo, messages, narrow screens, what it remembers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.clock import SteppedClock
from app.errors import AppError
from app.settings import Settings
from app.terms import Theme, WorkState
from app.views.actions import Action, Actions
from app.views.areas import Area, Badge, Hit, SearchProvider
from app.views.components.fields import TextArea, TextField
from app.views.components.labels import Tag
from app.views.dialogs import ScriptedDialogs, Sheet
from app.views.jobs import InlineJobs
from app.views.main_window import MainWindow, Shell
from app.views.shell.navigation import NavItem
from app.views.shell.toasts import Toast
from app.views.shell.top_bar import UserInfo, WorkInfo
from app.views.theme import theme
from tests.gui.robot import Robot

Show = Callable[..., Robot]
NOW = datetime(2026, 3, 13, 6, 26, tzinfo=UTC)


class DemoPage(QWidget):
    """A page with a field; asks for clients."""

    client_requested = Signal(object)

    def __init__(self, words: str) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.addWidget(QLabel(words))
        self.field = TextField(f"{words}框")
        rows.addWidget(self.field)
        self.opened: list[object] = []
        self.leaving = True

    def open_record(self, key: object) -> None:
        self.opened.append(key)

    def may_leave(self) -> bool:
        return self.leaving

    def hints(self) -> str:
        return "Enter 打开"


def find_clients(text: str) -> list[Hit]:
    return [Hit(f"{text}桂兰", "138****0427", "users", "clients", 7)] if text == "李" else []


@pytest.fixture
def shell(inline_jobs: InlineJobs, app_settings: Settings, scripted_dialogs: ScriptedDialogs) -> Shell:
    areas = [
        Area(
            "consultations",
            "咨询",
            "messages-square",
            lambda: DemoPage("咨询页"),
            lambda: Badge(3, urgent=True),
            "Alt+C",
        ),
        Area("clients", "服务对象", "users", lambda: DemoPage("服务对象页")),
        Area("contracts", "合同", "file-pen", lambda: DemoPage("合同页"), allowed=lambda: False),
    ]
    return Shell(
        areas,
        inline_jobs,
        app_settings,
        scripted_dialogs,
        SteppedClock(NOW),
        UserInfo("周岚", "律师"),
        lambda _now: WorkInfo(WorkState.OPEN, "至 17:30"),
        [SearchProvider("服务对象", find_clients)],
    )


@pytest.fixture
def window(shell: Shell) -> MainWindow:
    return MainWindow(shell)


@pytest.fixture
def robot(window: MainWindow, show: Show) -> Robot:
    window.open_area("consultations")
    return show(window, 1280, 680)


def demo_page(window: MainWindow, area: str) -> DemoPage:
    page = window.page(area)
    assert isinstance(page, DemoPage)
    return page


def test_only_what_a_person_may_open_is_visible(robot: Robot) -> None:
    assert [item.text() for item in robot.root.findChildren(NavItem)] == ["咨询", "服务对象"]
    with pytest.raises(KeyError):
        robot.root.page("contracts")  # type: ignore[attr-defined]


def test_the_top_bar_tells_date_time_work_and_user(robot: Robot) -> None:
    for words in ("3月13日 周五", "14:26", "工作时间 · 至 17:30", "周岚", "本机加密", "Enter 打开", "F1 全部快捷键"):
        assert robot.sees(words), words


def test_the_minute_moves_on(robot: Robot, window: MainWindow, shell: Shell) -> None:
    assert isinstance(shell.clock, SteppedClock)
    shell.clock.advance(minutes=4)
    window.top.tick()
    assert robot.sees("14:30")


def test_areas_open_by_mouse_and_keys(robot: Robot, window: MainWindow) -> None:
    robot.click("服务对象", NavItem)
    assert window.current_area == "clients"
    assert robot.sees("服务对象页")
    robot.press("Alt+C")
    assert window.current_area == "consultations"


def test_an_unfinished_form_holds_the_user_back(robot: Robot, window: MainWindow) -> None:
    demo_page(window, "consultations").leaving = False
    robot.click("服务对象", NavItem)
    assert window.current_area == "consultations"
    assert robot.find(NavItem, "咨询").isChecked()
    assert not window.close()
    demo_page(window, "consultations").leaving = True


def test_badges_are_counted_and_spoken(robot: Robot, window: MainWindow) -> None:
    window.refresh_badges()
    assert robot.find(NavItem, "咨询").accessibleName() == "咨询，3 件待处理"


def test_a_page_asks_for_another_by_signal(robot: Robot, window: MainWindow) -> None:
    window.answer("client_requested", lambda key: window.open_area("clients", key))
    demo_page(window, "consultations").client_requested.emit(42)
    assert window.current_area == "clients"
    assert demo_page(window, "clients").opened == [42]


def test_search_finds_a_client_in_one_keyboard_flow(robot: Robot, window: MainWindow) -> None:
    robot.press("Ctrl+K")
    assert window.search.hasFocus()
    window.search.insert("李")
    window.search.textEdited.emit("李")
    assert robot.sees("服务对象：李桂兰 138****0427")
    robot.press("Return")
    assert window.current_area == "clients"
    assert demo_page(window, "clients").opened == [7]
    assert not window.search.list.isVisible()
    assert window.search.text() == ""


def test_search_finds_actions_and_esc_goes_back(robot: Robot, window: MainWindow) -> None:
    demo_page(window, "consultations").field.setFocus()
    robot.press("Ctrl+K")
    window.search.insert("快捷键")
    window.search.textEdited.emit("快捷键")
    assert robot.sees("操作：全部快捷键 F1")
    robot.press("Escape")
    assert not window.search.list.isVisible()
    assert demo_page(window, "consultations").field.hasFocus()


def test_search_says_when_nothing_is_found(robot: Robot, window: MainWindow) -> None:
    robot.press("Ctrl+K")
    QTest.keyClicks(window.search, "zzz")
    assert robot.sees("没有找到")


def test_f1_lists_every_shortcut(robot: Robot, window: MainWindow) -> None:
    window.actions_.add(Action("demo", "登记咨询", window.update, "plus", "F2", scope="咨询"))
    robot.press("F1")
    for action in window.actions_.all():
        if action.shortcut:
            assert robot.sees(action.text), action.id
            assert robot.sees(action.keys), action.id
    robot.click("关闭")


def test_an_action_runs_only_when_possible(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    actions, ran = Actions(host), list[str]()
    possible = False
    action = actions.add(Action("a", "做", lambda: ran.append("a"), shortcut="F5", enabled=lambda: possible))
    action.run()
    assert ran == []
    assert actions.matching("做") == []
    possible = True
    action.run()
    assert ran == ["a"]
    with pytest.raises(ValueError, match="F5"):
        actions.add(Action("b", "别的", lambda: None, shortcut="F5"))
    with pytest.raises(ValueError, match="exists"):
        actions.add(Action("a", "做", lambda: None))


def test_undo_is_named_and_can_be_redone(shell: Shell, show: Show) -> None:
    done = ["答复咨询"]
    window = MainWindow(replace(shell, undo=lambda: done.pop() if done else None, redo=lambda: "答复咨询"))
    window.open_area("consultations")
    robot = show(window)
    robot.root.setFocus()
    robot.press("Ctrl+Z", robot.root)
    assert robot.sees("已撤销：答复咨询")
    robot.click("重做")
    assert robot.sees("已重做：答复咨询")
    robot.press("Ctrl+Z", robot.root)
    assert robot.sees("没有可以撤销的操作。")


def test_a_text_field_keeps_its_own_undo(shell: Shell, show: Show) -> None:
    undone: list[str] = []
    window = MainWindow(replace(shell, undo=lambda: undone.append("x")))
    window.open_area("consultations")
    robot = show(window)
    field = demo_page(window, "consultations").field
    robot.type_into("咨询页框", "abc")
    field.setFocus()
    robot.press("Ctrl+Z", field)
    assert field.text() != "abc"
    assert undone == []


def test_messages_leave_errors_stay_and_both_are_listed(robot: Robot, window: MainWindow, qtbot: QtBot) -> None:
    went_back: list[str] = []
    done = window.toasts.show_done("已复制，并标记为 14:26 发送", action="撤回", done=lambda: went_back.append("x"))
    error = window.toasts.show_error(AppError("PDF 没有存成。", safe="合同内容已保存在本机。", todo="请换个位置。"))
    assert robot.sees("PDF 没有存成。")
    assert robot.sees("合同内容已保存在本机。请换个位置。")
    timer = done.findChild(type(done._timer))
    assert timer is not None
    timer.timeout.emit()
    assert not done.isVisible()
    assert error.isVisible()
    robot.click("关闭提示")
    assert not robot.has(Toast, "PDF")
    robot.click("最近的提示")
    assert robot.sees("已复制，并标记为 14:26 发送")
    assert robot.sees("PDF 没有存成。")
    robot.click("关闭")
    window.toasts.show_done("又一件", action="撤回", done=lambda: went_back.append("y"))
    robot.click("撤回")
    assert went_back == ["y"]


def test_an_error_nobody_took_becomes_a_message(robot: Robot, shell: Shell) -> None:
    def fails() -> None:
        raise AppError("存不下。")

    shell.jobs.run(fails)
    assert robot.sees("存不下。")


def test_what_runs_long_shows_in_the_status_bar(robot: Robot, window: MainWindow) -> None:
    window.status.show_slow([(1, "正在生成合同", 1, 4)])
    assert robot.sees("正在生成合同 25%…")
    window.status.show_slow([])
    assert not robot.sees("正在生成合同")


@pytest.mark.parametrize(
    ("width", "scale", "compact"), [(1366, 100, False), (1280, 100, False), (911, 100, True), (1366, 150, True)]
)
def test_navigation_shrinks_in_a_narrow_window(robot: Robot, width: int, scale: int, compact: bool) -> None:
    theme().apply(scale=scale)
    robot.root.resize(width, 512)
    nav = robot.find(NavItem, "咨询")
    assert (nav.width() < 80 * scale // 100) is compact
    assert nav.toolTip().startswith("咨询")


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 680, 100), (911, 512, 100), (1366, 698, 150)])
def test_nothing_of_the_frame_is_cut(robot: Robot, width: int, height: int, scale: int) -> None:
    theme().apply(scale=scale)
    robot.root.resize(width, height)
    robot.until(lambda: robot.root.width() == width)
    assert (robot.root.width(), robot.root.height()) == (width, height), "the window must not force itself larger"
    for widget in robot.root.findChildren(QAbstractButton):
        if widget.isVisible() and widget.window() is robot.root:
            place = widget.rect().translated(widget.mapTo(robot.root, widget.rect().topLeft()))
            assert robot.root.rect().contains(place), widget.accessibleName()
            assert widget.height() >= min(widget.sizeHint().height(), 20), widget.accessibleName()


def test_at_twice_the_text_size_nothing_in_the_top_bar_overlaps(robot: Robot, window: MainWindow) -> None:
    tag = Tag("演示数据")
    window.top.extras.addWidget(tag)
    theme().apply(scale=200)
    robot.root.resize(1366, 768)
    robot.until(lambda: window.width() == 1366 and tag.x() > 0)
    robot.until(lambda: window.search.geometry().right() < tag.x(), "the tag lies on the search field")


def test_the_desk_is_locked_from_a_sheet_too(robot: Robot, window: MainWindow, qtbot: QtBot) -> None:
    sheet = Sheet(window, "登记咨询")
    typed = TextArea("问题")
    sheet.body.addWidget(typed)
    sheet.setModal(False)
    with qtbot.waitActive(sheet):
        sheet.show()
        sheet.activateWindow()
    typed.setFocus()
    with qtbot.waitSignal(window.lock_requested):
        QTest.keyClick(sheet.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    sheet.reject()


def test_theme_and_text_size_are_remembered(robot: Robot, window: MainWindow, app_settings: Settings) -> None:
    window.choose_theme(Theme.DARK)
    robot.press("Ctrl++")
    assert (app_settings.text("theme"), app_settings.number("text_scale")) == ("dark", 110)
    assert theme().dark
    assert theme().scale == 110


def test_the_window_comes_back_where_it_was(shell: Shell, show: Show) -> None:
    first = MainWindow(shell)
    first.open_area("consultations")
    show(first, 880, 555)  # no wider than the test's screen
    first.close()
    second = MainWindow(shell)
    second.top.stop()
    assert (second.width(), second.height()) == (880, 555)
    second.deleteLater()


def test_the_user_menu_offers_what_works(robot: Robot, window: MainWindow, qtbot: QtBot) -> None:
    menu = window.top.menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator() and action.isEnabled()]
    assert words[:2] == ["切换用户", "锁定（Ctrl+L）"]
    assert words[-1] == "退出"
    assert {"跟随系统", "浅色", "深色", "100%", "200%"} <= set(words)
    with qtbot.waitSignal(window.lock_requested):
        next(action for action in menu.actions() if action.text().startswith("锁定")).trigger()
    next(action for action in menu.actions() if action.text() == "深色").trigger()
    assert theme().dark
    menu.deleteLater()


def test_every_control_has_a_name(robot: Robot) -> None:
    nameless = [
        type(widget).__name__
        for kind in (QAbstractButton, QLineEdit, QListWidget)
        for widget in robot.root.findChildren(kind)
        if not widget.accessibleName()
        and not getattr(widget, "placeholderText", str)()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


def test_a_new_message_takes_the_place_of_the_last_one_but_errors_stay(robot: Robot, window: MainWindow) -> None:
    window.toasts.show_done("已指派给 周岚")
    window.toasts.show_error("PDF 没有存成。")
    window.toasts.show_done("已保存档案")
    assert [toast.text for toast in window.toasts.visible_toasts()] == ["PDF 没有存成。", "已保存档案"]
    assert [said.text for said in window.toasts.history] == ["已指派给 周岚", "PDF 没有存成。", "已保存档案"]
