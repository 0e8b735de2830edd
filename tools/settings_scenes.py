"""How the pages of 设置 are reached for their pictures."""

from collections.abc import Callable
from typing import Any

from app.views.components.fields import SearchField
from app.views.tour.hand import Hand
from app.views.workplace import Workplace


def settings_section(section: str) -> Callable[[Workplace, Hand], object]:
    """Return what opens a section of 设置."""

    def go(place: Workplace, _hand: Hand) -> None:
        place.window.open_area("settings", section)

    return go


def calendar_day(place: Workplace, hand: Hand) -> None:
    """Open the form of the firm's own day."""
    place.window.open_area("settings", "calendar")
    hand.click("设为本所特别日")
    hand.type_into("名称", "所里团建")


def calendar_year(year: int) -> Callable[[Workplace, Hand], object]:
    """Return what opens another year."""

    def go(place: Workplace, _hand: Hand) -> None:
        place.window.open_area("settings", ("calendar", year))

    return go


def calendar_hours(place: Workplace, _hand: Hand) -> None:
    """Show the weekly hours."""
    place.window.open_area("settings", ("calendar", "hours"))


def settings_search(place: Workplace, hand: Hand) -> None:
    """Look for a setting by a word."""
    place.window.open_area("settings", "firm")
    hand.find(SearchField, "搜索设置").setText("时限")


def settings_import(place: Workplace, hand: Hand) -> None:
    """Choose a file of settings that differs, with a value that cannot be taken."""
    settings, file = place.services.firm_settings, place.services.office.profile.root / "设置.json"
    settings.transfer.export(file)
    text = file.read_text("utf-8").replace('"minutes": 300', '"minutes": 480', 1)
    file.write_text(text.replace("工作时间按顺序答复", "上班后尽快答复"), "utf-8")
    place.window.open_area("settings", "transfer")
    page: Any = place.window.page("settings")
    page.section_page("transfer").look_at(file)
    hand.wait_for("导入前请核对")


def settings_refused(place: Workplace, hand: Hand) -> None:
    """Type an allowance laxer than the scheme's."""
    place.window.open_area("settings", "channels")
    hand.wait_for("全部恢复为石家庄律师顾问的时限")
    hand.type_into("微信的时限", "480")
