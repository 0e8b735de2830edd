"""The pages that `tools/screens.py` photographs, each set up the way a user gets there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.services.clients.types import ClientFilter
from app.services.consultations.types import InboxFilter
from app.services.contracts.register import ContractChip
from app.services.setup_types import UserForm
from app.terms import Role
from app.views.components.toggles import CheckBox
from app.views.consultations.quick_entry import QuickEntry
from app.views.contracts.preview import LivePreview
from app.views.setup.wizard import Wizard as SetupWizard
from app.views.tour.act_question import search
from app.views.tour.hand import Hand
from app.views.workplace import Workplace
from tools.import_scenes import import_check, import_columns, import_done, importing, past_matters
from tools.settings_scenes import (
    backups,
    calendar_day,
    calendar_hours,
    calendar_year,
    journal,
    journal_checked,
    journal_empty,
    own_password,
    permissions,
    settings_import,
    settings_refused,
    settings_search,
    settings_section,
    staff,
    staff_appoint,
    staff_editor,
    staff_leaving,
    staff_password,
)

FULL, SMALL, SCALED = (1366, 768, 100), (1280, 680, 100), (1366, 768, 150)
FEE_PAGE = 3
"""Where the fee stands in the contract."""
ALL_SIZES = (FULL, SMALL, SCALED)


@dataclass(frozen=True)
class Scene:
    """One page as it is photographed.

    Args:
        name: of the picture.
        set_up: gets the workplace and a hand, and goes there.
        sizes: width, height, text size in per cent.
        firm: "people" (clients, consultations, contracts), or "empty" (staff only).
        login: who is signed in.

    """

    name: str
    set_up: Callable[[Workplace, Hand], object]
    sizes: Sequence[tuple[int, int, int]] = (FULL,)
    firm: str = "people"
    login: str = "zhoulan"


@dataclass(frozen=True)
class SetupScene:
    """A step of the first-run wizard."""

    name: str
    steps: int
    sizes: Sequence[tuple[int, int, int]] = ALL_SIZES


# --- 咨询 ---


def inbox(place: Workplace, _hand: Hand) -> None:
    """Show the list alone."""
    place.window.open_area("consultations")


def detail(place: Workplace, _hand: Hand) -> None:
    """Show a question that waits, beside the list."""
    inbox_ = place.services.consultations.inbox
    rows = inbox_.rows(inbox_.row_numbers(InboxFilter()))
    place.window.open_area("consultations", rows[min(4, len(rows) - 1)].id)


def answered(place: Workplace, hand: Hand) -> None:
    """Show an answer just sent, with its message."""
    detail(place, hand)
    hand.type_into(
        "答复内容", "您好。离婚协议对双方都有约束力，对方不配合过户的，可以起诉请求协助过户。请先保存协议原件。"
    )
    hand.click("复制答复并标记已发送")


def quick_entry(_place: Workplace, hand: Hand) -> None:
    """Open quick entry, half filled, one field wrong."""
    hand.press("F2")
    form = hand.find(QuickEntry, "登记咨询")
    form.activateWindow()
    hand.until(form.isActiveWindow)
    hand.choose("渠道", "微信群")
    hand.type_into("收到时间，时刻", "09:10")
    hand.type_into("电话", "1390000")
    hand.type_into("微信名", "滹沱河畔")
    hand.type_into("问题", "去年 3 月朋友借我 12 万元，借条只写了名字，还能起诉吗？")


def sign_up(place: Workplace, hand: Hand) -> None:
    """Open the sign-up form in the panel, with what is missing marked."""
    inbox_ = place.services.consultations.inbox
    rows = inbox_.rows(inbox_.row_numbers(InboxFilter()))
    unsigned = next(row for row in rows if not row.is_signed_up)
    place.window.open_area("consultations", unsigned.id)
    hand.click("签约为服务对象")
    hand.click("完成签约")


# --- 服务对象 ---


def clients(place: Workplace, _hand: Hand) -> None:
    """Show the list with nobody chosen."""
    place.window.open_area("clients")


def client(place: Workplace, _hand: Hand) -> None:
    """Show the file of a client with some history."""
    lists, details = place.services.clients.lists, place.services.clients.details
    rows = lists.rows(lists.row_numbers(ClientFilter())[:20])
    longest = max(rows, key=lambda row: len(details.find(row.id).timeline))
    place.window.open_area("clients", longest.id)


def client_editor(place: Workplace, hand: Hand) -> None:
    """Open the form of a new client, with a wrong number in it."""
    place.window.open_area("clients")
    hand.press("Ctrl+N")
    hand.type_into("姓名", "孙小满")
    hand.type_into("证件号码", "130102199001011235")
    hand.click("建档")


# --- 合同 ---


def contracts(place: Workplace, _hand: Hand) -> None:
    """Show the list."""
    place.window.open_area("contracts")


def matter(place: Workplace, hand: Hand) -> None:
    """Draw a contract up to the end of its first step."""
    lists = place.services.clients.lists
    rows = lists.rows(lists.row_numbers(ClientFilter())[:30])
    place.window.open_area("clients", next(row for row in rows if row.is_signed_up).id)
    hand.click("起草合同")
    hand.type_into("案由", "民间借贷纠纷")
    hand.type_into("标的额", "100万")
    hand.type_into("对方当事人", "孙立民")
    hand.choose("承办律师", "周岚")
    hand.until(lambda: hand.sees("共"))


def fee_refused(place: Workplace, hand: Hand) -> None:
    """Type the guidance's own figure, which may not be."""
    matter(place, hand)
    hand.click("下一步：收费")
    hand.type_into("本阶段律师服务费", "62000")
    hand.wait_for("请调低")


