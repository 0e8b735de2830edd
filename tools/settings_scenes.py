"""How the pages of 设置 are reached for their pictures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.services.access import Opened
from app.services.clients.types import ClientFilter
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


# --- 设置: who may and who did ---


def permissions(place: Workplace, _hand: Hand) -> None:
    """Show the table of permissions."""
    place.window.open_area("settings", "permissions")


def journal(place: Workplace, hand: Hand) -> None:
    """Show the journal with one entry explained."""
    lists, access = place.services.clients.lists, place.services.access
    rows = lists.rows(lists.row_numbers(ClientFilter())[:3])
    now = place.services.office.clock.now()
    access.note(tuple(Opened("client", row.id, now) for row in rows))
    before = place.services.clients.details.find(rows[0].id).form
    place.services.clients.files.update(rows[0].id, replace(before, address="新华路 8 号院 3-2-501"), before)
    place.window.open_area("settings", "journal")
    hand.click_row("操作日志列表", "修改服务对象")


def journal_checked(place: Workplace, hand: Hand) -> None:
    """Prove the journal."""
    journal(place, hand)
    hand.click("核对完整性")
    hand.wait_for("逐条核对")


def journal_empty(place: Workplace, hand: Hand) -> None:
    """Search in vain."""
    place.window.open_area("settings", "journal")
    hand.type_into("查找操作日志里的字", "没有这样的话")
    hand.wait_for("没有符合条件的操作")


# --- 设置: staff ---


def staff(place: Workplace, hand: Hand) -> None:
    """Show a lawyer with leave, fields and phones."""
    place.window.open_area("settings", "staff")
    hand.wait_for("另行任命")
    hand.click_row("员工列表", "何思远")
    hand.wait_for("培训")


def backups(place: Workplace, _hand: Hand) -> None:
    """Show how safe the data is, after two backups."""
    place.services.backups.before("导入")
    place.services.backups.make()
    place.window.open_area("settings", "backups")


def staff_editor(place: Workplace, hand: Hand) -> None:
    """Open the form of a new member of staff, with a wrong number in it."""
    staff(place, hand)
    hand.click("新增员工")
    hand.type_into("姓名", "吴晓月")
    hand.type_into("执业证号", "1130120209")
    hand.click("新增并生成临时密码")


def staff_leaving(place: Workplace, hand: Hand) -> None:
    """Ask who takes over from somebody who leaves."""
    place.window.open_area("settings", "staff")
    hand.wait_for("另行任命")
    hand.click_row("员工列表", "陈启明")
    hand.click("停用…")
    hand.wait_for("最后工作日")


def staff_password(place: Workplace, hand: Hand) -> None:
    """Show a temporary password."""
    staff_editor(place, hand)
    hand.type_into("执业证号", "11301202099000009")
    hand.click("律师")
    hand.click("新增并生成临时密码")
    hand.wait_for("临时密码")


def staff_appoint(place: Workplace, hand: Hand) -> None:
    """Open the form of the appointment."""
    staff(place, hand)
    hand.click("另行任命")
    hand.wait_for("任命谁")


def own_password(place: Workplace, _hand: Hand) -> None:
    """Open the sheet for the own password."""
    place.window.open_area("consultations")
    place.change_password()
