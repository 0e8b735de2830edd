"""The handbook is at hand on every page, opened at the chapter that fits."""

from collections.abc import Callable

from app.views.consultations.quick_entry import QuickEntry
from app.views.handbook.window import HandbookWindow
from tests.gui.robot import Robot
from tests.gui.story.conftest import Seat


def handbook_of(robot: Robot) -> HandbookWindow:
    """Return the handbook of the main window; there is never more than one."""
    (found,) = robot.root.findChildren(HandbookWindow)
    assert found.isVisible()
    return found


def opened_at(robot: Robot) -> str:
    """Return the heading on show."""
    return handbook_of(robot).reader.toPlainText().partition("\n")[0]


def test_it_opens_at_the_page_on_show(sit: Callable[[str], Seat]) -> None:
    seat = sit("weidongming")
    robot, window = seat.robot, seat.place.window
    window.top.open_menu()
    robot.pick("使用手册")
    assert opened_at(robot) == "前台"
    window.open_area("contracts")
    robot.click("使用手册")
    assert opened_at(robot) == "律师"
    window.open_area("settings", "backups")
    robot.press("Shift+F1", at=window)
    assert opened_at(robot) == "备份与恢复"


def test_it_is_read_beside_an_open_form(sit: Callable[[str], Seat]) -> None:
    seat = sit("liuxin")
    seat.robot.press("F2")
    seat.robot.press("Shift+F1")
    book = handbook_of(seat.robot)
    seat.robot.until(book.isActiveWindow)
    seat.robot.press("Esc", at=book)
    assert not book.isVisible()
    entry = seat.robot.find(QuickEntry, "登记咨询")
    seat.robot.press("Esc", at=entry)
    assert not entry.isVisible()


def test_the_menu_leads_to_the_list_of_shortcuts(sit: Callable[[str], Seat]) -> None:
    seat = sit("liuxin")
    seat.place.window.top.open_menu()
    seat.robot.pick("全部快捷键")
    assert seat.robot.sees("Shift+F1")
    seat.robot.click("关闭")