def fee(place: Workplace, hand: Hand) -> None:
    """Type a fee below the guidance."""
    matter(place, hand)
    hand.click("下一步：收费")
    hand.type_into("本阶段律师服务费", "55000")
    hand.wait_for("少 7,000 元")
    hand.choose("法律援助条件筛查", "不符合条件，已告知")
    preview = place.window.page("contracts").findChild(LivePreview)
    if preview is not None and preview.isVisible():
        spy = QSignalSpy(preview.rendered)
        hand.until(lambda: spy.count() > 0, "预览没有跟上。")
        for _ in range(FEE_PAGE - 1):
            hand.click("下一页")


def terms(place: Workplace, hand: Hand) -> None:
    """Go to the third step."""
    fee(place, hand)
    hand.click("下一步：条款与预览")


def filing(place: Workplace, hand: Hand) -> None:
    """Go to the last step."""
    terms(place, hand)
    hand.click("下一步：保存归档")
    hand.wait_for("可以归档")


def filed(place: Workplace, hand: Hand) -> None:
    """File it."""
    filing(place, hand)
    hand.click("归档")
    hand.wait_for("已归档，编号")


def filed_page(place: Workplace, hand: Hand) -> None:
    """Open a filed contract from the list."""
    filed(place, hand)
    hand.click("完成")
    number = place.services.contracts.register.row_numbers(ContractChip.FILED)[0]
    place.window.open_area("contracts", place.services.contracts.register.rows([number])[0].id)


# --- 导入与导出 ---


def conflict(place: Workplace, hand: Hand) -> None:
    """Name an opponent who was a client once."""
    past_matters(place, hand)
    matter(place, hand)
    hand.type_into("对方当事人", "尹示梅")
    hand.type_into("案由", "民间借贷纠纷")
    hand.wait_for("可能有利益冲突")


# --- the window ---


def lock(place: Workplace, _hand: Hand) -> None:
    """Cover the window."""
    place.lock()


def shortcuts(place: Workplace, _hand: Hand) -> None:
    """Open F1's list."""
    place.window.show_shortcuts()


def searching(place: Workplace, hand: Hand) -> None:
    """Search by initials."""
    inbox(place, hand)
    search(hand, "l")


def messages(place: Workplace, hand: Hand) -> None:
    """Show one message of each kind."""
    inbox(place, hand)
    toasts = place.window.toasts
    toasts.show_done("已撤销：修改服务对象 李示例", action="重做", done=lambda: None)
    toasts.show_error(
        AppError("“合同.pdf”没有存成。", safe="合同仍在律顾台里。", todo="请换个文件夹，或关闭占用它的程序后再试。")
    )


