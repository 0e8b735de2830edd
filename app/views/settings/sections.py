"""The sections of 设置: each registers itself with one small object; only those the person may open are shown."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.terms import Permission
from app.views.backups.page import BackupsPage
from app.views.calendar.page import CalendarPage
from app.views.desk import Desk
from app.views.importing.page import ImportPage
from app.views.importing.past_matters_page import PastMattersPage
from app.views.journal.page import JournalPage
from app.views.permissions.page import PermissionsPage
from app.views.settings import (
    channels_page,
    firm_page,
    fonts_page,
    notices_page,
    numbering_page,
    prices_page,
    schemes_page,
    this_pc_page,
    transfer_page,
)
from app.views.settings.channels_page import ChannelsPage
from app.views.settings.entry import Entry
from app.views.settings.firm_page import FirmPage
from app.views.settings.fonts_page import FontsPage
from app.views.settings.notices_page import NoticesPage
from app.views.settings.numbering_page import NumberingPage
from app.views.settings.prices_page import PricesPage
from app.views.settings.schemes_page import SchemesPage
from app.views.settings.this_pc_page import ThisPcPage
from app.views.settings.transfer_page import TransferPage
from app.views.staff.page import StaffPage


@dataclass(frozen=True)
class Section:
    """One entry of the rail at the left of 设置 and the page behind it.

    Args:
        id: noun as in the code: firm, staff, calendar, backups …
        title: the word users see.
        icon: name of an icon.
        make: builds the section's page at its first visit.
        group: the heading it stands under.
        permission: what a person needs to open it.
        words: further words the search in settings finds it by, e.g. “密码 离职 请假”.
        entries: its single settings, for the search.

    """

    id: str
    title: str
    icon: str
    make: Callable[[Desk], QWidget]
    group: str
    permission: Permission = Permission.READ
    words: str = ""
    entries: tuple[Entry, ...] = ()


FIRM, RULES, DATA, THIS_PC = "本所", "规则", "资料", "本机"
GROUPS = (FIRM, RULES, DATA, THIS_PC)
"""The headings, in this order."""


def sections() -> tuple[Section, ...]:
    """Return all sections in the order of the rail."""
    return (
        Section(
            "firm", "本所资料", "building-2", FirmPage, FIRM, words="律所 名称 地址 电话", entries=firm_page.ENTRIES
        ),
        Section(
            "staff",
            "员工",
            "users",
            StaffPage,
            FIRM,
            Permission.MANAGE_STAFF,
            "密码 重置 离职 停用 请假 任命 律师顾问管理员 执业证 角色 数据密钥",
        ),
        Section(
            "schemes", "方案", "badge-check", SchemesPage, RULES, words="石家庄 北京 参加", entries=schemes_page.ENTRIES
        ),
        Section(
            "channels", "渠道与时限", "timer", ChannelsPage, RULES, words="时钟 提醒", entries=channels_page.ENTRIES
        ),
        Section(
            "calendar", "日历与工作时间", "calendar", CalendarPage, RULES, words="节假日 放假 调休 上班 特别日 夏季作息"
        ),
        Section("notices", "提示语", "megaphone", NoticesPage, RULES, words="通知", entries=notices_page.ENTRIES),
        Section("numbering", "编号", "hash", NumberingPage, RULES, words="顺序号", entries=numbering_page.ENTRIES),
        Section("prices", "本所公示价", "banknote", PricesPage, RULES, words="收费 价格", entries=prices_page.ENTRIES),
        Section("permissions", "权限表", "shield-check", PermissionsPage, DATA, words="角色 谁可以 敏感"),
        Section(
            "journal", "操作日志", "history", JournalPage, DATA, Permission.READ_JOURNAL, "审计 查阅 撤销 谁改的 核对"
        ),
        Section(
            "backups",
            "备份与恢复",
            "hard-drive",
            BackupsPage,
            DATA,
            Permission.MAKE_BACKUP,
            words="U盘 第二位置 还原 恢复密钥 换电脑 丢失",
        ),
        Section(
            "importing",
            "导入与导出",
            "file-spreadsheet",
            ImportPage,
            DATA,
            words="表格 名单 台账 登记簿 收案 Excel xlsx csv 导入服务对象 导出服务对象",
        ),
        Section(
            "past_matters", "以往案件", "archive", PastMattersPage, DATA, words="旧合同 收案登记 利益冲突 对方当事人"
        ),
        Section(
            "transfer",
            "导出与导入设置",
            "arrow-up-down",
            TransferPage,
            DATA,
            words="文件 换电脑",
            entries=transfer_page.ENTRIES,
        ),
        Section("this_pc", "外观与锁屏", "monitor", ThisPcPage, THIS_PC, words="显示", entries=this_pc_page.ENTRIES),
        Section("fonts", "文书字体", "type", FontsPage, THIS_PC, words="生僻字", entries=fonts_page.ENTRIES),
    )