SCENES = (
    Scene("permissions", permissions, ALL_SIZES, login="weidongming"),
    Scene("journal", journal, ALL_SIZES, login="weidongming"),
    Scene("journal-checked", journal_checked, login="weidongming"),
    Scene("journal-empty", journal_empty, login="weidongming"),
    Scene("inbox", inbox, ALL_SIZES),
    Scene("inbox-detail", detail, ALL_SIZES),
    Scene("inbox-front-desk", detail, (FULL,), login="liuxin"),
    Scene("answered", answered),
    Scene("quick-entry", quick_entry, ALL_SIZES),
    Scene("sign-up", sign_up, ALL_SIZES),
    Scene("clients", clients),
    Scene("client", client, ALL_SIZES),
    Scene("client-editor", client_editor, ALL_SIZES),
    Scene("contracts", contracts, (FULL, SCALED)),
    Scene("contract-matter", matter, ALL_SIZES),
    Scene("contract-fee-refused", fee_refused),
    Scene("contract-fee", fee, ALL_SIZES),
    Scene("contract-terms", terms, (FULL, SMALL)),
    Scene("contract-filing", filing),
    Scene("contract-filed", filed, ALL_SIZES),
    Scene("contract-detail", filed_page, ALL_SIZES),
    Scene("settings-firm", settings_section("firm"), ALL_SIZES),
    Scene("settings-firm-read", settings_section("firm"), login="liuxin"),
    Scene("settings-schemes", settings_section("schemes")),
    Scene("settings-channels", settings_section("channels"), ALL_SIZES),
    Scene("settings-channels-refused", settings_refused),
    Scene("settings-notices", settings_section("notices")),
    Scene("settings-numbering", settings_section("numbering"), (FULL, SCALED)),
    Scene("settings-prices", settings_section("prices"), login="weidongming"),
    Scene("settings-transfer", settings_import, (FULL, SCALED)),
    Scene("settings-this-pc", settings_section("this_pc"), ALL_SIZES),
    Scene("settings-fonts", settings_section("fonts"), (FULL, SCALED)),
    Scene("settings-search", settings_search, (FULL, SCALED)),
    Scene("calendar", settings_section("calendar"), ALL_SIZES, login="liuxin"),
    Scene("calendar-day", calendar_day, (FULL, SCALED), login="liuxin"),
    Scene("calendar-estimated", calendar_year(2027), login="liuxin"),
    Scene("calendar-hours", calendar_hours, ALL_SIZES, login="liuxin"),
    Scene("staff", staff, ALL_SIZES, login="weidongming"),
    Scene("staff-editor", staff_editor, ALL_SIZES, login="weidongming"),
    Scene("staff-leaving", staff_leaving, (FULL, SCALED), login="weidongming"),
    Scene("staff-password", staff_password, login="weidongming"),
    Scene("staff-appoint", staff_appoint, login="weidongming"),
    Scene("own-password", own_password),
    Scene("backups", backups, ALL_SIZES, login="liuxin"),
    Scene("importing", importing, ALL_SIZES, login="weidongming"),
    Scene("import-columns", import_columns, ALL_SIZES, login="weidongming"),
    Scene("import-check", import_check, ALL_SIZES, login="weidongming"),
    Scene("import-done", import_done, login="weidongming"),
    Scene("past-matters", past_matters, ALL_SIZES, login="weidongming"),
    Scene("contract-conflict", conflict, login="weidongming"),
    Scene("lock", lock),
    Scene("shortcuts", shortcuts, ALL_SIZES),
    Scene("search", searching),
    Scene("messages", messages),
    Scene("empty-inbox", inbox, firm="empty"),
    Scene("empty-clients", clients, (FULL, SCALED), firm="empty"),
    Scene("empty-contracts", contracts, firm="empty"),
)

SETUP_STEPS = ("firm", "user", "recovery", "schemes", "hours", "start")


def set_up(wizard: SetupWizard, step: int) -> None:
    """Go on to a step of the first-run wizard (0: the first)."""
    hand = Hand(wizard)
    doings: Sequence[Callable[[Hand, SetupWizard], None]] = (_fill_firm, _fill_user, _type_back, _choose, _go_on)
    for doing in doings[:step]:
        doing(hand, wizard)


def _fill_firm(hand: Hand, _wizard: QWidget) -> None:
    hand.type_into("律所全称", "河北衡舟律师事务所")
    hand.type_into("地址", "石家庄市裕华区槐安东路 0 号")
    hand.type_into("负责人", "魏东明")
    hand.click("下一步")


def _fill_user(hand: Hand, _wizard: QWidget) -> None:
    user = UserForm("周岚", "zhoulan", "qing-chen-hutuo-2026", frozenset({Role.LAWYER}))
    hand.type_into("姓名", user.name)
    hand.click(Role.LAWYER.label, CheckBox)
    hand.type_into("密码", user.password)
    hand.type_into("确认密码", user.password)
    hand.click("下一步")


def _type_back(hand: Hand, wizard: SetupWizard) -> None:
    code = wizard.recovery.grid.accessibleName().removeprefix("恢复密钥 ")
    hand.type_into("把恢复密钥输一遍", code)
    hand.click("下一步")


def _choose(hand: Hand, _wizard: QWidget) -> None:
    hand.click("石家庄律师顾问")
    hand.click("下一步")


def _go_on(hand: Hand, _wizard: QWidget) -> None:
    hand.click("下一步")
